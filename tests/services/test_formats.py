"""Both formats against the seed's own examples, letter for letter, and against the documented native format."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from sora_desktop.domain.catalog import CATALOG
from sora_desktop.domain.format_facts import LocalImage
from sora_desktop.domain.parameters import Parameter, ParameterKind, ParameterValue, Place
from sora_desktop.domain.request import Request
from sora_desktop.domain.shapes import Shape
from sora_desktop.domain.shown_character import ShownCharacter
from sora_desktop.services.formats import FORMATS
from sora_desktop.services.wire import (
    Answer,
    Call,
    CancelOutcome,
    FilePart,
    Format,
    PreparedImage,
    RemoteState,
    RemoteStatus,
    Submitted,
)
from tests.support import formats
from tests.support.envelope_format import EnvelopeJobs
from tests.support.rows import rows

BASE = "https://base.example"
UNIALL, NATIVE = FORMATS[formats.UNIALL], FORMATS[formats.NATIVE]
LINK = "https://example.com/image.jpg"
MODELS = {model.id: model for model in CATALOG}


def request(
    model: str,
    orientation: Shape = Shape.PORTRAIT,
    seconds: int = 12,
    prompt: str = "A cat running through grass",
) -> Request:
    return Request(prompt, MODELS[model], MODELS[model].settle_size(orientation), seconds)


SEED_REQUEST = """{
"model": "sora2-portrait-12s",
"prompt": "A cat running through grass",
"image_url": "https://example.com/image.jpg"
}"""
SEED_SUBMITTED = b"""{
"id": "gen_xxxxxxxxxxxx",
"object": "video.generation.job",
"model": "sora2",
"status": "queued",
"progress": 0,
"created_at": 1770405483,
"seconds": "12"
}"""
SEED_STATUS = b"""{
"id": "gen_xxxxxxxxxxxx",
"object": "video.generation.job",
"model": "sora2-portrait-12s",
"status": "completed",
"progress": 100,
"video_url": "https://example.com/output.mp4",
"seconds": "12"
}"""


def test_the_seeds_request_goes_out_as_the_seed_has_it() -> None:
    image = PreparedImage(url="https://example.com/image.jpg")
    call = UNIALL.create(request("sora2-portrait-12s"), [image])

    assert (call.method, call.path, call.files, call.form) == ("POST", "/v1/video/generations", (), ())
    assert list((call.json or {}).items()) == list(json.loads(SEED_REQUEST).items())


def test_the_seeds_submit_response_is_read_whole() -> None:
    submitted = UNIALL.read_submitted(Answer(200, {}, SEED_SUBMITTED), base_url=BASE)

    assert submitted == Submitted(
        "gen_xxxxxxxxxxxx",
        RemoteStatus(
            RemoteState.QUEUED,
            id="gen_xxxxxxxxxxxx",
            word="queued",
            progress=0.0,
            model="sora2",
            seconds=12.0,
            created_at=datetime(2026, 2, 6, 19, 18, 3, tzinfo=UTC),
        ),
    )


def test_the_seeds_status_is_asked_and_read_whole() -> None:
    assert UNIALL.status("gen_xxxxxxxxxxxx") == Call("GET", "/v1/videos/gen_xxxxxxxxxxxx")
    assert UNIALL.read_status(Answer(200, {}, SEED_STATUS), base_url=BASE) == RemoteStatus(
        RemoteState.DONE,
        id="gen_xxxxxxxxxxxx",
        word="completed",
        progress=1.0,
        result_url="https://example.com/output.mp4",
        model="sora2-portrait-12s",
        seconds=12.0,
    )


@rows("model", [model for model in CATALOG if not model.pro], ids=lambda model: model.id)
def test_what_a_models_id_fixes_is_not_sent(model: Any) -> None:
    (seconds,) = model.lengths
    call = UNIALL.create(request(model.id, model.sizes[0].shape, seconds), ())

    assert set(call.json or {}) == {"model", "prompt"}


@pytest.mark.parametrize("wire", [UNIALL, NATIVE, EnvelopeJobs()], ids=lambda wire: wire.facts.id)
def test_a_format_says_which_fields_are_its_own(wire: Format) -> None:
    body = wire.facts.body
    rusty = ShownCharacter("char_1", "Rusty", "mark", "Fake")
    call = wire.create(replace(request("sora2-pro-720p"), characters=(rusty,)), [PreparedImage(url=LINK)])

    assert {*body.fields, body.image_field} == set(call.json or {})


@pytest.mark.parametrize("model", [model for model in CATALOG if model.pro], ids=lambda model: model.id)
def test_what_a_model_leaves_open_is_sent_with_a_whole_number_of_seconds(model: Any) -> None:
    call = UNIALL.create(request(model.id, Shape.LANDSCAPE, 16, "x"), ())

    assert call.json == {"model": model.id, "prompt": "x", "aspect_ratio": "16:9", "duration": 16}


@pytest.mark.parametrize(
    ("model", "orientation", "size"),
    [
        ("sora2-portrait-12s", Shape.PORTRAIT, "720x1280"),
        ("sora2-pro-720p", Shape.LANDSCAPE, "1280x720"),
        ("sora2-pro-1080p", Shape.PORTRAIT, "1024x1792"),
        ("sora2-pro-true-1080p", Shape.LANDSCAPE, "1920x1080"),
    ],
)
def test_the_native_format_always_sends_seconds_as_a_text_and_size(model: str, orientation: Shape, size: str) -> None:
    call = NATIVE.create(request(model, orientation, 12, "x"), ())

    assert (call.method, call.path) == ("POST", "/v1/videos")
    assert call.json == {"model": model, "prompt": "x", "seconds": "12", "size": size}


def test_the_native_format_takes_a_picture_of_this_machine_as_a_file_part_of_its_real_type() -> None:
    call = NATIVE.create(request("sora2-portrait-12s"), [PreparedImage(path=Path("/in/a.bin"), mime="image/webp")])

    assert call.json is None
    assert call.files == (FilePart("input_reference", Path("/in/a.bin"), "reference.webp", "image/webp"),)
    assert dict(call.form) == {
        "model": "sora2-portrait-12s",
        "prompt": "A cat running through grass",
        "seconds": "12",
        "size": "720x1280",
    }


def test_the_native_format_takes_a_picture_by_url_as_an_object() -> None:
    call = NATIVE.create(request("sora2-portrait-12s"), [PreparedImage(url="https://h/x.png")])

    assert (call.json or {})["input_reference"] == {"image_url": "https://h/x.png"}


@pytest.mark.parametrize("wire_format", FORMATS)
def test_an_idempotency_key_is_a_header_only_where_there_is_one(wire_format: str) -> None:
    wire = FORMATS[wire_format]

    assert wire.create(request("sora2-portrait-12s"), ()).headers == ()
    assert wire.create(request("sora2-portrait-12s"), (), idempotency_key="k").headers == (("idempotency-key", "k"),)


@pytest.mark.parametrize("wire_format", FORMATS)
@pytest.mark.parametrize(
    ("remote_id", "segment"),
    [
        ("video_bGl0ZWxsbQ==", "video_bGl0ZWxsbQ%3D%3D"),
        ("projects/p/operations/1", "projects%2Fp%2Foperations%2F1"),
        ("a?b#c d", "a%3Fb%23c%20d"),
        ("..", "%2E%2E"),
        ("für", "f%C3%BCr"),
    ],
)
def test_an_id_is_one_percent_encoded_segment(wire_format: str, remote_id: str, segment: str) -> None:
    wire = FORMATS[wire_format]

    jobs = wire.status("x").path.rpartition("/")[0]
    assert wire.status(remote_id).path == f"{jobs}/{segment}"
    assert wire.content(remote_id).path == f"{jobs}/{segment}/content"
    assert wire.cancel(remote_id) == Call("DELETE", f"{jobs}/{segment}")


def test_the_list_is_asked_newest_first_and_page_by_page() -> None:
    assert NATIVE.list_jobs().query == (("limit", "100"), ("order", "desc"))
    assert NATIVE.list_jobs(after="a", limit=5).query == (("limit", "5"), ("order", "desc"), ("after", "a"))


EVERY = [*FORMATS.values(), EnvelopeJobs()]


@rows("wire", EVERY, ids=lambda wire: wire.facts.id)
def test_a_format_says_of_itself_what_is_true_of_its_calls(wire: Format) -> None:
    facts = wire.facts
    calls = [
        wire.create(request("sora2-portrait-12s"), ()),
        *(ask("a/b") for ask in (wire.status, wire.cancel, wire.content)),
        wire.probe(),
    ]

    assert facts.label
    assert facts.help
    assert [call.path for call in calls if not call.path.startswith(f"{facts.root}/")] == []
    assert {facts.base_path(f"/relay{call.path}") for call in calls} == {"/relay"}
    assert [call.path for call in calls[1:4] if "/a%2Fb" not in call.path] == []
    assert facts.key.name == facts.key.name.lower()


@pytest.mark.parametrize("wire", EVERY, ids=lambda wire: wire.facts.id)
def test_a_format_has_a_way_for_each_picture_that_it_says_to_take(wire: Format, tmp_path: Path) -> None:
    """A file goes along, or as a whole job in a sister format that takes files; a link stands in the request."""
    pictures = wire.facts.pictures
    sister = FORMATS[pictures.file_format].facts.pictures if pictures.file_format else pictures
    image = PreparedImage(path=tmp_path / "a.png", mime="image/png")

    assert LocalImage.REFUSE in pictures.local
    assert sister.takes_files is (LocalImage.NATIVE in pictures.local)
    assert (not pictures.takes_files) or wire.create(request("sora2-portrait-12s"), [image]).files
    assert (not pictures.links) or LINK in str(wire.create(request("sora2-portrait-12s"), [PreparedImage(url=LINK)]))


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        ({"code": 0, "data": {"job_id": "j", "refunded": True}}, CancelOutcome.UNBILLED),
        ({"code": 0, "data": {"job_id": "j", "phase": "drawing", "refunded": False}}, CancelOutcome.ASKED),
        ({"code": 40901, "message": "too late", "data": None}, CancelOutcome.NO),
        ({}, CancelOutcome.NO),
    ],
)
def test_what_a_cancel_proves_is_said_by_the_format(body: dict[str, Any], outcome: CancelOutcome) -> None:
    assert EnvelopeJobs().read_cancelled(Answer(200, {}, json.dumps(body).encode())) is outcome


@rows(
    ("phase", "state"),
    [
        ("lined_up", "queued"),
        ("drawing", "running"),
        ("drawn", "done"),
        ("called_off", "cancelled"),
        ("odd", "running"),
    ],
)
def test_a_format_may_have_words_of_its_own(phase: str, state: str) -> None:
    answer = Answer(200, {}, json.dumps({"code": 0, "data": {"job_id": "job_12345678", "phase": phase}}).encode())
    status = EnvelopeJobs().read_status(answer, base_url=BASE)

    assert (status.id, status.state) == ("job_12345678", state)


def test_a_link_stays_in_a_request_that_a_parameter_makes_a_form() -> None:
    """It is told there as the JSON that it is elsewhere: nothing of a request is dropped in silence."""
    steps = Parameter("steps", ParameterKind.WHOLE, place=Place.FORM)
    model = replace(MODELS["sora2-portrait-12s"], parameters=(steps,))
    asked = replace(request("sora2-portrait-12s"), model=model, parameters=(ParameterValue("steps", 8),))
    form = dict(NATIVE.create(asked, (PreparedImage(url=LINK),)).form)

    assert ({"image_url": LINK}, "8") == (json.loads(form["input_reference"]), form["steps"])
