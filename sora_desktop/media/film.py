"""Opens films, and tells what a player shows of them: which track, in which shape."""

import math
import struct
from fractions import Fraction
from pathlib import Path

import av
from av import VideoFrame
from av.container import InputContainer
from av.sidedata.sidedata import SideData
from av.stream import Disposition
from av.video.stream import VideoStream

from sora_desktop.base.values import dataclass
from sora_desktop.domain.shapes import Size

THREADS = 2
"""More take more memory than the limits of a child allow."""

_NO_FILM = Disposition.attached_pic | Disposition.timed_thumbnails | Disposition.still_image
_ASPECT_LIMIT = 16


def open_film(path: Path, demuxer: str = "mp4", threads: int = THREADS) -> InputContainer:
    """A film in one container and no other, from this disk and nowhere else.

    Playlists and foreign protocols stay shut. Names inside may be of any encoding.
    """
    options = {"protocol_whitelist": "file"}
    container = av.open(f"file:{path.absolute()}", format=demuxer, options=options, metadata_errors="replace")
    for video in container.streams.video:
        if video.codec_context is not None:
            video.thread_count, video.thread_type = threads, "AUTO"
    return container


def main_picture(container: InputContainer) -> VideoStream | None:
    """The track that a player shows: the one that it would take, unless that is a cover of a single picture."""
    films = [video for video in container.streams.video if not video.disposition & _NO_FILM]
    best = container.streams.best("video")
    moving = [video for video in films if _count(video) != 1] or films
    if best in moving and isinstance(best, VideoStream):
        return best
    return max(moving, key=lambda video: video.width * video.height, default=None)


def _count(video: VideoStream) -> int:
    return video.frames or len(video.index_entries)


@dataclass(frozen=True, slots=True)
class Turn:
    """How a decoded picture is turned to be seen: mirrored from left to right first, then by so many quarters to the left."""

    mirrored: bool = False
    quarters: int = 0


def turn_of(frame: VideoFrame) -> Turn:
    """As players do: the nearest right angle; a matrix that makes no sense says nothing."""
    side = frame.side_data.get("DISPLAYMATRIX")
    matrix = bytes(side) if isinstance(side, SideData) else b""
    if len(matrix) < 36:
        return Turn()
    a, b, _, c, d = struct.unpack_from("=5i", matrix)
    determinant = a * d - b * c
    if determinant == 0:
        return Turn()
    mirrored = determinant < 0
    angle = math.atan2(-b, -a) if mirrored else math.atan2(b, a)
    return Turn(mirrored, round(-angle / (math.pi / 2)) % 4)


def seen_size(video: VideoStream, frame: VideoFrame) -> Size:
    """The size at which a picture is seen: with square pixels, upright."""
    ratio = video.sample_aspect_ratio or Fraction(1)
    width, height = frame.width, frame.height
    if 1 < ratio <= _ASPECT_LIMIT:
        width = round(width * ratio)
    elif 1 > ratio >= Fraction(1, _ASPECT_LIMIT):
        height = round(height / ratio)
    size = Size(width, height)
    return size.turned() if turn_of(frame).quarters % 2 else size
