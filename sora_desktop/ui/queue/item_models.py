"""The jobs as a Qt list: a copy in the window, built from a snapshot plus events.

What runs stands on top, below it what goes out next, then what needs a person, and what has ended.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal

from sora_desktop.domain.clip import Clip
from sora_desktop.domain.events import (
    ClipAdded,
    ClipChanged,
    ClipRemoved,
    ClipReturned,
    Event,
    JobAdded,
    JobChanged,
    JobRemoved,
    JobReturned,
)
from sora_desktop.domain.job import Job, JobState
from sora_desktop.ui.common.job_words import sentence
from sora_desktop.ui.queue.job_cards import JobCards
from sora_desktop.ui.queue.job_relations import are_twins

ID_ROLE = Qt.ItemDataRole.UserRole
STATE_ROLE = Qt.ItemDataRole.UserRole + 1
JOB_ROLE = Qt.ItemDataRole.UserRole + 2

_JOB_ALONE = [JOB_ROLE]
_WORDS = [JOB_ROLE, STATE_ROLE, Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole]

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class JobList(JobCards):
    """Roles: `UserRole` the id, `+1` the state word of `JobState`, `+2` the `Job`; display is a full sentence,
    and what is read out also tells the place in line.

    `dataChanged` names the role of the `Job` alone where only progress or the like changed, and no role at all where
    the card may need another height.

    Signals: those of `JobCards`; `turned(Job)` it came into another state, is held now, or has another reason; `put_elsewhere(Job)` it goes out earlier or later now.
    """

    turned = Signal(object)
    put_elsewhere = Signal(object)

    def reset(self, jobs: Sequence[Job], clips: Iterable[Clip] = ()) -> None:
        """Take the jobs and clips of a snapshot; jobs of one position, oldest first."""
        self.beginResetModel()
        self._begin(jobs, clips)
        for job in jobs:
            self._usual_times.learn(job)
            self._note(job)
        self.endResetModel()
        self.counts_changed.emit()

    def apply(self, event: Event) -> None:
        """Follow one event of the studio; what is about neither jobs nor their clips is left alone."""
        match event:
            case ClipAdded(clip) | ClipChanged(clip) | ClipReturned(clip):
                self._tell(*self._relations.see(clip))
            case ClipRemoved(clip_id):
                self._tell(*self._relations.lose(clip_id))
            case JobAdded(job) | JobReturned(job):
                self._add(job)
            case JobChanged(job):
                self._change(job)
            case JobRemoved(job_id):
                self._remove(job_id)

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
        row = self._rows.row_for(job)
        self.beginInsertRows(_ROOT, row, row)
        self._rows.insert(row, job)
        self._line.note(job)
        self._note(job)
        self.endInsertRows()
        self._put_in_order(job.id)
        self._usual_times.learn(job)
        self._tell_related(job)
        self.counts_changed.emit()

    def _change(self, job: Job) -> None:
        before = self.job(job.id)
        if before is None:  # taken off the list a moment before
            return
        had_reason = self.has_reason(before)
        self._rows.replace(job)
        self._line.note(job)
        self._note(job, before)
        if (before.state, before.position, before.held) != (job.state, job.position, job.held):
            self._put_in_order(job.id)
        if (before.state, before.held) != (job.state, job.held):
            self._usual_times.learn(job)
            self._tell_related(job, before)
        index = self.index_of(job.id)
        same_height = had_reason == self.has_reason(job)
        self.dataChanged.emit(
            index, index, _JOB_ALONE if _words(before) == _words(job) else _WORDS if same_height else []
        )
        if (before.state, before.position, before.held) != (job.state, job.position, job.held):
            self.counts_changed.emit()
        if (before.state, before.held, before.reason) != (job.state, job.held, job.reason):
            self.turned.emit(job)
        if before.position != job.position:
            self.put_elsewhere.emit(job)

    def _put_in_order(self, job_id: str) -> None:
        """The job has another state or position now: it and its siblings go to where they stand by that."""
        for row, new_row in self._rows.moves(job_id):
            if row == new_row:
                self._rows.move(row, new_row)
                continue
            self.beginMoveRows(_ROOT, row, row, _ROOT, new_row + 1 if new_row > row else new_row)
            self._rows.move(row, new_row)
            self.endMoveRows()

    def _remove(self, job_id: str) -> None:
        row = self._rows.row_of(job_id)
        if row is None:
            return
        siblings = [each.id for each in self._rows.takes(job_id) if each.id != job_id]
        self.beginRemoveRows(_ROOT, row, row)
        self._note(None, self.at(row))
        self._rows.remove(job_id)
        self._line.forget(job_id)
        self.endRemoveRows()
        for sibling in siblings[:1]:
            self._put_in_order(sibling)
        self.counts_changed.emit()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        job = self.at(index.row())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._sentence(job)
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
