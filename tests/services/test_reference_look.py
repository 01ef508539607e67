"""Looking at a picture's web address: what a service would find there, and never with a key."""

import io
from collections.abc import Callable
from email.utils import format_datetime
from typing import Any

import httpx
import pytest
from PIL import Image

from sora_desktop.domain.image import ImageFacts, ImageVerdict, InputImage
from sora_desktop.domain.shapes import Size
from sora_desktop.services.http.transport import Transport
from sora_desktop.services.reference_look import look_at_url
from tests.servers.http_server import HttpServer, Received, Reply
from tests.services.parsing.test_expiry import EPOCH, NOON

V = ImageVerdict
URL = "https://pics.example/a.png"
DATE = {"date": format_datetime(NOON, usegmt=True)}


def png(width: int = 640, height: int = 360) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (width, height)).save(made, "PNG")
    return made.getvalue()


Handler = Callable[[httpx.Request], httpx.Response]


def network(handle: Handler, addresses: tuple[str, ...] = ("93.184.215.14",)) -> Transport:
    async def resolve(host: str, _port: int) -> tuple[str, ...]:
        if host == "nowhere.example":
            raise OSError("no such host")
        return ("10.0.0.1",) if host == "inside.example" else addresses

    return Transport(network=httpx.MockTransport(handle), resolve=resolve)


async def look(handle: Handler, url: str = URL, **options: float) -> ImageFacts:
    async with network(handle) as transport:
        return await look_at_url(transport, InputImage(url=url), **options)


async def test_a_public_picture_is_found_with_its_kind_size_and_length() -> None:
    seen: list[httpx.Request] = []

    def handle(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, content=png())

    facts = await look(handle)

    assert (facts.verdict, facts.mime, facts.size) == (V.OK, "image/png", Size(640, 360))
    assert (facts.byte_count, facts.private_address) == (len(png()), False)
    assert [name for name in seen[0].headers if name in ("authorization", "cookie")] == []
    assert (seen[0].url.host, seen[0].headers["host"]) == ("93.184.215.14", "pics.example")


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (httpx.Response(401), V.PRIVATE),
        (httpx.Response(403), V.PRIVATE),
        (httpx.Response(404), V.PRIVATE),
        (httpx.Response(410), V.EXPIRED),
        (httpx.Response(500), V.UNREACHABLE),
        (httpx.Response(429), V.UNREACHABLE),
        (httpx.Response(304), V.UNREACHABLE),
        (httpx.Response(200, content=b"<html>Sign in</html>", headers={"content-type": "image/png"}), V.NOT_AN_IMAGE),
        (httpx.Response(200, content=b"<svg xmlns='x'/>", headers={"content-type": "image/svg+xml"}), V.NOT_AN_IMAGE),
        (httpx.Response(200, content=b""), V.EMPTY),
        (httpx.Response(200, content=png(), headers={"content-length": "99000000"}), V.TOO_LARGE),
        (httpx.Response(200, content=b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\0\0\xff\xff" * 2 + b"\0" * 9), V.TOO_LARGE),
        (httpx.Response(302, headers={"location": "https://inside.example/a.png"}), V.PRIVATE),
        (httpx.Response(302, headers={"location": "ftp://pics.example/a.png"}), V.BAD_URL),
        (httpx.Response(302, headers={"location": URL}), V.BAD_URL),
    ],
    ids=lambda value: str(value) if isinstance(value, httpx.Response) else value.value,
)
async def test_each_answer_has_its_verdict(answer: Any, verdict: V) -> None:
    assert (
        await look(lambda _: httpx.Response(answer.status_code, headers=answer.headers, content=answer.content))
    ).verdict is verdict


@pytest.mark.parametrize(
    ("seconds", "status", "verdict"),
    [
        (-1, 200, V.EXPIRED),
        (-1, 403, V.EXPIRED),
        (600, 200, V.EXPIRES_SOON),
        (600, 403, V.PRIVATE),
        (86_400, 200, V.OK),
    ],
)
async def test_the_end_of_a_signed_link_is_judged_by_the_servers_clock(seconds: int, status: int, verdict: V) -> None:
    url = f"{URL}?Expires={EPOCH + seconds}"

    assert (await look(lambda _: httpx.Response(status, content=png(), headers=DATE), url)).verdict is verdict


async def test_how_soon_is_soon_is_the_callers_matter() -> None:
    url = f"{URL}?Expires={EPOCH + 600}"
    facts = await look(lambda _: httpx.Response(200, content=png(), headers=DATE), url, deadline_seconds=300)

    assert facts.verdict is V.OK


@pytest.mark.parametrize(
    "url",
    ["ftp://pics.example/a.png", "file:///a.png", "pics.example/a.png", "https://u:p@pics.example/a", "https://", "x"],
)
async def test_what_is_no_web_address_is_not_asked_for(url: str) -> None:
    def handle(_: httpx.Request) -> httpx.Response:
        raise AssertionError("nothing may be asked")

    assert (await look(handle, url)).verdict is V.BAD_URL


@pytest.mark.parametrize("error", [httpx.ConnectError("x"), httpx.ReadTimeout("x"), TimeoutError()])
async def test_a_line_that_fails_is_unreachable(error: Any) -> None:
    def fail(_: httpx.Request) -> httpx.Response:
        raise error

    assert (await look(fail)).verdict is V.UNREACHABLE


async def test_a_name_that_nobody_knows_is_unreachable() -> None:
    assert (await look(lambda _: httpx.Response(200), "https://nowhere.example/a.png")).verdict is V.UNREACHABLE


async def test_a_picture_on_a_private_name_is_looked_at_and_marked() -> None:
    facts = await look(lambda _: httpx.Response(200, content=png()), "https://inside.example/a.png")

    assert (facts.verdict, facts.private_address) == (V.OK, True)


async def test_a_picture_on_this_machine_is_looked_at_over_a_real_socket_and_marked() -> None:
    def serve(request: Received) -> Reply:
        moved = Reply(302, {"Location": "/b.png"})
        return moved if request.path == "/a.png" else Reply(200, {"Content-Type": "text/plain"}, png())

    with HttpServer(serve) as server:
        async with Transport() as transport:
            facts = await look_at_url(transport, InputImage(url=f"{server.base_url}/a.png"))

    assert (facts.verdict, facts.private_address, facts.size) == (V.OK, True, Size(640, 360))
    assert [request.path for request in server.seen] == ["/a.png", "/b.png"]


async def test_only_the_beginning_of_a_large_picture_is_read() -> None:
    data = png() + b"\0" * 20_000_000
    with HttpServer(lambda _: Reply(200, {}, data)) as server:
        async with Transport() as transport:
            facts = await look_at_url(transport, InputImage(url=f"{server.base_url}/a.png"))

    assert (facts.verdict, facts.byte_count) == (V.OK, len(data))
