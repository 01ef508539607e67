"""What went wrong on the line, in words for a person instead of the system's numbers."""

import errno
import re
import socket
import ssl
from collections.abc import Iterator
from enum import StrEnum

import httpx

from sora_desktop.base.sentences import N_, Message, message
from sora_desktop.services.http.bodies import CutShortError
from sora_desktop.services.http.proxies import ProxyUnusableError

_NUMBER = re.compile(r"\[?\bErrno -?\d+\]?:?\s*")
TOO_LONG = N_("It took too long.")
_ERRNO_WORDS = {
    errno.ECONNREFUSED: N_("Nothing answers at this address."),
    errno.ECONNRESET: N_("The connection was dropped."),
    errno.ENETUNREACH: N_("No network leads there."),
    errno.EHOSTUNREACH: N_("There is no route to this address."),
    errno.ETIMEDOUT: TOO_LONG,
}


class GivenUpError(httpx.ReadError):
    """The app itself let go of this connection."""

    def __init__(self) -> None:
        super().__init__("given up")


class NeverBegunError(httpx.ConnectError):
    """It ended before anything was sent, and nobody says why."""

    def __init__(self) -> None:
        super().__init__("never begun")


_OF_KINDS: dict[type[Exception], str] = {
    GivenUpError: N_("The connection was given up."),
    NeverBegunError: N_("The connection was dropped before anything was sent."),
    CutShortError: N_("Its compressed answer ends too early."),
}


class Fault(StrEnum):
    """What of the way to a service is broken."""

    PROXY = "proxy"
    CERTIFICATE = "certificate"
    OTHER = "other"


def fault_of(error: BaseException) -> Fault:
    """What was wrong, by all that a failed exchange was raised from."""
    for cause in _causes(error):
        if isinstance(cause, ProxyUnusableError):
            return Fault.PROXY
        if isinstance(cause, ssl.SSLCertVerificationError):
            return Fault.CERTIFICATE
    return Fault.OTHER


def network_error_text(error: Exception) -> Message | str:  # noqa: PLR0911 -- one a kind of error
    """The reason of a failed exchange, out of all that it was raised from."""
    if isinstance(error, ProxyUnusableError):
        return error.words
    if isinstance(error, httpx.TimeoutException | TimeoutError):
        return message(TOO_LONG)
    if type(error) in _OF_KINDS:
        return message(_OF_KINDS[type(error)])
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return _certificate_words(cause)
        if isinstance(cause, socket.gaierror):
            return message("No server has this name, or you are offline.")
        if isinstance(cause, OSError) and cause.errno in _ERRNO_WORDS:
            return message(_ERRNO_WORDS[cause.errno])
    words = _NUMBER.sub("", str(error)) or type(error).__name__
    return _broken_rule(words) if isinstance(error, httpx.RemoteProtocolError) else words


class BadCertificate(StrEnum):
    """What is wrong with the certificate of a service."""

    EXPIRED = "expired"
    NOT_YET = "not-yet"
    NOT_TRUSTED = "not-trusted"
    OTHER_NAME = "other-name"
    OTHER = "other"


_OPENSSL = {
    10: BadCertificate.EXPIRED,
    9: BadCertificate.NOT_YET,
    **dict.fromkeys((18, 19, 20, 21), BadCertificate.NOT_TRUSTED),
    **dict.fromkeys((62, 64), BadCertificate.OTHER_NAME),
}
"""By the numbers of OpenSSL's `X509_V_ERR_…`."""

_OF_CERTIFICATES = {
    BadCertificate.EXPIRED: N_("The service's certificate has expired."),
    BadCertificate.NOT_YET: N_("The service's certificate isn't valid yet."),
    BadCertificate.NOT_TRUSTED: N_("The service's certificate comes from nobody whom this computer trusts."),
    BadCertificate.OTHER_NAME: N_("The service's certificate is for another address."),
}


def bad_certificate(error: BaseException) -> BadCertificate | None:
    """What is wrong with a certificate, by all that a failed exchange was raised from; None where it is not that."""
    found = (each for each in _causes(error) if isinstance(each, ssl.SSLCertVerificationError))
    cause = next(found, None)
    if cause is None:
        return None
    return _OPENSSL.get(getattr(cause, "verify_code", 0), BadCertificate.OTHER)


def _certificate_words(error: ssl.SSLCertVerificationError) -> Message:
    kind = bad_certificate(error) or BadCertificate.OTHER
    if kind in _OF_CERTIFICATES:
        return message(_OF_CERTIFICATES[kind])
    return message("The service's certificate isn't valid: {why}.", why=error.verify_message)


def _broken_rule(words: str) -> Message:
    """What the HTTP library says of an answer, without the bytes that it quotes."""
    if "without sending a response" in words:
        return message("The connection was closed without an answer.")
    if "peer closed" in words:
        return message("The answer was cut short.")
    return message("The answer breaks the rules of HTTP ({why}).", why=words.partition(":")[0].strip())


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
