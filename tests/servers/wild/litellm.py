"""The LiteLLM proxy: ids of its own, costs in headers, and what its upstream says inside of its own words.

From LiteLLM 1.106.2 and 1.108.7, run: `proxy/video_endpoints`, `llms/openai/videos`, `proxy/auth/user_api_key_auth.py`.
`litellm` has a database and the price of its model; `litellm-vllm` has neither, and stands before a vLLM-Omni.
"""

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

from tests.servers.http_server import Received, Reply
from tests.servers.personalities import PERSONALITIES, RemoteJob, litellm_id
from tests.servers.wild import intake
from tests.servers.wild.intake import Intake, Kind, Place, Unknown
from tests.servers.wild.spec import Account, Answers, Wild

BUDGET = Decimal(10)


def _error(status: int, message: str, kind: str = "None") -> Reply:
    error = {"message": message, "type": kind, "param": "None", "code": str(status)}
    return Reply.of_json({"error": error}, status)


def _wrong_model(model: str) -> Reply:
    words = f"/v1/videos: Invalid model name passed in model={model}. Call `/v1/models` to view available models"
    return _error(400, f"{{'error': '{words} for your key.'}}")


def models(account: Account, _request: Received) -> Any:
    one = {"object": "model", "created": 1_677_610_602, "owned_by": "openai", "mode": "video_generation"}
    return {"object": "list", "data": [{"id": each, **one} for each in account.models]}


def models_of_unknown_kind(account: Account, _request: Received) -> Any:
    """`mode` is there only where its own table has the model."""
    one = {"object": "model", "created": 1_677_610_602, "owned_by": "openai"}
    return {"object": "list", "data": [{"id": each, **one} for each in account.models]}


def prices(account: Account, _request: Received) -> Any:
    cost = {"output_cost_per_second": None, "output_cost_per_video_per_second": float(account.price)}
    info = {"id": "3f0c", "db_model": False, "mode": "video_generation", **cost}
    entries = [
        {"model_name": each, "litellm_params": {"model": f"openai/{each}"}, "model_info": info}
        for each in account.models
    ]
    return {"data": entries}


def no_prices(account: Account, _request: Received) -> Any:
    info = {"id": "3f0c", "db_model": False, "mode": None, "output_cost_per_second": None}
    return {"data": [{"model_name": each, "litellm_params": {}, "model_info": info} for each in account.models]}


def key_info(account: Account, _request: Received) -> Any:
    return {"key": "88dc28d0", "info": {"spend": float(account.spent), "max_budget": float(BUDGET)}}


def user_info(account: Account, _request: Received) -> Any:
    return {"user_id": "u1", "user_info": {"spend": float(account.spent), "max_budget": float(BUDGET)}}


def _headers(amount: Decimal) -> dict[str, str]:
    cost = f"{amount:f}"
    return {"x-litellm-response-cost": cost, "x-litellm-key-spend": cost, "x-litellm-call-id": "c0ffee"}


def _usage(body: dict[str, Any], job: RemoteJob, _amount: Decimal) -> dict[str, Any]:
    return {**body, "usage": {"duration_seconds": float(job.seconds)}}


def _failed_behind_vllm(body: dict[str, Any]) -> Reply:
    """A look at a failed job is a 400 whose message holds what vLLM-Omni said of it, between a prefix and a tail."""
    upstream = json.dumps({**body, "error": {**(body["error"] or {}), "code": 500}})
    return _error(400, f"litellm.BadRequestError: Hosted_vllmException - {upstream}. Received Model Group=wan2.2")


READS = Intake(
    lengths={"seconds": intake.as_text},
    pictures={"input_reference": Place(kinds=frozenset(Kind), links=intake.text_of())},
    unknown=Unknown.PASS,
)
"""An object as the picture is a 400. A text is taken: its own bytes go on as the file, which is no picture."""

ANSWERS = Answers(
    wrong_key=lambda: _error(401, "Authentication Error, Invalid proxy server token passed.", "token_not_found_in_db"),
    wrong_model=_wrong_model,
    no_credits=lambda: _error(400, "Budget has been exceeded! Current cost: 10.2, Max budget: 10.0", "budget_exceeded"),
    no_list=lambda: _error(400, "litellm.BadRequestError: LLM Provider NOT provided."),
    not_ready=lambda _job: _error(500, "litellm.InternalServerError: the video is not ready yet"),
    settled=_usage,
    headers=_headers,
)


def alive(_account: Account, _request: Received) -> Any:
    """Anybody may ask."""
    return "I'm alive!"


_NO_KEY_THERE = "litellm.AuthenticationError: OpenAIException - Incorrect API key provided: Bearer None."
"""An id of nobody goes to api.openai.com, with a key of the proxy's own or none; offline that is a 500."""
WITH_DATABASE = Wild(
    PERSONALITIES["litellm"],
    {"/v1/videos": READS, "/videos": READS},
    ANSWERS,
    ("sora-2",),
    pages={"/v1/models": models, "/v1/model/info": prices, "/key/info": key_info, "/user/info": user_info},
    open_pages={"/health/liveliness": alive},
    asked_id=lambda job: litellm_id(job.id, at_creation=True),
    of_unknown=lambda: _error(401, _NO_KEY_THERE, "invalid_request_error"),
)
BEFORE_VLLM = replace(
    WITH_DATABASE,
    personality=replace(PERSONALITIES["litellm"], name="litellm-vllm"),
    answers=replace(
        ANSWERS,
        wrong_key=lambda: _error(400, "No connected db.", "no_db_connection"),
        no_credits=None,
        failed=_failed_behind_vllm,
    ),
    models=("wan2.2",),
    pages={"/v1/models": models_of_unknown_kind, "/v1/model/info": no_prices},
    price=Decimal(0),
)
