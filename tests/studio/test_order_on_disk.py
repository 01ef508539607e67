"""What a power cut leaves: bytes are on the disk before their name, the name before the row that speaks of it."""

import os
import sqlite3
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from sora_desktop.domain.clip import Clip
from sora_desktop.domain.image import InputImage
from sora_desktop.domain.job import Job
from sora_desktop.store.clips import ClipStore
from sora_desktop.store.database import open_database
from sora_desktop.store.jobs import JobStore
from sora_desktop.studio import folder
from tests.servers.service import FakeService
from tests.studio.conftest import OpenHouse
from tests.support.pictures import write_picture


@dataclass
class Deeds:
    """What was done to the disk, in order: `sync FILE`, `name FILE`, `row …`; `unsynced` is what got a name too soon."""

    done: list[str] = field(default_factory=list)
    unsynced: list[str] = field(default_factory=list)
    _synced: dict[str, int] = field(default_factory=dict)

    def sync(self, descriptor: int) -> None:
        path = Path(f"/proc/self/fd/{descriptor}").readlink()
        self._synced[str(path)] = os.fstat(descriptor).st_size
        self.done.append(f"sync {path.name}")

    def replace(self, source: Path, target: Path) -> None:
        """A file whose last bytes were not flushed may be empty under its new name after a power cut."""
        if self._synced.get(str(source)) != source.stat().st_size:
            self.unsynced.append(target.name)
        self.done.append(f"name {target.name}")

    def at(self, deed: str) -> int:
        """When it was done for the last time; -1 for never."""
        return max((number for number, each in enumerate(self.done) if each == deed), default=-1)


@pytest.fixture
def deeds(monkeypatch: pytest.MonkeyPatch) -> Deeds:
    if not Path("/proc/self/fd").is_dir():
        pytest.skip("this system does not tell which file a number stands for")
    deeds = Deeds()
    fsync, replace, put, add = os.fsync, os.replace, JobStore.put, JobStore.add

    def watched_fsync(descriptor: int) -> None:
        fsync(descriptor)
        deeds.sync(descriptor)

    def watched_replace(source: Path, target: Path) -> None:
        deeds.replace(Path(source), Path(target))
        replace(source, target)

    def watched_add(store: JobStore, jobs: list[Job]) -> None:
        add(store, jobs)
        deeds.done.append("row added")

    def watched_put(store: JobStore, job: Job) -> None:
        put(store, job)
        deeds.done.append(f"row {job.state}")

    enter = ClipStore._put

    def watched_enter(store: ClipStore, clip: Clip) -> None:
        enter(store, clip)
        deeds.done.append("row of the clip")

    monkeypatch.setattr(os, "fsync", watched_fsync)
    monkeypatch.setattr(os, "replace", watched_replace)
    monkeypatch.setattr(JobStore, "put", watched_put)
    monkeypatch.setattr(JobStore, "add", watched_add)
    monkeypatch.setattr(ClipStore, "_put", watched_enter)
    return deeds


async def test_each_step_is_on_the_disk_before_the_next_one_speaks_of_it(
    open_house: OpenHouse, service: FakeService, deeds: Deeds
) -> None:
    house = await open_house(service)
    deeds.done.clear()
    (job,) = await house.submit()
    await house.until(job, "done")
    (clip,) = await house.clips()
    sidecar = clip.path.with_suffix(".json")
    order = [
        "row added",
        "row submitting",
        "row queued",
        "row fetching",
        f"sync {job.id}.mp4.part",
        f"name {clip.path.name}",
        f"name {sidecar.name}",
        "sync library",
        "row of the clip",
        "row done",
    ]
    at = [deeds.at(deed) for deed in order]

    assert -1 not in at, deeds.done
    assert sorted(at) == at, deeds.done
    assert deeds.done[deeds.at(f"name {clip.path.name}") + 1] == "sync library"
    assert [name for name in deeds.unsynced if not name.endswith((".part.json", ".jpg"))] == []


async def test_the_picture_of_a_job_is_on_the_disk_before_the_row_that_needs_it(
    open_house: OpenHouse, service: FakeService, deeds: Deeds, tmp_path: Path
) -> None:
    house = await open_house(service)
    deeds.done.clear()
    await house.studio.jobs.set_paused(True)
    (job,) = await house.submit(image=InputImage(path=write_picture(tmp_path / "fox.png")))
    assert job.input_path is not None

    assert -1 < deeds.at(f"name {job.input_path.name}") < deeds.at("sync inputs") < deeds.at("row added")
    assert deeds.unsynced == []


async def test_a_commit_is_on_the_disk_when_it_returns(
    open_house: OpenHouse, service: FakeService, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite's own promise, which holds with these settings and no others."""
    opened: list[sqlite3.Connection] = []

    def watched(path: Path) -> sqlite3.Connection:
        opened.append(open_database(path))
        return opened[0]

    monkeypatch.setattr(folder, "open_database", watched)
    await open_house(service)

    assert ("wal", 2) == (_pragma(opened[0], "journal_mode"), _pragma(opened[0], "synchronous"))


def _pragma(database: sqlite3.Connection, name: str) -> object:
    return database.execute(f"PRAGMA {name}").fetchone()[0]
