"""The ledger as the studio works with it: every job in memory, every move committed, then told."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Protocol

from sora_desktop.base.sentences import Message, message
from sora_desktop.domain.errors import InputError, LedgerError, MadeAlreadyError, UnsavedJobError
from sora_desktop.domain.events import JobAdded, JobChanged, JobOffListChanged
from sora_desktop.domain.evidence import Evidence, News, Patience, judge
from sora_desktop.domain.ids import names_of
from sora_desktop.domain.job import Job, JobState, WaitsFor, move
from sora_desktop.domain.service_ref import Service, is_same_service, mark_of
from sora_desktop.studio.event_bus import EventBus
from sora_desktop.studio.jobs.job_index import JobIndex
from sora_desktop.studio.jobs.set_aside import SetAside
from sora_desktop.studio.jobs.unsaved import Unsaved
from sora_desktop.studio.waiting_for_locks import until_free

log = logging.getLogger(__name__)


class JobRows(Protocol):
    """What the ledger needs of the store; each method commits before it returns, or raises LedgerError."""

    def is_free(self) -> bool: ...

    def add(self, jobs: Sequence[Job]) -> None: ...

    def put(self, job: Job) -> None: ...

    def hide(self, *job_ids: str, hidden: bool = True) -> None: ...

    def get(self, job_id: str) -> Job | None: ...

    def all(self) -> list[Job]: ...

    def hidden(self, state: JobState) -> list[Job]: ...

    def remote_ids(self, connection_id: str, base_url: str = "") -> set[str]: ...

    def is_newer(self, job_id: str) -> bool: ...


class Sendings(Protocol):
    """Who writes down, outside of the database, what is sent. `will_send` is on the disk when it returns."""

    def expect_sendable(self, job: Job) -> None: ...

    def will_send(self, job: Job) -> None: ...

    def became(self, before: Job, job: Job) -> None: ...

    def make_sure(self, job: Job) -> None: ...


class Ledger:
    """What is not on disk is not sent. What was sent is never forgotten for want of a disk: it is saved again.

    `aside` has those that were taken off the list and may come back.
    """

    def __init__(self, rows: JobRows, event_bus: EventBus, sendings: Sendings) -> None:
        self._rows = rows
        self.is_newer = rows.is_newer
        self._sendings = sendings
        self._event_bus = event_bus
        self._jobs = JobIndex(rows.all())
        self.lines, self.in_lines = self._jobs.lines, self._jobs.in_lines
        self._unsaved = Unsaved(lambda job_id: self._rows.put(self._jobs[job_id]), event_bus)
        self.aside = SetAside(rows, self._jobs, self._unsaved, event_bus)

    def __getitem__(self, job_id: str) -> Job:
        try:
            return self._jobs[job_id]
        except KeyError:
            raise InputError(message("This job is no longer on the list.")) from None

    def __contains__(self, job_id: str) -> bool:
        return job_id in self._jobs

    def is_saved(self, job_id: str) -> bool:
        """Whether all that is known of the job is on the disk, its service's id above all."""
        return job_id not in self._unsaved.ids

    def jobs(self) -> tuple[Job, ...]:
        """All jobs, oldest first."""
        return tuple(self._jobs.all())

    def in_states(self, states: frozenset[JobState] | set[JobState]) -> tuple[Job, ...]:
        """Such jobs, oldest first."""
        return self._jobs.in_states(states)

    def dismissed(self) -> tuple[Job, ...]:
        """Unknown jobs that a person settled, those off the list included: something may have been made for them."""
        return (*self.in_states({JobState.DISMISSED}), *self._rows.hidden(JobState.DISMISSED))

    def bound_ids(self, service: Service) -> frozenset[str]:
        """The ids at a service that belong to jobs of this app, those off the list included, each by all its names.

        The same service may have been removed and added again: jobs of its address count, too. So does a clip that a job
        changes: where the library was brought along without its jobs, nothing else tells whose it is.
        """
        listed = {
            each
            for job in self._jobs.all()
            for each in (job.remote_id, job.alias, _id_of_source(job))
            if each and is_same_service(job.service, service)
        }
        known = self._rows.remote_ids(service.id, service.base_url) | listed
        return frozenset(name for each in known for name in names_of(each))

    def is_bound(self, remote_id: str, service: Service) -> bool:
        """Whether it is the id of a job of this app, by whatever name."""
        return not names_of(remote_id).isdisjoint(self.bound_ids(service))

    async def until_free(self) -> None:
        """Wait a moment where another program holds the ledger; who commits right after this need not be told off."""
        await until_free(self._rows)

    def add(self, jobs: list[Job]) -> None:
        """Commit new jobs together; LedgerError where the disk refuses, and then there are none."""
        self._rows.add(jobs)
        for job in jobs:
            self._jobs.put(job)
            self._event_bus.emit(JobAdded(job))

    def move(self, job_id: str, to: JobState, **changes: Any) -> Job:
        """Commit a move of the state table, then tell it.

        LedgerError where the disk refuses and the job waits: then it waits on, and nothing may be sent. The move to
        `submitting` is also written down outside of the database when this returns.
        """
        moved = move(self[job_id], to, **changes)
        return self._submitting(moved) if to is JobState.SUBMITTING else self._put(moved)

    def _submitting(self, job: Job) -> Job:
        before = self[job.id]
        try:
            self._sendings.expect_sendable(before)
        except MadeAlreadyError:
            self._put(judge(before, Evidence(News.AT_HOME), job.submitted_at or before.created_at))
            raise
        self._rows.put(job)
        try:
            self._sendings.will_send(job)
        except UnsavedJobError as error:
            self._take_back(before, job, error)
            raise
        self._unsaved.ids.discard(job.id)
        self._tell(job)
        return job

    def _take_back(self, before: Job, job: Job, error: UnsavedJobError) -> None:
        """It was not sent after all, and its row must not say so."""
        self._sendings.became(job, before)
        try:
            self._rows.put(before)
        except LedgerError:
            self._unsaved.add(before, error)

    def update(self, job_id: str, **changes: Any) -> Job:
        """Commit a change within the same state, then tell it."""
        return self._put(replace(self[job_id], **changes))

    def say(self, job_id: str, reason: Message | None, waits_for: WaitsFor = WaitsFor.TURN) -> None:
        """Tell why a job waits, or None that nothing holds it. Without a commit, as a start finds it out anew."""
        job = self[job_id]
        if (job.reason, job.waits_for) != (reason, waits_for):
            self._tell(replace(job, reason=reason, waits_for=waits_for))

    def learn(self, job_id: str, evidence: Evidence, at: datetime, patience: Patience) -> Job:
        """Commit what follows from a piece of evidence, then tell it; the job as it is where that is nothing."""
        before = self[job_id]
        after = judge(before, evidence, at, patience)
        if after != before:
            after = self._put(after)
        self.show_progress(job_id, evidence.progress)
        return self[job_id]

    def find(self, job_id: str) -> Job | None:
        """A job by its id, on the list or off it; None where this ledger has no such row, or cannot read it."""
        return self._jobs.get(job_id) or self._rows.get(job_id)

    def amend(self, job_id: str, change: Callable[[Job], Job]) -> Job:
        """Commit what is told of a job, on the list or off it, where it stays; then tell it."""
        if job_id in self._jobs:
            after = change(self[job_id])
            return self._put(after) if after != self[job_id] else after
        before = self.find(job_id)
        if before is None:
            raise InputError(message("The job that this clip came from isn't on record here."))
        after = change(before)
        if after != before:
            self._rows.put(after)
            self._event_bus.emit(JobOffListChanged(after))
        return after

    def place(self, positions: Mapping[str, float]) -> None:
        """Commit new places in the queue, all of them or, where the disk refuses, none."""
        jobs = [replace(self[job_id], position=position) for job_id, position in positions.items()]
        self._rows.add(jobs)
        for job in jobs:
            self._tell(job)

    def show_progress(self, job_id: str, progress: float | None) -> None:
        """Tell progress without a commit: after a restart the service says it again. It never goes back."""
        job = self[job_id]
        if progress is None or (job.progress is not None and progress <= job.progress):
            return
        self._jobs.put(replace(job, progress=progress))
        self._event_bus.emit(JobChanged(self._jobs[job_id]))

    def remove(self, job_id: str) -> None:
        """Take a job off the list for good; its row stays."""
        self.aside.take([job_id])
        self.aside.let_go([job_id])

    def close(self) -> None:
        """Save once more what the disk refused."""
        self._unsaved.stop()
        self._unsaved.save()

    def _put(self, job: Job) -> Job:
        self._sendings.became(self[job.id], job)
        try:
            self._rows.put(job)
        except LedgerError as error:
            if self[job.id].state is JobState.WAITING:
                raise
            self._sendings.make_sure(job)
            log.warning("job %s: its state %s is not on disk yet: %s", job.id, job.state, error.detail)
            self._unsaved.add(job, error)
        else:
            self._unsaved.ids.discard(job.id)
        self._tell(job)
        return job

    def _tell(self, job: Job) -> None:
        self._jobs.put(job)
        self._event_bus.emit(JobChanged(job))


def _id_of_source(job: Job) -> str:
    """The id of the clip that it changes, where that is the job's own service's."""
    source = job.request.source
    return source.remote_id if source is not None and source.service == mark_of(job.service) else ""
