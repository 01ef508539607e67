"""Painters lay out from left to right; where people read from right to left, what they painted is turned round here.

Qt turns the alignment of text by itself, but no rectangle that a painter has worked out.
"""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtWidgets import QStyle


def mirrored(place: QRect, within: QRect, direction: Qt.LayoutDirection) -> QRect:
    """Where a part lies that was laid out in `within` from left to right."""
    return QStyle.visualRect(direction, within, place)


def mirrored_exactly(place: QRectF, within: QRectF, direction: Qt.LayoutDirection) -> QRectF:
    """The like for fractions of pixels."""
    if direction is not Qt.LayoutDirection.RightToLeft:
        return place
    return QRectF(within.left() + within.right() - place.right(), place.top(), place.width(), place.height())
