"""Servers that people run themselves: vLLM-Omni and SGLang Diffusion. No money is taken there.

From vllm-omni 0.30.0 (`entrypoints/openai/api_server.py`, `video/generation/helpers.py`) and sglang 0.5.23
(`multimodal_gen/runtime/entrypoints/openai/{video_api,common_api,protocol}.py`), whose real routes `tests/interop` runs.
"""

from decimal import Decimal
from http import HTTPStatus
from typing import Any

from tests.servers.http_server import Received, Reply
from tests.servers.personalities import FAILED, PERSONALITIES, Personality, RemoteJob
from tests.servers.wild import intake
from tests.servers.wild.intake import FILE_ONLY, Intake, Kind, Place, UnfitError, Unknown
from tests.servers.wild.spec import Account, Answers, Wild

MODEL = "Wan-AI/Wan2.2-TI2V-5B-Diffusers"
LINKS = frozenset({Kind.LINK, Kind.DATA})
COMMON = frozenset(
    {"seed", "negative_prompt", "num_inference_steps", "guidance_scale", "guidance_scale_2", "fps", "num_frames"}
    | {"true_cfg_scale", "flow_shift", "extra_params", "lora", "quality", "num_outputs_per_prompt", "width", "height"}
)


def _vllm_error(status: int, message: str, _code: str = "") -> Reply:
    error = {"message": message, "type": HTTPStatus(status).phrase, "param": None, "code": status}
    return Reply.of_json({"error": error}, status)


def _vllm_body(job: RemoteJob) -> dict[str, Any]:
    """Progress is 0, then done; a failure has its HTTP status as its code."""
    body = PERSONALITIES["vllm-omni"].body(job)
    error = {"code": 500, "message": job.error} if job.error else None
    progress = 100 if body["status"] == "completed" else 0
    return {**body, "progress": progress, "size": job.size or None, "quality": "default", "error": error}


def _vllm_not_ready(job: RemoteJob) -> Reply:
    if job.state == FAILED:
        return _vllm_error(422, "Video generation failed. Check job status for error details.")
    return _vllm_error(404, "Generation is still in-progress")


def _vllm_models(account: Account, _request: Received) -> Any:
    one: dict[str, Any] = {
        "object": "model",
        "owned_by": "vllm",
        "parent": None,
        "max_model_len": None,
        "permission": [],
    }
    return {"object": "list", "data": [{"id": each, "root": each, **one} for each in account.models]}


VLLM_OMNI = Wild(
    Personality("vllm-omni", _vllm_body, _vllm_error, failed_status=500),
    {
        "/v1/videos": Intake(
            json=False,
            other_body=UnfitError("[{'type': 'missing', 'loc': ('body', 'prompt'), 'msg': 'Field required'}]"),
            required=("prompt",),
            lengths={"seconds": intake.as_text},
            pictures={
                "input_reference": FILE_ONLY,
                "image_reference": Place(kinds=LINKS, links=intake.object_of("image_url")),
            },
            knows=COMMON,
            unknown=Unknown.DROP,
        )
    },
    Answers(
        wrong_key=lambda: Reply.of_json({"error": "Unauthorized"}, 401),
        wrong_model=lambda model: _vllm_error(
            400, f"Model mismatch: request specifies '{model}' but server is running '{MODEL}'."
        ),
        not_ready=_vllm_not_ready,
    ),
    (MODEL,),
    pages={"/v1/models": _vllm_models},
    price=Decimal(0),
    own_model=MODEL,
    new_id=lambda number: f"video_gen_{number:032x}",
)


def _sglang_models(account: Account, _request: Received) -> Any:
    one = {"object": "model", "owned_by": "sglang", "task_type": "TI2V", "supported_task_types": ["TI2V"]}
    return {"object": "list", "data": [{"id": each, "root": each, "num_gpus": 1, **one} for each in account.models]}


def _sglang_missing(message: str) -> Reply:
    return Reply.of_json({"detail": message}, 404)


SGLANG = Wild(
    PERSONALITIES["sglang"],
    {
        "/v1/videos": Intake(
            required=("prompt",),
            lengths={"seconds": intake.as_either},
            pictures={
                "input_reference": Place(kinds=frozenset(Kind), links=intake.text_of()),
                "reference_url": Place(kinds=LINKS, links=intake.text_of()),
            },
            knows=COMMON,
            unknown=Unknown.DROP,
        )
    },
    Answers(
        wrong_key=None,
        wrong_model=None,
        not_ready=lambda _job: _sglang_missing("Generation is still in-progress"),
        deleted=lambda body: Reply.of_json({**body, "status": "deleted"}),
    ),
    (MODEL,),
    pages={"/v1/models": _sglang_models},
    price=Decimal(0),
    own_model=MODEL,
    least_limit=1,
    new_id=lambda number: f"00000000-0000-4000-8000-{number:012d}",
)
"""Any model name is taken, and no key is asked for."""
