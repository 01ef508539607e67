"""A watch over the GUI thread: where it hangs, the stacks of all threads are written down.

The interpreter's own watchdog writes them: it is no Python thread, so it also sees a hang in which a library
holds the interpreter's lock. It writes the names of functions and lines, never values.
"""

import faulthandler
import logging
import time
from io import FileIO
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Slot

log = logging.getLogger(__name__)

BEAT_SECONDS = 5.0
LIMIT_SECONDS = 5.0
"""A hang is written down once it has lasted this long, or one beat longer."""
FILE_LIMIT = 256 * 1024


class GuiWatchdog(QObject):
    """Beats as long as the loop of the GUI thread turns. `path` is the file for the stacks; it stays bounded.

    There is one watchdog a process: of two hearts the last one is watched.
    """

    def __init__(self, path: Path, *, beat: float = BEAT_SECONDS, limit: float = LIMIT_SECONDS) -> None:
        super().__init__()
        self._path = path
        self._limit = beat + limit
        self._file: FileIO | None = None
        self._written = 0
        self._last = 0.0
        self._timer = QTimer(self, interval=round(beat * 1000))
        self._timer.timeout.connect(self._beat)

    def start(self) -> None:
        """Watch from now on. OSError where the file cannot be written."""
        if self._file is not None:
            return
        full = self._path.exists() and self._path.stat().st_size > FILE_LIMIT
        self._file = FileIO(self._path, "wb" if full else "ab")
        self._written = self._size(self._file)
        self._last = time.monotonic()
        self._wind(self._file)
        self._timer.start()

    @Slot()
    def _beat(self) -> None:
        if self._file is not None:
            self._tell_of_hang(self._file)
            self._wind(self._file)

    def _wind(self, file: FileIO) -> None:
        """The watchdog writes unless it is wound up again in time."""
        faulthandler.dump_traceback_later(self._limit, file=file)
        self._last = time.monotonic()

    def _tell_of_hang(self, file: FileIO) -> None:
        if self._size(file) > self._written:
            pause = time.monotonic() - self._last
            log.error("the window did not turn for %.0f s; the stacks are in %s", pause, self._path)
            self._written = self._size(file)

    @staticmethod
    def _size(file: FileIO) -> int:
        return file.seek(0, 2)

    def stop(self) -> None:
        self._timer.stop()
        if self._file is not None:
            faulthandler.cancel_dump_traceback_later()
            self._tell_of_hang(self._file)
            self._file.close()
            self._file = None
