"""The jobs as a Qt list, newest first: a copy in the window, built from a snapshot plus events."""

from collections.abc import Callable, Iterator, Sequence
from statistics import median
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from sora_desktop.domain.events import Event, JobAdded, JobChanged, JobRemoved
from sora_desktop.domain.job import ACTIVE, BEING_FETCHED, NEEDS_PERSON, Billed, Job, JobState
from sora_desktop.ui.lists.job_words import elapsed_seconds, sentence

ID_ROLE = Qt.ItemDataRole.UserRole
STATE_ROLE = Qt.ItemDataRole.UserRole + 1
JOB_ROLE = Qt.ItemDataRole.UserRole + 2

LEARN_FROM = 20
"""The usual time of a model is the median of so many of its latest finished jobs."""

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class JobList(QAbstractListModel):
    """Roles: `UserRole` the id, `+1` the state word of `JobState`, `+2` the `Job`; display is a full sentence.

    `dataChanged` names the role of the `Job` alone where only progress or the like changed.

    Signals: `counts_changed()` after a job came, went or changed its state.
    """

    counts_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs: list[Job] = []  # oldest first, so that a new one moves no other
        self._places: dict[str, int] = {}
        self._durations: dict[tuple[str, str, int], list[float]] = {}

    def reset(self, jobs: Sequence[Job]) -> None:
        """Take the jobs of a snapshot, oldest first."""
        self.beginResetModel()
        self._jobs = list(jobs)
        self._number()
        self._durations.clear()
        for job in self._jobs:
            self._learn(job)
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

    def _add(self, job: Job) -> None:
        if job.id in self._places:
            self._change(job)
            return
        self.beginInsertRows(_ROOT, 0, 0)
        self._places[job.id] = len(self._jobs)
        self._jobs.append(job)
        self.endInsertRows()
        self._learn(job)
        self.counts_changed.emit()

    def _change(self, job: Job) -> None:
        place = self._places.get(job.id)
        if place is None:  # taken off the list a moment before
            return
        before, self._jobs[place] = self._jobs[place], job
        if before.state is not job.state:
            self._learn(job)
        index = self.index(self._row(place))
        same_words = (before.state, before.reason, before.clip_id) == (job.state, job.reason, job.clip_id)
        self.dataChanged.emit(index, index, [JOB_ROLE] if same_words else [])
        if before.state is not job.state:
            self.counts_changed.emit()

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
        answer = _ANSWERS.get(role)
        return answer(self._jobs[self._row(index.row())]) if answer else None


def _kind(job: Job) -> tuple[str, str, int]:
    return (job.connection.id, job.request.model.id, job.request.seconds)


_ANSWERS: dict[int, Callable[[Job], Any]] = {
    ID_ROLE: lambda job: job.id,
    STATE_ROLE: lambda job: job.state.value,
    JOB_ROLE: lambda job: job,
    Qt.ItemDataRole.DisplayRole: sentence,
    Qt.ItemDataRole.AccessibleTextRole: sentence,
}
