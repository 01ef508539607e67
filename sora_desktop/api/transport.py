"""httpx, set up once: who carries a key, who may reuse a connection, how long to wait, how much to read.

Five clients, because of what must never happen:
    SUBMIT  a fresh connection for each paid request: a kept one that dies just then leaves the outcome unknown
    ASK     questions, and results at the service's own origin; carries the key like SUBMIT
    FRESH   questions over a new connection: a kept one may always lead to the one replica that knows nothing
    ASSET   anything elsewhere: never a key; by the name of the host, through the proxy of the environment
    DIRECT  likewise, but without any proxy: for addresses that were looked up and checked before
None follows redirects, keeps cookies, or decodes a compressed body.
"""

import asyncio
import ssl
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cache
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Self
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import httpx

from sora_desktop import __version__
from sora_desktop.api.gate import Resolve, resolve_by_system
from sora_desktop.api.json_reader import BYTE_LIMIT
from sora_desktop.api.moments import served_at
from sora_desktop.api.redact import quiet_http_logs
from sora_desktop.api.whereabouts import Whereabouts
from sora_desktop.api.wire import Answer
from sora_desktop.domain.connection import is_private_host
from sora_desktop.domain.steps import Step, step

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

_WHOLE_SECONDS = {Role.SUBMIT: 600.0, Role.ASK: 90.0, Role.FRESH: 90.0, Role.ASSET: 90.0, Role.DIRECT: 90.0}
"""The most that one whole answer may take, however slowly it drips."""

_CLOCK_JUMP = 30.0
_TURNS_TO_END = 16
_LOOPBACK = ("all://localhost", "all://127.0.0.1", "all://[::1]")


@dataclass(frozen=True, slots=True)
class _Reading:
    """A service's clock, and both of ours when it was read: the wall's, and seconds that only go forth."""

    served_at: datetime
    wall: datetime
    steady: float


async def _nobody_knows(host: str, _port: int) -> tuple[str, ...]:
    raise OSError(f"no such host: {host}")


def _wall_now() -> datetime:
    return datetime.now(UTC)


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
        self._wall = wall
        self._steady = steady
        self._readings: dict[str, _Reading] = {}
        self._network = network
        self._clients: dict[Role, httpx.AsyncClient] = {}
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
        dropped = [self._clients.pop(role) for role in tuple(self._clients) if role is not Role.SUBMIT]
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
        """Send once, read the answer whole. A body that is compressed or too large counts as empty.

        Raises httpx.HTTPError, httpx.InvalidURL and TimeoutError; callers sort them into classes.
        """
        async with (
            asyncio.timeout(_WHOLE_SECONDS[role]),
            self.open(role, method, url, headers=headers, content=content) as response,
        ):
            body = await _read(response)
            answer = Answer(response.status_code, _plain(response.headers), body)
            self._read_clock(url, answer)
            return answer

    async def is_public(self, base_url: str) -> bool:
        """Whether a service is out on the internet, by what its name leads to. Looked up once in a while."""
        return await self._whereabouts.is_public(base_url)

    def service_now(self, url: str) -> datetime | None:
        """What a service's own clock shows now, from its last answer; None where that is not known.

        Nor is it after this machine slept or somebody set its clock, until the next answer.
        """
        reading = self._readings.get(_netloc(url))
        if reading is None:
            return None
        passed = self._steady() - reading.steady
        if abs((self._wall() - reading.wall).total_seconds() - passed) > _CLOCK_JUMP:
            return None
        return reading.served_at + timedelta(seconds=passed)

    def _read_clock(self, url: str, answer: Answer) -> None:
        if moment := served_at(answer.headers):
            self._readings[_netloc(url)] = _Reading(moment, self._wall(), self._steady())

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
        client = await self._client(role)
        if role is Role.SUBMIT:
            extensions = {"trace": _tell_sent, **(extensions or {})}
        request = client.build_request(method, url, headers=headers, content=content, extensions=extensions)
        async with self._until_dropped(role):
            response = await client.send(request, stream=True)
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

    async def _client(self, role: Role) -> httpx.AsyncClient:
        async with self._making:
            if role not in self._clients:
                if self._tls is None and self._network is None:
                    self._tls = await asyncio.to_thread(_tls_context)
                self._clients[role] = self._make(role)
            return self._clients[role]

    def _make(self, role: Role) -> httpx.AsyncClient:
        try:
            return httpx.AsyncClient(
                transport=self._network,
                verify=self._tls or False,
                trust_env=role is not Role.DIRECT and self._network is None,
                mounts=None if self._network else dict.fromkeys(_LOOPBACK),
                cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
                headers={"user-agent": USER_AGENT, "accept": "*/*", "accept-encoding": "identity"},
                timeout=_TIMEOUTS[role],
                limits=_LIMITS[role],
                follow_redirects=False,
            )
        except (ImportError, ValueError) as error:
            raise httpx.ProxyError(f"the proxy of the environment cannot be used: {error}") from error


def goes_through_proxy(scheme: str, host: str) -> bool:
    """Whether the environment names a proxy for this host; it then looks the name up, not this machine."""
    proxies = getproxies()
    named = bool(proxies.get(scheme) or proxies.get("all"))
    return named and not is_private_host(host) and not proxy_bypass(host)


@cache
def _tls_context() -> ssl.SSLContext:
    """Takes about 90 ms, so it is made once, in a worker thread. Trusts certifi's list and the system's."""
    context = httpx.create_ssl_context(trust_env=False)
    context.load_default_certs()
    return context


def is_identity(headers: httpx.Headers) -> bool:
    return headers.get("content-encoding", "identity").strip().lower() in ("", "identity")


async def chunks(response: httpx.Response) -> AsyncGenerator[bytes, None]:
    """The body as it comes in; nothing of a compressed one, which nobody asked for and which may be a bomb.

    Close it (`aclosing`) where it is not read to its end.
    """
    if is_identity(response.headers):
        async for chunk in response.aiter_bytes():
            yield chunk


async def read_up_to(body: AsyncGenerator[bytes, None], limit: int) -> bytes:
    """The first `limit` bytes or a little more, and then no further."""
    data = bytearray()
    async with aclosing(body):
        async for chunk in body:
            data += chunk
            if len(data) > limit:
                break
    return bytes(data)


async def _read(response: httpx.Response) -> bytes:
    body = await read_up_to(chunks(response), BYTE_LIMIT)
    return body if len(body) <= BYTE_LIMIT else b""


async def _end_early(response: httpx.Response) -> None:
    """httpx reads through nested generators: the loop ends each unfinished one a turn or two after its outer one."""
    await response.aclose()
    for _ in range(_TURNS_TO_END):
        await asyncio.sleep(0)


def _netloc(url: str) -> str:
    return urlsplit(url).netloc


def _plain(headers: httpx.Headers) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


async def _tell_sent(event: str, _info: object) -> None:
    if event == "http11.send_request_body.complete":
        step(Step.REQUEST_SENT)
