"""Opening what a URL names: each hop of a redirect is judged anew, and the key goes to the service's own origin only."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from urllib.parse import SplitResult, urljoin

import httpx

from sora_desktop.base.sentences import message
from sora_desktop.base.url_guard import UnsafeUrlError, UrlGuard, origin
from sora_desktop.services.http.redact import hide
from sora_desktop.services.http.transport import Headers, Role, Transport
from sora_desktop.services.parsing.redirects import as_encrypted

HOP_LIMIT = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_ADDRESS_LIMIT = 4

Open = Callable[[Headers], AbstractAsyncContextManager[httpx.Response]]
"""Opens one fixed URL with some headers, any number of times."""


class Assets:
    """Reads URLs that strangers named.

    `home` is the service's base URL, the one origin that gets `key_headers`; no other one is asked by a URL that
    holds the `key` itself. `first_byte`: so many seconds an answer may take, where that is not the usual time.
    """

    def __init__(
        self,
        transport: Transport,
        gate: UrlGuard,
        *,
        home: str = "",
        key: str = "",
        key_headers: Headers = (),
        first_byte: float | None = None,
    ) -> None:
        self._transport = transport
        self._gate = gate
        self._base_url = home
        self._home = origin(home) if home else None
        self._key = key
        self._key_headers = key_headers
        patient = httpx.Timeout(30, connect=15, read=first_byte)
        self._extensions: dict[str, object] = {"timeout": patient.as_dict()} if first_byte else {}

    @asynccontextmanager
    async def open(self, url: str, headers: Headers = ()) -> AsyncIterator[httpx.Response]:
        """The answer behind at most HOP_LIMIT redirects, raw.

        Raises UnsafeUrlError where a hop may not be opened, and the httpx errors.
        """
        async with AsyncExitStack() as stack:
            yield await self._follow(url, headers, stack)

    def opener(self, url: str) -> Open:
        return lambda headers: self.open(url, headers)

    async def _follow(self, url: str, headers: Headers, stack: AsyncExitStack) -> httpx.Response:
        for _ in range(HOP_LIMIT + 1):
            response = await self._hop(url, headers, stack)
            place = response.headers.get("location")
            if response.status_code not in _REDIRECTS or not place:
                return response
            await response.aclose()
            url = urljoin(url, place)
            if not self._gate.http:
                url = as_encrypted(url, self._base_url)
        raise UnsafeUrlError(message("It keeps redirecting to other addresses."))

    async def _hop(self, url: str, headers: Headers, stack: AsyncExitStack) -> httpx.Response:
        if self._home is not None and origin(url) == self._home:
            return await self._get(Role.ASK, url, headers, stack, key_headers=self._key_headers)
        if hide(url, self._key) != url:
            raise UnsafeUrlError(message("It would carry your key to another server."))
        parts = self._gate.check(url)
        if self._gate.private or await self._transport.goes_through_proxy(url):
            return await self._get(Role.ASSET, url, headers, stack)
        return await self._pinned(parts, headers, stack)

    async def _get(
        self,
        role: Role,
        url: str,
        headers: Headers,
        stack: AsyncExitStack,
        *,
        key_headers: Headers = (),
        **extensions: object,
    ) -> httpx.Response:
        extensions = {**self._extensions, **extensions}
        asked = self._transport.open(role, "GET", url, headers=headers, key_headers=key_headers, extensions=extensions)
        return await stack.enter_async_context(asked)

    async def _pinned(self, parts: SplitResult, headers: Headers, stack: AsyncExitStack) -> httpx.Response:
        """Connect to an address that was checked, so that the name cannot point elsewhere a moment later."""
        try:
            addresses = await self._gate.addresses(parts, self._transport.resolve)
        except OSError as error:
            raise httpx.ConnectError(str(error)) from error
        name = httpx.URL(parts.geturl())
        failure: httpx.TransportError = httpx.ConnectError("no such host")
        for address in addresses[:_ADDRESS_LIMIT]:
            try:
                return await self._get(
                    Role.DIRECT,
                    _at_address(parts, address),
                    (*headers, ("host", name.netloc.decode("ascii"))),
                    stack,
                    sni_hostname=name.raw_host.decode("ascii"),
                )
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                failure = error
        raise failure


def _at_address(parts: SplitResult, address: str) -> str:
    host = f"[{address}]" if ":" in address else address
    return parts._replace(netloc=f"{host}:{parts.port}" if parts.port else host, fragment="").geturl()
