"""Renders a request to an MP4: one thread paints, one encodes."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue
from threading import Event, Semaphore, Thread

from PySide6.QtGui import QImage

from sora_desktop.animatic.painting.frames import FramePainter, start_painting
from sora_desktop.animatic.scene import Scene, SceneRequest, read
from sora_desktop.animatic.shots import FPS, clean, one_line
from sora_desktop.animatic.sound import sound_of
from sora_desktop.media.movie import Frame, MoviePicture, MovieWriter, film_frames

_AHEAD = 16
"""Frames that are painted ahead of the encoder: so long it has work while the layers of the next shot are painted."""
_TURN_SECONDS = 0.0005

COMMENT = "An animatic: a moving sketch of the request, made on this machine by Sora Desktop's local engine. No video model made it."


class Cancelled(Exception):  # noqa: N818 -- no error: somebody asked for it
    """The render was stopped by `cancelled`; no file is left."""


def render(
    scene_request: SceneRequest, target: Path, on_progress: Callable[[float], None], cancelled: Callable[[], bool]
) -> None:
    """Writes the whole MP4 of a request to `target`, or nothing.

    `on_progress` gets the share of frames that are encoded, rising to 1.0 when the file stands.
    `cancelled` is asked before each frame. Raises Cancelled; MediaError where the picture cannot be read;
    OSError (of PyAV) where the disk is full. Callable from any thread once `start_painting` ran in the main thread.
    """
    start_painting()
    scene = read(scene_request)
    part = target.with_name(target.name + ".part")
    try:
        with _short_turns(), _painted(scene) as pictures, _writer(scene, part) as movie:
            for number, picture in enumerate(pictures, start=1):
                _go_on_unless(cancelled)
                movie.add(picture)
                if number < scene.all_frames:
                    on_progress(number / scene.all_frames)
        _go_on_unless(cancelled)
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    on_progress(1.0)


def _go_on_unless(cancelled: Callable[[], bool]) -> None:
    if cancelled():
        raise Cancelled


def _writer(scene: Scene, part: Path) -> MovieWriter:
    request = scene.request
    shots = "1 shot" if len(scene.shots) == 1 else f"{len(scene.shots)} shots"
    tags = {
        "title": f"Animatic: {one_line(clean(request.prompt))[:120] or request.model}",
        "comment": COMMENT,
        "description": f"{request.model} · {request.size} · {request.whole_seconds} s · {shots}",
    }
    return MovieWriter(part, request.size, FPS, sound_of(scene), request.whole_seconds, tags)


@contextmanager
def _short_turns() -> Iterator[None]:
    """The encoder gets Python's lock back soon after each frame; by itself the painter keeps it ten times as long."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(_TURN_SECONDS)
    try:
        yield
    finally:
        sys.setswitchinterval(usual)


@contextmanager
def _painted(scene: Scene) -> Iterator[Iterator[Frame]]:
    """The frames of a scene in order, painted ahead in a thread of their own, which ends with the block."""
    room = Semaphore(_AHEAD)
    stop = Event()
    ready: SimpleQueue[Frame | BaseException] = SimpleQueue()
    thread = Thread(target=_paint_all, args=(scene, ready, room, stop), name="animatic painter", daemon=True)
    thread.start()
    try:
        yield _in_order(scene.all_frames, ready, room)
    finally:
        stop.set()
        room.release()
        thread.join()


def _in_order(count: int, ready: "SimpleQueue[Frame | BaseException]", room: Semaphore) -> Iterator[Frame]:
    for _ in range(count):
        frame = ready.get()
        if isinstance(frame, BaseException):
            raise frame
        room.release()
        yield frame


def _paint_all(scene: Scene, ready: "SimpleQueue[Frame | BaseException]", room: Semaphore, stop: Event) -> None:
    try:
        for frame in frames_of(scene):
            room.acquire()
            if stop.is_set():
                return
            ready.put(frame)
    except BaseException as error:  # noqa: BLE001 -- handed to the thread that asked, which raises it
        ready.put(error)


def frames_of(scene: Scene) -> Iterator[Frame]:
    """All frames of a scene as the encoder takes them, each painted when it is asked for; first those of its film."""
    size = scene.request.size
    if scene.request.lead is not None:
        yield from film_frames(scene.request.lead, size, FPS, scene.lead_frames)
    painter, picture = FramePainter(scene), MoviePicture(size)
    image = QImage(picture.pixels, size.width, size.height, picture.stride, QImage.Format.Format_RGB32)
    for frame in range(scene.frames):
        painter.paint(frame, image)
        yield picture.planes()
