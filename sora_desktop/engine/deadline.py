"""A limit of time for blocking work on sockets as a whole; their own time-outs begin anew with every byte."""

import contextlib
import socket
import threading
import time
from types import TracebackType
from typing import Self, TypeVar

S = TypeVar("S", bound=socket.socket)


class Deadline:
    """When it is over, the socket that is watched ends for whoever waits for it."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds
        self._timer = threading.Timer(seconds, self._ring)
        self._timer.daemon = True
        self._watched: socket.socket | None = None
        self._guard = threading.Lock()

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, stack: TracebackType | None
    ) -> None:
        self._timer.cancel()

    @property
    def is_over(self) -> bool:
        return time.monotonic() >= self._end

    @property
    def left(self) -> float:
        """Seconds. Raises TimeoutError where there are none."""
        seconds = self._end - time.monotonic()
        if seconds <= 0:
            raise TimeoutError
        return seconds

    def watch(self, line: S) -> S:
        """`line`, which is watched in place of the one before."""
        with self._guard:
            self._watched = line
            if self.is_over:
                _end(line)
        return line

    def _ring(self) -> None:
        with self._guard:
            if self._watched is not None:
                _end(self._watched)


def _end(line: socket.socket) -> None:
    with contextlib.suppress(OSError):  # it is closed already
        socket.socket.shutdown(line, socket.SHUT_RDWR)  # the one of TLS would pull its own legs away
