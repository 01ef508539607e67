"""Pictures that a stranger may have made: judged by their bytes, within limits, before they are decoded."""

import io
import os
import stat
import struct
import warnings
import zlib
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageCms, ImageOps

from sora_desktop.domain.image import ImageVerdict
from sora_desktop.domain.message import Message, message

BYTE_LIMIT = 50 * 1000 * 1000
PIXEL_LIMIT = 64 * 1000 * 1000
PNG_START = b"\x89PNG\r\n\x1a\n"

# Pillow only warns of a picture over its limit and goes on: here it stops.
Image.MAX_IMAGE_PIXELS = PIXEL_LIMIT
warnings.filterwarnings("error", category=Image.DecompressionBombWarning)
# It also tells of each damaged tag of a picture, on standard error; the verdict says what matters.
warnings.filterwarnings("ignore", category=UserWarning, module=r"PIL\.")

_READ_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
_SRGB = ImageCms.createProfile("sRGB")
_FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WEBP"}
_HEIF_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_AVIF_BRANDS = frozenset({b"avif", b"avis"})

# What Pillow raises for bytes that are not what their beginning says.
_DECODE_ERRORS = (
    *(OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, EOFError, MemoryError, OverflowError),
    *(struct.error, zlib.error),
)


class PictureError(Exception):
    """Why a file cannot be used as a picture; `detail` where the verdict alone does not say it."""

    def __init__(self, verdict: ImageVerdict, detail: Message | None = None) -> None:
        super().__init__(verdict.value)
        self.verdict = verdict
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Picture:
    """A decoded picture, upright, in sRGB, mode RGB or RGBA; `mime` is what its bytes are."""

    pixels: Image.Image
    mime: str
    byte_count: int


def read_bytes(path: Path) -> bytes:
    """All of a regular file of at most BYTE_LIMIT bytes; PictureError for anything else."""
    try:
        _judge_file(path.stat())
        with os.fdopen(os.open(path, _READ_FLAGS), "rb") as file:
            # Judged again through the open file: what the name stands for may have changed in between.
            _judge_file(os.fstat(file.fileno()))
            data = file.read(BYTE_LIMIT + 1)
    except (FileNotFoundError, NotADirectoryError) as problem:
        raise PictureError(ImageVerdict.NOT_FOUND) from problem
    except (OSError, ValueError) as problem:
        raise PictureError(ImageVerdict.UNREADABLE) from problem
    if len(data) > BYTE_LIMIT:
        raise PictureError(ImageVerdict.TOO_LARGE)
    return data


def _judge_file(facts: os.stat_result) -> None:
    if stat.S_ISDIR(facts.st_mode):
        raise PictureError(ImageVerdict.NOT_A_FILE)
    if not stat.S_ISREG(facts.st_mode):
        raise PictureError(
            ImageVerdict.NOT_A_FILE, message("That is no ordinary file. Drop one picture: PNG, JPEG or WebP.")
        )
    if facts.st_size == 0:
        raise PictureError(ImageVerdict.EMPTY)
    if facts.st_size > BYTE_LIMIT:
        raise PictureError(ImageVerdict.TOO_LARGE)


def sniff(data: bytes) -> str:
    """The MIME type of a picture by its first bytes; PictureError where it is none that can be used."""
    if data.startswith(PNG_START):
        return "image/png"
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "image/webp"
    name = _known_but_unusable(data)
    detail = message("{kind} pictures cannot be used. Save it as PNG or JPEG, and drop that.", kind=name)
    raise PictureError(ImageVerdict.NOT_AN_IMAGE, detail if name else None)


def _known_but_unusable(data: bytes) -> str:
    """The name of a kind of picture that people do drop, empty for anything else."""
    if data[4:8] == b"ftyp":
        brand = data[8:12]
        return "HEIC" if brand in _HEIF_BRANDS else "AVIF" if brand in _AVIF_BRANDS else ""
    starts = {b"GIF8": "GIF", b"II*\0": "TIFF", b"MM\0*": "TIFF", b"BM": "BMP", b"%PDF": "PDF", b"\0\0\1\0": "Icon"}
    found = next((name for start, name in starts.items() if data.startswith(start)), "")
    return found or ("SVG" if b"<svg" in data[:1000].lower() else "")


def decode(data: bytes, at_least: tuple[int, int] | None = None) -> Picture:
    """Decode a picture. `at_least`: a smaller one of no fewer pixels than this will do, where that is quicker.

    PictureError where it is none, too large, or not whole.
    """
    mime = sniff(data)
    try:
        return Picture(_upright(data, _FORMATS[mime], at_least), mime, len(data))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as problem:
        raise PictureError(ImageVerdict.TOO_LARGE) from problem
    except _DECODE_ERRORS as problem:
        raise PictureError(ImageVerdict.UNREADABLE) from problem


def _upright(data: bytes, format_name: str, at_least: tuple[int, int] | None) -> Image.Image:
    with Image.open(io.BytesIO(data), formats=(format_name,)) as file:
        if at_least:
            file.draft("RGB", at_least)
        file.load()
        return _to_srgb(ImageOps.exif_transpose(file))


def upright_size(data: bytes) -> tuple[int, int]:
    """Width and height as seen, by the header alone: nothing is decoded. PictureError as `decode`."""
    mime = sniff(data)
    try:
        with Image.open(io.BytesIO(data), formats=(_FORMATS[mime],)) as file:
            turned = file.getexif().get(0x0112) in (5, 6, 7, 8)
            return (file.height, file.width) if turned else file.size
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as problem:
        raise PictureError(ImageVerdict.TOO_LARGE) from problem
    except _DECODE_ERRORS as problem:
        raise PictureError(ImageVerdict.UNREADABLE) from problem


def _to_srgb(picture: Image.Image) -> Image.Image:
    """Mode RGB or RGBA in sRGB, without any metadata."""
    profile = picture.info.get("icc_profile")
    if picture.mode in ("P", "PA", "LA", "La", "RGBa") or "transparency" in picture.info:
        picture = picture.convert("RGBA")
    elif picture.mode.startswith("I"):
        picture = _from_16_bits(picture)
    alpha = picture.getchannel("A") if picture.mode == "RGBA" else None
    colours = _convert(picture.convert("RGB") if alpha else picture, profile)
    if alpha:
        colours.putalpha(alpha)
    colours.info.clear()
    return colours


def _from_16_bits(picture: Image.Image) -> Image.Image:
    """Grey of 16 bits to 8: Pillow's own conversion cuts off instead of scaling."""
    return picture.convert("I").point(lambda value: value * (1 / 257)).convert("L")


def _convert(picture: Image.Image, profile: object) -> Image.Image:
    if isinstance(profile, bytes) and profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(picture, source, _SRGB, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # a profile that is damaged or of another colour space says nothing
        else:
            if converted is not None:
                return converted
    return picture.convert("RGB")
