"""What of a request a service refuses, by the real messages of many services."""

import json
from typing import Any

from sora_desktop.domain.errors import RefusedError
from sora_desktop.domain.refusal import Refused, refused_part
from sora_desktop.services.evidence import of_status, of_submit_error
from sora_desktop.services.parsing.answers import read_status
from sora_desktop.services.parsing.http_errors import submission_failure
from sora_desktop.services.wire import Answer, RemoteState
from tests.support.rows import rows

WORDS, PICTURE, REQUEST, CLIP, UNSAID = Refused


def answer(value: Any, status: int) -> Answer:
    return Answer(status, {}, json.dumps(value).encode())


def openai(message: str, code: str | None = "moderation_blocked", **more: Any) -> dict[str, Any]:
    return {"error": {"message": message, "type": "video_generation_user_error", "code": code, **more}}


BLOCKED = "Your request was blocked by our moderation system."
AZURE = {
    "error": {
        "code": "contentFilter",
        "message": "The response was filtered due to the prompt triggering our content management policy.",
        "inner_error": {
            "code": "ResponsibleAIPolicyViolation",
            "content_filter_results": {"violence": {"filtered": True, "severity": "medium"}},
        },
    }
}
SEEDANCE = "The request failed because the {} may contain sensitive information. Request id: 0217"

SUBMISSIONS: dict[str, tuple[Any, int, Refused | None]] = {
    "OpenAI": (openai(BLOCKED), 400, UNSAID),
    "OpenAI, which names the stage": (openai(BLOCKED, moderation_details={"moderation_stage": "input"}), 400, REQUEST),
    "OpenAI, which names the field": (openai(BLOCKED, param="prompt"), 400, WORDS),
    "OpenAI, while it looked at what was sent": (openai(f"{BLOCKED[:-1]} when checking inputs."), 400, REQUEST),
    "OpenAI, DALL·E's word": (openai("Rejected by our safety system.", "content_policy_violation"), 400, UNSAID),
    "a gateway around OpenAI": (
        {"code": "fail_to_fetch_task", "message": json.dumps(openai(BLOCKED, param="input_reference"))},
        400,
        PICTURE,
    ),
    "LiteLLM around OpenAI": (
        {"error": {"message": f"litellm.BadRequestError: {json.dumps(openai(BLOCKED, param='prompt'))}", "code": "400"}},
        400,
        WORDS,
    ),
    "Azure": (AZURE, 400, WORDS),
    "new-api's own list of words": (
        {"code": "sensitive_words_detected", "message": "user sensitive words detected: x", "data": None},
        400,
        WORDS,
    ),
    "Kling": ({"code": 1301, "message": "触发平台的内容安全策略", "request_id": "r"}, 400, UNSAID),
    "Vidu, the words": ({"code": 400, "reason": "TaskPromptPolicyViolation", "message": ""}, 400, WORDS),
    "Vidu, what was sent": ({"code": 400, "reason": "AuditSubmitIllegal", "message": ""}, 400, REQUEST),
    "Seedance, the words": (
        {"error": {"code": "InputTextSensitiveContentDetected", "message": SEEDANCE.format("input text")}},
        400,
        WORDS,
    ),
    "Seedance, a face": (
        {
            "error": {
                "code": "InputImageSensitiveContentDetected.PrivacyInformation",
                "message": "The request failed because the input image may contain real person.",
            }
        },
        400,
        PICTURE,
    ),
    "MiniMax": ({"error": {"type": "unprocessable_entity_error", "message": "video description contains sensitive content (1026)"}}, 422, WORDS),
    "Qianfan": ({"code": "video_genration_prompt_unsafe", "message": "the content of prompt field is unsafe"}, 403, WORDS),
    "Wan": ({"code": "DataInspectionFailed", "message": "Input data may contain inappropriate content."}, 400, REQUEST),
    "Nova Reel, the words": (
        {"message": "This request has been blocked by our content filters. Please adjust your text prompt to submit a new request."},
        400,
        WORDS,
    ),
    "Nova Reel, the picture": (
        {"message": "This request has been blocked by our content filters. Please adjust your input image to submit a new request."},
        400,
        PICTURE,
    ),
    "Veo": (
        {"error": {"code": 400, "message": "The prompt couldn't be submitted. It contains words that violate our usage guidelines."}},
        400,
        WORDS,
    ),
    "xAI": ({"code": "invalid-argument", "error": "Rejected by content moderation."}, 400, UNSAID),
    "either of two": (openai("The prompt or the image violates our content policy"), 400, REQUEST),
    "a picture of the wrong size": (openai("Inpaint image must match the requested width and height", None), 400, PICTURE),
    "a picture that is no object": (
        openai("Invalid type for 'input_reference': expected an object", "invalid_type", param="input_reference"),
        400,
        PICTURE,
    ),
    "FastAPI, the words": ({"detail": [{"loc": ["body", "prompt"], "msg": "Field required", "type": "missing"}]}, 422, WORDS),
    "FastAPI, something else": ({"detail": [{"loc": ["body", "seconds"], "msg": "Too long", "type": "x"}]}, 422, None),
    "a length": (openai("seconds must be 4, 8 or 12", "invalid_value", param="seconds"), 400, None),
    "a key": ({"error": {"message": "Incorrect API key provided", "code": "invalid_api_key"}}, 401, None),
    "money, in a prompt": ({"error": {"message": "Insufficient balance for this prompt", "code": "402"}}, 402, None),
    "a model": ({"error": {"message": "The model 'image-prompt' does not exist", "code": "model_not_found"}}, 404, None),
}  # fmt: skip


@rows(("value", "status", "part"), SUBMISSIONS.values(), ids=SUBMISSIONS.keys())
def test_a_refused_submission_says_what_of_it_was_refused(value: Any, status: int, part: Refused | None) -> None:
    error = submission_failure(answer(value, status))

    assert isinstance(error, RefusedError)
    assert part == error.refused == of_submit_error(error).refused


def failed(**job: Any) -> dict[str, Any]:
    return {"id": "video_1", "status": "failed", "prompt": "a picture of an unsafe prompt", **job}


ENDS: dict[str, tuple[Any, int, Refused | None]] = {
    "OpenAI": (failed(**openai(BLOCKED)), 200, UNSAID),
    "OpenAI, which names the stage": (failed(**openai(BLOCKED, moderation_details={"moderation_stage": "output"})), 200, CLIP),
    "Azure, what was sent": (failed(failure_reason="input_moderation"), 200, REQUEST),
    "Azure, the clip": (failed(failure_reason="output_moderation"), 200, CLIP),
    "a reason beside an error": (failed(failure_reason="output_moderation", error="x"), 200, CLIP),
    "Seedance, the clip": (
        failed(error={"code": "OutputVideoSensitiveContentDetected", "message": SEEDANCE.format("output video")}),
        200,
        CLIP,
    ),
    "Seedance, its sound": (failed(error={"message": SEEDANCE.format("output audio")}), 200, CLIP),
    "new-api around Seedance": (
        {"code": "success", "data": {"task_id": "t", "status": "FAILURE", "fail_reason": SEEDANCE.format("input image")}},
        200,
        PICTURE,
    ),
    "Kling": (
        {"code": 0, "data": {"task_id": "t", "task_status": "failed", "task_status_msg": "Failure to pass the risk control system"}},
        200,
        UNSAID,
    ),
    "Vidu": ({"id": "t", "state": "failed", "err_code": "CreationPolicyViolation"}, 200, CLIP),
    "MiniMax": (failed(error={"code": 1027, "message": "生成视频涉及敏感内容"}), 200, CLIP),
    "Wan": (failed(error={"code": "DataInspectionFailed", "message": "Output data may contain inappropriate content."}), 200, CLIP),
    "Nova Reel": (failed(error="The generated video has been blocked by our content filters."), 200, CLIP),
    "Runway, the words": (failed(failure="The prompt was rejected", failureCode="SAFETY.INPUT.TEXT"), 200, WORDS),
    "Runway, the clip": (failed(failure="Moderated", failureCode="SAFETY.OUTPUT.VIDEO"), 200, CLIP),
    "xAI, as an error to the question": (
        {"code": "Client specified an invalid argument", "error": "Generated video rejected by content moderation."},
        400,
        CLIP,
    ),
    "an error to the question, without more": (openai(BLOCKED), 400, UNSAID),
    "Venice": (failed(error="Your generation was blocked due to the model provider's content policies."), 200, UNSAID),
    "no refusal": (failed(error={"code": "500", "message": "CUDA out of memory"}), 200, None),
    "no word": (failed(), 200, None),
}  # fmt: skip


@rows(("value", "status", "part"), ENDS.values(), ids=ENDS.keys())
def test_a_failed_job_says_what_was_refused_and_never_reads_it_out_of_the_prompt(
    value: Any, status: int, part: Refused | None
) -> None:
    looked = read_status(answer(value, status), "https://s.example")

    assert (RemoteState.FAILED, part) == (looked.state, of_status(looked).refused)


@rows("told", [*Refused, None])
def test_before_a_job_is_taken_there_is_no_clip_and_without_a_picture_only_words(told: Refused | None) -> None:
    meant = {
        pictures: {refused_part(told, has_pictures=pictures, was_taken=taken) for taken in (False, True)}
        for pictures in (False, True)
    }
    without, with_one = {
        None: ({None}, {None}),
        WORDS: ({WORDS}, {WORDS}),
        PICTURE: ({WORDS, UNSAID}, {PICTURE}),
        REQUEST: ({WORDS}, {REQUEST}),
        CLIP: ({WORDS, CLIP}, {REQUEST, CLIP}),
        UNSAID: ({WORDS, UNSAID}, {REQUEST, UNSAID}),
    }[told]

    assert {False: without, True: with_one} == meant


def test_endless_and_deep_errors_are_looked_through_only_so_far() -> None:
    deep: Any = "moderation"
    for _ in range(50):
        deep = {"error": deep}
    wide = {"error": {f"k{number}": "x" for number in range(100_000)}}

    for value in (deep, wide, {"error": '{"error":' * 500}):
        assert isinstance(submission_failure(answer(value, 400)), RefusedError)
