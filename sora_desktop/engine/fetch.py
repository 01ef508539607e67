"""Fetches a reference image from its public URL, without credentials, and from nowhere but the public internet.

Every hop is looked up, judged by the guard that the app has too, and connected to at the very address that was judged,
so that a name that changes between the look and the call (DNS rebinding) reaches nothing. All of it together has one
limit of time, whatever it waits for. Runs in a thread: it blocks.
"""

import http.client
import logging
import socket
import ssl
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from urllib.parse import urljoin, urlsplit

import certifi

from sora_desktop.base.addresses import is_private_host, open_addresses
from sora_desktop.engine.deadline import Deadline
from sora_desktop.engine.http_errors import RequestError
from sora_desktop.engine.order import ImageSource
from sora_desktop.engine.references import IMAGE_LIMIT, check_url, too_large

log = logging.getLogger(__name__)

CONNECT_SECONDS = 5.0
TOTAL_SECONDS = 20.0
REDIRECTS = 5
ADDRESSES = 4
CHUNK = 64 << 10
MOVED = frozenset({301, 302, 303, 307, 308})
CLOSED = frozenset({401, 403, 404})

Resolve = Callable[[str, int], Sequence[str]]


def system_resolve(host: str, port: int) -> Sequence[str]:
    """The addresses of a host, as the system knows them. OSError where it knows none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class ImageFetcher:
    """`is_private` judges a host by its name, `opened` tells which of its addresses may be asked, `resolve` looks it up.

    `limit` in bytes, `patience` in seconds.
    """

    def __init__(
        self,
        *,
        is_private: Callable[[str], bool] = is_private_host,
        opened: Callable[[Sequence[str]], Sequence[str]] = open_addresses,
        resolve: Resolve = system_resolve,
        limit: int = IMAGE_LIMIT,
        patience: float = TOTAL_SECONDS,
    ) -> None:
        self._is_private = is_private
        self._opened = opened
        self._resolve = resolve
        self._limit = limit
        self._patience = patience

    def fetch(self, source: ImageSource) -> bytes:
        """The bytes at `source.url`; RequestError where it is private, expired, too large or out of reach."""
        url, parameter = source.url or "", source.parameter
        with Deadline(self._patience) as deadline:
            try:
                for _ in range(REDIRECTS + 1):
                    body, target = self._hop(url, parameter, deadline)
                    if target is None:
                        return body
                    url = check_url(urljoin(url, target), parameter)
            except (OSError, UnicodeError, http.client.HTTPException) as error:
                log.info("a reference image could not be fetched: %s", type(error).__name__)
                raise (_too_slow(parameter) if deadline.is_over else _unreachable(parameter)) from error
        raise _unreachable(parameter)

    def _hop(self, url: str, parameter: str, deadline: Deadline) -> tuple[bytes, str | None]:
        """One request: the body, or where it was moved to."""
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        addresses = self._addresses(parts.hostname or "", port, parameter, deadline)
        connection = _CheckedConnection(parts.scheme, parts.hostname or "", port, addresses, deadline)
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

    def _read(self, response: http.client.HTTPResponse, parameter: str, deadline: Deadline) -> bytes:
        if response.getheader("Content-Encoding", "identity").lower() != "identity":
            raise _unreachable(parameter, "it is sent compressed")
        parts: list[bytes] = []
        size = 0
        while chunk := response.read1(CHUNK):
            size += len(chunk)
            if size > self._limit:
                raise too_large(parameter)
            parts.append(chunk)
        if deadline.is_over:  # what looks like the end was the end of our patience
            raise _too_slow(parameter)
        if response.length:
            raise _unreachable(parameter, "it broke off")
        return b"".join(parts)

    def _addresses(self, host: str, port: int, parameter: str, deadline: Deadline) -> Sequence[str]:
        """Where to connect to. Raises RequestError where it is private, OSError where nobody knows it in time."""
        if self._is_private(host):
            raise _private(parameter)
        found: Future[Sequence[str]] = Future()
        looking = threading.Thread(target=self._look_up, args=(host, port, found), name="name look-up", daemon=True)
        looking.start()
        opened = self._opened(found.result(deadline.left))
        if not opened:
            raise _private(parameter)
        return opened[:ADDRESSES]

    def _look_up(self, host: str, port: int, found: "Future[Sequence[str]]") -> None:
        try:
            found.set_result(self._resolve(host, port))
        except Exception as error:  # noqa: BLE001 -- handed to whoever asked
            found.set_exception(error)


class _CheckedConnection(http.client.HTTPConnection):
    """Connects to one of `addresses`, and names `host` to the server there; with https its certificate must be `host`'s."""

    def __init__(self, scheme: str, host: str, port: int, addresses: Sequence[str], deadline: Deadline) -> None:
        super().__init__(host, port)
        self.default_port = 443 if scheme == "https" else 80
        self._is_secure = scheme == "https"
        self._addresses = addresses
        self._deadline = deadline

    def connect(self) -> None:
        self.sock = self._deadline.watch(self._connected())
        if self._is_secure:
            context = _tls_context()
            secure = context.wrap_socket(self.sock, server_hostname=self.host, do_handshake_on_connect=False)
            self.sock = self._deadline.watch(secure)
            secure.do_handshake()

    def _connected(self) -> socket.socket:
        failure: OSError = ConnectionError("no address")
        for address in self._addresses:
            try:
                line = socket.create_connection((address, self.port), min(CONNECT_SECONDS, self._deadline.left))
            except OSError as error:
                failure = error
            else:
                line.settimeout(None)  # from here on the deadline is for all of it
                return line
        raise failure


def _tls_context() -> ssl.SSLContext:
    """Made by hand: the standard one writes the secrets of each session to where SSLKEYLOGFILE says, or fails there."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(certifi.where())
    context.load_default_certs()
    return context


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


def _too_slow(parameter: str) -> RequestError:
    return _unreachable(parameter, "it comes too slowly")


def _unreachable(parameter: str, why: str = "it does not answer") -> RequestError:
    return RequestError(
        "image_url_unreachable", f"The image's address could not be fetched: {why}.", parameter=parameter
    )
