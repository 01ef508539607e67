"""What stands in the window while pictures of its states are taken: jobs, clips, connections, answers."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter

from sora_desktop.base.sentences import Message, together
from sora_desktop.domain.budget import Budget, Limits, Spend, weigh
from sora_desktop.domain.catalog import CATALOG, VideoModel
from sora_desktop.domain.clip import Clip, MediaFacts, Recipe
from sora_desktop.domain.connection import Connection, KeyPlace, engine_connection
from sora_desktop.domain.doctor import Check, Finding, Verdict
from sora_desktop.domain.errors import (
    DiskFullError,
    NeedsKeyError,
    NotCheckedError,
    OutcomeUnknownError,
    RefusedError,
    UnreachableError,
)
from sora_desktop.domain.exchange import Exchange, Inside
from sora_desktop.domain.image import ImageFacts, ImageVerdict, InputImage
from sora_desktop.domain.job import Billed, Job, JobState, WaitsFor
from sora_desktop.domain.library import LibraryAnswer, LibraryQuery, first_answer
from sora_desktop.domain.listed_job import ListedJob
from sora_desktop.domain.parameters import Parameter, ParameterKind
from sora_desktop.domain.pricing import Cost, Price, PriceList, PriceUnit
from sora_desktop.domain.request import Request
from sora_desktop.domain.service_ref import ServiceRef
from sora_desktop.domain.shapes import Size
from sora_desktop.domain.spend import JobSpend, SpendReport, report
from sora_desktop.domain.told import Told
from sora_desktop.media.movie import MoviePicture, MovieWriter
from sora_desktop.services.formats import FORMATS
from sora_desktop.ui.assets import resources_dir

PROMPTS = (
    "A red fox runs through snow at dawn, slow pan left, low sun, breath in the cold air",
    "Rain on a tin roof, night",
    "A potter's hands shape a tall vase, close, warm window light, shallow focus",
    "Whale breaching off a rocky coast, aerial, golden hour",
    "Neon alley in the rain, a woman with an umbrella walks away, dolly in",
    "Stadtbahn über dem Fluss, Abendlicht, Kamerafahrt nach rechts",
    "雪の中を走る赤い狐、夜明け",
    "City at night, drone shot",
)
NEVER_FOUND = "zebra crossing"
NO_ROUTE = "No route to host"
_GATEWAY_TIMEOUT, _TIMED_OUT, _OUT_OF_MEMORY = "HTTP 504", "timed out", "The model ran out of memory."
"""What strangers say, in their own words."""
_SKIES = (
    ("#2a3350", "#c77b52"),
    ("#17304a", "#2f7f93"),
    ("#4a2b52", "#d26c84"),
    ("#3a3323", "#b59f5b"),
    ("#20343a", "#7fa08b"),
    ("#1d2436", "#5d74b8"),
)
_MARGIN = timedelta(minutes=7)

EXTRAS = (
    Parameter("seed", ParameterKind.SEED),
    Parameter("audio", ParameterKind.YES_NO, default=True),
    Parameter("negative_prompt", ParameterKind.TEXT),
)
WITH_EXTRAS: VideoModel = replace(CATALOG[6], parameters=EXTRAS)
PRICES = PriceList(
    prices=(
        *(Price(model.id, Decimal("0.40"), PriceUnit.JOB) for model in CATALOG[:6]),
        *(Price(model.id, Decimal("0.30")) for model in CATALOG[6:]),
    )
)
SERVICE = Connection(
    id="gateway",
    name="UniAll",
    base_url="https://api.example.com",
    models=(*CATALOG[:6], WITH_EXTRAS, *CATALOG[7:]),
    prices=PRICES,
    told=Told(CATALOG[:3], CATALOG[7:8]),
    key_place=KeyPlace.KEYRING,
    key_mark="…7f3a",
    lists_jobs=True,
)
OWN_SERVER = replace(
    SERVICE, id="box", name="Own GPU in the cellar", base_url="http://10.0.0.7:8091", prices=PriceList(free=True)
)
CONNECTIONS = (SERVICE, OWN_SERVER, engine_connection())
FORMAT_FACTS = tuple(each.facts for each in FORMATS.values())
PICTURE = InputImage(path=resources_dir() / "sample-image.png")
PICTURE_SIZE = Size(1536, 1024)


def request(number: int = 0, model: VideoModel = CATALOG[0], **changes: Any) -> Request:
    made = Request(PROMPTS[number % len(PROMPTS)], model, model.sizes[0], model.lengths[0])
    return replace(made, **changes)


def job(state: JobState, number: int = 0, **changes: Any) -> Job:
    """The job `STATE`, paid for, made some minutes ago."""
    now = datetime.now(UTC)
    whole = Job(
        id=str(state),
        request=request(number),
        service=ServiceRef.of(SERVICE),
        format=SERVICE.format,
        state=state,
        created_at=now - _MARGIN - timedelta(seconds=number),
        submitted_at=now - _MARGIN,
        accepted_at=now - timedelta(seconds=108),
        cost=Cost(Decimal("0.40")),
        billed=_BILLS.get(state, Billed.NO),
        remote_id="video_68d7512d07848190b3e45da0ecbebcde" if state in _HAVE_IDS else None,
        progress=0.62 if state is JobState.RUNNING else None,
        reason=_REASONS.get(state),
        kept_bytes=2_400_000 if state is JobState.FETCH_FAILED else 0,
    )
    return replace(whole, **changes)


_BILLS = {
    JobState.UNKNOWN: Billed.UNKNOWN,
    JobState.NOT_FOUND: Billed.UNKNOWN,
    JobState.NO_ANSWER: Billed.UNKNOWN,
    JobState.DONE: Billed.YES,
    JobState.FETCHING: Billed.YES,
    JobState.VERIFYING: Billed.YES,
    JobState.FETCH_FAILED: Billed.YES,
}
_HAVE_IDS = frozenset(JobState) - {
    JobState.WAITING,
    JobState.SUBMITTING,
    JobState.REFUSED,
    JobState.UNKNOWN,
    JobState.NOT_FOUND,
    JobState.DISMISSED,
}
_REASONS = {
    JobState.REFUSED: RefusedError(code="content_policy_violation").sentence,
    JobState.UNKNOWN: OutcomeUnknownError(_GATEWAY_TIMEOUT).sentence,
    JobState.FAILED: RefusedError(_OUT_OF_MEMORY).sentence,
    JobState.FETCH_FAILED: DiskFullError().sentence,
    JobState.NO_ANSWER: UnreachableError(_TIMED_OUT).sentence,
}


def every_job() -> tuple[Job, ...]:
    """One in each state, and one that waits for its key."""
    jobs = tuple(job(state, number) for number, state in enumerate(JobState))
    return (*jobs, needs_key())


def needs_key() -> Job:
    reason = NeedsKeyError().sentence
    return job(JobState.WAITING, 3, id="needs-key", waits_for=WaitsFor.KEY, reason=reason)


def running() -> tuple[Job, ...]:
    """What is seen while things go well."""
    return (
        job(JobState.RUNNING, 0),
        job(JobState.QUEUED, 1),
        job(JobState.WAITING, 2, remote_id=None),
        job(JobState.FETCHING, 3),
    )


def clips(folder: Path, count: int = 18) -> tuple[Clip, ...]:
    """Clips of several days and shapes; `paint_thumbnails` makes their pictures."""
    return tuple(_clip(folder, number) for number in range(count))


_SIZES = (Size(1280, 720), Size(1280, 720), Size(720, 1280), Size(1280, 720), Size(1080, 1080))


def _clip(folder: Path, number: int) -> Clip:
    model = CATALOG[number % len(CATALOG)]
    size, asked = _SIZES[number % len(_SIZES)], request(number, model)
    asked = replace(asked, images=(PICTURE,) if number % 3 == 0 else ())
    return Clip(
        id=f"clip-{number}",
        job_id=f"job-{number}",
        path=folder / f"clip-{number}.mp4",
        thumbnail_path=folder / f"clip-{number}.png",
        sha256="ab" * 32,
        byte_count=2_400_000,
        media=MediaFacts(size, float(model.lengths[0]), 24.0, 24 * model.lengths[0], "h264", "aac"),
        recipe=Recipe(asked, SERVICE.name, SERVICE.format, f"video_{number}", datetime.now(UTC), "1.0"),
        added_at=datetime.now(UTC) - timedelta(hours=7 * number),
        unchecked=NotCheckedError().sentence if number == 1 else None,
    )


def paint_thumbnails(wanted: Sequence[Clip]) -> None:
    """A sky for each of them, at its shape."""
    for number, clip in enumerate(wanted):
        width, height = clip.size.width // 4, clip.size.height // 4
        image = QImage(width, height, QImage.Format.Format_RGB32)
        sky = QLinearGradient(QPointF(0, 0), QPointF(width / 3, height))
        above, below = _SKIES[number % len(_SKIES)]
        sky.setColorAt(0, QColor(above))
        sky.setColorAt(1, QColor(below))
        painter = QPainter(image)
        painter.fillRect(image.rect(), sky)
        painter.end()
        image.save(str(clip.thumbnail_path))


def write_film(clip: Clip) -> None:
    """The film of a clip whose picture is painted: it shows that, for as long as it lasts."""
    picture, fps = MoviePicture(clip.size), round(clip.media.fps)
    width, height = clip.size.width, clip.size.height
    image = QImage(picture.pixels, width, height, picture.stride, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.drawImage(image.rect(), QImage(str(clip.thumbnail_path)))
    painter.end()
    seconds = round(clip.media.seconds)
    with MovieWriter(clip.path, clip.size, fps, [[("anullsrc", "r=48000:cl=mono")]], seconds, {}) as movie:
        for _ in range(seconds * fps):
            movie.add(picture.planes())


def answers(wanted: Sequence[Clip]) -> dict[str, Any]:
    """What the studio would say; see `StillCommands`."""

    def look(query: LibraryQuery, _about: object = ()) -> LibraryAnswer:
        words = [word for phrase in query.phrases for word in phrase]
        found = [clip for clip in wanted if all(word in clip.prompt.casefold() for word in words)]
        return replace(first_answer(found), query=query, total=len(wanted))

    def these(ids: Sequence[str]) -> tuple[Clip, ...]:
        return tuple(clip for clip in wanted if clip.id in ids)

    return {
        "library.look": look,
        "library.count": look,
        "library.whole": lambda _about=(): first_answer(wanted),
        "library.page": look,
        "library.these": these,
        "pictures.look_at": picture_facts,
        "spending.report": lambda _since: spending(),
        "made_elsewhere.look": lambda _connection: ELSEWHERE,
        "inside.of_job": lambda _job: INSIDE,
        "proofs.findings": lambda _connection: (),
        "connections.examine": lambda _draft, _key: tuple(findings()),
    }


def picture_facts(image: InputImage) -> ImageFacts:
    """As it is found where all is well."""
    if image.path is None or not image.path.is_file():
        return ImageFacts(image, ImageVerdict.NOT_FOUND)
    small = image.path.read_bytes()
    return ImageFacts(image, ImageVerdict.OK, PICTURE_SIZE, "image/png", len(small), thumbnail=small, digest="ab" * 32)


def spending() -> SpendReport:
    today = datetime.now(UTC)
    lines = [
        JobSpend(
            f"job-{number}",
            today - timedelta(days=number),
            (today - timedelta(days=number)).date(),
            JobState.DONE,
            Billed.YES,
            CATALOG[number % 9].id,
            SERVICE.name,
            4,
            Cost(Decimal("0.40") if number % 4 else None),
        )
        for number in range(14)
    ]
    return report(lines, None)


def above_budget() -> Message:
    """Why a batch needs a yes first."""
    budget = Budget(batch=Limits(money=Decimal(1)), day=Limits(money=Decimal(10)))
    today = Spend(Decimal("9.60"), 96, 24)
    return together(weigh(budget, today, Spend(Decimal("2.40"), 24, 6)).reasons)


def findings() -> Iterator[Finding]:
    """One of each kind."""
    good = NotCheckedError().sentence
    for number, check in enumerate(Check):
        verdict = tuple(Verdict)[number % 4]
        yield Finding(check, verdict, UnreachableError().sentence if verdict is Verdict.BAD else good)


ELSEWHERE = tuple(
    ListedJob(f"video_{number}", "sora-2", prompt, 8, "1280x720", datetime(2026, 11, 2, 9, 30, tzinfo=UTC), True)
    for number, prompt in enumerate(PROMPTS)
)
_ANSWER = Exchange(
    datetime(2026, 11, 2, 9, 30, tzinfo=UTC),
    "POST",
    "/v1/videos",
    200,
    1.25,
    (("x-request-id", "r-1"),),
    '{"id": "video_1", "object": "video", "status": "queued"}',
    58,
)
INSIDE = Inside("curl -X POST https://api.example.com/v1/videos \\\n  -F model=sora-2", None, (_ANSWER,))
