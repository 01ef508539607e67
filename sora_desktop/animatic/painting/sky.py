"""The sky: gradient, sun or moon, stars, clouds."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QBrush, QColor, QPainter

from sora_desktop.animatic.painting.tools import (
    Format,
    Layer,
    Stage,
    around,
    blank,
    dither,
    down,
    glow,
    noise,
    painting,
    q,
    smoothstep,
    toned,
)
from sora_desktop.animatic.palette import mix
from sora_desktop.animatic.words import Light, ScenePlace, Weather


def sun_place(stage: Stage) -> tuple[float, float]:
    """Where the sun or moon stands: off the middle, on the thirds."""
    dice = stage.dice("sun")
    x = stage.width * (0.5 + dice.choice((-1, 1)) * dice.uniform(0.14, 0.22))
    return x, stage.horizon * (1 - stage.palette.sun_height * 0.92) - 6 * stage.unit


def paint_sky(stage: Stage) -> list[Layer]:
    """The sky from far to near: the sun stands before the high veil and behind the low clouds."""
    veil, bank = _clouds(stage)
    starry = stage.palette.night > 0.6 and stage.look.light is not Light.STORM
    stars = [_stars(stage)] if starry else []
    sun = [_sun(stage)] if _has_sun(stage) else []
    return [_dome(stage, soft=not starry), *stars, veil, *sun, bank]


def _has_sun(stage: Stage) -> bool:
    hidden = stage.look.light in (Light.STORM, Light.NEON) or stage.look.weather & {Weather.RAIN}
    return not hidden


def _dome(stage: Stage, *, soft: bool) -> Layer:
    """Painted at 16 bits a channel and dithered: a smooth sky is where bands show first."""
    palette = stage.palette
    left, top = stage.left, stage.top
    image = blank(stage.right - left, stage.bottom - top).convertToFormat(Format.Format_RGBA64_Premultiplied)
    x, y = sun_place(stage)
    stops = [(0.0, q(palette.zenith)), (0.42, q(palette.sky)), (0.8, q(palette.low)), (1.0, q(palette.horizon))]
    with painting(image, left, top) as painter:
        painter.fillRect(QRectF(left, top, image.width(), image.height()), down(stage.top, stage.horizon, stops))
        reach = max(stage.width, stage.height)
        glow(painter, x, y, reach * 0.62, palette.glow, 0.5 * palette.halo)
        glow(painter, x, stage.horizon, reach * 0.95, palette.horizon, 0.28 * palette.halo)
    return Layer(dither(image, stage.dice("grain")), 0.0, left, top, solid=True, soft=soft)


def _sun(stage: Stage) -> Layer:
    palette, unit = stage.palette, stage.unit
    radius = (34 if palette.moon else 46) * unit * (1.25 if palette.sun_height < 0.3 else 0.8)
    veiled = bool(stage.look.weather & {Weather.FOG, Weather.SNOW}) or stage.look.light is Light.GREY
    box = radius * 4.5
    image = blank(box * 2, box * 2)
    with painting(image, -box, -box) as painter:
        for reach, strength in ((4.4, 0.3), (2.2, 0.42)):
            share = strength * palette.halo
            stops = [(0.0, q(palette.glow, share)), (0.5, q(palette.glow, share * 0.25)), (1.0, q(palette.glow, 0))]
            painter.setBrush(around(0, 0, radius * reach, stops))
            painter.drawEllipse(QPointF(0, 0), radius * reach, radius * reach)
        _disc(painter, stage, radius, 0.72 if veiled else 1.0)
    x, y = sun_place(stage)
    return Layer(image, 0.03, x - box, y - box)


def _disc(painter: QPainter, stage: Stage, radius: float, strength: float) -> None:
    core = mix(stage.palette.glow, (255, 255, 255), 0.55)
    edge = stage.palette.glow
    painter.setBrush(down(-radius, radius, [(0.0, q(core, strength)), (1.0, q(edge, strength))]))
    painter.drawEllipse(QPointF(0, 0), radius, radius)
    if not stage.palette.moon:
        return
    dice = stage.dice("moon")
    for _ in range(7):
        size = radius * dice.uniform(0.1, 0.3)
        x, y = dice.uniform(-0.6, 0.6) * radius, dice.uniform(-0.6, 0.6) * radius
        painter.setBrush(around(x, y, size, [(0.0, QColor(120, 136, 170, 70)), (1.0, QColor(120, 136, 170, 0))]))
        painter.drawEllipse(QPointF(x, y), size, size)


def _stars(stage: Stage) -> Layer:
    dice, unit = stage.dice("stars"), stage.unit
    many = Weather.STARS in stage.look.weather or stage.look.place is ScenePlace.SPACE
    lower = stage.bottom if stage.look.place is ScenePlace.SPACE else stage.horizon
    image = blank(stage.right - stage.left, lower - stage.top)
    area = image.width() * image.height() / (1280 * 720 * unit * unit)
    with painting(image) as painter:
        for _ in range(int((900 if many else 340) * area)):
            bright = dice.random() ** 5
            size = (0.55 + 1.5 * bright) * unit
            tone = mix((190, 210, 255), (255, 236, 210), dice.random())
            painter.setBrush(q(tone, 0.22 + 0.78 * bright))
            painter.drawEllipse(
                QPointF(dice.uniform(0, image.width()), image.height() * dice.random() ** 1.25), size, size
            )
    return Layer(image, 0.01, stage.left, stage.top)


def _cover(stage: Stage) -> float:
    """How much of the sky is cloud, 0..1."""
    weather = stage.look.weather
    if stage.look.light is Light.STORM or weather & {Weather.RAIN, Weather.CLOUDS}:
        return 0.8
    if stage.look.light is Light.GREY or weather & {Weather.SNOW, Weather.FOG}:
        return 0.5
    return 0.12 if Weather.STARS in weather else 0.36


def _clouds(stage: Stage) -> list[Layer]:
    """A high veil and a lower bank, lit from the sun's side, each with its own way."""
    palette = stage.palette
    lit = mix(palette.horizon, palette.glow, 0.45)
    bodies = (
        (palette.sky, lit, 0.06, 2.4, 3),
        (mix(palette.sky, palette.zenith, 0.35), mix(palette.low, lit, 0.6), 0.1, 4.2, 4),
    )
    return [
        _cloud_bank(stage, index, dark, light, depth, stretch, cells)
        for index, (dark, light, depth, stretch, cells) in enumerate(bodies)
    ]


def _cloud_bank(
    stage: Stage,
    index: int,
    dark: tuple[int, int, int],
    light: tuple[int, int, int],
    depth: float,
    stretch: float,
    cells: int,
) -> Layer:
    drift = 7.0 * index * stage.unit * (2.5 if Weather.WIND in stage.look.weather else 1.0)
    margin = drift * 20
    width, height = stage.right - stage.left + 2 * margin, (stage.horizon - stage.top) * (0.9 if index else 1.0)
    grey = noise(stage.dice(f"cloud{index}"), 400, max(8, round(400 * height / width)), cells=cells, stretch=stretch)
    edge = 0.72 - 0.42 * _cover(stage)
    density = (0.85 if _cover(stage) > 0.6 else 0.7) * (0.8 if index else 1.0)

    def tone(level: float) -> QColor:
        body = smoothstep(edge, edge + 0.34, level)
        # Thin edges take the light, the thick middle is in its own shade.
        return q(mix(light, dark, smoothstep(edge + 0.1, edge + 0.42, level)), density * body)

    image = blank(width, height)
    with painting(image) as painter:
        painter.drawImage(QRectF(image.rect()), toned(grey, tone))
        _fade(painter, image.width(), image.height())
    return Layer(image, depth, stage.left - margin, stage.top, drift=drift, soft=True)


def _fade(painter: QPainter, width: int, height: int) -> None:
    """Thins a bank towards its lower edge, so that it has no seam at the horizon."""
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationIn)
    clear = [(0.0, QColor(0, 0, 0, 255)), (0.6, QColor(0, 0, 0, 235)), (1.0, QColor(0, 0, 0, 0))]
    painter.fillRect(QRectF(0, 0, width, height), QBrush(down(0, height, clear)))
