"""OpenRouter's video API: what is sent letter for letter, and what its answers say."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sora_desktop.domain.catalog import ImageRole, ImageSlot, Settled, VideoModel
from sora_desktop.domain.connection import Connection, KeyPlace, base_url_problem, new_connection, normalise_base_url
from sora_desktop.domain.errors import JobGoneError, OutcomeUnknownError, RefusedError, WrongFormatError, WrongKeyError
from sora_desktop.domain.image import ImageFacts, ImageVerdict, InputImage
from sora_desktop.domain.parameters import Parameter, ParameterKind, ParameterValue
from sora_desktop.domain.request import Request
from sora_desktop.domain.request_checks import Field, check
from sora_desktop.domain.shapes import Size
from sora_desktop.services.client import Endpoint, VideoClient
from sora_desktop.services.formats import FORMATS
from sora_desktop.services.http.transport import Transport
from sora_desktop.services.resolutions import frame_of, resolution_of
from sora_desktop.services.wire import Answer, Call, CancelOutcome, PreparedImage, RemoteState
from tests.servers.clip_file import TINY_MP4
from tests.servers.http_server import HttpServer, Received, Reply
from tests.servers.service import CANARY
from tests.support.rows import rows

BASE = "https://openrouter.ai"
WIRE = FORMATS["openrouter"]
HD = Size(1280, 720)
SLOTS = (ImageSlot(), ImageSlot(ImageRole.LAST), ImageSlot(ImageRole.REFERENCE, 3))
VEO = VideoModel(
    "google/veo-3.1",
    (HD, Size(1080, 1920)),
    (4, 6, 8),
    images=SLOTS,
    parameters=(Parameter("seed", ParameterKind.SEED), Parameter("generate_audio", ParameterKind.YES_NO)),
)
NO_SUCH_JOB = {"error": {"code": 404, "message": "Job not found"}}


def asked(model: VideoModel = VEO, size: Size = HD, *images: InputImage, **parameters: Any) -> Request:
    values = tuple(ParameterValue(name, value) for name, value in parameters.items())
    return Request("a fox", model, size, 8, images, values)


def answer(status: int, body: Any, **headers: str) -> Answer:
    return Answer(status, headers, json.dumps(body).encode())


def test_a_request_says_the_exact_frame_and_a_whole_number_of_seconds() -> None:
    call = WIRE.create(asked(seed=7, generate_audio=False), ())

    assert (call.method, call.path, call.form, call.files) == ("POST", "/api/v1/videos", (), ())
    assert call.json == {
        "model": "google/veo-3.1",
        "prompt": "a fox",
        "duration": 8,
        "size": "1280x720",
        "seed": 7,
        "generate_audio": False,
    }


@rows(
    ("size", "told"),
    [
        (HD, {"resolution": "720p", "aspect_ratio": "16:9"}),
        (Size(1080, 1920), {"resolution": "1080p", "aspect_ratio": "9:16"}),
        (Size(854, 480), {"resolution": "480p", "aspect_ratio": "16:9"}),
        (Size(720, 720), {"resolution": "720p", "aspect_ratio": "1:1"}),
        (Size(3840, 2160), {"resolution": "4K", "aspect_ratio": "16:9"}),
        (Size(1792, 1024), {"size": "1792x1024"}),
    ],
)
def test_a_frame_that_is_assumed_is_asked_for_by_its_name_and_ratio(size: Size, told: dict[str, str]) -> None:
    model = replace(VEO, sizes=(size,), assumed=("sizes",))
    body = WIRE.create(asked(model, size), ()).json or {}

    assert told == {name: body[name] for name in ("size", "resolution", "aspect_ratio") if name in body}


def test_what_the_models_id_fixes_is_not_sent() -> None:
    fixed = replace(VEO, fixes=(Settled.SIZE, Settled.SECONDS))

    assert set(WIRE.create(asked(fixed), ()).json or {}) == {"model", "prompt"}


def test_each_picture_says_what_it_is() -> None:
    def part(url: str, **more: str) -> dict[str, Any]:
        return {"type": "image_url", "image_url": {"url": url}, **more}

    images = [
        PreparedImage(url="https://h/a.png"),
        PreparedImage(url="data:image/png;base64,AA==", role=ImageRole.LAST),
        PreparedImage(url="https://h/b.png", role=ImageRole.REFERENCE),
        PreparedImage(url="https://h/c.png", role=ImageRole.REFERENCE),
    ]
    body = WIRE.create(asked(), images).json or {}

    assert body["frame_images"] == [
        part("https://h/a.png", frame_type="first_frame"),
        part("data:image/png;base64,AA==", frame_type="last_frame"),
    ]
    assert body["input_references"] == [part("https://h/b.png"), part("https://h/c.png")]
    assert {*body} <= {*WIRE.facts.body.taken}


def test_an_entry_may_put_a_picture_elsewhere() -> None:
    model = replace(VEO, images=(ImageSlot(field="image"),))
    body = WIRE.create(asked(model), [PreparedImage(url="https://h/a.png")]).json or {}

    assert (body["image"], "frame_images" in body) == ("https://h/a.png", False)


def test_a_format_says_all_fields_that_it_may_write() -> None:
    images = [PreparedImage(url="https://h/a.png", role=role) for role in ImageRole]
    told = WIRE.create(asked(), images).json or {}
    assumed = WIRE.create(asked(replace(VEO, assumed=("sizes",))), images).json or {}

    assert {*told, *assumed} == WIRE.facts.body.taken


# ---------------------------------------------------------------- what may be asked for


SERVICE = replace(new_connection(WIRE.facts), id="o", name="OpenRouter", base_url=BASE, key_place=KeyPlace.KEYRING)
FIRST = InputImage(url="https://example.com/a.png")


def problems(request: Request, connection: Connection = SERVICE) -> set[Field]:
    facts = [ImageFacts(image, ImageVerdict.OK) for image in request.images]
    return {problem.field for problem in check(request, request.model, connection, facts)}


def test_first_and_last_frame_share_a_field_and_references_have_their_own() -> None:
    last, look = replace(FIRST, role=ImageRole.LAST), replace(FIRST, role=ImageRole.REFERENCE)

    assert problems(asked(VEO, HD, FIRST, last)) == set()
    assert problems(asked(VEO, HD, look, look)) == set()
    assert problems(asked(VEO, HD, replace(FIRST, url=None, path=Path("/a.png")))) == set()


def test_references_that_would_be_dropped_beside_a_frame_are_refused_in_words() -> None:
    request = asked(VEO, HD, FIRST, replace(FIRST, role=ImageRole.REFERENCE))
    (problem,) = check(request, VEO, SERVICE, [ImageFacts(image, ImageVerdict.OK) for image in request.images])

    assert problem.field is Field.OTHER_IMAGES
    assert "would ignore the reference pictures" in str(problem.text)


def test_a_field_of_an_entry_is_not_shared_with_one_of_the_format() -> None:
    last = ImageSlot(ImageRole.LAST, field="frame_images")
    request = asked(replace(VEO, images=(ImageSlot(), last)), HD, FIRST, replace(FIRST, role=ImageRole.LAST))

    assert problems(request) == {Field.IMAGE, Field.OTHER_IMAGES}


def test_a_parameter_never_stands_where_a_picture_may() -> None:
    model = replace(VEO, parameters=(Parameter("steps", ParameterKind.WHOLE, field="input_references"),))

    assert problems(asked(model, steps=8)) == {Field.PARAMETERS}


@rows(
    ("typed", "base"),
    [
        ("openrouter.ai", BASE),
        ("https://openrouter.ai/api", BASE),
        ("https://openrouter.ai/api/v1", BASE),
        ("https://openrouter.ai/api/v1/", BASE),
        ("https://openrouter.ai/api/v1/videos", BASE),
        ("https://openrouter.ai/api/v1/videos/job-abc123/content", BASE),
        ("https://openrouter.ai/api/v1/chat/completions", BASE),
        ("https://relay.example/or/api/v1/", "https://relay.example/or"),
    ],
)
def test_the_address_is_understood_as_people_paste_it(typed: str, base: str) -> None:
    assert base_url_problem(typed, WIRE.facts) is None
    assert normalise_base_url(typed, WIRE.facts) == base


# ---------------------------------------------------------------- what comes back


def test_a_job_is_asked_for_by_its_own_id_and_never_by_that_of_its_bill() -> None:
    body = {
        "generation_id": "gen-xyz789",
        "id": "job-abc123",
        "polling_url": "/api/v1/videos/job-abc123",
        "status": "pending",
    }
    submitted = WIRE.read_submitted(answer(202, body), base_url=BASE)

    assert (submitted.remote_id, submitted.status.state) == ("job-abc123", RemoteState.QUEUED)
    assert WIRE.read_status(answer(200, body), base_url=BASE).id == "job-abc123"
    assert WIRE.status("job-abc123") == Call("GET", "/api/v1/videos/job-abc123")


@pytest.mark.parametrize(
    ("body", "remote_id"),
    [
        ({"polling_url": "/api/v1/videos/job-abc123", "status": "pending"}, "job-abc123"),
        ({"polling_url": "https://openrouter.ai/api/v1/videos/job-abc123"}, "job-abc123"),
        ({"generation_id": "gen-1", "status": "pending"}, "gen-1"),
    ],
)
def test_an_id_is_found_where_it_is_at_all(body: dict[str, Any], remote_id: str) -> None:
    assert WIRE.read_submitted(answer(202, body), base_url=BASE).remote_id == remote_id


@rows(
    ("word", "state"),
    [
        ("pending", RemoteState.QUEUED),
        ("in_progress", RemoteState.RUNNING),
        ("completed", RemoteState.DONE),
        ("failed", RemoteState.FAILED),
        ("cancelled", RemoteState.CANCELLED),
        ("expired", RemoteState.EXPIRED),
        ("rolling", RemoteState.RUNNING),
    ],
)
def test_its_words(word: str, state: RemoteState) -> None:
    body = {"id": "job-abc123", "generation_id": "gen-1", "status": word, "error": "Provider said no", "usage": None}
    status = WIRE.read_status(answer(200, body), base_url=BASE)

    assert (status.state, status.id) == (state, "job-abc123")
    assert (status.error.message if status.error else "") == (
        "Provider said no" if state in (RemoteState.FAILED, RemoteState.CANCELLED, RemoteState.EXPIRED) else ""
    )


def test_every_road_to_the_clip_is_known() -> None:
    content = "/api/v1/videos/job-abc123/content"
    body = {
        "id": "job-abc123",
        "status": "completed",
        "urls": ["https://storage.example/signed.mp4?sig=1"],
        "unsigned_urls": [f"{content}?index=0"],
        "usage": {"cost": 0.5, "is_byok": False},
    }
    status = WIRE.read_status(answer(200, body), base_url=BASE)

    assert (status.result_url, status.other_urls) == (
        "https://storage.example/signed.mp4?sig=1",
        (f"{BASE}{content}?index=0",),
    )
    assert WIRE.content("job-abc123") == Call("GET", content, query=(("index", "0"),))


@rows(
    ("status", "body", "kind"),
    [
        (400, {"error": {"code": 400, "message": "duration must be one of 4, 6, 8"}}, RefusedError),
        (401, {"error": {"code": 401, "message": "No auth credentials found"}}, RefusedError),
        (402, {"error": {"code": 402, "message": "Insufficient credits"}}, RefusedError),
        (404, {"error": {"code": 404, "message": "No endpoints found for x/y"}}, RefusedError),
        (500, {"error": {"code": 500, "message": "Internal Server Error"}}, OutcomeUnknownError),
    ],
)
def test_what_a_refusal_proves(status: int, body: Any, kind: type[Exception]) -> None:
    with pytest.raises(kind):
        WIRE.read_submitted(answer(status, body), base_url=BASE)


def test_what_it_says_to_questions() -> None:
    with pytest.raises(JobGoneError):
        WIRE.read_status(answer(404, NO_SUCH_JOB), base_url=BASE)
    with pytest.raises(WrongKeyError):
        WIRE.read_status(answer(401, {"error": {"code": 401, "message": "User not found."}}), base_url=BASE)
    with pytest.raises(WrongFormatError):
        WIRE.read_probe(Answer(404, {"content-type": "text/html"}, b"<!DOCTYPE html><html></html>"))
    WIRE.read_probe(answer(404, NO_SUCH_JOB))


def test_it_has_neither_a_list_nor_a_cancel() -> None:
    assert not WIRE.can_list
    assert not WIRE.facts.capabilities.lists_jobs
    assert not WIRE.facts.capabilities.can_cancel
    assert WIRE.read_cancelled(answer(404, {"error": {"code": 404, "message": "Not Found"}})) is CancelOutcome.NO


@pytest.mark.parametrize("name", ["480p", "720p", "1080p", "2K", "4K"])
@pytest.mark.parametrize("ratio", ["16:9", "9:16", "1:1", "4:3", "3:4", "3:2", "2:3", "21:9", "9:21"])
def test_a_frame_has_one_name(name: str, ratio: str) -> None:
    frame = frame_of(name, ratio)

    assert frame is not None
    assert (resolution_of(frame), frame.aspect_ratio) == (name, ratio)


@rows(("name", "ratio"), [("1K", "16:9"), ("huge", "16:9"), ("720p", "0:9"), ("720p", "wide"), ("", "")])
def test_a_frame_that_nobody_knows_is_none(name: str, ratio: str) -> None:
    assert frame_of(name, ratio) is None


# ---------------------------------------------------------------- a job over the wire


async def test_a_job_is_sent_once_asked_for_by_its_id_and_fetched_with_the_key_at_its_own_service(
    tmp_path: Path,
) -> None:
    content = "/api/v1/videos/job-abc123/content"
    job = {"id": "job-abc123", "generation_id": "gen-xyz789", "polling_url": "/api/v1/videos/job-abc123"}
    words = iter(["in_progress", "completed"])

    def serve(received: Received) -> Reply:
        if received.path == content:
            return Reply(200, {"Content-Type": "video/mp4"}, TINY_MP4)
        if received.method == "POST":
            return Reply.of_json({**job, "status": "pending"}, 202)
        return Reply.of_json({**job, "status": next(words), "unsigned_urls": [f"{content}?index=0"]})

    with HttpServer(serve) as server:
        async with Transport() as transport:
            client = VideoClient(
                transport, Endpoint(normalise_base_url(f"{server.base_url}/api/v1", WIRE.facts), CANARY)
            )
            submitted = await client.submit(asked(), (), WIRE.facts.id)
            looks = [await client.status(submitted.remote_id, WIRE.facts.id) for _ in range(2)]
            road, *_ = client.roads(submitted.remote_id, WIRE.facts.id, [looks[-1].result_url or ""])
            await client.fetch(submitted.remote_id, WIRE.facts.id, road, tmp_path / "a.part")

    assert [look.state for look in looks] == [RemoteState.RUNNING, RemoteState.DONE]
    assert (tmp_path / "a.part").read_bytes() == TINY_MP4
    assert [(each.method, each.path) for each in server.seen] == [
        ("POST", "/api/v1/videos"),
        ("GET", "/api/v1/videos/job-abc123"),
        ("GET", "/api/v1/videos/job-abc123"),
        ("GET", content),
    ]
    assert {each.headers["authorization"] for each in server.seen} == {f"Bearer {CANARY}"}
