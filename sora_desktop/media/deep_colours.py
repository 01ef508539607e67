"""Colours of 16 bits in sRGB, all of their bits used. Apart, as FFmpeg takes a while to load.

What is just beyond the colours of sRGB comes out as the small difference of large numbers: with their first eight bits
alone it is far off.
"""

import math
import struct
from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any

import av
from av.filter import Graph
from PIL import Image

from sora_desktop.media.profiles import SRGB, Matrix, columns_to_d50, inverse, srgb_code

_MOST = 65535
_FORMAT = "gbrp16le"
_PLANES = (2, 0, 1)
"""Where red, green and blue lie in it."""
_WIDEST = 2.0
"""The largest share of one colour in another that FFmpeg's mixer takes."""
_CLASSES = frozenset({b"mntr", b"scnr", b"prtr", b"spac"})
_PARAMETERS = {0: 1, 1: 3, 2: 4, 3: 5, 4: 7}

Curve = Callable[[float], float]


def to_srgb(png: bytes, profile: bytes) -> Image.Image | None:
    """The colours of a PNG of 16 bits, mode RGB; None where the profile is not one of primaries and curves.

    ValueError where FFmpeg cannot read the picture.
    """
    shaper = _shaper(profile)
    if shaper is None:
        return None
    matrix, curves = shaper
    scale = max(1.0, max(abs(share) for row in matrix for share in row) / _WIDEST)
    mixed = _mixed(_lit(_frame(png), curves), [[share / scale for share in row] for row in matrix])
    return Image.merge("RGB", [_plane(mixed, each).point(_codes(scale), "L") for each in _PLANES])


@lru_cache(4)
def _codes(scale: float) -> list[int]:
    """What stands in a picture of eight bits for each level of light, which is `scale` times as much."""
    return [round(255 * srgb_code(min(1.0, scale * level / _MOST))) for level in range(_MOST + 1)]


@lru_cache(8)
def _halves(curve: bytes) -> list[list[int]]:
    """Of the light of each level the lower eight bits, and the upper."""
    light = _curve(curve)
    levels = [round(_MOST * min(1.0, max(0.0, light(level / _MOST)))) for level in range(_MOST + 1)]
    return [[level & 255 for level in levels], [level >> 8 for level in levels]]


def _frame(png: bytes) -> av.VideoFrame:
    reader = av.CodecContext.create("png", "r")
    try:
        return [*reader.decode(av.Packet(png)), *reader.decode(None)][0].reformat(format=_FORMAT)
    except (av.FFmpegError, IndexError) as problem:
        raise ValueError(str(problem)) from problem


def _plane(frame: av.VideoFrame, index: int) -> Image.Image:
    """One colour, mode I."""
    plane = frame.planes[index]
    size = (frame.width, frame.height)
    return Image.frombuffer("I;16", size, bytes(plane), "raw", "I;16", plane.line_size, 1).convert("I")


def _lit(frame: av.VideoFrame, curves: Sequence[bytes]) -> av.VideoFrame:
    """The light of each colour, in 16 bits as well."""
    lit = av.VideoFrame(frame.width, frame.height, _FORMAT)
    for index, curve in zip(_PLANES, curves, strict=True):
        colour = _plane(frame, index)
        halves = [colour.point(each, "L") for each in _halves(curve)]
        _fill(lit.planes[index], Image.merge("LA", halves).tobytes(), 2 * frame.width)
    return lit


def _fill(plane: Any, data: bytes, row: int) -> None:
    blank = bytes(plane.line_size - row)
    plane.update(b"".join(data[at : at + row] + blank for at in range(0, len(data), row)) if blank else data)


def _mixed(frame: av.VideoFrame, matrix: Sequence[Sequence[float]]) -> av.VideoFrame:
    """Each colour as a sum of shares of all three; what is below nothing or above all is cut off."""
    graph = Graph()
    entry = graph.add_buffer(
        width=frame.width, height=frame.height, format=frame.format, time_base=Fraction(1), name="in"
    )
    shares = {
        f"{to}{by}": f"{share:.9f}"
        for to, row in zip("rgb", matrix, strict=True)
        for by, share in zip("rgb", row, strict=True)
    }
    mixer, end = graph.add("colorchannelmixer", **shares), graph.add("buffersink")
    entry.link_to(mixer)
    mixer.link_to(end)
    graph.configure()
    graph.push(frame)
    made = graph.pull()
    if not isinstance(made, av.VideoFrame):
        raise ValueError("FFmpeg gives no picture")  # noqa: TRY004 -- what it means to a caller: it cannot be read
    return made


def _shaper(profile: bytes) -> tuple[Matrix, list[bytes]] | None:
    """From light in its own colours to that in sRGB's, and its curves; None where that is not all that it is."""
    try:
        if profile[12:16] not in _CLASSES or profile[16:24] != b"RGB XYZ ":
            return None
        count = min(struct.unpack_from(">I", profile, 128)[0], 200)
        found = {}
        for number in range(count):
            name, at, length = struct.unpack_from(">4sII", profile, 132 + 12 * number)
            found[name] = profile[at : at + length]
        if b"A2B0" in found:
            return None
        places = [struct.unpack_from(">3i", found[name], 8) for name in (b"rXYZ", b"gXYZ", b"bXYZ")]
        curves = [found[name] for name in (b"rTRC", b"gTRC", b"bTRC")]
        for each in curves:
            _halves(each)
    except (struct.error, KeyError, ValueError, OverflowError, ZeroDivisionError, TypeError):
        return None
    own = tuple(tuple(place[axis] / 65536 for place in places) for axis in range(3))
    back = inverse(columns_to_d50(SRGB))
    return tuple(
        tuple(sum(back[row][each] * own[each][column] for each in range(3)) for column in range(3)) for row in range(3)
    ), curves


def _curve(tag: bytes) -> Curve:
    """struct.error, KeyError or ValueError where it is none that is known."""
    if tag[:4] == b"para":
        kind = struct.unpack_from(">H", tag, 8)[0]
        numbers = struct.unpack_from(f">{_PARAMETERS[kind]}i", tag, 12)
        return _by_parameters(kind, [number / 65536 for number in numbers])
    if tag[:4] != b"curv":
        raise ValueError(tag[:4])
    count = struct.unpack_from(">I", tag, 8)[0]
    if count == 0:
        return float
    levels = struct.unpack_from(f">{count}H", tag, 12)
    return _by_gamma(levels[0] / 256) if count == 1 else _by_table(levels)


def _by_gamma(gamma: float) -> Curve:
    return lambda value: float(value**gamma)


def _by_table(levels: Sequence[int]) -> Curve:
    last = len(levels) - 1

    def curve(value: float) -> float:
        at = min(math.floor(value * last), last - 1)
        part = value * last - at
        return ((1 - part) * levels[at] + part * levels[at + 1]) / _MOST

    return curve


def _by_parameters(kind: int, given: Sequence[float]) -> Curve:
    """As ICC.1 numbers them: a power of a line, and below a limit a line."""
    gamma, a, b, c, d, e, f = _all_parameters(kind, given)

    def curve(value: float) -> float:
        return max(0.0, a * value + b) ** gamma + e if value >= d else c * value + f

    return curve


def _all_parameters(kind: int, given: Sequence[float]) -> Sequence[float]:
    gamma, *rest = given
    match kind:
        case 0:
            return (gamma, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0)
        case 1 | 2:
            a, b = rest[:2]
            below = rest[2] if kind == 2 else 0.0
            return (gamma, a, b, 0.0, -b / a if a else 0.0, below, below)
        case 3:
            return (gamma, *rest, 0.0, 0.0)
        case _:
            return given
