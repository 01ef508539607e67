"""What an examination of a connection finds, at services that mislead in all sorts of ways. No job is ever sent."""

import gzip
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from sora_desktop.domain.connection import Connection, KeyPlace
from sora_desktop.domain.doctor import FREE, Check, Finding, Verdict
from sora_desktop.domain.events import Reach
from sora_desktop.services.client import Endpoint, VideoClient
from sora_desktop.services.http.transport import Transport
from sora_desktop.studio.connections.doctor import Doctor
from tests.servers.clip_file import Ranges
from tests.servers.http_server import HttpServer, Received, Reply
from tests.servers.service import FakeService
from tests.servers.wild.service import WildService
from tests.studio.conftest import OpenHouse
from tests.studio.house import CONNECTION_ID
from tests.support.formats import NATIVE, UNIALL
from tests.support.presets import as_preset

Answer = Callable[[Received], Reply]
PAGE = Reply(200, {"Content-Type": "text/html"}, b"<!doctype html><html><title>Welcome</title></html>")
SHIELD = Reply(
    403,
    {"Content-Type": "text/html", "cf-mitigated": "challenge", "cf-ray": "1"},
    b"<!doctype html><title>Just a moment",
)


def error(status: int, words: str) -> Reply:
    return Reply.of_json({"error": {"message": words, "type": "error", "code": str(status)}}, status)


async def examined(
    base_url: str, wire_format: str = NATIVE, *, key: str = "k", **changes: object
) -> dict[Check, Finding]:
    place = KeyPlace.KEYRING if key else KeyPlace.NOT_NEEDED
    connection = Connection("c", "Service", base_url, wire_format, key_place=place, **changes)  # type: ignore[arg-type]
    async with Transport() as transport:
        doctor = Doctor(VideoClient(transport, Endpoint(base_url, key)), connection, proxied=False)
        found = [finding async for finding in doctor.examine()]
    assert [each.check for each in found] == list(FREE), "one finding a question, in their order"
    return {each.check: each for each in found}


@contextmanager
def serving(answer: Answer) -> Iterator[str]:
    with HttpServer(answer) as server:
        yield server.base_url
        assert all(request.method == "GET" for request in server.seen), "nothing is changed by an examination"


def bad(found: dict[Check, Finding]) -> set[Check]:
    return {check for check, each in found.items() if each.verdict is Verdict.BAD}


async def test_a_service_that_does_all_of_it_well(native_service: FakeService) -> None:
    native_service.models = [{"id": "wan-2.2", "mode": "video_generation"}]
    found = await examined(native_service.base_url, key=native_service.key)

    assert set() == bad(found)
    for check in (Check.REACHABLE, Check.TLS, Check.KEY, Check.FORMAT, Check.ROUTES, Check.LIST, Check.COMPRESSION):
        assert Verdict.OK is found[check].verdict, found[check]
    assert "lists 1 model" in str(found[Check.MODELS].words)
    assert (Verdict.NOT_TRIED, Verdict.NOT_TRIED) == (found[Check.RANGE].verdict, found[Check.DELETE].verdict)
    assert [] == native_service.requests("submit")


async def test_a_finished_clip_shows_whether_a_download_goes_on(
    open_house: OpenHouse, native_service: FakeService
) -> None:
    house = await open_house(native_service)
    (job,) = await house.submit()
    await house.until(job, "done")
    found = await examined(native_service.base_url, key=native_service.key)
    assert Verdict.OK is found[Check.RANGE].verdict

    native_service.clip.ranges = Ranges.IGNORED
    assert Verdict.CAREFUL is (await examined(native_service.base_url, key=native_service.key))[Check.RANGE].verdict


async def test_nothing_at_all() -> None:
    found = await examined("http://127.0.0.1:9")

    assert {Check.REACHABLE} == bad(found)
    assert "Nothing answers at this address" in str(found[Check.REACHABLE].words)
    rest = set(FREE) - {Check.REACHABLE, Check.TLS, Check.PROXY}
    assert {Verdict.NOT_TRIED} == {found[check].verdict for check in rest}


async def test_a_web_page_is_told_as_one() -> None:
    with serving(lambda _: PAGE) as url:
        found = await examined(url)

    assert Check.FORMAT in bad(found)
    assert "A web page answers here, not a service for programs." in str(found[Check.FORMAT].words)


async def test_a_protection_page_is_told_as_one() -> None:
    with serving(lambda _: SHIELD) as url:
        found = await examined(url)

    assert {Check.REACHABLE} == bad(found)
    assert "A protection page answers in place of the service" in str(found[Check.REACHABLE].words)


@pytest.mark.parametrize("reply", [error(401, "Incorrect API key provided."), error(400, "No connected db.")])
async def test_a_wrong_key_in_the_words_of_each_service(reply: Reply) -> None:
    with serving(lambda _: reply) as url:
        found = await examined(url)

    assert {Check.KEY} == bad(found)
    assert "doesn't accept the key" in str(found[Check.KEY].words)
    assert Verdict.NOT_TRIED is found[Check.FORMAT].verdict
    assert ("No connected db" in str(found[Check.KEY].words)) is ("without a database" in str(found[Check.KEY].words))


@pytest.mark.parametrize("preset", ["litellm", "openai-videos"])
async def test_a_key_that_opens_the_list_is_right_whatever_is_said_behind_the_service(
    open_house: OpenHouse, preset: str
) -> None:
    """LiteLLM asks its upstream about a job that it does not know, and hands on what that says of LiteLLM's own key."""
    with WildService("litellm") as service:
        found = await examined(service.base_url, key=service.key, preset=preset)
        asked = [each.path for each in service.server.seen if "sora-desktop-probe" in each.path]
        house = await open_house(service, **as_preset(preset))
        reach = (await house.studio.connections.probe(CONNECTION_ID)).reach

        assert (set(), Verdict.OK, Reach.ANSWERS) == (bad(found), found[Check.KEY].verdict, reach)
        assert "The key is accepted." == str(found[Check.KEY].words)
        assert "It takes new jobs at /v1/videos." == str(found[Check.ROUTES].words)
        assert "the services behind it" in str(found[Check.FORMAT].words)
        assert bool(asked) is (preset != "litellm"), "of this kind it is known, so nothing is asked on"


@pytest.mark.parametrize("preset", ["litellm", "openai-videos"])
async def test_a_key_that_is_wrong_at_the_proxy_itself_is_told_as_such(open_house: OpenHouse, preset: str) -> None:
    with WildService("litellm") as service:
        found = await examined(service.base_url, key="sk-of-another", preset=preset)
        service.key = "sk-changed"
        house = await open_house(service, **as_preset(preset))
        service.key = "sk-changed-again"

        assert {Check.KEY} == bad(found)
        assert Reach.WRONG_KEY is (await house.studio.connections.probe(CONNECTION_ID)).reach


async def test_a_key_that_nobody_checks_is_not_called_accepted() -> None:
    with WildService("sglang") as service:
        found = await examined(service.base_url, key="whatever")

    assert Verdict.NOT_TRIED is found[Check.KEY].verdict
    assert "Without a key it answers just the same" in str(found[Check.KEY].words)
    assert Verdict.OK is found[Check.FORMAT].verdict


@pytest.mark.parametrize(("key", "verdict"), [("the-key", Verdict.OK), ("another", Verdict.BAD)])
async def test_where_the_list_is_open_to_everybody_another_question_shows_whether_the_key_is_right(
    key: str, verdict: Verdict
) -> None:
    def answer(request: Received) -> Reply:
        if request.path == "/v1/models":
            return Reply.of_json({"data": [{"id": "wan"}]})
        knows = request.headers.get("authorization") == "Bearer the-key"
        return error(404, "No such video.") if knows else error(401, "Incorrect API key provided.")

    with serving(answer) as url:
        found = await examined(url, key=key)

    assert verdict is found[Check.KEY].verdict


def only(route: str) -> Answer:
    """A server with one place for new jobs."""

    def answer(request: Received) -> Reply:
        if request.path == route:
            return error(405, "Method Not Allowed")
        if request.path == "/v1/models":
            return Reply.of_json({"object": "list", "data": []})
        if request.path.startswith("/v1/videos/"):
            return error(404, "Video not found")
        return error(404, f"Invalid URL ({request.method} {request.path})")

    return answer


@pytest.mark.parametrize(
    ("route", "chosen", "said"),
    [
        ("/v1/video/generations", NATIVE, "It speaks UniAll, not OpenAI Videos"),
        ("/v1/videos", UNIALL, "It speaks OpenAI Videos, not UniAll"),
    ],
)
async def test_a_server_of_one_format_under_the_other(route: str, chosen: str, said: str) -> None:
    with serving(only(route)) as url:
        found = await examined(url, chosen)

    assert {Check.FORMAT} == bad(found)
    assert said in str(found[Check.FORMAT].words)
    assert "under “Advanced”" in str(found[Check.FORMAT].words)


async def test_models_that_are_used_and_not_listed_are_good_to_know(native_service: FakeService) -> None:
    native_service.models = [{"id": "wan-2.2", "mode": "video_generation"}]
    found = await examined(native_service.base_url, key=native_service.key)
    assert Verdict.CAREFUL is found[Check.MODELS].verdict

    native_service.models = None
    found = await examined(native_service.base_url, key=native_service.key)
    assert (Verdict.CAREFUL, True) == (
        found[Check.MODELS].verdict,
        "can't be listed" in str(found[Check.MODELS].words),
    )


async def test_odd_clocks_and_unasked_compression() -> None:
    headers = {"Date": "Thu, 01 Jan 2026 00:00:00 GMT", "Content-Encoding": "gzip"}

    def answer(request: Received) -> Reply:
        body = {"object": "list", "data": []} if request.path == "/v1/models" else {"error": {"message": "Not found"}}
        data = gzip.compress(json.dumps(body).encode())
        return Reply(200 if request.path == "/v1/models" else 404, headers, data)

    with serving(answer) as url:
        found = await examined(url)
    assert {Verdict.CAREFUL} == {found[check].verdict for check in (Check.CLOCK, Check.COMPRESSION)}


async def test_an_examination_is_an_activity_that_sends_nothing(
    open_house: OpenHouse, native_service: FakeService
) -> None:
    house = await open_house(native_service)
    (connection,) = [each for each in (await house.studio.snapshot()).connections if each.id == CONNECTION_ID]
    found = await house.studio.connections.examine(connection, None)

    assert list(FREE) == [each.check for each in found]
    assert [] == [request for request in native_service.server.seen if request.method != "GET"]


@pytest.mark.parametrize(("key", "said"), [("", "No key is needed."), ("sk-typed", "The key is accepted.")])
async def test_a_key_that_is_not_saved_yet_counts_as_it_is_typed(open_house: OpenHouse, key: str, said: str) -> None:
    with FakeService("openai", key=key) as service:
        house = await open_house(service)
        draft = Connection("new", "New", service.base_url, NATIVE, key_place=KeyPlace.MISSING)
        found = {each.check: each for each in await house.studio.connections.examine(draft, key)}

    assert said == str(found[Check.KEY].words)


async def test_without_a_list_of_jobs_no_clip_of_it_is_missed(native_service: FakeService) -> None:
    native_service.lists = False
    found = await examined(native_service.base_url, key=native_service.key)

    assert "without a list of its jobs" in str(found[Check.RANGE].words)


async def test_a_service_is_recognised_as_it_stands_in_the_sheet(
    open_house: OpenHouse, native_service: FakeService
) -> None:
    native_service.models = [{"id": "wan", "owned_by": "sglang", "task_type": "T2V"}]
    house = await open_house(native_service)
    (connection,) = [each for each in (await house.studio.snapshot()).connections if each.id == CONNECTION_ID]
    found = await house.studio.connections.recognise(connection, None)

    assert ("sglang", True, None) == (found.preset, found.is_sure, found.trouble)
    assert found.reasons
