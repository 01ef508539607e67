"""The list of jobs as a person handles it: cards, the buttons of the open one, its menu and its keys."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QListView, QMenu, QPushButton, QWidget

from sora_desktop.domain.job import Job
from sora_desktop.ui import text
from sora_desktop.ui.lists.clips import ClipList
from sora_desktop.ui.lists.job_actions import JobAction, actions, label, menu_actions
from sora_desktop.ui.lists.jobs import JOB_ROLE, JobList
from sora_desktop.ui.text import tr
from sora_desktop.ui.theme import ThemeKeeper
from sora_desktop.ui.widgets.job_delegate import JobDelegate
from sora_desktop.ui.widgets.thumbnails import Thumbnails

_BUTTON_GAP = 6

Index = QModelIndex | QPersistentModelIndex


class JobButtons(QWidget):
    """The actions of one job as real buttons, in as many lines as they need.

    Signals: `pressed(JobAction)`.
    """

    pressed = Signal(object)

    def __init__(self, parent: QWidget, home: QWidget) -> None:
        """`home` takes the focus over when the buttons go."""
        super().__init__(parent)
        self._home = home
        self._buttons: list[QPushButton] = []
        self._shown: list[tuple[JobAction, str]] = []

    def show_job(self, job: Job | None) -> None:
        """Make the buttons of this job; they stay as they are where nothing about them changes."""
        wanted = [(action, label(action, job)) for action in actions(job)] if job else []
        if wanted == self._shown:
            return
        self._shown = wanted
        had_focus = any(button.hasFocus() for button in self._buttons)
        for button in self._buttons:
            button.hide()
            button.deleteLater()
        self._buttons = [self._make(action, words) for action, words in wanted]
        if had_focus:
            self._home.setFocus()

    def _make(self, action: JobAction, words: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setProperty("role", "small")
        button.setAccessibleName(words)
        button.setObjectName(f"job-{action}")
        button.clicked.connect(lambda: self.pressed.emit(action))
        button.show()
        return button

    def height_for(self, width: int) -> int:
        return self._flow(width, place=False)

    def lay_out(self) -> None:
        self._flow(self.width(), place=True)

    def _flow(self, width: int, *, place: bool) -> int:
        x = y = line = 0
        for button in self._buttons:
            size = button.sizeHint()
            if x and x + size.width() > width:
                x, y, line = 0, y + line + _BUTTON_GAP, 0
            if place:
                button.setGeometry(QRect(QPoint(x, y), size))
            x, line = x + size.width() + _BUTTON_GAP, max(line, size.height())
        return y + line


class JobView(QListView):
    """Signals: `act(Job, JobAction)` a person wants this done."""

    act = Signal(object, object)

    def __init__(
        self, jobs: JobList, theme: ThemeKeeper, clips: ClipList | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("queueList")
        self.setAccessibleName(tr(text.QUEUE_NAME))
        self._jobs = jobs
        self._clips = clips
        self._pressed: tuple[Job, JobAction] | None = None
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

    def current_job(self) -> Job | None:
        return self._job(self.currentIndex())

    def menu_for(self, job: Job) -> QMenu:
        """All that can be done with this job; the first is what Enter does."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName(tr(text.QUEUE_MENU))
        for action in menu_actions(job):
            entry = menu.addAction(label(action, job))
            entry.triggered.connect(lambda _=False, each=action: self.act.emit(job, each))
        return menu

    def _job(self, index: Index) -> Job | None:
        return index.data(JOB_ROLE) if index.isValid() else None

    def _thumbnail_of(self, job: Job, size: QSize) -> QPixmap | None:
        clip = self._clips.clip(job.clip_id) if self._clips is not None and job.clip_id else None
        path = clip.thumbnail_path if clip else job.input_path
        return self._thumbnails.picture(path, size) if path else None

    @Slot(object)
    def _press(self, action: JobAction) -> None:
        job = self.current_job()
        if job is not None:
            self.act.emit(job, action)

    @Slot(QModelIndex)
    def _show_done(self, index: QModelIndex) -> None:
        """A click on a finished job shows its clip."""
        job = self._job(index)
        if job is not None and JobAction.SHOW in actions(job):
            self.act.emit(job, JobAction.SHOW)

    def _press_main(self, job: Job) -> None:
        possible = actions(job)
        if possible:
            self.act.emit(job, possible[0])

    def _action_at(self, index: QModelIndex, at: QPoint) -> JobAction | None:
        job = self._job(index)
        return (
            None if job is None else self._delegate.action_at(self.visualRect(index), job, self.font(), at.x(), at.y())
        )

    def _place_buttons(self) -> None:
        index = self.currentIndex()
        job = self._job(index)
        if job is None or len(actions(job)) < 2:
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
        self._delegate.current_id = job.id if job else ""
        self._buttons.show_job(job)
        self.scheduleDelayedItemsLayout()

    # ------------------------------------------------------------ Qt asks

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self._open_card(self._job(current))

    def dataChanged(self, top_left: Index, bottom_right: Index, roles: Sequence[int] = ()) -> None:
        """Progress alone paints one card anew; Qt would lay out the whole list."""
        if list(roles) == [JOB_ROLE]:
            self.viewport().update(self.visualRect(top_left))
            return
        super().dataChanged(top_left, bottom_right, roles)
        if self.currentIndex() == top_left:
            self._open_card(self.current_job())

    def updateGeometries(self) -> None:
        super().updateGeometries()
        self._place_buttons()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        self._place_buttons()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        job = self._job(index)
        if job is not None and menu_actions(job):
            self.setCurrentIndex(index)
            at = self.visualRect(index).center() if by_key else event.pos()
            self.menu_for(job).popup(self.viewport().mapToGlobal(at))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        job = self.current_job()
        if job is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._press_main(job)
        elif job is not None and event.key() == Qt.Key.Key_Delete and JobAction.REMOVE in actions(job):
            self.act.emit(job, JobAction.REMOVE)
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        at = event.position().toPoint()
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
        self._pressed = self._pressable(event)
        if self._pressed is None:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, None
        if pressed is None:
            super().mouseReleaseEvent(event)
        elif pressed == self._pressable(event):
            self.act.emit(*pressed)

    def _pressable(self, event: QMouseEvent) -> tuple[Job, JobAction] | None:
        at = event.position().toPoint()
        index = self.indexAt(at)
        action = self._action_at(index, at) if event.button() is Qt.MouseButton.LeftButton else None
        job = self._job(index)
        return None if job is None or action is None else (job, action)
