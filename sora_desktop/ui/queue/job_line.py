"""All jobs in the order in which they go out, and the rows in which they are shown."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from sora_desktop.domain.job import Job, JobState


class JobLine:
    """Row 0 is the job that goes out last, so that a new one moves no other. Whoever changes the line tells Qt."""

    def __init__(self, jobs: Sequence[Job] = ()) -> None:
        """Jobs of one position, oldest first."""
        self._jobs = sorted(jobs, key=_position)
        self._places: dict[str, int] = {}
        self._ahead: dict[str, int] | None = None
        self._number()

    def __len__(self) -> int:
        return len(self._jobs)

    def __iter__(self) -> Iterator[Job]:
        """As they go out."""
        return iter(self._jobs)

    def __reversed__(self) -> Iterator[Job]:
        """As they are shown."""
        return reversed(self._jobs)

    def job(self, job_id: str) -> Job | None:
        place = self._places.get(job_id)
        return None if place is None else self._jobs[place]

    def at(self, row: int) -> Job:
        return self._jobs[-1 - row]

    def row_of(self, job_id: str) -> int | None:
        place = self._places.get(job_id)
        return None if place is None else len(self._jobs) - 1 - place

    def waiting(self) -> list[Job]:
        """The jobs that are not sent yet, in the order in which they go out."""
        return [job for job in self._jobs if job.state is JobState.WAITING]

    def waiting_rows(self, first: int, last: int) -> list[int]:
        """The rows of waiting jobs from one row to another, and the next such row on either side."""
        inside = [row for row in range(first, last + 1) if self._waits(row)]
        above = (row for row in range(first - 1, -1, -1) if self._waits(row))
        below = (row for row in range(last + 1, len(self._jobs)) if self._waits(row))
        return [*islice(above, 1), *inside, *islice(below, 1)]

    def _waits(self, row: int) -> bool:
        return self.at(row).state is JobState.WAITING

    def ahead(self, job: Job) -> int | None:
        """How many jobs of the same connection go out before this one; None where it does not wait in line."""
        if self._ahead is None:
            self._ahead = _count_ahead(self.waiting())
        return self._ahead.get(job.id)

    def row_for(self, job: Job) -> int:
        """The row that a job has by its position once it stands among the others, where it may be already."""
        others = [each for each in self._jobs if each.id != job.id] if job.id in self._places else self._jobs
        return len(others) - bisect_right(others, job.position, key=_position)

    def insert(self, row: int, job: Job) -> None:
        place = len(self._jobs) - row
        self._jobs.insert(place, job)
        self._number(place)

    def replace(self, job: Job) -> None:
        """The job is another one now; it stays in its row."""
        place = self._places[job.id]
        before, self._jobs[place] = self._jobs[place], job
        if (before.state, before.held) != (job.state, job.held):
            self._ahead = None

    def move(self, row: int, new_row: int) -> None:
        """`new_row` is the one that the job has afterwards."""
        place, target = len(self._jobs) - 1 - row, len(self._jobs) - 1 - new_row
        self._jobs.insert(target, self._jobs.pop(place))
        self._number(min(place, target))

    def remove(self, job_id: str) -> None:
        place = self._places.pop(job_id)
        del self._jobs[place]
        self._number(place)

    def _number(self, first: int = 0) -> None:
        """Places from the first that has another job on; most often that is the last."""
        for place in range(first, len(self._jobs)):
            self._places[self._jobs[place].id] = place
        self._ahead = None


def _position(job: Job) -> float:
    return job.position


def _count_ahead(waiting: Sequence[Job]) -> dict[str, int]:
    lines: Counter[str] = Counter()
    ahead: dict[str, int] = {}
    for job in waiting:
        if job.held:
            continue
        ahead[job.id] = lines[job.service.id]
        lines[job.service.id] += 1
    return ahead
