"""A scriptable service for the third format of the tests: `/api/v1/jobs`, envelopes, `X-API-Key`, a cancel route.

All that `FakeService` can, it can; `refunds` says whether a cancel gives the money back.
"""

import re
from typing import Any

from tests.servers.forms import Form, read_form
from tests.servers.http_server import Received, Reply
from tests.servers.personalities import CANCELLED, DONE, FAILED, QUEUED, RUNNING, Personality, RemoteJob
from tests.servers.service import CANARY, FakeService

_PHASES = {QUEUED: "lined_up", RUNNING: "drawing", DONE: "drawn", FAILED: "failed", CANCELLED: "called_off"}
_FIELDS = {"model_name": "model", "text": "prompt", "length": "seconds", "start_image": "image_url"}


def _envelope(data: Any) -> dict[str, Any]:
    return {"code": 0, "message": "ok", "data": data}


def _body(job: RemoteJob) -> dict[str, Any]:
    result = {"video_url": job.file_url} if job.state == DONE and job.file_url else {}
    reason = {"reason": job.error} if job.error else {}
    return _envelope({"job_id": job.id, "phase": _PHASES[job.state], "progress": job.progress, **result, **reason})


def _error(status: int, message: str, code: str) -> Reply:
    return Reply.of_json({"code": status * 100 + 1, "message": f"{message} ({code})", "data": None}, status)


class EnvelopeService(FakeService):
    key_header = "x-api-key"
    key_scheme = ""
    jobs_segment = "jobs"
    routes = {  # noqa: RUF012 -- as in the class that it extends
        "submit": ("POST", re.compile("/api/v1/jobs")),
        "status": ("GET", re.compile("/api/v1/jobs/[^/]+")),
        "delete": ("POST", re.compile("/api/v1/jobs/[^/]+/cancel")),
        "content": ("GET", re.compile("/api/v1/jobs/[^/]+/film")),
        "file": ("GET", re.compile("/files/[^/]+")),
    }

    def __init__(self, *, key: str = CANARY) -> None:
        personality = Personality(
            "envelope", _body, _error, lists=False, has_video_url=True, routes=frozenset(), created_status=201
        )
        super().__init__(personality, key=key)
        self.refunds = True

    def call_off(self, job_id: str) -> None:
        self.jobs[job_id].state = CANCELLED

    def _form(self, request: Received) -> Form:
        sent = read_form(request)
        return Form({_FIELDS.get(name, name): value for name, value in sent.fields.items()}, {}, multipart=False)

    def _wrong(self, form: Form, request: Received) -> Reply | None:
        strange = set(form.fields) - set(_FIELDS.values())
        return self.personality.error(400, f"Unknown fields: {sorted(strange)}", "invalid") if strange else None

    def _delete(self, request: Received) -> Reply:
        job = self._find(request)
        if job is None:
            return self._unknown()
        if job.state not in (QUEUED, RUNNING):
            return self.personality.error(409, f"It is {_PHASES[job.state]} already", "too_late")
        if self.refunds:
            job.state = CANCELLED
        return Reply.of_json(_envelope({"job_id": job.id, "phase": _PHASES[job.state], "refunded": self.refunds}))
