"""A film as it is shown: when each picture begins, how its colours are written, and a picture before and after."""

from dataclasses import replace

from sora_desktop.base.values import dataclass

UNSPECIFIED = 2
BT709, BT470BG, BT601, BT2020, BT2020_CONSTANT = 1, 5, 6, 9, 10
"""Matrices, and primaries where they have the same number."""
PQ, HLG = 16, 18
"""Transfers of a high dynamic range."""

HD_LINES = 720
"""A picture that does not tell its matrix is taken for BT.709 from so many lines on, for BT.601 below."""


MOST_SHIFT = 500_000
"""Microseconds by which two readers of a file may differ about where it begins."""


@dataclass(frozen=True, slots=True)
class ColourTags:
    """What a film says about its colours: code points of ITU-T H.273, and None where it says nothing of the range."""

    primaries: int = UNSPECIFIED
    transfer: int = UNSPECIFIED
    matrix: int = UNSPECIFIED
    full_range: bool | None = None


@dataclass(frozen=True, slots=True)
class FilmLook:
    """`starts`: when each picture is first seen, in microseconds, rising; empty where the file could not be read.

    Zero is the beginning of the film as a whole, about which players differ by some milliseconds: so do `starts`.
    """

    starts: tuple[int, ...] = ()
    colours: ColourTags = ColourTags()


@dataclass(frozen=True, slots=True)
class RawPicture:
    """A picture as a decoder gives it. `layout` is FFmpeg's name; `planes` are bytes, with so many a row."""

    width: int
    height: int
    layout: str
    planes: tuple[tuple[memoryview, int], ...]
    colours: ColourTags


@dataclass(frozen=True, slots=True)
class RgbPicture:
    """A picture as a screen takes it: blue, green, red, alpha in memory order, `stride` bytes a row."""

    pixels: memoryview
    stride: int


def shifted(look: FilmLook, first: int) -> FilmLook:
    """The same in the time of a player that shows the first picture at `first` microseconds."""
    by = shift(look, first)
    return replace(look, starts=tuple(start + by for start in look.starts)) if by else look


def shift(look: FilmLook, first: int) -> int:
    """How much later a player has it than the file says; 0 where that cannot be: it skipped what it could not decode."""
    by = first - look.starts[0] if look.starts else 0
    return by if abs(by) <= MOST_SHIFT else 0
