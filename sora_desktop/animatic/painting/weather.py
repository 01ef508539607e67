"""What moves in the air: snow, rain, dust, embers, petals, bubbles, mist. A few hundred sprites, three depths."""

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QTransform

from sora_desktop.animatic.motion import View
from sora_desktop.animatic.painting.tools import (
    Layer,
    Stage,
    blank,
    down,
    layer,
    noise,
    painting,
    q,
    smooth_path,
    smoothstep,
    soft_dot,
    toned,
)
from sora_desktop.animatic.palette import Colour, mix
from sora_desktop.animatic.words import ScenePlace, Weather
from sora_desktop.base.values import dataclass


@dataclass(frozen=True, slots=True)
class Mote:
    """One thing in the air. Speeds are pixels a second; `beat` and `start` make its way its own."""

    sprite: QImage
    x: float
    y: float
    speed_x: float
    speed_y: float
    depth: float
    sway: float
    beat: float
    start: float


@dataclass(slots=True)
class Air:
    motes: list[Mote]

    def draw(self, painter: QPainter, stage: Stage, view: View, seconds: float) -> None:
        _draw_motes(painter, stage, self.motes, view, seconds)


def _draw_motes(painter: QPainter, stage: Stage, motes: list[Mote], view: View, seconds: float) -> None:
    wide, high = stage.width + 80, stage.height + 240
    width, height, tau, sin = stage.width, stage.height, math.tau, math.sin
    places = {depth: view.at(depth) for depth in {mote.depth for mote in motes}}
    draw, point = painter.drawImage, QPointF
    for mote in motes:
        far_x, far_y, _ = places[mote.depth]
        swing = mote.sway * sin(tau * (mote.beat * seconds + mote.start)) if mote.sway else 0.0
        x = (mote.x + mote.speed_x * seconds + swing - far_x * width) % wide - 40
        y = (mote.y + mote.speed_y * seconds + 0.4 * swing - far_y * height) % high - 200
        draw(point(x, y), mote.sprite)


def air(stage: Stage) -> Air:
    weather, place = stage.look.weather, stage.look.place
    if place is ScenePlace.UNDERWATER:
        return Air(_bubbles(stage))
    if place is ScenePlace.SPACE:
        return Air([])
    found = Air([])
    if Weather.SNOW in weather and place is not ScenePlace.ROOM:
        found.motes += _snow(stage)
    if Weather.RAIN in weather and place is not ScenePlace.ROOM:
        found.motes += _rain(stage)
    if Weather.FIRE in weather:
        found.motes += _embers(stage)
    if Weather.PETALS in weather:
        found.motes += _petals(stage)
    if not found.motes:
        found.motes += _dust(stage)
    return found


def _wind(stage: Stage) -> float:
    return (70 if Weather.WIND in stage.look.weather else 16) * stage.unit * (-1 if stage.seed % 2 else 1)


def _snow(stage: Stage) -> list[Mote]:
    dice, unit = stage.dice("snow"), stage.unit
    value = mix((255, 255, 255), stage.palette.rim, 0.12 + 0.2 * stage.palette.night)
    classes = ((0.35, 1.5, 0.9, 26, 110), (0.7, 2.6, 0.85, 46, 70), (1.05, 4.6, 0.6, 84, 30), (1.3, 11.0, 0.26, 150, 7))
    crowd = stage.width * stage.height / (1280 * 720 * unit * unit)
    motes = []
    for depth, radius, strength, fall, count in classes:
        sprites = [soft_dot(radius * unit * size, value, strength, 0.25) for size in (0.75, 1.0, 1.25)]
        motes += [
            Mote(dice.choice(sprites), dice.uniform(0, stage.width + 80), dice.uniform(0, stage.height + 240), _wind(stage) * depth + dice.gauss(0, 6) * unit,
                 fall * unit * dice.uniform(0.75, 1.3), depth, dice.uniform(4, 20) * unit * depth, dice.uniform(0.12, 0.4), dice.random())
            for _ in range(round(count * crowd))
        ]  # fmt: skip
    return motes


def _rain(stage: Stage) -> list[Mote]:
    """Streaks at three depths, all leaning one way."""
    dice, unit = stage.dice("rain"), stage.unit
    value = mix((220, 232, 245), stage.palette.rim, 0.3)
    lean = 0.1 * (-1 if stage.seed % 2 else 1) * (2.4 if Weather.WIND in stage.look.weather else 1)
    crowd = stage.width * stage.height / (1280 * 720 * unit * unit)
    motes = []
    for depth, length, width, strength, speed, count in (
        (0.4, 26, 1.0, 0.34, 760, 150),
        (0.8, 48, 1.3, 0.34, 1150, 75),
        (1.25, 104, 2.2, 0.22, 1700, 20),
    ):
        sprites = [_streak(length * unit * part, width * unit, lean, q(value, strength)) for part in (0.65, 1.0, 1.35)]
        motes += [
            Mote(dice.choice(sprites), dice.uniform(0, stage.width + 80), dice.uniform(0, stage.height + 240), lean * speed * unit,
                 speed * unit * dice.uniform(0.9, 1.1), depth, 0.0, 0.0, 0.0)
            for _ in range(round(count * crowd))
        ]  # fmt: skip
    return motes


def _streak(length: float, width: float, lean: float, value: QColor) -> QImage:
    """A drop as the eye sees it while it falls: faint at its upper end."""
    image = blank(abs(lean) * length + 2 * width + 2, length + 2 * width)
    start = width + (abs(lean) * length if lean < 0 else 0) + 1
    fade = QColor(value)
    fade.setAlpha(value.alpha() // 6)
    with painting(image) as painter:
        painter.setPen(
            QPen(down(0, length, [(0.0, fade), (1.0, value)]), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
        )
        painter.drawLine(QPointF(start, width), QPointF(start + lean * length, width + length))
    return image


def _dust(stage: Stage) -> list[Mote]:
    """Motes in the light: hardly seen, but a picture without them looks dead."""
    dice, unit = stage.dice("dust"), stage.unit
    count = (
        70
        if Weather.DUST in stage.look.weather
        or stage.look.place in (ScenePlace.ROOM, ScenePlace.DESERT, ScenePlace.FOREST)
        else 26
    )
    value = mix(stage.palette.glow, (255, 255, 255), 0.2)
    sprites = {depth: soft_dot((1.3 + 2.6 * depth) * unit, value, 0.5 / (0.6 + depth)) for depth in (0.4, 0.8, 1.2)}
    motes = []
    for _ in range(count):
        depth = dice.choice((0.4, 0.8, 1.2))
        motes.append(Mote(sprites[depth], dice.uniform(0, stage.width + 80), dice.uniform(0, stage.height + 240), _wind(stage) * 0.5 * depth + dice.gauss(0, 5) * unit,
                          dice.gauss(-3, 5) * unit, depth, dice.uniform(6, 24) * unit, dice.uniform(0.05, 0.2), dice.random()))  # fmt: skip
    return motes


def _embers(stage: Stage) -> list[Mote]:
    dice, unit = stage.dice("embers"), stage.unit
    sprites = [soft_dot(size * unit, (255, tone, 40), 0.95, 0.3) for size, tone in ((2.2, 120), (3.2, 160), (5.0, 90))]
    return [
        Mote(dice.choice(sprites), dice.uniform(0, stage.width + 80), dice.uniform(0, stage.height + 240), _wind(stage) + dice.gauss(0, 14) * unit,
             -dice.uniform(40, 130) * unit, 0.8, dice.uniform(6, 22) * unit, dice.uniform(0.2, 0.6), dice.random())
        for _ in range(90)
    ]  # fmt: skip


def _petals(stage: Stage) -> list[Mote]:
    dice, unit = stage.dice("petals"), stage.unit
    value: Colour = (244, 188, 204) if stage.look.light.value != "golden" else (214, 128, 52)
    sprites = []
    for turn in range(0, 180, 20):
        image = blank(18 * unit, 18 * unit)
        with painting(image) as painter:
            painter.setTransform(
                QTransform()
                .translate(9 * unit, 9 * unit)
                .rotate(turn)
                .scale(unit, unit * (0.45 + 0.5 * abs(math.cos(turn))))
            )
            painter.setBrush(q(mix(value, stage.palette.rim, 0.2), 0.9))
            painter.drawPath(smooth_path([(-7, 0), (-2, -4), (6, -2), (7, 1), (0, 4)]))
        sprites.append(image)
    return [
        Mote(dice.choice(sprites), dice.uniform(0, stage.width + 80), dice.uniform(0, stage.height + 240), _wind(stage) * 1.6 + dice.gauss(0, 14) * unit,
             dice.uniform(36, 90) * unit, dice.choice((0.6, 1.0, 1.25)), dice.uniform(10, 34) * unit, dice.uniform(0.15, 0.5), dice.random())
        for _ in range(80)
    ]  # fmt: skip


def _bubbles(stage: Stage) -> list[Mote]:
    dice, unit = stage.dice("bubbles"), stage.unit
    sprites = []
    for radius in (2.0, 3.5, 6.0, 10.0):
        image = blank((2 * radius + 4) * unit, (2 * radius + 4) * unit)
        middle = image.width() / 2
        with painting(image) as painter:
            painter.setPen(QPen(q(stage.palette.rim, 0.5), 1.1 * unit))
            painter.setBrush(q(stage.palette.rim, 0.08))
            painter.drawEllipse(QPointF(middle, middle), radius * unit, radius * unit)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(q((255, 255, 255), 0.7))
            painter.drawEllipse(
                QPointF(middle - radius * 0.35 * unit, middle - radius * 0.35 * unit),
                radius * 0.18 * unit,
                radius * 0.18 * unit,
            )
        sprites.append(image)
    return [
        Mote(dice.choice(sprites), dice.uniform(0, stage.width + 80), dice.uniform(0, stage.height + 240), dice.gauss(0, 4) * unit,
             -dice.uniform(24, 90) * unit, dice.choice((0.4, 0.8, 1.1)), dice.uniform(3, 12) * unit, dice.uniform(0.2, 0.7), dice.random())
        for _ in range(80)
    ]  # fmt: skip


def mist(stage: Stage) -> list[Layer]:
    """Banks of fog that drift before the ground; thin ones at dawn and in the wet."""
    strength = (
        0.55
        if Weather.FOG in stage.look.weather
        else 0.22
        if stage.look.weather & {Weather.RAIN, Weather.SNOW}
        else 0.0
    )
    if not strength or stage.look.place in (ScenePlace.ROOM, ScenePlace.UNDERWATER, ScenePlace.SPACE):
        return []
    value = mix(stage.palette.horizon, stage.palette.low, 0.25 + 0.5 * stage.palette.night)
    drift = 11 * stage.unit * (-1 if stage.seed % 2 else 1)
    high = 0.34 * stage.height
    grey = noise(stage.dice("mist"), 480, 96, cells=4, stretch=2.4)
    bank = toned(
        grey, lambda level: q(value, strength * (1 - 0.4 * stage.palette.night) * smoothstep(0.25, 0.9, level))
    )

    def draw(painter: QPainter) -> None:
        margin = abs(drift) * 20
        top = stage.horizon - 0.3 * high
        painter.drawImage(QRectF(stage.left - margin, top, stage.right - stage.left + 2 * margin, high), bank)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationIn)
        fade = [(0.0, q((0, 0, 0), 0)), (0.35, q((0, 0, 0), 1)), (0.6, q((0, 0, 0), 1)), (1.0, q((0, 0, 0), 0))]
        painter.fillRect(
            QRectF(stage.left - margin, top, stage.right * 2 + 2 * margin, high + 2), down(top, top + high, fade)
        )

    made = layer(
        stage, 0.55, draw, top=stage.horizon - 0.3 * high, bottom=stage.horizon + 0.7 * high, margin=abs(drift) * 20
    )
    made.drift, made.soft = drift, True
    return [made]
