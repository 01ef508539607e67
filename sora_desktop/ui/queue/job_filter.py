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
    """Hides the cards of the others: the list itself stays whole, and so does the order in which jobs go out.

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
        self._soon.timeout.connect(self._apply)
        for change in (jobs.rowsInserted, jobs.modelReset, jobs.counts_changed):
            change.connect(self._note)

    def set_kind(self, kind: JobKind) -> None:
        """Show the jobs of this kind alone."""
        was, self.kind = self.kind, kind
        if JobKind.ALL not in (was, kind) or was is not kind:
            self._apply()

    @property
    def shows_nothing(self) -> bool:
        """Whether there are jobs, but none of this kind."""
        return self.kind is not JobKind.ALL and not self.shown

    @Slot()
    def _note(self) -> None:
        if self.kind is not JobKind.ALL:
            self._soon.start()

    @Slot()
    def _apply(self) -> None:
        self.shown = 0
        for row in range(self._jobs.rowCount()):
            shows = self.kind is JobKind.ALL or kind_of(self._jobs.at(row)) is self.kind
            self.shown += shows
            if self._view.isRowHidden(row) is shows:
                self._view.setRowHidden(row, not shows)
        current = self._view.currentIndex()
        if current.isValid() and self._view.isRowHidden(current.row()):
            self._view.setCurrentIndex(QModelIndex())
        self.changed.emit()
