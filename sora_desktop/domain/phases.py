"""Where the time of a job went, by its own clock marks."""

from datetime import datetime
from enum import StrEnum

from sora_desktop.domain.job import Job, JobState


class Phase(StrEnum):
    """WAITING: until it was sent. SENDING: until the service took it. MAKING: until the service called it finished.
    FETCHING: until all bytes were here. CHECKING: until it was known to be whole.
    """

    WAITING = "waiting"
    SENDING = "sending"
    MAKING = "making"
    FETCHING = "fetching"
    CHECKING = "checking"


def phases(job: Job, now: datetime) -> tuple[tuple[Phase, float], ...]:
    """Each phase that a job came into, with its seconds, up to `now` where it lasts; never below 0: clocks are set."""
    if job.state is JobState.WAITING:  # it was perhaps sent before, and not taken
        return ((Phase.WAITING, _seconds(job.created_at, now)),)
    marks = (job.created_at, job.submitted_at, job.accepted_at, job.finished_at, job.arrived_at)
    begun = [(phase, mark) for phase, mark in zip(Phase, marks, strict=True) if mark is not None]
    ends = [*(mark for _, mark in begun[1:]), job.ended_at or now]
    return tuple((phase, _seconds(mark, end)) for (phase, mark), end in zip(begun, ends, strict=True))


def _seconds(since: datetime, until: datetime) -> float:
    return max(0.0, (until - since).total_seconds())
