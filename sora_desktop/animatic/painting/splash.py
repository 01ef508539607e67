"""Water thrown up where something heavy leaves it or falls back in."""

import math

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter

from sora_desktop.animatic.painting.tools import Stage, blank, down, painting, q, soft_dot
from sora_desktop.animatic.palette import Colour, mix
from sora_desktop.base.values import dataclass

_LASTS = 1.2
"""Seconds from the first drop to the last."""


@dataclass(frozen=True, slots=True)
class Drop:
    """Speeds are pixels a second, upwards positive; `x` is where it starts, beside the middle."""

    sprite: QImage
    x: float
    speed_x: float
    speed_y: float


@dataclass(frozen=True, slots=True)
class Splash:
    drops: tuple[Drop, ...]
    foam: QImage
    fall: float

    def draw(self, painter: QPainter, x: float, y: float, age: float) -> None:
        """Draws it around the point `x`, `y` on the water, `age` seconds after it began."""
        if not 0 <= age < _LASTS:
            return
        share = age / _LASTS
        painter.setOpacity(math.sin(math.pi * min(1.0, share * 1.6)) if share < 0.62 else (1 - share) / 0.76)
        wide, high = self.foam.width() * (0.7 + 0.5 * share), self.foam.height() * (1 - 0.55 * share)
        painter.drawImage(QRectF(x - wide / 2, y - 0.8 * high, wide, high), self.foam)
        painter.setOpacity(1 - share * share)
        for drop in self.drops:
            above = drop.speed_y * age - self.fall * age * age / 2
            if above > -8:
                painter.drawImage(QPointF(x + drop.x + drop.speed_x * age, y - above), drop.sprite)
        painter.setOpacity(1.0)


def splash(stage: Stage, size: float) -> Splash:
    """A splash for a body `size` pixels long."""
    dice, unit = stage.dice("splash"), stage.unit
    water = mix(mix((255, 255, 255), stage.palette.rim, 0.25), stage.palette.low, 0.06 + 0.45 * stage.palette.night)
    sprites = [soft_dot(radius * unit, water, 0.85, 0.3) for radius in (1.6, 2.6, 4.2, 7.0)]
    fall = 2.4 * size
    drops = tuple(
        Drop(
            dice.choice(sprites), dice.gauss(0, 0.14) * size, dice.gauss(0, 0.3) * size, dice.uniform(0.35, 1.15) * size
        )
        for _ in range(80)
    )
    return Splash(drops, _foam(stage, size, water), fall)


def _foam(stage: Stage, size: float, water: Colour) -> QImage:
    """A low heap of white water with a ragged top."""
    dice = stage.dice("foam")
    wide, high = 0.95 * size, 0.3 * size
    image = blank(wide, high)
    with painting(image) as painter:
        for _ in range(130):
            x = min(0.97, max(0.03, dice.gauss(0.5, 0.19)))
            heap = math.sin(math.pi * x) ** 1.5
            y = high * (0.94 - 0.62 * heap * dice.random())
            radius = high * dice.uniform(0.03, 0.13) * (0.5 + heap)
            painter.setBrush(down(y - radius, y + radius, [(0.0, q(water, 0.9)), (1.0, q(water, 0.1))]))
            painter.drawEllipse(QPointF(x * wide, y), radius * 1.5, radius)
    return image
