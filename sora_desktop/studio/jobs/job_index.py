"""The jobs of the ledger, found by state, and those that wait by their service, without a look at all of them."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Self

from sora_desktop.base.values import dataclass
from sora_desktop.domain.job import Job, JobState


@dataclass(frozen=True, slots=True)
class Line:
    """Where a job waits: for the same service, and for as many places there, as all others of its line."""

    service_id: str
    base_url: str
    places: int

    @classmethod
    def of(cls, job: Job) -> Self:
        return cls(job.service.id, job.service.base_url, job.service.concurrency)

    @property
    def service(self) -> str:
        """Its service, told apart from that of the same connection before it was changed."""
        return f"{self.service_id} {self.base_url}"


class JobIndex:
    """Jobs by id, in the order in which they came. Held ones stand in no line: only a person sends them on."""

    def __init__(self, jobs: Iterable[Job]) -> None:
        self._jobs = dict[str, Job]()
        self._numbers = dict[str, int]()
        self._next_number = 0
        self._in_state = defaultdict[JobState, dict[str, Job]](dict)
        self._lines = defaultdict[Line, dict[str, Job]](dict)
        for job in jobs:
            self.put(job)

    def __getitem__(self, job_id: str) -> Job:
        return self._jobs[job_id]

    def __contains__(self, job_id: str) -> bool:
        return job_id in self._jobs

    def get(self, job_id: str) -> Job | None:
        return self._jobs.get(job_id)

    def all(self) -> Collection[Job]:
        return self._jobs.values()

    def in_states(self, states: Iterable[JobState]) -> tuple[Job, ...]:
        found = [job for state in states for job in self._in_state[state].values()]
        return tuple(sorted(found, key=self._number))

    def lines(self) -> tuple[Line, ...]:
        """Where jobs wait that may go out by themselves."""
        return tuple(line for line, jobs in self._lines.items() if jobs)

    def in_lines(self, lines: Iterable[Line]) -> list[Job]:
        """The jobs of these lines, the first one to go out first."""
        return sorted((job for line in lines for job in self._lines[line].values()), key=self._turn)

    def put(self, job: Job) -> None:
        """Enter it, in the place of what was known of it."""
        if job.id in self._jobs:
            self._leave(self._jobs[job.id], job)
        else:
            self._numbers[job.id] = self._next_number
            self._next_number += 1
        self._jobs[job.id] = job
        self._in_state[job.state][job.id] = job
        if _stands_in_line(job):
            self._lines[Line.of(job)][job.id] = job

    def remove(self, job_id: str) -> int:
        """Take it out; the answer is its place in the order, for `put_back`."""
        self._leave(self._jobs.pop(job_id))
        return self._numbers.pop(job_id)

    def put_back(self, jobs: Iterable[tuple[int, Job]]) -> None:
        """Jobs that were taken out, each to its place."""
        for number, job in jobs:
            self.put(job)
            self._numbers[job.id] = number
        self._jobs = dict(sorted(self._jobs.items(), key=lambda item: self._numbers[item[0]]))

    def _leave(self, job: Job, now: Job | None = None) -> None:
        """Take it from where it stands, but for where it still stands `now`."""
        if now is None or now.state is not job.state:
            del self._in_state[job.state][job.id]
        if _stands_in_line(job) and (now is None or not _stands_in_line(now) or Line.of(now) != Line.of(job)):
            del self._lines[Line.of(job)][job.id]

    def _number(self, job: Job) -> int:
        return self._numbers[job.id]

    def _turn(self, job: Job) -> tuple[float, int]:
        return job.position, self._numbers[job.id]


def _stands_in_line(job: Job) -> bool:
    return job.state is JobState.WAITING and not job.held
