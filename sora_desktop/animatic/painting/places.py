"""Every place, and those drawn here: city, room, under water, space."""

from functools import partial

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from sora_desktop.animatic.painting.alley import paint_alley
from sora_desktop.animatic.painting.land import paint_land, rolling
from sora_desktop.animatic.painting.sea import paint_sea
from sora_desktop.animatic.painting.sky import sun_place
from sora_desktop.animatic.painting.tools import (
    Layer,
    Mode,
    Stage,
    across,
    around,
    down,
    glow,
    layer,
    noise,
    polygon,
    q,
    smooth_path,
    smoothstep,
    toned,
)
from sora_desktop.animatic.palette import Colour, colour, mix
from sora_desktop.animatic.scene import Dice
from sora_desktop.animatic.words import ScenePlace, Weather


def paint_place(stage: Stage) -> tuple[list[Layer], list[Layer]]:
    """The layers behind the subject and those before it."""
    return _PAINTERS.get(stage.look.place, paint_land)(stage)


def _dark(stage: Stage) -> float:
    """How many lamps are lit, 0..1."""
    return max(stage.palette.night, 0.25 if stage.palette.sun_height < 0.3 else 0.05)


def _city(stage: Stage) -> tuple[list[Layer], list[Layer]]:
    rows = ((0.12, 0.46, 26, 0.0), (0.24, 0.36, 17, 0.35), (0.42, 0.24, 11, 0.7))
    layers = [_blocks(stage, *row) for row in rows]
    return [*layers, _street_floor(stage)], []


def _blocks(stage: Stage, depth: float, tall: float, count: int, share: float) -> Layer:
    """One row of houses with their windows."""
    dice, palette, unit = stage.dice(f"blocks{depth}"), stage.palette, stage.unit
    base = stage.horizon + (8 + 40 * share) * unit
    tallest = min(tall * stage.height, 420 * unit)
    far = mix(palette.low, palette.horizon, 0.35)
    body = mix(mix(far, palette.zenith, 0.3), mix(palette.ground_near, palette.zenith, 0.3), 0.25 + 0.7 * share)

    def draw(painter: QPainter) -> None:
        x = float(stage.left)
        while x < stage.right:
            width = stage.width / count * dice.uniform(0.55, 1.3) * (1.0 if stage.width > stage.height else 1.7)
            height = tallest * dice.uniform(0.3, 1.0) ** 1.3
            _tower(painter, stage, dice, QRectF(x, base - height, width, height + 60 * unit), body, share)
            x += width * dice.uniform(0.82, 1.12)
        mist = [(0.0, q(palette.horizon, 0)), (1.0, q(palette.horizon, 0.34 * (1 - share)))]
        painter.setCompositionMode(Mode.CompositionMode_SourceAtop)
        painter.fillRect(
            QRectF(stage.left, base - tallest, stage.right * 2, tallest + 60 * unit),
            down(base - tallest * 0.8, base, mist),
        )

    return layer(stage, depth, draw, top=base - tallest * 1.2, bottom=base + 60 * unit)


def _tower(painter: QPainter, stage: Stage, dice: Dice, box: QRectF, body: Colour, share: float) -> None:
    sun, _ = sun_place(stage)
    lit = mix(body, stage.palette.rim, 0.3)
    sides = [(0.0, q(lit)), (0.3, q(body)), (1.0, q(body))]
    if sun > box.center().x():
        sides = [(1 - place, value) for place, value in sides]
    painter.setBrush(across(box.left(), box.right(), sides))
    painter.drawRect(box)
    if dice.random() < 0.35:
        top = box.width() * dice.uniform(0.25, 0.6)
        painter.drawRect(QRectF(box.center().x() - top / 2, box.top() - top * 0.7, top, top))
    if dice.random() < 0.22:
        painter.fillRect(
            QRectF(box.center().x() - 1, box.top() - 44 * stage.unit, 2 * stage.unit, 46 * stage.unit), q(body)
        )
    _windows(painter, stage, dice, box, share)


def _windows(painter: QPainter, stage: Stage, dice: Dice, box: QRectF, share: float) -> None:
    unit, lamps = stage.unit, _dark(stage)
    size = (2.4 + 3.6 * share) * unit
    warm = stage.palette.spark
    shades = [
        q(mix(warm, (200, 225, 255), (shade / 7) ** 2), (0.15 + 0.1 * level) * (0.18 + 0.82 * lamps))
        for shade in range(8)
        for level in range(9)
    ]
    columns, rows = int(box.width() / (size * 2.3)), int((box.height() - 20 * unit) / (size * 2.5))
    for row in range(rows):
        y = box.top() + size * (1.6 + 2.5 * row)
        for column in range(columns):
            if dice.random() <= 0.12 + 0.42 * lamps:
                x = box.left() + size * (0.9 + 2.3 * column)
                painter.fillRect(QRectF(x, y, size, size * 1.25), shades[int(len(shades) * dice.random())])


def _street_floor(stage: Stage) -> Layer:
    """Wet or dry ground before the houses, with their light on it."""
    palette, unit, dice = stage.palette, stage.unit, stage.dice("floor")
    top = stage.horizon + 30 * unit
    wet = 1.0 if Weather.RAIN in stage.look.weather or palette.night > 0.6 else 0.4

    def draw(painter: QPainter) -> None:
        stops = [
            (0.0, q(mix(palette.ground_far, palette.low, 0.25))),
            (0.4, q(mix(palette.ground_far, palette.ground_near, 0.6))),
            (1.0, q(palette.ground_near)),
        ]
        painter.fillRect(QRectF(stage.left, top, 2 * stage.right, stage.bottom), down(top, stage.bottom, stops))
        for _ in range(90):
            x, width = dice.uniform(stage.left, stage.right), dice.uniform(3, 15) * unit
            fall = dice.uniform(0.2, 0.9) * (stage.bottom - top)
            value = mix(dice.choice((palette.spark, palette.horizon, palette.rim)), palette.low, 0.2)
            painter.setBrush(down(top, top + fall, [(0.0, q(value, 0.34 * wet * dice.random())), (1.0, q(value, 0))]))
            painter.drawRect(QRectF(x, top, width, fall))

    return layer(stage, 0.6, draw, top=top, cover=top + 1)


def _room(stage: Stage) -> tuple[list[Layer], list[Layer]]:
    return [_wall_with_window(stage), _bokeh(stage, 0.3, 26, 1.0), _table(stage)], [_bokeh(stage, 1.2, 7, 2.4)]


def _wall_with_window(stage: Stage) -> Layer:
    """A wall in warm dark, a window in it, and the light it throws."""
    palette, unit = stage.palette, stage.unit
    x, y = stage.width * (0.7 if stage.width > stage.height else 0.62), stage.horizon * 0.46
    half_width, half_height = 120 * unit, 165 * unit
    light = mix(palette.glow, palette.horizon, 0.25)

    def draw(painter: QPainter) -> None:
        painter.fillRect(
            QRectF(stage.left, stage.top, 2 * stage.right, 2 * stage.bottom),
            around(x, y, stage.width * 0.95, [(0.0, q(palette.low)), (0.4, q(palette.sky)), (1.0, q(palette.zenith))]),
        )
        grey = noise(stage.dice("plaster"), 320, 180, cells=6)
        painter.drawImage(
            QRectF(stage.left, stage.top, 2 * stage.right, 1.2 * stage.bottom),
            toned(grey, lambda level: q(palette.ground_near, 0.2 * smoothstep(0.45, 1, level))),
        )
        glow(painter, x, y, 620 * unit, light, 0.6)
        painter.fillRect(
            QRectF(x - half_width, y - half_height, 2 * half_width, 2 * half_height),
            down(y - half_height, y + half_height, [(0.0, q(mix(light, (255, 255, 255), 0.5))), (1.0, q(light))]),
        )
        frame = q(mix(palette.ground_near, (0, 0, 0), 0.1))
        for column in (-1, 0, 1):
            painter.fillRect(
                QRectF(x + column * half_width - 5 * unit, y - half_height, 10 * unit, 2 * half_height), frame
            )
        for row in (-1, -0.33, 0.33, 1):
            painter.fillRect(
                QRectF(
                    x - half_width - 5 * unit, y + row * half_height - 4 * unit, 2 * half_width + 10 * unit, 8 * unit
                ),
                frame,
            )
        slide = -520 * unit
        painter.setBrush(across(x, x + slide, [(0.0, q(light, 0.3)), (1.0, q(light, 0))]))
        painter.drawPolygon(
            polygon(
                [
                    (x - half_width, y - half_height),
                    (x + half_width, y + half_height),
                    (x + half_width + slide * 1.3, stage.bottom),
                    (x - half_width + slide * 1.5, y + half_height),
                ]
            )
        )

    return layer(stage, 0.15, draw)


def _bokeh(stage: Stage, depth: float, count: int, scale: float) -> Layer:
    """Lamps out of focus."""
    dice, unit = stage.dice(f"bokeh{depth}"), stage.unit

    def draw(painter: QPainter) -> None:
        for _ in range(round(count * (stage.right - stage.left) / stage.width)):
            x, y = dice.uniform(stage.left, stage.right), dice.uniform(0.02, 0.95) * stage.horizon
            radius = dice.uniform(10, 34) * unit * scale
            value, strength = (
                mix(stage.palette.glow, stage.palette.low, dice.random()),
                dice.uniform(0.05, 0.22) / scale,
            )
            painter.setBrush(
                around(x, y, radius, [(0.0, q(value, strength * 0.7)), (0.86, q(value, strength)), (1.0, q(value, 0))])
            )
            painter.drawEllipse(QPointF(x, y), radius, radius)

    return layer(stage, depth, draw, bottom=stage.horizon * 1.1)


def _table(stage: Stage) -> Layer:
    palette, unit = stage.palette, stage.unit
    top = stage.horizon + 20 * unit

    def draw(painter: QPainter) -> None:
        stops = [
            (0.0, q(mix(palette.ground_far, palette.glow, 0.3))),
            (0.08, q(palette.ground_far)),
            (0.5, q(mix(palette.ground_far, palette.ground_near, 0.65))),
            (1.0, q(palette.ground_near)),
        ]
        painter.fillRect(QRectF(stage.left, top, 2 * stage.right, stage.bottom), down(top, stage.bottom, stops))
        grey = noise(stage.dice("wood"), 400, 200, cells=3, stretch=9)
        painter.drawImage(
            QRectF(stage.left, top, stage.right - stage.left, stage.bottom - top),
            toned(grey, lambda level: q(palette.ground_near, 0.4 * smoothstep(0.45, 0.9, level))),
        )
        x = stage.width * 0.66
        painter.setBrush(around(x, top, 460 * unit, [(0.0, q(palette.glow, 0.4)), (1.0, q(palette.glow, 0))]))
        painter.drawRect(QRectF(stage.left, top, 2 * stage.right, 460 * unit))

    return layer(stage, 0.7, draw, top=top, cover=top + 1)


def _underwater(stage: Stage) -> tuple[list[Layer], list[Layer]]:
    layers = [_rays(stage)]
    for index, depth in enumerate((0.25, 0.5, 0.85)):
        base = stage.height * (0.84 + 0.07 * index)
        points = rolling(stage.dice(f"reef{index}"), stage, base, (150 - 30 * index) * stage.unit, 1.4 + 0.5 * index)
        value = mix(stage.palette.sky, stage.palette.ground_near, 0.3 + 0.32 * index)
        layers.append(
            layer(
                stage,
                depth,
                partial(_reef, stage, points, value),
                top=min(y for _, y in points) - 130 * stage.unit,
            )
        )
    return layers[:-1], layers[-1:]


def _rays(stage: Stage) -> Layer:
    dice, palette = stage.dice("rays"), stage.palette
    x = stage.width * 0.46

    def draw(painter: QPainter) -> None:
        glow(painter, x, stage.top, 0.9 * stage.height, palette.glow, 0.75)
        for _ in range(15):
            start, width = x + dice.gauss(0, 0.25) * stage.width, dice.uniform(14, 74) * stage.unit
            slide = (start - x) * dice.uniform(0.6, 1.5) + 60 * stage.unit
            painter.setBrush(
                down(
                    stage.top,
                    stage.height * 0.9,
                    [(0.0, q(palette.glow, dice.uniform(0.08, 0.24))), (1.0, q(palette.glow, 0))],
                )
            )
            painter.drawPolygon(
                polygon(
                    [
                        (start, stage.top),
                        (start + width, stage.top),
                        (start + slide + 2.6 * width, stage.bottom),
                        (start + slide, stage.bottom),
                    ]
                )
            )

    made = layer(stage, 0.1, draw)
    made.sway, made.sway_seconds = 10 * stage.unit, 6.0
    return made


def _cloud_tone(value: Colour, level: float) -> QColor:
    return q(value, 0.62 * smoothstep(0.42, 1.0, level))


def _reef(stage: Stage, points: list[tuple[float, float]], value: Colour, painter: QPainter) -> None:
    painter.setBrush(
        down(
            min(y for _, y in points),
            stage.bottom,
            [(0.0, q(mix(value, stage.palette.rim, 0.14))), (1.0, q(mix(value, stage.palette.ground_near, 0.6)))],
        )
    )
    painter.drawPolygon(polygon([*points, (stage.right + 40, stage.bottom + 4), (stage.left - 40, stage.bottom + 4)]))
    dice = Dice(repr(value))
    for x, y in points[:: max(2, 7)]:
        height = dice.uniform(20, 120) * stage.unit * dice.random()
        painter.setPen(
            QPen(
                q(mix(value, stage.palette.rim, 0.1 * dice.random())),
                dice.uniform(2, 7) * stage.unit,
                Qt.PenStyle.SolidLine,
                Qt.PenCapStyle.RoundCap,
            )
        )
        lean = dice.gauss(0, 0.2) * height
        painter.drawPath(smooth_path([(x, y + 8), (x - lean, y - height * 0.5), (x + lean, y - height)], closed=False))
    painter.setPen(Qt.PenStyle.NoPen)


def _space(stage: Stage) -> tuple[list[Layer], list[Layer]]:
    return [_nebula(stage), _planet(stage)], []


def _nebula(stage: Stage) -> Layer:
    dice = stage.dice("nebula")
    hues = (colour("#6a2f8f"), colour("#1f5f9a"), colour("#b0436a"), colour("#2a8c86"))

    def draw(painter: QPainter) -> None:
        for number in range(3):
            value = dice.choice(hues)
            grey = noise(dice, 400, round(400 * stage.height / stage.width), cells=3)
            cloud = toned(grey, partial(_cloud_tone, value))
            painter.setOpacity(0.9 - 0.2 * number)
            painter.drawImage(QRectF(stage.left, stage.top, stage.right - stage.left, stage.bottom - stage.top), cloud)

    return layer(stage, 0.03, draw)


def _planet(stage: Stage) -> Layer:
    dice, unit = stage.dice("planet"), stage.unit
    radius = 520 * unit
    x, y = stage.width * dice.uniform(0.3, 0.7), stage.height + radius * 0.52
    value = mix(dice.choice((colour("#3c78b8"), colour("#b86a3c"), colour("#4a9c84"))), stage.palette.sky, 0.25)

    def draw(painter: QPainter) -> None:
        painter.setBrush(around(x, y, radius * 1.14, [(0.0, q(value, 0)), (0.87, q(value, 0.75)), (1.0, q(value, 0))]))
        painter.drawEllipse(QPointF(x, y), radius * 1.14, radius * 1.14)
        painter.setBrush(
            around(
                x - radius * 0.35,
                y - radius * 0.85,
                radius * 1.4,
                [(0.0, q(mix(value, (255, 255, 255), 0.5))), (0.35, q(value)), (1.0, q((4, 6, 16)))],
            )
        )
        painter.drawEllipse(QPointF(x, y), radius, radius)

    return layer(stage, 0.3, draw, top=y - radius * 1.16)


_PAINTERS = {
    ScenePlace.SEA: paint_sea,
    ScenePlace.CITY: _city,
    ScenePlace.ALLEY: paint_alley,
    ScenePlace.ROOM: _room,
    ScenePlace.UNDERWATER: _underwater,
    ScenePlace.SPACE: _space,
}
