"""The subject of a shot as sprites on a path: what it is, how large, where, and how it moves."""

import math
from collections.abc import Callable, Mapping

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from sora_desktop.animatic.motion import View
from sora_desktop.animatic.painting.animals import ANIMALS, draw_animal
from sora_desktop.animatic.painting.creatures import (
    draw_bird,
    draw_fish,
    draw_person,
    draw_robot,
    draw_whale,
)
from sora_desktop.animatic.painting.sky import sun_place
from sora_desktop.animatic.painting.splash import Splash, splash
from sora_desktop.animatic.painting.things import (
    draw_balloon,
    draw_boat,
    draw_campfire,
    draw_car,
    draw_cup,
    draw_flower,
    draw_house,
    draw_lighthouse,
    draw_plane,
    draw_rocket,
    draw_stone,
    draw_train,
    draw_tree,
)
from sora_desktop.animatic.painting.tools import Mode, Stage, across, around, blank, down, painting, q
from sora_desktop.animatic.palette import Colour, colour, mix
from sora_desktop.animatic.words import Framing, MoveKind, ScenePlace, SubjectKind, Weather
from sora_desktop.base.values import dataclass

_Draw = Callable[[QPainter, Colour, float], None]


@dataclass(frozen=True, slots=True)
class Figure:
    """How one kind of subject is drawn and moves.

    `size` is the unit in pixels at a short side of 720. `box` is left, top, right, bottom in units.
    `pace` is its way in frame widths a second, `rate` its strides a second, `phases` how many of them are drawn.
    `height` lifts it above the ground, in shares of the sky.
    """

    draw: _Draw
    coat: str
    size: float
    box: tuple[float, float, float, float]
    pace: float = 0.0
    rate: float = 1.0
    phases: int = 12
    height: float = 0.0
    sway: float = 0.0
    depth: float = 0.8
    lit: bool = True


def _animal(kind: SubjectKind, size: float, pace: float, rate: float) -> Figure:
    animal = ANIMALS[kind]
    top = -(animal.leg + animal.thick + animal.lift + animal.head * 2.6 + (0.4 if animal.antlers else 0))
    return Figure(
        lambda painter, coat, phase: draw_animal(painter, animal, coat, phase),
        animal.coat,
        size,
        (-1.35, top, 1.4, 0.12),
        pace,
        rate,
    )


_K = SubjectKind
FIGURES: Mapping[SubjectKind, Figure] = {
    _K.FOX: _animal(_K.FOX, 128, 0.055, 1.5),
    _K.WOLF: _animal(_K.WOLF, 140, 0.055, 1.4),
    _K.CAT: _animal(_K.CAT, 132, 0.03, 1.1),
    _K.HORSE: _animal(_K.HORSE, 158, 0.07, 1.4),
    _K.DEER: _animal(_K.DEER, 148, 0.03, 1.0),
    _K.BEAR: _animal(_K.BEAR, 168, 0.025, 0.8),
    _K.ELEPHANT: _animal(_K.ELEPHANT, 205, 0.02, 0.6),
    _K.BIRD: Figure(draw_bird, "#2b2f3a", 150, (-0.5, -0.5, 0.5, 0.5), 0.06, 1.6, height=0.52, depth=0.5),
    _K.WHALE: Figure(lambda painter, coat, _phase: draw_whale(painter, coat), "#33485c", 430, (-0.75, -0.3, 0.6, 0.42), phases=1, depth=0.6),
    _K.FISH: Figure(draw_fish, "#c9742f", 190, (-0.6, -0.35, 0.6, 0.3), 0.05, 1.6, height=0.3, sway=14, depth=0.6),
    _K.PERSON: Figure(lambda painter, coat, phase: draw_person(painter, coat, phase, umbrella=False), "#47506a", 215, (-0.55, -1.4, 0.6, 0.06), 0.025, 0.9),
    _K.ROBOT: Figure(draw_robot, "#9aa6b2", 230, (-0.35, -1.12, 0.35, 0.06), 0.02, 0.7),
    _K.CAR: Figure(draw_car, "#b8433a", 300, (-0.75, -0.6, 0.9, 0.2), 0.07, 2.0),
    _K.TRAIN: Figure(draw_train, "#8f3b35", 940, (-0.62, -0.24, 0.68, 0.08), 0.06, phases=1, depth=0.5),
    _K.BOAT: Figure(draw_boat, "#6e3f2c", 240, (-0.5, -1.05, 0.5, 0.05), 0.02, 0.35, sway=6, depth=0.5),
    _K.PLANE: Figure(draw_plane, "#dfe5ea", 170, (-2.3, -0.35, 0.6, 0.35), 0.05, phases=1, height=0.6, depth=0.3),
    _K.ROCKET: Figure(draw_rocket, "#d9dde2", 250, (-0.8, -1.1, 0.8, 0.95), 0.0, 5.0, height=0.3, depth=0.5),
    _K.BALLOON: Figure(draw_balloon, "#c8503a", 230, (-0.45, -0.6, 0.45, 0.52), 0.012, 0.4, height=0.55, sway=8, depth=0.4),
    _K.HOUSE: Figure(draw_house, "#7a5640", 170, (-0.75, -1.05, 0.75, 0.08), phases=1, depth=0.6),
    _K.LIGHTHOUSE: Figure(draw_lighthouse, "#f0ece2", 330, (-2.5, -1.45, 2.5, 0.1), 0.0, 0.25, 24, depth=0.45),
    _K.TREE: Figure(draw_tree, "#56783f", 330, (-0.6, -1.1, 0.6, 0.05), 0.0, 0.3, 6, depth=0.7),
    _K.FLOWER: Figure(draw_flower, "#d65a72", 250, (-0.45, -1.15, 0.45, 0.06), 0.0, 0.3, 8, depth=0.9),
    _K.CUP: Figure(draw_cup, "#b9886a", 210, (-0.8, -1.15, 0.7, 0.1), 0.0, 0.25, 16, depth=0.8),
    _K.CAMPFIRE: Figure(draw_campfire, "#000000", 130, (-1.5, -1.8, 1.5, 1.2), 0.0, 1.1, 12, depth=0.8, lit=False),
    _K.PLAIN: Figure(draw_stone, "#77736e", 150, (-0.4, -1.05, 0.4, 0.08), phases=1, depth=0.75),
}  # fmt: skip

_SCALE = {Framing.WIDE: 0.62, Framing.MEDIUM: 1.0, Framing.CLOSE: 2.05}
_LONG = frozenset({_K.FOX, _K.WOLF, _K.CAT, _K.HORSE, _K.DEER, _K.BEAR, _K.ELEPHANT, _K.WHALE, _K.FISH, _K.CAR})
_LEFTWARD = frozenset({MoveKind.PAN_LEFT, MoveKind.TRACK_LEFT})
_RIGHTWARD = frozenset({MoveKind.PAN_RIGHT, MoveKind.TRACK_RIGHT})


@dataclass(slots=True)
class Actor:
    """Sprites that are drawn each frame. `x`, `y` is the anchor at mid-shot, `pace` in pixels a second."""

    sprites: list[QImage]
    anchor: tuple[float, float]
    depth: float
    x: float
    y: float
    pace: float
    rate: float
    start: float
    middle: float
    sway: float = 0.0
    leap: "Leap | None" = None

    def draw(self, painter: QPainter, stage: Stage, view: View, seconds: float) -> None:
        phase = (self.start + seconds * self.rate) % 1.0
        sprite = self.sprites[int(phase * len(self.sprites)) % len(self.sprites)]
        x = self.x + self.pace * (seconds - self.middle)
        y = self.y + self.sway * math.sin(math.tau * (self.start + seconds * 0.28))
        far_x, far_y, zoom = view.at(self.depth)
        painter.save()
        painter.translate(
            stage.width / 2 + (x - stage.width / 2) * zoom - far_x * stage.width,
            stage.height / 2 + (y - stage.height / 2) * zoom - far_y * stage.height,
        )
        painter.scale(zoom, zoom)
        if self.leap is not None:
            self.leap.place(painter, seconds - self.middle)
        painter.drawImage(QPointF(-self.anchor[0], -self.anchor[1]), sprite)
        painter.restore()


_LEAP_SECONDS = 3.0
_OUT, _IN = 0.1, 0.86
"""Shares of a leap at which the body breaks the water."""


@dataclass(frozen=True, slots=True)
class Leap:
    """Out of the water and back in an arc. `height` in pixels, `way` 1 to the right and -1 to the left."""

    height: float
    way: int
    splash: Splash

    def place(self, painter: QPainter, seconds: float) -> None:
        """Moves and turns `painter`, which is on the water line, to where the body is; draws the splashes there."""
        share = (seconds / _LEAP_SECONDS + 0.5) % 1.0
        for start, ahead in ((_OUT, -0.25), (_IN, 0.75)):
            self.splash.draw(
                painter, ahead * self.way * self.height, 0.2 * self.height, (share - start) * _LEAP_SECONDS
            )
        painter.translate(0, self.height * (0.55 - math.sin(math.pi * share) * 1.35))
        painter.rotate(self.way * (-62 + 124 * share))


def actors(stage: Stage, moves: tuple[MoveKind, ...], seconds: float) -> list[Actor]:
    """The subject, alone or several of it; nobody where the place alone is the subject."""
    kind = stage.look.subject.kind
    if kind is SubjectKind.NOBODY:
        return []
    empty = stage.look.place in (
        ScenePlace.CITY,
        ScenePlace.ALLEY,
        ScenePlace.ROOM,
        ScenePlace.SPACE,
        ScenePlace.SEA,
        ScenePlace.UNDERWATER,
    )
    if kind is SubjectKind.PLAIN and empty:
        return []
    figure = FIGURES[kind]
    count = (9 if kind in (SubjectKind.BIRD, SubjectKind.FISH) else 3) if stage.look.subject.many else 1
    leftward = _leftward(stage, moves)
    sprites: dict[float, list[QImage]] = {}
    made = []
    for number in range(count):
        near = 1.0 if number == 0 else (0.72, 0.52, 0.62)[number % 3]
        if near not in sprites:
            sprites[near] = _sprites(stage, figure, near, leftward=leftward)
        made.append(_actor(stage, figure, sprites[near], (number, near), seconds, leftward=leftward))
    return made[::-1]


def _leftward(stage: Stage, moves: tuple[MoveKind, ...]) -> bool:
    """With the camera where it pans, else towards the light."""
    if _LEFTWARD & set(moves):
        return True
    return not (_RIGHTWARD & set(moves)) and sun_place(stage)[0] < stage.width / 2


def _size(stage: Stage, figure: Figure) -> float:
    scale = _SCALE[stage.look.framing]
    if stage.look.place is ScenePlace.ROOM and stage.look.subject.kind is SubjectKind.CUP:
        scale = max(1.0, scale * 0.75)
    if stage.look.place is ScenePlace.ROOM and stage.look.subject.kind in (SubjectKind.PERSON, SubjectKind.ROBOT):
        scale = 2.3
    if _is_bust(stage):
        scale = 4.0
    left, _, right, _ = figure.box
    wanted = figure.size * stage.unit * scale
    # An upright frame is narrow: what is longer than it is high must still fit in.
    most = (1.1 if stage.look.framing is Framing.CLOSE else 0.62) * stage.width / (right - left)
    return min(wanted, most) if stage.look.subject.kind in _LONG else wanted


def _is_bust(stage: Stage) -> bool:
    """A person in a close shot is seen from the chest up."""
    return stage.look.framing is Framing.CLOSE and stage.look.subject.kind in (SubjectKind.PERSON, SubjectKind.ROBOT)


def _actor(
    stage: Stage, figure: Figure, sprites: list[QImage], which: tuple[int, float], seconds: float, *, leftward: bool
) -> Actor:
    number, near = which
    dice = stage.dice(f"actor{number}")
    size = _size(stage, figure) * near
    way = -1 if leftward else 1
    sun = sun_place(stage)[0]
    x = stage.width * (0.37 if sun > stage.width / 2 else 0.63)
    y = _ground(stage, figure, size)
    if number:
        x += dice.uniform(-0.42, 0.42) * stage.width
        y += dice.uniform(-1.3, 0.9) * size if figure.height else -stage.unit * 34 * (1 - near) * 2
    left, top, right, _ = figure.box
    anchor = ((right if leftward else -left) * size, -top * size)
    return Actor(
        sprites, anchor, figure.depth * (0.7 + 0.3 * near), x, y, way * figure.pace * stage.width * near, figure.rate,
        dice.random(), seconds / 2, figure.sway * stage.unit, _leap(stage, size, way),
    )  # fmt: skip


def _leap(stage: Stage, size: float, way: int) -> Leap | None:
    leaps = stage.look.subject.kind is SubjectKind.WHALE and stage.look.place is ScenePlace.SEA
    return Leap(size * 0.5, way, splash(stage, size)) if leaps else None


def _ground(stage: Stage, figure: Figure, size: float) -> float:
    place, room = stage.look.place, stage.height - stage.horizon
    if place in (ScenePlace.UNDERWATER, ScenePlace.SPACE):
        return stage.height * 0.52 + (size * 0.4 if figure.height == 0 else 0)
    if _is_bust(stage):
        return 0.15 * stage.height + size
    if figure.height:
        return stage.horizon * (1 - figure.height * 0.9) + size * 0.1
    if place is ScenePlace.ROOM and stage.look.subject.kind in (SubjectKind.PERSON, SubjectKind.ROBOT):
        return stage.horizon + 0.42 * size
    if place is ScenePlace.ROOM:
        return stage.horizon + (110 if stage.look.subject.kind is SubjectKind.CUP else 220) * stage.unit
    return stage.horizon + room * min(0.92, 0.3 + 0.34 * figure.depth + 0.17 * (stage.look.framing is Framing.CLOSE))


def behind_last(stage: Stage) -> bool:
    """Whether the subject stands behind the nearest of the back layers: a person at a table, a whale in the swell."""
    kind = stage.look.subject.kind
    return kind is SubjectKind.WHALE or (
        stage.look.place is ScenePlace.ROOM
        and kind not in (SubjectKind.CUP, SubjectKind.CAT, SubjectKind.FLOWER, SubjectKind.CAMPFIRE)
    )


def _sprites(stage: Stage, figure: Figure, near: float, *, leftward: bool) -> list[QImage]:
    draw = _with_umbrella(stage, figure)
    coat = colour(stage.look.subject.colour) if stage.look.subject.colour else colour(figure.coat)
    if stage.look.subject.colour and stage.look.subject.kind is SubjectKind.FOX:
        coat = mix(colour(figure.coat), coat, 0.45)
    size = _size(stage, figure) * near
    return [
        _sprite(stage, figure, draw, coat, (size, phase / figure.phases), leftward=leftward)
        for phase in range(figure.phases)
    ]


def _with_umbrella(stage: Stage, figure: Figure) -> _Draw:
    if stage.look.subject.kind is SubjectKind.PERSON and Weather.RAIN in stage.look.weather:
        return lambda painter, coat, phase: draw_person(painter, coat, phase, umbrella=True)
    return figure.draw


def _sprite(
    stage: Stage, figure: Figure, draw: _Draw, coat: Colour, how: tuple[float, float], *, leftward: bool
) -> QImage:
    size, phase = how
    left, top, right, bottom = figure.box
    image = blank((right - left) * size, (bottom - top) * size)
    body = blank(image.width(), image.height())
    with painting(body) as painter:
        _face(painter, figure, size, leftward=leftward)
        draw(painter, coat, phase)
    if figure.lit:
        _light(stage, body)
    with painting(image) as painter:
        _face(painter, figure, size, leftward=leftward)
        _shadow(painter, stage, figure)
        painter.resetTransform()
        painter.drawImage(0, 0, body)
    return image


def _face(painter: QPainter, figure: Figure, size: float, *, leftward: bool) -> None:
    left, top, right, _ = figure.box
    painter.scale(size, size)
    painter.translate(right if leftward else -left, -top)
    if leftward:
        painter.scale(-1, 1)


def _shadow(painter: QPainter, stage: Stage, figure: Figure) -> None:
    if figure.height or stage.look.place in (ScenePlace.SPACE, ScenePlace.UNDERWATER) or not figure.lit:
        return
    wide = min(0.55, (figure.box[2] - figure.box[0]) * 0.36)
    painter.save()
    painter.scale(1, 0.12)
    dark = mix(stage.palette.ground_near, (0, 0, 0), 0.5)
    painter.setBrush(around(0, 0, wide, [(0.0, q(dark, 0.62)), (0.55, q(dark, 0.3)), (1.0, q(dark, 0))]))
    painter.drawEllipse(QPointF(0, 0), wide, wide)
    painter.restore()


def _light(stage: Stage, image: QImage) -> None:
    """The scene's light on a sprite: the air's colour over all of it, shade below, a rim towards the sun."""
    palette = stage.palette
    shade = mix(palette.ground_near, palette.zenith, 0.4)
    backlit = 0.28 if palette.sun_height < 0.25 else 0.14
    box = QRectF(image.rect())
    sunward = sun_place(stage)[0] > stage.width / 2
    with painting(image) as painter:
        painter.setCompositionMode(Mode.CompositionMode_SourceAtop)
        painter.fillRect(box, q(shade, backlit + 0.12 * palette.night))
        painter.fillRect(
            box,
            down(
                box.height() * 0.3,
                box.height(),
                [(0.0, q(palette.rim, 0.1)), (0.5, q(shade, 0.1)), (1.0, q(shade, 0.5))],
            ),
        )
    _rim(image, palette.rim, 2.6 * stage.unit, 0.8 - 0.25 * palette.night, sunward=sunward)


def _rim(image: QImage, value: Colour, width: float, strength: float, *, sunward: bool) -> None:
    """A lit edge: the shape less itself, moved away from the light."""
    edge = QImage(image)
    with painting(edge) as painter:
        painter.setCompositionMode(Mode.CompositionMode_SourceIn)
        painter.fillRect(edge.rect(), q(value, strength))
        painter.setCompositionMode(Mode.CompositionMode_DestinationOut)
        painter.drawImage(QRectF(-width if sunward else width, width * 0.9, image.width(), image.height()), image)
    fade = [(0.0, QColor(0, 0, 0, 255)), (1.0, QColor(0, 0, 0, 90))]
    with painting(edge) as painter:
        painter.setCompositionMode(Mode.CompositionMode_DestinationIn)
        painter.fillRect(edge.rect(), across(image.width() if sunward else 0, 0 if sunward else image.width(), fade))
    with painting(image) as painter:
        painter.setCompositionMode(Mode.CompositionMode_SourceAtop)
        painter.drawImage(0, 0, edge)
