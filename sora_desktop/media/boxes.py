"""The boxes of an MP4 (ISO/IEC 14496-12), read without trusting a byte of it."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from sora_desktop.domain.errors import NotAVideoError

_BOX_LIMIT = 100_000
_NEEDED = ("ftyp", "moov", "mdat")
_TABLES_IN = {"moov": "trak", "trak": "mdia", "mdia": "minf", "minf": "stbl", "stbl": ""}
_ZEROS = "\0\0\0\0"


@dataclass(frozen=True, slots=True)
class Box:
    """A box: its four letters, where it starts, its length with its header, and that of the header, in bytes."""

    kind: str
    start: int
    length: int
    header: int = 8

    @property
    def end(self) -> int:
        return self.start + self.length


def check_boxes(path: Path) -> list[Box]:
    """The boxes at the top of an MP4 that has all it needs and ends where its last box ends; else NotAVideoError."""
    with path.open("rb") as file:
        boxes = list(walk(file))
        for box in boxes:
            if box.kind == "moov":
                _check_inside(file, box)
    kinds = [box.kind for box in boxes]
    if not kinds or kinds[0] not in ("ftyp", "styp"):
        raise NotAVideoError("It does not begin as an MP4 does.")
    for kind in _NEEDED:
        if kind not in kinds:
            raise NotAVideoError(f"It has no “{kind}” part: it is not whole.")
    return boxes


def walk(file: BinaryIO) -> Iterator[Box]:
    """Each box at the top of an open file, in order; NotAVideoError where one is cut off or makes no sense.

    Zeros after the last box are padding: some services fill files up with them.
    """
    length = os.fstat(file.fileno()).st_size
    for box in _boxes(file, 0, length):
        if box.kind == _ZEROS and box.start > 0:
            _check_padding(file, box.start)
            return
        _check_kind(box)
        yield box


def _check_inside(file: BinaryIO, outer: Box) -> None:
    """The boxes of the tables fill their place: zeros among them are a hole in the file."""
    for box in _boxes(file, outer.start + outer.header, outer.end):
        _check_kind(box)
        if box.kind == _TABLES_IN[outer.kind]:
            _check_inside(file, box)


def _boxes(file: BinaryIO, start: int, end: int) -> Iterator[Box]:
    for _ in range(_BOX_LIMIT):
        if start == end:
            return
        box = _read_box(file, start, end)
        if box.end > end:
            raise NotAVideoError(f"Its end is cut off: {box.end - end} bytes are missing.")
        yield box
        start = box.end
    raise NotAVideoError("It has too many parts.")


def _read_box(file: BinaryIO, start: int, end: int) -> Box:
    """A box by its header: a length of 32 bits, of 64 where that is 1, up to the end of all where it is 0."""
    file.seek(start)
    head = file.read(min(16, end - start))
    length, header = int.from_bytes(head[:4]), 8
    if length == 1:
        length, header = int.from_bytes(head[8:16]), 16
    if len(head) < header:
        raise NotAVideoError("Its end is cut off.")
    if length == 0:
        length = end - start
    if length < header:
        raise NotAVideoError("A part of it has an impossible length.")
    return Box(head[4:8].decode("latin-1"), start, length, header)


def _check_kind(box: Box) -> None:
    if not (box.kind.isascii() and box.kind.isprintable()):
        raise NotAVideoError("It is not an MP4, or a part of it is damaged.")


def _check_padding(file: BinaryIO, start: int) -> None:
    file.seek(start)
    while chunk := file.read(1 << 20):
        if chunk.count(0) != len(chunk):
            raise NotAVideoError("A part of it has an impossible length.")
