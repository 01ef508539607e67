"""Films that came with a request, and the clips of other jobs: looked into by a child with limits."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sora_desktop.domain.clip import FileVerdict
from sora_desktop.domain.errors import MediaError
from sora_desktop.domain.shapes import Size
from sora_desktop.engine.http_errors import RequestError
from sora_desktop.media.film_child import look_in_child, picture_in_child
from sora_desktop.media.frames import ClipPicture, picture_of_clip
from sora_desktop.media.probe import examine_in_child

MOST_PIXELS = 4096 * 2304


@dataclass(frozen=True, slots=True)
class Film:
    """A film that came along, at `path`. `digest` is the SHA-256 (hex) of its bytes, `seconds` its length."""

    path: Path
    digest: str
    size: Size
    seconds: float


def receive_film(data: bytes, keep: Callable[[bytes], Path]) -> Film:
    """A film as a file of our own; RequestError where it is none. Blocks."""
    path = keep(data)
    try:
        size, seconds = _facts(path)
    except RequestError:
        path.unlink(missing_ok=True)
        raise
    return Film(path, hashlib.sha256(data).hexdigest(), size, seconds)


def _facts(path: Path) -> tuple[Size, float]:
    try:
        found = examine_in_child(path)
    except (MediaError, OSError) as error:
        raise _unusable() from error
    size, seconds = found.facts.size, found.facts.seconds
    if found.verdict not in (FileVerdict.WHOLE, FileVerdict.DOUBTFUL) or size is None or seconds <= 0:
        raise _unusable()
    if size.width * size.height > MOST_PIXELS:
        raise RequestError("video_too_large", f"The video has too many pixels: {size}.", parameter="video")
    return size, seconds


def still_of(film: Path, *, last: bool) -> bytes:
    """PNG of the first or the last picture of a film; RequestError where it has none. Blocks."""
    try:
        starts = look_in_child(film).starts
        return picture_in_child(film, starts[-1 if last else 0])
    except (MediaError, IndexError) as error:
        raise _unusable() from error


def portrait_of(film: Path) -> bytes:
    """JPEG of a telling picture of a film; RequestError where it has none. Blocks."""
    try:
        return picture_of_clip(film, ClipPicture.THUMBNAIL)
    except MediaError as error:
        raise _unusable() from error


def _unusable() -> RequestError:
    return RequestError(
        "invalid_video", "The video cannot be used: it is no film that can be read, or is damaged.", parameter="video"
    )
