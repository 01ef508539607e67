"""Settling submissions whose outcome is unknown: looking for them in the service's own list.

A job is adopted only where exactly one listed job can be it. None after several looks is `not_found`;
several are left to a person.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sora_desktop.api.client import VideoClient
from sora_desktop.api.formats import FORMATS
from sora_desktop.api.wire import RemoteStatus
from sora_desktop.domain.errors import EngineError, NeedsKeyError, ServiceError
from sora_desktop.domain.job import Billed, Job, JobState
from sora_desktop.domain.message import message
from sora_desktop.domain.steps import Step, step
from sora_desktop.studio.kit import Kit

SKEW = timedelta(minutes=10)
"""How far a service's clock may be from ours."""
PAGE_LIMIT = 20
"""Pages read at most: some services say for ever that there is more."""


class Found(StrEnum):
    NONE = "none"
    ONE = "one"
    SEVERAL = "several"


@dataclass(frozen=True, slots=True)
class Match:
    found: Found
    remote_id: str = ""


def match(job: Job, listed: Iterable[RemoteStatus], bound: frozenset[str]) -> Match:
    """Which listed job is `job`: not bound to another, same model, length, size and prompt, made at that time.

    What a service leaves out of its list speaks neither for nor against. Services are known to answer
    another length or size than was asked for: such a job is never adopted, but it is reason to ask.
    """
    possible = [status for status in listed if status.id and status.id not in bound and _can_be(job, status)]
    exact = {status.id for status in possible if _has_the_shape(job, status)}
    if len(exact) == 1:
        return Match(Found.ONE, exact.pop())
    return Match(Found.SEVERAL if possible else Found.NONE)


def _can_be(job: Job, status: RemoteStatus) -> bool:
    request = job.request
    return (
        not _is_another_model(job, status.model)
        and (not status.prompt or status.prompt == request.prompt)
        and _at_that_time(job.submitted_at, status.created_at)
    )


def _is_another_model(job: Job, listed: str) -> bool:
    """Services list a family name too (`sora2`): only the id of another model speaks against."""
    return listed != job.request.model.id and job.connection.model(listed) is not None


def _has_the_shape(job: Job, status: RemoteStatus) -> bool:
    request = job.request
    return (status.seconds is None or round(status.seconds) == request.seconds) and (
        not status.size or status.size == str(request.size)
    )


def _at_that_time(sent: datetime | None, created: datetime | None) -> bool:
    if sent is None or created is None:
        return True
    return abs(created - sent) <= SKEW


class Reconciler:
    """Looks for unknown jobs where the service has a list; `settle` ends when the job is settled or cannot be."""

    def __init__(self, kit: Kit) -> None:
        self._ledger = kit.ledger
        self._connections = kit.connections
        self._clock = kit.clock
        self._pace = kit.pace

    def can_look(self, job: Job) -> bool:
        return job.connection.lists_jobs and FORMATS[job.format].can_list

    async def settle(self, job_id: str) -> None:
        """Look several times; leaves the job `unknown` where a person has to decide."""
        looks = 0
        for pause in self._pace.reconcile_looks:
            await self._clock.sleep(pause)
            job = self._ledger[job_id]
            if job.state is not JobState.UNKNOWN or not self.can_look(job):
                return
            found = await self._look(job)
            if found is None:
                continue
            looks += 1
            if self._apply(self._ledger[job_id], found):
                return
        job = self._ledger[job_id]
        if job.state is JobState.UNKNOWN and looks == len(self._pace.reconcile_looks):
            self._ledger.move(
                job_id,
                JobState.NOT_FOUND,
                reason=message("It is not in the service's list: it did not arrive."),
                billed=Billed.NO,
                ended_at=self._clock.now(),
            )

    async def _look(self, job: Job) -> Match | None:
        """One look; None where the service could not be asked."""
        try:
            client = await self._connections.client(job.connection)
            listed = await self._recent(client, job)
            step(Step.LIST_ANSWERED)
        except (ServiceError, NeedsKeyError, EngineError):
            return None
        return match(job, listed, self._ledger.bound_ids(job.connection.id))

    async def _recent(self, client: VideoClient, job: Job) -> list[RemoteStatus]:
        listed: list[RemoteStatus] = []
        seen: set[str] = set()
        after: str | None = None
        for _ in range(PAGE_LIMIT):
            page = await client.list_jobs(job.format, after=after)
            listed += page.jobs
            after = page.next_after
            oldest = min((status.created_at for status in page.jobs if status.created_at), default=None)
            past = oldest is not None and job.submitted_at is not None and oldest < job.submitted_at - SKEW
            if after is None or after in seen or past or not page.jobs:
                break
            seen.add(after)
        return listed

    def _apply(self, job: Job, found: Match) -> bool:
        """Whether the job needs no further look."""
        if job.state is not JobState.UNKNOWN:
            return True
        match found.found:
            case Found.ONE:
                self._ledger.move(
                    job.id, JobState.QUEUED, remote_id=found.remote_id, accepted_at=self._clock.now(), reason=None
                )
                step(Step.FOUND_COMMITTED)
                return True
            case Found.SEVERAL:
                self._ledger.update(
                    job.id,
                    reason=message(
                        "Several jobs at the service could be this one. Paste the id of the right one, or dismiss it."
                    ),
                )
                return True
            case Found.NONE:
                return False
