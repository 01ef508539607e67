"""The video models a service offers, as data.

The nine ids are those of the seed document. What the document leaves open (sizes of the pro
classes, lengths of the pro models) is named in `VideoModel.assumed` and can be edited per
connection.
"""

from enum import StrEnum

from sora_desktop.base.values import dataclass
from sora_desktop.domain.parameters import Parameter
from sora_desktop.domain.pricing import Price
from sora_desktop.domain.shapes import Shape, Size
from sora_desktop.domain.wire_options import WireOptions

SECONDS_CHOICES = (4, 8, 12, 16, 20)


class ImageRole(StrEnum):
    """What an input image is to the clip: its first frame, its last one, or something that is to be seen in it."""

    FIRST = "first"
    LAST = "last"
    REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class ImageSlot:
    """A role that a model takes, and how many images of it: `least` of them have to be there.

    `field` is where they stand on the wire; empty for the place that the format itself has, which is one first frame.
    """

    role: ImageRole = ImageRole.FIRST
    most: int = 1
    field: str = ""
    least: int = 0


class Settled(StrEnum):
    """What a model's id may fix; what it fixes is never sent."""

    SIZE = "size"
    SECONDS = "seconds"


@dataclass(frozen=True, slots=True)
class LengthRange:
    """Lengths from `least` to `most` seconds, each a `step` after the one before."""

    least: int
    most: int
    step: int = 1

    def __post_init__(self) -> None:
        if not (0 < self.least <= self.most and self.step > 0):
            msg = f"no range of lengths: {self.least} to {self.most} by {self.step}"
            raise ValueError(msg)

    @property
    def all(self) -> range:
        return range(self.least, self.most + 1, self.step)


@dataclass(frozen=True, slots=True)
class VideoModel:
    """One entry of a catalogue.

    `name` is what people call it, empty where that is its id. `sizes` are all the frames it makes, the one that "Any"
    means first. Its lengths in seconds are those of the list `lengths` and those of `length_range`;
    `default_seconds` is what "Any" means, 0 for the first of them. What the id `fixes` is never sent.
    `images` are the roles of the input images it takes. `prices` hold where the connection has none for it.
    `deadline_seconds` overrides that of the connection, for a model that takes longer. So does `wire`, whole, for one
    that wants its requests spelled in another way than the others of its service.
    """

    id: str
    sizes: tuple[Size, ...]
    lengths: tuple[int, ...] = ()
    length_range: LengthRange | None = None
    fixes: tuple[Settled, ...] = ()
    default_seconds: int = 0
    name: str = ""
    images: tuple[ImageSlot, ...] = (ImageSlot(),)
    parameters: tuple[Parameter, ...] = ()
    prices: tuple[Price, ...] = ()
    pro: bool = False
    if_enabled: bool = False
    about_size: bool = False
    assumed: tuple[str, ...] = ()
    deadline_seconds: int | None = None
    wire: WireOptions | None = None

    def __post_init__(self) -> None:
        if not self.sizes or not (self.lengths or self.length_range):
            msg = f"the model {self.id} has no size or no length"
            raise ValueError(msg)

    @property
    def title(self) -> str:
        """What people call it."""
        return self.name or self.id

    @property
    def shapes(self) -> tuple[Shape, ...]:
        """The shapes of its clips, each once, that of "Any" first."""
        return tuple(dict.fromkeys(size.shape for size in self.sizes))

    @property
    def fixes_size(self) -> bool:
        return Settled.SIZE in self.fixes

    @property
    def fixes_seconds(self) -> bool:
        return Settled.SECONDS in self.fixes

    @property
    def every_length(self) -> tuple[int, ...]:
        """All lengths of its clips in seconds, the shortest first."""
        return tuple(sorted({*self.lengths, *(self.length_range.all if self.length_range else ())}))

    def makes(self, seconds: int) -> bool:
        """Whether a clip can be so long."""
        return seconds in self.lengths or (self.length_range is not None and seconds in self.length_range.all)

    def sizes_of(self, shape: Shape | None) -> tuple[Size, ...]:
        """Its frames of this shape (None is "Any"), the usual one first."""
        return tuple(size for size in self.sizes if shape in (None, size.shape))

    def settle_size(self, shape: Shape | None, wanted: Size | None = None) -> Size:
        """The frame of the clip when a person asks for this shape, and maybe for this very size (None is "Any")."""
        if self.fixes_size:
            return self.sizes[0]
        fitting_sizes = self.sizes_of(shape) or self.sizes
        return wanted if wanted in fitting_sizes else fitting_sizes[0]

    def settle_seconds(self, wanted: int | None) -> int:
        """The length of the clip when a person asks for `wanted` (None is "Any")."""
        usual = self.default_seconds or (self.lengths or self.every_length)[0]
        return usual if self.fixes_seconds else wanted or usual

    def fits(self, shape: Shape | None, seconds: int | None) -> bool:
        """Whether a clip of this shape and length (None is "Any") can come from this model."""
        return bool(self.sizes_of(shape)) and (seconds is None or self.makes(seconds))

    def slot(self, role: ImageRole) -> ImageSlot | None:
        """The place of the images of a role, None where it takes none."""
        return next((slot for slot in self.images if slot.role is role and slot.most > 0), None)

    def parameter(self, parameter_id: str) -> Parameter | None:
        return next((each for each in self.parameters if each.id == parameter_id), None)


_HD = Size(1280, 720)


def _fixed(shape: Shape, seconds: int) -> VideoModel:
    return VideoModel(
        id=f"sora2-{shape}-{seconds}s",
        name="Sora 2",
        sizes=(_HD if shape is Shape.LANDSCAPE else _HD.turned(),),
        lengths=(seconds,),
        fixes=(Settled.SIZE, Settled.SECONDS),
        default_seconds=seconds,
        assumed=("sizes",),
    )


def _pro(name: str, landscape: Size, *, about_size: bool = False, if_enabled: bool = False) -> VideoModel:
    return VideoModel(
        id=f"sora2-pro-{name}",
        name=f"Sora 2 Pro {name.replace('-', ' ')}",
        sizes=(landscape, landscape.turned()),
        lengths=SECONDS_CHOICES,
        default_seconds=SECONDS_CHOICES[0],
        pro=True,
        about_size=about_size,
        if_enabled=if_enabled,
        assumed=("sizes", "lengths", "default_size", "default_seconds"),
    )


CATALOG: tuple[VideoModel, ...] = (
    *(_fixed(Shape.LANDSCAPE, seconds) for seconds in (4, 8, 12)),
    *(_fixed(Shape.PORTRAIT, seconds) for seconds in (4, 8, 12)),
    _pro("720p", _HD),
    _pro("1080p", Size(1792, 1024), about_size=True),
    _pro("true-1080p", Size(1920, 1080), if_enabled=True),
)


def fitting(models: tuple[VideoModel, ...], shape: Shape | None, seconds: int | None) -> tuple[VideoModel, ...]:
    """The models of a catalogue that can make a clip of this shape and length."""
    return tuple(model for model in models if model.fits(shape, seconds))
