"""Sleep, clocks that are set, a network that comes and goes: with the paces of the app, on a clock that the test moves."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from sora_desktop.domain.job import Job
from sora_desktop.studio.build import open_studio
from sora_desktop.studio.sleep_detector import slept
from tests.servers.http_server import Received, Reply
from tests.servers.service import FakeService
from tests.studio.house import House
from tests.support.clock import MORNING, HandClock
from tests.support.paces import AT_ONCE
from tests.support.rows import rows
from tests.support.until import until

WATCH_OVER_SLEEP = 3
"""Who always waits for the clock: the watch over the machine's sleep, the second looks, and who asks what was settled."""
NIGHT = timedelta(hours=8)
LONGEST_PAUSE = 33.0
"""Between two looks at an old job, in seconds; the deadline is looked at right after one."""
SOON = 10.0
"""Seconds after a sleep, or after the network is back, within which a job is looked at again."""


@dataclass
class Timed:
    """A house whose clock stands in the test's hand. The picked connection is the service, so no engine runs."""

    house: House
    clock: HandClock

    async def running(self, jobs: int = 1) -> list[Job]:
        """Jobs that are at the service, each waiting for its next look."""
        made = [(await self.house.submit(f"job {number}"))[0] for number in range(jobs)]
        for job in made:
            await self.house.until(job, "queued", "running")
        await self.rest(jobs)
        return made

    async def rest(self, jobs: int) -> None:
        await until(lambda: self.clock.parked >= jobs + WATCH_OVER_SLEEP, what=f"all rest, not {self.clock.parked}")

    @property
    def looks(self) -> int:
        return len([each for each in self.house.service.requests("status") if "gen_" in each.path])


@pytest.fixture
async def timed(tmp_path: Path, service: FakeService) -> AsyncIterator[Timed]:
    clock = HandClock()
    surroundings = {"SORA_BASE_URL": service.base_url, "SORA_API_KEY": service.key}
    studio = await open_studio(tmp_path / "data", environment=surroundings, clock=clock, limits=AT_ONCE)
    service.stall()
    try:
        yield Timed(await House.furnish(studio, service, tmp_path / "data"), clock)
    finally:
        await studio.close()


async def test_after_a_night_asleep_every_job_is_looked_at_within_ten_seconds_over_a_fresh_line(timed: Timed) -> None:
    jobs = await timed.running(3)
    await timed.clock.let_pass(900.0, until_parked=6)
    looks, lines = timed.looks, timed.house.service.server.connections
    timed.clock.set_wall(NIGHT)

    passed = await timed.clock.let_pass(60.0, until_parked=6, stop=lambda: timed.looks >= looks + len(jobs))

    assert passed <= SOON
    assert timed.house.service.server.connections > lines
    assert [str((await timed.house.job(job.id)).state) for job in jobs] == ["queued"] * 3


async def test_a_look_that_was_under_way_when_the_machine_fell_asleep_is_made_again(timed: Timed) -> None:
    """Its line is dead, and would say so only after a minute."""
    (job,) = await timed.running()
    gate = asyncio.Event()
    timed.house.service.reply_next("status", Reply(hold=gate))
    looks = timed.looks
    await timed.clock.let_pass(60.0, until_parked=1 + WATCH_OVER_SLEEP, stop=lambda: timed.looks > looks)
    timed.house.service.finish(timed.house.service.only_job().id)
    timed.clock.set_wall(NIGHT)

    await timed.clock.let_pass(SOON, until_parked=WATCH_OVER_SLEEP)
    await until(lambda: timed.looks > looks + 1, what="it is looked at again, though the clock stands still")

    done = await timed.house.until(job, "done")
    assert done.reason is None
    timed.house.service.server.call(gate.set)


async def test_a_submission_that_was_under_way_when_the_machine_fell_asleep_is_not_cut_short(timed: Timed) -> None:
    """The answer may still come; the line of a paid request is never closed by us."""
    gate, answer = asyncio.Event(), timed.house.service._handle

    def hold(request: Received) -> Reply:
        reply = answer(request)
        return replace(reply, hold=gate) if timed.house.service._kind(request) == "submit" else reply

    timed.house.service.server._handler = hold
    (job,) = await timed.house.submit()
    await until(lambda: timed.house.service.money.charges, what="the service has it")
    timed.clock.set_wall(NIGHT)
    await timed.clock.let_pass(SOON, until_parked=3)
    timed.house.service.server.call(gate.set)

    await timed.house.until(job, "queued")
    assert timed.house.story(job) == ["waiting", "submitting", "queued"]
    assert len(timed.house.service.requests("submit")) == len(timed.house.service.money.charges) == 1


async def test_a_download_that_was_under_way_when_the_machine_fell_asleep_goes_on_from_where_it_was(
    timed: Timed,
) -> None:
    service = timed.house.service
    data, etag = service.clip.data, service.clip.etags[0]
    headers = {"Content-Type": "video/mp4", "Accept-Ranges": "bytes", "ETag": etag}
    service.reply_next("file", Reply(200, headers, data[: len(data) // 2], length=len(data)))
    (job,) = await timed.running()
    service.finish(service.only_job().id)
    await timed.clock.let_pass(60.0, until_parked=3, stop=lambda: service.requests("file"))
    part = timed.house.data_dir / "incoming" / f"{job.id}.mp4.part"
    await until(lambda: part.exists() and part.stat().st_size > 0, what="some of it is here")
    seen = part.stat().st_size
    timed.clock.set_wall(NIGHT)
    await timed.clock.let_pass(SOON, until_parked=3, stop=lambda: len(service.requests("file")) > 1)

    await timed.house.until(job, "done")
    first = int(service.requests("file")[1].headers["range"].removeprefix("bytes=").removesuffix("-"))
    assert seen <= first <= len(data) // 2, "of the half that was sent, so much as had arrived"
    assert ["done"] == [state for state in timed.house.story(job) if state in ("done", "fetch_failed")]


@pytest.mark.parametrize("change", [timedelta(days=-1), timedelta(days=366), timedelta(hours=-1), timedelta(hours=1)])
async def test_a_clock_that_somebody_sets_changes_no_state(timed: Timed, change: timedelta) -> None:
    (running,) = await timed.running()
    await timed.house.studio.jobs.set_paused(True)
    (waiting,) = await timed.house.submit("waits")
    timed.clock.set_wall(change)
    await timed.clock.let_pass(30.0, until_parked=4)

    assert [timed.house.story(job)[-1] for job in (running, waiting)] == ["queued", "waiting"]
    timed.house.service.finish(timed.house.service.only_job().id)
    await timed.clock.let_pass(SOON, until_parked=3, stop=lambda: timed.house.story(running)[-1] == "done")
    await timed.house.until(running, "done")
    assert len(timed.house.service.money.charges) == 1
    assert timed.house.story(waiting) == ["waiting"]


@pytest.mark.parametrize("change", [timedelta(days=-366), timedelta(days=-1), timedelta(hours=1), timedelta(days=366)])
async def test_a_clock_that_was_set_before_a_start_changes_no_state(
    tmp_path: Path, service: FakeService, change: timedelta
) -> None:
    """Or the folder came to a machine of another time. What is at the service is asked about, what waits goes out once."""
    service.stall()
    surroundings = {"SORA_BASE_URL": service.base_url, "SORA_API_KEY": service.key}

    async def opened(clock: HandClock) -> House:
        studio = await open_studio(tmp_path / "data", environment=surroundings, clock=clock, limits=AT_ONCE)
        return await House.furnish(studio, service, tmp_path / "data")

    before = await opened(HandClock())
    (running,) = await before.submit("is made")
    await before.until(running, "queued", "running")
    await before.studio.jobs.set_paused(True)
    (waiting,) = await before.submit("waits")
    await before.studio.close()
    clock = HandClock()
    clock.set_wall(change)
    house = await opened(clock)
    try:
        assert ["queued", "waiting"] == [str((await house.job(job.id)).state) for job in (running, waiting)]
        await house.studio.jobs.set_paused(False)
        service.finish(next(iter(service.jobs)))
        await clock.let_pass(120.0, until_parked=3, stop=lambda: len(service.jobs) > 1)
        service.finish(list(service.jobs)[1])
        await clock.let_pass(120.0, until_parked=3, stop=lambda: house._now(waiting.id) == "done")
        for job in (running, waiting):
            await house.until(job, "done")
        assert ["is made", "waits"] == [charge.prompt for charge in service.money.charges]
    finally:
        await house.studio.close()


async def test_the_deadline_of_a_job_is_no_matter_of_the_wall_clock(timed: Timed) -> None:
    (job,) = await timed.running()
    deadline = job.request.model.deadline_seconds or job.service.deadline_seconds
    timed.clock.set_wall(timedelta(seconds=2 * deadline))
    await timed.clock.let_pass(30.0, until_parked=4)
    assert timed.house.story(job)[-1] == "queued"

    late, all_rest = deadline + LONGEST_PAUSE, 1 + WATCH_OVER_SLEEP
    await timed.clock.let_pass(late, until_parked=all_rest, stop=lambda: timed.house.story(job)[-1] == "no_answer")

    assert timed.house.story(job)[-1] == "no_answer"


async def test_a_network_that_is_back_is_noticed_within_ten_seconds(timed: Timed) -> None:
    """However long it was away, for jobs at the service as for one that waits to be sent."""
    (running,) = await timed.running()
    timed.house.service.server.stop()
    (waiting,) = await timed.house.submit("written offline")
    await timed.clock.let_pass(300.0, until_parked=5)
    assert timed.house.story(waiting)[-1] == "waiting"
    looks = timed.looks
    timed.house.service.server.start()

    passed = await timed.clock.let_pass(
        60.0, until_parked=5, stop=lambda: timed.looks > looks and timed.house.service.requests("submit")[1:]
    )

    assert passed <= SOON
    for job in (running, waiting):
        await timed.house.until(job, "queued", "running")
    assert timed.house.story(running)[-1] == "queued"
    assert len(timed.house.service.requests("submit")) == len(timed.house.service.money.charges) == 2


@rows(
    ("wall", "steady", "answer"),
    [
        (timedelta(hours=8), 5.0, True),
        (timedelta(seconds=36), 5.0, True),
        (timedelta(seconds=34), 5.0, False),
        (timedelta(seconds=5), 5.0, False),
        (timedelta(hours=8), 8 * 3600.0, False),
        (timedelta(days=-1), 5.0, False),
    ],
)
def test_a_sleep_is_a_wall_clock_that_is_ahead_of_the_steady_one(wall: timedelta, steady: float, answer: bool) -> None:
    assert slept(MORNING, MORNING + wall, steady) is answer
