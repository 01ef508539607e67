"""vLLM-Omni's own routes, job store, form and video handler, from its wheel, in front of an engine that paints clips.

python -m tests.interop.vllm_omni_server, in the environment that `scripts/interop` makes.

Real are the modules of REAL. Not in the wheel, as they belong to vLLM itself: the shape of its errors and its check of
the key, which stand here as vLLM 0.30 has them. A prompt with FAIL in it ends badly, one with REFUSE is turned down by the
guard of the model, and one with STAY runs until it is deleted.
"""

import asyncio
import logging
import os
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass
from http import HTTPStatus
from types import SimpleNamespace
from typing import Any, TypedDict

from pydantic import BaseModel, Field

from tests.interop import stand_ins
from tests.interop.clips import make_clip
from tests.interop.serving import Told, serve

MODEL = "Wan-AI/Wan2.2-TI2V-5B-Diffusers"
NATIVE_SIZE, NATIVE_FRAMES, NATIVE_FPS = (1280, 704), 121, 24
OPENAI = "vllm_omni.entrypoints.openai"
REAL = (
    "vllm_omni.errors",
    "vllm_omni.config.server_settings",
    "vllm_omni.diffusion.model_metadata",
    "vllm_omni.diffusion.utils.media_utils",
    "vllm_omni.entrypoints.serve.utils.errors",
    "vllm_omni.entrypoints.serve.utils.routes",
    "vllm_omni.inputs.data",
    f"{OPENAI}.api_server",
    f"{OPENAI}.app_state",
    f"{OPENAI}.errors",
    f"{OPENAI}.image_api_utils",
    f"{OPENAI}.models.serving",
    f"{OPENAI}.protocol.videos",
    f"{OPENAI}.serving_video",
    f"{OPENAI}.stage_params",
    f"{OPENAI}.storage",
    f"{OPENAI}.stores",
    f"{OPENAI}.utils",
    f"{OPENAI}.video.generation.helpers",
    f"{OPENAI}.video_api_utils",
)
ABSENT = (
    *("vllm", "torch", "transformers", "diffusers", "huggingface_hub", "uvloop", "soundfile", "librosa", "janus"),
    *("prometheus_client", "msgspec", "zmq", "einops", "safetensors", "omegaconf", "aenum", "scipy"),
)
STARTED = object()


class ErrorInfo(BaseModel):
    message: str
    type: str
    param: str | None = None
    code: int


class ErrorResponse(BaseModel):
    error: ErrorInfo


class ModelPermission(BaseModel):
    id: str = Field(default_factory=lambda: f"modelperm-{uuid.uuid4().hex}")
    object: str = "model_permission"


class ModelCard(BaseModel):
    id: str
    object: str = "model"
    created: int = 1_790_000_000
    owned_by: str = "vllm"
    root: str | None = None
    parent: str | None = None
    max_model_len: int | None = None
    permission: list[ModelPermission] = Field(default_factory=list)


class ModelList(BaseModel):
    object: str = "list"
    data: list[ModelCard] = Field(default_factory=list)


@dataclass
class BaseModelPath:
    name: str
    model_path: str


class TextPrompt(TypedDict, total=False):
    prompt: str
    multi_modal_data: dict[str, Any]


def error_response(
    message: str | Exception, err_type: str = "", status_code: HTTPStatus = HTTPStatus.INTERNAL_SERVER_ERROR
) -> ErrorResponse:
    """As `vllm.entrypoints.serve` makes one."""
    kind = err_type or ("InternalServerError" if isinstance(message, Exception) else status_code.phrase)
    return ErrorResponse(error=ErrorInfo(message=str(message), type=kind, code=status_code.value))


GIVEN: stand_ins.Given = {
    "vllm.logger": {"init_logger": logging.getLogger},
    "vllm.envs": {"VLLM_MAX_IMAGE_PIXELS": 0},
    "vllm.inputs": {"TextPrompt": TextPrompt, "TokensPrompt": TextPrompt, "EmbedsPrompt": TextPrompt},
    "vllm.inputs.engine": {"TokensInput": TextPrompt},
    "vllm.utils": {"random_uuid": lambda: uuid.uuid4().hex},
    "vllm.entrypoints.serve": {"create_error_response": error_response},
    "vllm.entrypoints.serve.engine.protocol": {
        "ErrorResponse": ErrorResponse,
        "ModelCard": ModelCard,
        "ModelList": ModelList,
        "ModelPermission": ModelPermission,
    },
    "vllm.entrypoints.openai.models.protocol": {"BaseModelPath": BaseModelPath},
    "vllm_omni.diffusion.data": {"is_diffusion_request_started_output": lambda output: output is STARTED},
    "vllm_omni.entrypoints.async_omni": {"ABORT_TIMEOUT_S": 10.0},
    "vllm_omni.model_extras": {
        "get_video_generation_defaults": lambda *_: None,
        "should_preserve_reference_image_size": lambda *_, **_named: False,
    },
}


class PaintingEngine:
    """What the handler asks of an engine: a clip for its settled parameters, made with the picture that arrived."""

    stage_configs = (SimpleNamespace(stage_type="diffusion", final_output=True, final_output_type="video"),)
    default_sampling_params_list: tuple[object, ...] = ()
    errored = False

    async def check_health(self) -> None:
        """It is always well."""

    async def abort(self, request_id: str, *, timeout: float) -> None:  # noqa: ASYNC109 -- the engine's own signature
        """Its jobs end when their task is cancelled, which follows."""

    async def generate(
        self, prompt: dict[str, Any], request_id: str, sampling_params_list: list[Any]
    ) -> AsyncIterator[object]:
        yield STARTED
        words = prompt["prompt"]
        if "FAIL" in words:
            raise _engine_error("The engine gave up on purpose.")
        if "REFUSE" in words:
            raise _client_error("The prompt was blocked by the guardrail.")
        if "STAY" in words:
            await asyncio.Event().wait()
        (params,) = sampling_params_list
        picture = prompt.get("multi_modal_data", {}).get("image")
        first = picture[0] if isinstance(picture, list) else picture
        size = (params.width, params.height) if params.width else NATIVE_SIZE
        clip = await asyncio.to_thread(
            make_clip, size, params.num_frames or NATIVE_FRAMES, params.fps or NATIVE_FPS, first
        )
        yield SimpleNamespace(images=[clip], peak_memory_mb=1.0, stage_durations={"diffusion": 0.1})


def _engine_error(words: str) -> Exception:
    from vllm.v1.engine.exceptions import EngineGenerateError

    made: Exception = EngineGenerateError(words)
    return made


def _client_error(words: str) -> Exception:
    from vllm_omni.errors import GuardrailViolationError

    made: Exception = GuardrailViolationError(words)
    return made


def make_app(told: Told) -> Any:
    os.environ["VLLM_OMNI_SERVER_STORAGE__PATH"] = str(told.folder)
    wheel = stand_ins.Wheel(told.wheel, "vllm_omni", REAL)
    stand_ins.install(wheel, absent=ABSENT, given=GIVEN)
    from fastapi import FastAPI
    from vllm_omni.entrypoints.openai.api_server import router
    from vllm_omni.entrypoints.openai.models.serving import _DiffusionServingModels
    from vllm_omni.entrypoints.openai.serving_video import OmniOpenAIServingVideo
    from vllm_omni.entrypoints.serve.utils.errors import _register_omni_exception_handlers

    app = FastAPI()
    app.include_router(router)
    _as_vllm_launches(app, told.key)
    _register_omni_exception_handlers(app)
    engine, stages = PaintingEngine(), list(PaintingEngine.stage_configs)
    state = app.state
    state.api_server_count = 1
    state.engine_client, state.stage_configs = engine, stages
    state.args, state.server = SimpleNamespace(log_error_stack=False), None
    state.openai_serving_models = _DiffusionServingModels([BaseModelPath(MODEL, MODEL)])
    state.openai_serving_video = OmniOpenAIServingVideo.for_diffusion(engine, MODEL, stages)
    return app


def _as_vllm_launches(app: Any, key: str) -> None:
    """What vLLM's own launcher puts around the routes of vLLM-Omni."""
    from fastapi import HTTPException, Request
    from fastapi.exceptions import RequestValidationError
    from fastapi.responses import JSONResponse

    def answered(message: str, status: int) -> JSONResponse:
        error = ErrorInfo(message=message, type=HTTPStatus(status).phrase, code=status)
        return JSONResponse(ErrorResponse(error=error).model_dump(), status)

    async def refused(_request: Request, error: HTTPException) -> JSONResponse:
        return answered(str(error.detail), error.status_code)

    async def invalid(_request: Request, error: RequestValidationError) -> JSONResponse:
        return answered(f"{error} {error.errors()}", HTTPStatus.BAD_REQUEST)

    async def keyed(request: Request, go_on: Any) -> Any:
        if key and request.url.path.startswith("/v1") and request.headers.get("authorization") != f"Bearer {key}":
            return JSONResponse({"error": "Unauthorized"}, 401)
        return await go_on(request)

    app.exception_handler(HTTPException)(refused)
    app.exception_handler(RequestValidationError)(invalid)
    app.middleware("http")(keyed)


if __name__ == "__main__":
    serve(make_app)
