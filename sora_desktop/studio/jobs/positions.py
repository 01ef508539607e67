"""The order in which waiting jobs go out: each has a position, a number with room between it and the next."""

from collections.abc import Collection, Mapping

from sora_desktop.base.sentences import message
from sora_desktop.domain.errors import InputError
from sora_desktop.domain.job import Job, JobState


def last_position(jobs: Collection[Job]) -> float:
    return max((job.position for job in jobs), default=0.0)


def moved(jobs: Collection[Job], job_id: str, before_id: str | None) -> Mapping[str, float]:
    """The positions that change where a waiting job goes out right before another one, or last where that is None.

    Where the other one has left the queue meanwhile, it goes out first. InputError where the job does not wait.
    """
    waiting = sorted((job for job in jobs if job.state is JobState.WAITING), key=_position)
    order = [job.id for job in waiting if job.id != job_id]
    if len(order) == len(waiting):
        raise InputError(message("Only waiting jobs can be moved."))
    place = len(order) if before_id is None else order.index(before_id) if before_id in order else 0
    order.insert(place, job_id)
    last = last_position(jobs)
    position = _position_before(jobs, order[place + 1]) if place + 1 < len(order) else last + 1
    if position is not None:
        return {job_id: position}
    return {each: last + number for number, each in enumerate(order, start=1)}


def _position(job: Job) -> float:
    return job.position


def _position_before(jobs: Collection[Job], job_id: str) -> float | None:
    """Between a job and the one before it, sent or not; None where there is no number between the two."""
    after = next(job.position for job in jobs if job.id == job_id)
    before = max((job.position for job in jobs if job.position < after), default=after - 2.0)
    middle = (before + after) / 2
    return middle if before < middle < after else None
