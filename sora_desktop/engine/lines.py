"""The lines that are open to the engine: nobody keeps others out by holding many of them, or one for ever.

uvicorn waits without end for a request that does not come, and answers everybody with 503 where there are too many
lines. Here a line is cut that brings no whole head in a few seconds. Where there are too many the one gives way that
has been silent longest, and first of all one on which nobody has shown the token.
"""

import asyncio
from typing import cast

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

MOST_LINES = 128
WAITING_LINES = 128
"""Lines that are taken at once: those that give way are only closed after that."""

HEAD_SECONDS = 10.0
TRUSTED = "sora_desktop.trusted"
"""The guard puts this into the scope of a request that showed the token."""


class ClientLine(H11Protocol):
    """One line, from its first byte to its last."""

    _deadline: asyncio.TimerHandle | None = None
    silent_since = 0.0
    is_trusted = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn has it
        super().connection_made(transport)
        self._watch()
        self._make_room()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._watch()

    def on_response_complete(self) -> None:
        self.is_trusted = self.is_trusted or TRUSTED in self.scope
        super().on_response_complete()
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        self._forget_deadline()
        super().connection_lost(exc)

    @property
    def is_at_work(self) -> bool:
        cycle = cast("RequestResponseCycle | None", self.cycle)
        return cycle is not None and not cycle.response_complete

    @property
    def _rests(self) -> bool:
        """Between two requests, with nothing of the next one: uvicorn's own timer ends that."""
        has_asked = cast("RequestResponseCycle | None", self.cycle) is not None
        return has_asked and self.conn.their_state is h11.IDLE and not self.conn.trailing_data[0]

    def _watch(self) -> None:
        self.silent_since = self.loop.time()
        if self.is_at_work or self._rests or self.transport.is_closing():
            self._forget_deadline()
        elif self._deadline is None:
            self._deadline = self.loop.call_later(HEAD_SECONDS, self.transport.abort)

    def _forget_deadline(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _make_room(self) -> None:
        lines = [each for each in self.connections if isinstance(each, ClientLine) and not each.transport.is_closing()]
        silent = [each for each in lines if each is not self and not each.is_at_work]
        if len(lines) > MOST_LINES and silent:
            min(silent, key=lambda each: (each.is_trusted, each.silent_since)).transport.abort()
