"""Pictures that a stranger may have made: judged by their bytes, within limits, before they are decoded."""

import io
import os
import stat
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from PIL import Image

from sora_desktop.base.sentences import N_, Message, message
from sora_desktop.base.signatures import begins_a_film, boxed_mime, image_mime
from sora_desktop.base.values import dataclass
from sora_desktop.domain.image import ImageVerdict
from sora_desktop.media import jpeg
from sora_desktop.media.exif import read_exif
from sora_desktop.media.png import CutPngError, read_png
from sora_desktop.media.profiles import adobe_profile, by_numbers
from sora_desktop.media.srgb import OpenPicture, to_srgb

BYTE_LIMIT = 50 * 1000 * 1000
PIXEL_LIMIT = 64 * 1000 * 1000

# Pillow only warns of a picture over its limit and goes on: here it stops.
Image.MAX_IMAGE_PIXELS = PIXEL_LIMIT
warnings.filterwarnings("error", category=Image.DecompressionBombWarning)
# It also tells of each damaged tag of a picture, on standard error; the verdict says what matters.
warnings.filterwarnings("ignore", category=UserWarning, module=r"PIL\.")

_READ_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
_CUT = N_("The end of this picture is missing. Save it again and drop the new file.")
_HEIC, _AVIF = "image/heic", "image/avif"
_FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WEBP", _AVIF: "AVIF", _HEIC: "HEIF"}
_FILM = N_("This is a film, and clips start from pictures. Save one of its frames as a picture and drop that.")

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
class DecodedPicture:
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
        raise PictureError(ImageVerdict.NOT_A_FILE, message("That isn't an ordinary file. Drop a single picture."))
    if facts.st_size == 0:
        raise PictureError(ImageVerdict.EMPTY)
    if facts.st_size > BYTE_LIMIT:
        raise PictureError(ImageVerdict.TOO_LARGE)


def sniff(data: bytes) -> str:
    """The MIME type of a picture by its first bytes; PictureError where it is none that can be used."""
    mime = image_mime(data) or boxed_mime(data)
    if mime and (mime != _HEIC or has_heif()):
        return mime
    if not mime and begins_a_film(data):
        raise PictureError(ImageVerdict.NOT_AN_IMAGE, message(_FILM))
    name = "HEIC" if mime else _known_but_unusable(data)
    detail = message("{kind} pictures can't be used. Save it as PNG or JPEG, and drop that.", kind=name)
    raise PictureError(ImageVerdict.NOT_AN_IMAGE, detail if name else None)


def _known_but_unusable(data: bytes) -> str:
    """The name of a kind of picture that people do drop, empty for anything else."""
    starts = {b"GIF8": "GIF", b"II*\0": "TIFF", b"MM\0*": "TIFF", b"BM": "BMP", b"%PDF": "PDF", b"\0\0\1\0": "Icon"}
    found = next((name for start, name in starts.items() if data.startswith(start)), "")
    return found or ("SVG" if b"<svg" in data[:1000].lower() else "")


def decode(data: bytes, at_least: tuple[int, int] | None = None) -> DecodedPicture:
    """Decode a picture. `at_least`: a smaller one of no fewer pixels than this will do, where that is quicker.

    PictureError where it is none, too large, or not whole.
    """
    mime = sniff(data)
    with _judged(), _opened(data, mime) as source:
        if at_least and not source.block:
            source.file.draft("RGB", at_least)
        source.file.load()
        if source.block and _ends_in_nothing(source.file, *source.block):
            raise PictureError(ImageVerdict.UNREADABLE, message(_CUT))
        return DecodedPicture(to_srgb(source), mime, len(data))


def upright_size(data: bytes) -> tuple[int, int]:
    """Width and height as seen, by the header alone: nothing is decoded. PictureError as `decode`."""
    with _judged(), _opened(data, sniff(data)) as source:
        width, height = source.file.size
        return (height, width) if source.orientation in (5, 6, 7, 8) else (width, height)


@contextmanager
def _judged() -> Iterator[None]:
    """What goes wrong over a picture, as a PictureError."""
    try:
        yield
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as problem:
        raise PictureError(ImageVerdict.TOO_LARGE) from problem
    except CutPngError as problem:
        raise PictureError(ImageVerdict.UNREADABLE, message(_CUT)) from problem
    except _DECODE_ERRORS as problem:
        raise PictureError(ImageVerdict.UNREADABLE) from problem


@contextmanager
def _opened(data: bytes, mime: str) -> Iterator[OpenPicture]:
    png = read_png(data, PIXEL_LIMIT) if mime == "image/png" else None
    block = jpeg.block_size(data) if mime == "image/jpeg" and not jpeg.has_end(data) else None
    if block and not jpeg.has_all_scans(data):
        raise PictureError(ImageVerdict.UNREADABLE, message(_CUT))
    if mime == _HEIC:
        load_heif()
    whole = png.data if png else data + jpeg.END if block else data
    with Image.open(io.BytesIO(whole), formats=(_FORMATS[mime],)) as file:
        exif = read_exif(png.exif if png else file.info.get("exif") or b"")
        profile = png.profile if png else file.info.get("icc_profile") or (adobe_profile() if exif.is_adobe else None)
        if mime in (_HEIC, _AVIF) and not profile:
            profile = _by_box(data)
        # libheif has turned it by its own boxes, which alone count there; Pillow tells those of an AVIF as EXIF.
        yield OpenPicture(file, 1 if mime == _HEIC else exif.orientation, profile, png, data, block)


_COLOUR_BOX = b"colrnclx"
_NEAR = 64 * 1024


def _by_box(data: bytes) -> bytes | None:
    """The profile of the colours that a picture in boxes names by numbers; None where it says sRGB or nothing.

    Its pixels are of the full range by now, whatever the file has.
    """
    at = data.find(_COLOUR_BOX, 0, _NEAR)
    if at < 0 or len(data) < at + 12:
        return None
    primaries, transfer = struct.unpack_from(">HH", data, at + len(_COLOUR_BOX))
    return by_numbers(primaries, transfer, full_range=True)


def has_heif() -> bool:
    """Whether HEIC can be decoded here: there is no decoder for some systems."""
    return find_spec("pillow_heif") is not None


def load_heif() -> None:
    """Let Pillow open HEIC; most pictures need none of it."""
    from pillow_heif import register_heif_opener

    register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)


def _ends_in_nothing(picture: Image.Image, width: int, height: int) -> bool:
    """Whether more than the last row of blocks is missing: the last one of the row above is what stands for nothing.

    Less than that is cut off a picture that other programs show without a word.
    """
    last_row = (picture.height - 1) // height * height
    corner = (picture.width - width // 2, last_row - height // 2, picture.width, last_row)
    return (
        last_row > 0
        and _is_nothing(picture.crop(corner))
        and _is_nothing(picture.crop((0, last_row + 1, picture.width, picture.height)))
    )


def _is_nothing(part: Image.Image) -> bool:
    """Whether it is all of the grey that a decoder puts where nothing came."""
    if 0 in part.size:
        return True
    return {(128, 128)} == {band.getextrema() for band in part.split()}
