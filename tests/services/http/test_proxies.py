"""The proxy of this machine's settings: what goes through it, what never does, and what happens where it is broken."""

import socket
from collections.abc import AsyncIterator, Iterator

import pytest

from sora_desktop.domain.catalog import CATALOG
from sora_desktop.domain.errors import NotSentError, UnreachableError
from sora_desktop.domain.request import Request
from sora_desktop.domain.shapes import Shape
from sora_desktop.services.client import Endpoint, VideoClient
from sora_desktop.services.formats import FORMATS
from sora_desktop.services.http import sending
from sora_desktop.services.http.proxies import ProxyUnusableError, named_proxy, usable_proxy
from sora_desktop.services.http.transport import Role, Transport
from tests.servers.http_server import HttpServer, Reply
from tests.servers.proxy import Manner, Proxy
from tests.servers.service import CANARY, FakeService
from tests.support.canary import spellings
from tests.support.envelope_format import EnvelopeJobs
from tests.support.formats import UNIALL
from tests.support.rows import rows

REQUEST = Request("A cat", CATALOG[5], CATALOG[5].settle_size(Shape.PORTRAIT), 12)
NAMES = {
    "api.example": ("93.184.215.14",),
    "company.example": ("127.0.0.1",),
    "stand-in.example": ("198.18.0.4",),
}
ODD = (
    "garbage value",
    "ftp://proxy.example:21",
    "socks4://127.0.0.1:9",
    "socks4a://127.0.0.1:9",
    "http://",
    "http://:8080",
    "http://proxy.example:99999",
    "http://[::1",
    "://",
    "quic://proxy.example",
    "http://a b",
    "http://ex\u200bample.com",
)


@pytest.fixture(autouse=True)
def settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http", "https", "all", "no", "ftp"):
        monkeypatch.delenv(f"{name}_proxy", raising=False)
        monkeypatch.delenv(f"{name}_proxy".upper(), raising=False)


async def resolve(host: str, _port: int) -> tuple[str, ...]:
    try:
        return NAMES[host]
    except KeyError:
        raise OSError("no such host") from None


@pytest.fixture
async def transport() -> AsyncIterator[Transport]:
    async with Transport(resolve=resolve) as transport:
        yield transport


@pytest.fixture
def server() -> Iterator[HttpServer]:
    with HttpServer(lambda _: Reply(200, {}, b"here")) as server:
        yield server


@pytest.mark.parametrize("variable", ["http_proxy", "all_proxy", "ALL_PROXY"])
@pytest.mark.parametrize("scheme", ["http", "socks5", "socks5h", "socks", "SOCKS5"])
async def test_what_is_out_on_the_internet_goes_through_the_proxy(
    monkeypatch: pytest.MonkeyPatch, transport: Transport, server: HttpServer, variable: str, scheme: str
) -> None:
    with Proxy(to=server.port) as proxy:
        monkeypatch.setenv(variable, proxy.url_as(scheme))
        answer = await transport.answer(Role.ASK, "GET", "http://api.example/x?y=1")
        await transport.aclose()

    handed_on = scheme == "http"
    assert (answer.body, answer.proxied) == (b"here", handed_on)
    assert proxy.asked == (["GET http://api.example/x?y=1"] if handed_on else ["SOCKS api.example:80"])
    assert [(each.target, each.headers["host"]) for each in server.seen] == [("/x?y=1", "api.example")]


async def test_a_name_that_nobody_here_knows_is_left_to_the_proxy(
    monkeypatch: pytest.MonkeyPatch, transport: Transport, server: HttpServer
) -> None:
    with Proxy(to=server.port) as proxy:
        monkeypatch.setenv("http_proxy", proxy.url.removeprefix("http://"))
        assert (await transport.answer(Role.ASSET, "GET", "http://elsewhere.example/x")).body == b"here"
        await transport.aclose()

    assert proxy.asked == ["GET http://elsewhere.example/x"]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "company.example"])
@pytest.mark.parametrize("role", Role)
async def test_no_proxy_is_used_for_this_machine_or_for_a_private_host_whatever_it_is_called(
    monkeypatch: pytest.MonkeyPatch, server: HttpServer, host: str, role: Role
) -> None:
    """A company's name that leads to a private address is connected to here by way of the system's hosts."""
    with Proxy(to=server.port, manner=Manner.HANGS_UP) as proxy:
        for name in ("http_proxy", "https_proxy", "all_proxy"):
            monkeypatch.setenv(name, proxy.url)
        async with Transport(resolve=resolve) as transport:
            way = await transport._way(role, f"http://{host}:{server.port}/", keyed=False)
            if host != "company.example":
                assert (await transport.answer(role, "GET", f"http://{host}:{server.port}/")).body == b"here"

    assert (way.proxy, proxy.heard) == ("", b"")


@pytest.mark.parametrize("odd", ODD)
async def test_a_broken_variable_stops_nothing_on_this_machine(
    monkeypatch: pytest.MonkeyPatch, transport: Transport, server: HttpServer, odd: str
) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, odd)

    assert (await transport.answer(Role.ASK, "GET", server.base_url)).body == b"here"


@pytest.mark.parametrize("odd", ODD)
async def test_where_a_broken_variable_is_in_the_way_that_is_said_and_nothing_was_sent(
    monkeypatch: pytest.MonkeyPatch, transport: Transport, odd: str
) -> None:
    monkeypatch.setenv("https_proxy", odd)
    client = VideoClient(transport, Endpoint("https://api.example", CANARY))

    with pytest.raises(NotSentError, match="proxy in your system's settings can't be used"):
        await client.submit(REQUEST, (), UNIALL)
    with pytest.raises(UnreachableError, match="proxy in your system's settings can't be used"):
        await client.status("a", UNIALL)


@pytest.mark.parametrize("empty", ["", " ", "\t"])
def test_an_empty_variable_names_no_proxy(monkeypatch: pytest.MonkeyPatch, empty: str) -> None:
    monkeypatch.setenv("https_proxy", empty)

    assert named_proxy("https", "api.example") == ""


@pytest.mark.parametrize("scheme", ["http", "socks5"])
@pytest.mark.parametrize("manner", [each for each in Manner if each is not Manner.SERVES])
async def test_what_a_proxy_does_not_let_through_was_not_sent(
    monkeypatch: pytest.MonkeyPatch, transport: Transport, scheme: str, manner: Manner
) -> None:
    monkeypatch.setattr(sending, "_BEGIN_SECONDS", 0.05)
    with FakeService() as service, Proxy(to=service.server.port, manner=manner) as proxy:
        monkeypatch.setenv("https_proxy", proxy.url_as(scheme))
        client = VideoClient(transport, Endpoint("https://api.example", CANARY))
        with pytest.raises(NotSentError, match="proxy in your system's settings can't be used"):
            await client.submit(REQUEST, (), UNIALL)
        await transport.aclose()

        assert service.money.charges == []
    assert not any(way in proxy.heard for way in spellings(CANARY))


async def test_a_proxy_that_is_not_there_is_named_and_not_the_service(
    monkeypatch: pytest.MonkeyPatch, transport: Transport
) -> None:
    with HttpServer(lambda _: Reply(200)) as gone:
        pass
    monkeypatch.setenv("all_proxy", f"http://me:secret@127.0.0.1:{gone.port}")
    client = VideoClient(transport, Endpoint("https://api.example", CANARY))

    with pytest.raises(NotSentError, match=r"can't be used\. It doesn't answer") as caught:
        await client.submit(REQUEST, (), UNIALL)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("scheme", ["http", "socks5"])
async def test_a_service_behind_a_proxy_that_does_not_speak_tls_is_not_blamed_on_the_proxy(
    monkeypatch: pytest.MonkeyPatch, transport: Transport, server: HttpServer, scheme: str
) -> None:
    with Proxy(to=server.port) as proxy:
        monkeypatch.setenv("https_proxy", proxy.url_as(scheme))
        client = VideoClient(transport, Endpoint("https://api.example", CANARY))
        with pytest.raises(NotSentError) as caught:
            await client.submit(REQUEST, (), UNIALL)
        await transport.aclose()

    assert "proxy" not in str(caught.value)
    assert not any(way in proxy.heard for way in spellings(CANARY))


@pytest.mark.parametrize("format_id", [UNIALL, EnvelopeJobs.facts.id])
@pytest.mark.parametrize("scheme", ["http", "socks5"])
async def test_a_key_over_http_is_never_shown_to_a_proxy(
    monkeypatch: pytest.MonkeyPatch, transport: Transport, scheme: str, format_id: str
) -> None:
    """Straight to the service, or not at all, whatever the header of the key is called."""
    monkeypatch.setitem(FORMATS, EnvelopeJobs.facts.id, EnvelopeJobs())

    def nobody_knows(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", nobody_knows)
    with FakeService() as service, Proxy(to=service.server.port) as proxy:
        monkeypatch.setenv("http_proxy", proxy.url_as(scheme))
        client = VideoClient(transport, Endpoint("http://api.example", CANARY))
        with pytest.raises(NotSentError, match="could read the key over http"):
            await client.submit(REQUEST, (), format_id)

        assert service.server.seen == []
    assert proxy.heard == b""


async def test_407_through_a_proxy_that_hands_on_is_known_to_be_perhaps_its_own(
    monkeypatch: pytest.MonkeyPatch, transport: Transport, server: HttpServer
) -> None:
    with Proxy(to=server.port, manner=Manner.WANTS_LOGIN) as proxy:
        monkeypatch.setenv("http_proxy", proxy.url)
        answer = await transport.answer(Role.ASK, "GET", "http://api.example/")
        await transport.aclose()

    assert (answer.status, answer.proxied) == (407, True)


@pytest.mark.parametrize(
    ("host", "exceptions", "proxied"),
    [
        ("api.example", "", True),
        ("api.example", "skipped.example", True),
        ("skipped.example", "skipped.example", False),
        ("a.skipped.example", ".skipped.example", False),
        ("a.skipped.example", "other.example, skipped.example", False),
        ("api.example", "*", False),
        ("93.184.215.14", "93.184.0.0/16", False),
        ("94.184.215.14", "93.184.0.0/16, nonsense/99, 1.2.3.4", True),
        ("2606:4700::1", "2606:4700::/32", False),
    ],
)
def test_what_the_settings_leave_out_goes_straight(
    monkeypatch: pytest.MonkeyPatch, host: str, exceptions: str, proxied: bool
) -> None:
    monkeypatch.setenv("https_proxy", "http://proxy.example:3128")
    monkeypatch.setenv("no_proxy", exceptions)

    assert bool(named_proxy("https", host)) is proxied


@rows(
    ("written", "url"),
    [
        ("http://proxy.example:3128/", "http://proxy.example:3128"),
        ("proxy.example:3128", "http://proxy.example:3128"),
        (" 'http://proxy.example:3128' ", "http://proxy.example:3128"),
        ("HTTPS://proxy.example", "https://proxy.example"),
        ("socks://127.0.0.1:7891/", "socks5h://127.0.0.1:7891"),
        ("socks5://u:p@h:1", "socks5h://u:p@h:1"),
        ("http://[::1]:8080", "http://[::1]:8080"),
    ],
)
def test_a_proxy_is_read_however_it_is_written(written: str, url: str) -> None:
    assert usable_proxy(written) == url


@rows("odd", ODD)
def test_what_is_no_proxy_is_said_without_its_password(odd: str) -> None:
    with pytest.raises(ProxyUnusableError):
        usable_proxy(odd)
    with pytest.raises(ProxyUnusableError) as caught:
        usable_proxy("ftp://me:secret@proxy.example")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "proxied"),
    [
        ("https://api.example/v.mp4", True),
        ("https://stand-in.example/v.mp4", True),
        ("https://company.example/v.mp4", False),
        ("https://127.0.0.1/v.mp4", False),
    ],
)
async def test_a_strangers_link_goes_through_the_proxy_only_to_the_world_outside(
    monkeypatch: pytest.MonkeyPatch, transport: Transport, url: str, proxied: bool
) -> None:
    monkeypatch.setenv("https_proxy", "http://proxy.example:3128")

    assert await transport.goes_through_proxy(url) is proxied


async def test_without_a_proxy_nothing_goes_through_one_and_nothing_is_looked_up_for_it() -> None:
    async def never(_host: str, _port: int) -> tuple[str, ...]:
        raise AssertionError("looked up")

    async with Transport(resolve=never) as transport:
        assert not await transport.goes_through_proxy("https://cdn.example/")
