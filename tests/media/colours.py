"""How colours are told, and by the standards' own formulas what is seen of them."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.support.pictures import Pixel

Curve = Callable[[float], float]

LINEAR_FROM_P3 = ((1.2249, -0.2247, 0.0), (-0.0420, 1.0419, 0.0), (-0.0197, -0.0786, 1.0979))
LINEAR_FROM_ADOBE = ((1.3984, -0.3984, 0.0), (0.0, 1.0, 0.0), (0.0, -0.0429, 1.0429))
SAME = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))


def srgb_light(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def srgb_code(light: float) -> float:
    light = min(1.0, max(0.0, light))
    return 12.92 * light if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055


@dataclass(frozen=True)
class Told:
    """How a PNG tells its colours, and by the standard's formulas what they are."""

    chunks: bytes = b""
    curve: Curve = srgb_light
    matrix: tuple[tuple[float, ...], ...] = SAME

    def seen(self, pixel: Pixel) -> Pixel:
        """Of 0..1 to 0..255."""
        light = [self.curve(part) for part in pixel]
        mixed = (sum(share * part for share, part in zip(row, light, strict=True)) for row in self.matrix)
        return tuple(255 * srgb_code(part) for part in mixed)
