"""One request on its way: whether anything of it has left yet, as what has surely not left is not billed."""

import asyncio
from typing import Any

import httpx

from sora_desktop.base.crash_points import CrashPoint, reach
from sora_desktop.base.sentences import Message
from sora_desktop.base.values import dataclass
from sora_desktop.services.http.network_errors import NeverBegunError
from sora_desktop.services.http.overheard import Heard
from sora_desktop.services.http.proxies import ProxyUnusableError, proxy_failure

_BEGIN_SECONDS = 60.0
"""The longest that opening a way may take: a proxy that says nothing would else hold a request for ever."""

_SAY_SO = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.UnsupportedProtocol)


@dataclass(frozen=True, slots=True)
class Route:
    """`proxy`: the URL of what a request goes through, "" for nothing. `kept_from`: why not through the one there is."""

    proxy: str = ""
    kept_from: Message | None = None


class Sending:
    """`paid`: it is a submission. `begun`: bytes of it may have left. `heard` hears the answer to it, and no proxy's."""

    def __init__(self, way: Route, *, paid: bool, heard: Heard, begun: bool = False) -> None:
        self._paid = paid
        self._heard = heard
        self._proxy = way.proxy
        self._kept_from = way.kept_from
        self._begun = begun
        self._limit: asyncio.Timeout | None = None
        self._line: Any = None

    def is_forwarded(self, url: httpx.URL) -> bool:
        """Whether the proxy reads the request and hands it on, so that the answer may be its own."""
        return url.scheme == "http" and self._proxy.startswith("http")

    async def send(self, client: httpx.AsyncClient, request: httpx.Request) -> httpx.Response:
        """The answer, of which the head is read. What goes wrong before the first byte left is an error that says so.

        Those are ProxyUnusableError, httpx.ConnectError and the like; afterwards it may be any of httpx's.
        """
        try:
            async with asyncio.timeout(None if self._begun else _BEGIN_SECONDS) as self._limit:
                return await client.send(request, stream=True)
        except (httpx.HTTPError, TimeoutError) as error:
            if self._begun:
                raise
            raise await self._unsent(error) from error
        except _nonsense_of(self._proxy) as error:
            raise await self._unsent(error) from error

    async def _unsent(self, error: Exception) -> Exception:
        if self._line is not None:  # httpcore forgets to close it where a SOCKS proxy does not open the way
            await self._line.aclose()
        if self._proxy and (failure := proxy_failure(error)):
            return failure
        if self._kept_from:
            return ProxyUnusableError(self._kept_from)
        if isinstance(error, _SAY_SO):
            return error
        return httpx.ConnectError(str(error)) if str(error) else NeverBegunError()

    async def trace(self, event: str, info: dict[str, Any]) -> None:
        """What httpcore tells of it. A proxy is asked for a way by another request, which is none of ours."""
        if event == "http11.send_request_headers.started" and info["request"].method != b"CONNECT":
            self._begun = True
            self._heard.begin()
            if self._limit is not None:
                self._limit.reschedule(None)
        elif event.endswith("connect_tcp.complete"):
            self._line = info["return_value"]
        elif event == "http11.send_request_body.complete" and self._begun and self._paid:
            reach(CrashPoint.REQUEST_SENT)


def _nonsense_of(proxy: str) -> tuple[type[Exception], ...]:
    """What httpcore lets out where a SOCKS proxy does not answer as one; its library is loaded where one is used."""
    return (AssertionError, load_socks_error()) if proxy.startswith("socks") else ()


def load_socks_error() -> type[Exception]:
    from socksio import SOCKSError

    return SOCKSError
