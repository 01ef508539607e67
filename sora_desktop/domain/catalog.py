"""The video models a service offers, as data.

The nine ids are those of the seed document. What the document leaves open (sizes of the pro
classes, lengths of the pro models) is named in `VideoModel.assumed` and can be edited per
connection.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Self


class Shape(StrEnum):
    LANDSCAPE = "landscape"
    PORTRAIT = "portrait"

    @property
    def aspect_ratio(self) -> str:
        """The seed's spelling: `16:9` or `9:16`."""
        return "16:9" if self is Shape.LANDSCAPE else "9:16"

    @classmethod
    def from_aspect_ratio(cls, ratio: str) -> Self:
        """Read `16:9` or `9:16`; anything else is a ValueError."""
        for orientation in cls:
            if orientation.aspect_ratio == ratio:
                return orientation
        raise ValueError(ratio)


@dataclass(frozen=True, slots=True)
class Size:
    """Pixels of a frame."""

    width: int
    height: int

    def __str__(self) -> str:
        return f"{self.width}x{self.height}"

    @property
    def orientation(self) -> Shape:
        return Shape.LANDSCAPE if self.width >= self.height else Shape.PORTRAIT

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


SECONDS_CHOICES = (4, 8, 12, 16, 20)


@dataclass(frozen=True, slots=True)
class VideoModel:
    """One entry of a catalogue.

    `landscape` is the frame of a landscape clip; a portrait one is the same, turned.
    `orientation` and `seconds` are set where the id itself fixes them: they are then never sent.
    `deadline_seconds` overrides that of the connection, for a model that takes longer.
    `lengths` are all the lengths it makes, in seconds, and `default_*` is what "Any" means.
    """

    id: str
    landscape: Size
    lengths: tuple[int, ...]
    orientation: Shape | None = None
    seconds: int | None = None
    default_orientation: Shape = Shape.LANDSCAPE
    default_seconds: int = 4
    pro: bool = False
    if_enabled: bool = False
    about_size: bool = False
    assumed: tuple[str, ...] = ()
    deadline_seconds: int | None = None

    def size(self, orientation: Shape) -> Size:
        return self.landscape if orientation is Shape.LANDSCAPE else self.landscape.turned()

    def settle_shape(self, wanted: Shape | None) -> Shape:
        """The orientation of the clip when a person asks for `wanted` (None is "Any")."""
        return self.orientation or wanted or self.default_orientation

    def settle_seconds(self, wanted: int | None) -> int:
        """The length of the clip when a person asks for `wanted` (None is "Any")."""
        return self.seconds or wanted or self.default_seconds

    def fits(self, orientation: Shape | None, seconds: int | None) -> bool:
        """Whether a clip of this orientation and length (None is "Any") can come from this model."""
        if orientation and self.orientation and orientation is not self.orientation:
            return False
        return seconds is None or seconds in self.lengths


_HD = Size(1280, 720)


def _fixed(orientation: Shape, seconds: int) -> VideoModel:
    return VideoModel(
        id=f"sora2-{orientation}-{seconds}s",
        landscape=_HD,
        lengths=(seconds,),
        orientation=orientation,
        seconds=seconds,
        default_orientation=orientation,
        default_seconds=seconds,
        assumed=("landscape",),
    )


def _pro(name: str, landscape: Size, *, about_size: bool = False, if_enabled: bool = False) -> VideoModel:
    return VideoModel(
        id=f"sora2-pro-{name}",
        landscape=landscape,
        lengths=SECONDS_CHOICES,
        pro=True,
        about_size=about_size,
        if_enabled=if_enabled,
        assumed=("landscape", "lengths", "default_orientation", "default_seconds"),
    )


CATALOG: tuple[VideoModel, ...] = (
    *(_fixed(Shape.LANDSCAPE, seconds) for seconds in (4, 8, 12)),
    *(_fixed(Shape.PORTRAIT, seconds) for seconds in (4, 8, 12)),
    _pro("720p", _HD),
    _pro("1080p", Size(1792, 1024), about_size=True),
    _pro("true-1080p", Size(1920, 1080), if_enabled=True),
)


def fitting(models: tuple[VideoModel, ...], orientation: Shape | None, seconds: int | None) -> tuple[VideoModel, ...]:
    """The models of a catalogue that can make a clip of this orientation and length."""
    return tuple(model for model in models if model.fits(orientation, seconds))
