"""The strip under the stage: what is being made and what was made, in one row of time."""

from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from sora_desktop.ui.common.labels import PlainLabel
from sora_desktop.ui.common.ticking import TickingPanel
from sora_desktop.ui.language import tr
from sora_desktop.ui.library.item_models import ClipList
from sora_desktop.ui.queue.item_models import JobList
from sora_desktop.ui.queue.job_counts import Sort
from sora_desktop.ui.strip import sentences as text
from sora_desktop.ui.strip.item_models import StripList
from sora_desktop.ui.strip.strip_view import StripView
from sora_desktop.ui.theme import ThemeKeeper


class StripPanel(TickingPanel):
    """Signals: `clip_picked(Clip)` play it; `job_picked(str)` show this job, and what can be done with it;
    `clip_menu_wanted(Clip, QPoint)`, `job_menu_wanted(str, QPoint)` the menu of it, at a place of the screen.
    """

    clip_picked = Signal(object)
    job_picked = Signal(str)
    clip_menu_wanted = Signal(object, QPoint)
    job_menu_wanted = Signal(str, QPoint)

    def __init__(self, jobs: JobList, clips: ClipList, theme: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(lambda: jobs.count(Sort.ACTIVE), parent)
        self.setObjectName("stripPanel")
        self.setProperty("role", "strip")
        self.setAccessibleName(tr(text.STRIP_TITLE))
        self._takes = StripList(jobs, clips, self)
        self._view = StripView(self._takes, theme)
        self.ticked.connect(self._view.repaint_jobs)
        self._pages = QStackedWidget()
        empty = PlainLabel(tr(text.STRIP_EMPTY), role="faint", wrap=True)
        empty.setAlignment(empty.alignment().AlignCenter)
        for page in (empty, self._view):
            self._pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pages)
        self._view.picked.connect(self._pick)
        self._view.menu_wanted.connect(self._want_menu)
        for change in (self._takes.rowsInserted, self._takes.rowsRemoved, self._takes.modelReset):
            change.connect(self._count)
        jobs.counts_changed.connect(self.look_at_clock)
        self._count()

    def show_on_stage(self, clip_id: str) -> None:
        """Mark the clip that is on the stage; an empty id marks none."""
        self._view.show_on_stage(clip_id)

    @Slot(int)
    def _pick(self, row: int) -> None:
        take = self._takes.take(row)
        if take.job is not None:
            self.job_picked.emit(take.job.id)
        else:
            self._takes.find(row, self.clip_picked.emit)

    @Slot(int, QPoint)
    def _want_menu(self, row: int, at: QPoint) -> None:
        take = self._takes.take(row)
        if take.job is not None:
            self.job_menu_wanted.emit(take.job.id, at)
        else:
            self._takes.find(row, lambda clip: self.clip_menu_wanted.emit(clip, at))

    @Slot()
    def _count(self) -> None:
        self._pages.setCurrentIndex(1 if self._takes.rowCount() else 0)
