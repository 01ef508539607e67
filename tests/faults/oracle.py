"""What must hold after any crash: nothing paid twice, nothing lost, nothing half in the library."""

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sora_desktop.domain.clip import Clip
from sora_desktop.domain.job import Billed, Job, JobState
from sora_desktop.store.clips import ClipStore, sidecar_path
from sora_desktop.store.database import open_database
from sora_desktop.store.jobs import JobStore
from sora_desktop.store.paths import Paths
from tests.servers.service import FakeService

_WITH_WORDS = {JobState.FETCH_FAILED, JobState.UNKNOWN, JobState.NO_ANSWER, JobState.LOST}


@dataclass(frozen=True)
class OnDisk:
    """What the data folder says, read as the next start of the app would."""

    jobs: list[Job]
    clips: list[Clip]
    kept_aside: Path | None

    @classmethod
    def read(cls, folder: Path) -> "OnDisk":
        paths = Paths(folder)
        with closing(open_database(paths.ledger)) as database:
            aside = database.kept_aside.path if database.kept_aside else None
            return cls(JobStore(database).all(), ClipStore(database, paths).all(), aside)


def faults(folder: Path, service: FakeService, told: Path, *, can_find: bool) -> list[str]:
    """One line for each promise that is broken. `can_find`: the service's list settles every unknown job."""
    disk = OnDisk.read(folder)
    return [
        *_of_the_ledger(disk, told),
        *_of_the_money(disk.jobs, service, can_find=can_find),
        *_of_the_library(disk, folder, service),
    ]


def _of_the_ledger(disk: OnDisk, told: Path) -> Iterator[str]:
    if disk.kept_aside is not None:
        yield f"the ledger was damaged and is kept as {disk.kept_aside.name}"
    committed = set(told.read_text().split()) if told.exists() else set()
    for job_id in committed - {job.id for job in disk.jobs}:
        yield f"job {job_id} was committed and is lost"


def _of_the_money(jobs: list[Job], service: FakeService, *, can_find: bool) -> Iterator[str]:
    bound = Counter(job.remote_id for job in jobs if job.remote_id)
    yield from (f"{remote_id} belongs to {count} jobs" for remote_id, count in bound.items() if count > 1)
    yield from (f"{remote_id} is an id of nothing" for remote_id in bound if remote_id not in service.jobs)
    for prompt in {charge.prompt for charge in service.money.charges}:
        rows = [job for job in jobs if job.request.prompt == prompt]
        charges = service.money.of_prompt(prompt)
        unbound = [charge for charge in charges if charge.job_id not in bound]
        unknown = [job for job in rows if job.state is JobState.UNKNOWN and _says_it_may_cost(job)]
        if len(charges) > len(rows):
            yield f"{prompt!r} was ordered {len(rows)} times and charged {len(charges)} times"
        if len(unbound) > len(unknown) or (can_find and unbound):
            yield f"{len(unbound)} charges for {prompt!r} are not to be seen: {[str(job.state) for job in rows]}"
    for job in jobs:
        if job.remote_id and service.jobs[job.remote_id].prompt != job.request.prompt:
            yield f"job {job.id} adopted a stranger's {job.remote_id}"


def _says_it_may_cost(job: Job) -> bool:
    return job.billed is Billed.UNKNOWN and "may have been billed" in str(job.reason)


def _of_the_library(disk: OnDisk, folder: Path, service: FakeService) -> Iterator[str]:
    paths = Paths(folder)
    listed = {clip.path: clip for clip in disk.clips}
    for path in sorted(paths.library.glob("*.mp4")):
        if path.read_bytes() != service.clip.data:
            yield f"{path.name} is not whole"
        if path not in listed or not sidecar_path(path).exists():
            yield f"{path.name} is not listed with its recipe"
    for path in listed.keys() - set(paths.library.glob("*.mp4")):
        yield f"{path.name} is listed and not there"
    for job in disk.jobs:
        if job.state is JobState.DONE and job.id not in {clip.job_id for clip in disk.clips}:
            yield f"job {job.id} is done and has no clip"
        if _is_made(job, service) and job.state is not JobState.DONE and not (job.state in _WITH_WORDS and job.reason):
            yield f"job {job.id} is paid and made, and only {job.state}"
    if all(job.state is JobState.DONE for job in disk.jobs):
        yield from (f"{path.name} is left of a download" for path in paths.incoming.iterdir())


def _is_made(job: Job, service: FakeService) -> bool:
    return bool(job.remote_id) and service.jobs[str(job.remote_id)].state == "done"
