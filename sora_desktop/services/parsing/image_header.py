"""What a picture is, from its first bytes alone: PNG, JPEG or WebP, and its upright size."""

from sora_desktop.base.signatures import image_mime
from sora_desktop.base.values import dataclass
from sora_desktop.domain.shapes import Size

_FRAME_MARKERS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_BARE_MARKERS = frozenset({0x01, *range(0xD0, 0xD9)})
_ORIENTATION_TAG = 0x0112


@dataclass(frozen=True, slots=True)
class ImageHeader:
    """`size` is None where the bytes end before it, or make no sense."""

    mime: str
    size: Size | None = None


def read_image_header(data: bytes) -> ImageHeader | None:
    """None where the bytes are no PNG, JPEG or WebP. Never raises."""
    mime = image_mime(data)
    return ImageHeader(mime, _SIZES[mime](data)) if mime else None


def _size(width: int, height: int) -> Size | None:
    return Size(width, height) if width > 0 and height > 0 else None


def _png_size(data: bytes) -> Size | None:
    if data[12:16] != b"IHDR" or len(data) < 24:
        return None
    return _size(int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big"))


def _webp_size(data: bytes) -> Size | None:
    kind = data[12:16]
    if len(data) < 30:
        return None
    if kind == b"VP8X":
        return _size(1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little"))
    if kind == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return _size(1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF))
    if kind == b"VP8 ":
        return _size(int.from_bytes(data[26:28], "little") & 0x3FFF, int.from_bytes(data[28:30], "little") & 0x3FFF)
    return None


def _jpeg_size(data: bytes) -> Size | None:
    at, turned = 2, False
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker in _BARE_MARKERS or marker == 0xFF:
            at += 1 if marker == 0xFF else 2
            continue
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        segment = data[at + 4 : at + 2 + length]
        if marker in _FRAME_MARKERS and len(segment) >= 5:
            size = _size(int.from_bytes(segment[3:5], "big"), int.from_bytes(segment[1:3], "big"))
            return size.turned() if size and turned else size
        if marker == 0xE1 and segment.startswith(b"Exif\0\0"):
            turned = _is_turned(segment[6:])
        at += 2 + max(length, 2)
    return None


def _is_turned(tiff: bytes) -> bool:
    """Whether EXIF says that the picture stands on its side."""
    little = tiff[:2] == b"II"

    def number(at: int, width: int) -> int:
        return int.from_bytes(tiff[at : at + width], "little" if little else "big")

    first = number(4, 4)
    for entry in range(first + 2, first + 2 + 12 * min(number(first, 2), 200), 12):
        if number(entry, 2) == _ORIENTATION_TAG:
            return number(entry + 8, 2) in (5, 6, 7, 8)
    return False


_SIZES = {"image/png": _png_size, "image/jpeg": _jpeg_size, "image/webp": _webp_size}
