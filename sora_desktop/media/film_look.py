"""What the stage needs to know of a film: when each picture begins, and what the file says of its colours."""

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from itertools import islice
from pathlib import Path

import av
from av.container import InputContainer
from av.video.stream import VideoStream

from sora_desktop.base.sentences import message
from sora_desktop.domain.errors import MediaError
from sora_desktop.domain.film import ColourTags, FilmLook
from sora_desktop.media.film import open_film
from sora_desktop.media.findings import NO_PICTURE, UNKNOWN
from sora_desktop.media.frames import frame_png
from sora_desktop.media.kinds import sniff

MOST_PICTURES = 200_000
"""An hour at 48 a second; of a longer film only the beginning can be stepped through exactly."""

_RANGES = {1: False, 2: True}


def look_at_film(path: Path) -> FilmLook:
    """Reads the file's tables and packets; nothing is decoded. MediaError where it is no film that can be read."""
    with _opened(path) as (container, video):
        return FilmLook(_starts(container, video), _colours(video))


def picture_at(path: Path, microseconds: int) -> bytes:
    """PNG of the picture that is seen at this time of a `FilmLook`. MediaError where it cannot be had."""
    with _opened(path) as (container, _video):
        zero = container.start_time or 0
    return frame_png(path, (microseconds + zero) / 1_000_000)


@contextmanager
def _opened(path: Path) -> Iterator[tuple[InputContainer, VideoStream]]:
    """With the track that the player shows."""
    try:
        with path.open("rb") as file:
            kind = sniff(file)
        if not kind.demuxer:
            raise MediaError(kind.finding or message(UNKNOWN))
        with open_film(path, kind.demuxer) as container:
            video = container.streams.best("video")
            if not isinstance(video, VideoStream):
                raise MediaError(message(NO_PICTURE))
            yield container, video
    except (av.FFmpegError, OSError, UnicodeError) as problem:
        raise MediaError(str(problem)) from problem


def _starts(container: InputContainer, video: VideoStream) -> tuple[int, ...]:
    """What an edit list hides is decoded, but never shown; what leads up to the first key picture cannot be decoded."""
    unit, zero = (video.time_base or Fraction(0)) * 1_000_000, container.start_time or 0
    seen: set[int] = set()
    first_key: int | None = None
    for packet in islice(container.demux(video), MOST_PICTURES):
        if packet.pts is None:
            continue
        if first_key is None and packet.is_keyframe:
            first_key = packet.pts
        if not packet.is_discard and packet.pts >= (first_key or 0):
            seen.add(round(packet.pts * unit) - zero)
    return tuple(sorted(seen))


def _colours(video: VideoStream) -> ColourTags:
    codec = video.codec_context
    if codec is None:
        return ColourTags()
    return ColourTags(codec.color_primaries, codec.color_trc, codec.colorspace, _RANGES.get(codec.color_range))
