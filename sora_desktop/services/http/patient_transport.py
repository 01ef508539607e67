"""httpx's way to httpcore, with one difference: an answer that httpcore refuses is read in spite of that.

It comes as a response like any other; `extensions["refusal"]` is the error that httpx would have raised for it. Such an
answer is weaker evidence than one by the rules: who reads it has to ask for the refusal.
"""

import asyncio
import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any
from weakref import WeakSet

import httpcore
import httpx

from sora_desktop.services.http.heard_network import HeardNetwork
from sora_desktop.services.http.lenient_http import AnswerHead, Chunks, read_head
from sora_desktop.services.http.overheard import Heard, listening

_ERRORS: dict[type[Exception], type[httpx.TransportError]] = {
    httpcore.ConnectTimeout: httpx.ConnectTimeout,
    httpcore.ReadTimeout: httpx.ReadTimeout,
    httpcore.WriteTimeout: httpx.WriteTimeout,
    httpcore.PoolTimeout: httpx.PoolTimeout,
    httpcore.TimeoutException: httpx.TimeoutException,
    httpcore.ConnectError: httpx.ConnectError,
    httpcore.ReadError: httpx.ReadError,
    httpcore.WriteError: httpx.WriteError,
    httpcore.NetworkError: httpx.NetworkError,
    httpcore.ProxyError: httpx.ProxyError,
    httpcore.UnsupportedProtocol: httpx.UnsupportedProtocol,
    httpcore.LocalProtocolError: httpx.LocalProtocolError,
    httpcore.RemoteProtocolError: httpx.RemoteProtocolError,
    httpcore.ProtocolError: httpx.ProtocolError,
}
"""By name the same in both; of two that fit, the narrower one stands first."""

_SILENCE = 5.0
"""Seconds without a byte, after which an answer whose end cannot be told, and that looks whole, is taken as whole."""
_ENDS_OF_JSON = (b"}", b"]")


class PatientTransport(httpx.AsyncBaseTransport):
    """Connections of one role, through one proxy or none. A request may bring its own `extensions["heard"]`."""

    def __init__(self, tls: ssl.SSLContext, limits: httpx.Limits, proxy: httpx.Proxy | None = None) -> None:
        self._pool = _pool(tls, limits, proxy)
        self._under_way: WeakSet[Heard] = WeakSet()

    @staticmethod
    @cache
    def load_network() -> None:
        """Load what httpcore leaves to its first line. For a thread without a loop."""
        asyncio.run(HeardNetwork().sleep(0))

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        heard: Heard = request.extensions.get("heard") or Heard()
        self._under_way.add(heard)
        token = listening.set(heard)
        try:
            with _errors_of_httpx():
                response = await self._pool.handle_async_request(_for_httpcore(request))
        except httpx.RemoteProtocolError as error:
            return await _read_in_spite(error, heard, request)
        except BaseException:
            await heard.let_go()
            raise
        finally:
            listening.reset(token)
        heard.head_is_read()
        stream = _Body(response.stream, heard)
        return httpx.Response(response.status, headers=response.headers, stream=stream, extensions=response.extensions)

    async def aclose(self) -> None:
        """Close every connection: what is under way ends with an error."""
        for heard in tuple(self._under_way):
            await heard.let_go()
        await self._pool.aclose()


def _pool(tls: ssl.SSLContext, limits: httpx.Limits, proxy: httpx.Proxy | None) -> httpcore.AsyncConnectionPool:
    common: dict[str, Any] = {
        "ssl_context": tls,
        "max_connections": limits.max_connections,
        "max_keepalive_connections": limits.max_keepalive_connections,
        "keepalive_expiry": limits.keepalive_expiry,
        "network_backend": HeardNetwork(),
    }
    if proxy is None:
        return httpcore.AsyncConnectionPool(**common)
    place = _url(proxy.url)
    if proxy.url.scheme.startswith("socks"):
        return httpcore.AsyncSOCKSProxy(place, proxy_auth=proxy.raw_auth, **common)
    return httpcore.AsyncHTTPProxy(
        place,
        proxy_auth=proxy.raw_auth,
        proxy_headers=proxy.headers.raw,
        proxy_ssl_context=proxy.ssl_context,
        **common,
    )


def _url(url: httpx.URL) -> httpcore.URL:
    return httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)


def _for_httpcore(request: httpx.Request) -> httpcore.Request:
    return httpcore.Request(
        method=request.method,
        url=_url(request.url),
        headers=request.headers.raw,
        content=request.stream,
        extensions=request.extensions,
    )


@contextmanager
def _errors_of_httpx() -> Iterator[None]:
    try:
        yield
    except tuple(_ERRORS) as error:
        kind = next(ours for theirs, ours in _ERRORS.items() if isinstance(error, theirs))
        raise kind(str(error)) from error


class _Body(httpx.AsyncByteStream):
    """The body as httpcore reads it. What it refuses half-way is heard to its end, where it is kept at all."""

    def __init__(self, stream: Any, heard: Heard) -> None:
        self._stream = stream
        self._heard = heard

    async def __aiter__(self) -> AsyncIterator[bytes]:
        try:
            with _errors_of_httpx():
                async for part in self._stream:
                    yield part
        except httpx.RemoteProtocolError:
            await _hear_the_rest(self._heard)
            raise

    async def aclose(self) -> None:
        try:
            await self._stream.aclose()
        finally:
            await self._heard.let_go()


async def _hear_the_rest(heard: Heard) -> None:
    try:
        while heard.keeps and heard.can_hear_more and await heard.more(_SILENCE):
            pass
    except (httpcore.NetworkError, httpcore.TimeoutException):
        return


async def _read_in_spite(refusal: httpx.RemoteProtocolError, heard: Heard, request: httpx.Request) -> httpx.Response:
    """What was refused, as a response. Raises `refusal` where nothing is to be read in what came."""
    patience = request.extensions.get("timeout", {}).get("read")
    try:
        head = await _refused_head(heard, patience)
    except BaseException:
        await heard.let_go()
        raise
    if head is None or not (head.status or heard.keeps):
        await heard.let_go()
        raise refusal
    stream = _RefusedBody(head, heard, patience)
    return httpx.Response(head.status, headers=list(head.headers), stream=stream, extensions={"refusal": refusal})


async def _refused_head(heard: Heard, patience: float | None) -> AnswerHead | None:
    if not heard.data:
        return None
    head = read_head(heard.data)
    with _errors_of_httpx():
        while head is None and heard.can_hear_more and await heard.more(patience):
            head = read_head(heard.data)
    return head or read_head(heard.data, ended=True)


class _RefusedBody(httpx.AsyncByteStream):
    """The body behind a head that httpcore refused, to its end as far as that is told."""

    def __init__(self, head: AnswerHead, heard: Heard, patience: float | None) -> None:
        self._head = head
        self._heard = heard
        self._patience = patience
        self._first = heard.data[head.size :]
        heard.head_is_read()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        chunks, left, data = Chunks() if self._head.is_chunked else None, self._head.length, self._first
        while True:
            piece = chunks.feed(data) if chunks else data[:left]
            if piece:
                yield piece
            left = None if left is None else left - len(piece)
            if left == 0 or (chunks and chunks.ended):
                return
            if chunks and chunks.garbled:
                await _hear_the_rest(self._heard)
                raise httpx.RemoteProtocolError("garbled chunks")
            data = await self._more(data, is_told=left is not None or chunks is not None)
            if not data:
                break
        if left is not None or chunks is not None:
            raise httpx.RemoteProtocolError("peer closed connection too early")

    async def _more(self, last: bytes, *, is_told: bool) -> bytes:
        may_be_all = not is_told and self._heard.keeps > 0 and last.rstrip().endswith(_ENDS_OF_JSON)
        try:
            with _errors_of_httpx():
                return await self._heard.more(_SILENCE if may_be_all else self._patience)
        except httpx.ReadTimeout:
            if may_be_all:
                return b""
            raise

    async def aclose(self) -> None:
        await self._heard.let_go()
