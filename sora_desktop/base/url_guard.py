"""Which URLs that a stranger named may be opened, and at which addresses."""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from urllib.parse import SplitResult, urlsplit

from sora_desktop.base.addresses import is_private_host, open_addresses
from sora_desktop.base.sentences import Message, message
from sora_desktop.base.values import dataclass

Resolve = Callable[[str, int], Awaitable[tuple[str, ...]]]
"""Host and port to IP addresses, best first; raises OSError."""

LOOK_UP_SECONDS = 15.0
_PORTS = {"http": 80, "https": 443}


class UnsafeUrlError(ValueError):
    """The URL must not be opened; `why` says why."""

    def __init__(self, why: Message) -> None:
        super().__init__(str(why))
        self.why = why


class PrivateAddressError(UnsafeUrlError):
    """It lies on an address that is not on the public internet."""


def split_url(url: str) -> SplitResult:
    """A http(s) URL with a host and without credentials. Raises UnsafeUrlError for anything else."""
    if not url.isprintable() or any(char.isspace() or char == "\\" for char in url):
        raise UnsafeUrlError(message("It has characters that no address has."))
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        raise UnsafeUrlError(message("It isn't a web address.")) from error
    if parts.scheme not in _PORTS or not parts.hostname:
        raise UnsafeUrlError(message("It isn't a web address."))
    if "@" in parts.netloc:
        raise UnsafeUrlError(message("It contains a user name."))
    if "%" in parts.hostname and ":" not in parts.hostname:
        raise UnsafeUrlError(message("Its host is written in an unusual way."))
    return parts


def port_of(parts: SplitResult) -> int:
    return parts.port or _PORTS[parts.scheme]


def origin(url: str) -> tuple[str, str, int]:
    """Scheme, host and port; two URLs with the same ones are at the same place. Raises UnsafeUrlError."""
    parts = split_url(url)
    return parts.scheme, (parts.hostname or "").rstrip("."), port_of(parts)


@dataclass(frozen=True, slots=True)
class UrlGuard:
    """What is let through: `http` besides https, and `private` (non-public) addresses besides public ones."""

    http: bool
    private: bool

    def check(self, url: str) -> SplitResult:
        """The parts of a URL that may be opened, as far as its text tells. Raises UnsafeUrlError."""
        parts = split_url(url)
        if parts.scheme == "http" and not self.http:
            raise UnsafeUrlError(message("It isn't encrypted (http)."))
        host = parts.hostname or ""
        if not self.private and is_private_host(host):
            raise PrivateAddressError(message("It leads to a private address."))
        return parts

    async def addresses(self, parts: SplitResult, resolve: Resolve) -> tuple[str, ...]:
        """The addresses to connect to: all of them public, unless private ones are let through.

        Raises UnsafeUrlError, and OSError where the name is not known.
        """
        found = await resolve(parts.hostname or "", port_of(parts))
        if self.private or not found:
            return found
        if opened := open_addresses(found):
            return opened
        raise PrivateAddressError(message("It leads to a private address."))


async def resolve_by_system(host: str, port: int) -> tuple[str, ...]:
    """Addresses of a host, each once, in the system's order. Raises OSError, also where nobody answers for long."""
    try:
        async with asyncio.timeout(LOOK_UP_SECONDS):
            found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError as error:
        raise OSError(f"no such host: {host}") from error
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))
