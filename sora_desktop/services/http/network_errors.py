"""What went wrong on the line, in words for a person instead of the system's numbers."""

import errno
import re
import socket
import ssl
from collections.abc import Iterator

import httpx

from sora_desktop.services.http.proxies import ProxyUnusableError

_NUMBER = re.compile(r"\[?\bErrno -?\d+\]?:?\s*")
_ERRNO_WORDS = {
    errno.ECONNREFUSED: "Nothing answers at this address: the connection was refused",
    errno.ECONNRESET: "The connection was broken off",
    errno.ENETUNREACH: "There is no network that leads there",
    errno.EHOSTUNREACH: "There is no way to this address",
    errno.ETIMEDOUT: "It took too long",
}


def network_error_text(error: Exception) -> str:
    """The reason of a failed exchange, out of all that it was raised from."""
    if isinstance(error, ProxyUnusableError):
        return str(error)
    if isinstance(error, httpx.TimeoutException | TimeoutError):
        return "It took too long"
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"The service's certificate is not valid: {cause.verify_message}"
        if isinstance(cause, socket.gaierror):
            return "There is no service of this name, or the network is down"
        if isinstance(cause, OSError) and cause.errno in _ERRNO_WORDS:
            return _ERRNO_WORDS[cause.errno]
    words = _NUMBER.sub("", str(error)) or type(error).__name__
    return _broken_rule(words) if isinstance(error, httpx.RemoteProtocolError) else words


def _broken_rule(words: str) -> str:
    """What the HTTP library says of an answer, without the bytes that it quotes."""
    if "without sending a response" in words:
        return "The connection was closed without an answer"
    if "peer closed" in words:
        return "The answer broke off"
    return f"The answer breaks the rules of HTTP ({words.partition(':')[0].strip()})"


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An error and all it came from, the outermost first; each attempt of a group."""
    seen: set[int] = set()
    waiting = [error]
    while waiting:
        cause = waiting.pop(0)
        if id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        if isinstance(cause, BaseExceptionGroup):
            waiting.extend(cause.exceptions)
        waiting.extend(each for each in (cause.__cause__, cause.__context__) if each is not None)
