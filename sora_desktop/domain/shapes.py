"""Frames: their pixels, their shape, and how a ratio is spelled."""

import math
from enum import StrEnum
from typing import Self

from sora_desktop.base.values import dataclass


class Shape(StrEnum):
    """What a size looks like; it always follows from one."""

    LANDSCAPE = "landscape"
    PORTRAIT = "portrait"
    SQUARE = "square"

    @property
    def aspect_ratio(self) -> str:
        """The usual frame of this shape: `16:9`, `9:16` or `1:1`."""
        return _USUAL_RATIOS[self]

    @classmethod
    def from_aspect_ratio(cls, ratio: str) -> Self:
        """Read `16:9`, `9:16` or `1:1`; anything else is a ValueError."""
        for shape in cls:
            if shape.aspect_ratio == ratio:
                return shape
        raise ValueError(ratio)


_USUAL_RATIOS = {Shape.LANDSCAPE: "16:9", Shape.PORTRAIT: "9:16", Shape.SQUARE: "1:1"}
_KNOWN_RATIOS = {f"{wide}:{high}": wide / high for wide, high in ((21, 9), (16, 9), (3, 2), (4, 3), (1, 1))}
_KNOWN_RATIOS |= {":".join(reversed(name.split(":"))): 1 / ratio for name, ratio in _KNOWN_RATIOS.items()}


@dataclass(frozen=True, slots=True)
class Size:
    """Pixels of a frame."""

    width: int
    height: int

    def __str__(self) -> str:
        return f"{self.width}x{self.height}"

    @property
    def words(self) -> str:
        """As people write it, with a sign between the two."""
        return f"{self.width} × {self.height}"

    @property
    def shape(self) -> Shape:
        if self.width == self.height:
            return Shape.SQUARE
        return Shape.LANDSCAPE if self.width > self.height else Shape.PORTRAIT

    @property
    def aspect_ratio(self) -> str:
        """The ratio that services name it by: 1792x1024 and 1280x704 are `16:9` to them."""
        ratio = math.log(self.width / self.height)
        return min(_KNOWN_RATIOS, key=lambda name: abs(math.log(_KNOWN_RATIOS[name]) - ratio))

    def turned(self) -> "Size":
        return Size(self.height, self.width)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `1280x720`; anything else is a ValueError."""
        width, _, height = text.lower().partition("x")
        size = cls(int(width), int(height))
        if size.width <= 0 or size.height <= 0:
            raise ValueError(text)
        return size
