"""How long a job takes, learned from those that have finished."""

from collections.abc import Callable, Sequence

from sora_desktop.domain.job import Job, JobState
from sora_desktop.ui.common.job_words import elapsed_seconds

LEARN_FROM = 20
"""The usual time of a model is the median of so many of its latest finished jobs."""


def load_median() -> Callable[[Sequence[float]], float]:
    from statistics import median

    return median


class UsualTimes:
    """Apart for each connection, model and length."""

    def __init__(self) -> None:
        self._durations: dict[tuple[str, str, int], list[float]] = {}

    def learn(self, job: Job) -> None:
        """From a job that has just finished; from another one there is nothing to learn."""
        if job.state is JobState.DONE and job.accepted_at is not None and job.ended_at is not None:
            durations = self._durations.setdefault(_kind(job), [])
            durations.append(elapsed_seconds(job, job.ended_at))
            del durations[:-LEARN_FROM]

    def of(self, job: Job) -> float | None:
        """Seconds; None before one like it has finished."""
        durations = self._durations.get(_kind(job))
        return load_median()(durations[-LEARN_FROM:]) if durations else None


def _kind(job: Job) -> tuple[str, str, int]:
    return (job.service.id, job.request.model.id, job.request.seconds)
