"""How the same job looks at different services: the dialects that were met in the wild, one entry each.

A personality turns a RemoteJob into bodies. Knobs and faults are the service's matter, see `service.py`.
"""

import base64
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.servers.http_server import Reply

QUEUED, RUNNING, DONE, FAILED, CANCELLED = "queued", "running", "done", "failed", "cancelled"


@dataclass
class RemoteJob:
    """A job at the fake service. `state` is one of the five words above, `progress` in 0..1."""

    id: str
    model: str
    prompt: str
    seconds: str
    size: str
    created_at: int
    fields: dict[str, Any]
    state: str = QUEUED
    progress: float = 0.0
    error: str = ""
    polls: int = 0
    links: int = 0
    deleted: bool = False
    file_url: str = ""


Body = Callable[[RemoteJob], dict[str, Any]]


def _words(queued: str, running: str, done: str, failed: str, cancelled: str) -> dict[str, str]:
    return {QUEUED: queued, RUNNING: running, DONE: done, FAILED: failed, CANCELLED: cancelled}


OPENAI_WORDS = _words("queued", "in_progress", "completed", "failed", "cancelled")
_ENVELOPE_WORDS = _words("QUEUED", "IN_PROGRESS", "SUCCESS", "FAILURE", "FAILURE")


def _flat(job: RemoteJob, kind: str = "video", **more: Any) -> dict[str, Any]:
    return {
        "id": job.id,
        "object": kind,
        "model": job.model,
        "status": OPENAI_WORDS[job.state],
        "progress": round(job.progress * 100),
        "created_at": job.created_at,
        "seconds": job.seconds,
        **more,
    }


def _openai(job: RemoteJob) -> dict[str, Any]:
    error = {"code": "generation_failed", "message": job.error} if job.error else None
    told: dict[str, Any] = {"remixed_from_video_id": job.fields.get("remixed_from_video_id")}
    return _flat(job, prompt=job.prompt, size=job.size, completed_at=None, expires_at=None, error=error, **told)


def _uniall(job: RemoteJob) -> dict[str, Any]:
    url = {"video_url": job.file_url} if job.state == DONE and job.file_url else {}
    error = {"error": {"code": "task_failed", "message": job.error}} if job.error else {}
    return _flat(job, "video.generation.job", **url, **error)


def _newapi_flat(job: RemoteJob) -> dict[str, Any]:
    url = job.file_url if job.state == DONE else job.error
    return _flat(job, task_id=job.id, completed_at=job.created_at + 1, metadata={"url": url} if url else {})


def _newapi_envelope(job: RemoteJob) -> dict[str, Any]:
    data = {
        "id": 17,
        "task_id": job.id,
        "platform": "55",
        "status": _ENVELOPE_WORDS[job.state],
        "fail_reason": job.error,
        "result_url": job.file_url if job.state == DONE else "",
        "submit_time": job.created_at,
        "progress": "100%" if job.error else f"{round(job.progress * 100)}%",
        "data": {"id": "upstream-1", "status": "processing"},
    }
    return {"code": "success", "message": "", "data": data}


def _sglang(job: RemoteJob) -> dict[str, Any]:
    error = {"message": job.error} if job.error else None
    return _flat(job, quality="standard", size="", url=None, urls=[], file_path=None, error=error)


def _openrouter(job: RemoteJob) -> dict[str, Any]:
    words = _words("pending", "in_progress", "completed", "failed", "cancelled")
    urls = {"unsigned_urls": [job.file_url]} if job.state == DONE and job.file_url else {}
    error = {"error": job.error} if job.error else {}
    return {"id": job.id, "polling_url": f"/api/v1/videos/{job.id}", "status": words[job.state], **urls, **error}


def _evolink(job: RemoteJob) -> dict[str, Any]:
    words = _words("pending", "processing", "completed", "failed", "cancelled")
    results = {"results": [job.file_url]} if job.state == DONE and job.file_url else {}
    return {
        "id": job.id,
        "object": "video.generation.task",
        "created": job.created_at,
        "model": job.model,
        "status": words[job.state],
        "progress": round(job.progress * 100),
        "task_info": {"can_cancel": False, "estimated_time": 120},
        **results,
    }


def _azure(job: RemoteJob) -> dict[str, Any]:
    words = _words("queued", "running", "succeeded", "failed", "cancelled")
    return {
        "object": "video.generation.job",
        "id": job.id,
        "status": words[job.state],
        "created_at": job.created_at,
        "finished_at": None,
        "n_seconds": int(job.seconds or 0),
        "failure_reason": job.error or None,
    }


def litellm_id(job_id: str, *, at_creation: bool) -> str:
    """LiteLLM's own ids: base64 with `=`; the one in a status answer differs and cannot be asked with."""
    model = "wan2.2" if at_creation else ""
    raw = f"litellm:custom_llm_provider:openai;model_id:{model};video_id:{job_id}"
    return "video_" + base64.b64encode(raw.encode()).decode()


def _litellm(job: RemoteJob) -> dict[str, Any]:
    return {**_openai(job), "id": litellm_id(job.id, at_creation=job.polls == 0), "usage": {"duration_seconds": 4.0}}


def _openai_error(status: int, message: str, code: str) -> Reply:
    error = {"message": message, "type": "invalid_request_error", "param": None, "code": code}
    return Reply.of_json({"error": error}, status)


def _task_error(status: int, message: str, code: str) -> Reply:
    return Reply.of_json({"code": code, "message": message, "data": None}, 400 if status == 404 else status)


def _detail_error(status: int, message: str, code: str) -> Reply:
    return Reply.of_json({"detail": message}, status)


def _litellm_error(status: int, message: str, code: str) -> Reply:
    status = 500 if status == 404 else status
    return Reply.of_json({"error": {"message": message, "type": "None", "param": "None", "code": str(status)}}, status)


@dataclass(frozen=True)
class Personality:
    """`error(status, message, code)` is the dialect's envelope. `failed_status`: of a GET for a failed job."""

    name: str
    body: Body
    error: Callable[[int, str, str], Reply] = _openai_error
    created_status: int = 200
    failed_status: int = 200
    multipart_only: bool = False
    lists: bool = True
    deletes: bool = True
    has_video_url: bool = False
    routes: frozenset[str] = field(default_factory=lambda: frozenset({"videos"}))


_BOTH = frozenset({"videos", "video/generations"})

PERSONALITIES = {
    each.name: each
    for each in (
        Personality("uniall", _uniall, lists=False, deletes=False, has_video_url=True, routes=_BOTH),
        Personality("openai", _openai),
        Personality(
            "newapi-flat", _newapi_flat, _task_error, lists=False, deletes=False, has_video_url=True, routes=_BOTH
        ),
        Personality(
            "newapi-envelope",
            _newapi_envelope,
            _task_error,
            lists=False,
            deletes=False,
            has_video_url=True,
            routes=_BOTH,
        ),
        Personality("sglang", _sglang, _detail_error),
        Personality("vllm-omni", _openai, _detail_error, failed_status=500, multipart_only=True),
        Personality("litellm", _litellm, _litellm_error, lists=False, deletes=False),
        Personality("openrouter", _openrouter, created_status=202, lists=False, deletes=False, has_video_url=True),
        Personality("evolink", _evolink, lists=False, deletes=False, has_video_url=True),
        Personality("azure-job", _azure, lists=False),
    )
}
