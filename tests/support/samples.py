"""Jobs and clips for tests of the window."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from sora_desktop.domain.catalog import CATALOG
from sora_desktop.domain.clip import Clip, MediaFacts, Recipe
from sora_desktop.domain.connection import engine_connection
from sora_desktop.domain.job import Job, JobState
from sora_desktop.domain.pricing import Cost
from sora_desktop.domain.request import Request
from sora_desktop.domain.service_ref import ServiceRef
from sora_desktop.domain.shapes import Shape, Size
from tests.support.formats import UNIALL

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
FOX = Request("A red fox runs through snow at dawn", CATALOG[0], CATALOG[0].settle_size(Shape.LANDSCAPE), 4)


def sample_job(job_id: str = "job", state: JobState = JobState.WAITING, **changes: Any) -> Job:
    """A free job of the local engine."""
    whole = Job(
        id=job_id,
        request=FOX,
        service=ServiceRef.of(engine_connection()),
        format=UNIALL,
        state=state,
        created_at=NOON,
        cost=Cost(Decimal(0), free=True),
    )
    return replace(whole, **changes)


def sample_clip(path: Path, clip_id: str = "clip", **changes: Any) -> Clip:
    """A clip of the job `job`; its file need not be there."""
    whole = Clip(
        id=clip_id,
        job_id="job",
        path=path,
        thumbnail_path=path.with_suffix(".png"),
        sha256="0" * 64,
        byte_count=1_000_000,
        media=MediaFacts(Size(1280, 720), 4.0, 24.0, 96, "h264", "aac"),
        recipe=Recipe(FOX, "Local engine", "uniall", "remote", NOON, "0.1.0"),
        added_at=NOON,
    )
    return replace(whole, **changes)
