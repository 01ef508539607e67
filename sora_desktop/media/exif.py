"""The few words of a camera that matter for how its picture looks. Whatever else is in EXIF, or wrong with it, does not."""

from sora_desktop.base.values import dataclass

_MARK = b"Exif\0\0"
_ORIENTATION, _DETAILS, _COLOUR_SPACE, _INTEROPERABILITY, _INDEX = 0x0112, 0x8769, 0xA001, 0xA005, 0x0001
_WIDTHS = {1: 1, 2: 1, 3: 2, 4: 4}
"""Bytes of a value of each type that is read here: bytes, text, and whole numbers of two or four bytes."""
_MOST_ENTRIES = 1000


@dataclass(frozen=True, slots=True)
class Exif:
    """`orientation` 1 to 8, by which the picture is turned; `colour_space` and `index` as the standard has them."""

    orientation: int = 1
    colour_space: int = 0
    index: bytes = b""

    @property
    def is_adobe(self) -> bool:
        """A camera may name Adobe's colours in two ways, instead of putting their profile in."""
        return self.colour_space == 2 or (self.colour_space == 0xFFFF and self.index[:3] == b"R03")


def read_exif(data: bytes) -> Exif:
    """Never raises: what makes no sense is left out."""
    tiff = data.removeprefix(_MARK)
    if tiff[:4] not in (b"II*\0", b"MM\0*"):
        return Exif()
    first = _folder(tiff, _number(tiff, 4, 4))
    details = _folder(tiff, _value(tiff, first, _DETAILS))
    oriented = _value(tiff, first, _ORIENTATION)
    place = _folder(tiff, _value(tiff, details, _INTEROPERABILITY)).get(_INDEX)
    return Exif(
        orientation=oriented if 1 <= oriented <= 8 else 1,
        colour_space=_value(tiff, details, _COLOUR_SPACE),
        index=tiff[place[1] : place[1] + 4] if place else b"",
    )


def _number(tiff: bytes, at: int, width: int) -> int:
    """0 past the end."""
    return int.from_bytes(tiff[at : at + width], "little" if tiff[:1] == b"I" else "big")


def _folder(tiff: bytes, at: int) -> dict[int, tuple[int, int]]:
    """The tags that lie there, each with its type and the place of its value; empty for a place that is none."""
    if not 8 <= at < len(tiff):
        return {}
    count = min(_number(tiff, at, 2), _MOST_ENTRIES)
    entries = range(at + 2, min(at + 2 + 12 * count, len(tiff) - 11), 12)
    return {_number(tiff, entry, 2): (_number(tiff, entry + 2, 2), entry + 8) for entry in entries}


def _value(tiff: bytes, folder: dict[int, tuple[int, int]], tag: int) -> int:
    """A single whole number; 0 where there is none."""
    kind, at = folder.get(tag, (0, 0))
    return _number(tiff, at, _WIDTHS[kind]) if kind in _WIDTHS else 0
