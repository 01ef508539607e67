"""The whole window takes a picture that is dropped on it, in either view."""

from PySide6.QtCore import QEvent, QMimeData, QObject, QTimer, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QMainWindow

from sora_desktop.domain.events import Notice, Severity
from sora_desktop.domain.settings import View
from sora_desktop.ui.compose.drop_places import DropPlace
from sora_desktop.ui.compose.drops import WrongDrop, read_drop, what_is_dragged
from sora_desktop.ui.window.contents import WindowContents
from sora_desktop.ui.window.drop_sign import DropSign

_DROP = "drop"
_NOTHING_IS_DRAGGED = frozenset(
    {
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseButtonRelease,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.KeyPress,
        QEvent.Type.WindowDeactivate,
        QEvent.Type.Hide,
    }
)
"""What a window hears of only while nothing is dragged over it."""


class WindowDrops(QObject):
    """Watches the window itself, before any control in it: some of them take words, and would take a link as words."""

    def __init__(self, window: QMainWindow, contents: WindowContents) -> None:
        super().__init__(window)
        self._window = window
        self._contents = contents
        self._handle: QObject | None = None
        self.sign = DropSign(contents.theme, window)
        self.sign.dropped.connect(self._take)
        window.setAcceptDrops(True)
        window.installEventFilter(self)
        self._watch_handle()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind is QEvent.Type.DragEnter and isinstance(event, QDragEnterEvent):
            self._begin(event)
            if watched is self._window and self.sign.places:  # no control took it, and the sign was not there yet
                event.acceptProposedAction()
                return True
        elif kind in (QEvent.Type.DragLeave, QEvent.Type.Drop):
            return self._end(watched, event)
        elif kind in _NOTHING_IS_DRAGGED and self.sign.places:
            self.sign.put_away()
        elif kind is QEvent.Type.Show and watched is self._window:
            self._watch_handle()
        return False

    def _watch_handle(self) -> None:
        handle: QObject | None = self._window.windowHandle()  # the stub says that there always is one
        if handle is not None and handle is not self._handle:
            self._handle = handle
            handle.installEventFilter(self)

    def _begin(self, event: QDragEnterEvent) -> None:
        """What is dragged out of this very window is not for it, and while a sheet is open nothing is."""
        dragged = what_is_dragged(event.mimeData())
        if dragged is None or _comes_from_here(event) or QApplication.activeModalWidget():
            return
        if not self.sign.places:
            self.sign.show_places(self._contents.panels.compose.drop_places(dragged))

    def _end(self, watched: QObject, event: QEvent) -> bool:
        """The sign hears of it itself after that, where it lies under the mouse."""
        if watched is self._window and isinstance(event, QDropEvent) and self.sign.places:
            place = self.sign.places[0]
            self.sign.put_away()
            event.acceptProposedAction()
            self._take(place, event.mimeData())
            return True
        QTimer.singleShot(0, self.sign, self.sign.put_away)
        return False

    @Slot(object, object)
    def _take(self, place: DropPlace, mime: QMimeData) -> None:
        drop = WrongDrop(place.refusal) if place.refusal else read_drop(mime)
        self._contents.views.show_view(View.MAKE)
        if isinstance(drop, WrongDrop):
            self._contents.commands.tell(Notice(drop.reason, Severity.WARNING, topic=_DROP))
        else:
            self._contents.notices.clear_topic(_DROP)
            self._contents.panels.compose.pictures.take(place.role, drop)
        self._window.activateWindow()


def _comes_from_here(event: QDropEvent) -> bool:
    source: object = event.source()  # the stub says that there always is one
    return source is not None
