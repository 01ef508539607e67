"""The picture over a whole screen, and back in its place."""

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QVBoxLayout, QWidget

from sora_desktop.base.safe_text import shown
from sora_desktop.ui.stage.video_view import VideoView


class FullScreen(QFrame):
    """The window that a screen fills.

    Signals: `left()` a person wants the screen back in its place.
    """

    left = Signal()

    def __init__(self, screen: VideoView, title: str, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setProperty("role", "stage")
        self.setWindowTitle(shown(title))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(screen)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F11):
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.left.emit()
        super().closeEvent(event)


class FullScreenSwitch(QObject):
    """Takes a view out of its home and puts it back; the home keeps its room meanwhile, so nothing else moves."""

    def __init__(self, screen: VideoView, home: QBoxLayout, parent: QObject) -> None:
        super().__init__(parent)
        self._screen = screen
        self._home = home
        self._full: FullScreen | None = None

    @property
    def is_on(self) -> bool:
        return self._full is not None

    def enter(self, title: str, window: QWidget) -> None:
        """Fill the screen that this window stands on."""
        if self._full is not None:
            return
        self._full = FullScreen(self._screen, title, window)
        self._full.left.connect(self.leave)
        self._screen.set_full(True)
        self._full.setScreen(window.screen())
        self._full.setGeometry(window.screen().geometry())
        self._full.showFullScreen()
        self._screen.surface.setFocus()

    @Slot()
    def leave(self) -> None:
        """Put it back; nothing where it is in its place."""
        full, self._full = self._full, None
        if full is not None:
            self._screen.set_full(False)
            self._home.addWidget(self._screen)
            self._screen.show()
            self._home.activate()  # at once: else it is seen for a moment in another size
            self._screen.surface.setFocus()
            full.close()
