"""The app's entry in the taskbar or dock: how much there is to look at, and how far what runs is."""

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from sora_desktop.ui.common.background import Background

if TYPE_CHECKING:
    from sora_desktop.ui.window.launcher_bus import LauncherBus


def load_join() -> "LauncherBus | None":
    """Joins the bus, which nothing else needs."""
    from sora_desktop.ui.window.launcher_bus import LauncherBus

    return LauncherBus.join()


class Launcher(QObject):
    """On Linux by the signal that docks listen to, elsewhere by Qt's own badge, which has no progress.

    Nothing is joined before there is something to show.
    """

    def __init__(self, parent: QObject | None = None, *, has_bus: bool = sys.platform.startswith("linux")) -> None:
        super().__init__(parent)
        self._background = Background(self)
        self._has_bus = has_bus
        self._bus: LauncherBus | None = None
        self._is_joining = False
        self._shown: tuple[int, float | None] = (0, None)
        self._told: tuple[int, float | None] = (0, None)

    def show(self, count: int, progress: float | None) -> None:
        """So many things to look at, 0 for none; `progress` from 0 to 1, None where nothing tells of any."""
        self._shown = (count, None if progress is None else round(progress, 2))
        self._tell()

    def close(self) -> None:
        """Show nothing any more."""
        self.show(0, None)
        self._has_bus = False
        if self._bus is not None:
            self._bus.close()
            self._bus = None

    def _tell(self) -> None:
        if self._shown == self._told:
            return
        if not self._has_bus:
            self._told = self._shown
            set_badge(self._shown[0])
        elif self._bus is not None:
            self._told = self._shown
            if not self._bus.update(*self._shown):
                self._has_bus, self._bus = False, None
        elif not self._is_joining:
            self._is_joining = True
            self._background.run(load_join, self._joined)

    def _joined(self, bus: "LauncherBus | None") -> None:
        if bus is None or not self._has_bus:
            self._has_bus = False
            if bus is not None:
                bus.close()
            return
        self._bus = bus
        self._tell()


def set_badge(count: int) -> None:
    """Qt's own, where its platform has one."""
    application = QApplication.instance()
    if isinstance(application, QGuiApplication) and not sys.platform.startswith("linux"):
        application.setBadgeNumber(count)
