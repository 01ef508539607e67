"""Which way a stranger's text is read: by its first letter that has a way, whatever way the window is read."""

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

_LOOKED_AT = 1_000
"""Characters: a text that has no letter in so many has none that a person would begin with."""
_WAYS = {
    "L": Qt.LayoutDirection.LeftToRight,
    "R": Qt.LayoutDirection.RightToLeft,
    "AL": Qt.LayoutDirection.RightToLeft,
}


def reads(words: str) -> Qt.LayoutDirection | None:
    """The way of a stranger's words; None where they have no letters, as numbers and signs go with what is around them."""
    kinds = (unicodedata.bidirectional(char) for char in words[:_LOOKED_AT])
    return next((_WAYS[kind] for kind in kinds if kind in _WAYS), None)


@contextmanager
def read_as(painter: QPainter, way: Qt.LayoutDirection | None) -> Iterator[None]:
    """Paint text this way: it begins at that edge, and its ellipsis ends it. None leaves the painter as it is."""
    before = painter.layoutDirection()
    if way is not None:
        painter.setLayoutDirection(way)
    yield
    painter.setLayoutDirection(before)


def show_way(widget: QWidget, words: str) -> None:
    """Have a widget that shows nothing but these words show them the way they are read."""
    way = reads(words)
    if way is None:
        widget.unsetLayoutDirection()
    elif widget.layoutDirection() is not way or not widget.testAttribute(Qt.WidgetAttribute.WA_SetLayoutDirection):
        widget.setLayoutDirection(way)
