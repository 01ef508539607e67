"""Where the takes of the strip lie. Plain numbers, from left to right."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QRect

from sora_desktop.base.values import dataclass
from sora_desktop.ui.strip.takes import Take

GAP = 10
STACKED = 8
"""So far what lies under the top of a stack looks out at its upper right."""
_NARROWEST, _WIDEST = 0.5625, 2.4
"""A tile is at least and at most so many times as wide as it is high."""
_LEAST = 60
"""Pixels: its words want to be read."""


@dataclass(frozen=True, slots=True)
class Heights:
    """Of the parts of a tile, in pixels: what is free above, the picture, and the words below it.

    `label` is the room of a day's name, which runs upwards.
    """

    top: int
    picture: int
    words: int
    label: int = 20


@dataclass(frozen=True, slots=True)
class Label:
    """The name of a day, None for now, and where it stands."""

    day: date | None
    rect: QRect


class StripLayout:
    """The tiles of all takes; those of one stack have the same, unless it is `unfolded`: ids of its takes are among these."""

    def __init__(
        self, takes: Sequence[Take], heights: Heights, margin: int, unfolded: frozenset[str] = frozenset()
    ) -> None:
        self._rects: list[QRect] = []
        self.labels: list[Label] = []
        x, day, is_first = margin, None, True
        for take in takes:
            if is_first or take.day != day:
                x += 0 if is_first else GAP
                self.labels.append(Label(take.day, QRect(x, heights.top, heights.label, heights.picture)))
                x, day, is_first = x + heights.label + GAP // 2, take.day, False
            if take.place and take.id not in unfolded:
                self._rects.append(self._rects[-1])
                continue
            width = _width(take.shape, heights.picture)
            self._rects.append(QRect(x, heights.top, width, heights.picture + heights.words))
            x += width + GAP + (STACKED if take.of > 1 and take.id not in unfolded else 0)
        self.width = x - GAP + margin if self._rects else 0
        self._lefts = [rect.left() for rect in self._rects]

    def rect(self, row: int) -> QRect:
        """The tile of a row: its picture and the words below it. Empty for a row that has come since."""
        return self._rects[row] if row < len(self._rects) else QRect()

    def first_at(self, x: int) -> int | None:
        """The first row of the tile or stack that lies at this place."""
        row = bisect_right(self._lefts, x) - 1
        if row < 0 or x > self._rects[row].right():
            return None
        return bisect_left(self._lefts, self._lefts[row])

    def rows_between(self, left: int, right: int) -> range:
        """The rows whose tiles may be seen between two places."""
        start = max(0, bisect_right(self._lefts, left) - 1)
        if start < len(self._lefts):
            start = bisect_left(self._lefts, self._lefts[start])
        return range(start, bisect_left(self._lefts, right))


def spread(takes: Sequence[Take], unfolded: frozenset[str]) -> frozenset[str]:
    """What joins an unfolded stack lies beside the others; what has left one, or is alone, is unfolded no more."""
    if not unfolded:
        return unfolded
    heads = {row - take.place for row, take in enumerate(takes) if take.of > 1 and take.id in unfolded}
    return frozenset(take.id for row, take in enumerate(takes) if row - take.place in heads and take.of > 1)


def _width(shape: tuple[int, int], height: int) -> int:
    width, whole = shape
    return max(_LEAST, round(height * min(max(width / max(whole, 1), _NARROWEST), _WIDEST)))
