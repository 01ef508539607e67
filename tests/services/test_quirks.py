"""What services were seen to do, a named row for each, against the formats themselves.

The names say who does it. A row is an answer, and what a format makes of it: of a look at a job, of a submission, of a
list, of a delete. What a quirk asks of the client or of the studio has its tests there (`tests/services/test_client.py`,
`tests/studio/test_misleading_answers.py`, `tests/studio/test_wild_services.py`).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from sora_desktop.domain.errors import (
    BusyError,
    JobGoneError,
    NoListError,
    OutcomeUnknownError,
    PacedError,
    RefusedError,
    WrongKeyError,
)
from sora_desktop.services.formats import FORMATS
from sora_desktop.services.wire import Answer, CancelOutcome, Format, RemoteState
from tests.support.formats import NATIVE, UNIALL

BASE = "https://base.example"
BOTH = [FORMATS[UNIALL], FORMATS[NATIVE]]
CLIP = "https://cdn.example/v.mp4"
QUEUED, RUNNING, DONE, FAILED = RemoteState.QUEUED, RemoteState.RUNNING, RemoteState.DONE, RemoteState.FAILED
EXPIRED, CANCELLED = RemoteState.EXPIRED, RemoteState.CANCELLED
MOMENT = datetime(2026, 9, 21, 14, 13, 20, tzinfo=UTC)


@dataclass(frozen=True)
class Row:
    """`told` is the body, `want` the fields of what is read of it, or the class of the error."""

    name: str
    told: Any
    want: Mapping[str, Any] | type[Exception]
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def answer(self) -> Answer:
        body = self.told if isinstance(self.told, bytes) else json.dumps(self.told).encode()
        return Answer(self.status, self.headers, body)

    def agrees(self, read: object) -> None:
        assert isinstance(self.want, Mapping)
        assert self.want == {name: getattr(read, name) for name in self.want}


def rows(*given: Row) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("row", given, ids=lambda row: row.name)


def job(status: str, **more: Any) -> dict[str, Any]:
    return {"id": "video_1", "status": status, **more}


VLLM_FAILURE = job("failed", object="video", error={"code": 500, "message": "The engine gave up."}, progress=0)

LOOKS = (
    Row("1 a word in any case", job("In_Progress"), {"state": RUNNING}),
    Row("1 a word that nobody knows is still running", job("reticulating"), {"state": RUNNING}),
    Row("2 new-api: unknown right after the submission", job("unknown"), {"state": QUEUED}),
    Row("2 new-api: NOT_START right after the submission", job("NOT_START"), {"state": QUEUED}),
    Row("3 apiyi: submitted", job("submitted"), {"state": QUEUED}),
    Row("4 OpenRouter, evolink: pending", job("pending"), {"state": QUEUED}),
    Row("5 dyuapi: processing", job("processing"), {"state": RUNNING}),
    Row("6 Azure, Huawei: succeeded", job("succeeded"), {"state": DONE}),
    Row("7 Huawei: timeout is an end", job("timeout"), {"state": FAILED}),
    Row("8 OpenRouter, ofox: cancelled is an end", job("cancelled"), {"state": CANCELLED}),
    Row("8 OpenRouter, ofox: expired is an end", job("expired"), {"state": EXPIRED}),
    Row("9 SGLang: deleted as a status", job("deleted"), {"state": CANCELLED}),
    Row("11 vLLM-Omni: a failed job is told with a 500", VLLM_FAILURE, {"state": FAILED, "id": "video_1"}, 500),
    Row("11 vLLM-Omni: a refused job is told with a 400", VLLM_FAILURE, {"state": FAILED, "id": "video_1"}, 400),
    Row(
        "11 LiteLLM before vLLM-Omni: the failed job stands in the words of a 400",
        {"error": {"message": f"Hosted_vllmException - {json.dumps(VLLM_FAILURE)}. Received Model Group=wan2.2"}},
        {"state": FAILED, "id": "video_1"},
        400,
    ),
    Row("12 new-api: 200 that carries an error", {"error": {"message": "quota exhausted"}}, BusyError),
    Row("12 kie.ai: 200 with a code that is an error", {"code": 401, "msg": "bad key", "data": None}, WrongKeyError),
    Row("13 new-api: an unknown task is a 400", {"code": "task_not_exist", "message": "task_not_exist"}, JobGoneError, 400),
    Row("13 OpenAI: an unknown video is a 404", {"error": {"message": "Video not found"}}, JobGoneError, 404),
    Row("13 LiteLLM: an unknown video is a 500", {"error": {"message": "Video video_1 not found"}}, JobGoneError, 500),
    Row("13 SGLang, vLLM-Omni: an unknown video", {"detail": "Video not found"}, JobGoneError, 404),
    Row("16 no code beside the words", job("failed", error={"message": "gave up"}), {"state": FAILED}),
    Row("16 Huawei: the code 0 of a success", job("succeeded", error={"code": 0}), {"state": DONE, "error": None}),
    Row("17 new-api: progress is a text with a percent sign", job("running", progress="30%"), {"progress": 0.3}),
    Row("17 Together: progress is a share", job("running", progress=0.25), {"progress": 0.25}),
    Row("17 progress is missing", job("running"), {"progress": None}),
    Row("17 new-api: progress is 100 % of a failure", job("FAILURE", progress="100%"), {"progress": None}),
    Row("18 seconds is a text", job("queued", seconds="8"), {"seconds": 8.0}),
    Row("18 seconds is a number", job("queued", seconds=8), {"seconds": 8.0}),
    Row("18 Azure: n_seconds", job("queued", n_seconds=8), {"seconds": 8.0}),
    Row("18 seconds is absent", job("queued"), {"seconds": None}),
    Row("19 SGLang: size is empty", job("queued", size=""), {"size": ""}),
    Row("19 vLLM-Omni: size is null", job("queued", size=None), {"size": ""}),
    Row("20 new-api: the id of the envelope is a row, not the task", {"code": "success", "data": {"id": 17, "task_id": "task_A", "status": "QUEUED"}}, {"id": "task_A"}),
    Row("21 LiteLLM: an id with signs of a URL in it", {"id": "video_bGl0ZQ==", "status": "queued"}, {"id": "video_bGl0ZQ=="}),
    Row("22 new-api: data.result_url", {"code": "success", "data": {"id": 17, "task_id": "task_A", "status": "SUCCESS", "result_url": CLIP}}, {"state": DONE, "result_url": CLIP}),
    Row("22 new-api: data.data holds what its upstream said", {"code": "success", "data": {"id": 17, "task_id": "task_A", "status": "SUCCESS", "data": {"status": "succeeded", "content": {"video_url": CLIP}}}}, {"state": DONE, "result_url": CLIP}),
    Row("23 completed without any link", job("completed"), {"state": DONE, "result_url": None, "other_urls": ()}),
    Row("24 new-api: metadata.url is a sentence", job("failed", metadata={"url": "The model gave up"}), {"result_url": None}),
    Row("25 OpenRouter: a place below its own address", job("completed", url="/files/v.mp4"), {"result_url": f"{BASE}/files/v.mp4"}),
    Row("43 new-api: completed_at while it is queued", job("queued", completed_at=1_790_000_000), {"state": QUEUED}),
    Row("43 a moment in milliseconds", job("queued", created_at=1_790_000_000_000), {"created_at": MOMENT}),
    Row("43 a moment as ISO 8601", job("queued", created_at="2026-09-21T14:13:20Z"), {"created_at": MOMENT}),
    Row("44 the object is called otherwise", job("queued", object="image"), {"state": QUEUED}),
    Row("44 the object is not told at all", job("queued"), {"state": QUEUED}),
    Row("45 null for all that may be left out", job("queued", progress=None, error=None, size=None, model=None, created_at=None), {"state": QUEUED, "error": None, "created_at": None}),
    Row("45 fields that nobody knows", job("queued", peak_memory_mb=1.5, stage_durations={}, quality="standard"), {"state": QUEUED}),
    Row("47 LiteLLM without a database: a wrong key is a 400", {"error": {"message": "No connected db.", "type": "no_db_connection", "code": "400"}}, WrongKeyError, 400),
    Row("47 vLLM-Omni: a wrong key in one word", {"error": "Unauthorized"}, WrongKeyError, 401),
)  # fmt: skip

LINKS = {
    "22 UniAll: video_url": {"video_url": CLIP},
    "22 dyuapi: url": {"url": CLIP},
    "22 SGLang: urls": {"urls": [CLIP]},
    "22 output_url": {"output_url": CLIP},
    "22 new-api: metadata.url": {"metadata": {"url": CLIP}},
    "22 evolink: results": {"results": [CLIP]},
    "22 Together: outputs.video_url": {"outputs": {"video_url": CLIP}},
    "22 Runway: output": {"output": [CLIP]},
    "22 OpenRouter: unsigned_urls": {"unsigned_urls": [CLIP]},
    "22 OpenRouter: urls, signed": {"urls": [CLIP]},
    "22 ofox: mirror_urls": {"mirror_urls": [CLIP]},
    "22 Huawei: content.result_url": {"content": {"result_url": CLIP}},
    "22 Baidu: creations": {"creations": [{"url": CLIP}]},
    "22 kie.ai: data.response.resultUrls": {"response": {"resultUrls": [CLIP]}},
    "22 result.videos": {"result": {"videos": [{"url": CLIP}]}},
    "22 old new-api: fail_reason of a success": {"fail_reason": CLIP},
}

SUBMISSIONS = (
    Row("10 OpenRouter, ofox, Merge: taken with a 202", job("pending"), {"remote_id": "video_1"}, 202),
    Row("20 task_id", {"task_id": "t_12345"}, {"remote_id": "t_12345"}),
    Row("20 taskId in data", {"code": 200, "msg": "success", "data": {"taskId": "t_12345"}}, {"remote_id": "t_12345"}),
    Row("20 new-api: data.task_id", {"code": "success", "data": {"task_id": "t_12345"}}, {"remote_id": "t_12345"}),
    Row("20 a list in data", {"data": [{"task_id": "t_12345"}]}, {"remote_id": "t_12345"}),
    Row("20 xAI: request_id is the job's", {"request_id": "r_12345"}, {"remote_id": "r_12345"}),
    Row("vLLM-Omni: JSON is a 400", {"error": {"message": "[{'type': 'missing', 'loc': ('body', 'prompt')}]", "type": "Bad Request", "code": 400}}, RefusedError, 400),
    Row("vLLM-Omni: JSON was a 422", {"detail": [{"type": "missing", "loc": ["body", "prompt"], "msg": "Field required"}]}, RefusedError, 422),
    Row("vLLM-Omni: another model is a 400", {"error": {"message": "Model mismatch: request specifies 'sora-2'", "type": "Bad Request", "code": 400}}, RefusedError, 400),
    Row("vLLM-Omni: many workers are a 409 on every call", {"error": {"message": "Asynchronous video jobs is not supported with --api-server-count > 1", "type": "Conflict", "code": 409}}, OutcomeUnknownError, 409),
    Row("new-api: no channel for a model is a 503", {"error": {"message": "No available channel for model sora-2", "type": "new_api_error", "code": "model_not_found"}}, RefusedError, 503),
    Row("new-api: no quota", {"code": "quota_not_enough", "message": "user quota is not enough", "data": None}, RefusedError, 403),
    Row("new-api: a number in seconds does not fit", {"code": "invalid_request", "message": "cannot unmarshal number into Go struct field .seconds of type string", "data": None}, RefusedError, 400),
    Row("36 new-api: 1080p is refused though advertised", {"code": "invalid_size", "message": "size must be one of", "data": None}, RefusedError, 400),
    Row("40 new-api: a 429 in Chinese without a time", {"error": {"message": "当前分组上游负载已饱和，请稍后再试"}}, PacedError, 429),
    Row("Agnes: a full queue is a 503", {"error": {"message": "The queue is full, try again later"}}, PacedError, 503),
    Row("OpenAI: an empty account is a 429 that is no later", {"error": {"message": "You exceeded your current quota", "type": "insufficient_quota", "code": "insufficient_quota"}}, RefusedError, 429),
    Row("OpenRouter: an empty account is a 402", {"error": {"code": 402, "message": "Insufficient credits"}}, RefusedError, 402),
    Row("LiteLLM: a budget that is used up is a 400", {"error": {"message": "Budget has been exceeded!", "type": "budget_exceeded", "param": "None", "code": "400"}}, RefusedError, 400),
    Row("LiteLLM: a model that it has not is a 400", {"error": {"message": "{'error': '/v1/videos: Invalid model name passed in model=x'}", "type": "None", "code": "400"}}, RefusedError, 400),
    Row("33 LiteLLM: a picture as an object is a 400", {"error": {"message": "'dict' object has no attribute 'read'", "type": "None", "code": "400"}}, RefusedError, 400),
    Row("33 OpenAI: a picture as a text is a 400", {"error": {"message": "Invalid type for 'input_reference': expected an object, but got a string instead.", "code": "invalid_type"}}, RefusedError, 400),
    Row("34 a picture of another size than the clip", {"error": {"message": "Inpaint image must match the requested width and height", "param": None, "code": None}}, RefusedError, 400),
    Row("35 old SGLang: a form without a file", {"detail": "input_reference file is required"}, RefusedError, 400),
    Row("Merge: a size that is no word of the model's is a 400", {"error": {"message": "size: expected one of ['2K', '768P']", "code": "invalid_size"}}, RefusedError, 400),
    Row("SGLang: a model of words alone gets a picture", {"detail": "input_reference is not supported for T2V models."}, RefusedError, 400),
)  # fmt: skip

LISTS = (
    Row("38 new-api: no list is a 404", {"error": {"message": "Invalid URL (GET /v1/videos)"}}, NoListError, 404),
    Row("38 LiteLLM: no list is a 400", {"error": {"message": "LLM Provider NOT provided", "code": "400"}}, NoListError, 400),
    Row("38 old SGLang: a list without pages", {"object": "list", "data": [job("queued")]}, {"next_after": None}),
    Row("38 vLLM-Omni, SGLang: a page of several", {"data": [job("queued")], "has_more": True, "last_id": "video_1"}, {"next_after": "video_1"}),
    Row("38 a proxy that says has_more for ever of nothing", {"data": [], "has_more": True}, {"next_after": None}),
)  # fmt: skip

DELETES = (
    Row("37 vLLM-Omni: taken off", {"id": "video_1", "object": "video.deleted", "deleted": True}, {}),
    Row("37 SGLang: the video with the status deleted", job("deleted"), {}),
)
NO_DELETES = (
    Row("37 LiteLLM: 405", {"detail": "Method Not Allowed"}, {}, 405),
    Row("37 new-api: 404", {"error": {"message": "Invalid URL (DELETE /v1/videos/video_1)"}}, {}, 404),
    Row("37 vLLM-Omni: not yet is a 409", {"error": {"message": "Cancellation in progress.", "code": 409}}, {}, 409),
    Row("37 ofox: too late is a 400", {"error": {"code": "cancel_failed", "message": "running"}}, {}, 400),
)


@pytest.fixture(params=BOTH, ids=lambda wire: wire.facts.id)
def wire(request: pytest.FixtureRequest) -> Format:
    found: Format = request.param
    return found


@rows(*LOOKS)
def test_a_look_at_a_job(wire: Format, row: Row) -> None:
    if isinstance(row.want, type):
        with pytest.raises(row.want):
            wire.read_status(row.answer, base_url=BASE)
    else:
        row.agrees(wire.read_status(row.answer, base_url=BASE))


@pytest.mark.parametrize("place", LINKS.values(), ids=LINKS)
def test_the_place_of_a_finished_clip(wire: Format, place: dict[str, Any]) -> None:
    read = wire.read_status(Answer(200, {}, json.dumps(job("completed", **place)).encode()), base_url=BASE)

    assert (DONE, CLIP) == (read.state, read.result_url)


@rows(*SUBMISSIONS)
def test_a_submission(wire: Format, row: Row) -> None:
    if isinstance(row.want, type):
        with pytest.raises(row.want):
            wire.read_submitted(row.answer, base_url=BASE)
    else:
        row.agrees(wire.read_submitted(row.answer, base_url=BASE))


@rows(*LISTS)
def test_a_list(wire: Format, row: Row) -> None:
    if isinstance(row.want, type):
        with pytest.raises(row.want):
            wire.read_list(row.answer, base_url=BASE)
    else:
        row.agrees(wire.read_list(row.answer, base_url=BASE))


@rows(*DELETES, *NO_DELETES)
def test_a_delete(wire: Format, row: Row) -> None:
    expected = CancelOutcome.ENDED if row in DELETES else CancelOutcome.NO

    assert expected is wire.read_cancelled(row.answer)


ENVELOPES = {
    "14 {error: {…}}": {"error": {"message": "no credits", "code": "x"}},
    "14 {code, message, data}": {"code": "x", "message": "no credits", "data": None},
    "14 FastAPI's text": {"detail": "no credits"},
    "14 FastAPI's list": {"detail": [{"loc": ["body"], "msg": "no credits", "type": "value_error"}]},
    "14 {error: text}": {"error": "no credits"},
    "15 new-api: the upstream's JSON as a text": {
        "code": "fail_to_fetch_task",
        "message": json.dumps({"error": {"message": "no credits"}}),
        "data": None,
    },
}


@pytest.mark.parametrize("body", ENVELOPES.values(), ids=ENVELOPES)
def test_the_words_in_an_envelope(wire: Format, body: dict[str, Any]) -> None:
    with pytest.raises(RefusedError) as refused:
        wire.read_submitted(Answer(400, {}, json.dumps(body).encode()), base_url=BASE)

    assert "no credits" in str(refused.value)


CODES = {"null": None, "nothing": "", "a number": 400, "a number in a text": "400", "a word": "invalid"}


@pytest.mark.parametrize("code", CODES.values(), ids=[f"16 error.code is {name}" for name in CODES])
def test_any_kind_of_code(wire: Format, code: object) -> None:
    body = job("failed", error={"code": code, "message": "gave up"})
    read = wire.read_status(Answer(200, {}, json.dumps(body).encode()), base_url=BASE)

    assert (FAILED, "gave up") == (read.state, read.error and read.error.message)


DOWNLOADS, CLIENT, LIFE = (
    "services/downloads/test_download.py",
    "services/test_client.py",
    "studio/test_life_of_a_job.py",
)
ELSEWHERE = {
    26: f"{DOWNLOADS}::test_a_result_at_another_origin_is_fetched_without_the_key",
    27: f"{DOWNLOADS}::test_without_a_url_the_bytes_come_from_content_with_the_key",
    28: f"{DOWNLOADS}::test_of_the_services_own_place_it_is_never_said_that_a_link_does_not_work",
    29: f"{DOWNLOADS}::test_what_is_no_clip_is_said_and_touches_nothing_that_is_here",
    30: f"{DOWNLOADS}::test_a_cut_line_is_gone_on_from_where_it_was_cut",
    31: "services/parsing/test_result_url.py::test_input_and_thumbnail_urls_are_not_the_clip",
    32: f"{LIFE}::test_a_link_that_has_died_is_replaced_by_a_fresh_one",
    39: "services/parsing/test_http_errors.py::test_what_is_not_about_the_job_does_not_say_that_it_is_gone",
    41: f"{LIFE}::test_a_lost_answer_is_unknown_is_never_sent_again_and_says_that_it_may_be_billed",
    42: f"{LIFE}::test_after_the_deadline_there_is_no_answer_yet_and_a_later_look_finds_the_clip",
    46: f"{CLIENT}::test_without_a_key_no_credentials_are_sent",
    48: "domain/test_connection.py::test_a_base_url_may_come_with_or_without_v1_and_slashes",
    49: "services/catalogs/test_catalogs.py::test_video_models_are_told_from_others_as_far_as_the_list_says",
    50: "services/catalogs/test_catalogs.py::test_a_list_that_says_more_is_believed",
}
"""What a quirk asks of the client, of the studio or of a person, by its number."""
_WILD = "studio/test_wild_services.py"
SERVERS = {
    "new-api: Hailuo, Seedance, Wan, Kling, Vidu read other fields": f"{_WILD}::test_a_clip_of_a_picture_of_this_machine",
    "new-api: a family that nobody knows": f"{_WILD}::test_where_nobody_knows_how_a_length_is_told_nothing_is_sent_before_it_is_proved",
    "Merge: 768P": f"{_WILD}::test_a_clip_of_words_alone",
    "apiyi: size is never left out": "services/test_formats.py::test_the_native_format_always_sends_seconds_as_a_text_and_size",
    "LiteLLM: the clip in place of a small picture": "studio/jobs/test_listed_pictures.py::test_whatever_is_no_small_picture_is_none",
    "SGLang: its usual seed": "services/catalogs/test_catalogs.py::test_an_engine_for_open_models_is_asked_with_a_seed_that_differs",
    "SGLang: Wan's frames a second": "services/catalogs/test_catalogs.py::test_what_an_engine_serves_has_a_seed_whatever_it_is_and_the_frames_that_it_was_made_for",
}
"""What one kind of server asks of more than a format."""


def test_each_quirk_that_was_seen_has_a_row_here_or_a_test_elsewhere() -> None:
    given = (*LOOKS, *SUBMISSIONS, *LISTS, *DELETES, *NO_DELETES)
    names = (*(row.name for row in given), *LINKS, *ENVELOPES, *(f"16 {name}" for name in CODES))
    here = {int(name.partition(" ")[0]) for name in names if name[0].isdigit()}

    assert set(range(1, 51)) == here | set(ELSEWHERE)
    for test in (*ELSEWHERE.values(), *SERVERS.values()):
        file, _, name = test.partition("::")
        assert f"def {name}(" in (Path(__file__).parents[1] / file).read_text(), test
