"""A service is judged by where its name leads, once in a while, and as public where nobody can say."""

import asyncio

import pytest

from sora_desktop.api.transport import Transport
from sora_desktop.api.whereabouts import Whereabouts

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

    assert await asyncio.gather(*(places.is_public("https://api.example") for _ in range(20))) == [True] * 20
    assert names.asked == ["api.example"]
    names.now, names.known["api.example"] = 301.0, ("10.0.0.1",)
    assert await places.is_public("https://api.example") is False
    names.known["api.example"] = NAMES["api.example"]
    places.forget()
    assert await places.is_public("https://api.example") is True


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
