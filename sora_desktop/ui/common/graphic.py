"""A widget that paints itself, and is a picture to screen readers."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QWidget

from sora_desktop.ui.common.labels import PlainLabel


class Graphic(PlainLabel):
    """Its accessible name says what it shows. Qt gives that role to a label with a picture, and to no widget of Python's."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setPixmap(QPixmap(1, 1))

    def sizeHint(self) -> QSize:
        """As large as there is room."""
        return QSize()

    def minimumSizeHint(self) -> QSize:
        return QSize()
