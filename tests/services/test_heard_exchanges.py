"""What the client tells of each question: all of it, in order, and never the key."""

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from sora_desktop.domain.catalog import CATALOG
from sora_desktop.domain.errors import DownloadError, SubmitError
from sora_desktop.domain.exchange import BODY_LIMIT, Exchange
from sora_desktop.domain.request import Request
from sora_desktop.services.client import Endpoint, VideoClient
from sora_desktop.services.http.transport import Transport
from tests.servers.http_server import Reply
from tests.servers.service import CANARY, FakeService
from tests.support.formats import UNIALL

REQUEST = Request("A cat", CATALOG[0], CATALOG[0].settle_size(None), 4)


@pytest.fixture
def service() -> Iterator[FakeService]:
    with FakeService() as service:
        yield service


@pytest.fixture
def heard() -> list[Exchange]:
    return []


@pytest.fixture
async def client(service: FakeService, heard: list[Exchange]) -> AsyncIterator[VideoClient]:
    async with Transport() as transport:
        yield VideoClient(transport, Endpoint(service.base_url, service.key), hears=heard.append)


async def test_each_question_is_told_with_its_answer(
    client: VideoClient, heard: list[Exchange], tmp_path: Path
) -> None:
    submitted = await client.submit(REQUEST, (), UNIALL)
    states = [await client.status(submitted.remote_id, UNIALL) for _ in range(2)]
    fetched = await client.fetch(submitted.remote_id, UNIALL, None, tmp_path / "a.part")

    path = f"/v1/videos/{submitted.remote_id}"
    told = [(each.method, each.place, each.status) for each in heard]
    assert [("POST", "/v1/video/generations"), ("GET", path), ("GET", path), ("GET", f"{path}/content")] == [
        (method, place) for method, place, _ in told
    ]
    assert [submitted.remote_id in each.body for each in heard[:3]] == [True] * 3
    assert fetched.byte_count == heard[-1].length
    assert all(200 <= status < 300 for _, _, status in told)
    assert states[-1].word in heard[2].body


async def test_the_key_is_not_in_what_is_told_however_a_service_repeats_it(
    client: VideoClient, service: FakeService, heard: list[Exchange]
) -> None:
    body = {"error": {"message": f"Bearer {CANARY} is wrong", "code": CANARY}}
    service.reply_next("submit", Reply.of_json(body, 400, **{"x-request-id": CANARY}))
    with suppress(SubmitError):
        await client.submit(REQUEST, (), UNIALL)

    assert 1 == len(heard)
    assert 400 == heard[0].status
    assert CANARY not in repr(heard)


async def test_who_does_not_answer_is_told_too(heard: list[Exchange], unused_tcp_port: int) -> None:
    async with Transport() as transport:
        client = VideoClient(transport, Endpoint(f"http://127.0.0.1:{unused_tcp_port}", CANARY), hears=heard.append)
        with suppress(SubmitError):
            await client.submit(REQUEST, (), UNIALL)

    assert [0] == [each.status for each in heard]
    assert heard[0].trouble is not None


async def test_a_long_answer_is_told_by_its_start_and_bytes_are_no_text(
    client: VideoClient, service: FakeService, heard: list[Exchange], tmp_path: Path
) -> None:
    long = json.dumps({"error": {"message": "x" * 100_000}}).encode()
    service.reply_next("submit", Reply(400, {}, long), Reply(400, {}, b"\0\1\2" * 100))
    for _ in range(2):
        with suppress(SubmitError):
            await client.submit(REQUEST, (), UNIALL)
    with suppress(DownloadError):
        await client.fetch("nothing", UNIALL, None, tmp_path / "a.part")

    assert [(BODY_LIMIT, len(long)), (0, 300)] == [(len(each.body), each.length) for each in heard[:2]]
    assert heard[2].trouble is not None
