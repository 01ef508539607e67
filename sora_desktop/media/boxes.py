"""The boxes of an MP4 (ISO/IEC 14496-12), read without trusting a byte of it.

Files from the world carry more than the standard speaks of: padding, line ends and tags after the last box, zeros at
the end of a box, boxes of their makers' own. None of that says anything against the film: here is only told what
there is.
"""

import os
from collections.abc import Iterator
from typing import BinaryIO

from sora_desktop.base.values import dataclass

_BOX_LIMIT = 100_000
_READ_LIMIT = 64 * 1024 * 1024

TOP_KINDS = frozenset(
    {"ftyp", "styp", "moov", "moof", "mdat", "free", "skip", "wide", "uuid", "sidx", "ssix", "mfra", "meta", "meco"}
    | {"udta", "pdin", "prft", "emsg", "pnot", "PICT", "junk"}
)
"""What is known to stand at the top of a file. Where one of these reaches past the end, the end is cut off."""


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


@dataclass(frozen=True, slots=True)
class Top:
    """The top of a file of `length` bytes: its whole boxes, and what is behind the last of them.

    `cut` is a known box that says that it reaches past the end; its `length` is 0 where even its header is cut.
    `tail` are the bytes behind the last whole box that are no box.
    """

    length: int
    boxes: tuple[Box, ...]
    cut: Box | None = None
    tail: int = 0

    def has(self, kind: str) -> bool:
        return any(box.kind == kind for box in self.boxes)

    def all(self, kind: str) -> list[Box]:
        return [box for box in self.boxes if box.kind == kind]


def read_top(file: BinaryIO) -> Top:
    """Walk an open file; whatever is no box ends the walk."""
    length = file.seek(0, os.SEEK_END)
    boxes: list[Box] = []
    start = 0
    while length - start >= 8 and len(boxes) < _BOX_LIMIT:
        file.seek(start)
        box = _box(file.read(16), start, length)
        if box is None:
            break
        if box.length == 0 or box.end > length:
            return Top(length, tuple(boxes), box if box.kind in TOP_KINDS else None, length - start)
        boxes.append(box)
        start = box.end
    return Top(length, tuple(boxes), None, length - start)


def _box(head: bytes, start: int, end: int) -> Box | None:
    """A box by its header: a length of 32 bits, of 64 where that is 1, up to the end of all where it is 0."""
    kind = head[4:8].decode("latin-1")
    length, header = int.from_bytes(head[:4]), 8
    if not (kind.isascii() and kind.isprintable()):
        return None
    if length == 1:
        length, header = int.from_bytes(head[8:16]), 16
        if len(head) < 16:
            return Box(kind, start, 0, header)
    if length == 0:
        return Box(kind, start, end - start, header) if kind in TOP_KINDS else None
    return Box(kind, start, length, header) if length >= header else None


def read_body(file: BinaryIO, box: Box) -> bytes:
    """What is in a box; of one that is too large to be one of tables, nothing."""
    size = box.length - box.header
    if size > _READ_LIMIT:
        return b""
    file.seek(box.start + box.header)
    return file.read(size)


def inside(body: bytes) -> Iterator[tuple[str, bytes]]:
    """The boxes in the body of another: kind and body, up to whatever is no box: some end with a few zeros."""
    for kind, start, end in _walk(body):
        yield kind, body[start:end]


def behind_boxes(body: bytes) -> bytes:
    """What comes behind the last box in the body of another."""
    return body[max((end for *_, end in _walk(body)), default=0) :]


def _walk(body: bytes) -> Iterator[tuple[str, int, int]]:
    """Kind, and where the content begins and ends."""
    start = 0
    for _ in range(_BOX_LIMIT):
        if len(body) - start < 8:
            return
        length = int.from_bytes(body[start : start + 4]) or len(body) - start
        header = 8
        if length == 1:
            length, header = int.from_bytes(body[start + 8 : start + 16]), 16
        if length < header or start + length > len(body) or body[start : start + 8] == bytes(8):
            return
        yield body[start + 4 : start + 8].decode("latin-1"), start + header, start + length
        start += length


def first(body: bytes, *path: str) -> bytes:
    """The body of the first box that a path of kinds leads to; empty where there is none."""
    for kind in path:
        body = next((found for name, found in inside(body) if name == kind), b"")
    return body
