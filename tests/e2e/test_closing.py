"""Closing the window: what is written stays, finished clips that are not here yet are spoken of, one owner a folder."""

import faulthandler
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QPushButton

from sora_desktop.store.lock import own
from sora_desktop.store.paths import Paths
from tests.servers.service import FakeService
from tests.support.drive import Hand, in_window, window_that_does_not_open
from tests.support.formats import UNIALL
from tests.support.logs import ExpectedLogs
from tests.support.loops import RunGui
from tests.support.patience import PATIENCE_SECONDS
from tests.support.until import until


@pytest.fixture
def service() -> Iterator[FakeService]:
    with FakeService() as running:
        yield running


def test_what_was_being_written_is_there_at_the_next_start(run_gui: RunGui, tmp_path: Path) -> None:
    async def first(hand: Hand) -> None:
        hand.type_prompt("a fox, and then")
        hand.window.close()

    async def second(hand: Hand) -> None:
        assert hand.prompt() == "a fox, and then"

    in_window(run_gui, tmp_path, first)
    in_window(run_gui, tmp_path, second)


def test_closing_with_a_paid_clip_that_is_not_here_asks_with_the_number(
    run_gui: RunGui, tmp_path: Path, service: FakeService
) -> None:
    service.clip.data = b"this is no video at all, but it was paid for"

    async def story(hand: Hand) -> None:
        asked: list[bool] = []
        hand.window.close_requested.connect(lambda: asked.append(True))
        await hand.add_connection("Gateway", service.base_url, UNIALL, service.key)
        hand.type_prompt("a fox in snow")
        await hand.generate()
        await hand.job_in("fetching")
        await until(lambda: "Sora Desktop keeps trying." in str(hand.jobs()[0].reason), what="why it is not here")
        hand.window.close()
        sheet = await until(lambda: hand.window.findChild(QDialog, "confirmSheet"), what="the question")
        assert "1 finished clip isn't downloaded yet" in hand.everything_said()
        assert asked == []
        QTest.mouseClick(sheet.findChild(QPushButton, "confirmYes"), Qt.MouseButton.LeftButton)
        await until(lambda: asked == [True], what="it closes when the person says so")

    in_window(run_gui, tmp_path, story)
    assert len(service.money.charges) == 1


def test_a_folder_that_another_program_owns_is_not_touched_and_the_window_says_so(
    run_gui: RunGui, tmp_path: Path, expect_log: ExpectedLogs
) -> None:
    expect_log("the studio did not open")
    paths = Paths(tmp_path)
    paths.make()
    with own(paths):
        said = window_that_does_not_open(run_gui, tmp_path)

    assert "already has this data folder open" in said
    assert not paths.ledger.exists()


def test_a_window_that_waits_for_a_core_is_not_said_to_hang(
    run_gui: RunGui, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of the tests, not of the app: where much else runs, a turn of the loop takes as long as it gets."""
    after: list[float] = []
    monkeypatch.setattr(faulthandler, "dump_traceback_later", lambda seconds, **_: after.append(seconds))

    async def story(hand: Hand) -> None:
        assert hand.window.isVisible()

    in_window(run_gui, tmp_path, story)
    assert min(after) >= PATIENCE_SECONDS
