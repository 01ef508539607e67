"""What the window does with a film by itself, in a thread of its own: no command could be quick enough."""

from collections.abc import Callable
from pathlib import Path

from sora_desktop.domain.film import FilmLook, RawPicture, RgbPicture
from sora_desktop.media import film_look
from sora_desktop.media.colours import RgbConverter

Convert = Callable[[RawPicture, bool], RgbPicture]


def rgb_converter() -> Convert:
    """Turns the pictures of films into RGB, exactly or quickly; for one thread at a time.

    MediaError for a picture that it cannot read.
    """
    return RgbConverter().convert


def look_at_film(path: Path) -> FilmLook:
    """When each picture of the film begins, and its colours. MediaError where it cannot be read."""
    return film_look.look_at_film(path)


def film_picture(path: Path, microseconds: int) -> bytes:
    """PNG of the picture that is seen at this time. MediaError where it cannot be had."""
    return film_look.picture_at(path, microseconds)
