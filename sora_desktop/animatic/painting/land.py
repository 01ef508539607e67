"""Open country: hills, mountains, forest, desert and sea, as ridges one behind the other."""

import itertools
import math
from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPolygonF

from sora_desktop.animatic.painting.sky import sun_place
from sora_desktop.animatic.painting.tools import (
    Layer,
    Stage,
    across,
    down,
    layer,
    noise,
    painting,
    polygon,
    q,
    smooth_path,
    smoothstep,
    toned,
)
from sora_desktop.animatic.palette import Colour, mix
from sora_desktop.animatic.scene import Dice
from sora_desktop.animatic.words import Framing, ScenePlace, Weather

Points = list[tuple[float, float]]


def rolling(dice: Dice, stage: Stage, base: float, height: float, waves: float) -> Points:
    """A soft line of hills around `base`, `waves` of them to a frame."""
    parts = [(waves * 2.1**k * dice.uniform(0.8, 1.2), dice.uniform(0, math.tau), 0.46**k) for k in range(4)]
    step = max(2.0, 10 * stage.unit)
    left, right = stage.left - step, stage.right + 2 * step
    points = []
    for index in range(int((right - left) / step) + 1):
        x = left + index * step
        lift = sum(part * math.sin(math.tau * rate * x / stage.width + start) for rate, start, part in parts)
        points.append((x, base - height * (0.5 + 0.42 * lift)))
    return points


def jagged(dice: Dice, stage: Stage, base: float, height: float, peaks: int) -> Points:
    """A rough line of peaks: halved again and again, each half moved less."""
    span = stage.right - stage.left
    count = max(2, round(peaks * span / stage.width))
    heights = [dice.uniform(0.45, 1.0) if index % 2 else dice.uniform(0.0, 0.35) for index in range(2 * count + 1)]
    rough = 0.26
    while len(heights) < span / (5 * stage.unit):
        halved = []
        for one, two in itertools.pairwise(heights):
            halved += [one, (one + two) / 2 + dice.uniform(-rough, rough)]
        heights = [*halved, heights[-1]]
        rough *= 0.5
    step = span / (len(heights) - 1)
    return [(stage.left + index * step, base - height * value) for index, value in enumerate(heights)]


def ridge_layer(
    stage: Stage, depth: float, points: Points, colours: tuple[Colour, Colour], name: str, *, facets: float = 0.0
) -> Layer:
    """One ridge down to the bottom of what can be seen: body, lit edge, texture."""
    top = min(y for _, y in points) - 4

    def draw(painter: QPainter) -> None:
        draw_ridge(painter, stage, points, colours, name)
        if facets:
            _facets(painter, stage, points, facets)

    return layer(stage, depth, draw, top=top, cover=max(y for _, y in points) + 4)


def draw_ridge(
    painter: QPainter, stage: Stage, points: Points, colours: tuple[Colour, Colour], name: str, *, edge: float = 1.0
) -> None:
    crest, foot = min(y for _, y in points), max(y for _, y in points)
    path = QPainterPath()
    path.addPolygon(polygon([*points, (stage.right + 40, stage.bottom + 4), (stage.left - 40, stage.bottom + 4)]))
    lower = max(foot + 0.35 * (stage.bottom - foot), crest + 40 * stage.unit)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(down(crest, lower, [(0.0, q(colours[0])), (1.0, q(colours[1]))]))
    painter.drawPath(path)
    painter.save()
    painter.setClipPath(path)
    _texture(painter, stage, crest, name)
    _lit_edge(painter, stage, points, edge)
    painter.restore()


def _texture(painter: QPainter, stage: Stage, top: float, name: str) -> None:
    """Wide, flat noise: drifts of snow, furrows, grass in the wind."""
    light = mix(stage.palette.rim, stage.palette.ground_far, 0.35)
    grey = noise(stage.dice(f"texture-{name}"), 256, 128, cells=5, octaves=4, stretch=3.6)

    def tone(level: float) -> QColor:
        if level > 0.5:
            return q(light, 0.2 * smoothstep(0.5, 0.95, level) * (1 - 0.55 * stage.palette.night))
        return q(stage.palette.ground_near, 0.26 * smoothstep(0.5, 0.1, level)) if level < 0.5 else QColor(0, 0, 0, 0)

    deep = min(stage.bottom - top, 0.5 * stage.height)
    painter.drawImage(QRectF(stage.left, top, stage.right - stage.left, deep), toned(grey, tone))


def _lit_edge(painter: QPainter, stage: Stage, points: Points, strength: float) -> None:
    """The light on a crest, stronger towards the sun."""
    sun, _ = sun_place(stage)
    share = min(1.0, max(0.0, (sun - stage.left) / (stage.right - stage.left)))
    rim, strength = stage.palette.rim, (0.5 - 0.25 * stage.palette.night) * strength
    stops = [(0.0, q(rim, 0.05)), (share, q(rim, strength)), (1.0, q(rim, 0.05))]
    painter.setBrush(across(stage.left, stage.right, stops))
    for width, part in ((13, 0.1), (6, 0.2), (1.6, 0.8)):
        painter.setOpacity(part)
        painter.drawPolygon(polygon([*points, *((x, y + width * stage.unit) for x, y in reversed(points))]))
    painter.setOpacity(1)


def _facets(painter: QPainter, stage: Stage, points: Points, length: float) -> None:
    """Slopes towards the sun take light, the others shade: rock without drawing rock."""
    sun, _ = sun_place(stage)
    dice = stage.dice("facets")
    snowy = bool(stage.look.weather & {Weather.SNOW}) or stage.look.place is ScenePlace.MOUNTAINS
    light = mix(stage.palette.rim, (255, 255, 255), 0.35 if snowy else 0.0)
    shade = mix(stage.palette.ground_near, stage.palette.zenith, 0.5)
    stride = max(1, len(points) // 70)
    corners = points[::stride]
    painter.save()
    for (x1, y1), (x2, y2) in itertools.pairwise(corners):
        towards = (y2 - y1) * (1 if sun > (x1 + x2) / 2 else -1) > 0
        steep = min(1.0, abs(y2 - y1) / max(1.0, x2 - x1))
        value, strength = (light, 0.44) if towards else (shade, 0.3)
        fall = length * dice.uniform(0.5, 1.3) * (0.3 + steep)
        lean = (x2 - x1) * dice.uniform(-1.6, 1.6)
        high = min(y1, y2)
        painter.setBrush(
            down(high, high + fall, [(0.0, q(value, strength * (0.35 + 0.65 * steep))), (1.0, q(value, 0))])
        )
        painter.drawPolygon(polygon([(x1, y1), (x2, y2), ((x1 + x2) / 2 + lean, high + fall)]))
    painter.restore()


def haze(stage: Stage, depth: float) -> Layer:
    """Air between two ridges: brightest at the horizon."""
    value = mix(stage.palette.horizon, stage.palette.low, 0.3)
    strength = (0.5 if Weather.FOG in stage.look.weather else 0.26) * (1 - 0.5 * stage.palette.night)
    reach = 0.24 * stage.height
    stops = [(0.0, q(value, 0)), (0.5, q(value, strength)), (1.0, q(value, 0))]

    def draw(painter: QPainter) -> None:
        painter.fillRect(
            QRectF(stage.left, stage.horizon - reach, 2 * stage.right, 2 * reach),
            down(stage.horizon - reach, stage.horizon + reach, stops),
        )

    return layer(stage, depth, draw, top=stage.horizon - reach, bottom=stage.horizon + reach)


def ground_colours(stage: Stage, share: float) -> tuple[Colour, Colour]:
    """Crest and foot of a ridge: `share` 0 melts into the sky, 1 is at hand."""
    palette = stage.palette
    far = mix(mix(palette.ground_far, palette.low, 0.5), palette.horizon, 0.25)
    here = (
        mix(far, palette.ground_far, min(1.0, share * 2.2))
        if share < 0.45
        else mix(palette.ground_far, palette.ground_near, (share - 0.45) / 0.75)
    )
    return here, mix(here, palette.ground_near, 0.3 + 0.45 * share)


def paint_land(stage: Stage) -> tuple[list[Layer], list[Layer]]:
    """The layers behind the subject and those before it."""
    painters = {ScenePlace.MOUNTAINS: _mountains, ScenePlace.FOREST: _forest, ScenePlace.DESERT: _desert}
    return painters.get(stage.look.place, _hills)(stage)


def _rows(stage: Stage, depths: Sequence[float], height: float, waves: float, name: str) -> list[Layer]:
    """Hills from the horizon towards us, lower and wider apart the nearer they are."""
    room = stage.height - stage.horizon
    layers = []
    for index, depth in enumerate(depths):
        share = index / max(1, len(depths) - 1)
        base = stage.horizon + room * (0.03 + 0.62 * share**1.4) + height * 0.2
        points = rolling(
            stage.dice(f"{name}{index}"), stage, base, height * (1 - 0.45 * share), waves * (1 + 0.25 * index)
        )
        layers.append(ridge_layer(stage, depth, points, ground_colours(stage, 0.12 + 0.78 * share), f"{name}{index}"))
    return layers


def _hills(stage: Stage) -> tuple[list[Layer], list[Layer]]:
    far = rolling(stage.dice("far"), stage, stage.horizon + 8 * stage.unit, 96 * stage.unit, 1.3)
    back = [ridge_layer(stage, 0.14, far, ground_colours(stage, 0.0), "far"), haze(stage, 0.16)]
    rows = _rows(stage, (0.26, 0.42, 0.66, 0.92), 74 * stage.unit, 0.8, "hill")
    if stage.palette.night < 0.95 or Weather.SNOW in stage.look.weather:
        rows.insert(2, _grove(stage, 0.36, stage.horizon + 26 * stage.unit, 46 * stage.unit, 18, 0.34))
    return [*back, *rows], _blades(stage)


def _mountains(stage: Stage) -> tuple[list[Layer], list[Layer]]:
    layers: list[Layer] = []
    tall = min(stage.horizon * 0.66, 330 * stage.unit)
    for index, (depth, height, peaks) in enumerate(((0.08, tall, 2), (0.15, tall * 0.62, 3), (0.25, tall * 0.34, 4))):
        points = jagged(
            stage.dice(f"peaks{index}"), stage, stage.horizon + (10 + 14 * index) * stage.unit, height, peaks
        )
        colours = ground_colours(stage, 0.02 + 0.17 * index)
        layers += [
            ridge_layer(stage, depth, points, colours, f"peaks{index}", facets=height * 0.5),
            haze(stage, depth + 0.02),
        ]
    layers.append(_grove(stage, 0.4, stage.horizon + 34 * stage.unit, 60 * stage.unit, 40, 0.45))
    return [*layers, *_rows(stage, (0.45, 0.7, 0.95), 60 * stage.unit, 0.7, "slope")], _blades(stage)


def _forest(stage: Stage) -> tuple[list[Layer], list[Layer]]:
    layers = [haze(stage, 0.05)]
    unit = stage.unit
    for index, (depth, height, count) in enumerate(((0.15, 190, 34), (0.3, 250, 22), (0.5, 330, 12))):
        base = stage.horizon + (18 + 40 * index) * unit
        layers += [_grove(stage, depth, base, height * unit, count, 0.1 + 0.26 * index), haze(stage, depth + 0.03)]
        points = rolling(stage.dice(f"floor{index}"), stage, base + 10 * unit, 26 * unit, 0.8)
        layers.append(
            ridge_layer(stage, depth + 0.05, points, ground_colours(stage, 0.25 + 0.22 * index), f"floor{index}")
        )
    layers += _rows(stage, (0.8, 0.95), 40 * unit, 0.7, "clearing")[1:]
    return [*layers, _shafts(stage)], [_trunks(stage), *_blades(stage)]


def _desert(stage: Stage) -> tuple[list[Layer], list[Layer]]:
    layers = []
    room = stage.height - stage.horizon
    for index, depth in enumerate((0.14, 0.3, 0.5, 0.85)):
        base = stage.horizon + room * (0.02, 0.16, 0.36, 0.66)[index] + 30 * stage.unit
        height = (120, 130, 120, 100)[index] * stage.unit
        points = rolling(stage.dice(f"dune{index}"), stage, base, height, 0.7 + 0.1 * index)
        dune = ridge_layer(stage, depth, points, ground_colours(stage, 0.1 + 0.24 * index), f"dune{index}")
        with painting(dune.image, dune.x, dune.y) as painter:
            _slip_faces(painter, stage, points, height)
        layers.append(dune)
        if index < 2:
            layers.append(haze(stage, depth + 0.02))
    return layers, []


def _slip_faces(painter: QPainter, stage: Stage, points: Points, height: float) -> None:
    """The sides of dunes that lie in shade: from each top down, away from the sun."""
    away = 1 if sun_place(stage)[0] < stage.width / 2 else -1
    shade = mix(stage.palette.ground_near, stage.palette.zenith, 0.25)
    tops = [
        index
        for index in range(2, len(points) - 2)
        if points[index][1] < min(points[index - 2][1], points[index + 2][1])
    ]
    for top in tops:
        reach = points[top:] if away > 0 else points[top::-1]
        face = [point for point in reach if abs(point[0] - points[top][0]) < 4.2 * height]
        x, y = points[top]
        low = (face[-1][0] - away * 0.6 * height, y + 1.5 * height)
        curl = [(x + away * 0.5 * height, y + 0.9 * height), (x + away * 0.1 * height, y + 0.4 * height)]
        painter.setBrush(down(y, y + 1.6 * height, [(0.0, q(shade, 0.34)), (1.0, q(shade, 0))]))
        painter.drawPath(smooth_path([*face, low, *curl, (x, y)]))


def _grove(stage: Stage, depth: float, base: float, height: float, count: int, share: float) -> Layer:
    """Conifers along a line, near ones darker."""
    dice = stage.dice(f"grove{depth}")
    value = mix(ground_colours(stage, share)[0], stage.palette.ground_near, 0.42 + 0.4 * share)
    value = mix(value, mix(stage.palette.zenith, stage.palette.ground_near, 0.5), 0.35)
    total = round(count * (stage.right - stage.left) / stage.width)
    places = sorted((dice.uniform(stage.left, stage.right), dice.uniform(0.55, 1.15)) for _ in range(total))

    def draw(painter: QPainter) -> None:
        for x, size in places:
            painter.setBrush(
                down(base - height * size, base, [(0.0, q(mix(value, stage.palette.rim, 0.16))), (1.0, q(value))])
            )
            painter.drawPath(conifer(dice, x, base + dice.uniform(0, 10) * stage.unit, height * size))

    return layer(stage, depth, draw, top=base - 1.2 * height, bottom=base + 14 * stage.unit)


def conifer(dice: Dice, x: float, base: float, height: float) -> QPainterPath:
    """A spruce: boughs that hang, each tier wider than the one above."""
    tiers = 7
    right: Points = []
    left: Points = []
    for tier in range(tiers):
        y = base - height * (1 - (tier + 1) / (tiers + 0.6))
        width = height * 0.21 * ((tier + 1) / tiers) ** 0.9
        right += [(x + width * dice.uniform(0.85, 1.15), y), (x + width * 0.45, y - height * 0.03)]
        left += [(x - width * dice.uniform(0.85, 1.15), y), (x - width * 0.45, y - height * 0.03)]
    trunk = height * 0.016
    path = QPainterPath()
    path.addPolygon(polygon([(x, base - height), *right, (x + trunk, base), (x - trunk, base), *reversed(left)]))
    return path


def _trunks(stage: Stage) -> Layer:
    """Two or three dark stems at the sides, out of the depth of field: a frame in the frame."""
    dice, dark = stage.dice("trunks"), mix(stage.palette.ground_near, (0, 0, 0), 0.35)
    places = (dice.uniform(0.0, 0.07), dice.uniform(0.9, 0.98), dice.uniform(-0.3, -0.12), dice.uniform(1.12, 1.3))

    def draw(painter: QPainter) -> None:
        for place in places:
            x, width = stage.width * place, dice.uniform(46, 84) * stage.unit
            edge = [
                (0.0, q(dark, 0)),
                (0.14, q(dark, 0.94)),
                (0.8, q(dark, 1)),
                (1.0, q(mix(dark, stage.palette.rim, 0.25), 0)),
            ]
            painter.fillRect(
                QRectF(x - width / 2, stage.top, width, stage.bottom - stage.top),
                across(x - width / 2, x + width / 2, edge),
            )

    return layer(stage, 1.25, draw)


def _shafts(stage: Stage) -> Layer:
    """Light that falls through the trees."""
    x, y = sun_place(stage)
    dice, value = stage.dice("shafts"), stage.palette.glow
    strength = 0.14 * stage.palette.halo * (1.4 if Weather.FOG in stage.look.weather else 1.0)

    def draw(painter: QPainter) -> None:
        for _ in range(7):
            start, width, lean = (
                x + dice.uniform(-260, 260) * stage.unit,
                dice.uniform(24, 90) * stage.unit,
                dice.uniform(0.2, 0.6),
            )
            slide = (stage.bottom - y) * lean * (-1 if x > stage.width / 2 else 1)
            painter.setBrush(down(stage.top, stage.bottom, [(0.0, q(value, strength)), (0.85, q(value, 0))]))
            painter.drawPolygon(
                polygon(
                    [
                        (start, stage.top),
                        (start + width, stage.top),
                        (start + 2.2 * width + slide, stage.bottom),
                        (start + slide, stage.bottom),
                    ]
                )
            )

    return layer(stage, 0.7, draw)


def _blades(stage: Stage) -> list[Layer]:
    """Grass or twigs before the lens. Not in a close shot, where the subject fills the frame."""
    if stage.look.framing is Framing.CLOSE:
        return []
    rows = [(1.22, 104, 0.0)]
    if stage.look.place is ScenePlace.HILLS and Weather.SNOW not in stage.look.weather:
        rows.insert(0, (1.0, 190, 0.6))
    return [_blade_row(stage, *row) for row in rows]


def _blade_row(stage: Stage, depth: float, tall: float, light: float) -> Layer:
    """`tall` in pixels at a short side of 720; `light` is how much of the ground's own colour it has."""
    dice, unit = stage.dice(f"blades{depth}"), stage.unit
    dark = mix(mix(stage.palette.ground_near, (0, 0, 0), 0.25), stage.palette.ground_far, light)
    crowd = 46 if Weather.SNOW in stage.look.weather else 210 + 460 * light
    count = round(crowd * (stage.right - stage.left) / (1280 * unit))
    wind = 0.5 if Weather.WIND in stage.look.weather else 0.18

    def draw(painter: QPainter) -> None:
        for _ in range(count):
            x, height = dice.uniform(stage.left, stage.right), dice.uniform(0.25, 1.0) * tall * unit
            lean = dice.gauss(wind, 0.22) * height
            value = mix(dark, stage.palette.rim, (0.1 + light) * dice.random())
            painter.setBrush(q(value, dice.uniform(0.55, 0.95)))
            painter.drawPolygon(
                _blade(stage, x, stage.height - height + 26 * unit, lean, dice.uniform(1.4, 4.4) * unit)
            )

    return layer(stage, depth, draw, top=stage.height - 0.9 * tall * unit)


def _blade(stage: Stage, x: float, tip: float, lean: float, width: float) -> QPolygonF:
    """A blade of grass from below the frame up to `tip`, bent by `lean` and thinner towards its end."""
    foot, bend = stage.bottom + 4, (stage.height + tip) / 2
    left, right = [], []
    for share in (0.0, 0.45, 0.8):
        middle = x + lean * share * share
        y = foot * (1 - share) ** 2 + 2 * bend * share * (1 - share) + tip * share * share
        left.append((middle - width * (1 - share) / 2, y))
        right.append((middle + width * (1 - share) / 2, y))
    return polygon([*left, (x + lean, tip), *reversed(right)])
