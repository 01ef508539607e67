"""Settling submissions whose outcome is unknown: looking for them in the service's own list.

A job is adopted only where exactly one listed job can be it. None after several looks is `not_found`;
several are left to a person.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from contextlib import aclosing
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from random import Random

from sora_desktop.base.crash_points import CrashPoint, reach
from sora_desktop.base.sentences import message
from sora_desktop.base.values import dataclass
from sora_desktop.domain.catalog import CATALOG
from sora_desktop.domain.connection import ConnectionKind
from sora_desktop.domain.errors import AppError, BusyError, EngineError, NeedsKeyError, NoListError, ServiceError
from sora_desktop.domain.evidence import WITHOUT_ID, Evidence, News
from sora_desktop.domain.ids import are_akin, names_of
from sora_desktop.domain.job import BEING_FETCHED, Job, JobState
from sora_desktop.domain.service_ref import is_same_service
from sora_desktop.domain.source import SourceClip
from sora_desktop.services.client import VideoClient
from sora_desktop.services.formats import FORMATS
from sora_desktop.services.wire import RemoteStatus
from sora_desktop.studio.jobs.job_context import JobContext
from sora_desktop.studio.jobs.job_pages import job_pages

SKEW = timedelta(minutes=10)
"""How far a service's clock may be from ours, where it never told."""
EARLIER, LATER = timedelta(minutes=2), timedelta(minutes=12)
"""When a job may have been made around its sending: one request takes up to ten minutes."""
SHORT_PROMPT, LONG_PROMPT = 12, 100
"""Characters: a shorter beginning of a prompt proves nothing; so long a one is a cut, also without a mark of it."""


_CATALOGUE = frozenset(model.id for model in CATALOG)
_CAME_HOME = BEING_FETCHED | {JobState.DONE}


class FoundJobs(StrEnum):
    """What a look at the list tells: not there, one that it must be, some that it may be, or nothing for sure."""

    NONE = "none"
    ONE = "one"
    SEVERAL = "several"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Match:
    """`maybe`: the ids that leave it unclear; none where the list itself does not tell enough."""

    found: FoundJobs
    remote_id: str = ""
    maybe: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Listed:
    """The recent jobs of a service. `reaches_back`: none of that time is left out.

    `clock_offset`: how far the service's clock is ahead of ours, as far as is known.
    """

    jobs: tuple[RemoteStatus, ...]
    reaches_back: bool
    clock_offset: timedelta = timedelta(0)


def match(
    job: Job,
    listed: Iterable[RemoteStatus],
    bound: frozenset[str],
    clock_offset: timedelta = timedelta(0),
    models: frozenset[str] = _CATALOGUE,
) -> Match:
    """Which listed job is `job`: none of its names `bound` to another, same model, length, size and prompt, made at that time.

    What a service leaves out of its list speaks neither for nor against. What differs, a prompt that was rewritten or
    a time by another clock, is reason to ask, never a "no": such a job is not adopted. Neither is one of which it tells
    no words and no time: that may be anybody's.
    """
    named = [status for status in listed if status.id and names_of(status.id).isdisjoint(bound)]
    free = [status for status in named if not is_another_model(job, status, models)]
    alike = [status for status in free if has_same_prompt(job, status)]
    possible = [status for status in alike if _at_that_time(job, status.created_at, clock_offset)]
    fitting = [status for status in possible if _has_the_shape(job, status)]
    exact = {status.id for status in fitting}
    if len(exact) == 1 and any(status.prompt or status.created_at for status in fitting):
        return Match(FoundJobs.ONE, exact.pop())
    if possible:
        return Match(FoundJobs.SEVERAL)
    maybe = frozenset(status.id for status in free if _may_be(job, status, clock_offset))
    return Match(FoundJobs.UNCLEAR, maybe=maybe) if maybe else Match(FoundJobs.NONE)


def _may_be(job: Job, status: RemoteStatus, clock_offset: timedelta) -> bool:
    """Whether what differs in its prompt or its time may be the job all the same.

    Where no clock of the service was known, ours may have been set meanwhile: then a time says nothing.
    """
    same_words = has_same_prompt(job, status)
    told = bool(status.prompt) or job.submitted_at_service is None
    at_that_time = status.created_at is not None and _at_that_time(job, status.created_at, clock_offset)
    return (same_words and told) or (at_that_time and _has_the_shape(job, status))


def has_same_prompt(job: Job, status: RemoteStatus) -> bool:
    """Whether the service's words are those of the job: also trimmed, or cut where lists cut. None at all will do."""
    listed, ours = _plain(status.prompt), _plain(job.request.prompt)
    if not listed or listed == ours:
        return True
    cut = listed.removesuffix("…").removesuffix("...").rstrip()
    is_cut = listed.endswith(("…", "...")) or len(cut) >= LONG_PROMPT
    return is_cut and len(cut) >= SHORT_PROMPT and ours.startswith(cut)


def _plain(prompt: str) -> str:
    return " ".join(unicodedata.normalize("NFC", prompt).split())


def is_another_model(job: Job, status: RemoteStatus, models: frozenset[str]) -> bool:
    """Services list a family name too (`sora2`): only the id of another one of their `models` speaks against."""
    return status.model != job.request.model.id and status.model in models


def _has_the_shape(job: Job, status: RemoteStatus) -> bool:
    request = job.request
    lengths = (request.seconds, request.clip_seconds)
    return (
        (status.seconds is None or round(status.seconds) in lengths)
        and (not status.size or status.size == str(request.size))
        and _is_of_its_source(request.source, status)
    )


def _is_of_its_source(source: SourceClip | None, status: RemoteStatus) -> bool:
    """Whether it can be a change of this clip, or none; a service that does not tell leaves it open."""
    if not status.remixed_from:
        return True
    return source is not None and (not source.remote_id or are_akin(status.remixed_from, source.remote_id))


def is_at_that_time(job: Job, status: RemoteStatus) -> bool:
    """Whether the service made it when this job was sent, as far as it says; clocks may be ten minutes off."""
    return _at_that_time(job, status.created_at, timedelta(0))


def _at_that_time(job: Job, created: datetime | None, clock_offset: timedelta) -> bool:
    """By the service's own clock where that was known; else by ours, as it was or as it would be by now."""
    if created is None or job.submitted_at is None:
        return True
    if job.submitted_at_service is not None:
        return -EARLIER <= created - job.submitted_at_service <= LATER
    after = created - job.submitted_at
    return abs(after) <= SKEW or abs(after - clock_offset) <= SKEW


_PASTE = message("Check the service's website, and paste the id if the job is there.")
_SEVERAL = message("The service's list shows what could be this job, but not for certain.").about(
    todo=message("Check the service's website and paste the id of the right one, or dismiss this job.")
)
_UNCLEAR = message("The service's list doesn't show whether this job arrived.").about(
    money=message("You may have been billed."), todo=_PASTE
)
_NO_LIST = message("The service has no list to look this job up in.").about(
    money=message("You may have been billed."), todo=_PASTE
)


class Reconciler:
    """Looks for unknown jobs where the service has a list; `settle` ends when the job is settled or cannot be."""

    def __init__(self, context: JobContext) -> None:
        self._context = context
        self._ledger = context.ledger
        self._connections = context.connections
        self._clock = context.clock
        self._backoff = context.backoff
        self._wakeups = context.wakeups
        self._random = Random()  # noqa: S311 -- it spreads looks, it keeps no secret

    def can_look(self, job: Job) -> bool:
        return job.format in FORMATS and FORMATS[job.format].can_list and self._connections.has_list(job.service)

    async def settle(self, job_id: str) -> None:
        """Look several times; leaves the job `unknown` where a person has to decide.

        A look counts only when its time has come: a list may lag, and a nudge makes it no fresher. A service that
        cannot be asked is waited for.
        """
        pauses = self._backoff.reconcile_looks
        seen: list[Match] = []
        failures = 0
        due = next_look = self._clock.monotonic() + pauses[0]
        while len(seen) < len(pauses):
            await self._wakeups.pause(job_id, next_look - self._clock.monotonic())
            job = self._ledger[job_id]
            if job.state is not JobState.UNKNOWN or not self.can_look(job):
                return
            in_time = self._clock.monotonic() >= due
            try:
                found = await self._look(job)
            except NoListError:
                self._without_list(job)
                return
            except (ServiceError, NeedsKeyError, EngineError) as problem:
                failures += 1
                next_look = max(due, self._clock.monotonic() + self._after_failure(job, failures, problem))
                continue
            failures = 0
            if self._apply(self._ledger[job_id], found):
                return
            if in_time:
                seen.append(found)
                due = self._clock.monotonic() + pauses[min(len(seen), len(pauses) - 1)]
            next_look = due
        unclear = any(self._is_unclear(job_id, found) for found in seen)
        self._context.learn(job_id, Evidence(News.UNCLEAR, why=_UNCLEAR) if unclear else Evidence(News.NOT_LISTED))

    def _is_unclear(self, job_id: str, found: Match) -> bool:
        """Whether a look still leaves it open: what it showed may have turned out to be another job of ours."""
        if found.found is not FoundJobs.UNCLEAR:
            return False
        bound = self._ledger.bound_ids(self._ledger[job_id].service)
        return not found.maybe or any(names_of(each).isdisjoint(bound) for each in found.maybe)

    async def look_again(self, job_id: str) -> None:
        """One look for a job that has no id: only good news changes it."""
        job = self._ledger[job_id]
        try:
            found = await self._look(job)
        except NoListError:
            self._without_list(job)
            return
        if found.found is FoundJobs.ONE and self._ledger[job_id].state in WITHOUT_ID:
            self._adopt(job_id, found.remote_id)

    async def is_seen(self, job: Job) -> bool:
        """Whether the list shows a job that is, or may be, this one. Raises as a look does."""
        try:
            found = await self._look(job)
        except NoListError:
            self._connections.note_no_list(job.service)
            return False
        return found.found in (FoundJobs.ONE, FoundJobs.SEVERAL)

    def _without_list(self, job: Job) -> None:
        self._connections.note_no_list(job.service)
        self._context.learn(job.id, Evidence(News.UNCLEAR, why=_NO_LIST))

    def _adopt(self, job_id: str, remote_id: str) -> None:
        self._context.learn(job_id, Evidence(News.FOUND, remote_id=remote_id))
        reach(CrashPoint.FOUND_COMMITTED)

    def _after_failure(self, job: Job, failures: int, problem: AppError) -> float:
        if isinstance(problem, NeedsKeyError):
            return self._backoff.without_key
        local = job.service.kind is ConnectionKind.ENGINE
        wish = problem.retry_after if isinstance(problem, BusyError) else None
        return self._backoff.after_failure(failures, local=local, random=self._random, retry_after=wish)

    async def _look(self, job: Job) -> Match:
        """One look. ServiceError, NeedsKeyError or EngineError where the service could not be asked.

        BusyError, too, where another submission that could be this one is just on its way there.
        """
        client = await self._connections.client(job.service, job.id)
        listed = await self._recent(client, job)
        reach(CrashPoint.LIST_ANSWERED)
        bound, models = self._ledger.bound_ids(job.service), self._connections.model_ids(job.service)
        found = match(job, listed.jobs, bound, listed.clock_offset, models)
        if found.found is FoundJobs.ONE:
            return self._among_rivals(job, found, listed)
        if found.found is FoundJobs.NONE and not (listed.reaches_back and self._connections.has_same_key(job.service)):
            return Match(FoundJobs.UNCLEAR)
        return found

    def _among_rivals(self, job: Job, found: Match, listed: Listed) -> Match:
        """Whether the one that was found cannot just as well be another job of ours that has no id.

        One that a person dismissed may have been made, too; of two equal requests either clip will do. One whose clip
        came in the answer, without an id, may be listed all the same: to take that for this job would hide its own.
        """
        models = self._connections.model_ids(job.service)
        only = [status for status in listed.jobs if status.id == found.remote_id]
        open_ones = [
            *self._ledger.in_states({JobState.UNKNOWN, JobState.SUBMITTING}),
            *(other for other in self._ledger.in_states(_CAME_HOME) if other.remote_id is None),
        ]
        settled = [other for other in self._ledger.dismissed() if other.request.as_asked != job.request.as_asked]
        is_named = _names_its_source(job, only)
        rivals = {
            other.state
            for other in (*open_ones, *settled)
            if other.id != job.id
            and not (is_named and not _names_its_source(other, only))
            and is_same_service(other.service, job.service)
            and _is_rival(other, only, listed.clock_offset, models)
        }
        if JobState.SUBMITTING in rivals:
            raise BusyError
        return Match(FoundJobs.SEVERAL) if rivals else found

    async def _recent(self, client: VideoClient, job: Job) -> Listed:
        listed: list[RemoteStatus] = []
        offset = timedelta(0)
        async with aclosing(job_pages(client, job.format, job.request.source)) as pages:
            async for page in pages:
                listed += page.jobs
                if page.served_at is not None:
                    offset = page.served_at - self._clock.now()
                if _is_past(job, listed) or (page.next_after is None and not page.repeats):
                    return Listed(tuple(listed), reaches_back=True, clock_offset=offset)
        return Listed(tuple(listed), reaches_back=False, clock_offset=offset)

    def _apply(self, job: Job, found: Match) -> bool:
        """Whether the job needs no further look."""
        if job.state is not JobState.UNKNOWN:
            return True
        if found.found is FoundJobs.ONE:
            self._adopt(job.id, found.remote_id)
        elif found.found is FoundJobs.SEVERAL:
            self._context.learn(job.id, Evidence(News.SEVERAL, why=_SEVERAL))
        return found.found in (FoundJobs.ONE, FoundJobs.SEVERAL)


def _names_its_source(job: Job, only: list[RemoteStatus]) -> bool:
    """Whether what was found is told to be a change of the very clip that the job changes: then it is no other one's."""
    source = job.request.source
    if source is None or not source.remote_id:
        return False
    return any(each.remixed_from and are_akin(each.remixed_from, source.remote_id) for each in only)


def _is_rival(other: Job, only: list[RemoteStatus], clock_offset: timedelta, models: frozenset[str]) -> bool:
    """Whether a listed job could be `other` just as well; where no clock tells, its prompt is enough."""
    if match(other, only, frozenset(), clock_offset, models).found in (FoundJobs.ONE, FoundJobs.SEVERAL):
        return True
    timeless = other.submitted_at_service is None
    return timeless and any(has_same_prompt(other, each) and not is_another_model(other, each, models) for each in only)


def _is_past(job: Job, listed: Sequence[RemoteStatus]) -> bool:
    """Whether the list has surely come to jobs from before this one was sent: it must be in order, newest first."""
    times = [status.created_at for status in listed if status.created_at]
    if not times or job.submitted_at_service is None:
        return False
    in_order = len(set(times)) > 1 and all(earlier <= later for later, earlier in pairwise(times))
    return in_order and times[-1] < job.submitted_at_service - EARLIER
