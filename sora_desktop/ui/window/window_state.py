"""Where the window stands, how it is shared out and what of it is open, from one start to the next."""

from PySide6.QtCore import QByteArray, QObject, Slot
from PySide6.QtWidgets import QMainWindow

from sora_desktop.ui.window.queue_drawer import QueueDrawer
from sora_desktop.ui.window.views import Views
from sora_desktop.ui.window.window_settings import WindowSettings

FIRST_SIZE = (1440, 900)


class WindowState(QObject):
    """Puts the window where it was, and remembers where it is put once it has been shown."""

    def __init__(self, window: QMainWindow, views: Views, drawer: QueueDrawer, settings: WindowSettings) -> None:
        super().__init__(window)
        self._window = window
        self._views = views
        self._settings = settings
        self._drawer = drawer
        self.is_shown = False
        """Whether it has been shown."""
        views.rearranged.connect(self.remember)
        views.changed.connect(self.remember)
        drawer.toggled.connect(self.remember)

    def restore(self) -> None:
        """Stand where it stood; before it is shown."""
        self._window.resize(*FIRST_SIZE)
        geometry = QByteArray.fromBase64(self._settings.now.window_geometry.encode("ascii", "ignore"))
        if not geometry.isEmpty():
            self._window.restoreGeometry(geometry)
        self._drawer.show_open(is_open=self._settings.now.queue_open)

    def first_shown(self) -> None:
        """Share the views out, which needs the size of the window, and show the one that was shown."""
        self._views.make.arrange(self._settings.now.window_columns)
        self._views.show_view(self._settings.now.view)
        self.is_shown = True

    @Slot()
    def remember(self) -> None:
        """Write down where it is now, where that is another place than before."""
        if not self.is_shown or self._window.isFullScreen():
            return
        geometry = bytes(self._window.saveGeometry().toBase64().data()).decode("ascii")
        place: dict[str, object] = {
            "window_geometry": geometry,
            "window_columns": self._views.make.arrangement,
            "view": self._views.shown,
            "queue_open": self._drawer.is_open,
        }
        if self._views.choose is not None:
            place["choose_columns"] = self._views.choose.arrangement
        if place != {name: getattr(self._settings.now, name) for name in place}:
            self._settings.change(**place)
