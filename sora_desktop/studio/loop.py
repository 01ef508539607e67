"""The loop that the studio runs on: asyncio's own, but for its threads, which nobody waits for in the end.

asyncio looks names up in threads that a loop joins before it closes. A name server that says nothing holds such a
thread for as long as half a minute, and nothing can stop it.
"""

import asyncio
import contextlib
import socket
import sys
import threading
from collections.abc import Callable
from functools import partial
from typing import Literal, TypeAlias

from sora_desktop.studio.pool import Pool

HELPERS = 8
"""Threads for what blocks: key stores, copies, looks at the disk."""
MOST_AT_ONCE = 32
"""Look-ups; the next ones wait, as long as those who asked for them have patience."""

if sys.platform == "win32":
    _Loop = asyncio.ProactorEventLoop
else:
    _Loop = asyncio.SelectorEventLoop


Place: TypeAlias = (
    tuple[Literal[socket.AddressFamily.AF_INET], socket.SocketKind, int, str, tuple[str, int]]
    | tuple[
        Literal[socket.AddressFamily.AF_INET6],
        socket.SocketKind,
        int,
        str,
        tuple[str, int, int, int] | tuple[int, bytes],
    ]
)
"""As `socket.getaddrinfo` lists them."""


class StudioLoop(_Loop):
    """Each look-up has a thread of its own, which does not keep the process alive.

    Other work that is handed to a thread is not waited for without end, either.
    """

    def __init__(self) -> None:
        super().__init__()
        self._places = asyncio.Semaphore(MOST_AT_ONCE)
        self._helpers = Pool(HELPERS, "studio helper")
        self.set_default_executor(self._helpers)

    def end_helpers(self) -> bool:
        """Take no more work for threads; whether nothing of it is left. May be asked twice."""
        return self._helpers.end()

    async def shutdown_default_executor(self, timeout: float | None = None) -> None:  # noqa: ARG002, ASYNC109 -- as the loop's own
        self._helpers.end()

    async def getaddrinfo(
        self,
        host: bytes | str | None,
        port: bytes | str | int | None,
        *,
        family: int = 0,
        type: int = 0,  # noqa: A002 -- as the loop's own
        proto: int = 0,
        flags: int = 0,
    ) -> list[Place]:
        await self._places.acquire()
        found: asyncio.Future[list[Place]] = self.create_future()
        look = partial(socket.getaddrinfo, host, port, family, type, proto, flags)
        threading.Thread(target=self._look, args=(look, found), name="name look-up", daemon=True).start()
        return await found

    def _look(self, look: Callable[[], list[Place]], found: asyncio.Future[list[Place]]) -> None:
        try:
            settle = partial(found.set_result, look())
        except Exception as error:  # noqa: BLE001 -- handed to whoever asked
            settle = partial(found.set_exception, error)
        with contextlib.suppress(RuntimeError):  # the loop was closed meanwhile
            self.call_soon_threadsafe(self._settle, found, settle)

    def _settle(self, found: asyncio.Future[list[Place]], settle: Callable[[], None]) -> None:
        self._places.release()
        if not found.done():
            settle()
