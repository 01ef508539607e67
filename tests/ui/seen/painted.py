"""What delegates write with a painter, noted while a window is grabbed: words, where, and whether they were cut."""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QWidget

_SLACK = 2.0
"""Pixels that letters may reach out of their place: of italics, accents and rounding."""


@dataclass(frozen=True)
class Painted:
    """`place` is in the window, `room` what was given to the words, `needs` what they take; in pixels.

    `on` is the widget that it stands on, None for a picture that is kept.
    """

    words: str
    place: QRect
    room: tuple[float, float]
    needs: tuple[float, float]
    on: QWidget | None

    @property
    def is_cut(self) -> bool:
        return self.needs[0] > self.room[0] + _SLACK or self.needs[1] > self.room[1] + _SLACK


@contextmanager
def noting() -> Iterator[list[Painted]]:
    """Everything that Python code paints as text meanwhile."""
    noted: list[Painted] = []
    real = QPainter.drawText

    def draw(painter: QPainter, *arguments: Any) -> Any:
        note = _note(painter, arguments)
        if note is not None:
            noted.append(note)
        return real(painter, *arguments)

    QPainter.drawText = draw  # type: ignore[method-assign, assignment]  # every delegate paints by it
    try:
        yield noted
    finally:
        QPainter.drawText = real  # type: ignore[method-assign]  # as above


def _note(painter: QPainter, arguments: tuple[Any, ...]) -> Painted | None:
    words = next((each for each in arguments if isinstance(each, str)), "")
    if not words.strip():
        return None
    place = arguments[0]
    metrics = QFontMetricsF(painter.font(), painter.device())
    needs = (metrics.horizontalAdvance(words), metrics.ascent() + metrics.descent())
    if isinstance(place, (QPoint, QPointF)):
        room, rect = needs, QRectF(QPointF(place) - QPointF(0, metrics.ascent()), metrics.size(0, words))
    else:
        rect = QRectF(place)
        room = (rect.width(), rect.height())
        flags = next((int(each) for each in arguments if isinstance(each, (int, Qt.AlignmentFlag, Qt.TextFlag))), 0)
        rect = metrics.boundingRect(rect, flags, words)
        if flags & int(Qt.TextFlag.TextWordWrap):
            needs = (rect.width(), rect.height())
    onto_device = painter.deviceTransform()
    scale = math.hypot(onto_device.m11(), onto_device.m12())
    on_device = onto_device.mapRect(rect)
    in_window = QRectF(on_device.topLeft() / scale, on_device.size() / scale)
    return Painted(
        words, in_window.toAlignedRect(), room, needs, on if isinstance(on := painter.device(), QWidget) else None
    )
