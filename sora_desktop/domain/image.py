"""Input images: what a person gave, how it is fitted, and what was found when it was looked at."""

from enum import StrEnum
from pathlib import Path

from sora_desktop.base.sentences import Message
from sora_desktop.base.values import dataclass
from sora_desktop.domain.catalog import ImageRole
from sora_desktop.domain.shapes import Size


class FitMode(StrEnum):
    """How a picture of another shape fills the frame of the clip."""

    CROP = "crop"
    PAD = "pad"
    BLUR = "blur"


BAR_COLOUR = "#0e0e10"
MOST_ZOOM = 8.0


@dataclass(frozen=True, slots=True)
class Fit:
    """`focus_x`, `focus_y` in 0..1: the point of the (upright) picture that stays in view when cropped.

    `zoom` in 1..MOST_ZOOM: of the largest piece that has the shape of the frame a crop keeps one that is so many times
    smaller, across and down. `colour` is that of bars, as `#rrggbb`.
    """

    mode: FitMode = FitMode.CROP
    focus_x: float = 0.5
    focus_y: float = 0.5
    zoom: float = 1.0
    colour: str = BAR_COLOUR


@dataclass(frozen=True, slots=True)
class InputImage:
    """A file on this machine or an http(s) URL: exactly one of the two is set. `role` is what it is to the clip."""

    path: Path | None = None
    url: str | None = None
    fit: Fit = Fit()
    role: ImageRole = ImageRole.FIRST

    def __post_init__(self) -> None:
        if (self.path is None) == (self.url is None):
            msg = "an input image is a file or a URL"
            raise ValueError(msg)

    @property
    def name(self) -> str:
        if self.path is not None:
            return self.path.name
        return (self.url or "").partition("?")[0].rstrip("/").rpartition("/")[2] or (self.url or "")


class ImageVerdict(StrEnum):
    """What looking at a picture found.

    For a URL: PRIVATE answers 401, 403 or 404 without credentials, or lies on a non-public address;
    UNREACHABLE could not be asked at all (no network, no such host, time-out).
    """

    OK = "ok"
    NOT_FOUND = "not-found"
    NOT_A_FILE = "not-a-file"
    EMPTY = "empty"
    NOT_AN_IMAGE = "not-an-image"
    TOO_LARGE = "too-large"
    UNREADABLE = "unreadable"
    BAD_URL = "bad-url"
    PRIVATE = "private"
    EXPIRED = "expired"
    EXPIRES_SOON = "expires-soon"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True)
class ImageFacts:
    """What was found; `size` is upright (EXIF turned), `byte_count` of the file as given.

    `private_address`: the URL's host is not on the public internet; only matters to a public service.
    `thumbnail` is a small PNG without metadata, empty where there is none. `detail` is plain text.
    `digest` is the SHA-256 (hex) of a file that can be used: by it the same picture is known again.
    """

    image: InputImage
    verdict: ImageVerdict
    size: Size | None = None
    mime: str = ""
    byte_count: int = 0
    private_address: bool = False
    thumbnail: bytes = b""
    detail: Message | None = None
    digest: str = ""
