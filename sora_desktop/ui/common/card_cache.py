"""Cards as they were last painted, kept while there is room: a list that scrolls only moves them."""

from collections import OrderedDict
from collections.abc import Callable, Hashable

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap

ROOM = 24 * 1024 * 1024
"""Bytes of pixels that are kept, the latest seen."""


class CardCache:
    """A card is asked for with everything that its look depends on; `paint` is called only where that is new."""

    def __init__(self, room: int = ROOM) -> None:
        self._room = room
        self._cards: OrderedDict[Hashable, QPixmap] = OrderedDict()
        self._bytes = 0

    def draw(
        self, painter: QPainter, at: QPoint, size: QSize, look: Hashable, paint: Callable[[QPainter], None]
    ) -> None:
        """Put the card at a place; `paint` paints it at the origin, in the painter's own coordinates."""
        ratio = painter.device().devicePixelRatio()
        key = (size.width(), size.height(), ratio, look)
        card = self._cards.get(key)
        if card is None:
            card = _painted(size, ratio, paint)
            self._keep(key, card)
        else:
            self._cards.move_to_end(key)
        painter.drawPixmap(at, card)

    def clear(self) -> None:
        """Everything looks otherwise now."""
        self._cards.clear()
        self._bytes = 0

    def _keep(self, key: Hashable, card: QPixmap) -> None:
        self._cards[key] = card
        self._bytes += _bytes(card)
        while self._bytes > self._room and len(self._cards) > 1:
            _, oldest = self._cards.popitem(last=False)
            self._bytes -= _bytes(oldest)


def _painted(size: QSize, ratio: float, paint: Callable[[QPainter], None]) -> QPixmap:
    card = QPixmap(size * ratio)
    card.setDevicePixelRatio(ratio)
    card.fill(Qt.GlobalColor.transparent)
    painter = QPainter(card)
    paint(painter)
    painter.end()
    return card


def _bytes(card: QPixmap) -> int:
    return card.width() * card.height() * 4
