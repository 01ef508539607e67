"""Reference images: looked at, and fitted to the exact frame of a clip."""

import io
import math
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from PIL import Image, ImageEnhance, ImageFilter

from sora_desktop.base.atomic_files import write_whole
from sora_desktop.base.sentences import N_, message
from sora_desktop.base.values import dataclass
from sora_desktop.domain.errors import MediaError
from sora_desktop.domain.image import BAR_COLOUR, MOST_ZOOM, Fit, FitMode, ImageFacts, ImageVerdict, InputImage
from sora_desktop.domain.shapes import Size
from sora_desktop.media.pictures import DecodedPicture, PictureError, decode, read_bytes, upright_size

THUMBNAIL_SIDE = 320
PNG_LIMIT = 4 * 1024 * 1024
"""A PNG over this many bytes goes as JPEG: services refuse long bodies, and a third more of a data URL."""

_PAPER = (255, 255, 255)
_COLOUR = re.compile("#[0-9a-fA-F]{6}")
_LANCZOS = Image.Resampling.LANCZOS

_WORDS = {
    ImageVerdict.NOT_FOUND: N_("The picture is gone."),
    ImageVerdict.NOT_A_FILE: N_("That isn't a picture."),
    ImageVerdict.EMPTY: N_("The picture file is empty."),
    ImageVerdict.NOT_AN_IMAGE: N_("That isn't a PNG, JPEG, WebP, HEIC or AVIF."),
    ImageVerdict.TOO_LARGE: N_("The picture is too large."),
    ImageVerdict.UNREADABLE: N_("The picture is damaged, or you may not open it."),
}


def inspect(image: InputImage) -> ImageFacts:
    """Look at a picture on this machine, decoding all of it. Never raises: what is wrong stands in the facts."""
    if image.path is None:
        return ImageFacts(image, ImageVerdict.NOT_FOUND)
    try:
        data = read_bytes(image.path)
        return replace(_facts(image, data), digest=digest_of(data))
    except PictureError as problem:
        return ImageFacts(image, problem.verdict, detail=problem.detail)


def digest_of(data: bytes) -> str:
    """By which a picture's file is known again: the SHA-256 of its bytes, in hex."""
    return sha256(data).hexdigest()


def inspect_bytes(image: InputImage, data: bytes) -> ImageFacts:
    """The same for bytes that are at hand, such as those of a web address. Never raises."""
    if not data:
        return ImageFacts(image, ImageVerdict.EMPTY)
    try:
        return _facts(image, data)
    except PictureError as problem:
        return ImageFacts(image, problem.verdict, detail=problem.detail, byte_count=len(data))


def _facts(image: InputImage, data: bytes) -> ImageFacts:
    width, height = upright_size(data)
    picture = decode(data, at_least=(2 * THUMBNAIL_SIDE, 2 * THUMBNAIL_SIDE))
    small = _flat(picture.pixels)
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE), _LANCZOS)
    return ImageFacts(
        image, ImageVerdict.OK, Size(width, height), picture.mime, byte_count=len(data), thumbnail=_png(small)
    )


def prepare(path: Path, fit: Fit, size: Size, folder: Path) -> Path:
    """The picture as it is sent: exactly `size`, upright, in sRGB, without metadata, in `folder`.

    Named by the hash of its bytes. PNG where the original is one (and the result is not too long), else JPEG.
    MediaError where the picture cannot be used, OSError where `folder` cannot be written.
    """
    made = fitted(path, fit, size)
    return keep(made.data, made.ending, folder)


@dataclass(frozen=True, slots=True)
class Fitted:
    """A picture as it is sent: its bytes, the ending of their kind, and the digest of the file that it was made of."""

    data: bytes
    ending: str
    source_digest: str


def fitted(path: Path, fit: Fit, size: Size) -> Fitted:
    """MediaError as `prepare`."""
    data = _read(path)
    picture = _decoded(data)
    frame = _compose(_flat(picture.pixels), fit, size)
    return Fitted(*_encode(frame, lossless=picture.mime == "image/png"), digest_of(data))


def keep(data: bytes, ending: str, folder: Path) -> Path:
    """Write a fitted picture under the hash of its bytes. OSError where `folder` cannot be written."""
    target = folder / f"{sha256(data).hexdigest()[:32]}.{ending}"
    if not target.exists():
        write_whole(target, data)
    return target


def preview(path: Path, fit: Fit, size: Size, width: int = 640) -> bytes:
    """PNG of the picture as `prepare` fits it, at most `width` pixels wide. MediaError where it cannot be used."""
    scale = min(1.0, width / size.width)
    small = Size(max(1, round(size.width * scale)), max(1, round(size.height * scale)))
    needed = 2 * _closeness(fit.zoom)
    picture = _decoded(_read(path), at_least=(round(needed * small.width), round(needed * small.height)))
    return _png(_compose(_flat(picture.pixels), fit, small))


def _read(path: Path) -> bytes:
    with _as_media_error():
        return read_bytes(path)


def _decoded(data: bytes, at_least: tuple[int, int] | None = None) -> DecodedPicture:
    with _as_media_error():
        return decode(data, at_least)


@contextmanager
def _as_media_error() -> Iterator[None]:
    try:
        yield
    except PictureError as problem:
        raise MediaError(problem.detail or message(_WORDS[problem.verdict])) from problem


def _flat(picture: Image.Image) -> Image.Image:
    """Mode RGB: what is see-through lies on white paper."""
    if picture.mode != "RGBA":
        return picture
    paper = Image.new("RGB", picture.size, _PAPER)
    paper.paste(picture, mask=picture.getchannel("A"))
    return paper


def _compose(picture: Image.Image, fit: Fit, size: Size) -> Image.Image:
    if fit.mode is FitMode.CROP:
        return _cover(picture, size, fit.focus_x, fit.focus_y, fit.zoom)
    if fit.mode is FitMode.BLUR:
        ground = _blurred(picture, size)
    else:
        ground = Image.new("RGB", (size.width, size.height), _rgb(fit.colour))
    whole = _contain(picture, size)
    ground.paste(whole, ((size.width - whole.width) // 2, (size.height - whole.height) // 2))
    return ground


def _rgb(colour: str) -> tuple[int, int, int]:
    """Of `#rrggbb`; that of usual bars where it makes no sense."""
    known = colour if _COLOUR.fullmatch(colour) else BAR_COLOUR
    return int(known[1:3], 16), int(known[3:5], 16), int(known[5:7], 16)


def _closeness(zoom: float) -> float:
    """How many times nearer than all that fits; 1 where it makes no sense."""
    return min(max(zoom, 1.0), MOST_ZOOM) if math.isfinite(zoom) else 1.0


def _cover(
    picture: Image.Image, size: Size, focus_x: float = 0.5, focus_y: float = 0.5, zoom: float = 1.0
) -> Image.Image:
    """Fill the frame: the largest part of its shape, or a smaller one, as near to the focus as the edges let it."""
    scale = min(picture.width / size.width, picture.height / size.height) / _closeness(zoom)
    width, height = size.width * scale, size.height * scale
    left = _inside(focus_x * picture.width - width / 2, picture.width - width)
    top = _inside(focus_y * picture.height - height / 2, picture.height - height)
    box = (left, top, min(left + width, picture.width), min(top + height, picture.height))
    return picture.resize((size.width, size.height), _LANCZOS, box=box, reducing_gap=3.0)


def _inside(value: float, limit: float) -> float:
    return min(max(value, 0.0), max(limit, 0.0)) if math.isfinite(value) else max(limit, 0.0) / 2


def _contain(picture: Image.Image, size: Size) -> Image.Image:
    scale = min(size.width / picture.width, size.height / picture.height)
    width = min(size.width, max(1, round(picture.width * scale)))
    height = min(size.height, max(1, round(picture.height * scale)))
    return picture.resize((width, height), _LANCZOS, reducing_gap=3.0)


def _blurred(picture: Image.Image, size: Size) -> Image.Image:
    """The picture itself, filling the frame, out of focus and a little darker. Blurred small: it shows no detail."""
    small = Size(max(1, size.width // 8), max(1, size.height // 8))
    soft = _cover(picture, small).filter(ImageFilter.GaussianBlur(small.width / 24))
    return ImageEnhance.Brightness(soft.resize((size.width, size.height), Image.Resampling.BICUBIC)).enhance(0.7)


def _encode(frame: Image.Image, *, lossless: bool) -> tuple[bytes, str]:
    if lossless and len(data := _png(frame)) <= PNG_LIMIT:
        return data, "png"
    out = io.BytesIO()
    frame.save(out, "JPEG", quality=95, subsampling=0)
    return out.getvalue(), "jpg"


def _png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG", compress_level=6)
    return out.getvalue()
