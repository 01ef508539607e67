"""Single pictures out of a clip."""

import contextlib
import io
from collections.abc import Iterator
from pathlib import Path

import av
from av import VideoFrame
from av.container import InputContainer
from PIL import Image, ImageStat

from sora_desktop.domain.errors import MediaError, StorageError
from sora_desktop.media.output import write_whole
from sora_desktop.media.probe import open_clip

_PLACES = (1 / 3, 1 / 2, 2 / 3, 0.9, 0.0)
"""Where a thumbnail is looked for, as parts of the clip's length; the first that shows something is taken."""

_DARK = 12.0
_HALF_TICK = 0.0005


def thumbnail(path: Path, target: Path, width: int = 320) -> None:
    """Write a JPEG of a clip, `width` pixels wide, to `target`; of a moment that is not black where there is one.

    MediaError where the clip cannot be decoded, StorageError where `target` cannot be written.
    """
    with _reading(path) as container:
        picture = _telling_picture(container, width)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=85)
    try:
        write_whole(target, out.getvalue())
    except OSError as problem:
        raise StorageError(problem.strerror or str(problem)) from problem


def frame_png(path: Path, seconds: float) -> bytes:
    """PNG of the picture that is seen at `seconds`, full size; the last one where the clip is shorter."""
    with _reading(path) as container:
        picture = _picture_at(container, seconds)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


@contextlib.contextmanager
def _reading(path: Path) -> Iterator[InputContainer]:
    try:
        with open_clip(path) as container:
            yield container
    except (av.FFmpegError, UnicodeError) as problem:
        raise MediaError(str(problem)) from problem


def _telling_picture(container: InputContainer, width: int) -> Image.Image:
    """The first picture that is not dark; where all are, the brightest."""
    length = container.duration / av.time_base if container.duration else 0.0
    best, best_light = None, -1.0
    for place in _PLACES:
        picture = _picture_at(container, place * length, width)
        light = ImageStat.Stat(picture.convert("L")).mean[0]
        if light > _DARK:
            return picture
        if light > best_light:
            best, best_light = picture, light
    assert best is not None  # noqa: S101 -- `_PLACES` is not empty
    return best


def _picture_at(container: InputContainer, seconds: float, width: int | None = None) -> Image.Image:
    frame = _frame_at(container, seconds)
    turned = frame.rotation % 180 != 0
    if width:
        along, across = (frame.height, frame.width) if turned else (frame.width, frame.height)
        height = max(1, round(width * across / along))
        frame = frame.reformat(width=height if turned else width, height=width if turned else height)
    picture: Image.Image = frame.to_image()
    return picture.rotate(frame.rotation, expand=True) if frame.rotation else picture


def _frame_at(container: InputContainer, seconds: float) -> VideoFrame:
    """The picture seen at `seconds`: the last one that begins no later. Decodes from the key picture before it."""
    if not container.streams.video:
        raise MediaError("There is no picture in it.")
    video = container.streams.video[0]
    container.seek(int(max(0.0, seconds) * av.time_base))
    seen = None
    for frame in container.decode(video):
        if seen is not None and frame.time is not None and frame.time > seconds + _HALF_TICK:
            break
        seen = frame
    if seen is None:
        raise MediaError("There is no picture in it.")
    return seen
