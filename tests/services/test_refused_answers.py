"""What the HTTP library refuses to read: a paid answer keeps its id or its text, a question its job, a clip its bytes."""

import asyncio
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from sora_desktop.domain.catalog import CATALOG
from sora_desktop.domain.errors import DownloadError, OutcomeUnknownError, UnreachableError
from sora_desktop.domain.request import Request
from sora_desktop.domain.shapes import Shape
from sora_desktop.services.client import Endpoint, VideoClient
from sora_desktop.services.http import patient_transport
from sora_desktop.services.http import transport as transport_module
from sora_desktop.services.http.overheard import Heard
from sora_desktop.services.http.transport import Role, Transport
from sora_desktop.services.wire import RemoteState
from tests.servers.encrypted import of_client, of_server
from tests.servers.http_server import HttpServer, Reply
from tests.servers.proxy import Proxy
from tests.servers.service import CANARY, FakeService
from tests.services.downloads.fetcher import CLIP, Fetcher, whole
from tests.support.formats import UNIALL

REQUEST = Request("A cat", CATALOG[5], CATALOG[5].settle_size(Shape.PORTRAIT), 12)
JOB = b'{"id": "gen_1", "status": "queued"}'
OK = b"HTTP/1.1 200 OK\r\n"
LENGTH = b"Content-Length: %d\r\n" % len(JOB)
CHUNKED = b"Transfer-Encoding: chunked\r\n"


def answer(*lines: bytes, body: bytes = JOB, first: bytes = OK) -> bytes:
    return first + b"".join(lines) + b"\r\n" + body


REFUSED = {
    "header name": answer(LENGTH, b"X Ratelimit: 9\r\n"),
    "header without a colon": answer(LENGTH, b"nonsense\r\n"),
    "header value": answer(LENGTH, b"X-Model: sora\x00\x01\r\n"),
    "header in UTF-16": answer(LENGTH, "X: ä\r\n".encode("utf-16")),
    "space before the colon": answer(LENGTH, b"Content-Type : application/json\r\n"),
    "folded first header": answer(b" folded: 1\r\n", LENGTH),
    "150 KB of headers": answer(LENGTH, *(b"X-%d: %s\r\n" % (number, b"v" * 990) for number in range(150))),
    "one header of 150 KB": answer(b"X: " + b"v" * 150_000 + b"\r\n", LENGTH),
    "status line": answer(LENGTH, first=b"HTTP/1.1 200 \x01 fine\r\n"),
    "status line without a space": answer(LENGTH, first=b"HTTP/1.1 200OK\r\n"),
    "another HTTP": answer(LENGTH, first=b"HTTP/2 200\r\n"),
    "small letters": answer(LENGTH, first=b"http/1.1 200 ok\r\n"),
    "blank lines before": b"\r\n\n\r\n" + answer(LENGTH, b"X Y: 1\r\n"),
    "length below nothing": answer(b"Content-Length: -1\r\n"),
    "no number": answer(b"Content-Length: many\r\n"),
    "two lengths": answer(LENGTH, b"Content-Length: 7\r\n"),
    "two lengths in one": answer(b"Content-Length: 35, 36\r\n"),
    "empty length": answer(b"Content-Length:\r\n"),
    "length and chunks": answer(
        LENGTH, b"Transfer-Encoding: chunked, chunked\r\n", body=b"23\r\n" + JOB + b"\r\n0\r\n\r\n"
    ),
    "another coding": answer(LENGTH, b"Transfer-Encoding: identity\r\n"),
    "chunks that are none": answer(CHUNKED),
    "chunk size": answer(CHUNKED, body=b"zz\r\n" + JOB + b"\r\n0\r\n\r\n"),
    "chunk size below nothing": answer(CHUNKED, body=b"-23\r\n" + JOB + b"\r\n0\r\n\r\n"),
    "second chunk size": answer(CHUNKED, body=b"9\r\n" + JOB[:9] + b"\r\n\r\nno\r\n" + JOB[9:] + b"\r\n0\r\n\r\n"),
    "chunk that is longer than it says": answer(CHUNKED, body=b"5\r\n" + JOB + b"\r\n0\r\n\r\n"),
    "chunk that is shorter than it says": answer(CHUNKED, body=b"ffff\r\n" + JOB),
    "chunk without an end": answer(CHUNKED, body=b"23\r\n" + JOB),
    "bare line feeds": answer(b"X Y: 1\n", first=b"HTTP/1.1 200 OK\n").replace(b"\r\n", b"\n"),
    "garbage behind the headers": answer(b"X-A: 1\r\n", b"\x00\xff\xfe\r\n"),
    "no line between": OK + b"X-A: 1\r\n" + JOB,
    "interim answer": b"HTTP/1.1 103 Early Hints\r\nLink x: </a>\r\n\r\n" + answer(LENGTH),
    "shorter than its length": answer(b"Content-Length: 4000\r\n"),
    "longer than its length": answer(b"Content-Length: 5\r\n"),
    "length of nothing": answer(b"Content-Length: 0\r\n"),
    "no content": answer(first=b"HTTP/1.1 204 No Content\r\n"),
}
"""Each is the whole of an answer with a job in it; then the line is closed."""
READ_AS_QUESTIONS = sorted(
    set(REFUSED) - {"longer than its length", "length of nothing", "no content"}  # by the rules, and empty
)


@pytest.fixture
def client(service: FakeService, transport: Transport) -> VideoClient:
    return VideoClient(transport, Endpoint(service.base_url, service.key))


@pytest.mark.parametrize("raw", REFUSED.values(), ids=REFUSED)
async def test_the_id_in_a_paid_answer_that_breaks_the_rules_of_http_is_taken(
    client: VideoClient, service: FakeService, raw: bytes
) -> None:
    service.reply_next("submit", Reply(raw=raw))

    assert (await client.submit(REQUEST, (), UNIALL)).remote_id == "gen_1"
    assert len(service.requests("submit")) == 1


@pytest.mark.parametrize("what", READ_AS_QUESTIONS)
async def test_a_job_in_an_answer_that_breaks_the_rules_of_http_is_seen(
    client: VideoClient, service: FakeService, what: str
) -> None:
    service.reply_next("status", Reply(raw=REFUSED[what].replace(b"queued", b"failed")))

    assert (await client.status("gen_1", UNIALL)).state is RemoteState.FAILED


@pytest.mark.parametrize("encrypted", [False, True])
@pytest.mark.parametrize("scheme", ["", "http", "socks5"])
async def test_it_is_read_through_tls_and_through_a_proxy(
    monkeypatch: pytest.MonkeyPatch, encrypted: bool, scheme: str
) -> None:
    async def resolve(_host: str, _port: int) -> tuple[str, ...]:
        return ("8.8.8.8",)

    raw = REFUSED["header name"]
    with HttpServer(lambda _: Reply(raw=raw), tls=of_server() if encrypted else None) as server:
        async with Transport(resolve=resolve) as transport:
            transport._tls = of_client()
            with Proxy(to=server.port) as proxy:
                kind = "https" if encrypted else "http"
                url = f"{kind}://localhost:{server.port}"
                if scheme:
                    monkeypatch.setenv(f"{kind}_proxy", proxy.url_as(scheme))
                    url = f"{kind}://api.example"
                submitted = await VideoClient(transport, Endpoint(url)).submit(REQUEST, (), UNIALL)
                await transport.aclose()
            assert bool(proxy.asked) == bool(scheme)

    assert submitted.remote_id == "gen_1"


async def test_what_comes_after_the_refused_head_is_waited_for(
    client: VideoClient, service: FakeService, monkeypatch: pytest.MonkeyPatch
) -> None:
    late, more = asyncio.Event(), Heard.more

    async def noted(heard: Heard, patience: float | None) -> bytes:
        service.server.call(late.set)
        return await more(heard, patience)

    monkeypatch.setattr(Heard, "more", noted)
    head, _, body = REFUSED["header name"].partition(b"\r\n\r\n")
    service.reply_next("submit", Reply(raw=head + b"\r\n\r\n", hold_body=late, body=body))

    assert (await client.submit(REQUEST, (), UNIALL)).remote_id == "gen_1"


async def test_an_answer_that_does_not_tell_its_end_and_stays_open_is_taken_when_nothing_more_comes(
    client: VideoClient, service: FakeService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patient_transport, "_SILENCE", 0.01)
    never = asyncio.Event()
    service.reply_next("submit", Reply(raw=REFUSED["no number"], hold_body=never))
    service.reply_next("submit", Reply(raw=REFUSED["chunk size"], hold_body=never))

    assert [(await client.submit(REQUEST, (), UNIALL)).remote_id for _ in range(2)] == ["gen_1", "gen_1"]


@pytest.mark.parametrize("status", [200, 301, 307, 400, 401, 402, 404, 422, 429, 500, 503])
async def test_without_an_id_it_is_never_a_no_whatever_its_status_and_its_text_is_kept(
    client: VideoClient, service: FakeService, status: int
) -> None:
    body = f'{{"error": {{"message": "no credit for {CANARY}", "code": "insufficient_quota"}}}}'.replace(
        '7b3a"', '7b3a\\"'
    )
    first = b"HTTP/1.1 %d No\r\nLocation: /v1/video/generations/\r\n" % status
    raw = answer(b"Odd Header: of %s\r\n" % CANARY.encode(), body=body.encode(), first=first)
    service.reply_next("submit", Reply(raw=raw))
    with pytest.raises(OutcomeUnknownError) as unknown:
        await client.submit(REQUEST, (), UNIALL)

    kept = unknown.value.answer
    assert kept.startswith(f"HTTP {status}\n")
    assert "odd header: of [the key]" in kept
    assert "no credit for [the key]" in kept
    assert CANARY not in f"{kept} {unknown.value}"
    assert len(service.requests("submit")) == 1


async def test_what_is_no_http_at_all_is_kept_with_the_job(client: VideoClient, service: FakeService) -> None:
    service.reply_next("submit", Reply(raw=b"\x16\x03 ticket 12345678, thank you\r\n"))
    with pytest.raises(OutcomeUnknownError) as unknown:
        await client.submit(REQUEST, (), UNIALL)

    assert "ticket 12345678, thank you" in unknown.value.answer


@pytest.mark.parametrize("end", ["cut", "reset", "time"])
async def test_what_came_of_a_paid_answer_before_it_broke_off_is_kept_and_no_half_id_is_taken(
    client: VideoClient, service: FakeService, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    """A byte every few seconds ends with the time for the whole answer: there what came is all that there is."""
    if end == "time":
        monkeypatch.setitem(transport_module._WHOLE_SECONDS, Role.SUBMIT, 0.2)
    hold = asyncio.Event() if end == "time" else None
    for raw in (
        b"HTTP/1.1 200 OK\r\nX-Ticket: 77\r\nX-Task-Id: task_12",
        OK + b"Content-Length: 90\r\n\r\ntask_12ab34",
    ):
        service.reply_next("submit", Reply(raw=raw, reset=end == "reset", hold_body=hold))
        with pytest.raises(OutcomeUnknownError) as unknown:
            await client.submit(REQUEST, (), UNIALL)

        assert unknown.value.answer.startswith("HTTP 200\n")
        assert ("x-ticket: 77" in unknown.value.answer) == (b"Ticket" in raw)
    assert unknown.value.answer.endswith("\n\ntask_12ab34")


@pytest.mark.parametrize(
    "raw",
    [
        answer(b"X Y: 1\r\n", first=b"HTTP/1.1 404 Not Found\r\n", body=b'{"error": {"message": "no such job"}}'),
        answer(b"X Y: 1\r\n", first=b"HTTP/1.1 500 No\r\n", body=b'{"id": "gen_1", "status": "failed"}'),
        answer(b"X Y: 1\r\n", body=b'{"status": "failed"}'),
        answer(b"X Y: 1\r\n", body=b'{"id": "gen_1", "status": "failed"'),
        answer(b"X Y: 1\r\n", body=b""),
        b'{"id": "gen_1", "status": "failed"}',
    ],
)
async def test_a_question_is_answered_only_by_a_whole_good_answer_about_a_job(
    client: VideoClient, service: FakeService, raw: bytes
) -> None:
    service.reply_next("status", Reply(raw=raw))
    with pytest.raises(UnreachableError):
        await client.status("gen_1", UNIALL)


async def test_a_clip_behind_a_head_that_breaks_the_rules_comes_home(
    fetch: Fetcher, service: FakeService, target: Path
) -> None:
    for head in (b"Odd Header: 1\r\nContent-Length: %d\r\n" % len(CLIP), b"Content-Length: -1\r\n"):
        service.files["gen_1.mp4"] = Reply(raw=OK + head + b"\r\n" + CLIP)
        assert await fetch() == whole(service)
        assert target.read_bytes() == CLIP
        target.unlink()


async def test_a_clip_that_is_cut_behind_a_refused_head_is_known_not_to_be_whole(
    fetch: Fetcher, service: FakeService
) -> None:
    head = b"Odd Header: 1\r\nContent-Length: %d\r\n" % len(CLIP)
    service.files["gen_1.mp4"] = Reply(raw=OK + head + b"\r\n" + CLIP[:-1])
    with pytest.raises(DownloadError):
        await fetch()


async def test_no_line_stays_open_behind_an_answer_that_was_refused(
    service: FakeService, transport: Transport, monkeypatch: pytest.MonkeyPatch
) -> None:
    for role in Role:
        for raw in (REFUSED["header name"], REFUSED["chunk size"], b"nonsense"):
            service.reply_next("list", Reply(raw=raw))
            with suppress(httpx.RemoteProtocolError):
                await transport.answer(role, "GET", f"{service.base_url}/v1/videos")
    ways = [client._transport for client in transport._clients.values()]
    pools = [way._pool for way in ways if isinstance(way, patient_transport.PatientTransport)]
    assert len(pools) == len(Role)

    assert [pool.connections for pool in pools] == [[] for _ in pools]
