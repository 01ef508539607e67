"""Pictures in places of nearly their own shape: an edge that is missed by a rounding would be seen as a thin line."""

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QPainter, QPixmap

NEAR = 4
"""Pixels: whatever misses an edge by no more fills the place."""


def fitting(place: QRect, shape: QSize) -> QRect:
    """The largest rectangle of this shape in the middle of `place`, or all of it where that is nearly its shape."""
    at = QRect(place.topLeft(), shape.scaled(place.size(), Qt.AspectRatioMode.KeepAspectRatio))
    at.moveCenter(place.center())
    return QRect(place) if is_near(place.size(), at.size()) else at


def is_near(place: QSize, size: QSize) -> bool:
    return abs(size.width() - place.width()) <= NEAR and abs(size.height() - place.height()) <= NEAR


def paint_covering(painter: QPainter, place: QRect, picture: QPixmap) -> None:
    """Fill `place` with the picture, undistorted: what is too much of it is left out at both sides."""
    whole = QSizeF(picture.size())
    part = QSizeF(place.size()).scaled(whole, Qt.AspectRatioMode.KeepAspectRatio)
    corner = QPointF((whole.width() - part.width()) / 2, (whole.height() - part.height()) / 2)
    painter.drawPixmap(QRectF(place), picture, QRectF(corner, part))
