"""Fetches a reference image from its public URL, without credentials, and from nowhere but the public internet.

Every hop is looked up, judged, and connected to at the very address that was judged, so that a name that
changes between the look and the call (DNS rebinding) reaches nothing. Runs in a thread: it blocks.
"""

import http.client
import logging
import socket
import ssl
import time
from collections.abc import Callable, Sequence
from urllib.parse import urljoin, urlsplit

from sora_desktop.domain.addresses import is_private_host
from sora_desktop.engine.order import ImageSource
from sora_desktop.engine.references import IMAGE_LIMIT, check_url, too_large
from sora_desktop.engine.refusals import RequestError

log = logging.getLogger(__name__)

CONNECT_SECONDS = 5.0
TOTAL_SECONDS = 20.0
REDIRECTS = 5
CHUNK = 64 << 10
MOVED = frozenset({301, 302, 303, 307, 308})
CLOSED = frozenset({401, 403, 404})

Resolve = Callable[[str, int], Sequence[str]]


def system_resolve(host: str, port: int) -> Sequence[str]:
    """The addresses of a host, as the system knows them. OSError where it knows none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class ImageFetcher:
    """`is_private` judges a host or an address, `resolve` looks one up; `limit` in bytes, `patience` in seconds."""

    def __init__(
        self,
        *,
        is_private: Callable[[str], bool] = is_private_host,
        resolve: Resolve = system_resolve,
        limit: int = IMAGE_LIMIT,
        patience: float = TOTAL_SECONDS,
    ) -> None:
        self._is_private = is_private
        self._resolve = resolve
        self._limit = limit
        self._patience = patience

    def fetch(self, source: ImageSource) -> bytes:
        """The bytes at `source.url`; RequestError where it is private, expired, too large or out of reach."""
        deadline = time.monotonic() + self._patience
        url, parameter = source.url or "", source.parameter
        try:
            for _ in range(REDIRECTS + 1):
                body, target = self._hop(url, parameter, deadline)
                if target is None:
                    return body
                url = check_url(urljoin(url, target), parameter)
        except (OSError, UnicodeError, http.client.HTTPException) as error:
            log.info("a reference image could not be fetched: %s", type(error).__name__)
            raise _unreachable(parameter) from error
        raise _unreachable(parameter)

    def _hop(self, url: str, parameter: str, deadline: float) -> tuple[bytes, str | None]:
        """One request: the body, or where it was moved to."""
        parts = urlsplit(url)
        connection = self._connect(parts.scheme, parts.hostname or "", parts.port, parameter)
        try:
            path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            connection.request("GET", path, headers={"Accept": "image/*", "Accept-Encoding": "identity"})
            with connection.getresponse() as response:
                if response.status in MOVED and (target := response.getheader("Location")):
                    return b"", target
                _judge_status(response.status, parameter)
                return self._read(response, parameter, deadline), None
        finally:
            connection.close()

    def _read(self, response: http.client.HTTPResponse, parameter: str, deadline: float) -> bytes:
        if response.getheader("Content-Encoding", "identity").lower() != "identity":
            raise _unreachable(parameter, "it is sent compressed")
        parts: list[bytes] = []
        size = 0
        while chunk := response.read1(CHUNK):
            size += len(chunk)
            if size > self._limit:
                raise too_large(parameter)
            if time.monotonic() > deadline:
                raise _unreachable(parameter, "it comes too slowly")
            parts.append(chunk)
        if response.length:
            raise _unreachable(parameter, "it broke off")
        return b"".join(parts)

    def _connect(self, scheme: str, host: str, port: int | None, parameter: str) -> http.client.HTTPConnection:
        port = port or (443 if scheme == "https" else 80)
        address = self._checked_address(host, port, parameter)
        if scheme == "https":
            return _CheckedHTTPSConnection(host, port, address)
        return _CheckedHTTPConnection(host, port, address)

    def _checked_address(self, host: str, port: int, parameter: str) -> str:
        if self._is_private(host):
            raise _private(parameter)
        addresses = self._resolve(host, port)
        if not addresses or any(self._is_private(address) for address in addresses):
            raise _private(parameter)
        return addresses[0]


class _CheckedHTTPConnection(http.client.HTTPConnection):
    """Connects to `address`, and names `host` to the server there."""

    def __init__(self, host: str, port: int, address: str) -> None:
        super().__init__(host, port, timeout=CONNECT_SECONDS)
        self._address = address

    def connect(self) -> None:
        self.sock = socket.create_connection((self._address, self.port), CONNECT_SECONDS)


class _CheckedHTTPSConnection(_CheckedHTTPConnection):
    """Likewise; the certificate must be `host`'s."""

    default_port = 443

    def connect(self) -> None:
        super().connect()
        self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)


def _judge_status(status: int, parameter: str) -> None:
    if status in CLOSED:
        raise _private(parameter)
    if status == 410:
        raise RequestError("expired_image_url", "The image's address has expired.", parameter=parameter)
    if status != 200:
        raise _unreachable(parameter, f"it answers {status}")


def _private(parameter: str) -> RequestError:
    return RequestError(
        "private_image_url",
        "The image's address is private: it cannot be opened without credentials from the public internet.",
        parameter=parameter,
    )


def _unreachable(parameter: str, why: str = "it does not answer") -> RequestError:
    return RequestError(
        "image_url_unreachable", f"The image's address could not be fetched: {why}.", parameter=parameter
    )
