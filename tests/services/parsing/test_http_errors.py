"""Five error envelopes, and the class of every HTTP status."""

import json
from dataclasses import replace
from typing import Any

import pytest

from sora_desktop.base.sentences import message
from sora_desktop.domain.errors import (
    BlockedError,
    BusyError,
    JobGoneError,
    NotSentError,
    OutcomeUnknownError,
    PacedError,
    RefusedError,
    ShieldError,
    UnreachableError,
    WrongFormatError,
    WrongKeyError,
)
from sora_desktop.services.parsing.error_envelopes import describe
from sora_desktop.services.parsing.http_errors import question_failure, submission_failure
from sora_desktop.services.videos_api import VideosApi
from sora_desktop.services.wire import Answer, RemoteError
from tests.support.rows import rows


def answer(status: int, value: Any = None, **headers: str) -> Answer:
    body = value if isinstance(value, bytes) else json.dumps(value).encode()
    return Answer(status, {name.replace("_", "-"): text for name, text in headers.items()}, body)


PAGE = b"<!doctype html><html><body>Sign in</body></html>"


@rows(
    ("value", "error"),
    [
        ({"error": {"message": "No", "type": "t", "param": None, "code": "c"}}, RemoteError("c", "No")),
        ({"error": {"message": "No", "type": "t", "code": None}}, RemoteError("t", "No")),
        ({"error": {"message": "No", "code": ""}}, RemoteError("", "No")),
        ({"error": {"message": "No", "code": 400}}, RemoteError("400", "No")),
        ({"error": {"message": "No", "code": "400"}}, RemoteError("400", "No")),
        ({"error": "No"}, RemoteError("", "No")),
        ({"error": "No", "code": 7}, RemoteError("7", "No")),
        ({"code": "task_not_exist", "message": "No", "data": None}, RemoteError("task_not_exist", "No")),
        ({"code": 422, "msg": "No", "data": None}, RemoteError("422", "No")),
        ({"detail": "No"}, RemoteError("", "No")),
        (
            {"detail": [{"loc": ["body", "seconds"], "msg": "No", "type": "x"}, {"loc": ["body"], "msg": "Nor"}]},
            RemoteError("", "seconds: No; Nor"),
        ),
        (
            {"code": "fail_to_fetch_task", "message": '{"error":{"message":"No"}}', "data": None},
            RemoteError("fail_to_fetch_task", "No"),
        ),
        ({"error": {"message": '{"error":"{\\"message\\":\\"No\\"}"}'}}, RemoteError("", "No")),
        ({"error": {"message": "{half"}}, RemoteError("", "{half")),
        ({"success": False, "message": "No"}, RemoteError("", "No")),
        ({"error": {}}, RemoteError("", "HTTP 400")),
        ({"error": []}, RemoteError("", "HTTP 400")),
        ({"error": {"code": "quiet"}}, RemoteError("quiet", "quiet")),
        (PAGE, RemoteError("", "", message("It answers with a web page (HTTP {status}).", status=400))),
        (b"\xff\x00", RemoteError("", "HTTP 400")),
    ],
)
def test_each_envelope_is_put_into_words(value: Any, error: RemoteError) -> None:
    assert describe(answer(400, value)) == error


def test_a_plain_text_answer_is_its_own_word() -> None:
    assert describe(answer(502, b"upstream down", content_type="text/plain")).message == "upstream down (HTTP 502)"


@pytest.mark.parametrize("given", [answer(200, {}), answer(201, {"ok": True}), answer(200, b"")])
def test_a_good_answer_without_a_job_says_so_in_words(given: Answer) -> None:
    assert str(submission_failure(given)).startswith(
        "The service may have received this job, but sent no clear answer. There is no job id in its answer (HTTP 20"
    )


def test_a_megabyte_of_error_text_is_cut() -> None:
    assert len(describe(answer(400, {"error": "x" * 1_000_000})).message) == 2_000


NO = {"error": {"message": "No"}}


@rows(
    ("given", "kind"),
    [
        *((answer(status, NO), RefusedError) for status in (400, 401, 402, 403, 404, 405, 413, 415, 422, 451)),
        *((answer(status, NO), RefusedError) for status in (307, 308)),
        *((answer(status, NO), OutcomeUnknownError) for status in (300, 301, 302, 303)),
        (answer(301, b"", location="https://other.example/v1/videos/"), RefusedError),
        (answer(303, b"", location="/v1/videos"), OutcomeUnknownError),
        (answer(302, b"", location="https://service.example/v1/videos"), OutcomeUnknownError),
        (answer(302, b"", location="http://service.example:8000/v1/videos"), OutcomeUnknownError),
        *((answer(status, NO), OutcomeUnknownError) for status in (408, 409, 425, 499, 500, 501, 502, 503, 504, 511)),
        (answer(407, NO), OutcomeUnknownError),
        (replace(answer(407, NO), proxied=True), NotSentError),
        (answer(429, NO), PacedError),
        (answer(429, {"error": {"message": "No", "code": "insufficient_quota"}}), RefusedError),
        (answer(200, {}), OutcomeUnknownError),
        (answer(200, b""), OutcomeUnknownError),
        (answer(200, PAGE), OutcomeUnknownError),
        (answer(200, {"code": 402, "msg": "No credits"}), RefusedError),
        (answer(200, {"code": 429, "msg": "Later"}), PacedError),
        (answer(200, {"code": 500, "msg": "Oops"}), OutcomeUnknownError),
        (answer(200, {"error": {"message": "No", "type": "invalid_request_error"}}), RefusedError),
        (answer(200, {"error": {"message": "Oops", "type": "server_error"}}), OutcomeUnknownError),
        (answer(202, {"code": "0", "data": {}}), OutcomeUnknownError),
        (answer(400, PAGE), RefusedError),
    ],
    ids=lambda value: f"{value.status} {value.body[:40]!r}" if isinstance(value, Answer) else value.__name__,
)
def test_an_answer_to_a_submission_has_one_class(given: Any, kind: Any) -> None:
    assert type(submission_failure(given, "https://service.example", VideosApi.submit_paths)) is kind


def test_a_refusal_keeps_the_services_word_code_and_status() -> None:
    error = submission_failure(answer(400, {"error": {"message": "Bad model", "code": "model_not_found"}}))

    assert isinstance(error, RefusedError)
    assert (error.detail, error.code, error.http_status) == ("Bad model", "model_not_found", 400)


def test_a_redirect_is_refused_and_says_where_to_without_its_query() -> None:
    error = submission_failure(answer(307, b"", location="https://other.example/v1?key=1"))

    assert str(error.detail) == "It redirects to another address: https://other.example/v1"


def test_paced_keeps_how_long() -> None:
    error = submission_failure(answer(429, NO, retry_after="7"))

    assert isinstance(error, PacedError)
    assert error.retry_after == 7.0


@rows(
    ("given", "kind"),
    [
        (answer(401, NO), WrongKeyError),
        (answer(403, NO), WrongKeyError),
        (answer(404, NO), JobGoneError),
        (answer(410, NO), JobGoneError),
        (answer(400, {"code": "task_not_exist", "message": "task_not_exist", "data": None}), JobGoneError),
        (answer(500, {"error": {"message": "Video not found", "code": "500"}}), JobGoneError),
        (answer(200, {"code": 404, "msg": "no such task"}), JobGoneError),
        (answer(500, {"error": {"message": "dial tcp: lookup upstream.example: no such host"}}), BusyError),
        (answer(404, PAGE), WrongFormatError),
        (answer(200, PAGE), WrongFormatError),
        (answer(200, b"not json"), WrongFormatError),
        (answer(200, []), WrongFormatError),
        (answer(302, b"", location="/login"), WrongFormatError),
        (answer(400, NO), WrongFormatError),
        (answer(407, NO), UnreachableError),
        (answer(500, NO), BusyError),
        (answer(502, PAGE), BusyError),
        (answer(504, b""), BusyError),
        (answer(429, NO), BusyError),
        (answer(409, NO), BusyError),
        (answer(200, {"code": 500, "msg": "later"}), BusyError),
        (answer(200, {"error": {"message": "x", "type": "server_error"}}), BusyError),
    ],
    ids=lambda value: f"{value.status} {value.body[:40]!r}" if isinstance(value, Answer) else value.__name__,
)
def test_an_answer_to_a_question_has_one_class(given: Any, kind: type[Exception]) -> None:
    assert type(question_failure(given)) is kind


def test_busy_keeps_how_long() -> None:
    error = question_failure(answer(503, NO, retry_after="600"))

    assert isinstance(error, BusyError)
    assert error.retry_after == 120.0


CLOUDFLARE = {"server": "cloudflare", "cf-ray": "8f1c2d3e4f5a6b7c-FRA"}


@rows(
    "given",
    [
        answer(403, b"error code: 1010", **CLOUDFLARE),
        answer(403, b"<html><title>Attention Required! | Cloudflare</title></html>", **CLOUDFLARE),
        answer(503, b"<html><title>Just a moment...</title></html>", **CLOUDFLARE),
        answer(403, b"<html>...</html>", **{"cf-mitigated": "challenge"}),
        answer(429, b"<html>error code: 1015 cloudflare</html>", **CLOUDFLARE),
        answer(403, b"<html>Request unsuccessful. Incapsula incident ID: 1</html>"),
    ],
    ids=str,
)
def test_a_protection_page_is_told_as_what_it_is_and_not_as_a_wrong_key(given: Answer) -> None:
    error = submission_failure(given)

    assert (BlockedError, False) == (type(error), "key of this connection" in str(error))
    assert str(error).startswith("The service's firewall blocks Sora Desktop: ")
    assert type(question_failure(given)) is ShieldError


def test_a_wrong_key_that_is_told_through_such_an_edge_is_a_wrong_key() -> None:
    assert type(question_failure(answer(403, b"Forbidden", **CLOUDFLARE))) is WrongKeyError


@rows("status", [502, 504, 520, 521, 522, 524])
def test_a_protection_page_that_speaks_of_a_service_which_is_down_proves_nothing(status: int) -> None:
    given = answer(status, b"<html><title>Bad gateway | Cloudflare</title></html>", **CLOUDFLARE)

    assert type(submission_failure(given)) is OutcomeUnknownError


@pytest.mark.parametrize("status", [200, 400, 403, 429, 500, 502, 503])
@pytest.mark.parametrize(
    ("words", "advice"),
    [
        ({"error": {"message": "No such model", "code": "model_not_found"}}, "has this model"),
        ({"error": {"message": "no available channel for model sora2 in group default"}}, "has this model"),
        (
            {"error": {"message": "当前分组 default 下对于模型 sora2 无可用渠道（request id: 1）", "code": ""}},
            "has this model",
        ),
        ({"code": "pre_consume_token_quota_failed", "message": "预扣费额度失败, 用户剩余额度: $0.2"}, "Top up"),
        ({"message": "预扣费额度失败, 用户剩余额度不足", "success": False}, "Top up"),
        ({"error": {"message": "You have insufficient credits"}}, "Top up"),
    ],
    ids=str,
)
def test_known_words_are_a_refusal_at_any_status(status: int, words: Any, advice: str) -> None:
    error = submission_failure(answer(status, words))

    assert type(error) is RefusedError
    assert advice in str(error)
    assert "Not billed." in str(error)


@pytest.mark.parametrize("status", [200, 400, 429, 500, 503])
@pytest.mark.parametrize(
    "words",
    [
        {"error": {"message": "The queue is full, retry later", "code": "queue_full"}},
        {"error": {"message": "Too many concurrent video generations", "code": None}},
        {"detail": "Server is at capacity"},
        {"code": 500, "message": "当前分组上游负载已饱和，请稍后再试"},
        {"error": {"message": "Rate limit exceeded", "type": "rate_limit_error"}},
    ],
    ids=str,
)
def test_a_full_queue_is_a_plain_later_at_any_status(status: int, words: Any) -> None:
    assert type(submission_failure(answer(status, words))) is PacedError


@pytest.mark.parametrize("status", [200, 503])
def test_a_service_that_says_come_back_later_is_come_back_to(status: int) -> None:
    assert (
        type(submission_failure(answer(status, {"error": {"message": "Busy. Please try again later."}}))) is PacedError
    )


@rows(
    "given",
    [
        answer(500, {"error": {"message": "An error occurred, try again later"}}),
        answer(503, b"<html>Service Unavailable</html>"),
        answer(503, b""),
        answer(429, {"error": {"message": "slow down"}, "task_id": "t1"}),
        answer(429, {"error": {"message": "slow down"}, "id": "video_1"}),
        answer(429, {"error": {"message": "The request was charged; quota exceeded afterwards"}}),
        answer(400, {"error": {"message": "No reply in time: your job was submitted"}}),
        answer(429, {"error": {"message": "slow down", "video_id": "video_1"}}),
        answer(429, {"error": {"message": "slow down"}, "data": {"jobId": 17}}),
        answer(429, {"error": {"message": "slow down"}}, location="/v1/videos/video_1"),
        answer(503, {"error": {"message": "Queue is full"}, "polling_url": "/v1/videos/video_1"}),
        answer(503, {"error": {"message": "Queue is full"}}, **{"x-task-id": "task_1"}),
        answer(503, {"error": {"message": "Queue is full"}, "usage": {"cost": 0.4}}),
        answer(429, {"error": {"message": "Your request was accepted and queued, poll later"}}),
        answer(429, {"error": {"message": "slow down"}}, **{"x-litellm-response-cost": "0.4"}),
        answer(200, {"code": 503, "message": "系统繁忙，任务已提交"}),
    ],
    ids=str,
)
def test_an_error_that_may_hide_a_job_or_a_charge_is_no_later(given: Answer) -> None:
    assert type(submission_failure(given)) is OutcomeUnknownError


@rows(
    "given",
    [
        answer(400, {"error": {"message": "upstream"}, "task_id": "task_1"}),
        answer(400, {"error": {"message": "upstream", "video_id": "video_1"}}),
        answer(422, {"error": {"message": "bad"}}, location="/v1/videos/video_1"),
        answer(
            400, {"error": {"message": "context deadline exceeded (Client.Timeout exceeded while awaiting headers)"}}
        ),
        answer(400, {"error": {"message": "unexpected EOF", "code": "bad_response_body"}}),
        answer(404, {"error": {"message": "read: connection reset by peer"}}),
        answer(400, {"error": {"message": "上游请求超时"}}),
    ],
    ids=str,
)
def test_a_refusal_behind_which_something_may_be_made_is_not_called_unbilled(given: Answer) -> None:
    assert type(submission_failure(given)) is OutcomeUnknownError


@rows(
    "words",
    [
        "timeout must be between 1 and 60",
        "Insufficient credits. You have not been charged.",
        "The size is not allowed, so no job was created.",
        "Bad prompt: nothing has been billed",
        "Bad prompt. It wasn't accepted, and you haven't been charged",
        "参数错误，未被扣费，没有任务已创建",
    ],
)
def test_a_refusal_that_says_that_nothing_was_charged_is_one(words: str) -> None:
    assert type(submission_failure(answer(400, {"error": {"message": words}}))) is RefusedError


@pytest.mark.parametrize(
    "given",
    [
        answer(429, {"error": {"message": "slow down"}, "request_id": "7f1c"}),
        answer(429, {"error": {"message": "slow down"}, "id": "req_1"}),
        answer(429, {"error": {"message": "slow down"}, "id": "7f1c"}, **{"x-request-id": "7f1c"}),
        answer(429, {"error": {"message": "slow down", "code": "busy"}}, location="/pricing"),
    ],
    ids=str,
)
def test_a_later_that_names_only_its_request_is_a_later(given: Answer) -> None:
    assert type(submission_failure(given)) is PacedError


@rows(
    "given",
    [
        answer(404, b"404 page not found", content_type="text/plain"),
        answer(404, b""),
        answer(404, {"detail": "Not Found"}),
        answer(404, {"error": {"message": "Invalid URL (GET /v1/videos/x)"}}),
        answer(404, {"message": "no Route matched with those values"}),
        answer(500, {"error": {"message": "credentials were not found"}}),
        answer(500, {"error": {"message": "model not found for video"}}),
        answer(400, {"error": {"message": "the video channel was not found"}}),
        answer(503, {"status": "error"}),
    ],
    ids=str,
)
def test_what_is_not_about_the_job_does_not_say_that_it_is_gone(given: Answer) -> None:
    assert type(question_failure(given)) is not JobGoneError
