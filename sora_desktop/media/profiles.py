"""Colour profiles (ICC) for colours that a picture only names: by numbers in a PNG, or by the camera's word in EXIF."""

import struct
from collections.abc import Callable, Sequence

Matrix = tuple[tuple[float, ...], ...]
Curve = Callable[[float], float]
"""From what stands in the file to light, both 0..1."""

_D50 = (0.9642, 1.0, 0.8249)
_BRADFORD: Matrix = ((0.8951, 0.2664, -0.1614), (-0.7502, 1.7135, 0.0367), (0.0389, -0.0685, 1.0296))
_D65 = (0.3127, 0.3290)
_STEPS = 4096
_SCREEN_WHITE = 203.0
"""Candelas of white on a screen, as pictures of a high dynamic range reckon it; what is brighter becomes white."""

Primaries = tuple[tuple[float, float], ...]
"""The places of red, green, blue and white in the plane of colours (CIE xy)."""

SRGB: Primaries = ((0.640, 0.330), (0.300, 0.600), (0.150, 0.060), _D65)
ADOBE: Primaries = ((0.640, 0.330), (0.210, 0.710), (0.150, 0.060), _D65)
_OLD_SCREEN: Primaries = ((0.630, 0.340), (0.310, 0.595), (0.155, 0.070), _D65)

_PRIMARIES: dict[int, Primaries] = {
    5: ((0.640, 0.330), (0.290, 0.600), (0.150, 0.060), _D65),
    6: _OLD_SCREEN,
    7: _OLD_SCREEN,
    9: ((0.708, 0.292), (0.170, 0.797), (0.131, 0.046), _D65),
    11: ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060), (0.314, 0.351)),
    12: ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060), _D65),
}
"""Code points of ITU-T H.273; all others are taken for those of sRGB."""


def _srgb(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def srgb_code(light: float) -> float:
    """What stands in a file of sRGB for light; both 0..1."""
    return 12.92 * light if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055


def _pq(value: float) -> float:
    """SMPTE ST 2084."""
    power = value ** (1 / 78.84375)
    light = max(power - 0.8359375, 0) / (18.8515625 - 18.6875 * power)
    return float(light ** (1 / 0.1593017578125) * 10_000 / _SCREEN_WHITE)


def _hlg(value: float) -> float:
    """ITU-R BT.2100, on its own screen of 1,000 candelas."""
    scene = value**2 / 3 if value <= 0.5 else (2.718281828 ** ((value - 0.55991073) / 0.17883277) + 0.28466892) / 12
    return float(scene**1.2 * 1000 / _SCREEN_WHITE)


def _power(gamma: float) -> Curve:
    return lambda value: value**gamma


_CURVES: dict[int, Curve] = {4: _power(2.2), 5: _power(2.8), 8: _power(1.0), 16: _pq, 18: _hlg}
"""Likewise; all others are taken for that of sRGB, as screens show them."""

_ADOBE_GAMMA = 563 / 256


def by_numbers(primaries: int, transfer: int, *, full_range: bool) -> bytes | None:
    """The profile of these code points of H.273; None where they say sRGB, or nothing that is known."""
    if full_range and primaries not in _PRIMARIES and transfer not in _CURVES:
        return None
    curve = _CURVES.get(transfer, _srgb)
    stretched = curve if full_range else lambda value: curve(min(1.0, max(0.0, (255 * value - 16) / 219)))
    return rgb_profile(_PRIMARIES.get(primaries, SRGB), stretched)


def adobe_profile() -> bytes | None:
    return rgb_profile(ADOBE, _power(_ADOBE_GAMMA))


def by_gamma(gamma: float, primaries: Primaries = SRGB) -> bytes | None:
    """The profile of a picture whose light is its numbers to this power; None where that is near enough to sRGB."""
    usual = all(
        abs(one - other) < 0.005 for pair in zip(primaries, SRGB, strict=True) for one, other in zip(*pair, strict=True)
    )
    if usual and abs(gamma - 2.2) < 0.15:
        return None
    return rgb_profile(primaries, _power(gamma)) if 0.1 <= gamma <= 10 else None


def rgb_profile(primaries: Primaries, curve: Curve) -> bytes | None:
    """A profile of a screen with these primaries; None where they make no sense."""
    try:
        columns = _to_d50(primaries)
    except ZeroDivisionError:
        return None
    table = [round(65535 * min(1.0, max(0.0, curve(step / (_STEPS - 1))))) for step in range(_STEPS)]
    tags = {
        b"desc": b"mluc" + bytes(4) + struct.pack(">II", 0, 12),
        b"wtpt": _xyz(_D50),
        **{name: _xyz(column) for name, column in zip((b"rXYZ", b"gXYZ", b"bXYZ"), columns, strict=True)},
        b"rTRC": b"curv" + bytes(4) + struct.pack(f">I{_STEPS}H", _STEPS, *table),
    }
    return _packed(tags, same={b"gTRC": b"rTRC", b"bTRC": b"rTRC"})


def _packed(tags: dict[bytes, bytes], same: dict[bytes, bytes]) -> bytes:
    """An ICC profile, version 4, for a screen. `same`: tags that share the body of another."""
    at, places, bodies = 128 + 4 + 12 * (len(tags) + len(same)), {}, b""
    for name, body in tags.items():
        places[name] = (at + len(bodies), len(body))
        bodies += body + bytes(-len(body) % 4)
    places |= {name: places[other] for name, other in same.items()}
    table = struct.pack(">I", len(places)) + b"".join(
        struct.pack(">4sII", name, *place) for name, place in places.items()
    )
    head = struct.pack(">I4sI4s4s4s", at + len(bodies), b"lcms", 0x04200000, b"mntr", b"RGB ", b"XYZ ")
    head += struct.pack(">6H4s", 2026, 1, 1, 0, 0, 0, b"acsp") + bytes(28) + _xyz(_D50)[8:]
    return head.ljust(128, b"\0") + table + bodies


def _xyz(values: Sequence[float]) -> bytes:
    return b"XYZ " + bytes(4) + struct.pack(">3i", *(round(value * 65536) for value in values))


def _to_d50(primaries: Primaries) -> list[tuple[float, ...]]:
    """What red, green and blue are in XYZ, adapted to the white that profiles reckon with (Bradford)."""
    *colours, white = ((x / y, 1.0, (1 - x - y) / y) for x, y in primaries)
    shares = _times(inverse(_columns(colours)), white)
    lit = [tuple(share * value for value in colour) for share, colour in zip(shares, colours, strict=True)]
    here, there = _times(_BRADFORD, white), _times(_BRADFORD, _D50)
    back = inverse(_BRADFORD)
    adapted = []
    for colour in lit:
        cones = _times(_BRADFORD, colour)
        adapted.append(_times(back, [cone * to / by for cone, to, by in zip(cones, there, here, strict=True)]))
    return adapted


def columns_to_d50(primaries: Primaries) -> Matrix:
    """From light in these colours to XYZ as profiles reckon it. ZeroDivisionError where they make no sense."""
    return _columns(_to_d50(primaries))


def _columns(vectors: Sequence[Sequence[float]]) -> Matrix:
    return tuple(zip(*vectors, strict=True))


def _times(matrix: Matrix, vector: Sequence[float]) -> tuple[float, ...]:
    return tuple(sum(one * other for one, other in zip(row, vector, strict=True)) for row in matrix)


def inverse(matrix: Matrix) -> Matrix:
    """Of three rows of three, by cofactors. ZeroDivisionError where it has none."""
    (a, b, c), (d, e, f), (g, h, i) = matrix
    cofactors = (
        (e * i - f * h, c * h - b * i, b * f - c * e),
        (f * g - d * i, a * i - c * g, c * d - a * f),
        (d * h - e * g, b * g - a * h, a * e - b * d),
    )
    whole = a * cofactors[0][0] + b * cofactors[1][0] + c * cofactors[2][0]
    return tuple(tuple(value / whole for value in row) for row in cofactors)
