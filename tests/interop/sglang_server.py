"""SGLang Diffusion's own application, with its routes, job store and sampling parameters, from its wheel; paints clips.

python -m tests.interop.sglang_server, in the environment that `scripts/interop` makes.

Real are the modules of REAL, the application itself among them. A scheduler stands in that paints what it is asked for. A
prompt with FAIL in it ends badly, and one with STAY runs for ever, at the half. `more["task"]` is I2V, T2V or TI2V.
"""

import asyncio
import logging
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

from PIL import Image

from tests.interop import stand_ins
from tests.interop.clips import make_clip
from tests.interop.serving import Told, serve

MODEL = "Wan-AI/Wan2.2-TI2V-5B-Diffusers"
GEN = "sglang.multimodal_gen"
OPENAI = f"{GEN}.runtime.entrypoints.openai"
REAL = (
    "sglang.version",
    "sglang.srt.utils.json_response",
    f"{GEN}.configs.pipeline_configs.base",
    f"{GEN}.configs.pipeline_configs.wan",
    f"{GEN}.configs.post_training",
    f"{GEN}.configs.post_training.rl_rollout",
    f"{GEN}.configs.sample.sampling_params",
    f"{GEN}.configs.sample.teacache",
    f"{GEN}.configs.sample.wan",
    f"{GEN}.configs.task_type",
    f"{GEN}.configs.utils",
    f"{GEN}.runtime.entrypoints.http_server",
    f"{GEN}.runtime.entrypoints.utils",
    f"{OPENAI}.common_api",
    f"{OPENAI}.prompt_enhancement",
    f"{OPENAI}.protocol",
    f"{OPENAI}.storage",
    f"{OPENAI}.stores",
    f"{OPENAI}.utils",
    f"{OPENAI}.video_api",
    f"{OPENAI}.video_progress",
    f"{GEN}.runtime.pipelines_core.request_utils",
    f"{GEN}.runtime.pipelines_core.schedule_batch",
    f"{GEN}.runtime.utils.common",
    f"{GEN}.runtime.utils.image_io",
    f"{GEN}.runtime.utils.logging_utils",
    f"{GEN}.runtime.utils.trace_wrapper",
)
ABSENT = (
    "torch",
    "zmq",
    "einops",
    "imageio",
    "imageio_ffmpeg",
    "yaml",
    "transformers",
    "diffusers",
    "prometheus_client",
)
SERVER: dict[str, Any] = {}


class PaintingScheduler:
    """What the routes ask of a scheduler: one batch for each job, and a clip file for it."""

    failure_reason: str | None = None

    def initialize(self, _server_args: object) -> None:
        """There is nothing to reach."""

    def close(self) -> None:
        """Nor to leave."""

    def mark_failed(self, reason: str) -> None:
        self.failure_reason = reason

    async def forward(self, batches: list[Any]) -> Any:
        from sglang.multimodal_gen.runtime.pipelines_core.schedule_batch import OutputBatch

        (batch,) = batches
        await self._tell_half(batch)
        if "FAIL" in batch.prompt:
            return OutputBatch(error="The scheduler gave up on purpose.")
        if "STAY" in batch.prompt:
            await asyncio.Event().wait()
        picture = Image.open(batch.image_path) if batch.image_path else None
        clip = await asyncio.to_thread(
            make_clip, (batch.width, batch.height), batch.num_frames, float(batch.fps), picture
        )
        path = batch.output_file_path()
        await asyncio.to_thread(_write, path, clip)
        return OutputBatch(output_file_paths=[path], peak_memory_mb=1.0)

    async def _tell_half(self, batch: Any) -> None:
        """As a worker tells each step."""
        from sglang.multimodal_gen.runtime.entrypoints.openai.video_progress import VIDEO_PROGRESS, apply_progress

        if told := VIDEO_PROGRESS.update(batch.request_id, completed=1, total=2):
            await apply_progress(*told)


def _write(path: str, clip: bytes) -> None:
    with open(path, "wb") as file:  # noqa: PTH123 -- a text as the server itself has it
        file.write(clip)


async def _no_broker(_server_args: object) -> None:
    await asyncio.Event().wait()


def _model_info(*_args: object, **_named: object) -> Any:
    from sglang.multimodal_gen.configs.sample.wan import Wan2_2_TI2V_5B_SamplingParam

    pipeline = type("WanPipeline", (), {"pipeline_name": "WanPipeline"})
    return SimpleNamespace(pipeline_cls=pipeline, sampling_param_cls=Wan2_2_TI2V_5B_SamplingParam)


class WanVae:
    """What the pipeline's numbers are rounded by."""

    def __init__(self) -> None:
        self.arch_config = SimpleNamespace(scale_factor_temporal=4)


GIVEN: stand_ins.Given = {
    f"{GEN}.configs.models.vaes": {"WanVAEConfig": WanVae},
    f"{GEN}.registry": {"get_model_info": _model_info},
    f"{GEN}.runtime.scheduler_client": {
        "async_scheduler_client": PaintingScheduler(),
        "run_zeromq_broker": _no_broker,
    },
    f"{GEN}.runtime.server_args": {"get_global_server_args": lambda: SERVER["args"]},
    "sglang.srt.observability.trace": {
        "fastapi_telemetry_disabled_kwargs": dict,
        "extract_trace_headers": lambda _headers: None,
    },
}


def make_app(told: Told) -> Any:
    stand_ins.install(stand_ins.Wheel(told.wheel, "sglang", REAL), absent=ABSENT, given=GIVEN)
    logging.disable(logging.INFO)
    from sglang.multimodal_gen.configs.pipeline_configs.wan import Wan2_2_TI2V_5B_Config
    from sglang.multimodal_gen.configs.task_type import ModelTaskType
    from sglang.multimodal_gen.runtime.entrypoints.http_server import create_app

    pipeline = replace(Wan2_2_TI2V_5B_Config(), task_type=ModelTaskType.parse(told.more["task"]))
    SERVER["args"] = SimpleNamespace(
        model_path=MODEL,
        served_model_name=MODEL,
        pipeline_config=pipeline,
        pipeline_class_name=None,
        output_path=str(told.folder / "outputs"),
        input_save_path=str(told.folder / "inputs"),
        **dict.fromkeys(("num_gpus", "tp_size", "dp_size", "batching_max_size"), 1),
        **dict.fromkeys(("enable_metrics", "enable_trace", "comfyui_mode", "enable_cache_report"), False),
        **dict.fromkeys(("backend", "model_id", "attention_backend_config", "progress_endpoint", "warmup_mode"), None),
        prompt_enhancer_config=None,
    )
    return create_app(SERVER["args"])


if __name__ == "__main__":
    serve(make_app)
