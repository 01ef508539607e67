"""httpx, set up once: who carries a key, who may reuse a connection, how long to wait, how much to read.

Five clients, because of what must never happen:
    SUBMIT  a fresh connection for each paid request: a kept one that dies just then leaves the outcome unknown
    ASK     questions, and results at the service's own origin; carries the key like SUBMIT
    FRESH   questions over a new connection: a kept one may always lead to the one replica that knows nothing
    ASSET   anything elsewhere: never a key; by the name of the host
    DIRECT  likewise, but without any proxy: for addresses that were looked up and checked before
None follows redirects, keeps cookies, reads the environment, or decodes a compressed body.

The proxy of this machine's settings is used for what is out on the internet, never for a host that is private by its
name or by where that leads. Nor for a key over http: the proxy could read it, so that goes straight to its service.
"""

import asyncio
import ssl
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Self
from urllib.parse import urlsplit

import certifi
import httpx

from sora_desktop import __version__
from sora_desktop.api.gate import Resolve, resolve_by_system
from sora_desktop.api.inflate import GZIP_START, Layers, inflated
from sora_desktop.api.json_reader import BYTE_LIMIT, JsonError, read_json
from sora_desktop.api.line import line_words
from sora_desktop.api.proxies import named_proxy, usable_proxy
from sora_desktop.api.redact import quiet_http_logs
from sora_desktop.api.sending import Sending, Way
from sora_desktop.api.service_clock import ServiceClocks
from sora_desktop.api.whereabouts import Whereabouts
from sora_desktop.api.wire import Answer
from sora_desktop.domain.addresses import is_private_host

USER_AGENT = f"sora-desktop/{__version__}"
Headers = tuple[tuple[str, str], ...]


class Role(StrEnum):
    SUBMIT = "submit"
    ASK = "ask"
    FRESH = "fresh"
    ASSET = "asset"
    DIRECT = "direct"


_LIMITS = {
    Role.SUBMIT: httpx.Limits(max_connections=None, max_keepalive_connections=0),
    Role.ASK: httpx.Limits(max_connections=None, max_keepalive_connections=16, keepalive_expiry=30),
    Role.FRESH: httpx.Limits(max_connections=None, max_keepalive_connections=0),
    Role.ASSET: httpx.Limits(max_connections=None, max_keepalive_connections=4, keepalive_expiry=30),
    Role.DIRECT: httpx.Limits(max_connections=None, max_keepalive_connections=0),
}
_TIMEOUTS = {
    Role.SUBMIT: httpx.Timeout(30, connect=20, read=300, write=120),
    Role.ASK: httpx.Timeout(30, connect=15, read=60),
    Role.FRESH: httpx.Timeout(30, connect=15, read=60),
    Role.ASSET: httpx.Timeout(30, connect=15, read=60),
    Role.DIRECT: httpx.Timeout(30, connect=15, read=60),
}
"""Seconds. A submission waits long: giving up on it early leaves its outcome unknown."""

_OF_SERVICES = frozenset({Role.SUBMIT, Role.ASK, Role.FRESH})

_WHOLE_SECONDS = {Role.SUBMIT: 600.0, Role.ASK: 90.0, Role.FRESH: 90.0, Role.ASSET: 90.0, Role.DIRECT: 90.0}
"""The most that one whole answer may take, however slowly it drips."""

ANSWER_LIMIT = 64 << 20
"""The most bytes of an answer that are read: some services put the whole clip into it."""

_TURNS_TO_END = 16


async def _nobody_knows(host: str, _port: int) -> tuple[str, ...]:
    raise OSError(f"no such host: {host}")


def _wall_now() -> datetime:
    return datetime.now(UTC)


_MANY = 16
"""Chunks that are joined in a thread: Python lets others work meanwhile."""


class _Reader:
    """One answer as it comes in; what has come is kept when the rest does not."""

    def __init__(self) -> None:
        self.broken = ""
        self._response: httpx.Response | None = None
        self._chunks: list[bytes] = []

    @property
    def has_begun(self) -> bool:
        return self._response is not None

    @property
    def is_whole_json(self) -> bool:
        """Whether what came is an object or a list to its last bracket: such a text tells its own end."""
        if sum(map(len, self._chunks)) > BYTE_LIMIT:
            return False
        try:
            return isinstance(read_json(b"".join(self._chunks)), dict | list)
        except JsonError:
            return False

    async def read(self, response: httpx.Response) -> None:
        self._response, size = response, 0
        try:
            async with aclosing(chunks(response)) as body:
                async for chunk in body:
                    self._chunks.append(chunk)
                    size += len(chunk)
                    if size > ANSWER_LIMIT:
                        self.broken = f"The answer is larger than {ANSWER_LIMIT >> 20} MB"
                        break
        except CutShortError as error:
            self.broken = str(error)

    async def answer(self) -> Answer:
        if self._response is None:
            raise RuntimeError("no answer has begun")
        body = b"".join(self._chunks) if len(self._chunks) < _MANY else await asyncio.to_thread(b"".join, self._chunks)
        if body.startswith(GZIP_START):  # compressed, and no header says so
            body = await asyncio.to_thread(inflated, body, ANSWER_LIMIT)
        proxied = bool(self._response.extensions.get("proxied"))
        headers = _plain(self._response.headers)
        return Answer(self._response.status_code, headers, body, proxied=proxied, broken=self.broken)


class Transport:
    """One per studio, on its loop. `network` takes the place of all sockets, `resolve` that of the name look-up.

    `wall` and `steady` are the clocks of this machine.
    """

    def __init__(
        self,
        *,
        network: httpx.AsyncBaseTransport | None = None,
        resolve: Resolve | None = None,
        wall: Callable[[], datetime] = _wall_now,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        quiet_http_logs()
        self._clocks = ServiceClocks(wall, steady)
        self._network = network
        self._clients: dict[tuple[Role, str], httpx.AsyncClient] = {}
        self._under_way: dict[asyncio.Timeout, asyncio.Future[None]] = {}
        self._tls: ssl.SSLContext | None = None
        self._making = asyncio.Lock()
        self.resolve: Resolve = resolve or (resolve_by_system if network is None else _nobody_knows)
        self._whereabouts = Whereabouts(self.resolve, steady)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close every connection; what is under way ends with an error. The transport can be used again."""
        clients, self._clients = self._clients, {}
        for client in clients.values():
            await client.aclose()

    async def drop_connections(self) -> None:
        """Trust no connection that was there before: after a sleep of the machine they are dead, and do not say so.

        Questions and downloads under way end with an error and are tried again. A submission is never cut short.
        """
        self._whereabouts.forget()
        dropped = [self._clients.pop(key) for key in tuple(self._clients) if key[0] is not Role.SUBMIT]
        for limit in self._under_way:
            if not limit.expired():
                limit.reschedule(asyncio.get_running_loop().time())
        if self._under_way:
            await asyncio.wait(self._under_way.values())
        for client in dropped:
            await client.aclose()

    async def answer(
        self, role: Role, method: str, url: str, *, headers: Headers = (), content: bytes | None = None
    ) -> Answer:
        """Send once, read the answer whole. One that is too large is broken off, and says so in `broken`.

        So does one that broke off by itself, where it is a submission's, as a job's id may stand in what came of it, or
        where it is whole all the same: some services count their own bytes wrongly. Raises httpx.HTTPError,
        httpx.InvalidURL and TimeoutError; callers sort them into classes.
        """
        reader = _Reader()
        try:
            async with (
                asyncio.timeout(_WHOLE_SECONDS[role]),
                self.open(role, method, url, headers=headers, content=content) as response,
            ):
                await reader.read(response)
        except (httpx.HTTPError, TimeoutError) as error:
            if not reader.has_begun or (role is not Role.SUBMIT and not reader.is_whole_json):
                raise
            reader.broken = line_words(error)
        answer = await reader.answer()
        self._clocks.read(url, answer)
        return answer

    async def is_public(self, base_url: str) -> bool:
        """Whether a service is out on the internet, by what its name leads to. Looked up once in a while."""
        return await self._whereabouts.is_public(base_url)

    def service_now(self, url: str) -> datetime | None:
        """What a service's own clock shows now, from its last answer; None where that is not known."""
        return self._clocks.now(url)

    @asynccontextmanager
    async def open(
        self,
        role: Role,
        method: str,
        url: str,
        *,
        headers: Headers = (),
        content: bytes | None = None,
        extensions: dict[str, object] | None = None,
    ) -> AsyncIterator[httpx.Response]:
        """The answer as it comes in, raw, for as long as the block lasts. Raises as `answer` does."""
        way = await self._way(role, url, headers)
        client = await self._client(role, way.proxy)
        sending = Sending(way, paid=role is Role.SUBMIT, begun=self._network is not None)
        extensions = {"trace": sending.trace, **(extensions or {})}
        request = client.build_request(method, url, headers=headers, content=content, extensions=extensions)
        async with self._until_dropped(role):
            response = await sending.send(client, request)
            response.extensions["proxied"] = sending.is_forwarded(request.url)
            if not way.proxy and role in _OF_SERVICES and (address := _address_of(response)):
                self._whereabouts.saw(url, address)
            try:
                yield response
            finally:
                if not response.is_closed:
                    await _end_early(response)

    @asynccontextmanager
    async def _until_dropped(self, role: Role) -> AsyncIterator[None]:
        """Ends what `drop_connections` meets under way wherever it stands, with an error of the network."""
        if role is Role.SUBMIT:
            yield
            return
        ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(None) as limit:
                self._under_way[limit] = ended
                yield
        except TimeoutError as error:
            if not limit.expired():
                raise
            raise httpx.ReadError("The line was given up") from error
        finally:
            del self._under_way[limit]
            ended.set_result(None)

    async def goes_through_proxy(self, url: str) -> bool:
        """Whether a stranger's URL is opened through a proxy, which then looks its name up, not this machine."""
        return bool((await self._way(Role.ASSET, url, ())).proxy)

    async def _way(self, role: Role, url: str, headers: Headers) -> Way:
        """How to go there. Raises ProxyUnusableError."""
        if role is Role.DIRECT or self._network is not None:
            return Way()
        parts = urlsplit(url)
        named = "" if is_private_host(parts.hostname or "") else named_proxy(parts.scheme, parts.hostname or "")
        if not named or not await self.is_public(url):
            return Way()
        in_the_open = parts.scheme == "http" and any(name.lower() == "authorization" for name, _ in headers)
        return Way(kept_from="it could read the key over http") if in_the_open else Way(usable_proxy(named))

    async def _client(self, role: Role, proxy: str) -> httpx.AsyncClient:
        async with self._making:
            if (role, proxy) not in self._clients:
                if self._tls is None and self._network is None:
                    self._tls = await asyncio.to_thread(_tls_context)
                self._clients[role, proxy] = self._make(role, proxy)
            return self._clients[role, proxy]

    def _make(self, role: Role, proxy: str) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            transport=self._network,
            verify=self._tls or False,
            trust_env=False,
            proxy=httpx.Proxy(proxy, ssl_context=self._tls if proxy.startswith("https") else None) if proxy else None,
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
            headers={"user-agent": USER_AGENT, "accept": "*/*", "accept-encoding": "identity"},
            timeout=_TIMEOUTS[role],
            limits=_LIMITS[role],
            follow_redirects=False,
        )


@cache
def _tls_context() -> ssl.SSLContext:
    """Takes about 90 ms, so it is made once, in a worker thread. Trusts certifi's list and the system's.

    Made by hand, as the standard one writes each session's secrets to where SSLKEYLOGFILE says, or fails there.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(certifi.where())
    context.load_default_certs()
    return context


def _address_of(response: httpx.Response) -> str:
    """The IP address that answered; "" where no socket did."""
    stream = response.extensions.get("network_stream")
    peer = stream.get_extra_info("server_addr") if stream is not None else None
    return str(peer[0]) if isinstance(peer, tuple) else ""


def is_identity(headers: httpx.Headers) -> bool:
    return headers.get("content-encoding", "identity").strip().lower() in ("", "identity")


class CutShortError(httpx.DecodingError):
    """The body ended well, but what was compressed in it did not."""


async def chunks(response: httpx.Response) -> AsyncGenerator[bytes, None]:
    """The body as it comes in, inflated piece by piece where it is compressed, which nobody asked for.

    It may be a bomb: count what comes. Close it (`aclosing`) where it is not read to its end. Raises CutShortError.
    """
    if is_identity(response.headers):
        async for chunk in response.aiter_bytes():
            yield chunk
        return
    layers, failure = Layers(response.headers), None
    try:
        async for raw in response.aiter_raw():
            for piece in layers.feed(raw):
                yield piece
                await asyncio.sleep(0)  # a small chunk may hold a thousand times its length
    except httpx.HTTPError as error:
        failure = error
    for piece in layers.finish():
        yield piece
        await asyncio.sleep(0)
    if failure is not None:
        raise failure
    if layers.are_cut:
        raise CutShortError("The compressed answer ends too early")


async def read_up_to(body: AsyncGenerator[bytes, None], limit: int) -> bytes:
    """The first `limit` bytes or a little more, and then no further."""
    data = bytearray()
    async with aclosing(body):
        async for chunk in body:
            data += chunk
            if len(data) > limit:
                break
    return bytes(data)


async def _end_early(response: httpx.Response) -> None:
    """httpx reads through nested generators: the loop ends each unfinished one a turn or two after its outer one."""
    await response.aclose()
    for _ in range(_TURNS_TO_END):
        await asyncio.sleep(0)


def _plain(headers: httpx.Headers) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}
