"""Reads beside the player what the player does not tell: when frames begin, and frames that it cannot be sent to.

Loaded with `playback`, at the first clip.
"""

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from sora_desktop.domain.errors import MediaError
from sora_desktop.domain.film import FilmLook
from sora_desktop.studio.films import film_picture, look_at_film
from sora_desktop.ui.common.background import Background
from sora_desktop.ui.stage.frame_images import ShownFrame


class FilmReader(QObject):
    """Of one film at a time; what is late for the film before is dropped.

    Signals: `looked(FilmLook)`, an empty one where the file cannot be read; `seen(ShownFrame)` a frame that was asked for.
    """

    looked = Signal(object)
    seen = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = Background(self)
        self._path: Path | None = None
        self._checked = True

    def open(self, path: Path, *, checked: bool) -> None:
        self._path, self._checked = path, checked
        self._background.run(partial(_look, path, checked), partial(self._tell, path))

    def close(self) -> None:
        self._path = None

    def read(self, microseconds: int, wanted: ShownFrame) -> None:
        """Fetch the picture that the file has at this time; it is told as `wanted`, in the time of the player."""
        if self._path is not None:
            read = partial(_read, self._path, self._checked, microseconds, wanted)
            self._background.run(read, partial(self._show, self._path))

    def _tell(self, path: Path, look: FilmLook) -> None:
        if path == self._path:
            self.looked.emit(look)

    def _show(self, path: Path, seen: ShownFrame) -> None:
        if path == self._path and not seen.image.isNull():
            self.seen.emit(seen)


def _look(path: Path, checked: bool) -> FilmLook:
    try:
        return look_at_film(path, checked=checked)
    except MediaError:  # the player says what is wrong with it
        return FilmLook()


def _read(path: Path, checked: bool, microseconds: int, wanted: ShownFrame) -> ShownFrame:
    try:
        return replace(wanted, image=QImage.fromData(film_picture(path, microseconds, checked=checked)))
    except MediaError:
        return wanted
