"""Painters lay out from left to right; where people read from right to left, what they painted is turned round here.

Qt turns the alignment of text by itself, but no rectangle that a painter has worked out.
"""

from PySide6.QtCore import QMargins, QRect, QRectF, Qt
from PySide6.QtWidgets import QStyle


def mirrored(place: QRect, within: QRect, direction: Qt.LayoutDirection) -> QRect:
    """Where a part lies that was laid out in `within` from left to right."""
    return QStyle.visualRect(direction, within, place)


def mirrored_exactly(place: QRectF, within: QRectF, direction: Qt.LayoutDirection) -> QRectF:
    """The like for fractions of pixels."""
    if direction is not Qt.LayoutDirection.RightToLeft:
        return place
    return QRectF(within.left() + within.right() - place.right(), place.top(), place.width(), place.height())


def mirrored_margins(margins: QMargins, direction: Qt.LayoutDirection) -> QMargins:
    """What a layout leaves free, given for reading from left to right: Qt turns its parts, but not its margins."""
    if direction is not Qt.LayoutDirection.RightToLeft:
        return margins
    return QMargins(margins.right(), margins.top(), margins.left(), margins.bottom())
