"""What a service is, by its answers to free questions: as each of them answers, and as what is none answers."""

import json
from typing import Any

import pytest

from sora_desktop.domain.errors import (
    ServiceError,
    ShieldError,
    UnreachableError,
    WrongFormatError,
    WrongKeyError,
)
from sora_desktop.domain.presets import PRESETS
from sora_desktop.services.detection import (
    ALIVE,
    LOOKS,
    MODELS,
    OPENAPI,
    SIGNS,
    STATUS,
    VIDEO_MODELS,
    Seen,
    Sureness,
    judge_seen,
    next_look,
)
from sora_desktop.services.wire import Answer
from tests.support.rows import rows


def told(body: Any, status: int = 200, **headers: str) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(status, {"content-type": "application/json", **named}, json.dumps(body).encode())


def models(*rows: dict[str, Any], **headers: str) -> Answer:
    return told({"object": "list", "data": list(rows)}, 200, **headers)


def page(text: str = "<!doctype html><html>Welcome</html>", status: int = 200, **headers: str) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(status, {"content-type": "text/html; charset=utf-8", **named}, text.encode())


NO_ROUTE = told({"detail": "Not Found"}, 404)
LITELLM_NO_DB = told(
    {"error": {"message": "No connected db.", "type": "no_db_connection", "param": None, "code": "400"}}, 400
)
NEW_API_NO_KEY = told(
    {"error": {"message": "无效的令牌 (request id: 2026)", "type": "new_api_error", "code": ""}},
    401,
    x_oneapi_request_id="2026",
)

SURE = {
    "engine": [{MODELS: models({"id": "sora2-landscape-4s", "owned_by": "sora-desktop"})}],
    "openrouter": [
        {
            MODELS: page(status=404),
            VIDEO_MODELS: told({"data": [{"id": "google/veo-3.1", "pricing_skus": {}, "supported_frame_images": []}]}),
        },
    ],
    "litellm": [
        {MODELS: models({"id": "sora-2", "mode": "video_generation"}, x_litellm_version="1.108.7")},
        {MODELS: LITELLM_NO_DB},
        {MODELS: told({"error": {"message": "x"}}, 401), ALIVE: told("I'm alive!")},
        {MODELS: models({"id": "a"}), OPENAPI: told({"info": {"title": "LiteLLM API"}, "paths": {"/v1/videos": {}}})},
    ],
    "new-api": [
        {MODELS: NEW_API_NO_KEY},
        {MODELS: told({"success": True, "data": [{"id": "sora-2", "supported_endpoint_types": ["openai-video"]}]})},
        {MODELS: models({"id": "a"}), STATUS: told({"success": True, "data": {"quota_per_unit": 500000}})},
    ],
    "sglang": [
        {
            MODELS: models(
                {"id": "/m/Wan2.2", "owned_by": "sglang", "task_type": "T2V", "supported_task_types": ["T2V"]}
            )
        },
    ],
    "vllm-omni": [
        {
            MODELS: models({"id": "Wan-AI/Wan2.2-TI2V-5B-Diffusers", "owned_by": "vllm"}),
            OPENAPI: told({"info": {"title": "FastAPI"}, "paths": {"/v1/videos": {}, "/v1/videos/sync": {}}}),
        },
    ],
}


@rows(("preset", "seen"), [(preset, seen) for preset, several in SURE.items() for seen in several])
def test_a_service_is_known_by_what_only_it_says(preset: str, seen: Seen) -> None:
    found = judge_seen(seen)

    assert found.best is not None
    assert (found.best.preset, found.best.sureness) == (preset, Sureness.SURE)
    assert all(str(reason) for reason in found.best.reasons)
    assert next_look(seen) is None


def test_every_preset_has_a_sign_and_every_sign_a_preset() -> None:
    """One of a single address is known by that."""
    of_one_address = {preset.id for preset in PRESETS if preset.base_url}
    assert {sign.preset for sign in SIGNS} | of_one_address == {preset.id for preset in PRESETS}


@rows(
    ("preset", "sureness", "seen"),
    [
        ("uniall", Sureness.LIKELY, {MODELS: models({"id": "sora2-portrait-8s", "object": "model"})}),
        ("uniall", Sureness.LIKELY, {MODELS: NO_ROUTE, OPENAPI: told({"paths": {"/v1/video/generations": {}}})}),
        ("openai-videos", Sureness.LIKELY, {MODELS: models({"id": "a"}), OPENAPI: told({"paths": {"/v1/videos": {}}})}),
        ("openai-videos", Sureness.POSSIBLE, {MODELS: models({"id": "a"})}),
        ("vllm-omni", Sureness.LIKELY, {MODELS: models({"id": "a", "owned_by": "vllm"})}),
        ("vllm-omni", Sureness.LIKELY, {MODELS: told({"error": "Unauthorized"}, 401)}),
        ("openrouter", Sureness.LIKELY, {MODELS: models({"id": "a/b", "canonical_slug": "a/b"})}),
        ("litellm", Sureness.LIKELY, {MODELS: models({"id": "a", "mode": "video_generation"})}),
    ],
)
def test_a_service_is_guessed_where_others_might_say_the_same(preset: str, sureness: Sureness, seen: Seen) -> None:
    best = judge_seen(seen).best

    assert best is not None
    assert (best.preset, best.sureness) == (preset, sureness)


def test_a_reason_says_what_was_seen() -> None:
    best = judge_seen({MODELS: models({"id": "a"}, x_litellm_version="1")}).best

    assert best is not None
    assert [str(reason) for reason in best.reasons] == ["It answers with the header “x-litellm-version”."]


def test_a_gateway_that_lists_the_models_of_another_is_still_the_gateway() -> None:
    seen = {MODELS: models({"id": "sora2-portrait-8s", "supported_endpoint_types": ["openai-video"]})}

    assert [guess.preset for guess in judge_seen(seen).guesses][:2] == ["new-api", "uniall"]


@rows(
    ("seen", "kind", "preset"),
    [
        pytest.param({MODELS: page()}, WrongFormatError, None, id="a web page"),
        pytest.param({path: page() for path in LOOKS}, WrongFormatError, None, id="a web page for all"),
        pytest.param(
            {MODELS: page("<html>Just a moment...</html>", 403, cf_ray="1", server="cloudflare")},
            ShieldError,
            None,
            id="a protection page",
        ),
        pytest.param({MODELS: LITELLM_NO_DB}, WrongKeyError, "litellm", id="LiteLLM without a database"),
        pytest.param({MODELS: NEW_API_NO_KEY}, WrongKeyError, "new-api", id="new-api with a wrong key"),
        pytest.param({MODELS: told({"error": "Unauthorized"}, 401)}, WrongKeyError, "vllm-omni", id="a wrong key"),
        pytest.param(dict.fromkeys(LOOKS, NO_ROUTE), WrongFormatError, None, id="a server of something else"),
        pytest.param(
            dict.fromkeys(LOOKS, told({"error": {"message": "Task not found"}}, 404)),
            WrongFormatError,
            None,
            id="no jobs",
        ),
        pytest.param({MODELS: UnreachableError("refused")}, UnreachableError, None, id="nobody there"),
        pytest.param({MODELS: Answer(200, {}, b"")}, WrongFormatError, None, id="an empty answer"),
    ],
)
def test_what_stands_in_the_way_is_told_as_what_it_is(seen: Seen, kind: type[ServiceError], preset: str | None) -> None:
    found = judge_seen(seen)

    assert type(found.trouble) is kind
    assert (found.best.preset if found.best else None) == preset
    assert "billed" not in str(found.trouble.sentence)


@rows("preset", [preset for preset in SURE if preset != "litellm"])
def test_nothing_stands_in_the_way_of_a_service_that_answers(preset: str) -> None:
    assert judge_seen(SURE[preset][-1]).trouble is None


def test_it_asks_for_models_first_and_only_reads() -> None:
    seen: dict[str, Answer | ServiceError] = {}
    asked = []
    while (call := next_look(seen)) is not None:
        asked.append(call.path)
        assert (call.method, call.json, call.form, call.files, call.query) == ("GET", None, (), (), ())
        seen[call.path] = NO_ROUTE

    assert asked == list(LOOKS)
    assert asked[0] == MODELS


@pytest.mark.parametrize(
    "first", [UnreachableError("refused"), WrongKeyError("bad key"), page("error code: 1020", 403, cf_ray="1")]
)
def test_it_does_not_knock_again_where_nobody_answers_and_where_it_is_kept_out(first: Answer | ServiceError) -> None:
    assert next_look({MODELS: first}) is None


def test_a_later_look_that_brings_nothing_is_no_trouble() -> None:
    found = judge_seen({MODELS: models({"id": "a"}), STATUS: UnreachableError("reset")})

    assert found.trouble is None
    assert found.best is not None
