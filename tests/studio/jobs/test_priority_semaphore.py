"""PrioritySemaphore for downloads: the most urgent first, and nobody waits for a slow or hostile host."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Iterator

import pytest

from sora_desktop.studio.jobs.priority_semaphore import ENOUGH, PATIENCE, Permit, PrioritySemaphore
from tests.support.until import turns
from tests.support.virtual_time import VirtualLoop


async def test_of_those_who_wait_the_one_that_expires_first_is_fetched_first() -> None:
    places = PrioritySemaphore(2)
    came: list[float] = []
    leave = asyncio.Event()

    async def one(urgency: float) -> None:
        async with places.place("one service", urgency):
            came.append(urgency)
            await leave.wait()

    order = [float(number) for number in range(20)]
    random.Random(5).shuffle(order)
    tasks = [asyncio.get_running_loop().create_task(one(urgency)) for urgency in (-2.0, -1.0, *order)]
    await turns()
    tasks[7].cancel()
    await turns()
    leave.set()
    await asyncio.gather(*tasks, return_exceptions=True)

    assert came == sorted({-2.0, -1.0, *order} - {order[5]})


async def test_a_place_that_was_given_to_one_who_left_goes_to_the_next() -> None:
    places = PrioritySemaphore(1)
    held, leave = asyncio.Event(), asyncio.Event()

    async def one(event: asyncio.Event) -> None:
        async with places.place("one service", 0.0):
            held.set()
            await event.wait()

    loop = asyncio.get_running_loop()
    first = loop.create_task(one(leave))
    await held.wait()
    held.clear()
    second, third = loop.create_task(one(asyncio.Event())), loop.create_task(one(leave))
    await turns()
    leave.set()
    await first
    second.cancel()
    await asyncio.gather(second, third, return_exceptions=True)

    assert held.is_set()
    assert third.done()
    assert not third.cancelled()


@pytest.fixture
def loop() -> Iterator[VirtualLoop]:
    with VirtualLoop() as running:
        yield running


class Hosts:
    """Downloads that are inside for as long as the test says; `inside` names their services, as they came in."""

    def __init__(self, places: PrioritySemaphore) -> None:
        self.places = places
        self.inside: list[str] = []
        self.held: list[Permit] = []
        self._leave = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    def come(self, *services: str) -> None:
        loop = asyncio.get_running_loop()
        self._tasks += [loop.create_task(self._one(service)) for service in services]

    async def _one(self, service: str) -> None:
        async with self.places.place(service, 0.0) as place:
            self.inside.append(service)
            self.held.append(place)
            await self._leave.wait()

    async def go(self) -> None:
        self._leave.set()
        await asyncio.gather(*self._tasks)


def run(loop: VirtualLoop, scenario: Callable[[Hosts], Awaitable[None]]) -> None:
    async def whole() -> None:
        hosts = Hosts(PrioritySemaphore(4))
        await scenario(hosts)
        await hosts.go()

    loop.run_until_complete(whole())
    assert loop.errors == []


def test_no_service_waits_for_another_ones_downloads(loop: VirtualLoop) -> None:
    async def scenario(hosts: Hosts) -> None:
        hosts.come(*"aaaaaa")
        await turns()
        hosts.come(*"bbc")
        await turns()

        assert [*"aaaabc"] == hosts.inside

    run(loop, scenario)


def test_a_download_that_brings_nothing_does_not_count(loop: VirtualLoop) -> None:
    async def scenario(hosts: Hosts) -> None:
        hosts.come(*"aaaaaaaaa")
        await asyncio.sleep(PATIENCE / 2)
        assert 4 == len(hosts.inside)
        await asyncio.sleep(PATIENCE)
        assert 8 == len(hosts.inside)
        await asyncio.sleep(PATIENCE)

        assert 9 == len(hosts.inside)

    run(loop, scenario)


@pytest.mark.parametrize(("bytes_a_second", "inside"), [(2 * ENOUGH / PATIENCE, 4), (ENOUGH / PATIENCE / 2, 8)])
def test_only_a_download_that_brings_something_all_the_time_counts(
    loop: VirtualLoop, bytes_a_second: float, inside: int
) -> None:
    async def scenario(hosts: Hosts) -> None:
        hosts.come(*"aaaaaaaa")
        for second in range(int(PATIENCE) + 2):
            await asyncio.sleep(1)
            for place in hosts.held[:4]:
                place.moves(int(second * bytes_a_second))

        assert inside == len(hosts.inside)

    run(loop, scenario)


def test_one_that_was_slow_counts_again_without_waiting_when_its_bytes_come(loop: VirtualLoop) -> None:
    async def scenario(hosts: Hosts) -> None:
        hosts.come(*"aaaa")
        await asyncio.sleep(PATIENCE + 1)
        for place in hosts.held:
            place.moves(10 * ENOUGH)
        hosts.come("a")
        await turns()
        assert 4 == len(hosts.inside)
        await asyncio.sleep(2 * PATIENCE)

        assert 5 == len(hosts.inside)

    run(loop, scenario)


def test_places_are_neither_lost_nor_made_by_lending_them(loop: VirtualLoop) -> None:
    async def scenario(hosts: Hosts) -> None:
        hosts.come(*"aaaa")
        await asyncio.sleep(PATIENCE + 1)
        others = Hosts(hosts.places)
        others.come(*"aaaaaa")
        await turns()
        await hosts.go()
        assert 4 == len(others.inside)
        await others.go()
        again = Hosts(hosts.places)
        again.come(*"aaaaaa")
        await turns()
        assert 4 == len(again.inside)
        await again.go()

    run(loop, scenario)
