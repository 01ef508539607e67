"""Small pictures for lists: read in worker threads, scaled there, and kept while there is room."""

from collections import OrderedDict
from collections.abc import Iterable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader, QPixmap

from sora_desktop.ui.common.background import Background

ROOM = 24 * 1024 * 1024
"""Bytes of pixels that are kept, the latest seen."""

AT_ONCE = 2
PENDING = 64
"""So many pictures wait to be read, the latest asked for; what scrolled away is asked for again when it is seen."""

Key = tuple[str, int, int]


class Thumbnails(QObject):
    """Answers at once with what is there, and fetches what is not.

    Signals: `ready()` a picture that was asked for can be painted now (or turned out not to be readable).
    """

    ready = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kept: OrderedDict[Key, QPixmap] = OrderedDict()
        self._bytes = 0
        self._pending: OrderedDict[Key, None] = OrderedDict()
        self._reading: set[Key] = set()
        self._background = Background(self)

    def picture(self, path: Path, size: QSize) -> QPixmap | None:
        """The picture, whole and within `size` device pixels; None until it is read, a null one if it cannot be."""
        key = (str(path), size.width(), size.height())
        kept = self._kept.get(key)
        if kept is not None:
            self._kept.move_to_end(key)
            return kept
        if key not in self._reading:
            self._pending[key] = None
            self._pending.move_to_end(key)
            while len(self._pending) > PENDING:
                self._pending.popitem(last=False)
            self._read_next()
        return None

    @property
    def waiting(self) -> int:
        """Pictures that were asked for and are not read yet."""
        return len(self._pending) + len(self._reading)

    def forget(self, path: Path) -> None:
        """Let go of a picture whose file is gone or new."""
        for key in [key for key in self._kept if key[0] == str(path)]:
            self._bytes -= _bytes(self._kept.pop(key))

    def renew(self, paths: Iterable[Path]) -> None:
        """The files of these pictures are new: they are read again where they are seen."""
        for path in paths:
            self.forget(path)
        self.ready.emit()

    def _read_next(self) -> None:
        while self._pending and len(self._reading) < AT_ONCE:
            key, _ = self._pending.popitem()
            self._reading.add(key)
            self._background.run(partial(_read, key), partial(self._keep, key))

    def _keep(self, key: Key, image: QImage) -> None:
        self._reading.discard(key)
        pixmap = QPixmap.fromImage(image)
        self._kept[key] = pixmap
        self._bytes += _bytes(pixmap)
        while self._bytes > ROOM and len(self._kept) > 1:
            _, oldest = self._kept.popitem(last=False)
            self._bytes -= _bytes(oldest)
        self._read_next()
        self.ready.emit()


def _read(key: Key) -> QImage:
    """In a worker thread: an image there, a pixmap only in the window's thread."""
    path, width, height = key
    reader = QImageReader(path)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid():
        reader.setScaledSize(size.scaled(width, height, Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()


def _bytes(pixmap: QPixmap) -> int:
    return pixmap.width() * pixmap.height() * 4
