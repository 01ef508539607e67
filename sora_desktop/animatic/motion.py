"""Where the camera is at each instant of a shot: pure numbers."""

import math
from collections.abc import Callable, Iterable, Mapping

from sora_desktop.animatic.scene import Dice, Move, Shot
from sora_desktop.animatic.shots import FPS
from sora_desktop.animatic.words import MoveKind
from sora_desktop.base.values import dataclass


@dataclass(frozen=True, slots=True)
class View:
    """The camera's way from the middle of a shot, for what is endlessly far and for what is at hand.

    x to the right in frame widths, y down in frame heights; zoom 1 is the widest.
    """

    x_far: float = 0.0
    x_near: float = 0.0
    y_far: float = 0.0
    y_near: float = 0.0
    zoom_far: float = 1.0
    zoom_near: float = 1.0

    def at(self, depth: float) -> tuple[float, float, float]:
        """x, y and zoom for something at `depth`: 0 endlessly far, 1 at hand, more than 1 before the subject."""
        return (
            self.x_far + (self.x_near - self.x_far) * depth,
            self.y_far + (self.y_near - self.y_far) * depth,
            max(1.0, self.zoom_far + (self.zoom_near - self.zoom_far) * depth),
        )

    def __add__(self, other: "View") -> "View":
        return View(
            self.x_far + other.x_far,
            self.x_near + other.x_near,
            self.y_far + other.y_far,
            self.y_near + other.y_near,
            self.zoom_far * other.zoom_far,
            self.zoom_near * other.zoom_near,
        )


def ease(progress: float) -> float:
    """0..1 to 0..1: soft at both ends, never standing still."""
    smooth = progress * progress * (3 - 2 * progress)
    return 0.55 * progress + 0.45 * smooth


def _pan(sign: float) -> Callable[[float, float], View]:
    return lambda way, reach: View(x_far=sign * way * reach * 0.55, x_near=sign * way * reach)


def _track(sign: float) -> Callable[[float, float], View]:
    return lambda way, reach: View(x_far=sign * way * reach * 0.08, x_near=sign * way * reach * 1.15)


def _tilt(sign: float) -> Callable[[float, float], View]:
    return lambda way, reach: View(y_far=sign * way * reach * 0.6, y_near=sign * way * reach * 0.85)


def _crane(sign: float) -> Callable[[float, float], View]:
    return lambda way, reach: View(y_far=sign * way * reach * 0.12, y_near=sign * way * reach)


def _zoom(sign: float) -> Callable[[float, float], View]:
    return lambda way, reach: View(zoom_far=1 + reach * (0.5 + sign * way), zoom_near=1 + reach * (0.5 + sign * way))


def _dolly(sign: float) -> Callable[[float, float], View]:
    return lambda way, reach: View(
        zoom_far=1 + 0.25 * reach * (0.5 + sign * way), zoom_near=1 + 1.25 * reach * (0.5 + sign * way)
    )


def _orbit(way: float, reach: float) -> View:
    return View(x_far=-way * reach * 0.75, x_near=way * reach * 0.3)


def _aerial(way: float, reach: float) -> View:
    return View(
        y_far=-way * reach * 0.04,
        y_near=way * reach * 0.3,
        zoom_far=1 + 0.12 * reach * (0.5 + way),
        zoom_near=1 + 0.8 * reach * (0.5 + way),
    )


def _drift(way: float, reach: float) -> View:
    return View(
        x_far=way * reach * 0.04,
        x_near=way * reach * 0.16,
        zoom_far=1 + 0.08 * reach * (0.5 + way),
        zoom_near=1 + 0.3 * reach * (0.5 + way),
    )


_WAYS: Mapping[MoveKind, Callable[[float, float], View]] = {
    MoveKind.PAN_LEFT: _pan(-1),
    MoveKind.PAN_RIGHT: _pan(1),
    MoveKind.TRACK_LEFT: _track(-1),
    MoveKind.TRACK_RIGHT: _track(1),
    MoveKind.TILT_UP: _tilt(-1),
    MoveKind.TILT_DOWN: _tilt(1),
    MoveKind.CRANE_UP: _crane(-1),
    MoveKind.CRANE_DOWN: _crane(1),
    MoveKind.ZOOM_IN: _zoom(1),
    MoveKind.ZOOM_OUT: _zoom(-1),
    MoveKind.PUSH_IN: _dolly(1),
    MoveKind.PULL_BACK: _dolly(-1),
    MoveKind.ORBIT: _orbit,
    MoveKind.AERIAL: _aerial,
    MoveKind.DRIFT: _drift,
    MoveKind.STATIC: lambda _way, _reach: View(),
    MoveKind.HANDHELD: lambda _way, _reach: View(),
}


def reach_of(move: Move, seconds: float) -> float:
    """How far a move goes in all, in frame widths (or heights, or zoom): farther in a longer shot, up to a limit."""
    return min(0.5, 0.075 * move.speed * seconds)


def view_at(shot: Shot, frame: int) -> View:
    """The camera at frame `frame` of a shot, counted from the shot's first."""
    way = ease(frame / max(1, shot.count - 1)) - 0.5
    view = View()
    for move in shot.moves:
        view += _WAYS[move.kind](way, reach_of(move, shot.count / FPS))
        if move.kind is MoveKind.HANDHELD:
            view += _shake(shot.seed, frame / FPS, move.speed)
    return view


def _shake(seed: int, seconds: float, speed: float) -> View:
    """A hand's unrest: three slow waves for each axis."""
    dice = Dice(seed)
    waves = [(dice.uniform(0.25, 1.9), dice.uniform(0, math.tau)) for _ in range(6)]
    x, y = (
        sum(math.sin(math.tau * rate * speed * seconds + start) / (1 + rate) for rate, start in part)
        for part in (waves[:3], waves[3:])
    )
    return View(x_far=x * 0.006, x_near=x * 0.009, y_far=y * 0.008, y_near=y * 0.011, zoom_far=1.02, zoom_near=1.02)


def farthest(shot: Shot) -> tuple[float, float]:
    """The farthest the camera goes sideways and up or down in a shot, of any depth up to 1.3."""
    views = [view_at(shot, frame) for frame in range(0, shot.count, max(1, shot.count // 40))]
    views.append(view_at(shot, shot.count - 1))
    reached: Iterable[tuple[float, float, float]] = [view.at(depth) for view in views for depth in (0.0, 1.0, 1.3)]
    xs, ys = zip(*((abs(x), abs(y)) for x, y, _ in reached), strict=True)
    return max(xs) + 0.01, max(ys) + 0.01


@dataclass(frozen=True, slots=True)
class Window:
    """The part of a reference picture that fills the frame: its centre and size in shares of the picture.

    A `size` above 1 shows the whole picture smaller than the frame.
    """

    x: float = 0.5
    y: float = 0.5
    size: float = 1.0


_TOWARDS: Mapping[MoveKind, tuple[float, float]] = {
    MoveKind.PAN_LEFT: (-1, 0),
    MoveKind.PAN_RIGHT: (1, 0),
    MoveKind.TRACK_LEFT: (-1, 0),
    MoveKind.TRACK_RIGHT: (1, 0),
    MoveKind.ORBIT: (1, 0),
    MoveKind.TILT_UP: (0, -1),
    MoveKind.CRANE_UP: (0, -1),
    MoveKind.TILT_DOWN: (0, 1),
    MoveKind.CRANE_DOWN: (0, 1),
    MoveKind.DRIFT: (0.3, -0.1),
}
_WIDENS = frozenset({MoveKind.ZOOM_OUT, MoveKind.PULL_BACK})


def window_at(shot: Shot, frame: int) -> Window:
    """What a shot shows of a reference picture: at its first frame all of it, then a part, as the camera moves."""
    progress = ease(frame / max(1, shot.count - 1))
    window = Window()
    for move in shot.moves:
        window = _moved(window, move, progress, shot.count / FPS)
        if move.kind is MoveKind.HANDHELD:
            window = _shaken(window, shot, frame, move.speed)
    return window


def _moved(window: Window, move: Move, progress: float, seconds: float) -> Window:
    reach = min(0.3, 0.05 * move.speed * seconds) * progress
    if move.kind in _WIDENS:
        return Window(window.x, window.y, window.size * (1 + 0.7 * reach))
    if move.kind in (MoveKind.STATIC, MoveKind.HANDHELD):
        return window
    size = window.size * (1 - reach)
    room = max(0.0, (1 - size) / 2)
    right, down = _TOWARDS.get(move.kind, (0, 0))
    return Window(window.x + right * room, window.y + down * room, size)


def _shaken(window: Window, shot: Shot, frame: int, speed: float) -> Window:
    settle = min(1.0, frame / FPS)
    shake = _shake(shot.seed, frame / FPS, speed)
    return Window(window.x + shake.x_near * settle, window.y + shake.y_near * settle, window.size * (1 - 0.05 * settle))
