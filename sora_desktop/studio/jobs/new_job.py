"""A job as it is at first: nothing of it has left yet."""

import uuid
from datetime import datetime
from pathlib import Path

from sora_desktop.domain.connection import Connection
from sora_desktop.domain.job import Billed, Job, JobState
from sora_desktop.domain.preview import PreviewOf
from sora_desktop.domain.request import Request, request_cost, wire_format, wire_options
from sora_desktop.domain.service_ref import ServiceRef


def new_job(
    request: Request,
    connection: Connection,
    prepared: tuple[Path | None, ...],
    now: datetime,
    *,
    position: float = 0.0,
    retry_of: str | None = None,
    preview_of: PreviewOf | None = None,
    tags: tuple[str, ...] = (),
) -> Job:
    cost = request_cost(request, connection)
    return Job(
        id=uuid.uuid4().hex,
        request=request,
        service=ServiceRef.of(connection),
        format=wire_format(request, connection),
        state=JobState.WAITING,
        created_at=now,
        cost=cost,
        position=position,
        input_paths=prepared,
        idempotency_key=uuid.uuid4().hex,
        billed=Billed.NO,
        retry_of=retry_of,
        preview_of=preview_of,
        wire=wire_options(request, connection),
        tags=tags,
    )
