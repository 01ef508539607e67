"""What servers of one format differ in, on the wire."""

from collections.abc import Sequence
from pathlib import Path

import httpx
import pytest

from sora_desktop.domain.catalog import ImageSlot, VideoModel
from sora_desktop.domain.format_facts import LocalImage
from sora_desktop.domain.request import Request
from sora_desktop.domain.shapes import Size
from sora_desktop.domain.wire_options import AS_THE_FORMAT_HAS_IT, LinkAs, SecondsAs, WireOptions
from sora_desktop.services.client import Endpoint, VideoClient
from sora_desktop.services.formats import FORMATS
from sora_desktop.services.http.transport import Transport
from sora_desktop.services.wire import Call, PreparedImage
from tests.support import formats

NATIVE, UNIALL = FORMATS[formats.NATIVE], FORMATS[formats.UNIALL]
MODEL = VideoModel("m", (Size(1280, 720),), (4,))
WISH = Request("a fox", MODEL, Size(1280, 720), 4)
LINK = PreparedImage(url="https://h/1.png")
FILE = PreparedImage(path=Path("/in/a.png"), mime="image/png")


def native(options: WireOptions, images: Sequence[PreparedImage] = ()) -> Call:
    return NATIVE.create(WISH, images, options=options)


def test_a_server_that_wants_forms_gets_one_without_a_file_too() -> None:
    call = native(WireOptions(form=True))

    assert (("model", "m"), ("prompt", "a fox"), ("seconds", "4"), ("size", "1280x720")) == call.form
    assert (call.json, call.files) == (None, ())


def test_a_server_of_one_model_is_told_no_name() -> None:
    call = native(WireOptions(sends_model=False))

    assert {"prompt": "a fox", "seconds": "4", "size": "1280x720"} == call.json
    assert "model" not in (UNIALL.create(WISH, options=WireOptions(sends_model=False)).json or {})


@pytest.mark.parametrize(
    ("options", "field", "value"),
    [
        (AS_THE_FORMAT_HAS_IT, "seconds", "4"),
        (WireOptions(seconds=SecondsAs.NUMBER), "seconds", 4),
        (WireOptions(seconds=SecondsAs.NUMBER, seconds_field="duration"), "duration", 4),
        (WireOptions(seconds=SecondsAs.TEXT, seconds_field="length"), "length", "4"),
    ],
)
def test_the_length_stands_where_the_server_reads_it(options: WireOptions, field: str, value: object) -> None:
    body = native(options).json or {}

    assert {"prompt", "model", "size", field} == set(body)
    assert value == body[field]
    assert type(value) is type(body[field])


def test_the_length_of_the_other_format_can_be_a_text() -> None:
    assert "4" == (UNIALL.create(WISH, options=WireOptions(seconds=SecondsAs.TEXT)).json or {})["duration"]


@pytest.mark.parametrize(
    ("options", "field", "value"),
    [
        (AS_THE_FORMAT_HAS_IT, "input_reference", {"image_url": "https://h/1.png"}),
        (WireOptions(link=LinkAs.TEXT), "input_reference", "https://h/1.png"),
        (WireOptions(link=LinkAs.TEXT, link_field="reference_url"), "reference_url", "https://h/1.png"),
        (WireOptions(link_field="image"), "image", {"image_url": "https://h/1.png"}),
    ],
)
def test_the_address_of_a_picture_is_written_as_the_server_reads_it(
    options: WireOptions, field: str, value: object
) -> None:
    body = dict(native(options, [LINK]).json or {})

    assert value == body.pop(field)
    assert {"prompt", "model", "size", "seconds"} == set(body)


def test_an_address_in_a_form_is_a_text_of_it() -> None:
    call = native(WireOptions(form=True, link=LinkAs.TEXT, link_field="image_reference"), [LINK])

    assert ("image_reference", "https://h/1.png") in call.form


def test_an_address_can_be_an_object_in_the_format_that_writes_texts() -> None:
    call = UNIALL.create(WISH, [LINK], options=WireOptions(link=LinkAs.OBJECT))

    assert {"image_url": "https://h/1.png"} == (call.json or {})["image_url"]


def test_a_file_stands_in_the_field_of_the_server_unless_the_entry_names_one() -> None:
    named = Request(
        "a fox", VideoModel("m", (Size(1280, 720),), (4,), images=(ImageSlot(field="start"),)), WISH.size, 4
    )
    options = WireOptions(file_field="image")

    assert ["image"] == [part.name for part in native(options, [FILE]).files]
    assert ["start"] == [part.name for part in NATIVE.create(named, [FILE], options=options).files]


async def test_a_model_that_takes_no_files_gets_them_as_data_urls(tmp_path: Path) -> None:
    """What the connection says of files holds for the other models of the service."""
    picture = tmp_path / "a.png"
    picture.write_bytes(b"\x89PNG")
    bodies: list[bytes] = []

    def answer(request: httpx.Request) -> httpx.Response:
        bodies.append(request.content)
        return httpx.Response(200, json={"id": "v-1", "status": "queued"})

    options = WireOptions(local=LocalImage.DATA_URL, link=LinkAs.TEXT, link_field="image")
    async with Transport(network=httpx.MockTransport(answer)) as transport:
        client = VideoClient(transport, Endpoint("http://127.0.0.1:9", "k"))
        await client.submit(WISH, [PreparedImage(path=picture, mime="image/png")], formats.NATIVE, options=options)

    assert b'"image":"data:image/png;base64,iVBORw=="' in bodies[0]
