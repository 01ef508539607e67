"""PNGs of every kind, written by the standard's own rules."""

import struct
import zlib
from collections.abc import Sequence

START = b"\x89PNG\r\n\x1a\n"
GREY, RGB, PALETTE, GREY_ALPHA, RGB_ALPHA = 0, 2, 3, 4, 6
DEPTHS = {GREY: (1, 2, 4, 8, 16), RGB: (8, 16), PALETTE: (1, 2, 4, 8), GREY_ALPHA: (8, 16), RGB_ALPHA: (8, 16)}
CHANNELS = {GREY: 1, RGB: 3, PALETTE: 1, GREY_ALPHA: 2, RGB_ALPHA: 4}
PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))

Rows = Sequence[Sequence[Sequence[int]]]
"""Row by row the pixels, each so many numbers."""


def chunk(kind: bytes, body: bytes = b"", *, check: int | None = None) -> bytes:
    crc = zlib.crc32(kind + body) if check is None else check
    return struct.pack(">I", len(body)) + kind + body + crc.to_bytes(4, "big")


def png(
    kind: int, depth: int, rows: Rows, *, before: bytes = b"", after: bytes = b"", interlaced: bool = False
) -> bytes:
    """`before` and `after` are whole chunks that stand around the picture."""
    head = struct.pack(">IIBBBBB", len(rows[0]), len(rows), depth, kind, 0, 0, int(interlaced))
    packed = zlib.compress(packed_rows(depth, rows, interlaced=interlaced))
    return START + chunk(b"IHDR", head) + before + chunk(b"IDAT", packed) + after + chunk(b"IEND")


def packed_rows(depth: int, rows: Rows, *, interlaced: bool = False) -> bytes:
    made = b""
    for left, top, across, down in PASSES if interlaced else ((0, 0, 1, 1),):
        for row in rows[top::down]:
            if row[left::across]:
                made += b"\0" + _row(depth, [number for pixel in row[left::across] for number in pixel])
    return made


def _row(depth: int, numbers: Sequence[int]) -> bytes:
    bits = "".join(format(number, f"0{depth}b") for number in numbers)
    bits += "0" * (-len(bits) % 8)
    return int(bits, 2).to_bytes(len(bits) // 8, "big")


def icc_chunk(profile: bytes) -> bytes:
    return chunk(b"iCCP", b"profile\0\0" + zlib.compress(profile))
