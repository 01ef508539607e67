"""An alley: walls that run to a bright end, neon signs, wet ground, cables overhead."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from sora_desktop.animatic.painting.tools import Layer, Stage, across, down, glow, layer, polygon, q, smooth_path
from sora_desktop.animatic.palette import Colour, colour, mix
from sora_desktop.animatic.scene import Dice
from sora_desktop.base.values import dataclass

_SIGNS = tuple(map(colour, ("#ff3f8e", "#37e6e8", "#ffb13d", "#9b5cff", "#ff5a4a", "#4dffb0")))


_WALLS = ((0.14, 0.085), (0.3, 0.16), (0.5, 0.27), (0.95, 0.47))
"""Depth of each pair of walls, and how far its inner edge is from the middle, in frame widths."""


def paint_alley(stage: Stage) -> tuple[list[Layer], list[Layer]]:
    """Two rows of walls that run to a bright end, signs on them, all of it once more in the wet ground."""
    behind = [_alley_end(stage), _wet_ground(stage)]
    for index in range(len(_WALLS) - 1):
        behind += [_alley_wall(stage, index, side) for side in (-1, 1)]
    last = len(_WALLS) - 1
    return behind, [_alley_wall(stage, last, -1), _alley_wall(stage, last, 1), _cables(stage)]


def _alley_end(stage: Stage) -> Layer:
    palette, unit = stage.palette, stage.unit

    def draw(painter: QPainter) -> None:
        x, y = stage.width / 2, stage.horizon - 30 * unit
        glow(painter, x, y, 520 * unit, mix(palette.horizon, palette.glow, 0.4), 0.85)
        glow(painter, x, y + 20 * unit, 210 * unit, mix(palette.glow, (255, 255, 255), 0.4), 0.8)

    return layer(stage, 0.06, draw)


@dataclass(frozen=True, slots=True)
class Wall:
    """One wall of an alley: its inner edge is at `edge` (x), all its level lines run to the point `far`.

    `side` is -1 at the left and 1 at the right; `index` 0 is the farthest pair; `outer` is where it leaves the picture.
    """

    stage: Stage
    index: int
    side: int
    edge: float
    outer: float
    far: tuple[float, float]

    def line(self, x: float, slope: float) -> float:
        """The height at `x` of the level line that rises (or falls) with `slope` from the far point."""
        return self.far[1] + slope * abs(x - self.far[0])

    def strip(self, left: float, right: float, upper: float, lower: float) -> QPolygonF:
        """The part of the wall between two level lines."""
        corners = ((left, upper), (right, upper), (right, lower), (left, lower))
        return polygon([(x, self.line(x, slope)) for x, slope in corners])


_FOOT = 0.62
"""How steeply the foot of the walls falls towards the viewer."""


def _alley_wall(stage: Stage, index: int, side: int) -> Layer:
    depth, half = _WALLS[index]
    wide = max(stage.width, 0.72 * stage.height)
    edge = stage.width / 2 + side * half * wide
    outer = (
        (stage.right + 60 if side > 0 else stage.left - 60)
        if index == len(_WALLS) - 1
        else (stage.width / 2 + side * (_WALLS[index + 1][1] * wide + 0.07 * wide))
    )
    wall = Wall(stage, index, side, edge, outer, (stage.width / 2, stage.horizon - 10 * stage.unit))

    def draw(painter: QPainter) -> None:
        _brickwork(painter, wall)
        _signs(painter, wall)

    whole = layer(stage, depth, draw)
    left = max(0, round(min(edge, outer) - 70 * stage.unit - whole.x))
    right = min(whole.image.width(), round(max(edge, outer) + 70 * stage.unit - whole.x))
    return Layer(whole.image.copy(left, 0, right - left, whole.image.height()), depth, whole.x + left, whole.y)


def _brickwork(painter: QPainter, wall: Wall) -> None:
    """The wall's face, lit from the far end, with its storeys and the light on its foot."""
    stage, palette = wall.stage, wall.stage.palette
    body = mix(mix(palette.low, palette.zenith, 0.55), palette.ground_near, (0.25, 0.5, 0.74, 0.93)[wall.index])
    lit = mix(body, mix(palette.horizon, palette.low, 0.5), (0.55, 0.42, 0.3, 0.2)[wall.index])
    dark = mix(body, palette.ground_near, 0.55)
    left, right = min(wall.edge, wall.outer), max(wall.edge, wall.outer)
    high = 2.6 + 0.5 * stage.dice(f"top{wall.index}{wall.side}").random()
    painter.setBrush(across(wall.edge, wall.outer, [(0.0, q(lit)), (0.3, q(body)), (1.0, q(dark))]))
    painter.drawPolygon(wall.strip(left, right, -high * 1.6, _FOOT))
    storey = 0.5
    slope = _FOOT - storey
    while slope > -high * 1.6:
        painter.setBrush(q(mix(dark, (0, 0, 0), 0.3), 0.75))
        painter.drawPolygon(wall.strip(left, right, slope, slope + 0.025))
        painter.setBrush(q(mix(lit, palette.rim, 0.15), 0.5))
        painter.drawPolygon(wall.strip(left, right, slope - 0.008, slope))
        slope -= storey
    painter.setBrush(q(mix(dark, (0, 0, 0), 0.45), 0.8))
    painter.drawPolygon(wall.strip(left, right, _FOOT - 0.05, _FOOT))


def _signs(painter: QPainter, wall: Wall) -> None:
    """Signs that stick out towards the middle, boards on the wall, lit windows."""
    stage, unit = wall.stage, wall.stage.unit
    dice = stage.dice(f"signs{wall.index}{wall.side}")
    scale = (0.34, 0.56, 0.9, 1.35)[wall.index] * unit
    near, reach = wall.edge, abs(wall.outer - wall.edge)
    for number in range((5, 5, 5, 3)[wall.index]):
        value = dice.choice(_SIGNS)
        along = near + wall.side * reach * dice.uniform(0.12, 0.6)
        y = wall.line(along, 0.1 - 0.42 * number - dice.uniform(0, 0.24))
        if number % 2 == 0:
            spot = QPointF(near - wall.side * 24 * scale, wall.line(near, 0.05 - 0.5 * number))
            _sign(painter, dice, spot, (38 * scale, dice.uniform(120, 200) * scale), value, scale)
        elif dice.random() < 0.55:
            _sign(painter, dice, QPointF(along, y), (dice.uniform(70, 120) * scale, 38 * scale), value, scale)
        else:
            _window(painter, dice, QPointF(along, y), scale, mix(stage.palette.spark, (255, 214, 150), 0.6))


def _sign(
    painter: QPainter, dice: Dice, middle: QPointF, size: tuple[float, float], value: Colour, scale: float
) -> None:
    """A lit box with strokes that read as writing, and its glow."""
    width, height = size
    glow(painter, middle.x(), middle.y(), 1.5 * max(size), value, 0.62)
    box = QRectF(middle.x() - width / 2, middle.y() - height / 2, width, height)
    painter.setBrush(q(mix(value, (8, 4, 16), 0.74), 0.95))
    painter.setPen(QPen(q(mix(value, (255, 255, 255), 0.35)), 2.6 * scale))
    painter.drawRoundedRect(box, 5 * scale, 5 * scale)
    cell = min(size) * 0.62
    count = max(1, int(max(size) / (cell * 1.35)))
    for number in range(count):
        along = (number + 0.5) / count - 0.5
        x, y = (
            middle.x() + along * (width if width > height else 0),
            middle.y() + along * (height if height >= width else 0),
        )
        _glyph(painter, dice, x, y, cell * 0.4, mix(value, (255, 255, 255), 0.62), scale)
    painter.setPen(Qt.PenStyle.NoPen)


def _glyph(painter: QPainter, dice: Dice, x: float, y: float, half: float, value: Colour, scale: float) -> None:
    painter.setPen(QPen(q(value), max(1.0, 2.4 * scale), Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    for _ in range(4):
        level = dice.choice((-1, -0.35, 0.35, 1)) * half
        if dice.random() < 0.55:
            painter.drawLine(QPointF(x - half, y + level), QPointF(x + half, y + level))
        else:
            painter.drawLine(QPointF(x + level, y - half), QPointF(x + level, y + half))


def _window(painter: QPainter, dice: Dice, middle: QPointF, scale: float, value: Colour) -> None:
    box = QRectF(middle.x() - 22 * scale, middle.y() - 30 * scale, 44 * scale, 60 * scale)
    glow(painter, middle.x(), middle.y(), 80 * scale, value, 0.3)
    painter.fillRect(box, down(box.top(), box.bottom(), [(0.0, q(value, 0.35)), (1.0, q(value, 0.85))]))
    frame = QColor(10, 6, 14, 200)
    painter.fillRect(QRectF(middle.x() - 1.5 * scale, box.top(), 3 * scale, box.height()), frame)
    painter.fillRect(QRectF(box.left(), middle.y() - dice.uniform(-6, 10) * scale, box.width(), 3 * scale), frame)


def _wet_ground(stage: Stage) -> Layer:
    """The floor, with the lights above drawn down into it."""
    palette, unit, dice = stage.palette, stage.unit, stage.dice("wet")
    top = stage.horizon + 14 * unit

    def draw(painter: QPainter) -> None:
        stops = [
            (0.0, q(mix(palette.horizon, palette.low, 0.4))),
            (0.14, q(mix(palette.low, palette.ground_near, 0.45))),
            (1.0, q(palette.ground_near)),
        ]
        painter.fillRect(QRectF(stage.left, top, 2 * stage.right, stage.bottom), down(top, stage.bottom, stops))
        painter.save()
        painter.translate(stage.width / 2, top)
        painter.scale(0.55, 1.0)
        glow(painter, 0, 0, 460 * unit, mix(palette.horizon, palette.glow, 0.5), 0.75)
        painter.restore()
        for _ in range(120):
            value, fall = dice.choice((*_SIGNS, palette.glow, palette.horizon)), dice.random()
            x = stage.width / 2 + dice.gauss(0, 0.24 + 0.1 * fall) * max(stage.width, 0.6 * stage.height)
            y, length = top + fall**1.5 * (stage.bottom - top) * 0.8, dice.uniform(40, 190) * unit
            painter.setBrush(
                down(y, y + length, [(0.0, q(value, 0)), (0.35, q(value, 0.3 * dice.random())), (1.0, q(value, 0))])
            )
            painter.drawRect(QRectF(x, y, dice.uniform(4, 20) * unit, length))
        for _ in range(130):
            fall = dice.random()
            painter.setBrush(q(palette.ground_near, 0.34 * dice.random()))
            y = top + 8 * unit + fall * (stage.bottom - top)
            painter.drawEllipse(
                QPointF(dice.uniform(stage.left, stage.right), y), (20 + 90 * fall) * unit, (1 + 4 * fall) * unit
            )

    return layer(stage, 0.62, draw, top=top, cover=top + 1)


def _cables(stage: Stage) -> Layer:
    dice, dark = stage.dice("cables"), q(mix(stage.palette.ground_near, (0, 0, 0), 0.3), 0.9)

    def draw(painter: QPainter) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for _ in range(5):
            left, right, sag = (
                dice.uniform(0.0, 0.2) * stage.height,
                dice.uniform(0.0, 0.2) * stage.height,
                dice.uniform(0.04, 0.12) * stage.height,
            )
            painter.setPen(QPen(dark, dice.uniform(1.4, 3.4) * stage.unit))
            middle = (stage.width / 2, max(left, right) + sag)
            painter.drawPath(smooth_path([(stage.left - 10, left), middle, (stage.right + 10, right)], closed=False))

    return layer(stage, 0.9, draw, bottom=stage.height * 0.4)
