"""The engine's jobs: their order, their ends, what a restart does to them, and how long they are kept."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from sora_desktop.engine.http_errors import RequestError
from sora_desktop.engine.jobs import KEPT_JOBS, KEPT_SECONDS, TRIES, WAITING_LIMIT, EngineJobs
from sora_desktop.engine.order import Order
from sora_desktop.engine.rules import read_openai, read_uniall
from sora_desktop.engine.store import EngineJob, EngineJobState
from tests.servers.hand_renderer import HandRenderer
from tests.support.logs import ExpectedLogs
from tests.support.patience import patient
from tests.support.until import until

ORDER = read_openai({"model": "sora2-landscape-4s", "prompt": "a fox"})


class Clock:
    """The wall clock, set by the test."""

    def __init__(self) -> None:
        self.now = 1_790_000_000.0

    def __call__(self) -> float:
        return self.now


@asynccontextmanager
async def working(folder: Path, clock: Clock | None = None) -> AsyncIterator[tuple[EngineJobs, HandRenderer]]:
    """Jobs with their renders running; leaving it is an orderly stop."""
    renders = HandRenderer()
    jobs = EngineJobs(folder, renders, clock or Clock())
    jobs.open()
    async with asyncio.TaskGroup() as group:
        running = group.create_task(jobs.run())
        try:
            yield jobs, renders
        finally:
            running.cancel()


async def ended(jobs: EngineJobs, job: EngineJob) -> EngineJob:
    """The job once it has ended."""
    async with asyncio.timeout(patient()):
        while True:
            found = jobs.get(job.id)
            assert found is not None
            if found.state.ended:
                return found
            await asyncio.sleep(0)


def states(jobs: EngineJobs) -> list[str]:
    return [job.state.value for job in jobs.all()]


async def test_two_are_made_at_once_in_the_order_they_came(tmp_path: Path) -> None:
    """The third waits until one of the first two has ended."""
    async with working(tmp_path) as (jobs, renders):
        first, second, third = (jobs.add(ORDER, None, "") for _ in range(3))

        assert [first.id, second.id] == [await renders.begun(), await renders.begun()]
        assert ["in_progress", "in_progress", "queued"] == states(jobs)
        assert renders.none_begun

        renders.finish(second.id)
        assert third.id == await renders.begun()
        assert ["in_progress", "completed", "in_progress"] == states(jobs)


async def test_progress_is_what_the_renderer_said_and_never_goes_back(tmp_path: Path) -> None:
    """100 is kept for the finished clip."""
    async with working(tmp_path) as (jobs, renders):
        job = jobs.add(ORDER, None, "")
        seen = [jobs.percent(job)]
        await renders.begun()
        for part in (0.25, 0.5, 0.3, 1.0):
            renders.advance(job.id, part)
            seen.append(jobs.percent(jobs.get(job.id) or job))
        renders.finish(job.id)
        seen.append(jobs.percent(await ended(jobs, job)))

    assert [0, 25, 50, 50, 99, 100] == seen


async def test_a_finished_clip_is_whole_on_disk_with_its_hash(tmp_path: Path) -> None:
    """The part file became the clip; the record knows its length and SHA-256."""
    async with working(tmp_path) as (jobs, renders):
        job = jobs.add(ORDER, None, "")
        await renders.begun()
        renders.finish(job.id, b"the clip")
        done = await ended(jobs, job)

        assert b"the clip" == jobs.clip(done).read_bytes()
        assert (8, 64) == (done.byte_count, len(done.sha256))
        assert {"job.json", "clip.mp4"} == {path.name for path in jobs.clip(done).parent.iterdir()}


async def test_the_renderer_gets_the_picture(tmp_path: Path) -> None:
    """The bytes that came with the order lie in the job's own folder."""
    async with working(tmp_path) as (jobs, renders):
        job = jobs.add(ORDER, jobs.keep(b"picture"), "")
        await renders.begun()

        assert {job.id: b"picture"} == renders.images


async def test_a_failed_render_fails_its_job_alone(tmp_path: Path, expect_log: ExpectedLogs) -> None:
    """The job says why; the next one is made; nothing half done is left."""
    expect_log("failed, render_failed")
    async with working(tmp_path) as (jobs, renders):
        job, after = (jobs.add(ORDER, None, "") for _ in range(2))
        await renders.begun()
        await renders.begun()
        renders.fail(job.id)
        failed = await ended(jobs, job)
        renders.finish(after.id)

        assert (EngineJobState.FAILED, "render_failed", "It broke.") == (
            failed.state,
            failed.error_code,
            failed.error_text,
        )
        assert EngineJobState.COMPLETED == (await ended(jobs, after)).state
        assert ["job.json"] == [path.name for path in jobs.clip(failed).parent.iterdir()]


async def test_deleting_stops_the_render_and_takes_everything_away(tmp_path: Path) -> None:
    """A rendering, a waiting and a finished job go; the slot takes the next one."""
    async with working(tmp_path) as (jobs, renders):
        first, second, waiting, last = (jobs.add(ORDER, None, "") for _ in range(4))
        await renders.begun()
        await renders.begun()
        renders.finish(second.id)
        await ended(jobs, second)
        assert waiting.id == await renders.begun()

        assert [True, True, True] == [await jobs.delete(job.id) for job in (waiting, first, second)]
        assert not await jobs.delete(first.id)
        assert [waiting.id, first.id] == renders.stopped
        assert last.id == await renders.begun()
        assert [(last.id, EngineJobState.IN_PROGRESS)] == [(job.id, job.state) for job in jobs.all()]
        assert [last.id] == [path.name for path in (tmp_path / "jobs").iterdir()]


async def test_a_waiting_job_that_is_deleted_is_never_begun(tmp_path: Path) -> None:
    """Its place in the line is passed over."""
    async with working(tmp_path) as (jobs, renders):
        first, second, third, fourth = (jobs.add(ORDER, None, "") for _ in range(4))
        await renders.begun()
        await renders.begun()
        await jobs.delete(third.id)
        renders.finish(first.id)

        assert fourth.id == await renders.begun()
        assert {second.id, fourth.id} == {job.id for job in jobs.all() if job.state is EngineJobState.IN_PROGRESS}


async def test_after_a_stop_unfinished_jobs_start_again_and_finished_ones_stay(tmp_path: Path) -> None:
    """A job caught rendering is made from its beginning, before those that waited behind it."""
    async with working(tmp_path) as (jobs, renders):
        done, caught, waiting = (jobs.add(ORDER, None, "") for _ in range(3))
        for _ in range(2):
            await renders.begun()
        renders.finish(done.id, b"done")
        assert waiting.id == await renders.begun()

    async with working(tmp_path) as (jobs, renders):
        assert [done.id, caught.id, waiting.id] == [job.id for job in jobs.all()]
        assert [caught.id, waiting.id] == [await renders.begun(), await renders.begun()]
        assert ["completed", "in_progress", "in_progress"] == states(jobs)
        assert b"done" == jobs.clip(jobs.all()[0]).read_bytes()
        assert {1} == {job.tries for job in jobs.all()}


async def test_new_jobs_stand_behind_those_of_before_the_restart(tmp_path: Path) -> None:
    """Also when the clock was set back meanwhile."""
    clock = Clock()
    async with working(tmp_path, clock) as (jobs, _):
        old = jobs.add(ORDER, None, "")
    clock.now -= 86_400
    async with working(tmp_path, clock) as (jobs, _):
        new = jobs.add(ORDER, None, "")
    async with working(tmp_path, clock) as (jobs, _):
        assert [old.id, new.id] == [job.id for job in jobs.all()]


def crash_while_rendering(folder: Path) -> None:
    """What a killed engine leaves: a job on disk that says it is being made, and half a clip."""
    for record in (folder / "jobs").glob("*/job.json"):
        told = json.loads(record.read_bytes())
        record.write_text(json.dumps(told | {"state": "in_progress", "tries": told["tries"] + 1}))
        record.with_name("clip.part").write_bytes(b"half")


async def test_a_job_that_takes_the_engine_down_is_given_up(tmp_path: Path, expect_log: ExpectedLogs) -> None:
    """After three starts that ended in a crash it fails, and says so."""
    expect_log("failed, render_interrupted")
    job = None
    async with working(tmp_path) as (jobs, renders):
        job = jobs.add(ORDER, None, "")
        await renders.begun()
    for _ in range(TRIES):
        crash_while_rendering(tmp_path)
    async with working(tmp_path) as (jobs, renders):
        given_up = jobs.get(job.id)
        assert given_up is not None
        assert (EngineJobState.FAILED, "render_interrupted") == (given_up.state, given_up.error_code)
        assert renders.none_begun
        assert ["job.json"] == [path.name for path in jobs.clip(given_up).parent.iterdir()]


async def test_two_hundred_finished_jobs_are_kept(tmp_path: Path) -> None:
    """The oldest go first; what waits or renders is not counted."""
    async with working(tmp_path) as (jobs, renders):
        made = []
        for _ in range(KEPT_JOBS + 3):
            made.append(jobs.add(ORDER, None, ""))
            renders.finish(await renders.begun())
            await ended(jobs, made[-1])
        last = jobs.add(ORDER, None, "")
        await renders.begun()

        assert [job.id for job in [*made[3:], last]] == [job.id for job in jobs.all()]
        assert KEPT_JOBS + 1 == len(list((tmp_path / "jobs").iterdir()))


async def test_a_clip_is_kept_for_a_week(tmp_path: Path) -> None:
    """The native object says when it goes; it is gone at the first look after that."""
    clock = Clock()
    async with working(tmp_path, clock) as (jobs, renders):
        job = jobs.add(ORDER, None, "")
        await renders.begun()
        renders.finish(job.id)
        done = await ended(jobs, job)
        assert int(clock.now) + KEPT_SECONDS == jobs.expires_at(done)
    clock.now += KEPT_SECONDS + 1
    async with working(tmp_path, clock) as (jobs, _):
        assert [] == jobs.all()
        assert [] == list((tmp_path / "jobs").iterdir())


async def test_ids_are_of_their_formats(tmp_path: Path) -> None:
    """`gen_` and twelve hex digits, as the document has it; `video_` in the native format."""
    uniall = read_uniall({"model": "sora2-landscape-4s", "prompt": "a fox"})
    async with working(tmp_path) as (jobs, _):
        ids = [jobs.add(order, None, "").id for order in (uniall, ORDER)]

    assert [("gen_", 16), ("video_", 30)] == [(f"{name.partition('_')[0]}_", len(name)) for name in ids]


async def test_a_key_names_one_job(tmp_path: Path) -> None:
    """The same order with it is the same job, also after a restart; another order is refused with 422."""
    async with working(tmp_path) as (jobs, _):
        job = jobs.add(ORDER, None, "key-1")
        assert job.id == repeated_id(jobs, ORDER, "key-1")
        assert repeated_id(jobs, ORDER, "key-2") is None
        assert repeated_id(jobs, ORDER, "") is None
    async with working(tmp_path) as (jobs, _):
        assert job.id == repeated_id(jobs, ORDER, "key-1")
        with pytest.raises(RequestError) as caught:
            jobs.repeated(read_openai({"model": "sora2-landscape-4s", "prompt": "a wolf"}), "key-1")
        assert (422, "idempotency_key_reused") == (caught.value.status, caught.value.code)
        await jobs.delete(job.id)
        assert repeated_id(jobs, ORDER, "key-1") is None


def repeated_id(jobs: EngineJobs, order: Order, key: str) -> str | None:
    job = jobs.repeated(order, key)
    return job.id if job else None


async def test_a_key_is_not_on_disk_in_the_clear(tmp_path: Path) -> None:
    """Only its digest is kept."""
    async with working(tmp_path) as (jobs, _):
        job = jobs.add(ORDER, None, "key-of-a-caller")

        assert b"key-of-a-caller" not in (tmp_path / "jobs" / job.id / "job.json").read_bytes()


def test_a_key_in_use_meets_a_409(tmp_path: Path) -> None:
    """Two requests with one key at the same time cannot make two jobs; afterwards the key is free."""
    jobs = EngineJobs(tmp_path, HandRenderer())

    with jobs.claim("key"), pytest.raises(RequestError) as caught, jobs.claim("key"):
        pass

    assert (409, {"Retry-After": "1"}) == (caught.value.status, caught.value.headers)
    with jobs.claim("key"), jobs.claim(""), jobs.claim(""):
        pass


def test_the_line_has_an_end(tmp_path: Path) -> None:
    """Beyond it the answer is 429 with a time to come back, and nothing is kept."""
    jobs = EngineJobs(tmp_path, HandRenderer())
    jobs.open()
    for _ in range(WAITING_LIMIT):
        jobs.add(ORDER, None, "")

    with pytest.raises(RequestError) as caught:
        jobs.add(ORDER, None, "")

    assert (429, {"Retry-After": "5"}) == (caught.value.status, caught.value.headers)
    assert WAITING_LIMIT == len(jobs.all())


async def test_a_full_disk_fails_the_job_and_nothing_else(tmp_path: Path, expect_log: ExpectedLogs) -> None:
    """The clip cannot be stored: the job says so, from memory if need be."""
    expect_log("the disk refused")
    expect_log("failed, storage_error")
    async with working(tmp_path) as (jobs, renders):
        job = jobs.add(ORDER, None, "")
        await renders.begun()
        (tmp_path / "jobs" / job.id / "clip.mp4").mkdir()
        renders.finish(job.id)
        failed = await ended(jobs, job)

        assert (EngineJobState.FAILED, "storage_error") == (failed.state, failed.error_code)
        after = jobs.add(ORDER, None, "")
        assert after.id == await renders.begun()


async def test_files_that_cannot_be_removed_yet_go_later(tmp_path: Path) -> None:
    """The job is gone for its caller at once; its files follow when the next job has ended."""
    async with working(tmp_path) as (jobs, renders):
        job, after = (jobs.add(ORDER, None, "") for _ in range(2))
        await renders.begun()
        await renders.begun()
        blocker = tmp_path / "incoming" / f"{job.id}.gone"
        (blocker / "in the way").mkdir(parents=True)

        assert await jobs.delete(job.id)
        assert (None, True) == (jobs.get(job.id), (tmp_path / "jobs" / job.id).exists())

        (blocker / "in the way").rmdir()
        renders.finish(after.id)
        await ended(jobs, after)
        await until(lambda: [after.id] == [path.name for path in (tmp_path / "jobs").iterdir()])
