"""The list of jobs as a person handles it: cards, the buttons of the open one, its menu and its keys."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QAbstractItemView, QListView, QMenu, QWidget

from sora_desktop.base.sentences import Shortcut
from sora_desktop.domain.job import Job, JobState
from sora_desktop.ui.common.job_words import state_words
from sora_desktop.ui.common.thumbnails import Thumbnails
from sora_desktop.ui.language import tr
from sora_desktop.ui.library.item_models import ClipList
from sora_desktop.ui.queue import sentences as text
from sora_desktop.ui.queue.item_models import JOB_ROLE, JobList
from sora_desktop.ui.queue.job_actions import JobAction, label
from sora_desktop.ui.queue.job_buttons import JobButtons
from sora_desktop.ui.queue.job_delegate import GAP, JobDelegate
from sora_desktop.ui.queue.job_lift import Gap, JobLift, LiftedCard, order_after
from sora_desktop.ui.theme import ThemeKeeper

SCROLL_MILLISECONDS = 40
SCROLL_EDGE = 24
SCROLL_STEP = 12
_ACTING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Delete)
_PLACES = {int(Qt.Key.Key_Down): -1, int(Qt.Key.Key_Up): 1}
"""With Alt a card moves as the arrow points; what is lower goes out earlier."""

Index = QModelIndex | QPersistentModelIndex


class JobView(QListView):
    """Signals: `act(Job, JobAction)` a person wants this done; `order_wanted(str, str | None)` a waiting job shall go
    out right before another one, or last.
    """

    act = Signal(object, object)
    order_wanted = Signal(str, object)

    def __init__(
        self, jobs: JobList, theme: ThemeKeeper, clips: ClipList | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("queueList")
        self.setAccessibleName(tr(text.QUEUE_NAME))
        self.setAccessibleDescription(tr(text.QUEUE_ORDER_HINT, keys=Shortcut("Alt+Down")))
        self._jobs = jobs
        self._theme = theme
        self._lift = JobLift()
        self._scroll = QTimer(self, interval=SCROLL_MILLISECONDS)
        self._scroll.timeout.connect(self._scroll_on)
        self._clips = clips
        self._pressed: tuple[Job, JobAction] | None = None
        self._is_laid_out = False
        self._thumbnails = Thumbnails(self)
        self._thumbnails.ready.connect(self.viewport().update)
        self._buttons = JobButtons(self.viewport(), self)
        self._buttons.pressed.connect(self._press)
        self._delegate = JobDelegate(jobs, theme, self._thumbnail_of, self._buttons.height_for, self)
        self.setItemDelegate(self._delegate)
        self.setModel(jobs)
        self.clicked.connect(self._show_done)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.verticalScrollBar().setSingleStep(24)
        self.verticalScrollBar().rangeChanged.connect(self._keep_right_edge)
        self._keep_right_edge(0, 0)
        theme.changed.connect(self.viewport().update)
        if clips is not None:
            clips.known.came.connect(self.viewport().update)
        jobs.counts_changed.connect(self.viewport().update)
        jobs.rowsMoved.connect(self._tell_place)
        for change in (jobs.rowsInserted, jobs.rowsRemoved, jobs.rowsMoved, jobs.modelReset):
            change.connect(self._note_layout_due)

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

    @Slot()
    def _tell_place(self) -> None:
        """A moved card stays in sight, and its new place is read out."""
        job = self.current_job()
        if job is not None:
            self.scrollTo(self.currentIndex())
            QAccessible.updateAccessibility(
                QAccessibleAnnouncementEvent(self, state_words(job, self._jobs.around(job)))
            )

    def _job(self, index: Index) -> Job | None:
        return index.data(JOB_ROLE) if index.isValid() else None

    def _thumbnail_of(self, job: Job, size: QSize) -> QPixmap | None:
        clip = self._clips.known.get(job.clip_id) if self._clips is not None and job.clip_id else None
        path = clip.thumbnail_path if clip else job.input_path
        return self._thumbnails.picture(path, size) if path else None

    @Slot(object)
    def _press(self, action: JobAction) -> None:
        job = self._job(self._open_index())
        if job is not None:
            self.act.emit(job, action)

    @Slot(QModelIndex)
    def _show_done(self, index: QModelIndex) -> None:
        """A click on a finished job shows its clip."""
        job = self._job(index)
        if job is not None and JobAction.SHOW in self._jobs.actions(job):
            self.act.emit(job, JobAction.SHOW)

    def _action_at(self, index: QModelIndex, at: QPoint) -> JobAction | None:
        job = self._job(index)
        return (
            None if job is None else self._delegate.action_at(self.visualRect(index), job, self.font(), at.x(), at.y())
        )

    def _open_index(self) -> QModelIndex:
        """The open card: the current one, but for as long as a card is held."""
        return self._jobs.index_of(self._delegate.current_id)

    def _place_buttons(self) -> None:
        index = self._open_index()
        job = self._job(index)
        if job is None or len(self._jobs.actions(job)) < 2:
            self._buttons.hide()
            return
        self._buttons.setGeometry(self._delegate.places(self.visualRect(index), job, self.font()).buttons)
        self._buttons.lay_out()
        self._buttons.show()

    @Slot(int, int)
    def _keep_right_edge(self, lowest: int, highest: int) -> None:
        """Where there is no scroll bar the cards end where they do beside one."""
        self.setViewportMargins(0, 0, 0 if highest > lowest else 8, 0)

    def _open_card(self, job: Job | None) -> None:
        """A card that is held opens when it is let go: the place that a person aims at must not move away."""
        job_id = job.id if job else ""
        if self._lift.job_id and job_id != self._delegate.current_id:
            return
        self._delegate.current_id = job_id
        self._buttons.show_job(job, self._jobs.actions(job) if job else ())
        self._is_laid_out = False
        self.scheduleDelayedItemsLayout()

    # ------------------------------------------------------------ Qt asks

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self._open_card(self._job(current))

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
        if self._jobs.index_of(self._delegate.current_id) == top_left:
            self._open_card(self._job(top_left))

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
        self._place_buttons()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        self._place_buttons()

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
        elif self._lift.lifted and event.key() == Qt.Key.Key_Escape:
            self._let_go()
        elif job is not None and event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() in _PLACES:
            self.move_by(job, _PLACES[event.key()])
        else:
            super().keyPressEvent(event)

    def _act_by_key(self, job: Job, key: int) -> None:
        """Enter does the main action, Delete takes the job off the list."""
        possible = self._jobs.actions(job)
        action = JobAction.REMOVE if key == Qt.Key.Key_Delete else next(iter(possible), None)
        if action in possible:
            self.act.emit(job, action)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        if self._lift.job_id and event.buttons() & Qt.MouseButton.LeftButton:
            self._carry(at)
            return
        super().mouseMoveEvent(event)
        index = self.indexAt(at)
        job = self._job(index)
        over = job is not None and self._action_at(index, at) is not None
        self._hover(job.id if job and over else "")

    def leaveEvent(self, event: QEvent) -> None:
        self._hover("")
        super().leaveEvent(event)

    def _hover(self, job_id: str) -> None:
        if job_id != self._delegate.hovered_action:
            self._delegate.hovered_action = job_id
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if job_id else Qt.CursorShape.ArrowCursor)
            self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press on the main action does not open the card first: it would move away from under the mouse."""
        self._lift.let_go()  # where a release went elsewhere
        self._scroll.stop()
        self._pressed = self._pressable(event)
        if self._pressed is not None:
            return
        at = event.position().toPoint()
        job = self._job(self.indexAt(at))
        if job is not None and job.state is JobState.WAITING and event.button() is Qt.MouseButton.LeftButton:
            self._lift.press(job.id, at)
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The second press of a double click is no second wish, also where another card has come under the mouse."""
        if self._pressable(event) is None:
            super().mouseDoubleClickEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, None
        if self._lift.lifted:
            self._drop()
            return
        if pressed is None:
            super().mouseReleaseEvent(event)
        elif pressed == self._pressable(event):
            self.act.emit(*pressed)
        self._let_go()

    # ------------------------------------------------------------ putting a job elsewhere in line

    def _waiting_cards(self) -> list[LiftedCard]:
        """Those in sight and the next on either side, from the top down: what goes out last is on top."""
        top = max(self.indexAt(QPoint(1, 0)).row(), 0)
        bottom = self.indexAt(QPoint(1, self.viewport().height() - 1)).row()
        bottom = bottom if bottom >= 0 else self._jobs.rowCount() - 1
        cards = []
        for row in self._jobs.waiting_rows(top, bottom):
            rect = self.visualRect(self._jobs.index(row))
            cards.append(LiftedCard(self._jobs.at(row).id, rect.top(), rect.bottom() - GAP))
        return cards

    def _carry(self, at: QPoint) -> None:
        self._lift.move(at, self._waiting_cards())
        if self._lift.lifted:
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
            self._scroll.start()
            self.viewport().update()

    @Slot()
    def _scroll_on(self) -> None:
        """Near its upper and lower end the list moves under the mouse."""
        y, height = self._lift.at.y(), self.viewport().height()
        step = -SCROLL_STEP if y < SCROLL_EDGE else SCROLL_STEP if y > height - SCROLL_EDGE else 0
        if step:
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() + step)
            self._lift.move(self._lift.at, self._waiting_cards())
            self.viewport().update()

    def _drop(self) -> None:
        job_id, gap = self._lift.job_id, self._lift.gap
        self._let_go()
        order = [job.id for job in self._jobs.waiting()]
        if gap is not None and job_id in order and order_after(order, job_id, gap.before_id) != order:
            self.order_wanted.emit(job_id, gap.before_id)

    def _let_go(self) -> None:
        if self._lift.lifted:
            self.viewport().setCursor(Qt.CursorShape.ArrowCursor)
            self.viewport().update()
        self._lift.let_go()
        self._scroll.stop()
        job = self.current_job()
        if self._delegate.current_id != (job.id if job else ""):
            self._open_card(job)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._lift.gap is not None:
            self._paint_lift(self._lift.gap)

    def _paint_lift(self, gap: Gap) -> None:
        """The lifted card is pale, and a line shows where it would go."""
        pale = QColor(self._theme.colours.panel)
        pale.setAlpha(150)
        painter = QPainter(self.viewport())
        card = self.visualRect(self._jobs.index_of(self._lift.job_id)).adjusted(0, 0, 0, -GAP)
        painter.fillRect(card, pale)
        painter.setPen(QPen(QColor(self._theme.colours.accent), 2))
        y = min(max(gap.y - GAP // 2, 1), self.viewport().height() - 2)
        painter.drawLine(card.left(), y, card.right() - 1, y)
        painter.end()

    def _pressable(self, event: QMouseEvent) -> tuple[Job, JobAction] | None:
        at = event.position().toPoint()
        index = self.indexAt(at)
        action = self._action_at(index, at) if event.button() is Qt.MouseButton.LeftButton else None
        job = self._job(index)
        return None if job is None or action is None else (job, action)
