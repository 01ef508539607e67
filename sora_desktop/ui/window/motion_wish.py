"""Asks the desktop once, when the window stands, whether less shall move."""

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QGuiApplication

from sora_desktop.ui.common.background import Background
from sora_desktop.ui.common.motion import MOTION, UNSEEN

if TYPE_CHECKING:
    from types import ModuleType

_LATER_MILLISECONDS = 3000
"""A start has better things to do, and nothing moves in it."""


def load_motion_bus() -> "ModuleType":
    from sora_desktop.ui.window import motion_bus

    return motion_bus


class MotionWish(QObject):
    """Only Linux has a bus for it; of Windows Qt knows, of a Mac nobody tells."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = Background(self)
        self._clock = QTimer(self, singleShot=True, interval=_LATER_MILLISECONDS)
        self._clock.timeout.connect(self.ask)

    def ask_later(self) -> None:
        if sys.platform == "linux" and QGuiApplication.platformName() not in UNSEEN:
            self._clock.start()

    def close(self) -> None:
        """The window goes; nobody is asked any more."""
        self._clock.stop()

    @Slot()
    def ask(self) -> None:
        self._background.run(lambda: bool(load_motion_bus().may_move()), self._take)

    @staticmethod
    def _take(agrees: bool) -> None:
        MOTION.system_agrees = agrees
