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
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

import certifi
import httpx

from sora_desktop import __version__
from sora_desktop.base.addresses import is_private_host
from sora_desktop.base.sentences import message
from sora_desktop.base.url_guard import Resolve, resolve_by_system
from sora_desktop.services.http.answer_reader import AnswerReader
from sora_desktop.services.http.network_errors import GivenUpError
from sora_desktop.services.http.overheard import Heard
from sora_desktop.services.http.proxies import named_proxy, usable_proxy
from sora_desktop.services.http.redact import quiet_http_logs
from sora_desktop.services.http.sending import Route, Sending
from sora_desktop.services.http.service_clock import ServiceClocks
from sora_desktop.services.http.whereabouts import Whereabouts
from sora_desktop.services.wire import Answer

if TYPE_CHECKING:
    from sora_desktop.services.http.patient_transport import PatientTransport

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

_KEPT = 64 * 1024
"""Bytes of an answer that stay here as they came, for where the library refuses them half-way."""

_TURNS_TO_END = 16


_READS_THE_KEY = message(
    "It could read the key over http, and without it the service doesn't answer. Use the service's https address."
)


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
        self,
        role: Role,
        method: str,
        url: str,
        *,
        headers: Headers = (),
        key_headers: Headers = (),
        content: bytes | None = None,
    ) -> Answer:
        """Send once, read the answer whole. One that is too large is broken off, and says so in `broken`.

        So does one that broke off by itself, or that breaks the rules of HTTP, where it is a submission's, as a job's id
        may stand in what came of it, or where it answers a question all the same: some services count their own bytes
        wrongly. Raises httpx.HTTPError, httpx.InvalidURL and TimeoutError; callers sort them into classes.
        """
        heard = Heard(keeps=_KEPT)
        reader = AnswerReader(heard)
        try:
            async with (
                asyncio.timeout(_WHOLE_SECONDS[role]),
                self.open(
                    role, method, url, headers=headers, key_headers=key_headers, content=content, heard=heard
                ) as response,
            ):
                await reader.read(response)
        except (httpx.HTTPError, TimeoutError) as error:
            reader.fail(error)
        if reader.failure is not None and not reader.is_worth_reading(paid=role is Role.SUBMIT):
            raise reader.failure
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
        key_headers: Headers = (),
        content: bytes | None = None,
        extensions: dict[str, object] | None = None,
        heard: Heard | None = None,
    ) -> AsyncIterator[httpx.Response]:
        """The answer as it comes in, raw, for as long as the block lasts. Raises as `answer` does.

        `key_headers` are those that carry the key, whatever they are called: no proxy may read them.
        One that breaks the rules of HTTP has the error of it in `extensions["refusal"]`.
        """
        way = await self._way(role, url, keyed=bool(key_headers))
        client = await self._client(role, way.proxy)
        heard = heard or Heard()
        sending = Sending(way, paid=role is Role.SUBMIT, heard=heard, begun=self._network is not None)
        extensions = {"trace": sending.trace, "heard": heard, **(extensions or {})}
        sent = (*headers, *key_headers)
        request = client.build_request(method, url, headers=sent, content=content, extensions=extensions)
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
            raise GivenUpError from error
        finally:
            del self._under_way[limit]
            ended.set_result(None)

    async def goes_through_proxy(self, url: str) -> bool:
        """Whether a stranger's URL is opened through a proxy, which then looks its name up, not this machine."""
        return bool((await self._way(Role.ASSET, url, keyed=False)).proxy)

    async def _way(self, role: Role, url: str, *, keyed: bool) -> Route:
        """How to go there. Raises ProxyUnusableError."""
        if role is Role.DIRECT or self._network is not None:
            return Route()
        parts = urlsplit(url)
        named = "" if is_private_host(parts.hostname or "") else named_proxy(parts.scheme, parts.hostname or "")
        if not named or not await self.is_public(url):
            return Route()
        in_the_open = parts.scheme == "http" and keyed
        return Route(kept_from=_READS_THE_KEY) if in_the_open else Route(usable_proxy(named))

    async def _client(self, role: Role, proxy: str) -> httpx.AsyncClient:
        async with self._making:
            if (role, proxy) not in self._clients:
                if self._tls is None and self._network is None:
                    self._tls = await asyncio.to_thread(_ready_for_sockets)
                self._clients[role, proxy] = self._make(role, proxy)
            return self._clients[role, proxy]

    def _make(self, role: Role, proxy: str) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            transport=self._network or self._sockets(role, proxy),
            trust_env=False,
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
            headers={"user-agent": USER_AGENT, "accept": "*/*", "accept-encoding": "identity"},
            timeout=_TIMEOUTS[role],
            follow_redirects=False,
        )

    def _sockets(self, role: Role, proxy: str) -> httpx.AsyncBaseTransport:
        tls_of_proxy = self._tls if proxy.startswith("https") else None
        through = httpx.Proxy(proxy, ssl_context=tls_of_proxy) if proxy else None
        return load_sockets()(self._tls or _tls_context(), _LIMITS[role], through)


def load_sockets() -> "type[PatientTransport]":
    """httpcore takes a while to load, and a start needs no network."""
    from sora_desktop.services.http.patient_transport import PatientTransport

    return PatientTransport


def _ready_for_sockets() -> ssl.SSLContext:
    """Whatever the first line needs is loaded: on the loop, that would stop it for a tenth of a second and more."""
    load_sockets().load_network()
    return _tls_context()


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


async def _end_early(response: httpx.Response) -> None:
    """httpx reads through nested generators: the loop ends each unfinished one a turn or two after its outer one."""
    await response.aclose()
    for _ in range(_TURNS_TO_END):
        await asyncio.sleep(0)
