"""A data folder that is copied while the app writes in it: each file as it was at another moment, some of them in halves.

Whatever such a copy is made of, it opens, sends nothing by itself, and knows of each job that was paid before it was made.
"""

import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path
from random import Random
from typing import Any

import pytest

from sora_desktop.base.crash_points import EVENT
from sora_desktop.studio.build import open_studio
from sora_desktop.studio.clock import Clock
from tests.servers.service import FakeService, Fault
from tests.studio.house import House
from tests.support.paces import AT_ONCE, QUICK

COPIES = 8
Snapshot = dict[Path, bytes]
OpenAt = Callable[[Path], Awaitable[House]]
_heard: list[Callable[[], None]] = []


def _hook(event: str, _arguments: tuple[Any, ...]) -> None:
    if event == EVENT:
        for listener in tuple(_heard):
            listener()


sys.addaudithook(_hook)  # it cannot be taken back


@contextmanager
def at_each_step(listener: Callable[[], None]) -> Iterator[None]:
    _heard.append(listener)
    try:
        yield
    finally:
        _heard.remove(listener)


@pytest.fixture
async def open_at(service: FakeService) -> AsyncIterator[OpenAt]:
    async with AsyncExitStack() as stack:

        async def opened(folder: Path) -> House:
            studio = await open_studio(folder, environment={}, clock=Clock(), backoff=QUICK, limits=AT_ONCE)
            stack.push_async_callback(studio.close)
            return await House.furnish(studio, service, folder)

        yield opened


def snapshot(folder: Path) -> Snapshot:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder): path.read_bytes() for path in files}


def copied(moments: list[Snapshot], random: Random, target: Path) -> int:
    """As a program copies a folder while it changes: what is listed first is read one by one, later. The first moment."""
    moment = first = random.randrange(len(moments))
    names = list(moments[first])
    random.shuffle(names)
    for name in names:
        moment = min(moment + random.choice((0, 0, 0, 1, 2, 5)), len(moments) - 1)
        later = min(moment + random.choice((0, 0, 1)), len(moments) - 1)
        start, end = moments[moment].get(name), moments[later].get(name)
        if start is None or end is None:
            continue
        half = random.randint(0, len(start)) & ~4095
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (target / name).write_bytes(start[:half] + end[half:])
    return first


async def busy(house: House, service: FakeService) -> tuple[list[Snapshot], list[set[str]]]:
    """The folder at each step of jobs that are made, and what was charged by then."""
    moments: list[Snapshot] = []
    paid: list[set[str]] = []

    def look() -> None:
        paid.append({charge.prompt for charge in service.money.charges})
        moments.append(snapshot(house.data_dir))

    service.script(*([Fault.ACCEPT_THEN_DROP] if house.data_dir.name == "unknown" else []))
    with at_each_step(look):
        for number in range(3):
            (job,) = await house.submit(f"clip {number}")
            await house.until(job, "done", "unknown")
        await house.studio.jobs.set_paused(True)
        await house.submit("waits")
        look()
    return moments, paid


@pytest.mark.parametrize("name", ["data", "unknown"])
async def test_a_copy_that_was_made_meanwhile_opens_sends_nothing_and_knows_what_was_paid(
    open_at: OpenAt, service: FakeService, tmp_path: Path, name: str
) -> None:
    random = Random(7)
    house = await open_at(tmp_path / name)
    moments, paid = await busy(house, service)
    sent = len(service.requests("submit"))
    for number in range(COPIES):
        if number == COPIES // 2:
            await house.studio.close()
        folder = tmp_path / f"copy {number}"
        first = copied(moments, random, folder)
        copy = await open_at(folder)
        jobs = (await copy.studio.snapshot()).jobs
        assert paid[first] <= {job.request.prompt for job in jobs}, number
        waits = any(job.state == "waiting" for job in jobs)
        assert not waits or copy.studio._parts.custody.concern is not None, number
        await copy.studio.close()

    assert sent == len(service.requests("submit"))
