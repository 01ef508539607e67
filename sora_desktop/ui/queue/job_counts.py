"""How many jobs there are of each sort."""

from collections import Counter
from collections.abc import Iterator
from enum import Enum, auto

from sora_desktop.domain.job import (
    ACTIVE,
    AT_SERVICE,
    BEING_FETCHED,
    NEEDS_PERSON,
    Billed,
    Job,
    JobState,
    may_have_cost,
)
from sora_desktop.ui.common.job_words import is_held
from sora_desktop.ui.queue.job_actions import has_surely_ended


class Sort(Enum):
    """What jobs are counted as; one may be of several sorts. What needs a person is not under way."""

    ACTIVE = auto()
    WAITING = auto()
    NEEDS_PERSON = auto()
    UNFETCHED = auto()
    PAID_RUNNING = auto()
    ENDED = auto()


class JobCounts:
    """Kept as jobs come and go, as thousands would be counted at each event."""

    def __init__(self) -> None:
        self._counts: Counter[Sort] = Counter()

    def of(self, sort: Sort) -> int:
        return self._counts[sort]

    def note(self, job: Job | None, before: Job | None = None) -> None:
        """A job came, went (None) or changed from what it was `before`."""
        self._counts.subtract(sorts_of(before) if before is not None else ())
        self._counts.update(sorts_of(job) if job is not None else ())


def sorts_of(job: Job) -> Iterator[Sort]:
    """What a job is counted as."""
    if job.state in NEEDS_PERSON or is_held(job):
        yield Sort.NEEDS_PERSON
    elif job.state in ACTIVE:
        yield Sort.ACTIVE
        if job.state is JobState.WAITING:
            yield Sort.WAITING
    if job.state in BEING_FETCHED and job.billed is not Billed.NO:
        yield Sort.UNFETCHED
    if job.state in AT_SERVICE and may_have_cost(job):
        yield Sort.PAID_RUNNING
    if has_surely_ended(job):
        yield Sort.ENDED
