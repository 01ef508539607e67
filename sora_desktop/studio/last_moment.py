"""The app is gone soon after it was told to close, whatever does not come to its end.

What matters is on the disk by then or never will be: the ledger is committed at each step, and a process that is ended
here leaves it as a crash does, which the next start is made for.
"""

import contextlib
import logging
import os
import sys
import threading
from collections.abc import Callable

log = logging.getLogger(__name__)

CLOSE_SECONDS = 1.7


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
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(OSError, ValueError, AttributeError):
                stream.flush()
        self._end(self._code)
