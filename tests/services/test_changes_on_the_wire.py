"""How a request looks that changes a clip: by the id in the path, by the id in the body, and with the clip itself."""

from pathlib import Path

import pytest

from sora_desktop.domain.catalog import CATALOG
from sora_desktop.domain.connection import engine_connection
from sora_desktop.domain.errors import ClipLostError
from sora_desktop.domain.request import Request, wire_format, wire_options
from sora_desktop.domain.source import Change
from sora_desktop.domain.wire_options import SecondsAs, SourceAs, WireOptions
from sora_desktop.services.calls import encoded
from sora_desktop.services.formats import FORMATS
from sora_desktop.services.wire import Call
from tests.support import formats
from tests.support.changes import change_of, with_ways

NATIVE = FORMATS[formats.NATIVE]


def call(request: Request, options: WireOptions) -> Call:
    return NATIVE.create(request, options=options, idempotency_key="key")


@pytest.mark.parametrize(
    ("change", "options", "path", "body"),
    [
        (Change.REMIX, WireOptions(remix=SourceAs.PATH), "/v1/videos/video%2F1/remix", {"prompt": "at night"}),
        (
            Change.REMIX,
            WireOptions(remix=SourceAs.ID),
            "/v1/videos/edits",
            {"video": {"id": "video/1"}, "prompt": "at night"},
        ),
        (
            Change.EXTEND,
            WireOptions(extend=SourceAs.ID),
            "/v1/videos/extensions",
            {"video": {"id": "video/1"}, "prompt": "at night", "seconds": "4"},
        ),
        (
            Change.EXTEND,
            WireOptions(extend=SourceAs.ID, seconds=SecondsAs.NUMBER),
            "/v1/videos/extensions",
            {"video": {"id": "video/1"}, "prompt": "at night", "seconds": 4},
        ),
    ],
)
def test_a_clip_is_named_by_its_id(change: Change, options: WireOptions, path: str, body: dict[str, object]) -> None:
    sent = call(change_of(change, remote_id="video/1"), options)

    assert ("POST", path, body, ()) == (sent.method, sent.path, sent.json, sent.files)
    assert (("idempotency-key", "key"),) == sent.headers


@pytest.mark.parametrize(
    ("change", "path", "fields"),
    [
        (Change.REMIX, "/v1/videos/edits", (("prompt", "at night"),)),
        (Change.EXTEND, "/v1/videos/extensions", (("prompt", "at night"), ("seconds", "4"))),
    ],
)
async def test_a_clip_itself_goes_as_a_part_of_a_form(
    tmp_path: Path, change: Change, path: str, fields: tuple[tuple[str, str], ...]
) -> None:
    clip = tmp_path / "A fox, and much of its prompt.webm"
    film = b"a whole film"
    clip.write_bytes(film)
    sent = call(change_of(change, path=clip), WireOptions(remix=SourceAs.FILE, extend=SourceAs.FILE))
    _, body = await encoded(sent)

    assert (path, fields, None) == (sent.path, sent.form, sent.json)
    assert [("video", "video.webm", "video/webm")] == [(part.name, part.filename, part.mime) for part in sent.files]
    assert body is not None
    assert film in body


async def test_a_clip_that_is_gone_is_not_sent(tmp_path: Path) -> None:
    sent = call(change_of(Change.REMIX, path=tmp_path / "gone.mp4"), WireOptions(remix=SourceAs.FILE))

    with pytest.raises(ClipLostError, match="nothing was sent"):
        await encoded(sent)


def test_the_engine_is_asked_in_the_format_that_knows_of_changes() -> None:
    engine = with_ways(engine_connection())
    request = change_of(Change.EXTEND, model=CATALOG[0], connection=engine)

    assert (formats.UNIALL, formats.NATIVE) == (engine.format, wire_format(request, engine))
    assert SourceAs.ID is wire_options(request, engine).extend
