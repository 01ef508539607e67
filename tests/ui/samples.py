"""Jobs, clips and real little films for tests of the queue, the library and the stage."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from PIL import Image

from sora_desktop.domain.catalog import CATALOG
from sora_desktop.domain.clip import Clip, MediaFacts, Recipe
from sora_desktop.domain.connection import Connection
from sora_desktop.domain.image import InputImage
from sora_desktop.domain.job import Job, JobState
from sora_desktop.domain.pricing import Cost
from sora_desktop.domain.request import Request
from sora_desktop.domain.service_ref import ServiceRef
from sora_desktop.domain.shapes import Shape, Size
from tests.support.formats import UNIALL

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
PAID = Cost(Decimal("0.80"))
FREE = Cost(Decimal(0), free=True)
SERVICE = Connection(id="service", name="Studio service", base_url="https://video.example.com")
FPS = 24
SMALL = Size(160, 90)


def request(prompt: str = "A red fox runs through snow", **changes: Any) -> Request:
    return replace(Request(prompt, CATALOG[0], CATALOG[0].settle_size(Shape.LANDSCAPE), 4), **changes)


def job(number: int = 1, state: JobState = JobState.QUEUED, **changes: Any) -> Job:
    """`job-1`, made at noon and a second."""
    whole = Job(
        id=f"job-{number}",
        request=request(),
        service=ServiceRef.of(SERVICE),
        format=UNIALL,
        state=state,
        created_at=NOON + timedelta(seconds=number),
        cost=PAID,
    )
    return replace(whole, **changes)


def clip(root: Path, number: int = 1, *, prompt: str = "A red fox runs through snow", **changes: Any) -> Clip:
    """`clip-1`, added `number` minutes before noon: the higher, the older."""
    whole = Clip(
        id=f"clip-{number}",
        job_id=f"job-{number}",
        path=root / f"clip-{number}.mp4",
        thumbnail_path=root / f"clip-{number}.jpg",
        sha256="ab" * 32,
        byte_count=1000,
        media=MediaFacts(Size(1280, 720), 4.0, float(FPS), 96, "h264", "aac"),
        recipe=Recipe(request(prompt), "Studio service", "uniall", f"remote-{number}", NOON, "0.1.0"),
        added_at=NOON - timedelta(minutes=number),
    )
    return replace(whole, **changes)


def portrait(made: Clip) -> Clip:
    return replace(made, media=replace(made.media, size=Size(720, 1280)))


def square(made: Clip) -> Clip:
    return replace(made, media=replace(made.media, size=Size(1080, 1080)))


def with_image(made: Clip) -> Clip:
    wanted = replace(made.recipe.request, images=(InputImage(url="https://example.com/fox.png"),))
    return replace(made, recipe=replace(made.recipe, request=wanted))


def film(path: Path, *, frames: int = 24, size: Size = SMALL) -> Path:
    """A real MP4 with sound: its frame number n has the grey level 8 * n."""
    with av.open(str(path), "w") as container:
        video = container.add_stream("libx264", rate=FPS, options={"preset": "ultrafast", "crf": "10"})
        video.width, video.height, video.pix_fmt = size.width, size.height, "yuv420p"
        audio = container.add_stream("aac", rate=48000, layout="stereo")
        for number in range(frames):
            picture = Image.new("RGB", (size.width, size.height), (8 * number,) * 3)
            container.mux(video.encode(av.VideoFrame.from_image(picture)))
        container.mux(video.encode())
        for number in range(frames * 48000 // FPS // 1024):
            container.mux(audio.encode(_silence(number)))
        container.mux(audio.encode())
    return path


def _silence(number: int) -> av.AudioFrame:
    frame = av.AudioFrame(format="fltp", layout="stereo", samples=1024)
    for plane in frame.planes:
        plane.update(bytes(plane.buffer_size))
    frame.sample_rate, frame.pts, frame.time_base = 48000, number * 1024, Fraction(1, 48000)
    return frame


def film_clip(root: Path, number: int = 1, *, frames: int = 24, size: Size = SMALL) -> Clip:
    """A clip whose file is there and plays."""
    made = clip(root, number)
    film(made.path, frames=frames, size=size)
    Image.new("RGB", (32, 18), (200, 30, 30)).save(made.thumbnail_path)
    return replace(made, media=MediaFacts(size, frames / FPS, float(FPS), frames, "h264", "aac"))
