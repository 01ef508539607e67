"""A word or two on a picture, on a dark ground of their own."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter

from sora_desktop.ui.common.lines import elided, smaller
from sora_desktop.ui.common.mirroring import mirrored

_GROUND = QColor(0, 0, 0, 170)


def paint_badge(
    painter: QPainter, picture: QRect, words: str, font: QFont, *, colour: str = "#ffffff", at_top: bool = False
) -> None:
    """At the lower end of the picture's last corner, or at the top of its first one."""
    tiny = smaller(font, 0.82)
    words = elided(QFontMetrics(tiny), words, picture.width() - 18)
    badge = badge_rect(picture, words, font, painter.layoutDirection(), at_top=at_top)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_GROUND)
    painter.drawRoundedRect(badge, 4, 4)
    painter.setFont(tiny)
    painter.setPen(QColor(colour))
    painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, words)


def fitting(candidates: Sequence[str], picture: QRect, font: QFont) -> str:
    """The first of these that is not cut on the picture, else the last."""
    metrics, room = QFontMetrics(smaller(font, 0.82)), picture.width() - 18
    return next((words for words in candidates if metrics.horizontalAdvance(words) <= room), candidates[-1])


def badge_rect(
    picture: QRect, words: str, font: QFont, direction: Qt.LayoutDirection, *, at_top: bool = False
) -> QRect:
    """Where such words lie on a picture."""
    metrics = QFontMetrics(smaller(font, 0.82))
    words = elided(metrics, words, picture.width() - 18)
    badge = QRect(0, 0, metrics.horizontalAdvance(words) + 10, metrics.height() + 2)
    if at_top:
        badge.moveTopLeft(picture.topLeft() + QPoint(5, 5))
    else:
        badge.moveBottomRight(picture.bottomRight() - QPoint(4, 4))
    return mirrored(badge, picture, direction)
