"""A service may send a question on within itself; a paid request only to the same place with or without a slash."""

from collections.abc import AsyncIterator, Iterator

import pytest

from sora_desktop.domain.catalog import CATALOG
from sora_desktop.domain.errors import SubmitError, WrongFormatError
from sora_desktop.domain.request import Request
from sora_desktop.domain.shapes import Shape
from sora_desktop.services.client import Endpoint, VideoClient
from sora_desktop.services.http.transport import Transport
from sora_desktop.services.parsing.redirects import HOP_LIMIT, next_place
from sora_desktop.services.wire import CancelOutcome, RemoteState
from tests.servers.http_server import Received, Reply
from tests.servers.service import FakeService
from tests.support.formats import NATIVE
from tests.support.rows import rows

REQUEST = Request("a fox in snow", CATALOG[0], CATALOG[0].settle_size(Shape.LANDSCAPE), 4)
BASE = "https://api.example"


@rows(
    ("method", "url", "status", "location", "place"),
    [
        ("GET", "/v1/videos/a", 307, "/v1/videos/a/", "/v1/videos/a/"),
        ("GET", "/v1/videos/a", 301, "https://api.example/v1/videos/a/", "/v1/videos/a/"),
        ("GET", "/v1/videos/a", 308, "https://API.example:443/v1/videos/a/", "/v1/videos/a/"),
        ("GET", "/v1/videos/a", 302, "http://api.example/v1/videos/a/", "/v1/videos/a/"),
        ("GET", "/v1/videos/a", 302, "http://api.example:8000/v1/videos/a/", "/v1/videos/a/"),
        ("GET", "/v1/videos/a", 303, "/api/v1/videos/a#d", "/api/v1/videos/a"),
        ("GET", "/v1/videos/a", 302, "http://api.example:8000/api/v1/videos/a", "/api/v1/videos/a"),
        ("GET", "/v1/videos/a", 302, "http://other.example/api/v1/videos/a", None),
        ("POST", "/v1/videos", 307, "http://api.example/api/v1/videos", None),
        ("GET", "/v1/videos/a", 302, "/login", None),
        ("GET", "/v1/videos/a", 302, "/login?next=/v1/videos/a", None),
        ("GET", "/v1/videos/a", 302, "/v1/videos/b", None),
        ("GET", "/v1/videos/a", 302, "/v1/videos/a?token=b", None),
        ("GET", "/v1/videos?limit=9", 307, "/v1/videos/?limit=9", "/v1/videos/?limit=9"),
        ("GET", "/v1/videos/a", 307, "/v1/videos/a", None),
        ("GET", "/v1/videos/a", 200, "/v1/videos/a/", None),
        ("GET", "/v1/videos/a", 304, "/v1/videos/a/", None),
        ("GET", "/v1/videos/a", 307, "", None),
        ("GET", "/v1/videos/a", 307, "https://other.example/v1/videos/a/", None),
        ("GET", "/v1/videos/a", 307, "//other.example/v1/videos/a/", None),
        ("GET", "/v1/videos/a", 307, "http://api.example/other", None),
        ("GET", "/v1/videos/a", 307, "https://api.example:8443/other", None),
        ("GET", "/v1/videos/a", 307, "https://me@api.example/v1/videos/a/", None),
        ("GET", "/v1/videos/a", 307, "https://[api/", None),
        ("GET", "/v1/videos/a", 307, "https://api.example/\x00", None),
        ("POST", "/v1/videos", 307, "/v1/videos/", "/v1/videos/"),
        ("POST", "/v1/videos/", 308, "/v1/videos", "/v1/videos"),
        ("POST", "/v1/videos", 307, "http://api.example/v1/videos/", "/v1/videos/"),
        ("POST", "/v1/videos", 301, "/v1/videos/", None),
        ("POST", "/v1/videos", 302, "/v1/videos/", None),
        ("POST", "/v1/videos", 303, "/v1/videos/", None),
        ("POST", "/v1/videos", 307, "/v2/videos", None),
        ("POST", "/v1/videos", 307, "/v1/videos", None),
        ("POST", "/v1/videos", 307, "/v1/videos/?again=1", None),
        ("POST", "/v1/videos", 307, "https://other.example/v1/videos/", None),
        ("DELETE", "/v1/videos/a", 308, "/v1/videos/a/", "/v1/videos/a/"),
        ("DELETE", "/v1/videos/a", 308, "/v1/videos/b", None),
    ],
)
def test_where_a_request_may_be_sent_on_to(
    method: str, url: str, status: int, location: str, place: str | None
) -> None:
    assert next_place(method, BASE + url, status, location) == (None if place is None else BASE + place)


@pytest.fixture
def service() -> Iterator[FakeService]:
    with FakeService("openai") as running:
        yield running


@pytest.fixture
async def client(service: FakeService) -> AsyncIterator[VideoClient]:
    async with Transport() as transport:
        yield VideoClient(transport, Endpoint(service.base_url, service.key))


def with_slashes(service: FakeService, status: int, scheme: str = "http") -> None:
    """As a service that wants a slash at the end of each path."""
    answer = service.server._handler

    def handle(request: Received) -> Reply:
        if request.path.endswith("/"):
            return answer(
                Received(request.method, request.target.replace("/?", "?").rstrip("/"), request.headers, request.body)
            )
        path, _, query = request.target.partition("?")
        place = f"{scheme}://127.0.0.1:{service.server.port}{path}/{'?' if query else ''}{query}"
        return Reply(status, {"Location": place})

    service.server._handler = handle


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("status", [307, 308])
async def test_a_job_is_made_and_watched_where_each_place_wants_a_slash(
    client: VideoClient, service: FakeService, status: int, scheme: str
) -> None:
    with_slashes(service, status, scheme)
    submitted = await client.submit(REQUEST, (), NATIVE, idempotency_key="k")
    looked = await client.status(submitted.remote_id, NATIVE)
    listed = await client.list_jobs(NATIVE)

    assert looked.state is RemoteState.RUNNING
    assert [job.id for job in listed.jobs] == [submitted.remote_id]
    assert await client.cancel(submitted.remote_id, NATIVE) is CancelOutcome.ENDED
    assert len(service.money.charges) == 1
    assert [request.target for request in service.server.seen if request.method == "POST"] == [
        "/v1/videos",
        "/v1/videos/",
    ]
    first, second = [request for request in service.server.seen if request.method == "POST"]
    assert (first.body, first.headers) == (second.body, second.headers)


@pytest.mark.parametrize("status", [301, 302])
async def test_a_look_follows_where_a_paid_request_does_not(
    client: VideoClient, service: FakeService, status: int
) -> None:
    submitted = await client.submit(REQUEST, (), NATIVE)
    with_slashes(service, status)

    assert (await client.status(submitted.remote_id, NATIVE)).state is RemoteState.RUNNING
    with pytest.raises(SubmitError, match="redirects to another address"):
        await client.submit(REQUEST, (), NATIVE)
    assert len(service.money.charges) == 1


async def test_a_paid_request_is_sent_on_once_and_a_question_a_few_times(
    client: VideoClient, service: FakeService
) -> None:
    there_and_back = [Reply(307, {"Location": "/v1/videos/"}), Reply(307, {"Location": "/v1/videos"})]
    service.server._handler = lambda request: there_and_back[request.path.endswith("/")]
    with pytest.raises(SubmitError, match="redirects to another address"):
        await client.submit(REQUEST, (), NATIVE)
    assert [request.target for request in service.server.seen] == ["/v1/videos", "/v1/videos/"]

    service.server._handler = lambda request: Reply(302, {"Location": f"/x{request.target}"})
    with pytest.raises(WrongFormatError, match="redirects to another address"):
        await client.status("a", NATIVE)
    assert len(service.server.seen) == 2 + 1 + HOP_LIMIT


async def test_the_place_of_a_new_job_reaches_whoever_reads_the_answer(
    client: VideoClient, service: FakeService
) -> None:
    service.reply_next("submit", Reply(202, {"Location": "/v1/videos/gen_9"}))

    assert (await client.submit(REQUEST, (), NATIVE)).remote_id == "gen_9"
