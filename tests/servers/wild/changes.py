"""How a service of the wild reads a request that changes one of its videos: by its id, or by a film that comes along."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from tests.servers.forms import Form
from tests.servers.personalities import DONE, RemoteJob
from tests.servers.wild.intake import Understood, UnfitError

ROUTES = {
    "remix": re.compile("/v1/videos/([^/]+)/remix"),
    "edits": re.compile("/v1/videos/edits"),
    "extensions": re.compile("/v1/videos/extensions"),
}
_KNOWN = {
    "remix": frozenset({"prompt"}),
    "edits": frozenset({"prompt", "video"}),
    "extensions": frozenset({"prompt", "video", "seconds"}),
}
LENGTHS = ("4", "8", "12", "16", "20")


@dataclass(frozen=True)
class OfAChange(Understood):
    """`seconds` are those that are charged, `total` those of the clip. `source` is an id, "" for a film."""

    total: float = 0.0
    source: str = ""
    film: bytes = b""


def route_of(path: str) -> str:
    """Which of the routes a path is, "" for none."""
    return next((name for name, shape in ROUTES.items() if shape.fullmatch(path)), "")


def read_change(route: str, path: str, form: Form, jobs: Mapping[str, RemoteJob]) -> OfAChange:
    """Raises UnfitError."""
    fields: dict[str, Any] = dict(form.fields)
    if strange := set(fields) - _KNOWN[route]:
        raise UnfitError(f"Unknown parameter: {sorted(strange)}", code="unknown_parameter")
    if not fields.get("prompt"):
        raise UnfitError("Missing required parameter: 'prompt'.", code="missing_required_parameter")
    added = _added(fields) if route == "extensions" else 0.0
    if "video" in form.files:
        film = form.files["video"]
        return OfAChange(
            "sora-2", fields["prompt"], added or 4.0, "1280x720", (), (), {}, total=added + 4.0, film=film.data
        )
    source = _source(ROUTES[route].fullmatch(path), fields.get("video"), jobs)
    length = float(source.seconds)
    told = {} if route == "extensions" else {"remixed_from_video_id": source.id}
    total = length + added
    return OfAChange(
        source.model, fields["prompt"], added or length, source.size, (), (), told, total=total, source=source.id
    )


def _added(fields: Mapping[str, Any]) -> float:
    if fields.get("seconds") not in LENGTHS:
        raise UnfitError(f"seconds: expected one of {LENGTHS}", code="invalid_value")
    return float(fields["seconds"])


def _source(path: re.Match[str] | None, video: Any, jobs: Mapping[str, RemoteJob]) -> RemoteJob:
    named = path[1] if path is not None and path.groups() else video.get("id") if isinstance(video, dict) else None
    if not isinstance(named, str):
        raise UnfitError("Invalid type for 'video'.", code="invalid_type")
    job = jobs.get(unquote(named))
    if job is None or job.deleted:
        raise UnfitError(f"Video with id '{named}' not found.", 404, "not_found_error")
    if job.state != DONE:
        raise UnfitError("Video is not completed.", code="video_not_ready")
    return job
