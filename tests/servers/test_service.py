"""The fake service itself: its ledger, its knobs and its faults do what they say."""

import contextlib
import http.client
import json
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.servers.personalities import PERSONALITIES
from tests.servers.service import CANARY, FakeService, Fault, Reply
from tests.support.patience import patient

PROMPT = {"model": "sora2-portrait-12s", "prompt": "A cat"}


def ask(
    service: FakeService, method: str, path: str, body: object = None, **headers: str
) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection(urlsplit(service.server.base_url).netloc, timeout=patient())
    try:
        sent = None if body is None else json.dumps(body)
        typed = {"Content-Type": "application/json"} if body is not None else {}
        connection.request(method, path, sent, {"Authorization": f"Bearer {service.key}", **typed, **headers})
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()
    finally:
        connection.close()


def submit(service: FakeService, **headers: str) -> tuple[int, dict[str, str], bytes]:
    return ask(service, "POST", "/v1/video/generations", PROMPT, **headers)


def test_a_job_goes_from_queued_to_done_by_being_looked_at() -> None:
    with FakeService() as service:
        job_id = json.loads(submit(service)[2])["id"]
        words = [json.loads(ask(service, "GET", f"/v1/videos/{job_id}")[2])["status"] for _ in range(2)]
        url = json.loads(ask(service, "GET", f"/v1/videos/{job_id}")[2])["video_url"]
        clip = ask(service, "GET", urlsplit(url).path + "?signature=9")[2]

    assert words == ["in_progress", "completed"]
    assert service.clip.data == clip


@pytest.mark.parametrize("fault", [fault for fault in Fault if fault.name.startswith("ACCEPT")])
def test_an_accepted_job_is_billed_once_whatever_becomes_of_its_answer(fault: Any) -> None:
    with FakeService() as service:
        service.script(fault)
        with contextlib.suppress(http.client.HTTPException, ConnectionError):
            submit(service)

        assert [charge.prompt for charge in service.money.charges] == ["A cat"]


@pytest.mark.parametrize("fault", [fault for fault in Fault if not fault.name.startswith("ACCEPT")])
def test_a_job_that_was_turned_away_is_not_billed(fault: Any) -> None:
    with FakeService() as service:
        service.script(fault)
        with contextlib.suppress(http.client.RemoteDisconnected):
            submit(service)

        assert service.money.charges == []
        assert service.jobs == {}


def test_one_key_is_billed_once_where_keys_are_honoured() -> None:
    with FakeService() as service:
        service.honours_keys = True
        ids = {json.loads(submit(service, **{"Idempotency-Key": "k1"})[2])["id"] for _ in range(2)}
        other = ask(service, "POST", "/v1/video/generations", {**PROMPT, "prompt": "b"}, **{"Idempotency-Key": "k1"})

    assert len(ids) == 1
    assert len(service.money.charges) == 1
    assert other[0] == 422


def test_the_key_is_checked_and_fields_of_the_other_format_are_refused() -> None:
    with FakeService() as service:
        wrong_key = submit(service, Authorization="Bearer sk-other")
        mixed = ask(service, "POST", "/v1/video/generations", {**PROMPT, "seconds": "8"})

    assert (wrong_key[0], mixed[0]) == (401, 400)
    assert service.money.charges == []


def test_a_scripted_reply_goes_before_every_rule() -> None:
    with FakeService() as service:
        service.reply_next("status", Reply.of_json({"status": "odd"}, 418))

        assert ask(service, "GET", "/v1/videos/any")[0] == 418
        assert ask(service, "GET", "/v1/videos/any")[0] == 404


def test_the_list_lags_pages_and_never_ends_as_told() -> None:
    with FakeService("openai") as service:
        for _ in range(3):
            ask(service, "POST", "/v1/videos", PROMPT)
        service.list_lag, service.page_size = 1, 2
        pages = [json.loads(ask(service, "GET", "/v1/videos")[2]) for _ in range(2)]
        rest = json.loads(ask(service, "GET", f"/v1/videos?after={pages[1]['last_id']}")[2])
        service.endless_pages = True
        endless = [json.loads(ask(service, "GET", f"/v1/videos?after={n}")[2])["has_more"] for n in "ab"]

    assert [len(page["data"]) for page in (*pages, rest)] == [0, 2, 1]
    assert [page["has_more"] for page in (*pages, rest)] == [False, True, False]
    assert endless == [True, True]


def test_ranges_are_served_refused_or_lied_about_as_told() -> None:
    with FakeService() as service:
        path = f"/files/{json.loads(submit(service)[2])['id']}.mp4"
        part = ask(service, "GET", path, Range="bytes=100-", **{"If-Range": '"v1"'})
        other = ask(service, "GET", path, Range="bytes=100-", **{"If-Range": '"v0"'})
        beyond = ask(service, "GET", path, Range="bytes=99999999-")

    assert (part[0], part[2]) == (206, service.clip.data[100:])
    assert (other[0], len(other[2])) == (200, len(service.clip.data))
    assert (beyond[0], beyond[1]["Content-Range"]) == (416, f"bytes */{len(service.clip.data)}")


def test_a_stopped_service_comes_back_on_its_port_with_its_jobs() -> None:
    with FakeService() as service:
        job_id = json.loads(submit(service)[2])["id"]
        service.server.stop()
        with pytest.raises(ConnectionRefusedError):
            submit(service)
        service.server.start()

        assert ask(service, "GET", f"/v1/videos/{job_id}")[0] == 200


@pytest.mark.parametrize("name", PERSONALITIES)
def test_every_personality_answers_in_json_at_every_stage(name: Any) -> None:
    with FakeService(name) as service:
        service.key = ""
        if service.personality.multipart_only:
            assert ask(service, "POST", "/v1/videos", PROMPT)[0] == 422
            return
        ask(service, "POST", "/v1/videos", PROMPT)
        job = service.only_job()
        service.stall()
        bodies = [service.personality.body(job)]
        service.run(job.id, 0.5)
        bodies.append(service.personality.body(job))
        service.finish(job.id)
        bodies.append(service.personality.body(job))

    assert all(json.loads(json.dumps(body)) == body for body in bodies)
    assert CANARY not in json.dumps(bodies)
