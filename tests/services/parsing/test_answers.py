"""What services say of a job, read by shape: words, progress, ids, envelopes, lists."""

import base64
import contextlib
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sora_desktop.domain.errors import (
    BusyError,
    JobGoneError,
    NoListError,
    OutcomeUnknownError,
    RefusedError,
    ServiceError,
    SubmitError,
    WrongFormatError,
    WrongKeyError,
)
from sora_desktop.domain.refusal import Refused
from sora_desktop.services.parsing.answers import (
    read_deleted,
    read_list,
    read_probe,
    read_progress,
    read_status,
    read_submitted,
)
from sora_desktop.services.parsing.status_words import read_state
from sora_desktop.services.wire import Answer, RemoteError, RemoteState
from tests.support.rows import rows

BASE = "https://host.example"
PAGE = b"<html><body>Sign in</body></html>"
QUEUED, RUNNING, DONE = RemoteState.QUEUED, RemoteState.RUNNING, RemoteState.DONE
FAILED, EXPIRED, CANCELLED = RemoteState.FAILED, RemoteState.EXPIRED, RemoteState.CANCELLED


def answer(value: Any, status: int = 200, **headers: str) -> Answer:
    return Answer(status, headers, value if isinstance(value, bytes) else json.dumps(value).encode())


def _moderated(code: str, words: str) -> RemoteError:
    return RemoteError(code, words, refused=Refused.UNSAID)


@rows(
    ("words", "state"),
    [
        ("queued pending submitted not_start preparing unknown notstarted created starting queueing waiting", QUEUED),
        ("NOT_START SUBMITTED QUEUED UNKNOWN Queueing", QUEUED),
        ("processing in_progress running generating IN_PROGRESS In-Progress preprocessing", RUNNING),
        ("completed complete success succeeded finished SUCCESS Success SUCCEEDED done succeed", DONE),
        ("failed failure fail error FAILURE Fail timeout timed_out", FAILED),
        ("cancelled canceled deleted CANCELLED", CANCELLED),
        ("expired", EXPIRED),
        ("upscaling reticulating_splines cancelling 完成 ?", RUNNING),
    ],
)
def test_status_words_in_any_case_mean_what_they_mean_and_unknown_ones_mean_running(words: str, state: Any) -> None:
    assert {word: read_state(word) for word in words.split()} == dict.fromkeys(words.split(), state)


@rows(
    ("value", "share"),
    [
        (0, 0.0), (33, 0.33), (100, 1.0), (1, 0.01), (0.5, 0.5), (1.0, 1.0), (33.5, 0.335), ("30%", 0.3), ("30", 0.3),
        ("0.25", 0.25), ("100%", 1.0), (" 7 % ", 0.07), (250, 1.0), (-5, 0.0), (None, None), ("", None),
        ("half", None), (True, None), ({}, None), ("nan%", None),
    ],
)  # fmt: skip
def test_progress_is_a_percentage_a_share_or_nothing(value: Any, share: float | None) -> None:
    assert read_progress(value) == (None if share is None else pytest.approx(share))


@rows(
    ("document", "remote_id"),
    [
        ({"id": "gen_x", "status": "queued"}, "gen_x"),
        ({"task_id": "t1"}, "t1"),
        ({"taskId": "t1"}, "t1"),
        ({"id": "task_Ab", "task_id": "task_Ab", "object": "video"}, "task_Ab"),
        ({"data": {"task_id": "t1"}}, "t1"),
        ({"code": 200, "msg": "success", "data": {"taskId": "t1"}}, "t1"),
        ({"data": [{"task_id": "t1"}]}, "t1"),
        ({"code": "success", "message": "", "data": {"id": 17, "task_id": "t1", "status": "SUBMITTED"}}, "t1"),
        ({"code": "success", "message": "", "data": "task_9"}, "task_9"),
        ({"status": "success", "data": {"task_id": "t1", "status": "IN_PROGRESS"}}, "t1"),
        ({"id": 12345, "status": "queued"}, "12345"),
        ({"id": 18446744073709551615}, "18446744073709551615"),
        ({"id": "video_bGl0=", "progress": float("nan")}, "video_bGl0="),
        ({"id": "projects/p/operations/" + "x" * 300}, "projects/p/operations/" + "x" * 300),
        ({"output": {"task_id": "t1", "task_status": "PENDING"}, "request_id": "r1"}, "t1"),
        ({"request_id": "r1"}, "r1"),
        ({"request_id": "r1", "status": "queued"}, "r1"),
        ({"status": "success", "data": {"task_id": "t1"}}, "t1"),
        ({"code": 0, "data": {"task_id": 987654}}, "987654"),
        ({"id": "req_1", "status": "success", "data": {"id": "v1", "status": "queued"}}, "v1"),
        ({"id": "req_1", "data": {"task_id": "t1"}}, "t1"),
        ({"polling_url": "/api/v1/videos/v1"}, "v1"),
        ({"urls": {"get": "https://h.example/v1/videos/v1", "cancel": "https://h.example/v1/videos/v1/cancel"}}, "v1"),
        ({"result": {"response": {"generation_id": "g1"}}}, "g1"),
        ({"id": "video_1234567", "uid": "user-42"}, "video_1234567"),
        ({"uid": "user-42", "data": {"id": "video_1234567", "status": "queued"}}, "video_1234567"),
        (b'{"id":"v1","status":"queued","prompt":"two\nlines"}', "v1"),
        (b'{"id":"v1","status":"queued","prompt":"caf\xc3"}', "v1"),
        (b'{"id":"v1","object":"video","prompt":"cut of', "v1"),
        (b'{"event":"ping"}\n{"id":"v1","status":"queued"}\n', "v1"),
        (b'event: created\ndata: {"id":"v1","status":"queued"}\n\ndata: [DONE]\n\n', "v1"),
        (b'\xef\xbb\xbf{"id":"v1","status":"queued"}', "v1"),
    ],
    ids=str,
)
def test_the_id_of_a_new_job_is_found_wherever_it_stands(document: Any, remote_id: str) -> None:
    assert read_submitted(answer(document, 202), BASE).remote_id == remote_id


@rows(
    "document",
    [
        {},
        [],
        {"id": ""},
        {"id": None},
        {"data": {"id": 17}},
        {"id": "a b"},
        {"id": ".."},
        {"id": "a\u0000b"},
        PAGE,
        b"",
    ],
    ids=str,
)
def test_a_good_answer_without_an_id_leaves_the_outcome_unknown(document: Any) -> None:
    with pytest.raises(OutcomeUnknownError):
        read_submitted(answer(document), BASE)


@rows(
    "document",
    [
        {"ID": "video_abc123", "Status": "queued"},
        {"TaskId": "video_abc123"},
        {"Response": {"JobId": "video_abc123", "RequestId": "r-1"}},
        {"_id": "video_abc123", "status": "queued"},
        {"_id": {"$oid": "video_abc123"}},
        {"uuid": "video_abc123", "status": "queued", "user": {"id": "user_12345"}},
        {"data": {"job": {"uid": "video_abc123"}}},
        {"uid": "user-42", "data": {"guid": "video_abc123"}},
        {"success": True, "videos": [{"id": "video_abc123", "status": "queued"}]},
        {"items": [{"id": "video_abc123"}]},
        {"ids": ["video_abc123"]},
        {"task_ids": ["video_abc123"]},
        {"code": 0, "data": ["video_abc123"]},
        {"payload": {"id": "video_abc123", "status": "queued"}},
        {"statusCode": 200, "body": {"id": "video_abc123"}},
        {"statusCode": 200, "body": '{"id":"video_abc123","status":"queued"}'},
        {"message": "Task video_abc123 is in the queue", "prompt": "video_000111 of a fox"},
        {"id": " video_abc123 ", "status": "queued"},
        {"outer": {"inner": {"deep": {"video_id": "video_abc123"}}}},
        b'"video_abc123"',
        b"video_abc123\n",
        b"id: video_abc123",
        b"id=video_abc123&status=queued",
        b"{'id': 'video_abc123', 'status': 'queued'}",
        b"<?xml version='1.0'?><video><id>video_abc123</id><status>queued</status></video>",
        b'<html><script>window.__JOB__={"id":"video_abc123","status":"queued"}</script></html>',
        b"<html><body>accepted: task_id=video_abc123</body></html>",
    ],
    ids=str,
)
def test_an_id_in_an_odd_place_of_a_good_answer_is_found_before_it_is_called_unknown(document: Any) -> None:
    assert "video_abc123" == read_submitted(answer(document), BASE).remote_id


@pytest.mark.parametrize("name", ["operation-location", "content-location"])
def test_an_odd_header_may_name_the_place_of_the_new_job(name: str) -> None:
    assert "v1" == read_submitted(answer(b"", 202, **{name: "/v1/videos/v1"}), BASE).remote_id


@rows(
    "document",
    [
        {"status": "queued", "user": {"id": "user_12345"}, "model": {"id": "sora-2"}},
        {"status": "queued", "prompt": "task_id: video_000111"},
        {"message": "video_000111 or video_000222"},
        {"status": "in_progress", "note": "see video_url and task_status"},
        b"<html><body><div id='app12345'></div><a id=link_1234>Sign in</a></body></html>",
        {"created": "2026-11-27"},
        b"2026-11-27T10:00:00Z",
        b"OK",
        b"accepted",
    ],
    ids=str,
)
def test_what_only_looks_like_an_id_is_none(document: Any) -> None:
    with pytest.raises(OutcomeUnknownError):
        read_submitted(answer(document), BASE)


@rows(
    ("status", "place", "remote_id"),
    [
        (201, "/v1/videos/v1", "v1"),
        (202, "https://h.example/v1/videos/v%2F1", "v/1"),
        (303, "/v1/videos/v1/", "v1"),
        (200, "/v1/video/generations/g1", "g1"),
        (202, "/tasks/t1?key=1", "t1"),
    ],
)
def test_an_answer_without_a_body_may_name_the_job_by_its_place(status: int, place: str, remote_id: str) -> None:
    assert remote_id == read_submitted(answer(b"", status, location=place), BASE).remote_id


@pytest.mark.parametrize(("status", "place"), [(303, "/login"), (302, "/v1/videos/v1"), (201, "/v1/videos")])
def test_another_place_names_no_job(status: int, place: str) -> None:
    with pytest.raises(OutcomeUnknownError):
        read_submitted(answer(b"", status, location=place), BASE)


@pytest.mark.parametrize("status", [400, 401, 402, 403, 404, 429, 500, 503])
@pytest.mark.parametrize(
    "document",
    [
        {"id": "v1", "status": "queued"},
        {"id": "v1", "status": "In Progress", "error": {"message": "Invalid key"}},
        {"data": {"id": "v1", "state": "PENDING"}, "message": "forbidden"},
        {"id": "v1", "status": "completed"},
    ],
    ids=str,
)
def test_a_job_that_lives_is_taken_from_an_error_too(document: Any, status: int) -> None:
    assert "v1" == read_submitted(answer(document, status), BASE).remote_id


@pytest.mark.parametrize("status", [401, 403])
@pytest.mark.parametrize(
    "document",
    [
        {"id": "req_1", "status": "queued"},
        {"id": "7f1c", "status": "processing"},
        {"id": "video_1", "object": "video"},
        {"error": {"message": "No", "id": "video_1", "status": "queued"}},
        {"id": "video_1", "object": "video", "status": "failed", "error": {"message": "No"}},
    ],
    ids=str,
)
def test_what_may_be_a_job_beside_a_wrong_key_is_never_called_unbilled(document: Any, status: int) -> None:
    with pytest.raises(OutcomeUnknownError) as caught:
        read_submitted(answer(document, status, **{"x-request-id": "7f1c"}), BASE)

    assert "may have been billed" in str(caught.value)


@pytest.mark.parametrize("status", [401, 403])
@pytest.mark.parametrize(
    "document",
    [
        {"id": "8f3a", "status": "unauthorized"},
        {"id": "8f3a", "status": "error", "message": "Invalid key"},
        {"id": "req_1", "error": {"message": "Invalid key"}},
        {"id": "8f3a", "message": "Invalid key", "status": 401},
        {"error": {"message": "Invalid key"}, "request_id": "8f3a"},
        {"status": "active", "message": "This key may not make videos"},
    ],
    ids=str,
)
def test_a_wrong_key_that_names_its_request_is_a_refusal(document: Any, status: int) -> None:
    with pytest.raises(RefusedError) as caught:
        read_submitted(answer(document, status), BASE)

    assert "Not billed." in str(caught.value)


@pytest.mark.parametrize(
    "document",
    [
        {"id": "req_1", "error": {"message": "quota exceeded", "code": "insufficient_quota"}},
        {"request_id": "req_1", "code": 402, "message": "insufficient credits"},
    ],
    ids=str,
)
def test_a_refusal_that_names_its_request_is_a_refusal(document: Any) -> None:
    with pytest.raises(RefusedError):
        read_submitted(answer(document), BASE)


FILM = b"\0\0\0\x18ftypmp42" + bytes(400)
PACKED = base64.b64encode(FILM).decode()


@pytest.mark.parametrize(
    ("document", "remote_id"),
    [
        ({"created": 1, "data": [{"b64_json": PACKED}]}, ""),
        ({"id": "v1", "status": "completed", "video": f"data:video/mp4;base64,{PACKED}"}, "v1"),
        ({"id": "v1", "status": "completed", "url": f"data:video/mp4;base64,{PACKED}"}, "v1"),
        ({"data": {"task_id": "t1", "status": "SUCCESS", "video_base64": PACKED}}, "t1"),
    ],
    ids=lambda value: value if isinstance(value, str) else str(value)[:40],
)
def test_a_clip_that_comes_in_the_answer_is_there_with_or_without_an_id(document: Any, remote_id: str) -> None:
    submitted = read_submitted(answer(document), BASE)

    assert (remote_id, DONE, FILM) == (submitted.remote_id, submitted.status.state, submitted.status.clip)


def test_a_link_that_comes_in_the_answer_is_enough_without_an_id() -> None:
    submitted = read_submitted(answer({"created": 1, "data": [{"url": "https://c.example/v.mp4"}]}), BASE)

    assert ("", "https://c.example/v.mp4") == (submitted.remote_id, submitted.status.result_url)


def test_every_link_of_an_answer_is_kept_in_its_order() -> None:
    job = {
        "id": "a", "status": "completed", "video_url": "https://one.example/v.mp4",
        "urls": ["https://two.example/v.mp4", "https://one.example/v.mp4"], "metadata": {"url": "/v1/videos/a/content"},
    }  # fmt: skip
    status = read_status(answer(job), BASE)

    assert ("https://one.example/v.mp4", ("https://two.example/v.mp4", f"{BASE}/v1/videos/a/content")) == (
        status.result_url,
        status.other_urls,
    )


LITELLM = (
    'litellm.BadRequestError: Hosted_vllmException - {"id":"video_gen_1","object":"video","status":"failed",'
    '"error":{"code":"500","message":"CUDA out of memory"}}. Received Model Group=wan2.2'
)


def test_a_job_in_the_words_of_a_proxys_error_is_read() -> None:
    given_answer = answer({"error": {"message": LITELLM, "type": None, "param": None, "code": "400"}}, 400)
    status = read_status(given_answer, BASE)

    assert (FAILED, "video_gen_1", RemoteError("500", "CUDA out of memory")) == (status.state, status.id, status.error)


def test_moderation_that_is_told_by_an_error_to_a_question_is_an_end() -> None:
    status = read_status(answer({"error": {"message": "Rejected by moderation", "code": "content_policy"}}, 400), BASE)

    assert (FAILED, _moderated("content_policy", "Rejected by moderation")) == (status.state, status.error)


def test_a_failure_inside_an_output_is_one() -> None:
    body = {"request_id": "r", "output": {"task_id": "t", "task_status": "FAILED", "message": "No"}}

    assert (FAILED, RemoteError("", "No")) == (
        (status := read_status(answer(body), BASE)).state,
        status.error,
    )


def test_of_a_stream_of_answers_the_last_word_counts() -> None:
    body = b'data: {"id":"v","status":"queued"}\n\ndata: {"id":"v","status":"completed"}\n\n'

    assert DONE is read_status(answer(body), BASE).state


def test_an_id_beside_an_error_status_is_not_taken_for_a_new_job() -> None:
    with pytest.raises(RefusedError):
        read_submitted(answer({"error": {"message": "No"}, "id": "req_1"}, 400), BASE)


@rows(
    ("document", "state", "url"),
    [
        ({"id": "a", "status": "completed", "video_url": "https://c.example/v.mp4"}, DONE, "https://c.example/v.mp4"),
        ({"id": "a", "status": "completed"}, DONE, None),
        ({"id": "a", "status": "in_progress", "url": "https://c.example/v.mp4"}, RUNNING, None),
        ({"id": "a", "status": "completed", "metadata": {"url": "It went wrong: see log"}}, DONE, None),
        ({"id": "a", "status": "completed", "url": "/v1/videos/a/content"}, DONE, f"{BASE}/v1/videos/a/content"),
        (
            {"code": "success", "message": "", "data": {
                "id": 17, "task_id": "t", "status": "SUCCESS", "fail_reason": "https://c.example/v.mp4",
                "progress": "100%", "data": {"status": "processing"}}},
            DONE, "https://c.example/v.mp4",
        ),
        (
            {"code": 200, "msg": "success", "data": {
                "taskId": "t", "successFlag": 1, "response": {"resultUrls": ["https://c.example/v.mp4"]}}},
            DONE, "https://c.example/v.mp4",
        ),
        ({"code": 200, "data": {"taskId": "t", "successFlag": 0}}, RUNNING, None),
        ({"code": 200, "data": {"taskId": "t", "successFlag": 3, "failMsg": "No"}}, FAILED, None),
        ({"request_id": "r", "data": {"task_id": "t", "task_status": "processing"}}, RUNNING, None),
        ({"created": 1, "data": [{"url": "https://c.example/v.mp4"}]}, DONE, "https://c.example/v.mp4"),
        ({"id": "a"}, RUNNING, None),
        ({"id": "a", "status": "weird"}, RUNNING, None),
        ({"id": "a", "status": "queued", "error": {"code": "", "message": ""}}, QUEUED, None),
        ({"status": "completed", "video_url": "https://c.example/v.mp4"}, DONE, "https://c.example/v.mp4"),
        ({"id": "string", "status": "queued", "error": {"message": "string"}}, QUEUED, None),
    ],
    ids=str,
)  # fmt: skip
def test_state_and_result_are_read_from_every_shape(document: Any, state: Any, url: str | None) -> None:
    status = read_status(answer(document), BASE)

    assert (status.state, status.result_url) == (state, url)


@rows(
    ("job", "error"),
    [
        ({"error": {"code": "moderation", "message": "Not allowed"}}, _moderated("moderation", "Not allowed")),
        ({"error": {"message": "No"}}, RemoteError("", "No")),
        ({"error": "No"}, RemoteError("", "No")),
        ({"error": {"code": 500, "message": "No"}}, RemoteError("500", "No")),
        ({"fail_reason": "No", "progress": "100%"}, RemoteError("", "No")),
        ({"failure_reason": "No"}, RemoteError("", "No")),
        ({"error": None, "message": "No"}, RemoteError("", "No")),
        ({"error": {"message": '{"error":{"message":"No"}}'}}, RemoteError("", "No")),
        ({}, None),
    ],
    ids=str,
)
def test_a_failed_job_says_why_and_shows_no_progress(job: Any, error: RemoteError | None) -> None:
    status = read_status(answer({"id": "a", "status": "failed", "progress": 100, **job}), BASE)

    assert (status.state, status.error, status.progress) == (FAILED, error, None)


@pytest.mark.parametrize("http_status", [400, 422, 500, 503])
def test_an_error_status_that_carries_a_job_at_its_end_is_that_end(http_status: int) -> None:
    status = read_status(answer({"id": "a", "status": "failed", "error": {"message": "OOM"}}, http_status), BASE)

    assert (status.state, status.error) == (FAILED, RemoteError("", "OOM"))


@rows(
    ("given", "kind"),
    [
        (answer({"status": "error", "message": "database down"}), BusyError),
        (answer({"status": "error", "message": "database down"}, 500), BusyError),
        (answer({"id": "a", "status": "in_progress"}, 502), BusyError),
        (answer({"code": "task_not_exist", "message": "task_not_exist", "data": None}, 400), JobGoneError),
        (answer({"detail": "Video not found"}, 404), JobGoneError),
        (answer({"error": {"message": "Incorrect API key"}}, 401), WrongKeyError),
        (answer(PAGE), WrongFormatError),
        (answer({}), WrongFormatError),
        (answer(b"[" * 100_000), WrongFormatError),
    ],
    ids=lambda value: f"{value.status} {value.body[:40]!r}" if isinstance(value, Answer) else value.__name__,
)
def test_what_is_no_job_is_a_service_error_and_never_a_failed_job(given: Any, kind: type[Exception]) -> None:
    with pytest.raises(kind) as caught:
        read_status(given, BASE)

    assert type(caught.value) is kind


def test_all_the_rest_of_a_job_is_read_where_it_is_there() -> None:
    job = {
        "id": "a", "status": "in_progress", "progress": 33, "model": "sora-2", "prompt": "a fox", "seconds": "8",
        "size": "1280x720", "created_at": 1790000000, "expires_at": "2026-10-01T00:00:00Z", "remixed_from": None,
    }  # fmt: skip
    status = read_status(answer(job), BASE)

    assert (status.id, status.word, status.progress, status.model) == ("a", "in_progress", 0.33, "sora-2")
    assert (status.prompt, status.seconds, status.size) == ("a fox", 8.0, "1280x720")
    assert status.created_at == datetime.fromtimestamp(1790000000, UTC)
    assert status.expires_at == datetime(2026, 10, 1, tzinfo=UTC)


@pytest.mark.parametrize("seconds", ["8", 8, 8.0])
def test_seconds_may_be_a_text_or_a_number(seconds: float | str) -> None:
    assert read_status(answer({"id": "a", "status": "queued", "seconds": seconds}), BASE).seconds == 8.0


def test_null_in_every_optional_place_is_nothing() -> None:
    names = ("progress", "model", "prompt", "seconds", "size", "created_at", "expires_at", "error", "video_url", "urls")
    status = read_status(answer({"id": "a", "status": "completed", **dict.fromkeys(names)}), BASE)

    assert (status.progress, status.model, status.seconds, status.created_at) == (None, "", None, None)


def test_a_page_of_jobs_is_read_with_its_continuation_and_the_services_clock() -> None:
    body = {"object": "list", "data": [{"id": "b"}, {"id": "a", "status": "completed"}, "junk"], "has_more": True}
    page = read_list(answer(body, date="Sun, 06 Nov 1994 08:49:37 GMT"), BASE)

    assert [job.id for job in page.jobs] == ["b", "a"]
    assert page.next_after == "a"
    assert page.served_at == datetime(1994, 11, 6, 8, 49, 37, tzinfo=UTC)


@rows(
    ("body", "after"),
    [
        ({"data": [{"id": "a"}], "has_more": True, "last_id": "z"}, "z"),
        ({"data": [{"id": "a"}], "has_more": False, "last_id": "a"}, None),
        ({"data": [{"id": "a"}]}, None),
        ({"data": [], "has_more": True, "last_id": "a"}, None),
        ([{"id": "a"}], None),
    ],
)
def test_a_list_ends_where_nothing_more_is_promised(body: Any, after: str | None) -> None:
    assert read_list(answer(body), BASE).next_after == after


@pytest.mark.parametrize("status", [400, 404, 405])
def test_a_service_without_a_list_says_so(status: int) -> None:
    with pytest.raises(NoListError):
        read_list(answer({"error": {"message": "Not found"}}, status), BASE)


@rows(
    ("given", "gone"),
    [
        (answer({"id": "a", "object": "video.deleted", "deleted": True}), True),
        (answer({"id": "a", "status": "deleted"}), True),
        (answer(b"", 204), True),
        (answer({"error": {"message": "no"}}), False),
        (answer({"detail": "Cancellation in progress"}, 409), False),
        (answer({"detail": "Method Not Allowed"}, 405), False),
        (answer({"detail": "Not Found"}, 404), False),
    ],
)
def test_a_delete_says_whether_the_job_was_taken_off(given: Any, gone: bool) -> None:
    assert read_deleted(given) is gone


def test_a_delete_without_a_good_key_is_an_error() -> None:
    with pytest.raises(WrongKeyError):
        read_deleted(answer({"error": {"message": "no"}}, 401))


@rows(
    "given",
    [
        answer({"error": {"message": "Video not found", "code": "not_found"}}, 404),
        answer({"code": "task_not_exist", "message": "task_not_exist", "data": None}, 400),
        answer({"detail": "Video not found"}, 404),
        answer({"error": {"message": "unknown id", "code": "500"}}, 500),
        answer({"detail": [{"loc": ["path", "id"], "msg": "not a UUID"}]}, 422),
    ],
    ids=str,
)
def test_a_clear_no_to_a_made_up_job_means_that_the_service_answers(given: Any) -> None:
    try:
        read_probe(given)
    except ServiceError as error:
        pytest.fail(str(error))


@rows(
    ("given", "kind"),
    [
        (answer(PAGE), WrongFormatError),
        (answer(PAGE, 404), WrongFormatError),
        (answer({"detail": "Not Found"}, 404), WrongFormatError),
        (answer(b"404 page not found", 404), WrongFormatError),
        (answer({}, 200), WrongFormatError),
        (answer({"error": {"message": "bad key"}}, 401), WrongKeyError),
        (answer(b"", 503), BusyError),
        (answer(b"", 302, location="/login"), WrongFormatError),
    ],
    ids=str,
)
def test_a_probe_tells_a_wrong_key_from_a_wrong_address(given: Any, kind: type[Exception]) -> None:
    with pytest.raises(kind):
        read_probe(given)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["id", "task_id", "status", "data", "error", "progress", "url", "created_at", "code", "message"]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)


@given(JSON, st.sampled_from([200, 202, 302, 400, 404, 429, 500]))
def test_readers_raise_only_their_own_errors_whatever_comes(value: Any, status: Any) -> None:
    given_answer = answer(json.dumps(value).encode(), status)
    for read, kind in (
        (lambda: read_submitted(given_answer, BASE), SubmitError),
        (lambda: read_status(given_answer, BASE), ServiceError),
        (lambda: read_list(given_answer, BASE), ServiceError),
        (lambda: read_deleted(given_answer), ServiceError),
        (lambda: read_probe(given_answer), ServiceError),
    ):
        with contextlib.suppress(kind):
            read()
