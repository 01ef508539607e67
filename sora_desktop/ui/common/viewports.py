"""Views get a viewport that Python made.

Asked for one that Qt made, PySide goes through all kinds of widgets that Qt has, down to wizards and calendars, to find
out which it is, and makes Python classes of them: a good part of what the first window takes.
"""

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QAbstractScrollArea, QWidget


def give_viewport(area: QAbstractScrollArea) -> None:
    """One like that which Qt gave it; before anything asks for that one."""
    viewport = QWidget()
    viewport.setObjectName("qt_scrollarea_viewport")
    viewport.setBackgroundRole(QPalette.ColorRole.Base)
    viewport.setAutoFillBackground(True)
    area.setViewport(viewport)
