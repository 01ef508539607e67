"""The finished clip over HTTP: whole, or one range of it. Its ETag is the SHA-256 of its bytes, so it is strong.

And two pictures of it, made when they are asked for.
"""

import asyncio
import re
from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from sora_desktop.engine.http_errors import RequestError, shown
from sora_desktop.engine.jobs import EngineJobs
from sora_desktop.engine.loading import load_looks
from sora_desktop.engine.store import EngineJob, EngineJobState

_HEADERS = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}
_VARIANTS = ("thumbnail", "spritesheet")
_RANGE = re.compile(r"bytes=(?:(\d{1,18})-(\d{0,18})|-(\d{1,18}))", re.ASCII | re.IGNORECASE)


async def content_response(jobs: EngineJobs, job: EngineJob, request: Request) -> Response:
    """RequestError before there is a clip, for a variant that is not made, and for a range outside the clip."""
    variant = request.query_params.get("variant", "video")
    _check_variant(variant)
    path = ready_clip(jobs, job)
    if variant in _VARIANTS:
        data, mime = await asyncio.to_thread(load_looks().variant, path, variant)
        return Response(data, media_type=mime, headers=_HEADERS)
    return _clip_response(path, job, request)


def ready_clip(jobs: EngineJobs, job: EngineJob) -> Path:
    """The finished clip; RequestError where there is none."""
    _check_ready(job)
    path = jobs.clip(job)
    if not path.is_file():
        raise RequestError("video_expired", f"The clip of {job.id} is not there any more.", status=404)
    return path


def _clip_response(path: Path, job: EngineJob, request: Request) -> FileResponse:
    _keep_one_range(request, path.stat().st_size)
    return FileResponse(
        path,
        media_type="video/mp4",
        filename=f"{job.id}.mp4",
        headers={"ETag": f'"{job.sha256}"', **_HEADERS},
    )


def _check_variant(variant: str) -> None:
    if variant != "video" and variant not in _VARIANTS:
        offered = ", ".join(map(repr, ("video", *_VARIANTS)))
        raise RequestError(
            "unsupported_variant",
            f"The variant {shown(variant)} is not offered, only {offered}.",
            parameter="variant",
        )


def _check_ready(job: EngineJob) -> None:
    if job.state is EngineJobState.FAILED:
        raise RequestError("video_failed", f"The video {job.id} failed and has no content.", status=404)
    if job.state is not EngineJobState.COMPLETED:
        raise RequestError("video_not_ready", f"The video {job.id} is not completed yet, it is {job.state}.")


def _keep_one_range(request: Request, size: int) -> None:
    """Leave in the request only a range that the file response may serve.

    What is no range of bytes is ignored, as HTTP wants it; several at once, or one outside the clip, is a 416.
    """
    headers = MutableHeaders(scope=request.scope)
    given = headers.getlist("range")
    if not given:
        return
    wanted = _RANGE.fullmatch(given[0].strip())
    if len(given) > 1 or "," in given[0] or (wanted and not _inside(wanted, size)):
        raise RequestError(
            "invalid_range",
            "The range lies outside the clip, or is more than one.",
            status=416,
            headers={"Content-Range": f"bytes */{size}"},
        )
    if wanted is None or _backwards(wanted):
        del headers["range"]


def _inside(wanted: re.Match[str], size: int) -> bool:
    first, _, suffix = wanted.groups()
    return int(suffix) > 0 if suffix is not None else int(first) < size


def _backwards(wanted: re.Match[str]) -> bool:
    first, last, _ = wanted.groups()
    return bool(last) and int(last) < int(first)
