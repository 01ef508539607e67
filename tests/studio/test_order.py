"""The order of what waits, and taking a job back before it is sent."""

import pytest

from sora_desktop.domain.connection import Connection
from sora_desktop.domain.errors import InputError
from sora_desktop.domain.job import Job
from sora_desktop.services.client import VideoClient
from sora_desktop.studio.studio import Studio
from tests.servers.service import FakeService
from tests.studio.conftest import OpenHouse
from tests.studio.house import House
from tests.support.until import until


async def line(studio: Studio) -> list[str]:
    """The prompts of all jobs, as the queue stands."""
    return [job.request.prompt for job in sorted((await studio.snapshot()).jobs, key=lambda job: job.position)]


async def waiting(house: House, *prompts: str) -> list[Job]:
    await house.studio.jobs.set_paused(True)
    return [(await house.submit(prompt))[0] for prompt in prompts]


@pytest.mark.parametrize(
    ("moved", "before", "expected"),
    [
        ("c", "a", "cab"),
        ("c", "b", "acb"),
        ("a", None, "bca"),
        ("a", "c", "bac"),
        ("b", "c", "abc"),
        ("c", None, "abc"),
    ],
)
async def test_jobs_go_out_in_the_order_that_a_person_gave_them(
    open_house: OpenHouse, service: FakeService, moved: str, before: str | None, expected: str
) -> None:
    house = await open_house(service, concurrency=1)
    jobs = {job.request.prompt: job.id for job in await waiting(house, "a", "b", "c")}
    await house.studio.jobs.move(jobs[moved], jobs[before] if before else None)
    assert "".join(await line(house.studio)) == expected

    await house.studio.jobs.set_paused(False)
    await until(lambda: len(service.money.charges) == 3, what="all are sent")
    assert "".join(charge.prompt for charge in service.money.charges) == expected


async def test_the_order_is_kept_over_a_restart(open_house: OpenHouse, service: FakeService) -> None:
    house = await open_house(service)
    a, _, c = await waiting(house, "a", "b", "c")
    await house.studio.jobs.move(c.id, a.id)
    await house.studio.close()
    house = await open_house(service)

    assert await line(house.studio) == ["c", "a", "b"]
    assert (await house.studio.snapshot()).paused


async def test_a_moved_job_stays_above_what_was_sent_before(open_house: OpenHouse, service: FakeService) -> None:
    service.stall()
    house = await open_house(service)
    (sent,) = await house.submit("sent")
    await house.until(sent, "queued", "running")
    a, b = await waiting(house, "a", "b")
    for _ in range(5):
        await house.studio.jobs.move(b.id, a.id)
        await house.studio.jobs.move(a.id, b.id)

    assert await line(house.studio) == ["sent", "a", "b"]


async def test_places_never_run_out(open_house: OpenHouse, service: FakeService) -> None:
    """Between two numbers there are some fifty halves; after that the line is numbered anew."""
    house = await open_house(service)
    _, b, c = await waiting(house, "a", "b", "c")
    for _ in range(70):
        await house.studio.jobs.move(c.id, b.id)
        await house.studio.jobs.move(b.id, c.id)

    assert await line(house.studio) == ["a", "b", "c"]


async def test_where_the_other_job_has_left_the_queue_the_moved_one_goes_first(
    open_house: OpenHouse, service: FakeService
) -> None:
    house = await open_house(service)
    gone, _, b = await waiting(house, "gone", "a", "b")
    await house.studio.jobs.cancel(gone.id)
    await house.studio.jobs.move(b.id, gone.id)

    assert await line(house.studio) == ["gone", "b", "a"]


async def test_what_was_sent_cannot_be_moved(open_house: OpenHouse, service: FakeService) -> None:
    service.stall()
    house = await open_house(service)
    (sent,) = await house.submit()
    await house.until(sent, "queued", "running")

    with pytest.raises(InputError, match="waiting jobs"):
        await house.studio.jobs.move(sent.id, None)


async def test_a_job_that_waits_is_taken_back_and_never_sent(open_house: OpenHouse, service: FakeService) -> None:
    house = await open_house(service)
    keep, taken = await waiting(house, "keep", "taken")
    await house.studio.jobs.take_back(taken.id)
    await house.studio.jobs.set_paused(False)
    await house.until(keep, "done")

    assert await line(house.studio) == ["keep"]
    assert [charge.prompt for charge in service.money.charges] == ["keep"]
    assert house.story(taken) == ["waiting", "cancelled"]


async def test_a_job_that_was_sent_meanwhile_is_not_taken_back(open_house: OpenHouse, service: FakeService) -> None:
    """Else a person would pay for it and for its edited self."""
    service.stall()
    house = await open_house(service)
    (sent,) = await house.submit()
    await house.until(sent, "queued", "running")

    with pytest.raises(InputError, match="has just been sent"):
        await house.studio.jobs.take_back(sent.id)
    assert await line(house.studio) == ["a fox in snow"]


async def test_a_job_is_taken_back_while_it_is_about_to_be_sent(
    open_house: OpenHouse, service: FakeService, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its key is being looked up: nothing has left yet, and nothing leaves."""
    house = await open_house(service)
    connections = house.studio._registry
    asked: list[str] = []
    find = connections.client

    async def slow(connection: Connection, job_id: str) -> VideoClient:
        asked.append("")
        await until(lambda: len(asked) > 1, what="the test goes on")
        return await find(connection, job_id)

    monkeypatch.setattr(connections, "client", slow)
    (job,) = await house.submit()
    await until(lambda: asked, what="its life has begun")
    await house.studio.jobs.take_back(job.id)
    asked.append("go on")
    await until(lambda: job.id not in [each.id for each in house.studio._ledger.jobs()], what="it leaves the list")

    assert service.requests("submit") == []
