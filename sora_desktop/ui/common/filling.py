"""Filling a place with a colour, without all that QPainter.fillRect takes beside colours."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter


def fill(painter: QPainter, place: QRect | QRectF, colour: QColor) -> None:
    """As `fillRect`. To see which form of that is meant, PySide makes classes of gradients and their 169 presets."""
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRect(place)
    painter.restore()
