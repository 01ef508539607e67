"""Words on one line. They are cut before they are laid out: what cannot be seen is neither measured nor painted.

A prompt may have a megabyte, and shaping text takes time for each of its letters.
"""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter

_NARROW = 2
"""Pixels: no letter that a person reads is narrower."""
_AT_LEAST = 16


def cut(words: str, width: int, *, middle: bool = False) -> str:
    """As much of `words` as could be seen on a line of `width` pixels, with an ellipsis where there is more."""
    most = max(width // _NARROW, _AT_LEAST)
    if len(words) <= most:
        return words
    return f"{words[: most // 2]}…{words[-most // 2 :]}" if middle else f"{words[:most]}…"


def elided(metrics: QFontMetrics, words: str, width: int, mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight) -> str:
    """`words` as they fit on a line of `width` pixels."""
    return metrics.elidedText(cut(words, width, middle=mode is Qt.TextElideMode.ElideMiddle), mode, width)


def paint_line(painter: QPainter, place: QRect, words: str, font: QFont, colour: str) -> None:
    painter.setFont(font)
    painter.setPen(QColor(colour))
    shown = elided(QFontMetrics(font), words, place.width())
    painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
