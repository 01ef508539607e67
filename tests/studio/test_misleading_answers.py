"""What services really send: a paid job's id, its end and its clip come home however oddly they are told."""

import base64
import gzip
import json
from collections.abc import Callable
from typing import Any

import pytest

from sora_desktop.domain.job import Billed
from sora_desktop.domain.refusal import Refused
from tests.servers.http_server import Reply
from tests.servers.personalities import RemoteJob
from tests.servers.service import FakeService
from tests.studio.conftest import OpenHouse

Twist = Callable[[RemoteJob, Reply], Reply]


def told(make: Callable[[RemoteJob], Any], status: int = 200, **headers: str) -> Twist:
    """Instead of the true body: what `make` says of the job, as JSON or as bytes."""

    def twist(job: RemoteJob, _reply: Reply) -> Reply:
        value = make(job)
        body = value if isinstance(value, bytes) else json.dumps(value).encode()
        named = {name.replace("_", "-"): text.format(id=job.id) for name, text in headers.items()}
        return Reply(status, {"content-type": "application/json", **named}, body)

    return twist


def squeezed(_job: RemoteJob, reply: Reply) -> Reply:
    return Reply(reply.status, {**reply.headers, "content-encoding": "gzip"}, gzip.compress(reply.body))


def said_to_be_squeezed(_job: RemoteJob, reply: Reply) -> Reply:
    return Reply(reply.status, {**reply.headers, "content-encoding": "gzip"}, reply.body)


ODD_SUBMISSIONS: dict[str, Twist] = {
    "compressed although identity was asked": squeezed,
    "said to be compressed": said_to_be_squeezed,
    "inside output": told(lambda job: {"request_id": "r", "output": {"task_id": job.id, "task_status": "PENDING"}}),
    "as the request's id, where nothing better is there": told(lambda job: {"request_id": job.id}),
    "in an envelope of success": told(lambda job: {"status": "success", "data": {"task_id": job.id}}),
    "as a bare text": told(lambda job: {"code": "success", "message": "", "data": job.id}),
    "beside the request's id": told(lambda job: {"id": "req_1", "data": {"task_id": job.id}}),
    "with a raw line feed in the prompt": told(lambda job: f'{{"id":"{job.id}","prompt":"a\nb"}}'.encode()),
    "with a cut character in the prompt": told(lambda job: f'{{"id":"{job.id}","prompt":"'.encode() + b'\xe4\xb8"}'),
    "in lines of JSON": told(lambda job: f'{{"event":"start"}}\n{{"id":"{job.id}","status":"queued"}}\n'.encode()),
    "in a stream of events": told(lambda job: f'data: {{"id":"{job.id}","status":"queued"}}\n\ndata: [DONE]'.encode()),
    "as its place, 201": told(lambda _: b"", 201, location="/v1/videos/{id}"),
    "as its place, 202": told(lambda _: b"", 202, location="/v1/videos/{id}"),
    "as its place, 303": told(lambda _: b"", 303, location="/v1/videos/{id}"),
    "cut behind the id": told(lambda job: f'{{"id":"{job.id}","object":"vid'.encode()),
    "beside an error of the server": told(lambda job: {"id": job.id, "status": "queued"}, 500),
    "beside a later": told(lambda job: {"task_id": job.id, "status": "submitted"}, 429),
}


@pytest.mark.parametrize("twist", ODD_SUBMISSIONS.values(), ids=ODD_SUBMISSIONS.keys())
async def test_an_id_is_found_wherever_a_service_puts_it_and_the_clip_comes_home(
    open_house: OpenHouse, service: FakeService, twist: Twist
) -> None:
    service.twists["submit"] = twist
    house = await open_house(service)
    (job,) = await house.submit()
    await house.until(job, "done")

    assert (1, [service.clip.data]) == (
        len(service.money.charges),
        [clip.path.read_bytes() for clip in await house.clips()],
    )


async def test_an_answer_without_any_id_is_kept_with_the_job_so_that_a_person_can_read_it(
    open_house: OpenHouse, service: FakeService
) -> None:
    service.twists["submit"] = told(lambda _: {"message": "Welcome, your ticket is 4711"}, 200, x_request_id="r1")
    house = await open_house(service)
    (job,) = await house.submit()
    unknown = await house.until(job, "unknown")

    assert unknown.answer.startswith("HTTP 200\n")
    assert "your ticket is 4711" in unknown.answer
    assert "x-request-id: r1" in unknown.answer


async def test_a_key_that_a_service_repeats_is_not_kept_with_its_answer(
    open_house: OpenHouse, service: FakeService
) -> None:
    service.twists["submit"] = told(lambda _: {"message": f"Hello {service.key}, no id for you"})
    house = await open_house(service)
    (job,) = await house.submit()
    unknown = await house.until(job, "unknown")

    assert "Hello" in unknown.answer
    assert service.key not in unknown.answer


def finished_in_the_answer(service: FakeService, *, with_id: bool) -> Twist:
    def make(job: RemoteJob) -> Any:
        packed = base64.b64encode(service.clip.data).decode()
        return {"created": 1, "data": [{"b64_json": packed}], **({"id": job.id} if with_id else {})}

    return told(make)


@pytest.mark.parametrize("with_id", [True, False])
async def test_a_clip_that_comes_in_the_answer_to_its_submission_is_kept(
    open_house: OpenHouse, service: FakeService, with_id: bool
) -> None:
    service.twists["submit"] = finished_in_the_answer(service, with_id=with_id)
    house = await open_house(service)
    (job,) = await house.submit()
    done = await house.until(job, "done")

    assert [service.clip.data] == [clip.path.read_bytes() for clip in await house.clips()]
    assert (Billed.YES, []) == (done.billed, service.requests("content"))


async def test_a_link_that_comes_in_the_answer_to_its_submission_is_followed_without_an_id(
    open_house: OpenHouse, service: FakeService
) -> None:
    service.twists["submit"] = told(
        lambda job: {"created": 1, "data": [{"url": f"{service.base_url}/files/{job.id}.mp4?signature=1"}]}
    )
    house = await open_house(service)
    (job,) = await house.submit()
    await house.until(job, "done")

    assert [service.clip.data] == [clip.path.read_bytes() for clip in await house.clips()]


REFUSALS: dict[str, tuple[Twist, str]] = {
    "no such model, as 503": (
        told(lambda _: {"error": {"message": "No", "code": "model_not_found"}}, 503),
        "this model",
    ),
    "no channel, in Chinese": (told(lambda _: {"error": {"message": "模型 sora2 无可用渠道"}}, 500), "this model"),
    "no credits, without a code": (told(lambda _: {"message": "预扣费额度失败"}, 500), "Top up"),
    "a protection page": (told(lambda _: b"error code: 1010", 403, cf_ray="8f-FRA", server="cloudflare"), "firewall"),
}


@pytest.mark.parametrize(("twist", "words"), REFUSALS.values(), ids=REFUSALS.keys())
async def test_a_clear_no_is_not_billed_whatever_its_status_is(
    open_house: OpenHouse, service: FakeService, twist: Twist, words: str
) -> None:
    service.twists["submit"] = twist
    house = await open_house(service)
    (job,) = await house.submit()
    refused = await house.until(job, "refused")

    assert Billed.NO is refused.billed
    assert words in str(refused.reason)


def nothing_of_it(status: int, body: Any, **headers: str) -> list[Reply]:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return [Reply(status, headers, raw)] * 6


ENDS_THAT_ARE_NONE: dict[str, list[Reply]] = {
    "a page that is not found": nothing_of_it(404, b"page not found", **{"content-type": "text/plain"}),
    "a proxy without such a route": nothing_of_it(404, {"detail": "Not Found"}),
    "credentials that are not found": nothing_of_it(500, {"error": {"message": "credentials were not found"}}),
    "a service in trouble": nothing_of_it(503, {"status": "error"}),
    "one failure": [Reply.of_json({"id": "gen_000000000001", "status": "failed", "error": {"message": "hiccup"}})],
    "another job that is finished": [
        Reply.of_json({"id": "somebody-else", "status": "completed", "video_url": "http://127.0.0.1:9/x.mp4"})
    ],
}


@pytest.mark.parametrize("replies", ENDS_THAT_ARE_NONE.values(), ids=ENDS_THAT_ARE_NONE.keys())
async def test_what_is_no_end_of_this_job_ends_nothing(
    open_house: OpenHouse, service: FakeService, replies: list[Reply]
) -> None:
    service.reply_next("status", *replies)
    house = await open_house(service)
    (job,) = await house.submit()
    await house.until(job, "done")

    assert not {"failed", "lost", "expired"} & set(house.story(job))


BAD_ENDS: dict[str, tuple[Twist, str]] = {
    "moderation told by a 400": (
        told(lambda _: {"error": {"message": "Flagged by moderation", "code": "content_policy"}}, 400),
        "Flagged by moderation",
    ),
    "a proxy's error around the job": (
        told(
            lambda job: {
                "error": {
                    "message": f'VLLMException - {{"id":"{job.id}","status":"failed","error":{{"message":"OOM"}}}}. Model=wan',
                    "code": "400",
                }
            },
            400,
        ),
        "OOM",
    ),
    "failure inside output": (
        told(lambda job: {"output": {"task_id": job.id, "task_status": "FAILED", "message": "No"}}),
        "No",
    ),
}


@pytest.mark.parametrize(("twist", "words"), BAD_ENDS.values(), ids=BAD_ENDS.keys())
async def test_a_bad_end_is_read_wherever_it_is_told(
    open_house: OpenHouse, service: FakeService, twist: Twist, words: str
) -> None:
    service.stall()
    service.twists["status"] = twist
    house = await open_house(service)
    (job,) = await house.submit()
    failed = await house.until(job, "failed")

    assert words in str(failed.reason)


def failed_with(*links: str) -> Twist:
    """Failed, says the answer, and names places all the same."""
    error = {"code": "500", "message": "upstream hiccup"}
    return told(lambda job: {"id": job.id, "status": "failed", "error": error, "urls": list(links)})


CALLED_FAILED: dict[str, Callable[[FakeService], Twist]] = {
    "a link of the clip": lambda service: failed_with(f"{service.base_url}/files/gen_000000000001.mp4"),
    "a dead link, and then a living one": lambda service: failed_with(
        f"{service.base_url}/files/dead", f"{service.base_url}/files/gen_000000000001.mp4"
    ),
    "a dead link, and the service has it": lambda service: failed_with(f"{service.base_url}/files/dead"),
    "the clip itself": lambda service: told(
        lambda job: {
            "id": job.id,
            "status": "failed",
            "error": {"message": "late"},
            "video_base64": base64.b64encode(service.clip.data).decode(),
        }
    ),
}


@pytest.mark.parametrize("twist", CALLED_FAILED.values(), ids=CALLED_FAILED.keys())
async def test_a_job_that_is_called_failed_and_whose_clip_can_be_had_is_made(
    open_house: OpenHouse, service: FakeService, twist: Callable[[FakeService], Twist]
) -> None:
    service.twists["status"] = twist(service)
    house = await open_house(service)
    (job,) = await house.submit()
    done = await house.until(job, "done", "failed")

    assert ("done", Billed.UNKNOWN) == (str(done.state), done.billed)
    assert [service.clip.data] == [clip.path.read_bytes() for clip in await house.clips()]
    assert "failed" not in house.story(job)


NO_CLIPS: dict[str, Reply] = {
    "nothing": Reply(404),
    "a still picture": Reply(200, {"content-type": "video/mp4"}, b"\xff\xd8\xff\xe0" + bytes(3000)),
    "a preview that moves": Reply(200, {"content-type": "image/gif"}, b"GIF89a" + bytes(3000)),
    "an animated WebP": Reply(200, {}, b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\x02" + bytes(3000)),
    "a page": Reply.of_page(),
    "JSON": Reply.of_json({"error": {"message": "Flagged"}}),
    "noise": Reply(200, {}, bytes(range(256)) * 8),
}


@pytest.mark.parametrize("reply", NO_CLIPS.values(), ids=NO_CLIPS.keys())
async def test_what_a_failed_job_names_beside_its_clip_is_asked_once_and_is_no_clip(
    open_house: OpenHouse, service: FakeService, reply: Reply
) -> None:
    service.stall()
    service.files["odd"] = reply
    service.twists["status"] = failed_with(f"{service.base_url}/files/odd")
    house = await open_house(service)
    (job,) = await house.submit()
    failed = await house.until(job, "failed")

    assert "upstream hiccup" in str(failed.reason)
    assert (1, 1) == (len(service.requests("file")), len(service.requests("content")))


async def test_a_job_that_is_called_failed_without_any_place_is_not_asked_for_a_clip(
    open_house: OpenHouse, service: FakeService
) -> None:
    service.twists["status"] = failed_with()
    house = await open_house(service)
    (job,) = await house.submit()
    await house.until(job, "failed")

    assert [] == service.requests("content")


BLOCKED = {"error": {"code": "moderation_blocked", "message": "Your request was blocked by our moderation system."}}


async def test_a_request_that_moderation_refuses_says_which_part_is_not_billed_and_is_sent_once(
    open_house: OpenHouse, service: FakeService
) -> None:
    service.reply_next("submit", Reply.of_json(BLOCKED, 400))
    house = await open_house(service)
    (job,) = await house.submit()
    refused = await house.until(job, "refused")

    assert (Refused.WORDS, Billed.NO) == (refused.refused, refused.billed)
    assert (1, 0) == (len(service.requests("submit")), len(service.money.charges))


async def test_a_clip_that_moderation_keeps_back_is_told_as_one_and_is_not_made_again(
    open_house: OpenHouse, service: FakeService
) -> None:
    service.stall()
    service.twists["status"] = told(
        lambda job: {"id": job.id, "status": "failed", "failure_reason": "output_moderation"}
    )
    house = await open_house(service)
    (job,) = await house.submit()
    failed = await house.until(job, "failed")

    assert (Refused.CLIP, Billed.UNKNOWN) == (failed.refused, failed.billed)
    assert "keeps it back" in str(failed.reason)
    assert 1 == len(service.requests("submit"))
