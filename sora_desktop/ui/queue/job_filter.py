"""Which jobs of the queue a person wants to see."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from PySide6.QtCore import QModelIndex, QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QListView

from sora_desktop.domain.job import Job
from sora_desktop.ui.queue import sentences as text
from sora_desktop.ui.queue.item_models import JobList
from sora_desktop.ui.queue.job_counts import Sort, sorts_of


class JobKind(StrEnum):
    ALL = "all"
    ACTIVE = "active"
    NEEDS_YOU = "needs-you"
    ENDED = "ended"


WORDS: Final[Mapping[JobKind, str]] = {
    JobKind.ALL: text.QUEUE_FILTER_ALL,
    JobKind.ACTIVE: text.QUEUE_FILTER_ACTIVE,
    JobKind.NEEDS_YOU: text.QUEUE_FILTER_NEEDS_YOU,
    JobKind.ENDED: text.QUEUE_FILTER_ENDED,
}


def kind_of(job: Job) -> JobKind:
    """What needs a person is not under way, and has not ended."""
    sorts = set(sorts_of(job))
    if Sort.NEEDS_PERSON in sorts:
        return JobKind.NEEDS_YOU
    return JobKind.ACTIVE if Sort.ACTIVE in sorts else JobKind.ENDED


class JobFilter(QObject):
    """Hides the cards of the others, and of takes that are folded: the list itself stays whole, and so does the order in
    which jobs go out.

    Signals: `changed()`: other cards are shown.
    """

    changed = Signal()

    def __init__(self, view: QListView, jobs: JobList) -> None:
        super().__init__(view)
        self._view, self._jobs = view, jobs
        self.kind = JobKind.ALL
        self.shown = 0
        """How many cards are shown; only told where some are hidden."""
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.apply)
        self._hidden: set[str] = set()
        jobs.modelReset.connect(self._forget)
        for change in (jobs.rowsInserted, jobs.rowsMoved, jobs.modelReset, jobs.counts_changed):
            change.connect(self._note)

    def set_kind(self, kind: JobKind) -> None:
        """Show the jobs of this kind alone."""
        was, self.kind = self.kind, kind
        if JobKind.ALL not in (was, kind) or was is not kind:
            self.apply()

    @property
    def shows_nothing(self) -> bool:
        """Whether there are jobs, but none of this kind."""
        return self.kind is not JobKind.ALL and not self.shown

    @Slot()
    def _forget(self) -> None:
        """Qt shows all rows of a list that begins anew."""
        self._hidden = set()

    @Slot()
    def _note(self) -> None:
        if self.kind is not JobKind.ALL or self._hidden or any(True for _ in self._jobs.shown_takes()):
            self._soon.start()

    @Slot()
    def apply(self) -> None:
        """Show what is to be shown now."""
        self._soon.stop()
        hidden = self._settle()
        for job_id in hidden ^ self._hidden:
            index = self._jobs.index_of(job_id)
            if index.isValid():
                self._view.setRowHidden(index.row(), job_id in hidden)
        self._hidden = hidden
        self.shown = self._jobs.rowCount() - len(hidden)
        self._keep_current()
        self.changed.emit()

    def _settle(self) -> set[str]:
        """The ids of the jobs whose cards are hidden."""
        others: set[str] = set()
        if self.kind is not JobKind.ALL:
            others = {job.id for job in self._jobs if kind_of(job) is not self.kind}
        presses = [(press, [each for each in ids if each not in others]) for press, ids in self._jobs.shown_takes()]
        return others | self._jobs.folds.settle(presses)

    def _keep_current(self) -> None:
        """Where the card that has the keyboard is folded away, the one that stands for it has it."""
        current = self._view.currentIndex()
        if not current.isValid() or not self._view.isRowHidden(current.row()):
            return
        job_id = self._jobs.at(current.row()).id
        heads = self._jobs.folds.heads
        head = next((head for head, ids in heads.items() if job_id in ids), "")
        self._view.setCurrentIndex(self._jobs.index_of(head) if head else QModelIndex())
