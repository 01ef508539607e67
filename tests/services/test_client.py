"""The client against a real service on a socket: what is sent, what each failure means, and that nothing goes twice."""

import asyncio
import base64
import gzip
import json
import socket
import threading
import zlib
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from sora_desktop.domain.catalog import CATALOG
from sora_desktop.domain.errors import (
    BusyError,
    JobGoneError,
    NotSentError,
    OutcomeUnknownError,
    PacedError,
    PictureLostError,
    RefusedError,
    UnreachableError,
    WrongFormatError,
    WrongKeyError,
)
from sora_desktop.domain.parameters import Parameter, ParameterKind, ParameterValue, Place
from sora_desktop.domain.request import Request
from sora_desktop.domain.shapes import Shape
from sora_desktop.services.client import Endpoint, VideoClient
from sora_desktop.services.formats import FORMATS
from sora_desktop.services.http.transport import Transport
from sora_desktop.services.wire import Answer, CancelOutcome, PreparedImage, RemoteState, RemoteStatus
from tests.servers.clip_file import TINY_MP4
from tests.servers.http_server import Framing, HttpServer, Reply
from tests.servers.personalities import PERSONALITIES
from tests.servers.service import CANARY, FakeService, Fault
from tests.support.formats import NATIVE, UNIALL
from tests.support.until import until

REQUEST = Request("A cat running through grass", CATALOG[5], CATALOG[5].settle_size(Shape.PORTRAIT), 12)
PNG = b"\x89PNG\r\n\x1a\n\r\n--boundary\r\n\x00\xff"


@pytest.fixture
def service() -> Iterator[FakeService]:
    with FakeService() as service:
        yield service


@pytest.fixture
async def transport() -> AsyncIterator[Transport]:
    async with Transport() as transport:
        yield transport


@pytest.fixture
def client(service: FakeService, transport: Transport) -> VideoClient:
    return VideoClient(transport, Endpoint(service.base_url, service.key))


@pytest.fixture
def picture(tmp_path: Path) -> PreparedImage:
    path = tmp_path / "in.png"
    path.write_bytes(PNG)
    return PreparedImage(path=path, mime="image/png")


@pytest.mark.parametrize("wire_format", [UNIALL, NATIVE])
async def test_a_job_is_submitted_watched_and_fetched_in_either_format(
    client: VideoClient, service: FakeService, wire_format: str, tmp_path: Path
) -> None:
    submitted = await client.submit(REQUEST, (), wire_format)
    states = [(await client.status(submitted.remote_id, wire_format)) for _ in range(2)]
    fetched = await client.fetch(submitted.remote_id, wire_format, states[-1].result_url, tmp_path / "a.part")

    assert [status.state for status in states] == [RemoteState.RUNNING, RemoteState.DONE]
    assert (fetched.sha256, fetched.byte_count) == (service.clip.sha256(), len(service.clip.data))
    assert (tmp_path / "a.part").read_bytes() == service.clip.data
    assert len(service.money.charges) == 1


async def test_a_uniall_submission_goes_out_as_the_seed_has_it(client: VideoClient, service: FakeService) -> None:
    await client.submit(REQUEST, [PreparedImage(url="https://example.com/image.jpg")], UNIALL)
    (sent,) = service.requests("submit")

    assert (sent.method, sent.target) == ("POST", "/v1/video/generations")
    assert sent.headers["authorization"] == f"Bearer {CANARY}"
    assert sent.headers["content-type"] == "application/json"
    assert sent.headers["user-agent"].startswith("sora-desktop/")
    assert sent.headers["accept-encoding"] == "identity"
    assert "idempotency-key" not in sent.headers
    assert sent.json() == {
        "model": "sora2-portrait-12s",
        "prompt": "A cat running through grass",
        "image_url": "https://example.com/image.jpg",
    }


async def test_a_picture_in_a_uniall_job_is_a_data_url(
    client: VideoClient, service: FakeService, picture: PreparedImage
) -> None:
    await client.submit(REQUEST, [picture], UNIALL)

    assert service.only_job().fields["image_url"] == "data:image/png;base64,iVBORw0KGgoNCi0tYm91bmRhcnkNCgD/"


async def test_a_picture_in_a_native_job_is_a_file_part_byte_for_byte(
    client: VideoClient, service: FakeService, picture: PreparedImage
) -> None:
    await client.submit(REQUEST, [picture], NATIVE)
    sent = service.only_job().fields

    assert (sent["input_reference"].mime, sent["input_reference"].data) == ("image/png", PNG)
    assert (sent["seconds"], sent["size"]) == ("12", "720x1280")


async def test_a_form_without_a_file_goes_out_as_the_form_that_it_says_to_be(
    client: VideoClient, service: FakeService
) -> None:
    service.more_fields = frozenset({"steps"})
    steps = Parameter("steps", ParameterKind.WHOLE, place=Place.FORM)
    asked = replace(
        REQUEST, model=replace(REQUEST.model, parameters=(steps,)), parameters=(ParameterValue("steps", 8),)
    )
    await client.submit(asked, (), NATIVE)
    (sent,) = service.requests("submit")

    assert sent.headers["content-type"].startswith("multipart/form-data; boundary=")
    assert ("8", "A cat running through grass") == (service.only_job().fields["steps"], service.only_job().prompt)


async def test_a_picture_that_is_gone_is_refused_before_anything_is_sent(
    client: VideoClient, service: FakeService, tmp_path: Path
) -> None:
    with pytest.raises(PictureLostError):
        await client.submit(REQUEST, [PreparedImage(path=tmp_path / "gone.png", mime="image/png")], NATIVE)

    assert service.server.seen == []


async def test_text_of_every_kind_arrives_and_half_characters_do_no_harm(
    client: VideoClient, service: FakeService
) -> None:
    prompt = 'Ein Füchslein 🦊 "quoted"\n第二行 \ud800'
    for wire_format in (UNIALL, NATIVE):
        await client.submit(Request(prompt, CATALOG[5], CATALOG[5].settle_size(Shape.PORTRAIT), 12), (), wire_format)

    assert {job.prompt for job in service.jobs.values()} == {prompt.replace("\ud800", "\ufffd")}


def squeezed(reply: Reply, said: str, squeeze: Callable[[bytes], bytes]) -> Reply:
    return replace(reply, headers={**reply.headers, "Content-Encoding": said}, body=squeeze(reply.body))


@pytest.mark.parametrize(
    ("said", "squeeze"),
    [("gzip", gzip.compress), ("X-GZIP", gzip.compress), ("deflate", zlib.compress), ("gzip", bytes), ("br", bytes)],
)
@pytest.mark.parametrize("framing", Framing)
async def test_an_answer_that_comes_compressed_or_only_says_so_keeps_its_id(
    client: VideoClient, service: FakeService, said: str, squeeze: Callable[[bytes], bytes], framing: Framing
) -> None:
    reply = replace(Reply.of_json({"id": "gen_1", "status": "queued"}), framing=framing)
    service.reply_next("submit", squeezed(reply, said, squeeze))
    service.reply_next("status", squeezed(reply, said, squeeze))

    assert (await client.submit(REQUEST, (), UNIALL)).remote_id == "gen_1"
    assert (await client.status("gen_1", UNIALL)).state is RemoteState.QUEUED


async def test_a_compressed_answer_without_a_header_or_without_its_end_keeps_its_id(
    client: VideoClient, service: FakeService
) -> None:
    body = gzip.compress(b'{"id": "gen_1", "status": "queued"}')
    service.reply_next("submit", Reply(200, {}, body), Reply(200, {"Content-Encoding": "gzip"}, body[:-8]))

    assert [(await client.submit(REQUEST, (), UNIALL)).remote_id for _ in range(2)] == ["gen_1", "gen_1"]


@pytest.mark.parametrize("said", ["identity", "gzip"])
async def test_an_answer_that_is_whole_though_its_length_says_otherwise_is_read(
    client: VideoClient, service: FakeService, said: str
) -> None:
    """Fronts that compress by themselves forget to tell the new length."""
    body = b'{"id": "gen_1", "status": "queued"}'
    sent = gzip.compress(body) if said == "gzip" else body
    spoilt = Reply(200, {"Content-Encoding": said}, sent, length=4000, cut_at=len(sent))
    service.reply_next("submit", spoilt)
    service.reply_next("status", spoilt, replace(spoilt, body=sent[:-9], cut_at=len(sent) - 9))

    assert (await client.submit(REQUEST, (), UNIALL)).remote_id == "gen_1"
    assert (await client.status("gen_1", UNIALL)).state is RemoteState.QUEUED
    if said == "identity":
        with pytest.raises(UnreachableError):
            await client.status("gen_1", UNIALL)


@pytest.mark.parametrize("framing", [Framing.LENGTH, Framing.CHUNKED])
async def test_of_a_submissions_answer_that_breaks_off_the_id_is_taken(
    client: VideoClient, service: FakeService, framing: Framing
) -> None:
    body = b'{"id": "gen_1", "status": "queued", "prompt": "A cat running through'
    service.reply_next("submit", Reply(200, {}, body + b"x" * 100, framing, cut_at=len(body)))

    assert (await client.submit(REQUEST, (), UNIALL)).remote_id == "gen_1"


@pytest.mark.parametrize("status", [200, 400, 401, 429, 500])
async def test_an_answer_that_breaks_off_before_the_id_leaves_the_outcome_unknown_whatever_its_status(
    client: VideoClient, service: FakeService, status: int
) -> None:
    service.reply_next("submit", Reply(status, {}, b'{"id": "gen_1', cut_at=13, length=100))

    with pytest.raises(OutcomeUnknownError):
        await client.submit(REQUEST, (), UNIALL)


async def test_an_answer_with_a_clip_in_it_is_read_whole_and_not_on_the_loop(
    client: VideoClient, service: FakeService, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads = set[threading.Thread]()
    read_status = FORMATS[UNIALL].read_status

    def noted(answer: Answer, *, base_url: str) -> RemoteStatus:
        threads.add(threading.current_thread())
        return read_status(answer, base_url=base_url)

    monkeypatch.setattr(FORMATS[UNIALL], "read_status", noted)
    film = TINY_MP4 + bytes(12 << 20)
    data_url = f"data:video/mp4;base64,{base64.b64encode(film).decode()}"
    service.reply_next("status", Reply.of_json({"id": "gen_1", "status": "completed", "video_url": data_url}))
    status = await client.status("gen_1", UNIALL)

    assert (status.state, status.clip) == (RemoteState.DONE, film)
    assert threading.main_thread() not in threads


@pytest.mark.parametrize("key", ["sk-schlüssel", "sk-a\nb", "sk-abcdef ", " sk-abcdef", "sk-abc\x00"])
async def test_a_key_that_no_header_can_hold_is_sent_nowhere_and_shown_nowhere(
    transport: Transport, service: FakeService, key: str
) -> None:
    client = VideoClient(transport, Endpoint(service.base_url, key))
    with pytest.raises(RefusedError) as refused:
        await client.submit(REQUEST, (), UNIALL)
    with pytest.raises(WrongKeyError) as wrong:
        await client.status("a", UNIALL)

    assert key.strip() not in f"{refused.value} {wrong.value}"
    assert service.server.seen == []


async def test_an_error_that_quotes_the_key_is_told_without_it() -> None:
    def quote_it(request: httpx.Request) -> httpx.Response:
        raise httpx.LocalProtocolError(f"Illegal header value {request.headers['authorization']!r}")

    async with Transport(network=httpx.MockTransport(quote_it)) as transport:
        client = VideoClient(transport, Endpoint("https://api.example", CANARY))
        with pytest.raises(OutcomeUnknownError, match=r"\[the key\]"):
            await client.submit(REQUEST, (), UNIALL)
        with pytest.raises(UnreachableError, match=r"\[the key\]"):
            await client.status("a", UNIALL)


async def test_a_fresh_look_goes_over_a_connection_of_its_own(client: VideoClient, service: FakeService) -> None:
    submitted = await client.submit(REQUEST, (), UNIALL)
    before = service.server.connections
    for _ in range(3):
        await client.status(submitted.remote_id, UNIALL)
    kept = service.server.connections
    for _ in range(3):
        await client.status(submitted.remote_id, UNIALL, fresh=True)

    assert (kept - before, service.server.connections - kept) == (1, 3)


async def test_an_idempotency_key_is_sent_where_given(client: VideoClient, service: FakeService) -> None:
    service.honours_keys = True
    first = await client.submit(REQUEST, (), UNIALL, idempotency_key="k-1")
    second = await client.submit(REQUEST, (), UNIALL, idempotency_key="k-1")

    assert first.remote_id == second.remote_id
    assert len(service.money.charges) == 1


async def test_without_a_key_no_credentials_are_sent(transport: Transport) -> None:
    with FakeService(key="") as service:
        await VideoClient(transport, Endpoint(service.base_url)).submit(REQUEST, (), UNIALL)

        assert "authorization" not in service.server.seen[0].headers


CLASSES = {
    Fault.DROP_UNREAD: OutcomeUnknownError,
    Fault.CAPTIVE_PORTAL: OutcomeUnknownError,
    Fault.BAD_GATEWAY: OutcomeUnknownError,
    Fault.PACE: PacedError,
    Fault.PACE_WITHOUT_WORD: PacedError,
    Fault.REDIRECT_ELSEWHERE: RefusedError,
    **{fault: RefusedError for fault in Fault if fault.name.startswith("REFUSE")},
    **{fault: OutcomeUnknownError for fault in Fault if fault.name.startswith("ACCEPT")},
}
ID_IS_THERE = (Fault.ACCEPT_THEN_CUT, Fault.ACCEPT_THEN_GZIP)


@pytest.mark.parametrize("wire_format", [UNIALL, NATIVE])
@pytest.mark.parametrize("fault", ID_IS_THERE)
async def test_an_answer_that_is_spoilt_but_has_the_id_in_it_is_good(
    client: VideoClient, service: FakeService, fault: Fault, wire_format: str
) -> None:
    service.script(fault)
    submitted = await client.submit(REQUEST, (), wire_format)

    assert submitted.remote_id == service.only_job().id
    assert len(service.server.seen) == len(service.money.charges) == 1


@pytest.mark.parametrize("wire_format", [UNIALL, NATIVE])
@pytest.mark.parametrize("fault", [fault for fault in Fault if fault not in ID_IS_THERE])
async def test_each_fault_of_a_submission_has_one_class_and_is_never_sent_again(
    client: VideoClient, service: FakeService, fault: Fault, wire_format: str
) -> None:
    service.script(fault)
    with pytest.raises(CLASSES[fault]):
        await client.submit(REQUEST, (), wire_format)

    assert len(service.server.seen) == 1
    assert len(service.money.charges) == int(fault.name.startswith("ACCEPT"))
    assert service.elsewhere.seen == []


async def test_429_says_how_long_where_the_service_does(client: VideoClient, service: FakeService) -> None:
    service.script(Fault.PACE, Fault.PACE_WITHOUT_WORD)
    waits = []
    for _ in range(2):
        with pytest.raises(PacedError) as caught:
            await client.submit(REQUEST, (), UNIALL)
        waits.append(caught.value.retry_after)

    assert waits == [7.0, None]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirected_submission_is_refused_and_its_key_and_body_go_nowhere_else(
    client: VideoClient, service: FakeService, status: int
) -> None:
    service.reply_next("submit", Reply(status, {"Location": f"{service.elsewhere.base_url}/v1/videos"}))
    with pytest.raises(RefusedError, match="redirects to another address"):
        await client.submit(REQUEST, (), UNIALL)

    assert service.elsewhere.seen == []


async def test_a_service_that_is_not_there_was_never_sent_anything(transport: Transport) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    client = VideoClient(transport, Endpoint(f"http://127.0.0.1:{port}", "sk-x"))
    with pytest.raises(NotSentError):
        await client.submit(REQUEST, (), UNIALL)
    with pytest.raises(UnreachableError):
        await client.status("a", UNIALL)


@pytest.mark.parametrize(
    ("error", "submission"),
    [
        (httpx.ConnectError("x"), NotSentError),
        (httpx.ConnectTimeout("x"), NotSentError),
        (httpx.PoolTimeout("x"), NotSentError),
        (httpx.ProxyError("x"), NotSentError),
        (httpx.UnsupportedProtocol("x"), NotSentError),
        (httpx.ReadTimeout("x"), OutcomeUnknownError),
        (httpx.ReadError("x"), OutcomeUnknownError),
        (httpx.WriteError("x"), OutcomeUnknownError),
        (httpx.WriteTimeout("x"), OutcomeUnknownError),
        (httpx.RemoteProtocolError("x"), OutcomeUnknownError),
        (httpx.LocalProtocolError("x"), OutcomeUnknownError),
        (httpx.CloseError("x"), OutcomeUnknownError),
        (TimeoutError(), OutcomeUnknownError),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else value.__name__,
)
async def test_each_failure_of_the_line_has_one_class(error: Any, submission: type[Exception]) -> None:
    def fail(_: httpx.Request) -> httpx.Response:
        raise error

    async with Transport(network=httpx.MockTransport(fail)) as transport:
        client = VideoClient(transport, Endpoint("https://base.example", "sk-x"))
        with pytest.raises(submission) as caught:
            await client.submit(REQUEST, (), UNIALL)
        with pytest.raises(UnreachableError):
            await client.status("a", UNIALL)

    assert type(caught.value) is submission


@pytest.mark.parametrize("key", ["sk-a\nb", "sk-ä", "sk-\u200b"])
async def test_a_key_that_cannot_stand_in_a_header_never_reaches_the_line(
    service: FakeService, transport: Transport, key: str
) -> None:
    client = VideoClient(transport, Endpoint(service.base_url, key))
    with pytest.raises(RefusedError, match="Enter it again"):
        await client.submit(REQUEST, (), UNIALL)
    with pytest.raises(WrongKeyError, match="Enter it again"):
        await client.probe(UNIALL)

    assert service.server.seen == []


async def test_each_submission_has_a_connection_of_its_own_and_questions_share_one(
    client: VideoClient, service: FakeService
) -> None:
    submitted = [await client.submit(REQUEST, (), UNIALL) for _ in range(3)]
    fresh = service.server.connections
    for each in submitted:
        await client.status(each.remote_id, UNIALL)

    assert (fresh, service.server.connections) == (3, 4)


async def test_the_first_id_is_the_one_to_ask_with_even_where_the_service_answers_with_another(
    transport: Transport,
) -> None:
    with FakeService("litellm") as service:
        client = VideoClient(transport, Endpoint(service.base_url, service.key))
        submitted = await client.submit(REQUEST, (), NATIVE)
        status = await client.status(submitted.remote_id, NATIVE)
        with pytest.raises(JobGoneError):
            await client.status(status.id, NATIVE)

    assert submitted.remote_id != status.id
    assert submitted.remote_id.endswith("=")


@pytest.mark.parametrize("name", PERSONALITIES)
async def test_every_personality_is_understood_from_queued_to_the_clip(
    transport: Transport, picture: PreparedImage, name: Any, tmp_path: Path
) -> None:
    with FakeService(name) as service:
        client = VideoClient(transport, Endpoint(service.base_url, service.key))
        submitted = await client.submit(REQUEST, [picture], NATIVE)
        service.stall()
        looks = [await client.status(submitted.remote_id, NATIVE)]
        service.run(service.only_job().id, 0.4)
        looks.append(await client.status(submitted.remote_id, NATIVE))
        service.finish(service.only_job().id)
        looks.append(await client.status(submitted.remote_id, NATIVE))
        fetched = await client.fetch(submitted.remote_id, NATIVE, looks[-1].result_url, tmp_path / "a.part")

        assert [look.state for look in looks] == [RemoteState.QUEUED, RemoteState.RUNNING, RemoteState.DONE]
        assert fetched.sha256 == service.clip.sha256()
        assert (looks[-1].result_url is not None) is service.personality.has_video_url


@pytest.mark.parametrize("name", PERSONALITIES)
async def test_every_personality_is_understood_when_a_job_fails_or_is_forgotten(
    transport: Transport, picture: PreparedImage, name: Any
) -> None:
    with FakeService(name) as service:
        client = VideoClient(transport, Endpoint(service.base_url, service.key))
        submitted = await client.submit(REQUEST, [picture], NATIVE)
        service.fail(service.only_job().id, "Out of memory")
        failed = await client.status(submitted.remote_id, NATIVE)
        service.forget(service.only_job().id)
        with pytest.raises(JobGoneError):
            await client.status(submitted.remote_id, NATIVE)

    assert failed.state is RemoteState.FAILED
    assert failed.error is None or failed.error.message == "Out of memory"


async def test_a_wrong_key_a_web_page_and_a_service_in_trouble_are_told_apart(
    service: FakeService, transport: Transport
) -> None:
    client = VideoClient(transport, Endpoint(service.base_url, service.key))
    await client.probe(UNIALL)
    with pytest.raises(WrongKeyError):
        await VideoClient(transport, Endpoint(service.base_url, "sk-wrong")).probe(UNIALL)
    service.reply_next("status", Reply.of_page(), Reply.of_page(503), Reply(302, {"Location": "/login"}))
    for kind in (WrongFormatError, BusyError, WrongFormatError):
        with pytest.raises(kind):
            await client.probe(UNIALL)


async def test_a_redirected_question_takes_its_key_nowhere(client: VideoClient, service: FakeService) -> None:
    service.reply_next("status", Reply(302, {"Location": f"{service.elsewhere.base_url}/v1/videos/a"}))
    with pytest.raises(WrongFormatError):
        await client.status("a", UNIALL)

    assert service.elsewhere.seen == []


@pytest.mark.parametrize(
    "body",
    [b"[" * 100_000, b'{"id":' + b"9" * 5_000 + b"}", b"\xff" * 100, b"{" + b" " * (9 * 1024 * 1024) + b"}", b"null"],
    ids=["deep", "long number", "not utf-8", "9 MiB", "null"],
)
async def test_a_hostile_answer_to_a_question_is_no_job_and_no_crash(
    client: VideoClient, service: FakeService, body: bytes
) -> None:
    service.reply_next("status", Reply(200, {"Content-Type": "application/json"}, body))
    try:
        status = await client.status("a", UNIALL)
    except WrongFormatError:
        return
    assert status.state is RemoteState.RUNNING


async def test_a_compressed_answer_is_not_unpacked(client: VideoClient, service: FakeService) -> None:
    service.reply_next("status", Reply(200, {"Content-Encoding": "gzip"}, b"\x1f\x8b" + b"\0" * 100))
    with pytest.raises(WrongFormatError):
        await client.status("a", UNIALL)


async def test_a_deleted_job_is_gone_and_a_service_without_delete_says_so(transport: Transport) -> None:
    with FakeService("openai") as service:
        client = VideoClient(transport, Endpoint(service.base_url, service.key))
        submitted = await client.submit(REQUEST, (), NATIVE)
        deleted = await client.cancel(submitted.remote_id, NATIVE)
        again = await client.cancel(submitted.remote_id, NATIVE)
        service.deletes = False
        without = await client.cancel(submitted.remote_id, NATIVE)

    assert (deleted, again, without) == (CancelOutcome.ENDED, CancelOutcome.NO, CancelOutcome.NO)


async def test_jobs_are_listed_page_by_page_and_an_endless_list_ends(transport: Transport) -> None:
    with FakeService("openai") as service:
        client = VideoClient(transport, Endpoint(service.base_url, service.key))
        made = [(await client.submit(REQUEST, (), NATIVE)).remote_id for _ in range(3)]
        service.page_size = 2
        first = await client.list_jobs(NATIVE)
        second = await client.list_jobs(NATIVE, after=first.next_after)
        service.endless_pages = True
        again = await client.list_jobs(NATIVE, after=first.next_after)

    assert [job.id for page in (first, second) for job in page.jobs] == made[::-1]
    assert (first.next_after, second.next_after, again.next_after) == (made[1], None, None)
    assert first.served_at is not None


async def test_a_base_url_with_a_path_keeps_it(transport: Transport) -> None:
    with FakeService(prefix="/api") as service:
        client = VideoClient(transport, Endpoint(service.base_url, service.key))
        submitted = await client.submit(REQUEST, (), UNIALL)
        await client.status(submitted.remote_id, UNIALL)

        assert [request.path for request in service.server.seen] == [
            "/api/v1/video/generations",
            f"/api/v1/videos/{submitted.remote_id}",
        ]


async def test_an_id_goes_out_as_one_segment_byte_for_byte(client: VideoClient, service: FakeService) -> None:
    service.reply_next("status", *(Reply.of_json({"id": "a", "status": "queued"}) for _ in range(2)))
    await client.status("a/b=?#%41 ü", UNIALL)
    await client.status("..", UNIALL)

    assert [request.target for request in service.requests("status")] == [
        "/v1/videos/a%2Fb%3D%3F%23%2541%20%C3%BC",
        "/v1/videos/%2E%2E",
    ]


async def test_a_cancelled_submission_is_not_sent_again_and_closes_its_connection(
    service: FakeService, transport: Transport
) -> None:
    held = asyncio.Event()
    service.reply_next("submit", Reply(hold=held))
    client = VideoClient(transport, Endpoint(service.base_url, service.key))
    task = asyncio.get_running_loop().create_task(client.submit(REQUEST, (), UNIALL))
    await until(lambda: service.server.seen)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    assert len(service.server.seen) == 1


async def test_cookies_are_not_kept() -> None:
    reply = Reply(200, {"Set-Cookie": "session=secret; Path=/"}, b'{"id": "a", "status": "queued"}')
    with HttpServer(lambda _: reply) as server:
        async with Transport() as transport:
            client = VideoClient(transport, Endpoint(server.base_url))
            for _ in range(2):
                await client.status("a", UNIALL)

        assert ["cookie" in request.headers for request in server.seen] == [False, False]


async def test_a_proxy_of_the_environment_is_not_used_for_this_machine(
    service: FakeService, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    async with Transport() as transport:
        client = VideoClient(transport, Endpoint(service.base_url, service.key))

        assert (await client.submit(REQUEST, (), UNIALL)).remote_id in service.jobs


async def test_a_proxy_of_the_environment_that_cannot_be_used_means_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("all_proxy", "gopher://127.0.0.1:9")
    async with Transport() as transport:
        client = VideoClient(transport, Endpoint("https://base.example", "sk-x"))
        with pytest.raises(NotSentError, match="proxy"):
            await client.submit(REQUEST, (), UNIALL)


def test_an_endpoint_never_shows_its_key() -> None:
    assert CANARY not in repr(Endpoint("https://base.example", CANARY))


async def test_what_is_sent_is_plain_json_without_spaces(client: VideoClient, service: FakeService) -> None:
    await client.submit(REQUEST, (), NATIVE)

    assert service.server.seen[0].body == json.dumps(service.server.seen[0].json(), separators=(",", ":")).encode()
