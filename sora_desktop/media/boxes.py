"""The boxes of an MP4 (ISO/IEC 14496-12), read without trusting a byte of it."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from sora_desktop.domain.errors import NotAVideoError

_BOX_LIMIT = 100_000
_NEEDED = ("ftyp", "moov", "mdat")


@dataclass(frozen=True, slots=True)
class Box:
    """A box at the top of a file: its four letters, where it starts, and its length with its header, in bytes."""

    kind: str
    start: int
    length: int

    @property
    def end(self) -> int:
        return self.start + self.length


def check_boxes(path: Path) -> list[Box]:
    """The boxes at the top of an MP4 that has all it needs and ends where its last box ends; else NotAVideoError."""
    with path.open("rb") as file:
        boxes = list(walk(file))
    kinds = [box.kind for box in boxes]
    if not kinds or kinds[0] not in ("ftyp", "styp"):
        raise NotAVideoError("It does not begin as an MP4 does.")
    for kind in _NEEDED:
        if kind not in kinds:
            raise NotAVideoError(f"It has no “{kind}” part: it is not whole.")
    return boxes


def walk(file: BinaryIO) -> Iterator[Box]:
    """Each box at the top of an open file, in order; NotAVideoError where one is cut off or makes no sense."""
    length = os.fstat(file.fileno()).st_size
    start = 0
    for _ in range(_BOX_LIMIT):
        if start == length:
            return
        box = _read_box(file, start, length)
        if box is None:
            return
        yield box
        start = box.end
    raise NotAVideoError("It has too many parts.")


def _read_box(file: BinaryIO, start: int, file_length: int) -> Box | None:
    file.seek(start)
    head = file.read(16)
    if len(head) < 8:
        raise NotAVideoError("Its end is cut off.")
    if start and head.startswith(b"\0" * 8):
        _check_padding(file, start)
        return None
    kind = head[4:8].decode("latin-1")
    if not kind.isprintable():
        raise NotAVideoError("It is not an MP4, or a part of it is damaged.")
    box = Box(kind, start, _length(head, file_length - start))
    if box.end > file_length:
        raise NotAVideoError(f"Its end is cut off: {box.end - file_length} bytes are missing.")
    return box


def _length(head: bytes, room: int) -> int:
    """The length that a header tells: 32 bits, 64 where that is 1, up to the end of the file where it is 0."""
    length = int.from_bytes(head[:4])
    least = 8
    if length == 0:
        return room
    if length == 1:
        if len(head) < 16:
            raise NotAVideoError("Its end is cut off.")
        length, least = int.from_bytes(head[8:16]), 16
    if length < least:
        raise NotAVideoError("A part of it has an impossible length.")
    return length


def _check_padding(file: BinaryIO, start: int) -> None:
    """Zeros up to the end. Some services fill up a file with zeros: harmless after its last box, and nothing else may follow."""
    file.seek(start)
    while chunk := file.read(1 << 20):
        if chunk.count(0) != len(chunk):
            raise NotAVideoError("A part of it has an impossible length.")
