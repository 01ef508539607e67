"""Where the cards of a grid with day headings lie. Plain numbers, so that ten thousand cost no more than ten."""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from math import sqrt

from PySide6.QtCore import QPoint, QRect

from sora_desktop.base.values import dataclass
from sora_desktop.ui.library.item_models import DayGroup

GAP = 10
CARD_WIDTHS = (160, 360)
"""A landscape card is at least and at most about so wide: the wider the grid, the larger its pictures."""
_ACROSS = 5
_LANDSCAPE = 16 / 9


@dataclass(frozen=True, slots=True)
class _Band:
    """One day: its heading at `top`, the first line of its cards at `cards`, all in whole-content pixels."""

    group: DayGroup
    top: int
    cards: int
    bottom: int


class GridLayout:
    """Bands of cards, one for each day, for a width in pixels. All rectangles are in content coordinates.

    `ratio` is that of the room for a picture, its width by its height.
    """

    def __init__(
        self,
        groups: Sequence[DayGroup],
        width: int,
        words_height: int,
        heading_height: int,
        ratio: float = _LANDSCAPE,
    ) -> None:
        card_width = _card_width(width, ratio)
        self.columns = max(2 if width >= 2 * 90 + GAP else 1, (width + GAP) // (card_width + GAP))
        self.card_width = max(60, (width - GAP * (self.columns - 1)) // self.columns)
        self.picture_height = round(self.card_width / ratio)
        self.card_height = self.picture_height + words_height
        self._width = width
        self._heading_height = heading_height
        self._bands = self._stack(groups)
        self._tops = [band.top for band in self._bands]
        self._firsts = [band.group.first for band in self._bands]
        self.height = self._bands[-1].bottom if self._bands else 0

    def _stack(self, groups: Sequence[DayGroup]) -> list[_Band]:
        bands, top = [], 0
        for group in groups:
            lines = -(-group.count // self.columns)
            cards = top + self._heading_height
            bottom = cards + lines * (self.card_height + GAP) + 4
            bands.append(_Band(group, top, cards, bottom))
            top = bottom
        return bands

    def rect(self, row: int) -> QRect:
        """The card of a row; empty where nothing is laid out yet."""
        if not self._bands:
            return QRect()
        band = self._bands[bisect_right(self._firsts, row) - 1]
        line, column = divmod(row - band.group.first, self.columns)
        x, y = column * (self.card_width + GAP), band.cards + line * (self.card_height + GAP)
        return QRect(x, y, self.card_width, self.card_height)

    def row_at(self, at: QPoint) -> int | None:
        """The row whose card lies at this point."""
        if not self._bands or at.y() < 0:
            return None
        band = self._bands[bisect_right(self._tops, at.y()) - 1]
        line, column = (at.y() - band.cards) // (self.card_height + GAP), at.x() // (self.card_width + GAP)
        row = band.group.first + line * self.columns + column
        inside = line >= 0 and 0 <= column < self.columns and row < band.group.first + band.group.count
        return row if inside and self.rect(row).contains(at) else None

    def rows_between(self, top: int, bottom: int) -> range:
        """The rows whose cards may be seen between two heights."""
        bands = [band for band in self._bands if band.bottom > top and band.top < bottom]
        if not bands:
            return range(0)
        step = self.card_height + GAP
        first, last = bands[0], bands[-1]
        start = first.group.first + min(first.group.count, max(0, (top - first.cards) // step) * self.columns)
        end = last.group.first + min(last.group.count, max(0, (bottom - last.cards) // step + 1) * self.columns)
        return range(start, end)

    def headings_between(self, top: int, bottom: int) -> list[tuple[date, QRect]]:
        """Days whose heading may be seen, and where it stands."""
        return [
            (band.group.day, QRect(0, band.top, self._width, self._heading_height))
            for band in self._bands
            if band.cards > top and band.top < bottom
        ]

    def row_beside(self, row: int, lines: int) -> int:
        """The row so many lines below (or above), in the same column as far as there is one; across days too."""
        target = row
        for _ in range(abs(lines)):
            target = self._next_line(target, 1 if lines > 0 else -1)
        return target

    def _next_line(self, row: int, step: int) -> int:
        place = bisect_right(self._firsts, row) - 1
        group = self._bands[place].group
        beside = row + step * self.columns
        last_line = (group.count - 1) // self.columns
        line, column = divmod(row - group.first, self.columns)
        if 0 <= line + step <= last_line:
            return min(beside, group.first + group.count - 1)
        if not 0 <= place + step < len(self._bands):
            return row
        other = self._bands[place + step].group
        start = 0 if step > 0 else (other.count - 1) // self.columns * self.columns
        return other.first + min(start + column, other.count - 1)


def _card_width(width: int, ratio: float) -> int:
    """About so wide is a card: one of another shape takes as much of the screen as a landscape one, or a little less."""
    least, most = CARD_WIDTHS
    landscape = min(max(width // _ACROSS, least), most)
    return round(landscape * min(1.0, sqrt(ratio / _LANDSCAPE)))
