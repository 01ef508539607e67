"""Where the window stands, how it is shared out and what of it is open, from one start to the next."""

from PySide6.QtCore import QByteArray, QObject, Slot
from PySide6.QtWidgets import QMainWindow

from sora_desktop.ui.window.columns import FIRST_SIZE, Columns
from sora_desktop.ui.window.queue_drawer import QueueDrawer
from sora_desktop.ui.window.window_settings import WindowSettings


class WindowState(QObject):
    """Puts the window where it was, and remembers where it is put once it has been shown."""

    def __init__(self, window: QMainWindow, columns: Columns, drawer: QueueDrawer, settings: WindowSettings) -> None:
        super().__init__(window)
        self._window = window
        self._columns = columns
        self._settings = settings
        self._drawer = drawer
        self._has_been_shown = False
        columns.rearranged.connect(self.remember)
        drawer.toggled.connect(self.remember)

    def restore(self) -> None:
        """Stand where it stood; before it is shown."""
        self._window.resize(*FIRST_SIZE)
        geometry = QByteArray.fromBase64(self._settings.now.window_geometry.encode("ascii", "ignore"))
        if not geometry.isEmpty():
            self._window.restoreGeometry(geometry)
        self._drawer.show_open(is_open=self._settings.now.queue_open)

    def first_shown(self) -> bool:
        """Share out the columns, which needs the size of the window; True the first time that it is shown."""
        if self._has_been_shown:
            return False
        self._has_been_shown = True
        self._columns.arrange(self._settings.now.window_columns)
        return True

    @Slot()
    def remember(self) -> None:
        """Write down where it is now, where that is another place than before."""
        if not self._has_been_shown or self._window.isFullScreen():
            return
        geometry = bytes(self._window.saveGeometry().toBase64().data()).decode("ascii")
        place = {
            "window_geometry": geometry,
            "window_columns": self._columns.arrangement,
            "queue_open": self._drawer.is_open,
        }
        if place != {name: getattr(self._settings.now, name) for name in place}:
            self._settings.change(**place)
