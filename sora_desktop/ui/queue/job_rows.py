"""The rows in which jobs are shown: what runs, what goes out next, what needs a person, and what has ended.

Takes of one press of Generate stand together, where the most urgent of them would stand alone.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from enum import IntEnum

from sora_desktop.domain.job import ACTIVE, NEEDS_PERSON, Job, JobState
from sora_desktop.ui.common.job_words import is_held

_Key = tuple[float, ...]
Press = tuple[object, ...]
"""What jobs of one press of Generate have in common."""


class Section(IntEnum):
    """From the top of the list down."""

    RUNNING = 0
    NEXT = 1
    NEEDS_YOU = 2
    ENDED = 3


def section_of(job: Job) -> Section:
    """Where a job stands that has no siblings."""
    if job.state in NEEDS_PERSON or is_held(job):
        return Section.NEEDS_YOU
    if job.state is JobState.WAITING:
        return Section.NEXT
    return Section.RUNNING if job.state in ACTIVE else Section.ENDED


def press_of(job: Job) -> Press:
    """Jobs of one press are entered at one instant."""
    return job.created_at, job.service.id, job.request.prompt, job.request.model.id, job.retry_of


class JobRows:
    """What is under way stands as it goes out, the first on top; what needs a person or has ended, the newest on top.

    Kept from the bottom up, as what has ended hardly moves. Whoever changes it tells Qt.
    """

    def __init__(self, jobs: Sequence[Job] = ()) -> None:
        """Jobs of one position, oldest first."""
        self._jobs: dict[str, Job] = {}
        self._press: dict[str, Press] = {}
        self._came: dict[str, int] = {}
        self._count = 0
        self._presses: dict[Press, list[str]] = {}
        for job in jobs:
            self._enter(job)
        keys = {job.id: self._key(job) for job in jobs}
        self._order = sorted(self._jobs, key=keys.__getitem__)
        self._keys = [keys[job_id] for job_id in self._order]
        self._places: dict[str, int] = {}
        self._number(0)

    def __len__(self) -> int:
        return len(self._order)

    def __iter__(self) -> Iterator[Job]:
        """From the top down."""
        return (self._jobs[job_id] for job_id in reversed(self._order))

    def __contains__(self, job_id: object) -> bool:
        return job_id in self._jobs

    def job(self, job_id: str) -> Job | None:
        return self._jobs.get(job_id)

    def at(self, row: int) -> Job:
        return self._jobs[self._order[-1 - row]]

    def row_of(self, job_id: str) -> int | None:
        place = self._places.get(job_id)
        return None if place is None else len(self._order) - 1 - place

    def newest_first(self) -> list[Job]:
        """Whatever their states are: in the order of their positions."""
        return sorted(self._jobs.values(), key=lambda job: job.position)[::-1]

    def press(self, job_id: str) -> Press:
        """What its siblings share with a job of the list."""
        return self._press[job_id]

    def takes(self, job_id: str) -> list[Job]:
        """The jobs of its press that are on the list, the first take first."""
        return [self._jobs[each] for each in self._presses.get(self._press.get(job_id, ()), ())]

    def presses(self) -> Iterator[list[str]]:
        """The ids of jobs of each press that made several."""
        return (ids for ids in self._presses.values() if len(ids) > 1)

    # ------------------------------------------------------------ changes

    def _enter(self, job: Job) -> None:
        self._jobs[job.id] = job
        self._press[job.id] = press_of(job)
        self._came[job.id] = self._count
        self._count += 1
        self._presses.setdefault(self._press[job.id], []).append(job.id)

    def row_for(self, job: Job) -> int:
        """The row that a new job will have."""
        self._enter(job)
        return len(self._order) - bisect_right(self._keys, self._key(job))

    def insert(self, row: int, job: Job) -> None:
        """Put a job, of which `row_for` was asked, into this row."""
        place = len(self._order) - row
        self._order.insert(place, job.id)
        self._keys.insert(place, self._key(job))
        self._number(place)

    def replace(self, job: Job) -> None:
        """The job is another one now; it stays in its row until it is moved."""
        self._jobs[job.id] = job

    def moves(self, job_id: str) -> Iterator[tuple[int, int]]:
        """From which row to which the job and its siblings go, one after another; `move` each before the next."""
        for each in self.takes(job_id):
            place, key = self._places[each.id], self._key(each)
            if key == self._keys[place]:
                continue
            target = bisect_right(self._keys, key)
            target -= target > place
            row = len(self._order) - 1 - place
            yield row, len(self._order) - 1 - target

    def move(self, row: int, new_row: int) -> None:
        """`new_row` is the one that the job has afterwards."""
        place, target = len(self._order) - 1 - row, len(self._order) - 1 - new_row
        job_id = self._order.pop(place)
        del self._keys[place]
        self._order.insert(target, job_id)
        self._keys.insert(target, self._key(self._jobs[job_id]))
        self._number(min(place, target), max(place, target) + 1)

    def remove(self, job_id: str) -> None:
        place = self._places.pop(job_id)
        press = self._press.pop(job_id)
        del self._jobs[job_id], self._order[place], self._keys[place], self._came[job_id]
        self._presses[press].remove(job_id)
        if not self._presses[press]:
            del self._presses[press]
        self._number(place)

    def _number(self, first: int, end: int | None = None) -> None:
        for place in range(first, len(self._order) if end is None else end):
            self._places[self._order[place]] = place

    def _key(self, job: Job) -> _Key:
        """Ascending from the bottom of the list to its top."""
        takes = self.takes(job.id)
        section = min(map(section_of, takes))
        first = min((take.position, self._came[take.id]) for take in takes if section_of(take) is section)
        upwards = -1.0 if section in (Section.RUNNING, Section.NEXT) else 1.0
        return (-section, *(upwards * part for part in first), -job.position, -self._came[job.id])
