"""Small pictures of jobs that were made elsewhere, over a real socket: free, within limits, and none of them kept."""

import asyncio
import io
from collections.abc import Callable, Mapping
from itertools import chain, repeat
from pathlib import Path

import pytest
from PIL import Image

from sora_desktop.domain.catalog import CATALOG
from sora_desktop.domain.connection import ENGINE_ID
from sora_desktop.domain.request import Request
from sora_desktop.domain.wire_options import WireOptions
from sora_desktop.studio.tasks import Tasks
from tests.media.test_picture_child import png_of
from tests.servers.http_server import Framing, Reply
from tests.servers.service import FakeService
from tests.studio.conftest import OpenHouse
from tests.studio.house import CONNECTION_ID, House
from tests.studio.jobs.test_made_elsewhere import send
from tests.support.mp4 import asked_mp4
from tests.support.pictures import picture_bytes
from tests.support.until import until

WITH = WireOptions(thumbnails=True)
WEBP = picture_bytes(640, 360, kind="WEBP")
CHUNK = b"\0" * 65536


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


async def opened(open_house: OpenHouse, service: FakeService, wire: WireOptions = WITH) -> tuple[House, str]:
    """A studio, and a finished job that another program sent."""
    house = await open_house(service, lists_jobs=True, wire=wire)
    remote_id = await send(service, "a fox in snow")
    service.finish(remote_id)
    return house, remote_id


async def test_the_picture_comes_small_and_is_kept_nowhere(
    open_house: OpenHouse, native_service: FakeService, tmp_path: Path
) -> None:
    house, remote_id = await opened(open_house, native_service)
    native_service.reply_next("content", Reply(headers={"Content-Type": "image/webp"}, body=WEBP))
    before, paid = files(tmp_path / "data"), len(native_service.money.charges)

    data = await house.studio.made_elsewhere.picture(CONNECTION_ID, remote_id)

    with Image.open(io.BytesIO(data)) as picture:
        assert ("PNG", (320, 180)) == (picture.format, picture.size)
    (asked,) = native_service.requests("content")
    assert ("GET", {"variant": "thumbnail"}) == (asked.method, asked.query)
    assert (before, paid) == (files(tmp_path / "data"), len(native_service.money.charges))


@pytest.mark.usefixtures("with_engine")
async def test_the_engine_of_the_app_has_them(open_house: OpenHouse, native_service: FakeService) -> None:
    house = await open_house(native_service)
    model = CATALOG[0]
    request = Request("a fox in snow", model, model.settle_size(None), 4)
    (job,) = await house.studio.jobs.submit(request, ENGINE_ID)
    done = await house.until(job, "done")

    data = await house.studio.made_elsewhere.picture(ENGINE_ID, done.remote_id or "")

    with Image.open(io.BytesIO(data)) as picture:
        assert "PNG" == picture.format


async def test_a_service_that_is_not_known_to_have_them_is_never_asked(
    open_house: OpenHouse, native_service: FakeService
) -> None:
    house, remote_id = await opened(open_house, native_service, WireOptions())

    assert b"" == await house.studio.made_elsewhere.picture(CONNECTION_ID, remote_id)
    assert b"" == await house.studio.made_elsewhere.picture("gone", remote_id)
    assert [] == native_service.requests("content")


def endless(*starts: bytes) -> Reply:
    return Reply(framing=Framing.CHUNKED, pieces=chain(starts, repeat(CHUNK)))


ODD: Mapping[str, Callable[[], Reply]] = {
    "404": lambda: Reply(404),
    "dropped": lambda: Reply(drop=True),
    "empty": Reply,
    "no content": lambda: Reply(204),
    "a page": Reply.of_page,
    "an error that is called well": lambda: Reply.of_json({"error": {"message": "unknown variant"}}),
    "the clip itself": lambda: Reply(headers={"Content-Type": "image/webp"}, body=asked_mp4()),
    "a picture whose line is cut": lambda: Reply(body=WEBP, cut_at=len(WEBP) // 2),
    "half a picture": lambda: Reply(body=WEBP[: len(WEBP) // 2]),
    "somewhere else": lambda: Reply(302, {"Location": "file:///etc/hostname"}),
    "a clip without an end": lambda: endless(asked_mp4()),
    "a picture without an end": lambda: endless(WEBP),
    "a bomb": lambda: Reply(body=png_of(9000, 9000)),
}


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD.keys())
async def test_whatever_is_no_small_picture_is_none(
    open_house: OpenHouse, native_service: FakeService, odd: Callable[[], Reply]
) -> None:
    house, remote_id = await opened(open_house, native_service)
    native_service.reply_next("content", odd())

    assert b"" == await house.studio.made_elsewhere.picture(CONNECTION_ID, remote_id)


async def test_what_is_on_its_way_ends_when_nobody_looks_any_more(
    open_house: OpenHouse, native_service: FakeService
) -> None:
    house, remote_id = await opened(open_house, native_service)
    gate = asyncio.Event()
    native_service.reply_next("content", Reply(body=WEBP, hold=gate))
    waits = Tasks().spawn(house.studio.made_elsewhere.picture(CONNECTION_ID, remote_id), "picture")
    await until(lambda: native_service.requests("content"), what="the service was asked")

    await house.studio.made_elsewhere.stop_pictures()

    assert b"" == await waits
    native_service.server.call(gate.set)
