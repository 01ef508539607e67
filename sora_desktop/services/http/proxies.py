"""Which proxy the settings of this machine name, read so that nothing odd in them stops more than it must.

httpx is never let near the environment: a variable that it cannot read stops every client, that of the engine too.
"""

import ssl
from collections.abc import Iterator
from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import httpx

from sora_desktop.base.sentences import Message, message

_KINDS = {
    "http": "http",
    "https": "https",
    "socks": "socks5h",  # so GNOME's settings write it
    "socks5": "socks5h",
    "socks5h": "socks5h",
}


class ProxyUnusableError(httpx.ProxyError):
    """The proxy of these settings did not let it through; nothing was sent to the service. A sentence of its own."""

    def __init__(self, why: Message) -> None:
        self.words = message("The proxy in your system's settings can't be used.").about(why)
        super().__init__(str(self.words))


def named_proxy(scheme: str, host: str) -> str:
    """What the settings name for a host, as they write it; "" where it is to be reached without one."""
    proxies = getproxies()
    named = proxies.get(scheme, "").strip() or proxies.get("all", "").strip()
    return "" if not named or _is_left_out(host, proxies.get("no", "")) else named


def _is_left_out(host: str, exceptions: str) -> bool:
    """NO_PROXY may hold networks (10.0.0.0/8), which Python's own reader does not know."""
    return bool(proxy_bypass(host)) or any(_holds(network.strip(), host) for network in exceptions.split(","))


def _holds(network: str, host: str) -> bool:
    try:
        return "/" in network and ip_address(host) in ip_network(network, strict=False)
    except ValueError:
        return False


def usable_proxy(named: str) -> str:
    """The URL of a proxy as httpx takes it. Raises ProxyUnusableError."""
    text = named.strip().strip("'\"").strip()
    scheme, separator, rest = text.partition("://")
    if not separator:
        scheme, rest = "http", text
    if scheme.lower() not in _KINDS:
        raise ProxyUnusableError(message("“{kind}” is not a supported kind: use HTTP or SOCKS 5.", kind=scheme[:20]))
    url = f"{_KINDS[scheme.lower()]}://{rest.partition('/')[0]}"
    if not _is_address(url):
        raise ProxyUnusableError(message("What is set there is no address."))
    return url


def _is_address(url: str) -> bool:
    if not url.isprintable() or any(char.isspace() for char in url):
        return False
    try:
        parts = urlsplit(url)
        return bool(parts.hostname) and parts.port != 0 and bool(httpx.URL(url).host)
    except (ValueError, httpx.InvalidURL):
        return False


def proxy_failure(error: Exception) -> ProxyUnusableError | None:
    """What is wrong with the proxy where a way through it could not be opened; None where it is the service's fault."""
    if isinstance(error, ProxyUnusableError):
        return error
    if isinstance(error, httpx.ProxyError):
        wants_login = str(error).startswith("407")
        return ProxyUnusableError(
            message("It asks for a user name and password.")
            if wants_login
            else message("It says “{words}”.", words=str(error))
        )
    if isinstance(error, httpx.ConnectError) and any(isinstance(each, ssl.SSLError) for each in _origins(error)):
        return None
    if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | TimeoutError):
        return ProxyUnusableError(message("It doesn't answer."))
    return ProxyUnusableError(message("It doesn't behave like a proxy."))


def _origins(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
