"""The sheet of jobs that were made elsewhere shows their small pictures, fetched from a real socket."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QListWidget

from sora_desktop.domain.wire_options import WireOptions
from sora_desktop.ui.queue.listed_pictures import SIZE
from tests.servers.http_server import Reply
from tests.servers.service import FakeService
from tests.support import formats
from tests.support.drive import Hand, in_window
from tests.support.loops import RunGui
from tests.support.mp4 import small_mp4
from tests.support.pictures import picture_bytes
from tests.support.until import until

WEBP = picture_bytes(640, 360, kind="WEBP")


@pytest.fixture
def service() -> Iterator[FakeService]:
    with FakeService("openai") as running:
        running.clip.data = small_mp4()
        yield running


def sent_by_another(service: FakeService, prompt: str) -> str:
    body = {"model": "sora2-landscape-4s", "prompt": prompt, "seconds": "4", "size": "1280x720"}
    head = {"authorization": f"Bearer {service.key}"}
    made = httpx.post(f"{service.base_url}/v1/videos", json=body, headers=head, trust_env=False).json()["id"]
    service.finish(str(made))
    return str(made)


async def has_pictures(hand: Hand) -> None:
    """Of the picked connection a person has said that there are."""
    studio = hand.bridge.studio
    assert studio is not None
    snapshot = await hand.bridge.call(studio.snapshot())
    picked = next(each for each in snapshot.connections if each.id == snapshot.selected)
    await hand.bridge.call(studio.connections.save(replace(picked, wire=WireOptions(thumbnails=True)), None))


def left_side(rows: QListWidget, row: int) -> QColor:
    """The colour in the left half of its picture."""
    picture = rows.item(row).icon().pixmap(SIZE, rows.devicePixelRatioF()).toImage()
    return picture.pixelColor(picture.width() // 4, picture.height() // 2)


def test_pictures_of_what_others_made_are_shown_where_there_are_some(
    run_gui: RunGui, tmp_path: Path, service: FakeService
) -> None:
    for prompt in ("a heron", "a fox in snow"):
        sent_by_another(service, prompt)
    service.reply_next("content", Reply(headers={"Content-Type": "image/webp"}, body=WEBP), Reply(404))

    async def story(hand: Hand) -> None:
        await hand.add_connection("Gateway", service.base_url, formats.NATIVE, service.key)
        await has_pictures(hand)
        picked = hand.window.connections
        await until(
            lambda: picked.selected is not None and picked.selected.wire.thumbnails, what="the connection is known"
        )
        hand.window.sheets.open_elsewhere()
        sheet = hand.window.sheets.elsewhere
        await until(lambda: len(service.requests("content")) == 2, what="both rows were asked for")
        await until(lambda: any(left_side(sheet.list, row).red() > 180 for row in (0, 1)), what="the picture")
        assert [0, 255] == sorted(left_side(sheet.list, row).alpha() for row in (0, 1))
        assert not sheet.said.isVisible()
        sheet.reject()

    in_window(run_gui, tmp_path / "data", story)
