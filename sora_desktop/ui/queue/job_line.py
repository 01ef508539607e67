"""The line of jobs that wait to be sent."""

from collections import Counter
from collections.abc import Iterable, Sequence

from sora_desktop.domain.job import Job, JobState


class JobLine:
    """Follows the waiting jobs as they come, change and go; the line itself is made when somebody looks at it."""

    def __init__(self, jobs: Iterable[Job] = ()) -> None:
        self._waiting = {job.id: job for job in jobs if job.state is JobState.WAITING}
        self._in_order: list[Job] | None = None
        self._ahead: dict[str, int] | None = None

    def note(self, job: Job) -> None:
        """A job came, or is another one now."""
        before = self._waiting.get(job.id)
        if job.state is JobState.WAITING:
            self._waiting[job.id] = job
            if before is not None and (before.position, before.held) == (job.position, job.held):
                self._in_order = None
                return
        elif before is None:
            return
        else:
            del self._waiting[job.id]
        self._in_order = self._ahead = None

    def forget(self, job_id: str) -> None:
        """A job has left the list."""
        if self._waiting.pop(job_id, None) is not None:
            self._in_order = self._ahead = None

    def waiting(self) -> list[Job]:
        """The jobs that are not sent yet, in the order in which they go out."""
        if self._in_order is None:
            self._in_order = sorted(self._waiting.values(), key=lambda job: job.position)
        return list(self._in_order)

    def ahead(self, job: Job) -> int | None:
        """How many jobs of the same connection go out before this one; None where it does not wait in line."""
        if job.id not in self._waiting:
            return None
        if self._ahead is None:
            self._ahead = _count_ahead(self.waiting())
        return self._ahead.get(job.id)


def _count_ahead(waiting: Sequence[Job]) -> dict[str, int]:
    lines: Counter[str] = Counter()
    ahead: dict[str, int] = {}
    for job in waiting:
        if job.held:
            continue
        ahead[job.id] = lines[job.service.id]
        lines[job.service.id] += 1
    return ahead
