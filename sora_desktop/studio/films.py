"""What the window does with a film by itself, in a thread of its own: no command could be quick enough."""

from collections.abc import Callable
from pathlib import Path

from sora_desktop.domain.film import FilmLook, RawPicture, RgbPicture
from sora_desktop.media import film_child, film_look
from sora_desktop.media.colours import RgbConverter

Convert = Callable[[RawPicture, bool], RgbPicture]


def rgb_converter() -> Convert:
    """Turns the pictures of films into RGB, exactly or quickly; for one thread at a time.

    MediaError for a picture that it cannot read.
    """
    return RgbConverter().convert


def look_at_film(path: Path, *, checked: bool) -> FilmLook:
    """When each picture of the film begins, and its colours. MediaError where it cannot be read.

    One that did not pass the check is opened in a process of its own. One that did was read from end to end in such a
    process before, and is opened by the player in this one anyhow: a child would cost half a second at each clip, in
    which its colours and frames are not known, and keep nothing out.
    """
    return film_look.look_at_film(path) if checked else film_child.look_in_child(path)


def film_picture(path: Path, microseconds: int, *, checked: bool) -> bytes:
    """PNG of the picture that is seen at this time; likewise. MediaError where it cannot be had."""
    if checked:
        return film_look.picture_at(path, microseconds)
    return film_child.picture_in_child(path, microseconds)
