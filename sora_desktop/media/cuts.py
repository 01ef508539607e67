"""Whether the end of a film is surely missing, by the bytes of its container alone. Nothing is decoded."""

import os
from collections.abc import Iterator
from typing import BinaryIO

from sora_desktop.base.sentences import Message, counted, message
from sora_desktop.media import findings

_SEGMENT = 0x18538067
_EBML_KINDS = frozenset(
    {_SEGMENT, 0x1A45DFA3, 0x114D9B74, 0x1549A966, 0x1654AE6B, 0x1F43B675, 0x1C53BB6B, 0x1254C367, 0x1043A770}
    | {0x1941A469, 0xEC, 0xBF, 0xE7, 0xA7, 0xAB, 0xA3, 0xA0}
)
"""The elements of the first two levels, with those inside a cluster."""
_EBML_STARTS = frozenset(kind.to_bytes((kind.bit_length() + 7) // 8) for kind in _EBML_KINDS)
_UNIT_LIMIT = 1_000_000


def _length(file: BinaryIO) -> int:
    return file.seek(0, os.SEEK_END)


def _missing(count: int) -> Message | None:
    return counted(findings.BYTES_MISSING, count) if count > 0 else None


def riff_lack(file: BinaryIO) -> Message | None:
    """WebP and WAV tell their length once; who streams them writes none."""
    file.seek(4)
    said = int.from_bytes(file.read(4), "little")
    return None if said in (0, 0xFFFFFFFF) else _missing(said + 8 - _length(file))


def avi_lack(file: BinaryIO) -> Message | None:
    """An AVI is one RIFF after another; its index comes last."""
    start, length = 0, _length(file)
    while length - start >= 12:
        file.seek(start)
        head = file.read(8)
        said = int.from_bytes(head[4:], "little")
        if head[:4] != b"RIFF" or said in (0, 0xFFFFFFFF):
            return None
        start += 8 + said
    return _missing(start - length)


def ebml_lack(file: BinaryIO) -> Message | None:
    """Matroska and WebM: elements with their lengths, which a live stream does not know."""
    start, length = 0, _length(file)
    for _ in range(_UNIT_LIMIT):
        if start == length:
            return None
        file.seek(start)
        head = file.read(12)
        name, size, taken = _ebml_element(head)
        if taken == 0 and len(head) < 12 and any(head.startswith(kind[: len(head)]) for kind in _EBML_STARTS):
            return message(findings.CUT_OFF)
        if name not in _EBML_KINDS:
            return None
        start += taken
        if size is not None and (name == _SEGMENT or start + size > length):
            return _missing(start + size - length)
        start += size or 0
    return None


def _ebml_element(head: bytes) -> tuple[int, int | None, int]:
    """Its name, its length (None where it is not known), and that of both; 0 for that where they are cut or none."""
    name, at = _ebml_number(head, keep_mark=True)
    size, taken = _ebml_number(head[at:], keep_mark=False)
    if not at or not taken:
        return 0, 0, 0
    return name, None if size == (1 << (7 * taken)) - 1 else size, at + taken


def _ebml_number(data: bytes, *, keep_mark: bool) -> tuple[int, int]:
    """A number of variable length and how many bytes it takes; 0, 0 where it is cut or none."""
    if not data or not data[0]:
        return 0, 0
    taken = 9 - data[0].bit_length()
    if len(data) < taken:
        return 0, 0
    value = int.from_bytes(data[:taken])
    return (value if keep_mark else value & ((1 << (7 * taken)) - 1)), taken


def gif_pictures(file: BinaryIO) -> int:
    """How many pictures there are in a GIF."""
    return sum(block == b"," for block in _gif_blocks(file))


def gif_lack(file: BinaryIO) -> Message | None:
    """A GIF ends with a block of its own."""
    return None if b";" in list(_gif_blocks(file))[-1:] else message(findings.CUT_OFF)


def _gif_blocks(file: BinaryIO) -> Iterator[bytes]:
    """The first byte of each whole block: a picture, an extension, the end."""
    file.seek(0)
    head = file.read(13)
    file.seek(13 + _colours(head[10:11]))
    for _ in range(_UNIT_LIMIT):
        kind = file.read(1)
        if kind == b",":
            file.seek(_colours(file.read(9)[8:9]) + 1, os.SEEK_CUR)
        elif kind == b"!":
            file.seek(1, os.SEEK_CUR)
        elif kind == b";":
            yield kind
            return
        else:
            return
        if not _pass_parts(file):
            return
        yield kind


def _colours(flags: bytes) -> int:
    """Bytes of the table of colours that these flags announce."""
    return 3 << ((flags[0] & 7) + 1) if flags and flags[0] & 0x80 else 0


def _pass_parts(file: BinaryIO) -> bool:
    """Pass over the parts of a block; whether its end was there."""
    while size := file.read(1):
        if size == b"\0":
            return True
        file.seek(size[0], os.SEEK_CUR)
    return False


def transport_lack(file: BinaryIO) -> Message | None:
    """A transport stream is a row of packets of one length, each with a mark."""
    file.seek(0)
    step, mark = (188, 0) if file.read(1) == b"G" else (192, 4)
    rest = _length(file) % step
    file.seek(-rest, os.SEEK_END)
    return message(findings.CUT_OFF) if file.read(rest)[mark : mark + 1] == b"G" else None


def ogg_lack(file: BinaryIO) -> Message | None:
    """Ogg is a row of pages; the last one of each stream says that it is."""
    start, length, going_on = 0, _length(file), {}
    while length - start >= 27:
        file.seek(start)
        head = file.read(27 + 255)
        if head[:4] != b"OggS":
            break
        going_on[head[14:18]] = not head[5] & 4
        start += 27 + head[26] + sum(head[27 : 27 + head[26]])
    if start > length:
        return _missing(start - length)
    return message(findings.CUT_OFF) if any(going_on.values()) else None
