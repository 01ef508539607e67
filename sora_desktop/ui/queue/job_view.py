"""The list of jobs as a person handles it: cards, the buttons of the open one, its menu and its keys."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, Qt, Signal, Slot
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QPaintEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QMenu, QWidget

from sora_desktop.base.sentences import Shortcut
from sora_desktop.domain.job import Job, JobState
from sora_desktop.ui.common.job_words import state_words
from sora_desktop.ui.common.spoken import say_aloud
from sora_desktop.ui.common.spoken_list import SpokenList
from sora_desktop.ui.common.viewports import give_viewport, keep_right_edge
from sora_desktop.ui.language import tr
from sora_desktop.ui.library.item_models import ClipList
from sora_desktop.ui.queue import sentences as text
from sora_desktop.ui.queue.card_carrier import CardCarrier
from sora_desktop.ui.queue.item_models import JOB_ROLE, JobList
from sora_desktop.ui.queue.job_actions import JobAction, fold_by_key, label
from sora_desktop.ui.queue.job_buttons import JobButtons
from sora_desktop.ui.queue.job_delegate import JobDelegate
from sora_desktop.ui.queue.job_pictures import JobPictures
from sora_desktop.ui.queue.open_card import OpenCard
from sora_desktop.ui.queue.painted_action import PaintedAction
from sora_desktop.ui.theme import ThemeKeeper

_ACTING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Delete)
_PLACES = {int(Qt.Key.Key_Up): -1, int(Qt.Key.Key_Down): 1}
"""With Alt a card moves as the arrow points; what is higher goes out earlier."""

Index = QModelIndex | QPersistentModelIndex


class JobView(SpokenList):
    """Signals: `act(Job, JobAction)` a person wants this done; `order_wanted(str, str | None)` a waiting job shall go
    out right before another one, or last.
    """

    act = Signal(object, object)
    order_wanted = Signal(str, object)

    def __init__(
        self, jobs: JobList, theme: ThemeKeeper, clips: ClipList | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        give_viewport(self)
        self.setObjectName("queueList")
        self.setAccessibleName(tr(text.QUEUE_NAME))
        self.setAccessibleDescription(tr(text.QUEUE_ORDER_HINT, keys=Shortcut("Alt+Up")))
        self._jobs = jobs
        self._is_laid_out = False
        self._buttons = JobButtons(self.viewport(), self)
        self._pictures = JobPictures(clips, self)
        self._delegate = JobDelegate(jobs, theme, self._pictures.of, self._buttons.height_for, self)
        self._carrier = CardCarrier(self, jobs, theme)
        self._painted_action = PaintedAction(self, self._delegate)
        self._open_card = OpenCard(self, jobs, self._delegate, self._buttons, lambda: self._carrier.holds)
        self.setItemDelegate(self._delegate)
        self.setModel(jobs)
        self._behave()
        self.clicked.connect(self._show_done)
        self._carrier.order_wanted.connect(self.order_wanted)
        self._carrier.let_go.connect(self._open_card.open_current)
        self._open_card.act.connect(self.act)
        self._open_card.changed.connect(self._note_layout_due)
        for change in (theme.changed, self._pictures.changed, jobs.counts_changed):
            change.connect(self.viewport().update)
        jobs.put_elsewhere.connect(self._tell_place)
        for change in (jobs.rowsInserted, jobs.rowsRemoved, jobs.rowsMoved, jobs.modelReset):
            change.connect(self._note_layout_due)

    @Slot()
    def note_folds(self) -> None:
        """Other takes are shown as one card."""
        self._is_laid_out = False
        self._open_card.open(self.current_job())

    def _behave(self) -> None:
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setResizeMode(SpokenList.ResizeMode.Adjust)
        self.verticalScrollBar().setSingleStep(24)
        keep_right_edge(self, self.setViewportMargins)

    def current_job(self) -> Job | None:
        return self._job(self.currentIndex())

    def show_job(self, job_id: str) -> None:
        """Open the card of a job and bring it into sight."""
        index = self._jobs.index_of(job_id)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)
            self.setFocus()

    def menu_for(self, job: Job) -> QMenu:
        """All that can be done with this job; the first is what Enter does."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName(tr(text.QUEUE_MENU))
        for action in self._jobs.menu_actions(job):
            entry = menu.addAction(label(action, job))
            entry.triggered.connect(lambda _=False, each=action: self.act.emit(job, each))
        return menu

    def move_by(self, job: Job, places: int) -> None:
        """Let a waiting job go out so many places later (or earlier, below 0) than it would."""
        order = [each.id for each in self._jobs.waiting()]
        if job.id not in order:
            return
        others = [each for each in order if each != job.id]
        place = order.index(job.id) + places
        if 0 <= place < len(order):
            self.order_wanted.emit(job.id, others[place] if place < len(others) else None)

    @Slot(object)
    def _tell_place(self, moved: Job) -> None:
        """A card that a person moved stays in sight, and its new place is read out."""
        job = self.current_job()
        if job is not None and job.id == moved.id:
            self.scrollTo(self.currentIndex())
            say_aloud(self, state_words(job, self._jobs.around(job)))

    def _job(self, index: Index) -> Job | None:
        return index.data(JOB_ROLE) if index.isValid() else None

    @Slot(QModelIndex)
    def _show_done(self, index: QModelIndex) -> None:
        """A click on a finished job shows its clip."""
        job = self._job(index)
        if job is not None and JobAction.SHOW in self._jobs.actions(job):
            self.act.emit(job, JobAction.SHOW)

    # ------------------------------------------------------------ Qt asks

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self._open_card.open(self._job(current))

    def dataChanged(self, top_left: Index, bottom_right: Index, roles: Sequence[int] = ()) -> None:
        """A card that stays as high as it is is painted anew; Qt would lay out the whole list."""
        if not roles:
            self._is_laid_out = False
            super().dataChanged(top_left, bottom_right, roles)
        elif self._is_laid_out:
            self.viewport().update(self.visualRect(top_left))  # before a layout that is due this would do it now
        if list(roles) == [JOB_ROLE]:
            return
        if roles:
            QAbstractItemView.dataChanged(self, top_left, bottom_right, roles)
        if self._open_card.index() == top_left:
            self._open_card.open(self._job(top_left))

    @Slot()
    def _note_layout_due(self) -> None:
        self._is_laid_out = False

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._delegate.forget_sizes()
        super().changeEvent(event)

    def updateGeometries(self) -> None:
        """Called at the end of each layout."""
        super().updateGeometries()
        self._is_laid_out = True
        self._open_card.come_into_sight()
        self._open_card.place_buttons()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        self._open_card.place_buttons()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        job = self._job(index)
        if job is not None and self._jobs.menu_actions(job):
            self.setCurrentIndex(index)
            at = self.visualRect(index).center() if by_key else event.pos()
            self.menu_for(job).popup(self.viewport().mapToGlobal(at))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        job = self.current_job()
        if job is not None and event.key() in _ACTING:
            if not event.isAutoRepeat():
                self._act_by_key(job, event.key())
        elif self._carrier.lifted and event.key() == Qt.Key.Key_Escape:
            self._carrier.put_back()
        elif job is not None and (fold := fold_by_key(self, event)) in self._jobs.actions(job):
            self.act.emit(job, fold)
        elif job is not None and event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() in _PLACES:
            self.move_by(job, _PLACES[event.key()])
        else:
            super().keyPressEvent(event)

    def _act_by_key(self, job: Job, key: int) -> None:
        """Enter does the main action, Delete takes the job off the list."""
        possible = self._jobs.actions(job)
        remove = JobAction.REMOVE_TAKES if JobAction.REMOVE_TAKES in possible else JobAction.REMOVE
        action = remove if key == Qt.Key.Key_Delete else next(iter(possible), None)
        if action in possible:
            self.act.emit(job, action)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        if self._carrier.holds and event.buttons() & Qt.MouseButton.LeftButton:
            self._carrier.carry(at)
            return
        super().mouseMoveEvent(event)
        self._painted_action.hover(at)

    def leaveEvent(self, event: QEvent) -> None:
        self._painted_action.hover(None)
        super().leaveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press on the main action does not open the card first: it would move away from under the mouse."""
        self._carrier.forget()
        self._painted_action.press(event)
        if self._painted_action.is_pressed:
            return
        at = event.position().toPoint()
        job = self._job(self.indexAt(at))
        if job is not None and job.state is JobState.WAITING and event.button() is Qt.MouseButton.LeftButton:
            self._carrier.press(job, at)
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The second press of a double click is no second wish, also where another card has come under the mouse."""
        if self._painted_action.under(event) is None:
            super().mouseDoubleClickEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        was_pressed = self._painted_action.is_pressed
        wanted = self._painted_action.release(event)
        if self._carrier.lifted:
            self._carrier.drop()
            return
        if wanted is not None:
            self.act.emit(*wanted)
        elif not was_pressed:
            super().mouseReleaseEvent(event)
        self._carrier.put_back()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self._carrier.paint()
