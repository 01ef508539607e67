"""What the line brought in answer to one request, kept beside the library that reads it: decrypted already.

Where the library refuses what came, it wants the line closed; it stays open here for the rest.
"""

from contextvars import ContextVar
from typing import Protocol

_HEAD_LIMIT = 1 << 20
_READ = 64 * 1024


class Line(Protocol):
    """A connection, as httpcore has it."""

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes: ...  # noqa: ASYNC109 -- its own

    async def aclose(self) -> None: ...


listening: ContextVar["Heard | None"] = ContextVar("listening", default=None)
"""Who hears what comes in on the line that is written to here."""


class Heard:
    """What came in answer to one request. `keeps`: so many bytes of the body stay here, beside who reads it."""

    def __init__(self, keeps: int = 0) -> None:
        self.keeps = keeps
        self._data = bytearray()
        self._limit = 0
        self._line: Line | None = None
        self._holds = True
        self._unclosed: list[Line] = []

    @property
    def data(self) -> bytes:
        """As it came, from the first byte of the answer on."""
        return bytes(self._data)

    @property
    def can_hear_more(self) -> bool:
        return len(self._data) < self._limit

    def begin(self) -> None:
        """The request itself goes out now: what comes from here on is its answer."""
        self._data.clear()
        self._limit = _HEAD_LIMIT

    def head_is_read(self) -> None:
        """From here on only what is to be kept of the body."""
        self._limit = len(self._data) + self.keeps if self.keeps else 0
        if not self.keeps:
            self._data.clear()

    async def more(self, patience: float | None) -> bytes:
        """What comes next on the line within `patience` (seconds), b"" at its end. Raises httpcore's errors."""
        return await self._line.read(_READ, patience) if self._line is not None else b""

    async def let_go(self) -> None:
        """Close what was to be closed before; from here on nothing is held."""
        self._holds, self._line = False, None
        unclosed, self._unclosed = self._unclosed, []
        for line in unclosed:
            await line.aclose()

    def take(self, line: Line) -> None:
        self._line = line

    def hear(self, data: bytes) -> None:
        if self.can_hear_more:
            self._data += data

    def holds(self, line: Line) -> bool:
        """Whether a line that the library wants closed stays open until `let_go`."""
        if self._holds:
            self._unclosed.append(line)
        return self._holds
