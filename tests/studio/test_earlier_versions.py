"""A data folder of an earlier version opens with nothing lost; `tests/store/folders` holds one of each, as it was written."""

import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from sora_desktop.domain.events import Event, Notice
from sora_desktop.domain.job import Job, JobState
from sora_desktop.studio.build import open_studio
from tests.store import values
from tests.support.until import until

FOLDERS = sorted((Path(__file__).parents[1] / "store" / "folders").glob("*.zip"))
FOUND_OUT_AT_THE_START = {JobState.SUBMITTING: JobState.UNKNOWN, JobState.FETCH_FAILED: JobState.FETCHING}
HIDDEN = "job-17"


@pytest.fixture(params=FOLDERS, ids=lambda path: path.stem)
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    with zipfile.ZipFile(request.param) as packed:
        packed.extractall(tmp_path / "data")
    return tmp_path / "data"


def rows(folder: Path) -> dict[str, tuple[str, str | None]]:
    with closing(sqlite3.connect(folder / "ledger.sqlite3")) as database:
        found = database.execute("SELECT id, state, remote_id FROM jobs").fetchall()
    return {job_id: (state, remote_id) for job_id, state, remote_id in found}


def what_was_asked(job: Job) -> tuple[object, ...]:
    return job.request.prompt, job.request.seconds, job.request.size, job.cost.amount, job.service.base_url


async def test_every_job_clip_setting_and_connection_is_there_and_nobody_is_asked(folder: Path) -> None:
    before = rows(folder)
    heard: list[Event] = []
    studio = await open_studio(folder, environment={})
    try:
        studio.subscribe(heard.append)
        snapshot = await studio.snapshot()
        held = studio._parts.custody.concern
        await until(lambda: not studio.library._store.index.behind(), what="the library is read")
    finally:
        await studio.close()
    wanted = values.job(folder)
    states = {job.id: (job.state, job.remote_id) for job in snapshot.jobs}

    assert {HIDDEN} == before.keys() - states.keys()
    assert [] == [
        (job_id, state, states[job_id])
        for job_id, (state, remote_id) in before.items()
        if job_id != HIDDEN
        and states[job_id] != (FOUND_OUT_AT_THE_START.get(JobState(state), JobState(state)), remote_id)
    ]
    assert {what_was_asked(wanted)} == {what_was_asked(job) for job in snapshot.jobs}
    assert [(b"mp4 of the first version", "A red kite over 東京")] == [
        (clip.path.read_bytes(), clip.prompt) for clip in snapshot.clips
    ]
    assert (7, True, None) == (snapshot.settings.volume, snapshot.paused, held)
    assert "studio-service" in [connection.id for connection in snapshot.connections]
    assert [] == [event for event in heard if isinstance(event, Notice)]


async def test_it_opens_again_after_that_and_is_the_same(folder: Path) -> None:
    for _ in range(2):
        await (await open_studio(folder, environment={})).close()
    first = rows(folder)
    await (await open_studio(folder, environment={})).close()

    assert first == rows(folder)
