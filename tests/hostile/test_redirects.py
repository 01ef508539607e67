"""Thirty ways to be sent elsewhere: the key stays at home, and a paid request is sent once, to the service alone."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from sora_desktop.domain.catalog import CATALOG
from sora_desktop.domain.errors import AppError, DownloadError, OutcomeUnknownError, RefusedError, WrongFormatError
from sora_desktop.domain.request import Request
from sora_desktop.domain.shapes import Shape
from sora_desktop.services.client import Endpoint, VideoClient
from sora_desktop.services.downloads.download import DownloadLimits
from sora_desktop.services.http.transport import Transport
from tests.servers.http_server import Reply
from tests.servers.service import CANARY, FakeService
from tests.support.canary import spellings
from tests.support.formats import NATIVE, UNIALL

STATUSES = (301, 302, 303, 307, 308)
REQUEST = Request("a fox in snow", CATALOG[0], CATALOG[0].settle_size(Shape.LANDSCAPE), 4)
CREDENTIALS = {"authorization", "proxy-authorization", "cookie", "x-api-key", "api-key", "referer"}


def port(service: FakeService) -> int:
    return service.elsewhere.port


ELSEWHERE: dict[str, Callable[[FakeService], dict[str, str]]] = {
    "another port": lambda service: {"Location": f"http://127.0.0.1:{port(service)}/v1/videos"},
    "another name of this machine": lambda service: {"Location": f"http://localhost:{port(service)}/x"},
    "another name of the service": lambda service: {"Location": f"http://localhost:{service.server.port}/v1/videos"},
    "without a scheme": lambda service: {"Location": f"//127.0.0.1:{port(service)}/x"},
    "another scheme": lambda service: {"Location": f"https://127.0.0.1:{service.server.port}/x"},
    "in capitals, with a user": lambda service: {"LOCATION": f"HTTP://home@127.0.0.1:{port(service)}/x"},
}
CASES = [(status, name) for name in ELSEWHERE for status in STATUSES]


def test_there_are_thirty_of_them() -> None:
    assert len(CASES) == 30


async def no_pause(_seconds: float) -> None:
    await asyncio.sleep(0)


@pytest.fixture
def service() -> Iterator[FakeService]:
    with FakeService("openai") as running:
        yield running


@pytest.fixture
async def client(service: FakeService) -> AsyncIterator[VideoClient]:
    async with Transport() as transport:
        limits = DownloadLimits(sleep=no_pause, spare=0)
        yield VideoClient(transport, Endpoint(service.base_url, service.key), limits=limits)


def key_bytes(service: FakeService) -> list[str]:
    """Credentials that another origin was told: that of the other server, and the service by another name."""
    home = service.base_url.removeprefix("http://")
    foreign = [*service.elsewhere.seen, *(each for each in service.server.seen if each.headers["host"] != home)]
    told = [f"{each.target} {each.headers}".encode() + each.body for each in foreign]
    named = [f"{name} header" for each in foreign for name in each.headers if name in CREDENTIALS]
    return named + [str(each) for each in told if any(way in each for way in spellings(CANARY))]


@pytest.mark.parametrize(("status", "name"), CASES)
async def test_a_submission_that_is_sent_elsewhere_is_not_followed_and_goes_out_once(
    client: VideoClient, service: FakeService, status: int, name: str
) -> None:
    service.reply_next("submit", Reply(status, ELSEWHERE[name](service)))

    clear = status in (307, 308) or name.endswith(("port", "service"))  # the others may stand for "it was taken"
    with pytest.raises(RefusedError if clear else OutcomeUnknownError, match="redirects to another address"):
        await client.submit(REQUEST, (), NATIVE, idempotency_key="k")
    assert (len(service.server.seen), service.elsewhere.seen, service.money.charges) == (1, [], [])
    assert key_bytes(service) == []


@pytest.mark.parametrize(("status", "name"), CASES)
async def test_a_question_that_is_sent_elsewhere_is_not_asked_there(
    client: VideoClient, service: FakeService, status: int, name: str
) -> None:
    wire = NATIVE
    away = Reply(status, ELSEWHERE[name](service))
    for kind in ("status", "status", "delete", "list"):
        service.reply_next(kind, away)

    for ask in (client.status("job", wire), client.probe(wire), client.list_jobs(wire), client.cancel("job", wire)):
        with pytest.raises(WrongFormatError, match="redirects to another address"):
            await ask
    assert (len(service.server.seen), service.elsewhere.seen) == (4, [])
    assert key_bytes(service) == []


@pytest.mark.parametrize(("status", "name"), CASES)
@pytest.mark.parametrize("kind", ["file", "content"])
async def test_a_download_that_is_sent_elsewhere_goes_there_without_the_key_or_not_at_all(
    client: VideoClient, service: FakeService, tmp_path: Path, status: int, name: str, kind: str
) -> None:
    """Where it may go it is the clip in the end; where not, the clip is not lost but said to be there still."""
    submitted = await client.submit(REQUEST, (), NATIVE)
    service.finish(submitted.remote_id)
    service.reply_next(kind, *[Reply(status, ELSEWHERE[name](service))] * 8)
    url = f"{service.base_url}/files/{submitted.remote_id}.mp4" if kind == "file" else None

    with suppress(DownloadError):
        await client.fetch(submitted.remote_id, NATIVE, url, tmp_path / "part")
    assert key_bytes(service) == []
    assert len(service.requests("submit")) == 1


@dataclass
class FarAway:
    """A network of names that do not exist: the service at one, strangers at all others."""

    place: str
    status: int
    told: list[httpx.Request]

    def answer(self, request: httpx.Request) -> httpx.Response:
        if request.url.host == "api.example":
            return httpx.Response(self.status, headers=[(b"location", self.place.encode())])
        self.told.append(request)
        return httpx.Response(404)


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize(
    "place",
    [
        "https://evil.example/",
        "https://api.example:8443/",
        "http://api.example/",
        "https://api.example.evil.example/",
        "https://API.EXAMPLE.evil.example/",
        "https://sub.api.example/",
        "https://api.example@evil.example/",
        "https://evil.example\\@api.example/",
        "https://api.example%2eevil.example/",
        "https://api。example.evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "https:evil.example",
        "https:///evil.example/",
        "https://93.184.215.14/",
    ],
)
async def test_no_key_leaves_the_origin_of_a_public_service_however_the_place_is_spelt(
    tmp_path: Path, place: str, status: int
) -> None:
    far = FarAway(place, status, [])

    async def resolve(_host: str, _port: int) -> tuple[str, ...]:
        return ("93.184.215.15",)

    async with Transport(network=httpx.MockTransport(far.answer), resolve=resolve) as transport:
        client = VideoClient(
            transport,
            Endpoint("https://api.example", CANARY),
            limits=DownloadLimits(sleep=no_pause, spare=0, attempts=1),
        )
        for attempt in (
            client.submit(REQUEST, (), UNIALL),
            client.status("job", UNIALL),
            client.fetch("job", UNIALL, None, tmp_path / "part"),
        ):
            with pytest.raises(AppError):
                await attempt

    assert [request.method for request in far.told if request.method != "GET"] == []
    assert [name for request in far.told for name in request.headers if name in CREDENTIALS] == []
    assert [request for request in far.told if any(way in str(request.url).encode() for way in spellings(CANARY))] == []
