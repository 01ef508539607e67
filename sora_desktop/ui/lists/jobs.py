"""The jobs as a Qt list: a copy in the window, built from a snapshot plus events.

The newest stands on top. So what goes out next is the lowest of those that wait, right above those that were sent:
time runs down the list, also where a person has changed the order.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from statistics import median
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from sora_desktop.domain.events import Event, JobAdded, JobChanged, JobRemoved
from sora_desktop.domain.job import ACTIVE, BEING_FETCHED, NEEDS_PERSON, Billed, Job, JobState
from sora_desktop.ui.lists.job_actions import JobAction, actions, menu_actions
from sora_desktop.ui.lists.job_words import elapsed_seconds, sentence

ID_ROLE = Qt.ItemDataRole.UserRole
STATE_ROLE = Qt.ItemDataRole.UserRole + 1
JOB_ROLE = Qt.ItemDataRole.UserRole + 2

LEARN_FROM = 20
"""The usual time of a model is the median of so many of its latest finished jobs."""

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class JobList(QAbstractListModel):
    """Roles: `UserRole` the id, `+1` the state word of `JobState`, `+2` the `Job`; display is a full sentence,
    and what is read out also tells the place in line.

    `dataChanged` names the role of the `Job` alone where only progress or the like changed.

    Signals: `counts_changed()` after a job came, went, or changed its state or its place in line.
    """

    counts_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs: list[Job] = []  # as they go out, so that a new one moves no other
        self._ahead: dict[str, int] | None = None
        self._places: dict[str, int] = {}
        self._durations: dict[tuple[str, str, int], list[float]] = {}
        self._live_retries: dict[str, set[str]] = {}

    def reset(self, jobs: Sequence[Job]) -> None:
        """Take the jobs of a snapshot; those of one position, oldest first."""
        self.beginResetModel()
        self._jobs = sorted(jobs, key=_position)
        self._number()
        self._durations.clear()
        self._live_retries.clear()
        for job in self._jobs:
            self._learn(job)
            self._note_retry(job)
        self.endResetModel()
        self.counts_changed.emit()

    def apply(self, event: Event) -> None:
        """Follow one event of the studio; what is not about jobs is left alone."""
        match event:
            case JobAdded(job):
                self._add(job)
            case JobChanged(job):
                self._change(job)
            case JobRemoved(job_id):
                self._remove(job_id)

    def __iter__(self) -> Iterator[Job]:
        return reversed(self._jobs)

    def job(self, job_id: str) -> Job | None:
        place = self._places.get(job_id)
        return None if place is None else self._jobs[place]

    def index_of(self, job_id: str) -> QModelIndex:
        """Where the job stands; an invalid index where it is not in the list."""
        place = self._places.get(job_id)
        return QModelIndex() if place is None else self.index(self._row(place))

    def waiting(self) -> list[Job]:
        """The jobs that are not sent yet, in the order in which they go out."""
        return [job for job in self._jobs if job.state is JobState.WAITING]

    def ahead(self, job: Job) -> int | None:
        """How many jobs of the same connection go out before this one; None where it does not wait."""
        if self._ahead is None:
            self._ahead = _count_ahead(self.waiting())
        return self._ahead.get(job.id)

    def actions(self, job: Job) -> tuple[JobAction, ...]:
        """What can be done with it now, the main action first."""
        return actions(job, retried=self._is_retried(job))

    def menu_actions(self, job: Job) -> tuple[JobAction, ...]:
        """As `actions`, with what only a menu has room for."""
        return menu_actions(job, retried=self._is_retried(job))

    def _is_retried(self, job: Job) -> bool:
        return any(self.job(each) is not None for each in self._live_retries.get(job.id, ()))

    def _note_retry(self, job: Job) -> None:
        if job.retry_of is not None:
            live = self._live_retries.setdefault(job.retry_of, set())
            (live.add if job.state in ACTIVE else live.discard)(job.id)

    def _tell_retried(self, job: Job) -> None:
        """What can be done with the job that this one stands in for depends on whether this one is under way."""
        self._note_retry(job)
        index = self.index_of(job.retry_of or "")
        if index.isValid():
            self.dataChanged.emit(index, index, [])

    @property
    def active_count(self) -> int:
        return sum(job.state in ACTIVE for job in self._jobs)

    @property
    def unfetched_count(self) -> int:
        """Paid clips that are finished at their service and not yet here."""
        return sum(job.state in BEING_FETCHED and job.billed is Billed.YES for job in self._jobs)

    @property
    def needs_person_count(self) -> int:
        return sum(job.state in NEEDS_PERSON for job in self._jobs)

    def usual_seconds(self, job: Job) -> float | None:
        """How long such a job took so far: same connection, model and length; None before one has finished."""
        durations = self._durations.get(_kind(job))
        return median(durations[-LEARN_FROM:]) if durations else None

    def _row(self, place: int) -> int:
        return len(self._jobs) - 1 - place

    def _number(self) -> None:
        self._places = {job.id: place for place, job in enumerate(self._jobs)}
        self._ahead = None

    def _add(self, job: Job) -> None:
        if job.id in self._places:
            self._change(job)
            return
        place = bisect_right(self._jobs, job.position, key=_position)
        row = len(self._jobs) - place
        self.beginInsertRows(_ROOT, row, row)
        self._jobs.insert(place, job)
        self._number()
        self.endInsertRows()
        self._learn(job)
        self._tell_retried(job)
        self.counts_changed.emit()

    def _change(self, job: Job) -> None:
        place = self._places.get(job.id)
        if place is None:  # taken off the list a moment before
            return
        before, self._jobs[place] = self._jobs[place], job
        if before.state is not job.state:
            self._ahead = None
            self._learn(job)
            self._tell_retried(job)
        if before.position != job.position:
            self._put_in_order(place)
        index = self.index(self._row(self._places[job.id]))
        same_words = (before.state, before.reason, before.clip_id) == (job.state, job.reason, job.clip_id)
        self.dataChanged.emit(index, index, [JOB_ROLE] if same_words else [])
        if (before.state, before.position) != (job.state, job.position):
            self.counts_changed.emit()

    def _put_in_order(self, place: int) -> None:
        """The job at this place has another position now."""
        job = self._jobs[place]
        others = self._jobs[:place] + self._jobs[place + 1 :]
        target = bisect_right(others, job.position, key=_position)
        if target == place:
            return
        row, new_row = self._row(place), self._row(target)
        self.beginMoveRows(_ROOT, row, row, _ROOT, new_row + 1 if new_row > row else new_row)
        others.insert(target, job)
        self._jobs = others
        self._number()
        self.endMoveRows()

    def _remove(self, job_id: str) -> None:
        place = self._places.get(job_id)
        if place is None:
            return
        row = self._row(place)
        self.beginRemoveRows(_ROOT, row, row)
        del self._jobs[place]
        self._number()
        self.endRemoveRows()
        self.counts_changed.emit()

    def _learn(self, job: Job) -> None:
        if job.state is JobState.DONE and job.accepted_at is not None and job.ended_at is not None:
            durations = self._durations.setdefault(_kind(job), [])
            durations.append(elapsed_seconds(job, job.ended_at))
            del durations[:-LEARN_FROM]

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._jobs)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        job = self._jobs[self._row(index.row())]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return sentence(job, self.ahead(job))
        answer = _ANSWERS.get(role)
        return answer(job) if answer else None


def _position(job: Job) -> float:
    return job.position


def _count_ahead(waiting: Sequence[Job]) -> dict[str, int]:
    lines: Counter[str] = Counter()
    ahead: dict[str, int] = {}
    for job in waiting:
        ahead[job.id] = lines[job.connection.id]
        lines[job.connection.id] += 1
    return ahead


def _kind(job: Job) -> tuple[str, str, int]:
    return (job.connection.id, job.request.model.id, job.request.seconds)


_ANSWERS: dict[int, Callable[[Job], Any]] = {
    ID_ROLE: lambda job: job.id,
    STATE_ROLE: lambda job: job.state.value,
    JOB_ROLE: lambda job: job,
    Qt.ItemDataRole.DisplayRole: sentence,
}
