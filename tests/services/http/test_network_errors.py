"""A line that fails is told in words, without the numbers of the system."""

import errno
import socket
import ssl

import httpx
import pytest

from sora_desktop.domain.errors import UnreachableError
from sora_desktop.services.client import Endpoint, VideoClient
from sora_desktop.services.http.network_errors import network_error_text
from sora_desktop.services.http.transport import Transport
from tests.support.formats import UNIALL
from tests.support.rows import rows


def raised(cause: BaseException) -> httpx.ConnectError:
    error = httpx.ConnectError(str(cause))
    error.__cause__ = cause
    return error


def bad_certificate(code: int = 0) -> ssl.SSLCertVerificationError:
    error = ssl.SSLCertVerificationError(1, "x")
    error.verify_code = code
    error.verify_message = "self-signed certificate"  # as the handshake sets it
    return error


@rows(
    ("error", "words"),
    [
        (raised(socket.gaierror(-2, "Name or service not known")), "No server has this name"),
        (raised(ConnectionRefusedError(errno.ECONNREFUSED, "x")), "Nothing answers at this address."),
        (raised(ExceptionGroup("all", [OSError(errno.ENETUNREACH, "x")])), "No network leads there"),
        (raised(ConnectionResetError(errno.ECONNRESET, "x")), "The connection was dropped"),
        (httpx.ConnectTimeout(""), "It took too long"),
        (raised(TimeoutError(errno.ETIMEDOUT, "x")), "It took too long"),
        (raised(bad_certificate()), "certificate isn't valid: self-signed certificate"),
        (raised(bad_certificate(10)), "certificate has expired"),
        (raised(bad_certificate(9)), "certificate isn't valid yet."),
        (raised(bad_certificate(18)), "comes from nobody whom this computer trusts"),
        (raised(bad_certificate(20)), "comes from nobody whom this computer trusts"),
        (raised(bad_certificate(62)), "is for another address"),
        (httpx.ConnectError("[Errno 99] Cannot assign"), "Cannot assign"),
        (httpx.ReadError(""), "ReadError"),
        (
            httpx.RemoteProtocolError("Server disconnected without sending a response."),
            "The connection was closed without an answer",
        ),
        (
            httpx.RemoteProtocolError("peer closed connection without sending complete message body (…)"),
            "The answer was cut short",
        ),
        (
            httpx.RemoteProtocolError("illegal header line: bytearray(b'sk-1')"),
            "The answer breaks the rules of HTTP (illegal header line)",
        ),
    ],
    ids=repr,
)
def test_each_failure_of_the_line_has_words_without_numbers(error: Exception, words: str) -> None:
    assert words in str(network_error_text(error))
    assert "Errno" not in str(network_error_text(error))


async def test_a_port_where_nobody_listens_is_told_as_refused() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    async with Transport() as transport:
        with pytest.raises(UnreachableError, match="Nothing answers at this address"):
            await VideoClient(transport, Endpoint(f"http://127.0.0.1:{port}", "sk-x")).status("a", UNIALL)


async def test_a_name_that_nobody_has_is_told_as_such() -> None:
    async with Transport() as transport:
        with pytest.raises(UnreachableError, match="No server has this name"):
            await VideoClient(transport, Endpoint("http://no-such-host.invalid", "sk-x")).status("a", UNIALL)
