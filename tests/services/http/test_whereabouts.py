"""A service is judged by where its name leads, once in a while, and as public where nobody can say."""

import asyncio

import pytest

from sora_desktop.services.http.transport import Role, Transport
from sora_desktop.services.http.whereabouts import Whereabouts
from tests.servers.http_server import HttpServer, Reply

NAMES = {
    "api.example": ("93.184.215.14",),
    "video.corp.example": ("10.1.2.3", "fd00::5"),
    "both.example": ("10.1.2.3", "93.184.215.14"),
    "empty.example": (),
}


class Names:
    """A name service that counts, and whose answers can be changed."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.known = dict(NAMES)
        self.now = 0.0

    async def resolve(self, host: str, _port: int) -> tuple[str, ...]:
        self.asked.append(host)
        await asyncio.sleep(0)
        try:
            return self.known[host]
        except KeyError:
            raise OSError("no such host") from None

    def whereabouts(self) -> Whereabouts:
        return Whereabouts(self.resolve, lambda: self.now)


@pytest.mark.parametrize(
    ("url", "public"),
    [
        ("https://api.example", True),
        ("https://video.corp.example/base", False),
        ("http://video.corp.example:8000", False),
        ("https://both.example", True),
        ("https://empty.example", True),
        ("https://nowhere.example", True),
        ("https://93.184.215.14", True),
    ],
)
async def test_a_service_is_where_its_name_leads(url: str, public: bool) -> None:
    assert await Names().whereabouts().is_public(url) is public


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:9", "http://localhost", "http://nas:80", "http://[::1]", "https://10.0.0.1"]
)
async def test_what_is_private_by_its_form_is_not_looked_up(url: str) -> None:
    names = Names()

    assert await names.whereabouts().is_public(url) is False
    assert names.asked == []


async def test_a_name_is_looked_up_once_in_a_while_however_many_ask() -> None:
    names = Names()
    places = names.whereabouts()

    corp = "https://video.corp.example"

    assert await asyncio.gather(*(places.is_public(corp) for _ in range(20))) == [False] * 20
    assert names.asked == ["video.corp.example"]
    names.known["video.corp.example"] = NAMES["api.example"]
    assert await places.is_public(corp) is False
    names.now = 301.0
    assert await places.is_public(corp) is True


async def test_once_public_a_service_stays_so_until_the_network_may_be_another() -> None:
    """It could else point its name at a private address for a moment, and name links there."""
    names = Names()
    places = names.whereabouts()

    assert await places.is_public("https://api.example") is True
    names.known["api.example"], names.now = ("10.0.0.1",), 10_000.0
    assert await places.is_public("https://api.example") is True
    places.forget()
    assert await places.is_public("https://api.example") is False


async def test_a_service_that_was_reached_at_a_public_address_is_public_whatever_its_name_leads_to() -> None:
    names = Names()
    places = names.whereabouts()
    places.saw("https://video.corp.example/v1/videos", "10.1.2.3")
    assert await places.is_public("https://video.corp.example") is False
    places.saw("https://video.corp.example/v1/videos", "93.184.215.14")
    assert await places.is_public("https://video.corp.example") is True


async def test_the_transport_notes_at_which_address_a_service_was_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only services: a stranger's link says nothing of them. Here 127.0.0.1 plays a public address."""
    seen: list[tuple[str, str]] = []
    with HttpServer(lambda _: Reply(200)) as server:
        async with Transport() as transport:
            monkeypatch.setattr(transport._whereabouts, "saw", lambda url, address: seen.append((url, address)))
            for role in (Role.SUBMIT, Role.ASK, Role.FRESH, Role.ASSET, Role.DIRECT):
                await transport.answer(role, "GET", f"{server.base_url}/{role}")

    assert seen == [(f"{server.base_url}/{role}", "127.0.0.1") for role in ("submit", "ask", "fresh")]


async def test_a_name_that_nobody_knows_is_asked_about_again_soon() -> None:
    names = Names()
    places = names.whereabouts()

    assert await places.is_public("https://new.corp.example") is True
    names.known["new.corp.example"], names.now = ("10.0.0.9",), 31.0
    assert await places.is_public("https://new.corp.example") is False


async def test_the_transport_tells_and_looks_again_after_the_network_may_have_changed() -> None:
    names = Names()
    async with Transport(resolve=names.resolve) as transport:
        assert await transport.is_public("https://video.corp.example") is False
        names.known["video.corp.example"] = ("93.184.215.14",)
        assert await transport.is_public("https://video.corp.example") is False
        await transport.drop_connections()
        assert await transport.is_public("https://video.corp.example") is True
