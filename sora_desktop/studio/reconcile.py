"""Settling submissions whose outcome is unknown: looking for them in the service's own list.

A job is adopted only where exactly one listed job can be it. None after several looks is `not_found`;
several are left to a person.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from random import Random

from sora_desktop.api.client import VideoClient
from sora_desktop.api.formats import FORMATS
from sora_desktop.api.wire import RemoteStatus
from sora_desktop.domain.connection import ConnectionKind, is_same_service
from sora_desktop.domain.errors import AppError, BusyError, EngineError, NeedsKeyError, ServiceError
from sora_desktop.domain.job import Billed, Job, JobState
from sora_desktop.domain.message import message
from sora_desktop.domain.steps import Step, step
from sora_desktop.studio.kit import Kit

SKEW = timedelta(minutes=10)
"""How far a service's clock may be from ours, where it never told."""
EARLIER, LATER = timedelta(minutes=2), timedelta(minutes=12)
"""When a job may have been made around its sending: one request takes up to ten minutes."""
PAGE_LIMIT = 20
"""Pages read at most: some services say for ever that there is more."""


class Found(StrEnum):
    """What a look at the list tells: not there, one that it must be, several that it may be, or nothing for sure."""

    NONE = "none"
    ONE = "one"
    SEVERAL = "several"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Match:
    found: Found
    remote_id: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """The recent jobs of a service. `reaches_back`: none of that time is left out.

    `clock_offset`: how far the service's clock is ahead of ours, as far as is known.
    """

    jobs: tuple[RemoteStatus, ...]
    reaches_back: bool
    clock_offset: timedelta = timedelta(0)


def match(
    job: Job, listed: Iterable[RemoteStatus], bound: frozenset[str], clock_offset: timedelta = timedelta(0)
) -> Match:
    """Which listed job is `job`: not bound to another, same model, length, size and prompt, made at that time.

    What a service leaves out of its list speaks neither for nor against. Services are known to answer
    another length or size than was asked for: such a job is never adopted, but it is reason to ask.
    """
    free = [status for status in listed if status.id and status.id not in bound and is_alike(job, status)]
    possible = [status for status in free if _at_that_time(job, status.created_at, clock_offset)]
    exact = {status.id for status in possible if _has_the_shape(job, status)}
    if len(exact) == 1:
        return Match(Found.ONE, exact.pop())
    if possible:
        return Match(Found.SEVERAL)
    # A clock that was set meanwhile may put the very job at another time: then nobody may say that it is not there.
    return Match(Found.UNCLEAR if free and job.submitted_at_service is None else Found.NONE)


def is_alike(job: Job, status: RemoteStatus) -> bool:
    return not _is_another_model(job, status.model) and (not status.prompt or status.prompt == job.request.prompt)


def _is_another_model(job: Job, listed: str) -> bool:
    """Services list a family name too (`sora2`): only the id of another model speaks against."""
    return listed != job.request.model.id and job.connection.model(listed) is not None


def _has_the_shape(job: Job, status: RemoteStatus) -> bool:
    request = job.request
    return (status.seconds is None or round(status.seconds) == request.seconds) and (
        not status.size or status.size == str(request.size)
    )


def _at_that_time(job: Job, created: datetime | None, clock_offset: timedelta) -> bool:
    """By the service's own clock where that was known; else by ours, as it was or as it would be by now."""
    if created is None or job.submitted_at is None:
        return True
    if job.submitted_at_service is not None:
        return -EARLIER <= created - job.submitted_at_service <= LATER
    after = created - job.submitted_at
    return abs(after) <= SKEW or abs(after - clock_offset) <= SKEW


_NOT_THERE = message("It is not in the service's list: it did not arrive.")
_SEVERAL = message("Several jobs at the service could be this one. Paste the id of the right one, or dismiss it.")
_UNCLEAR = message(
    "The service's list does not tell whether it arrived. It may have been billed: look at the service's own page, "
    "and paste its id where it is there."
)


class Reconciler:
    """Looks for unknown jobs where the service has a list; `settle` ends when the job is settled or cannot be."""

    def __init__(self, kit: Kit) -> None:
        self._ledger = kit.ledger
        self._connections = kit.connections
        self._clock = kit.clock
        self._pace = kit.pace
        self._nudges = kit.nudges
        self._random = Random()  # noqa: S311 -- it spreads looks, it keeps no secret

    def can_look(self, job: Job) -> bool:
        return job.connection.lists_jobs and FORMATS[job.format].can_list

    async def settle(self, job_id: str) -> None:
        """Look several times; leaves the job `unknown` where a person has to decide.

        A look counts only when its time has come: a list may lag, and a nudge makes it no fresher. A service that
        cannot be asked is waited for.
        """
        pauses = self._pace.reconcile_looks
        seen: list[Found] = []
        failures = 0
        due = next_look = self._clock.monotonic() + pauses[0]
        while len(seen) < len(pauses):
            await self._nudges.pause(job_id, next_look - self._clock.monotonic())
            job = self._ledger[job_id]
            if job.state is not JobState.UNKNOWN or not self.can_look(job):
                return
            in_time = self._clock.monotonic() >= due
            try:
                found = await self._look(job)
            except (ServiceError, NeedsKeyError, EngineError) as problem:
                failures += 1
                next_look = max(due, self._clock.monotonic() + self._after_failure(job, failures, problem))
                continue
            failures = 0
            if self._apply(self._ledger[job_id], found):
                return
            if in_time:
                seen.append(found.found)
                due = self._clock.monotonic() + pauses[min(len(seen), len(pauses) - 1)]
            next_look = due
        self._give_up(job_id, seen)

    def _after_failure(self, job: Job, failures: int, problem: AppError) -> float:
        if isinstance(problem, NeedsKeyError):
            return self._pace.without_key
        local = job.connection.kind is ConnectionKind.ENGINE
        wish = problem.retry_after if isinstance(problem, BusyError) else None
        return self._pace.after_failure(failures, local=local, random=self._random, retry_after=wish)

    def _give_up(self, job_id: str, seen: list[Found]) -> None:
        if self._ledger[job_id].state is not JobState.UNKNOWN:
            return
        if Found.UNCLEAR in seen:
            self._ledger.update(job_id, reason=_UNCLEAR)
            return
        ended = self._clock.now()
        self._ledger.move(job_id, JobState.NOT_FOUND, reason=_NOT_THERE, billed=Billed.NO, ended_at=ended)

    async def _look(self, job: Job) -> Match:
        """One look. ServiceError, NeedsKeyError or EngineError where the service could not be asked.

        BusyError, too, where another submission that could be this one is just on its way there.
        """
        client = await self._connections.client(job.connection)
        listed = await self._recent(client, job)
        step(Step.LIST_ANSWERED)
        found = match(job, listed.jobs, self._ledger.bound_ids(job.connection), listed.clock_offset)
        if found.found is Found.ONE:
            return self._among_rivals(job, found, listed)
        if found.found is Found.NONE and not (listed.reaches_back and self._connections.has_same_key(job.connection)):
            return Match(Found.UNCLEAR)
        return found

    def _among_rivals(self, job: Job, found: Match, listed: Listed) -> Match:
        """Whether the one that was found cannot just as well be another job of ours that has no id.

        One that a person dismissed may have been made, too; of two equal requests either clip will do.
        """
        only = [status for status in listed.jobs if status.id == found.remote_id]
        open_ones = self._ledger.in_states({JobState.UNKNOWN, JobState.SUBMITTING})
        settled = [other for other in self._ledger.dismissed() if other.request != job.request]
        rivals = {
            other.state
            for other in (*open_ones, *settled)
            if other.id != job.id
            and is_same_service(other.connection, job.connection)
            and match(other, only, frozenset(), listed.clock_offset).found is not Found.NONE
        }
        if JobState.SUBMITTING in rivals:
            raise BusyError
        return Match(Found.SEVERAL) if rivals else found

    async def _recent(self, client: VideoClient, job: Job) -> Listed:
        listed: list[RemoteStatus] = []
        seen: set[str] = set()
        after: str | None = None
        offset = timedelta(0)
        for _ in range(PAGE_LIMIT):
            page = await client.list_jobs(job.format, after=after)
            listed += page.jobs
            if page.served_at is not None:
                offset = page.served_at - self._clock.now()
            if _is_past(job, page.jobs) or (page.next_after is None and not page.repeats):
                return Listed(tuple(listed), reaches_back=True, clock_offset=offset)
            if page.next_after is None or page.next_after in seen:
                break
            after = page.next_after
            seen.add(after)
        return Listed(tuple(listed), reaches_back=False, clock_offset=offset)

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
                self._ledger.update(job.id, reason=_SEVERAL)
                return True
            case Found.NONE | Found.UNCLEAR:
                return False


def _is_past(job: Job, page: Iterable[RemoteStatus]) -> bool:
    """Whether the list, newest first, has surely come to jobs from before this one was sent."""
    oldest = min((status.created_at for status in page if status.created_at), default=None)
    if oldest is None or job.submitted_at_service is None:
        return False
    return oldest < job.submitted_at_service - EARLIER
