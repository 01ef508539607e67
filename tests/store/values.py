"""Jobs and clips as the store meets them, whole in every field."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from sora_desktop.base.sentences import message
from sora_desktop.domain.catalog import CATALOG
from sora_desktop.domain.clip import Clip, MediaFacts, Recipe
from sora_desktop.domain.connection import Connection, ConnectionKind, KeyPlace
from sora_desktop.domain.format_facts import LocalImage
from sora_desktop.domain.image import Fit, FitMode, InputImage
from sora_desktop.domain.job import Billed, Job, JobState
from sora_desktop.domain.pricing import Cost, Price, PriceList, PriceUnit
from sora_desktop.domain.request import Request
from sora_desktop.domain.service_ref import ServiceRef
from sora_desktop.domain.shapes import Shape, Size
from tests.support.formats import NATIVE

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def connection(**changes: Any) -> Connection:
    whole = Connection(
        id="studio-service",
        name="Studio service",
        base_url="https://video.example.com",
        format=NATIVE,
        kind=ConnectionKind.SAVED,
        local_image=LocalImage.DATA_URL,
        prices=PriceList(
            "EUR",
            (
                Price("sora2-pro-720p", Decimal("0.30"), PriceUnit.SECOND, Size(1280, 720)),
                Price("sora2-landscape-4s", Decimal("0.10"), PriceUnit.JOB),
            ),
        ),
        key_place=KeyPlace.KEYRING,
    )
    return replace(whole, **changes)


def request(root: Path, **changes: Any) -> Request:
    image = InputImage(path=root / "inputs" / "kite.png", fit=Fit(FitMode.BLUR, 0.25, 0.75))
    return replace(
        Request("A red kite over 東京", CATALOG[6], CATALOG[6].settle_size(Shape.PORTRAIT), 8, (image,)), **changes
    )


def job(root: Path, number: int = 1, **changes: Any) -> Job:
    """The job `job-1`, queued at the service as `remote-1`."""
    whole = Job(
        id=f"job-{number}",
        request=request(root),
        service=ServiceRef.of(connection()),
        format=NATIVE,
        state=JobState.QUEUED,
        created_at=NOON + timedelta(seconds=number),
        cost=Cost(Decimal("2.40"), "EUR"),
        position=number + 0.5,
        input_paths=(root / "inputs" / "fitted.png",),
        idempotency_key=f"key-of-job-{number}",
        remote_id=f"remote-{number}",
        submitted_at=NOON,
        accepted_at=NOON,
        progress=0.25,
        result_url="https://cdn.example.com/clip.mp4",
        billed=Billed.UNKNOWN,
        reason=message("It may cost {amount} {currency}.", amount=2.4, currency="EUR"),
        retry_of="job-0",
        attempts=2,
    )
    return replace(whole, **changes)


def clip(root: Path, number: int = 1, **changes: Any) -> Clip:
    """The clip `clip-1`, whose file would be `library/clip-1.mp4`."""
    whole = Clip(
        id=f"clip-{number}",
        job_id=f"job-{number}",
        path=root / "library" / f"clip-{number}.mp4",
        thumbnail_path=root / "thumbnails" / f"clip-{number}.jpg",
        sha256="ab" * 32,
        byte_count=123_456_789_012,
        media=MediaFacts(Size(720, 1280), 8.0, 24.0, 192, "h264", "aac"),
        recipe=Recipe(request(root), "Studio service", "openai-videos", f"remote-{number}", NOON, "0.1.0"),
        added_at=NOON + timedelta(seconds=number),
    )
    return replace(whole, **changes)
