"""The app is gone soon after it was told to close, whatever does not come to its end.

What matters is on the disk by then or never will be: the ledger is committed at each step, and a process that is ended
here leaves it as a crash does, which the next start is made for.
"""

import atexit
import contextlib
import logging
import os
import sys
import threading
from collections.abc import Callable

log = logging.getLogger(__name__)

CLOSE_SECONDS = 1.5


class LastMoment:
    """Of a process that is the app's own. From `begin` on it has so many seconds left."""

    def __init__(self, seconds: float = CLOSE_SECONDS, end: Callable[[int], object] = os._exit) -> None:
        self._seconds = seconds
        self._end = end
        self._code = 0
        self._begun = threading.Event()

    def begin(self, code: int = 0) -> None:
        """Closing has begun; `code` is the exit code. May be called again, with another one."""
        self._code = code
        if not self._begun.is_set():
            self._begun.set()
            threading.Thread(target=self._wait, name="last moment", daemon=True).start()

    def _wait(self) -> None:
        threading.Event().wait(self._seconds)
        log.info("closing takes too long: the process is ended as it is")
        _flush()
        self._end(self._code)


class QuickEnd:
    """Ends the process once all that asked for it has been taken down, with `code`.

    What is left is Python's own: it would take its modules apart one by one, and the objects of a window with them.
    To be made before anything is loaded that wants to be taken down: who comes last is taken down first.
    """

    def __init__(self, end: Callable[[int], object] = os._exit) -> None:
        self.code = 1
        self._end = end
        atexit.register(self._leave)

    def _leave(self) -> None:
        _flush()
        self._end(self.code)


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError, AttributeError):
            stream.flush()
