"""Odd but lawful wires: interim answers, HTTP/1.0, trailers, no clock, and being sent from https to http."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from sora_desktop.domain.catalog import CATALOG
from sora_desktop.domain.errors import OutcomeUnknownError
from sora_desktop.domain.request import Request
from sora_desktop.domain.shapes import Shape
from sora_desktop.services.client import Endpoint, VideoClient
from sora_desktop.services.downloads.download import DownloadLimits
from sora_desktop.services.http.transport import Transport
from sora_desktop.services.wire import RemoteState
from tests.servers.encrypted import of_client, of_server
from tests.servers.http_server import HttpServer, Received, Reply
from tests.servers.service import CANARY, FakeService
from tests.services.downloads.fetcher import CLIP, Fetcher, Pauses, whole
from tests.support.formats import NATIVE, UNIALL

REQUEST = Request("A cat", CATALOG[5], CATALOG[5].settle_size(Shape.PORTRAIT), 12)
EARLY = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n"


def lawful(body: bytes) -> dict[str, bytes]:
    """The whole of an answer with this body."""
    length = b"Content-Length: %d\r\n\r\n" % len(body)
    chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum, Expires\r\n\r\n"
    return {
        "interim answers": EARLY + b"HTTP/1.1 200 OK\r\n" + length + body,
        "HTTP/1.0": b"HTTP/1.0 200 OK\r\n" + length + body,
        "HTTP/1.0 to its close": b"HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n\r\n" + body,
        "no reason": b"HTTP/1.1 200\r\n" + length + body,
        "trailers": chunked + b"%x;name=value\r\n%b\r\n0\r\nX-Sum: abc\r\nExpires: 0\r\n\r\n" % (len(body), body),
        "an answer behind it": b"HTTP/1.1 200 OK\r\n" + length + body + b"HTTP/1.1 500 No\r\n\r\n",
    }


KINDS = tuple(lawful(b""))


@pytest.fixture
def service() -> Iterator[FakeService]:
    with FakeService() as service:
        service.clip.data = CLIP
        yield service


@pytest.fixture
async def transport() -> AsyncIterator[Transport]:
    async with Transport() as transport:
        yield transport


@pytest.mark.parametrize("kind", KINDS)
async def test_a_job_and_its_clip_come_over_any_lawful_wire_without_a_clock(
    fetch: Fetcher, service: FakeService, target: Path, kind: str
) -> None:
    client = fetch.client()
    service.reply_next("submit", Reply(raw=lawful(b'{"id": "gen_1", "status": "queued"}')[kind]))
    service.reply_next("status", Reply(raw=lawful(b'{"id": "gen_1", "status": "completed"}')[kind]))
    service.files["gen_1.mp4"] = Reply(raw=lawful(CLIP)[kind])

    assert (await client.submit(REQUEST, (), UNIALL)).remote_id == "gen_1"
    assert (await client.status("gen_1", UNIALL)).state is RemoteState.DONE
    assert await fetch() == whole(service)
    assert target.read_bytes() == CLIP


@pytest.mark.parametrize("kind", ["no reason", "trailers"])
@pytest.mark.parametrize("behind", [b"HTTP/1.1 404 No\r\nContent-Length: 33\r\n\r\n", b""])
async def test_what_comes_behind_an_answer_answers_no_later_question(
    transport: Transport, service: FakeService, kind: str, behind: bytes
) -> None:
    client = VideoClient(transport, Endpoint(service.base_url, service.key))
    submitted = await client.submit(REQUEST, (), UNIALL)
    first = lawful(b'{"id": "%b", "status": "queued"}' % submitted.remote_id.encode())[kind]
    stale = behind + b'{"error": {"message": "no such"}}'
    service.reply_next("status", Reply(raw=first + stale, stays=True))

    assert (await client.status(submitted.remote_id, UNIALL)).state is RemoteState.QUEUED
    assert (await client.status(submitted.remote_id, UNIALL)).state is RemoteState.RUNNING


@pytest.mark.parametrize(
    ("status", "place", "found"),
    [
        (200, "https://elsewhere.example/v1/videos/gen_7", "gen_7"),
        (201, "/v1/video/generations/gen_7", "gen_7"),
        (202, "//elsewhere.example/tasks/gen_7?x=1", "gen_7"),
        (201, "https://elsewhere.example/", ""),
        (202, "/login", ""),
        (200, "", ""),
    ],
)
async def test_an_empty_answer_with_a_place_names_the_job_or_leaves_it_unknown(
    transport: Transport, service: FakeService, status: int, place: str, found: str
) -> None:
    client = VideoClient(transport, Endpoint(service.base_url, service.key))
    service.reply_next("submit", Reply(status, {"Location": place} if place else {}))
    if found:
        assert (await client.submit(REQUEST, (), UNIALL)).remote_id == found
    else:
        with pytest.raises(OutcomeUnknownError) as unknown:
            await client.submit(REQUEST, (), UNIALL)
        assert f"HTTP {status}" in unknown.value.answer
        assert place in unknown.value.answer
    assert service.elsewhere.seen == []


@pytest.mark.parametrize("port", ["", ":80", ":8000"])
@pytest.mark.parametrize("status", [301, 302, 307, 308])
async def test_a_front_that_names_its_service_without_encryption_is_asked_with_it(
    tmp_path: Path, status: int, port: str
) -> None:
    """The service behind the front knows nothing of TLS, and names itself by http, in a redirect as in a link."""
    job = {"id": "gen_1", "status": "completed"}

    def serve(request: Received) -> Reply:
        if request.path.startswith("/api/files/"):
            return Reply(body=CLIP)
        if request.path.startswith("/api/"):
            return Reply.of_json(job)
        place = "/api/files/a.mp4" if request.path.endswith("/content") else f"/api{request.path}"
        return Reply(status, {"Location": f"http://localhost{port}{place}"})

    with HttpServer(serve, tls=of_server()) as server:
        async with Transport() as transport:
            transport._tls = of_client()
            limits = DownloadLimits(sleep=Pauses(), spare=0)
            client = VideoClient(transport, Endpoint(f"https://localhost:{server.port}", CANARY), limits=limits)
            looked = await client.status("gen_1", NATIVE)
            fetched = await client.fetch("gen_1", NATIVE, None, tmp_path / "a.part")

    assert looked.state is RemoteState.DONE
    assert fetched.byte_count == len(CLIP)
