"""The network of this machine for httpcore, whose lines let a request hear what comes in for it.

httpcore takes a network of one's own, and asks it for TLS, too: so what is heard is what was sent, not what was encrypted.
"""

import ssl
from collections.abc import Iterable
from typing import Any

import httpcore

from sora_desktop.services.http.overheard import Heard, listening


class HeardStream(httpcore.AsyncNetworkStream):
    """One line. Whoever wrote to it last hears what comes in."""

    def __init__(self, line: httpcore.AsyncNetworkStream) -> None:
        self._line = line
        self._heard: Heard | None = None

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109 -- httpcore's own
        data = await self._line.read(max_bytes, timeout)
        if self._heard is not None:
            self._heard.hear(data)
        return data

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109 -- likewise
        self._heard = listening.get()
        if self._heard is not None:
            self._heard.take(self)
        await self._line.write(buffer, timeout)

    async def aclose(self) -> None:
        if self._heard is None or not self._heard.holds(self._line):
            await self._line.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109 -- likewise
    ) -> httpcore.AsyncNetworkStream:
        return HeardStream(await self._line.start_tls(ssl_context, server_hostname, timeout))

    def get_extra_info(self, info: str) -> Any:
        return self._line.get_extra_info(info)


class HeardNetwork(httpcore.AsyncNetworkBackend):
    """All connections are made through asyncio, as httpcore itself makes them."""

    def __init__(self) -> None:
        self._network = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 -- httpcore's own
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        return HeardStream(await self._network.connect_tcp(host, port, timeout, local_address, socket_options))

    async def sleep(self, seconds: float) -> None:
        await self._network.sleep(seconds)
