"""Views get a viewport that Python made.

Asked for one that Qt made, PySide goes through all kinds of widgets that Qt has, down to wizards and calendars, to find
out which it is, and makes Python classes of them: a good part of what the first window takes.
"""

from collections.abc import Callable

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

SCROLL_BAR = 8
"""Pixels that it takes; as the style sheet has it."""


def give_viewport(area: QAbstractScrollArea) -> None:
    """One like that which Qt gave it; before anything asks for that one."""
    viewport = QWidget()
    viewport.setObjectName("qt_scrollarea_viewport")
    viewport.setBackgroundRole(QPalette.ColorRole.Base)
    viewport.setAutoFillBackground(True)
    area.setViewport(viewport)


def keep_right_edge(view: QAbstractScrollArea, set_margins: Callable[[int, int, int, int], object]) -> None:
    """Where there is no scroll bar what is listed ends where it does beside one."""

    def settle(lowest: int, highest: int) -> None:
        beside = 0 if highest > lowest else SCROLL_BAR
        to_the_left = view.isRightToLeft()
        set_margins(beside if to_the_left else 0, 0, 0 if to_the_left else beside, 0)

    view.verticalScrollBar().rangeChanged.connect(settle)
    settle(0, 0)
