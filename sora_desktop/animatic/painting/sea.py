"""The sea: water to the horizon, bands of waves that bob, the sun's path on it."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from sora_desktop.animatic.painting.land import draw_ridge, haze, rolling
from sora_desktop.animatic.painting.sky import sun_place
from sora_desktop.animatic.painting.tools import Layer, Stage, down, layer, q
from sora_desktop.animatic.palette import mix
from sora_desktop.animatic.scene import Dice


def paint_sea(stage: Stage) -> tuple[list[Layer], list[Layer]]:
    room = stage.height - stage.horizon
    layers = [layer(stage, 0.1, lambda painter: _water(painter, stage), top=stage.horizon), haze(stage, 0.1)]
    for index, depth in enumerate((0.2, 0.34, 0.52, 0.74)):
        top = stage.horizon + room * (0.06, 0.2, 0.38, 0.6)[index]
        layers.append(_waves(stage, index, depth, top))
    layers.insert(3, _glitter(stage, 0.16, 0))
    layers.insert(5, _glitter(stage, 0.3, 1))
    return layers, [_waves(stage, 4, 1.0, stage.horizon + room * 0.86)]


def _water(painter: QPainter, stage: Stage) -> None:
    palette = stage.palette
    top = mix(palette.horizon, palette.ground_far, 0.45)
    stops = [(0.0, q(top)), (0.3, q(mix(palette.ground_far, palette.sky, 0.35))), (1.0, q(palette.ground_near))]
    painter.fillRect(
        QRectF(stage.left, stage.horizon, stage.right - stage.left, stage.bottom),
        down(stage.horizon, stage.bottom, stops),
    )


def _waves(stage: Stage, index: int, depth: float, top: float) -> Layer:
    """A band of water with lit crests, which bobs."""
    palette, unit = stage.palette, stage.unit
    share = index / 4
    body = mix(mix(palette.ground_far, palette.sky, 0.3), palette.ground_near, 0.25 + 0.6 * share)
    height = (8 + 12 * index) * unit
    dice = stage.dice(f"wave{index}")
    points = rolling(dice, stage, top, height, 1.6 + 0.5 * (4 - index))

    def draw(painter: QPainter) -> None:
        colours = (mix(body, palette.horizon, 0.3), mix(body, palette.low, 0.1))
        draw_ridge(painter, stage, points, colours, f"wave{index}", edge=0.35 + 0.3 * share)
        _crests(painter, stage, dice, top, share)

    made = layer(stage, depth, draw, top=top - height * 1.2, cover=max(y for _, y in points) + 4)
    made.sway, made.sway_seconds = (1.5 + 2.2 * index) * unit, 3.1 + 0.45 * index
    return made


def _crests(painter: QPainter, stage: Stage, dice: Dice, top: float, share: float) -> None:
    light = mix(stage.palette.horizon, stage.palette.rim, 0.5)
    for _ in range(int(80 * (stage.right - stage.left) / stage.width)):
        fall = dice.random()
        y = top + (8 + fall * 120 * (0.4 + share)) * stage.unit
        length = (14 + 60 * share * dice.random() + 20 * fall) * stage.unit
        painter.setBrush(q(light, dice.uniform(0.03, 0.17) * (1 - 0.6 * fall)))
        painter.drawEllipse(QPointF(dice.uniform(stage.left, stage.right), y), length, (0.7 + 1.6 * share) * stage.unit)


def _glitter(stage: Stage, depth: float, index: int) -> Layer:
    """The sun's path on the water: flat sparks, wider the nearer."""
    x, _ = sun_place(stage)
    dice, unit, room = stage.dice(f"glitter{index}"), stage.unit, stage.height - stage.horizon

    def draw(painter: QPainter) -> None:
        for _ in range(150):
            fall = dice.random() ** 1.3
            y = stage.horizon + (0.01 + 0.72 * fall) * room
            spread = (16 + 120 * fall) * unit
            painter.setBrush(
                q(stage.palette.glow, dice.uniform(0.12, 0.6) * (1 - 0.6 * fall) * min(1.0, stage.palette.halo + 0.2))
            )
            painter.drawEllipse(
                QPointF(dice.gauss(x, spread), y), (4 + 26 * fall * dice.random()) * unit, (0.8 + 1.5 * fall) * unit
            )

    made = layer(stage, depth, draw, top=stage.horizon)
    made.sway, made.sway_seconds = 2.2 * unit * (1 if index else -1), 1.7 + 0.6 * index
    return made
