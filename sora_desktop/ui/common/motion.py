"""Whether something on screen may move by itself, and for how long: it shows where a thing went, and nothing else."""

import sys

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QStyle

LONGEST_MILLISECONDS = 150
UNSEEN = frozenset({"offscreen", "minimal", "vnc"})
"""Platforms of Qt on which nobody looks, or each picture is dear."""


class Motion:
    """`wanted` is what a person has set; `system_agrees`, what the system was heard to want, if it was asked."""

    def __init__(self) -> None:
        self.wanted = True
        self.system_agrees = True

    @property
    def milliseconds(self) -> int:
        """How long a movement takes; 0 where a thing is there at once."""
        return LONGEST_MILLISECONDS if self.wanted and self.system_agrees and _qt_moves() else 0


MOTION = Motion()
"""That of all windows: it is a wish about the screen, not about one of them."""


def _qt_moves() -> bool:
    """Only of Windows Qt knows what the system wants; elsewhere its effects are off, whatever that is."""
    if QGuiApplication.platformName() in UNSEEN:
        return False
    if sys.platform == "win32" and not QApplication.isEffectEnabled(Qt.UIEffect.UI_General):
        return False
    return QApplication.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) > 0
