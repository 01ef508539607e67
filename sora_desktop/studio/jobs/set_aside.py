"""Jobs that were taken off the list and may come back to it."""

from collections.abc import Sequence
from typing import Protocol

from sora_desktop.domain.events import JobRemoved, JobReturned
from sora_desktop.domain.job import Job
from sora_desktop.studio.event_bus import EventBus
from sora_desktop.studio.jobs.job_index import JobIndex
from sora_desktop.studio.jobs.unsaved import Unsaved


class HiddenRows(Protocol):
    """Commits before it returns, or raises LedgerError."""

    def hide(self, *job_ids: str, hidden: bool = True) -> None: ...


class SetAside:
    """They are off the list on the disk too: what is known of them afterwards is that they may be wanted back."""

    def __init__(self, rows: HiddenRows, jobs: JobIndex, unsaved: Unsaved, event_bus: EventBus) -> None:
        self._rows = rows
        self._jobs = jobs
        self._unsaved = unsaved
        self._event_bus = event_bus
        self._kept: dict[str, tuple[int, Job]] = {}

    def jobs(self) -> tuple[Job, ...]:
        return tuple(job for _, job in self._kept.values())

    def take(self, job_ids: Sequence[str]) -> None:
        """Take these off the list, all or none; their rows stay."""
        for job_id in job_ids:
            self._unsaved.save_now(job_id)
        self._rows.hide(*job_ids)
        for job_id in job_ids:
            job = self._jobs[job_id]
            self._kept[job_id] = self._jobs.remove(job_id), job
            self._event_bus.emit(JobRemoved(job_id))

    def bring_back(self, job_ids: Sequence[str]) -> tuple[Job, ...]:
        """Put those of them that may come back in their old places, all or none."""
        back = [self._kept[each] for each in job_ids if each in self._kept]
        self._rows.hide(*(job.id for _, job in back), hidden=False)
        self._jobs.put_back(back)
        self.let_go(job_ids)
        for _, job in back:
            self._event_bus.emit(JobReturned(job))
        return tuple(job for _, job in back)

    def let_go(self, job_ids: Sequence[str]) -> None:
        """They do not come back."""
        for job_id in job_ids:
            self._kept.pop(job_id, None)
