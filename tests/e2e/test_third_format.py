"""A format that the app does not come with: one file and one line, and the window can make clips with it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListView

from sora_desktop.domain.job import Billed
from sora_desktop.services.formats import FORMATS
from tests.servers.envelope_service import EnvelopeService
from tests.servers.service import CANARY
from tests.support.canary import spellings
from tests.support.drive import Hand, in_window
from tests.support.envelope_format import EnvelopeJobs
from tests.support.loops import RunGui
from tests.support.mp4 import small_mp4
from tests.support.pictures import write_picture
from tests.support.until import until

PROMPT = "A red fox runs through snow at dawn"


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[EnvelopeService]:
    monkeypatch.setitem(FORMATS, EnvelopeJobs.facts.id, EnvelopeJobs())
    with EnvelopeService() as running:
        running.clip.data = small_mp4()
        running.result_elsewhere = True
        yield running


async def add(hand: Hand, service: EnvelopeService) -> None:
    """Its address is pasted as documentation has it, with what stands behind the base."""
    await hand.add_connection("Envelopes", f"{service.base_url}/api/v1/jobs", EnvelopeJobs.facts.id, service.key)
    hand.pick_model("sora2-landscape-4s")


async def start(hand: Hand) -> str:
    hand.type_prompt(PROMPT)
    await hand.generate()
    return (await hand.job_in("queued", "running")).id


def press_main_action(hand: Hand, job_id: str) -> None:
    hand.open_queue()
    queue = hand.find(QListView, "queueList")
    queue.setCurrentIndex(hand.index("queueList", job_id))
    queue.setFocus()
    QTest.keyClick(queue, Qt.Key.Key_Return)


def test_a_clip_is_made_with_a_third_format_in_the_real_window(
    run_gui: RunGui, tmp_path: Path, service: EnvelopeService
) -> None:
    picture = write_picture(tmp_path / "two sides.png")

    async def story(hand: Hand) -> None:
        await add(hand, service)
        hand.drop_files(picture)
        hand.type_prompt(PROMPT)
        await hand.generate()
        job = await hand.job_in("done")
        (clip,) = await until(hand.clips, what="the clip is in the library")
        stage = hand.window.stage
        await until(lambda: stage.clip is not None and stage.frames_shown > 3, what="the clip plays")
        assert (job.format, clip.path.read_bytes()) == ("envelope-jobs", service.clip.data)

    in_window(run_gui, tmp_path / "data", story)

    sent = service.only_job().fields
    assert (sent["prompt"], sent["seconds"], sent["image_url"][:22]) == (PROMPT, 4, "data:image/png;base64,")
    assert {request.path.split("/")[1] for request in service.server.seen} == {"api"}
    assert service.elsewhere.seen
    assert no_key_in(service.elsewhere.bytes_seen())
    assert all(no_key_in(file.read_bytes()) for file in (tmp_path / "data").rglob("*") if file.is_file())


def no_key_in(data: bytes) -> bool:
    return not any(spelling in data for spelling in spellings(CANARY))


def test_a_job_is_cancelled_in_the_way_of_its_format_and_the_format_says_that_it_is_not_billed(
    run_gui: RunGui, tmp_path: Path, service: EnvelopeService
) -> None:
    service.stall()

    async def story(hand: Hand) -> None:
        await add(hand, service)
        press_main_action(hand, await start(hand))
        job = await hand.job_in("cancelled")
        assert (job.wanted, job.billed) == (False, Billed.NO)

    in_window(run_gui, tmp_path / "data", story)

    assert [request.path.rpartition("/")[2] for request in service.requests("delete")] == ["cancel"]


def test_a_cancel_that_was_only_heard_proves_nothing_and_a_clip_that_is_made_all_the_same_is_kept(
    run_gui: RunGui, tmp_path: Path, service: EnvelopeService
) -> None:
    service.stall()
    service.refunds = False

    async def story(hand: Hand) -> None:
        await add(hand, service)
        job_id = await start(hand)
        press_main_action(hand, job_id)
        await hand.job_in("cancelling")
        await until(lambda: service.requests("delete"), what="the service is asked to cancel")
        service.finish(service.only_job().id)
        job = await hand.job_in("done")
        assert (job.wanted, job.billed, len(hand.clips())) == (False, Billed.YES, 1)

    in_window(run_gui, tmp_path / "data", story)
