"""Frames of a scene. Each shot is painted once as layers larger than the frame; a frame only lays them together.

QtGui under an offscreen QGuiApplication; it may run in any thread once `start_painting` has run.
"""

import math
import os
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QImageReader, QPainter

from sora_desktop.animatic.motion import View, Window, farthest, view_at, window_at
from sora_desktop.animatic.painting.overlay import Overlay, overlay
from sora_desktop.animatic.painting.places import paint_place
from sora_desktop.animatic.painting.planes import planes
from sora_desktop.animatic.painting.portraits import portraits
from sora_desktop.animatic.painting.sky import paint_sky
from sora_desktop.animatic.painting.subject import Actor, actors, behind_last
from sora_desktop.animatic.painting.tools import Layer, Mode, Stage, around, blank, painting
from sora_desktop.animatic.painting.weather import Air, air, mist
from sora_desktop.animatic.scene import Scene, Shot
from sora_desktop.animatic.shots import FPS
from sora_desktop.animatic.words import Framing, ScenePlace, Weather
from sora_desktop.domain.errors import MediaError

_HORIZON = {
    ScenePlace.SEA: 0.5,
    ScenePlace.CITY: 0.66,
    ScenePlace.ALLEY: 0.56,
    ScenePlace.ROOM: 0.66,
    ScenePlace.FOREST: 0.56,
    ScenePlace.SPACE: 1.0,
    ScenePlace.UNDERWATER: 1.0,
}


def start_painting() -> None:
    """Makes the one QGuiApplication, without a display; call it in the main thread. Does nothing where there is one."""
    if QGuiApplication.instance() is None:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        _KEPT.append(QGuiApplication(["animatic"]))


_KEPT: list[QGuiApplication] = []


class FramePainter:
    """Paints the frames of a scene in order, or any one of them. Not to be shared between threads."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._picture = _load(scene) if scene.request.image is not None else None
        self._number = 0
        self._painter: ShotPainter

    def paint(self, frame: int, target: QImage) -> None:
        """Paints frame number `frame` of the clip over all of `target` (RGB32, the request's size)."""
        shot = self._scene.shot_at(frame)
        if shot.number != self._number:
            self._painter = ShotPainter(self._scene, shot, self._picture)
            self._number = shot.number
        self._painter.paint(frame, target)


class ShotPainter:
    """One shot: its layers, its subject, its air and its writing."""

    def __init__(self, scene: Scene, shot: Shot, picture: QImage | None) -> None:
        self._shot = shot
        self._lead = scene.lead_frames
        self._stage = _stage(scene, shot)
        self._portraits = portraits(self._stage, shot, scene.request.cast)
        self._picture = picture
        self._backdrop = _backdrop(picture) if picture is not None else None
        self._static = farthest(shot) == (0.01, 0.01)
        self._back: list[Layer] = []
        self._front: list[Layer] = []
        self._cast: list[Actor] = []
        if picture is None:
            self._build()
        self._air = _air(self._stage, picture)
        self._overlay: Overlay = overlay(self._stage, scene, shot, _vignette(self._stage) if picture is None else None)

    def _build(self) -> None:
        stage = self._stage
        back, front = paint_place(stage)
        sky = [] if stage.look.place is ScenePlace.ROOM else paint_sky(stage)
        if stage.look.place in (ScenePlace.SPACE, ScenePlace.UNDERWATER):
            sky = sky[: 2 if stage.look.place is ScenePlace.SPACE else 1]
        self._back = [*sky, *back, *mist(stage)]
        self._cast = actors(stage, tuple(move.kind for move in self._shot.moves), self._shot.count / FPS)
        if behind_last(stage) and self._cast:
            front = [self._back.pop(), *front]
        views = [view_at(self._shot, number) for number in range(0, self._shot.count, 4)]
        views.append(view_at(self._shot, self._shot.count - 1))
        self._back, self._front = planes(stage, self._back, front, views)

    def paint(self, frame: int, target: QImage) -> None:
        stage, number = self._stage, frame - self._shot.first
        seconds = number / FPS
        view = view_at(self._shot, number)
        with _frame(target) as painter:
            if self._picture is None:
                self._paint_layers(painter, view, seconds)
            else:
                self._paint_picture(painter, window_at(self._shot, number))
                painter.setOpacity(min(1.0, seconds))
            self._air.draw(painter, stage, view, seconds)
            painter.setOpacity(1.0)
            for portrait in self._portraits:
                portrait.draw(painter)
            self._overlay.draw(painter, frame + self._lead, show_slate=not self._lead)

    def _paint_layers(self, painter: QPainter, view: View, seconds: float) -> None:
        for each in self._back:
            _lay(painter, self._stage, each, view, seconds, still=self._static)
        for actor in self._cast:
            actor.draw(painter, self._stage, view, seconds)
        for each in self._front:
            _lay(painter, self._stage, each, view, seconds, still=self._static)

    def _paint_picture(self, painter: QPainter, window: Window) -> None:
        picture, stage = self._picture, self._stage
        if picture is None:
            return
        frame = QRectF(0, 0, stage.width, stage.height)
        width, height = picture.width() * window.size, picture.height() * window.size
        left, top = picture.width() * window.x - width / 2, picture.height() * window.y - height / 2
        if window.size > 1.0 and self._backdrop is not None:
            painter.drawImage(frame, self._backdrop)
            inner = QRectF(0, 0, stage.width / window.size, stage.height / window.size)
            inner.moveCenter(frame.center())
            painter.drawImage(inner, picture)
        elif window.size == 1.0:
            painter.drawImage(0, 0, picture)
        else:
            left = min(max(0.0, left), picture.width() - width)
            top = min(max(0.0, top), picture.height() - height)
            painter.drawImage(frame, picture, QRectF(left, top, width, height))


@contextmanager
def _frame(target: QImage) -> Iterator[QPainter]:
    painter = QPainter(target)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    try:
        yield painter
    finally:
        painter.end()


def _lay(painter: QPainter, stage: Stage, each: Layer, view: View, seconds: float, *, still: bool) -> None:
    target = each.target(stage, view)
    if each.steps:
        _lay_step(painter, each, target)
        return
    if not (still or each.soft):
        # Qt rounds a mere shift to whole pixels, which jolts at slow speeds; a hair of scale makes it interpolate.
        target.setWidth(target.width() + 0.02)
    if each.drift or each.sway:
        target.translate(each.drift * seconds, each.sway * _wave(seconds / each.sway_seconds))
    if each.solid:
        painter.setCompositionMode(Mode.CompositionMode_Source)
    painter.drawImage(target, each.image)
    if each.solid:
        painter.setCompositionMode(Mode.CompositionMode_SourceOver)


def _lay_step(painter: QPainter, each: Layer, target: QRectF) -> None:
    """Copies the picture that is made for this part of a pixel."""
    count = len(each.steps)
    whole, step = divmod(math.floor((target.y() if each.upright else target.x()) * count), count)
    place = QPoint(round(target.x()), whole) if each.upright else QPoint(whole, round(target.y()))
    painter.drawImage(place, each.steps[step])


def _wave(turns: float) -> float:
    """A soft swing between -1 and 1."""
    share = turns % 1.0
    swing = 4 * share - 1 if share < 0.5 else 3 - 4 * share
    return swing * (1.5 - 0.5 * swing * swing)


def _stage(scene: Scene, shot: Shot) -> Stage:
    size = scene.request.size
    reach_x, reach_y = farthest(shot)
    place = shot.look.place
    horizon = _HORIZON.get(place, 0.6) - (
        0.06 if size.height > size.width and place not in (ScenePlace.SPACE, ScenePlace.UNDERWATER) else 0.0
    )
    return Stage(
        size.width, size.height, round(reach_x * size.width) + 6, round(reach_y * size.height) + 6,
        round(horizon * size.height), shot.look, shot.look.palette, shot.seed,
    )  # fmt: skip


def _air(stage: Stage, picture: QImage | None) -> Air:
    """Over a reference picture only the weather that the prompt names."""
    return (
        Air([])
        if picture is not None
        and not stage.look.weather & {Weather.SNOW, Weather.RAIN, Weather.FIRE, Weather.PETALS, Weather.DUST}
        else air(stage)
    )


def _vignette(stage: Stage) -> QImage:
    """Darker corners, and a little more so in close shots."""
    image = blank(stage.width, stage.height)
    strength = 120 if stage.look.framing is Framing.CLOSE else 92
    stops = [(0.0, QColor(0, 0, 0, 0)), (0.55, QColor(0, 0, 0, 0)), (1.0, QColor(4, 3, 10, strength))]
    with painting(image) as painter:
        painter.scale(stage.width, stage.height)
        painter.fillRect(QRectF(0, 0, 1, 1), around(0.5, 0.46, 0.78, stops))
    return image


def _load(scene: Scene) -> QImage:
    """The reference picture, upright, cut to cover the frame exactly; raises MediaError where it is none."""
    reader = QImageReader(str(scene.request.image))
    reader.setAutoTransform(True)
    picture = reader.read()
    if picture.isNull():
        raise MediaError(reader.errorString())
    size = scene.request.size
    if (picture.width(), picture.height()) != (size.width, size.height):
        picture = picture.scaled(
            size.width,
            size.height,
            Qt.AspectRatioMode.KeepAspectRatioByExpanding,
            Qt.TransformationMode.SmoothTransformation,
        )
        left, top = (picture.width() - size.width) // 2, (picture.height() - size.height) // 2
        picture = picture.copy(left, top, size.width, size.height)
    flat = blank(size.width, size.height, solid=True)
    with painting(flat) as painter:
        painter.drawImage(0, 0, picture)
    return flat


def _backdrop(picture: QImage) -> QImage:
    """The picture far out of focus and dark: what a wider view shows around it."""
    small = picture.scaled(24, 24, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
    for side in (96, 384):
        small = small.scaled(
            side, side, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
    with painting(small) as painter:
        painter.fillRect(small.rect(), QColor(0, 0, 0, 120))
    return small
