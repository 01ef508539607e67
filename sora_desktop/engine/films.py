"""Films that came with a request, and the clips of other jobs: looked into by a child with limits."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from sora_desktop.domain.clip import FileVerdict
from sora_desktop.domain.errors import MediaError
from sora_desktop.domain.shapes import Size
from sora_desktop.engine.http_errors import RequestError
from sora_desktop.engine.order import Film
from sora_desktop.media.film_child import look_in_child, picture_in_child
from sora_desktop.media.frames import ClipPicture, picture_of_clip
from sora_desktop.media.probe import examine_in_child

MOST_PIXELS = 4096 * 2304
_VARIANTS = {
    "thumbnail": (ClipPicture.COVER, "image/webp", 640),
    "spritesheet": (ClipPicture.SHEET, "image/jpeg", 256),
}
"""What they show, their kind, and the pixels that one picture is wide."""


class FilmLooks:
    """Each blocks, and raises RequestError."""

    def receive(self, data: bytes, keep: Callable[[bytes], Path]) -> Film:
        """A film as a file of our own; refused where it is none."""
        path = keep(data)
        try:
            size, seconds = _facts(path)
        except RequestError:
            path.unlink(missing_ok=True)
            raise
        return Film(path, hashlib.sha256(data).hexdigest(), size, seconds)

    def still(self, film: Path, *, last: bool) -> bytes:
        """PNG of the first or the last picture of a film; refused where it has none."""
        try:
            starts = look_in_child(film).starts
            return picture_in_child(film, starts[-1 if last else 0])
        except (MediaError, IndexError) as error:
            raise _unusable() from error

    def portrait(self, film: Path) -> bytes:
        """JPEG of a telling picture of a film; refused where it has none."""
        try:
            return picture_of_clip(film, ClipPicture.THUMBNAIL)
        except MediaError as error:
            raise _unusable() from error

    def variant(self, clip: Path, variant: str) -> tuple[bytes, str]:
        """A picture of a finished clip, and its media type."""
        kind, mime, width = _VARIANTS[variant]
        try:
            return picture_of_clip(clip, kind, width), mime
        except MediaError as error:
            raise RequestError("no_picture", "The clip has no picture that can be shown.", status=404) from error


LOOKS = FilmLooks()


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


def _unusable() -> RequestError:
    return RequestError(
        "invalid_video", "The video cannot be used: it is no film that can be read, or is damaged.", parameter="video"
    )
