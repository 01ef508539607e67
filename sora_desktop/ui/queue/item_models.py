"""The jobs as a Qt list: a copy in the window, built from a snapshot plus events.

The newest stands on top. So what goes out next is the lowest of those that wait, right above those that were sent:
time runs down the list, also where a person has changed the order.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from sora_desktop.domain.clip import Clip
from sora_desktop.domain.events import ClipAdded, ClipChanged, ClipRemoved, Event, JobAdded, JobChanged, JobRemoved
from sora_desktop.domain.job import Job, JobState
from sora_desktop.ui.common import sentences as text
from sora_desktop.ui.common.job_words import Around, is_held, own_reason, sentence
from sora_desktop.ui.queue.job_actions import JobAction, actions, menu_actions
from sora_desktop.ui.queue.job_counts import JobCounts, Sort
from sora_desktop.ui.queue.job_line import JobLine
from sora_desktop.ui.queue.job_relations import JobRelations, are_twins
from sora_desktop.ui.queue.usual_times import UsualTimes

ID_ROLE = Qt.ItemDataRole.UserRole
STATE_ROLE = Qt.ItemDataRole.UserRole + 1
JOB_ROLE = Qt.ItemDataRole.UserRole + 2

_JOB_ALONE = [JOB_ROLE]
_WORDS = [JOB_ROLE, STATE_ROLE, Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole]

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class JobList(QAbstractListModel):
    """Roles: `UserRole` the id, `+1` the state word of `JobState`, `+2` the `Job`; display is a full sentence,
    and what is read out also tells the place in line.

    `dataChanged` names the role of the `Job` alone where only progress or the like changed, and no role at all where
    the card may need another height.

    Signals: `counts_changed()` after a job came, went, or changed its state or its place in line; `turned(Job)` it
    came into another state, is held now, or has another reason.
    """

    counts_changed = Signal()
    turned = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._line = JobLine()
        self._counts = JobCounts()
        self._relations = JobRelations()
        self._usual_times = UsualTimes()

    def reset(self, jobs: Sequence[Job], clips: Iterable[Clip] = ()) -> None:
        """Take the jobs and clips of a snapshot; jobs of one position, oldest first."""
        self.beginResetModel()
        self._line = JobLine(jobs)
        self._counts = JobCounts()
        self._relations = JobRelations(clips)
        self._usual_times = UsualTimes()
        for job in self._line:
            self._usual_times.learn(job)
            self._note(job)
        self.endResetModel()
        self.counts_changed.emit()

    def apply(self, event: Event) -> None:
        """Follow one event of the studio; what is about neither jobs nor their clips is left alone."""
        match event:
            case ClipAdded(clip) | ClipChanged(clip):
                self._tell(*self._relations.see(clip))
            case ClipRemoved(clip_id):
                self._tell(*self._relations.lose(clip_id))
            case JobAdded(job):
                self._add(job)
            case JobChanged(job):
                self._change(job)
            case JobRemoved(job_id):
                self._remove(job_id)

    def __iter__(self) -> Iterator[Job]:
        return reversed(self._line)

    def job(self, job_id: str) -> Job | None:
        return self._line.job(job_id)

    def at(self, row: int) -> Job:
        """The job of a row, without the detour over an index."""
        return self._line.at(row)

    def index_of(self, job_id: str) -> QModelIndex:
        """Where the job stands; an invalid index where it is not in the list."""
        row = self._line.row_of(job_id)
        return QModelIndex() if row is None else self.index(row)

    def waiting(self) -> list[Job]:
        """The jobs that are not sent yet, in the order in which they go out."""
        return self._line.waiting()

    def waiting_rows(self, first: int, last: int) -> list[int]:
        """The rows of waiting jobs from one row to another, and the next such row on either side."""
        return self._line.waiting_rows(first, last)

    def around(self, job: Job) -> Around:
        """What there is to know of a job beside itself."""
        known = self._relations
        return Around(self.ahead(job), known.is_retried(job), known.twin_id(job), known.finding(job))

    def ahead(self, job: Job) -> int | None:
        """How many jobs of the same connection go out before this one; None where it does not wait in line."""
        return self._line.ahead(job)

    def has_reason(self, job: Job) -> bool:
        """Whether its card has a sentence: asked of every row whenever the list is laid out."""
        return (
            own_reason(job) is not None
            or job.state in text.QUEUE_REASONS
            or is_held(job)
            or self._relations.has_unchecked_clip(job)
            or bool(self._relations.twin_id(job))
        )

    def actions(self, job: Job) -> tuple[JobAction, ...]:
        """What can be done with it now, the main action first."""
        return actions(job, self.around(job))

    def menu_actions(self, job: Job) -> tuple[JobAction, ...]:
        """As `actions`, with what only a menu has room for."""
        return menu_actions(job, self.around(job))

    def count(self, sort: Sort) -> int:
        """How many jobs are of this sort."""
        return self._counts.of(sort)

    def usual_seconds(self, job: Job) -> float | None:
        """How long such a job took so far: same connection, model and length; None before one has finished."""
        return self._usual_times.of(job)

    def _note(self, job: Job | None, before: Job | None = None) -> None:
        """A job came, went or changed: what is known of all of them follows."""
        self._counts.note(job, before)
        self._relations.note(job, before)

    def _tell_related(self, job: Job, before: Job | None = None) -> None:
        """What can be done with the job that this one stands in for depends on whether this one is under way. Where
        its outcome has become unknown, or known, the cards of equal jobs that wait for it say so.
        """
        self._tell(job.retry_of or "")
        if (job.state is JobState.UNKNOWN) is not (before is not None and before.state is JobState.UNKNOWN):
            self._tell(*(each.id for each in self.waiting() if are_twins(each, job)))

    def _tell(self, *job_ids: str) -> None:
        """What their cards say or offer is something else now."""
        for index in map(self.index_of, job_ids):
            if index.isValid():
                self.dataChanged.emit(index, index, [])

    def _add(self, job: Job) -> None:
        if self.job(job.id) is not None:
            self._change(job)
            return
        row = self._line.row_for(job)
        self.beginInsertRows(_ROOT, row, row)
        self._line.insert(row, job)
        self._note(job)
        self.endInsertRows()
        self._usual_times.learn(job)
        self._tell_related(job)
        self.counts_changed.emit()

    def _change(self, job: Job) -> None:
        before = self.job(job.id)
        if before is None:  # taken off the list a moment before
            return
        had_reason = self.has_reason(before)
        self._line.replace(job)
        self._note(job, before)
        if (before.state, before.held) != (job.state, job.held):
            self._usual_times.learn(job)
            self._tell_related(job, before)
        if before.position != job.position:
            self._put_in_order(job)
        index = self.index_of(job.id)
        same_height = had_reason == self.has_reason(job)
        self.dataChanged.emit(
            index, index, _JOB_ALONE if _words(before) == _words(job) else _WORDS if same_height else []
        )
        if (before.state, before.position, before.held) != (job.state, job.position, job.held):
            self.counts_changed.emit()
        if (before.state, before.held, before.reason) != (job.state, job.held, job.reason):
            self.turned.emit(job)

    def _put_in_order(self, job: Job) -> None:
        """The job has another position now."""
        row, new_row = self.index_of(job.id).row(), self._line.row_for(job)
        if new_row == row:
            return
        self.beginMoveRows(_ROOT, row, row, _ROOT, new_row + 1 if new_row > row else new_row)
        self._line.move(row, new_row)
        self.endMoveRows()

    def _remove(self, job_id: str) -> None:
        row = self._line.row_of(job_id)
        if row is None:
            return
        self.beginRemoveRows(_ROOT, row, row)
        self._note(None, self.at(row))
        self._line.remove(job_id)
        self.endRemoveRows()
        self.counts_changed.emit()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._line)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        job = self.at(index.row())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return sentence(job, self.around(job))
        answer = _ANSWERS.get(role)
        return answer(job) if answer else None


def _words(job: Job) -> tuple[object, ...]:
    """What the words and buttons of a card depend on."""
    return (
        job.state,
        job.reason,
        job.clip_id,
        job.held,
        job.answer,
        job.kept_bytes,
        job.remote_id,
        job.billed,
        job.refused,
    )


_ANSWERS: dict[int, Callable[[Job], Any]] = {
    ID_ROLE: lambda job: job.id,
    STATE_ROLE: lambda job: job.state.value,
    JOB_ROLE: lambda job: job,
    Qt.ItemDataRole.DisplayRole: sentence,
}
