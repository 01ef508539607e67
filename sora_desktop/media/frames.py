"""Single pictures out of a clip, as a player shows them."""

import contextlib
import io
import math
from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any

import av
from av import VideoFrame
from av.container import InputContainer
from av.video.reformatter import Colorspace, Interpolation, VideoReformatter
from av.video.stream import VideoStream
from PIL import Image, ImageStat

from sora_desktop.base.atomic_files import write_whole
from sora_desktop.base.kept_sentences import detail_from_plain, detail_to_plain
from sora_desktop.base.limited_child import ChildError, ChildLimits, ChildSlowError, NoChildError, ask_child
from sora_desktop.base.sentences import Foreign, message
from sora_desktop.base.signatures import JPEG
from sora_desktop.domain.errors import MediaError, StorageError
from sora_desktop.domain.shapes import Size
from sora_desktop.media.colours import for_screen, settled, tags_of
from sora_desktop.media.film import main_picture, open_film, seen_size, turn_of
from sora_desktop.media.findings import NO_PICTURE, UNKNOWN
from sora_desktop.media.kinds import sniff

LIMITS = ChildLimits(cpu=60, wall=120.0, answer=4 * 1024 * 1024)

_PLACES = (1 / 3, 1 / 2, 2 / 3, 0.9, 0.0)
"""Where a thumbnail is looked for, as parts of the clip's length; the first that shows something is taken."""

_PIXELS = 250_000_000
"""So many are decoded at most on the way to one of them: a second's work. The picture that is reached then will do."""
_COLUMNS, _ROWS = 5, 4
_DARK = 12.0
_HALF_TICK = 0.0005
_EARLIER = (0.5, 2.0, 8.0, 32.0)
"""Seconds."""
_EXACT = Interpolation.BICUBIC | Interpolation.ACCURATE_RND | Interpolation.FULL_CHR_H_INT


class ClipPicture(StrEnum):
    """THUMBNAIL and COVER are of one telling moment, as JPEG and as WebP; SHEET is twenty moments in rows, as JPEG."""

    THUMBNAIL = "thumbnail"
    COVER = "cover"
    SHEET = "sheet"


def thumbnail(path: Path, target: Path, width: int = 320) -> None:
    """Write a JPEG of a clip, `width` pixels wide, to `target`; of a moment that is not black where there is one.

    MediaError where the clip cannot be decoded, StorageError where `target` cannot be written.
    """
    _write(target, _thumbnail(path, width))


def thumbnail_in_child(path: Path, target: Path, width: int = 320, limits: ChildLimits = LIMITS) -> None:
    """The same, decoded in a process of its own with limits: a clip of any kind and state costs the app nothing."""
    _write(target, picture_of_clip(path, ClipPicture.THUMBNAIL, width, limits))


def picture_of_clip(path: Path, kind: ClipPicture, width: int = 320, limits: ChildLimits = LIMITS) -> bytes:
    """A picture of this kind, made in such a process. MediaError where the clip cannot be decoded."""
    try:
        answer = ask_child("thumbnail", {"path": str(path.absolute()), "width": width, "kind": kind}, limits)
    except NoChildError as problem:
        raise MediaError(message("It can't be opened right now.").about(Foreign(problem))) from problem
    except ChildSlowError as problem:
        raise MediaError(message("Opening it takes too long.")) from problem
    except ChildError as problem:
        raise MediaError(message("It crashes the program that opens it.")) from problem
    if "unusable" in answer.said:
        raise MediaError(detail_from_plain(answer.said["unusable"]))
    if not answer.data.startswith(b"RIFF" if kind is ClipPicture.COVER else JPEG):
        raise MediaError(message(NO_PICTURE))
    return answer.data


def answer(request: dict[str, Any]) -> tuple[dict[str, object], bytes]:
    """What the child does: make one picture."""
    try:
        make = _sheet if request["kind"] == ClipPicture.SHEET else _thumbnail
        kind = "WEBP" if request["kind"] == ClipPicture.COVER else "JPEG"
        return {}, make(Path(request["path"]), request["width"], kind)
    except MediaError as problem:
        return {"unusable": detail_to_plain(problem.detail)}, b""
    except OSError as problem:
        return {"unusable": problem.strerror or ""}, b""


def frame_png(path: Path, seconds: float) -> bytes:
    """PNG of the picture that is seen at `seconds`, full size; the last one where the clip is shorter."""
    with _reading(path) as (container, video):
        frame = _frame_at(container, video, seconds)
        return _as_bytes(_as_seen(frame, seen_size(video, frame)), "PNG")


def pictures_at(path: Path, moments: Sequence[float], edge: int) -> list[Image.Image]:
    """The pictures that are seen at these seconds, each `edge` wide and high whatever its shape is."""
    with _reading(path) as (container, video):
        return [_as_seen(_frame_at(container, video, seconds), Size(edge, edge)) for seconds in moments]


def _thumbnail(path: Path, width: int, kind: str = "JPEG") -> bytes:
    with _reading(path) as (container, video):
        frame = _telling_frame(container, video)
        return _as_bytes(_as_seen(frame, _small(video, frame, width)), kind, quality=85)


def _sheet(path: Path, width: int, kind: str) -> bytes:
    """Rows of pictures, from the first moment to the last, each `width` pixels wide."""
    with _reading(path) as (container, video):
        length = container.duration / av.time_base if container.duration else 0.0
        start = max(0.0, float((video.start_time or 0) * (video.time_base or 0)))
        count = _COLUMNS * _ROWS
        sheet = Image.new("RGB", (1, 1))
        for number in range(count):
            frame = _frame_at(container, video, start + length * number / count, _PIXELS)
            small = _small(video, frame, width)
            if number == 0:
                sheet = Image.new("RGB", (small.width * _COLUMNS, small.height * _ROWS))
            row, column = divmod(number, _COLUMNS)
            sheet.paste(_as_seen(frame, small), (column * small.width, row * small.height))
        return _as_bytes(sheet, kind, quality=80)


def _small(video: VideoStream, frame: VideoFrame, width: int) -> Size:
    seen = seen_size(video, frame)
    return Size(width, max(1, round(width * seen.height / seen.width)))


def _as_bytes(picture: Image.Image, kind: str, **how: int) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **how)
    return out.getvalue()


def _write(target: Path, data: bytes) -> None:
    try:
        write_whole(target, data)
    except OSError as problem:
        raise StorageError(problem.strerror or str(problem)) from problem


@contextlib.contextmanager
def _reading(path: Path) -> Iterator[tuple[InputContainer, VideoStream]]:
    """A clip of any kind that is known, and the track of it that is shown."""
    with path.open("rb") as file:
        kind = sniff(file)
    if not kind.demuxer:
        raise MediaError(kind.finding or message(UNKNOWN))
    try:
        with open_film(path, kind.demuxer) as container:
            video = main_picture(container)
            if video is None or video.codec_context is None:
                raise MediaError(message(NO_PICTURE))
            yield container, video
    except (av.FFmpegError, UnicodeError) as problem:
        raise MediaError(str(problem)) from problem


def _telling_frame(container: InputContainer, video: VideoStream) -> VideoFrame:
    """The first picture that is not dark; where all are, the brightest."""
    length = container.duration / av.time_base if container.duration else 0.0
    start = max(0.0, float((video.start_time or 0) * (video.time_base or 0)))
    best, best_light = None, -1.0
    for place in _PLACES:
        frame = _frame_at(container, video, start + place * length, _PIXELS)
        light = ImageStat.Stat(_in_grey(frame).to_image()).mean[0]
        if light > _DARK:
            return frame
        if light > best_light:
            best, best_light = frame, light
    assert best is not None  # noqa: S101 -- `_PLACES` is not empty
    return best


def _in_grey(frame: VideoFrame) -> VideoFrame:
    """How light a picture is, without the work that its colours make."""
    one = Colorspace.ITU709
    return frame.reformat(width=64, height=64, format="gray", src_colorspace=one, dst_colorspace=one)


def _as_seen(frame: VideoFrame, size: Size) -> Image.Image:
    """A picture in the colours and the position in which a player shows it, scaled to `size`."""
    turn = turn_of(frame)
    raw = size.turned() if turn.quarters % 2 else size
    picture: Image.Image = _in_rgb(frame, raw).to_image()
    if turn.mirrored:
        picture = picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    return picture.rotate(90 * turn.quarters, expand=True) if turn.quarters else picture


def _in_rgb(frame: VideoFrame, size: Size) -> VideoFrame:
    """In the colours of a screen, as the stage shows it."""
    colours = settled(tags_of(frame), frame.height)
    how = {"width": size.width, "height": size.height, "format": "rgb24", "interpolation": _EXACT}
    return for_screen(frame, colours, VideoReformatter(), **how)


def _frame_at(container: InputContainer, video: VideoStream, seconds: float, pixels: float = math.inf) -> VideoFrame:
    """The picture seen at `seconds`: the last one that begins no later.

    One before that where more than `pixels` would have to be decoded. The key picture that is found for a time may be
    shown after it, where the pictures between the two lean on the group before: then it is looked for earlier.
    """
    frame = _frame_after_key(container, video, seconds, seconds, pixels)
    for earlier in _EARLIER:
        if (frame.time or 0.0) <= seconds + _HALF_TICK:
            break
        frame = _frame_after_key(container, video, seconds, seconds - earlier, pixels)
    return frame


def _frame_after_key(
    container: InputContainer, video: VideoStream, seconds: float, key: float, pixels: float
) -> VideoFrame:
    """The picture seen at `seconds`, decoded from the key picture that is found at `key`."""
    container.seek(int(max(0.0, key) / (video.time_base or 1)), stream=video)
    seen = None
    for frame in _decoded(container, video):
        if seen is not None and frame.time is not None and frame.time > seconds + _HALF_TICK:
            break
        seen = frame
        pixels -= frame.width * frame.height
        if pixels <= 0:
            break
    if seen is None:
        raise MediaError(message(NO_PICTURE))
    return seen


def _decoded(container: InputContainer, video: VideoStream) -> Iterator[VideoFrame]:
    """Its pictures from here on; what cannot be decoded is passed over."""
    for packet in container.demux(video):
        with contextlib.suppress(av.FFmpegError):
            yield from packet.decode()
