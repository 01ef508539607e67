"""What a catalogue entry adds to a request, on the wire."""

from pathlib import Path

from sora_desktop.domain.catalog import ImageRole, ImageSlot, VideoModel
from sora_desktop.domain.parameters import Parameter, ParameterKind, ParameterValue, Place
from sora_desktop.domain.request import Request
from sora_desktop.domain.shapes import Size
from sora_desktop.services.formats import FORMATS
from sora_desktop.services.wire import FilePart, PreparedImage
from tests.support import formats

UNIALL, NATIVE = FORMATS[formats.UNIALL], FORMATS[formats.NATIVE]
MODEL = VideoModel(
    "m",
    (Size(1280, 704), Size(960, 960)),
    (5,),
    images=(ImageSlot(), ImageSlot(ImageRole.LAST, 1, "last_frame"), ImageSlot(ImageRole.REFERENCE, 3, "references")),
    parameters=(
        Parameter("steps", ParameterKind.WHOLE, field="num_inference_steps"),
        Parameter("scale", ParameterKind.NUMBER, field="extra.guidance.scale"),
        Parameter("sound", ParameterKind.YES_NO, field="extra.sound"),
        Parameter("fps", ParameterKind.WHOLE, place=Place.FORM),
    ),
)
VALUES = (ParameterValue("steps", 30), ParameterValue("scale", 7.5), ParameterValue("sound", value=False))
WISH = Request("a fox", MODEL, Size(960, 960), 5, parameters=VALUES)
FIRST = PreparedImage(url="https://h/1.png")
LAST = PreparedImage(url="https://h/2.png", role=ImageRole.LAST)
REFERENCE = PreparedImage(url="https://h/3.png", role=ImageRole.REFERENCE)


def test_parameters_stand_where_the_entry_puts_them_with_their_own_types() -> None:
    extras = {"num_inference_steps": 30, "extra": {"guidance": {"scale": 7.5}, "sound": False}}

    assert {"model": "m", "prompt": "a fox", "seconds": "5", "size": "960x960", **extras} == NATIVE.create(WISH).json
    assert {"model": "m", "prompt": "a fox", "aspect_ratio": "1:1", "duration": 5, **extras} == UNIALL.create(WISH).json


def test_each_role_has_its_place_and_several_are_a_list() -> None:
    native = NATIVE.create(WISH, [FIRST, LAST, REFERENCE]).json or {}
    uniall = UNIALL.create(WISH, [FIRST, LAST, REFERENCE, REFERENCE]).json or {}

    assert {"image_url": "https://h/1.png"} == native["input_reference"]
    assert {"image_url": "https://h/2.png"} == native["last_frame"]
    assert [{"image_url": "https://h/3.png"}] == native["references"]
    assert ("https://h/1.png", "https://h/2.png") == (uniall["image_url"], uniall["last_frame"])
    assert ["https://h/3.png", "https://h/3.png"] == uniall["references"]


def test_files_are_parts_of_a_form_and_what_is_no_text_in_it_is_json() -> None:
    first = PreparedImage(path=Path("/in/a.png"), mime="image/png")
    last = PreparedImage(path=Path("/in/b.jpg"), mime="image/jpeg", role=ImageRole.LAST)
    call = NATIVE.create(WISH, [first, last])

    assert (
        FilePart("input_reference", Path("/in/a.png"), "reference.png", "image/png"),
        FilePart("last_frame", Path("/in/b.jpg"), "last.jpg", "image/jpeg"),
    ) == call.files
    assert {
        "model": "m",
        "prompt": "a fox",
        "seconds": "5",
        "size": "960x960",
        "num_inference_steps": "30",
        "extra": '{"guidance": {"scale": 7.5}, "sound": false}',
    } == dict(call.form)


def test_a_parameter_for_forms_makes_a_form_of_the_whole_request() -> None:
    call = NATIVE.create(Request("a fox", MODEL, Size(960, 960), 5, parameters=(ParameterValue("fps", 16),)))

    assert (None, (), "16") == (call.json, call.files, dict(call.form)["fps"])
