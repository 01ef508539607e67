"""Jobs as the wire shows them: the UniAll document's own fields, and the whole native video object."""

from sora_desktop.domain.catalog import CATALOG
from sora_desktop.engine.characters import Character
from sora_desktop.engine.jobs import EngineJobs
from sora_desktop.engine.order import Change
from sora_desktop.engine.store import EngineJob, EngineJobState

FAMILY = "sora2"
"""What the UniAll document's answer to a submission names as the model, whichever was asked for."""


def uniall_submitted(jobs: EngineJobs, job: EngineJob) -> dict[str, object]:
    return {
        "id": job.id,
        "object": "video.generation.job",
        "model": FAMILY,
        "status": job.state,
        "progress": jobs.percent(job),
        "created_at": job.created_at,
        "seconds": str(job.seconds),
    }


def uniall_status(jobs: EngineJobs, job: EngineJob, base_url: str) -> dict[str, object]:
    """`video_url` stands there only once there is a clip, `error` only where there is none to come."""
    answer: dict[str, object] = {
        "id": job.id,
        "object": "video.generation.job",
        "model": job.model,
        "status": job.state,
        "progress": jobs.percent(job),
    }
    if job.state is EngineJobState.COMPLETED:
        answer["video_url"] = f"{base_url}/v1/videos/{job.id}/content"
    if job.state is EngineJobState.FAILED:
        answer["error"] = _error(job)
    return answer | {"seconds": str(job.seconds)}


def video(jobs: EngineJobs, job: EngineJob) -> dict[str, object]:
    """The native object, every field of it."""
    completed = job.state is EngineJobState.COMPLETED
    return {
        "id": job.id,
        "object": "video",
        "model": job.model,
        "status": job.state,
        "progress": jobs.percent(job),
        "created_at": job.created_at,
        "completed_at": job.completed_at if completed else None,
        "expires_at": jobs.expires_at(job),
        "prompt": job.prompt,
        "size": str(job.size),
        "seconds": str(job.seconds),
        "remixed_from_video_id": job.source_id or None if job.change == Change.EDIT else None,
        "error": _error(job) if job.state is EngineJobState.FAILED else None,
    }


def character(known: Character) -> dict[str, object]:
    return {"id": known.id, "name": known.name, "created_at": known.created_at}


def _error(job: EngineJob) -> dict[str, str]:
    return {"code": job.error_code, "message": job.error_text}


def models() -> dict[str, object]:
    entries = [{"id": model.id, "object": "model", "created": 0, "owned_by": "sora-desktop"} for model in CATALOG]
    return {"object": "list", "data": entries}
