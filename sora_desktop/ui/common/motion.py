"""Whether something on screen may move by itself, and for how long: it shows where a thing went, and nothing else."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QStyle

LONGEST_MILLISECONDS = 150
UNSEEN = frozenset({"offscreen", "minimal", "vnc"})
"""Platforms of Qt on which nobody looks, or each picture is dear."""


class Motion:
    """`wanted` is what a person has set; the system's own wish for less motion counts as well, where Qt hears of it."""

    def __init__(self) -> None:
        self.wanted = True

    @property
    def milliseconds(self) -> int:
        """How long a movement takes; 0 where a thing is there at once."""
        return LONGEST_MILLISECONDS if self.wanted and _system_moves() else 0


MOTION = Motion()
"""That of all windows: it is a wish about the screen, not about one of them."""


def _system_moves() -> bool:
    if QGuiApplication.platformName() in UNSEEN:
        return False
    lasts = QApplication.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration)
    return lasts > 0 and QApplication.isEffectEnabled(Qt.UIEffect.UI_General)
