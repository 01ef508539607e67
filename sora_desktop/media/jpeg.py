"""What the markers of a JPEG tell without decoding it: whether it has its end, and all that its picture is made of."""

import re
from collections.abc import Iterator
from dataclasses import field

from sora_desktop.base.values import dataclass

END = b"\xff\xd9"
_FRAMES = frozenset({0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})
_PROGRESSIVE = frozenset({0xC2, 0xC6, 0xCA, 0xCE})
_MARKER = re.compile(rb"\xff[\x02-\xcf\xd9-\xfe]")
"""Those that stand alone between packed pixels, and bytes of these that only look like one, are passed over."""
MOST_MARKERS = 20_000
_SCAN, _END_MARKER = 0xDA, 0xD9
_COEFFICIENTS = 64


def has_end(data: bytes) -> bool:
    """Whether the end marker is there, whatever comes after it."""
    return data.endswith(END) or any(marker == _END_MARKER for marker, _ in _markers(data))


def has_all_scans(data: bytes) -> bool:
    """Whether each scan that the picture needs has begun; only the last one may be broken off.

    A sequential JPEG says everything in one go. A progressive one refines: without its last scans it is a blur.
    """
    frame = _Refinement()
    for marker, segment in _markers(data):
        if marker in _FRAMES and not frame.parts:
            frame.begin(segment, progressive=marker in _PROGRESSIVE)
        elif marker == _SCAN:
            frame.refine(segment)
    return frame.is_complete


def block_size(data: bytes) -> tuple[int, int]:
    """Width and height of the blocks in which the picture comes, row by row, in pixels."""
    segment = next((segment for marker, segment in _markers(data) if marker in _FRAMES), b"")
    factors = segment[7 : 6 + 3 * segment[5] : 3] if len(segment) > 5 else b""
    return 8 * max((each >> 4 for each in factors), default=1), 8 * max((each & 15 for each in factors), default=1)


@dataclass
class _Refinement:
    """How many of the lowest bits of each coefficient of each colour are still to come; all, where none came."""

    progressive: bool = False
    parts: dict[int, list[int]] = field(default_factory=dict)

    def begin(self, segment: bytes, *, progressive: bool) -> None:
        self.progressive = progressive
        count = segment[5] if len(segment) > 5 else 0
        self.parts = {number: [99] * _COEFFICIENTS for number in segment[6 : 6 + 3 * count : 3]}

    def refine(self, segment: bytes) -> None:
        count = segment[0] if segment else 0
        if len(segment) < 4 + 2 * count:
            return
        first, last, bits = segment[1 + 2 * count : 4 + 2 * count]
        reach = range(first, min(last, _COEFFICIENTS - 1) + 1) if self.progressive else range(_COEFFICIENTS)
        for number in segment[1 : 1 + 2 * count : 2]:
            for coefficient in reach:
                self.parts.get(number, [0] * _COEFFICIENTS)[coefficient] = bits & 15 if self.progressive else 0

    @property
    def is_complete(self) -> bool:
        return bool(self.parts) and not any(any(bits) for bits in self.parts.values())


def _markers(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Each marker with what belongs to it, without the packed pixels between them."""
    at = 2
    for _ in range(MOST_MARKERS):
        found = _MARKER.search(data, at)
        if found is None:
            return
        at, marker = found.start(), data[found.end() - 1]
        if marker == _END_MARKER:
            yield marker, b""
            return
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        yield marker, data[at + 4 : at + 2 + length]
        at += 2 + max(length, 2)
