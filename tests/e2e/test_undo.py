"""What is taken away in the real window comes back by a key, by the notice's button, and not at all once it is closed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QListView, QPlainTextEdit, QWidget

from sora_desktop.domain.form_preset import FormPreset
from sora_desktop.domain.settings import View
from sora_desktop.ui.window.notice_bar import NoticeRow
from tests.servers.service import FakeService
from tests.support.drive import ID, Hand, in_window
from tests.support.loops import RunGui
from tests.support.mp4 import asked_mp4
from tests.support.until import until
from tests.support.window_process import service_environment

Key, NO, CONTROL = Qt.Key, Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def trash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("send2trash.plat_other.HOMETRASH_B", bytes(tmp_path / "home" / "Trash"), raising=False)
    return tmp_path / "home" / "Trash" / "files"


@pytest.fixture(autouse=True)
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeService]:
    with FakeService() as running:
        running.clip.data, running.polls = asked_mp4(), 1
        for name, value in service_environment(running).items():
            monkeypatch.setenv(name, value)
        yield running


async def make(hand: Hand, *prompts: str) -> None:
    for prompt in prompts:
        hand.type_prompt(prompt)
        await hand.generate()
        await hand.job_in("done")
    await hand.clips_are(len(prompts))


def rows(hand: Hand) -> list[NoticeRow]:
    return [row for row in hand.window.notices.findChildren(NoticeRow) if row.undoes and row.isVisible()]


async def delete_first(hand: Hand) -> str:
    """The first card of the library, by its key; the words of the notice."""
    hand.show_view(View.CHOOSE)
    grid = hand.find(QListView, "libraryGrid")
    await until(lambda: grid.model().index(0, 0).data(ID), what="the first card")
    grid.setCurrentIndex(grid.model().index(0, 0))
    grid.setFocus()
    before, clip_id = len(rows(hand)), grid.model().index(0, 0).data(ID)
    QTest.keyClick(grid, Key.Key_Delete)
    await until(lambda: len(rows(hand)) > before, what="the notice")
    await until(lambda: clip_id not in hand.rows("libraryGrid"), what="the card has left")
    return next(iter(hand.window.notices._rows)).accessibleName()


def press(widget: QWidget, key: Qt.Key, keys: Qt.KeyboardModifier = NO) -> None:
    QTest.keyClick(widget, key, keys)


def test_ctrl_z_brings_back_what_was_deleted_last_and_then_what_was_before(run_gui: RunGui, tmp_path: Path) -> None:
    async def story(hand: Hand) -> None:
        await make(hand, "a fox", "an owl")
        assert "Note: “an owl” is on its way to the trash. Ctrl+Z undoes it." == await delete_first(hand)
        await delete_first(hand)
        await hand.clips_are(0)
        grid = hand.find(QListView, "libraryGrid")
        press(grid, Key.Key_Z, CONTROL)
        await hand.clips_are(1)
        assert ["a fox"] == [clip.prompt for clip in hand.clips()]
        press(grid, Key.Key_Z, CONTROL)
        await hand.clips_are(2)

        assert [] == rows(hand)
        assert all(clip.path.is_file() for clip in hand.clips())

    in_window(run_gui, tmp_path / "data", story)


def test_in_a_text_ctrl_z_is_the_text_s_own(run_gui: RunGui, tmp_path: Path) -> None:
    async def story(hand: Hand) -> None:
        await make(hand, "a fox")
        await delete_first(hand)
        hand.type_prompt("written")
        prompt = hand.find(QPlainTextEdit, "promptEdit")
        press(prompt, Key.Key_Z, CONTROL)

        assert ("written" != hand.prompt(), 1) == (True, len(rows(hand)))
        await hand.clips_are(0)

    in_window(run_gui, tmp_path / "data", story)


def test_f6_leads_the_keyboard_to_the_notice_and_back(run_gui: RunGui, tmp_path: Path) -> None:
    async def story(hand: Hand) -> None:
        await make(hand, "a fox")
        await delete_first(hand)
        hand.show_view(View.MAKE)
        prompt = hand.find(QPlainTextEdit, "promptEdit")
        prompt.setFocus()
        press(prompt, Key.Key_F6)
        undo = next(each for each in rows(hand)[0].findChildren(QAbstractButton))
        assert ("Undo", True) == (undo.text(), undo.hasFocus())
        press(undo, Key.Key_F6)
        assert prompt.hasFocus()
        press(prompt, Key.Key_F6)
        rows(hand)[0]._clock.timeout.emit()
        assert 1 == len(rows(hand)), "nothing leaves under the keyboard"
        press(undo, Key.Key_Space)
        await hand.clips_are(1)

        assert ([], True) == (rows(hand), prompt.hasFocus())

    in_window(run_gui, tmp_path / "data", story)


def test_a_notice_whose_time_is_up_sends_the_file_to_the_trash(run_gui: RunGui, tmp_path: Path, trash: Path) -> None:
    async def story(hand: Hand) -> None:
        await make(hand, "a fox")
        (clip,) = hand.clips()
        await delete_first(hand)
        assert clip.path.is_file()
        rows(hand)[0]._clock.timeout.emit()
        await until(lambda: not clip.path.exists(), what="the file is in the trash")

        assert [] == rows(hand)

    in_window(run_gui, tmp_path / "data", story)
    assert {".mp4", ".json"} == {path.suffix for path in trash.iterdir()}


def test_a_window_that_closes_while_the_notice_stands_sends_the_file_to_the_trash(
    run_gui: RunGui, tmp_path: Path, trash: Path
) -> None:
    async def first(hand: Hand) -> None:
        await make(hand, "a fox")
        await delete_first(hand)

    async def second(hand: Hand) -> None:
        await hand.clips_are(0)

    in_window(run_gui, tmp_path / "data", first)
    in_window(run_gui, tmp_path / "data", second)
    assert {".mp4", ".json"} == {path.suffix for path in trash.iterdir()}


def test_a_clip_that_left_the_stage_stands_on_it_again_and_does_not_play(run_gui: RunGui, tmp_path: Path) -> None:
    async def story(hand: Hand) -> None:
        await make(hand, "a fox")
        stage = hand.window.stage
        await until(lambda: stage.clip is not None, what="the clip is on the stage")
        stage._delete()
        await until(lambda: bool(rows(hand)), what="the notice")
        assert stage.clip is None
        rows(hand)[0].act()
        await until(lambda: stage.clip is not None, what="it is back")

        assert not stage._screen.player.is_playing

    in_window(run_gui, tmp_path / "data", story)


def test_a_preset_is_kept_applied_and_taken_back_and_what_is_missing_is_told(run_gui: RunGui, tmp_path: Path) -> None:
    async def first(hand: Hand) -> None:
        hand.pick_model("sora2-portrait-4s")
        hand.click("orientation-portrait")
        hand.window.compose.presets._save("Tall", False, False)
        await until(lambda: hand.window.compose.presets._presets, what="it is kept")
        studio = hand.bridge.studio
        assert studio is not None
        await hand.bridge.call(studio.presets.save(FormPreset("", "Elsewhere", "veo-9", seconds=4)))

    async def second(hand: Hand) -> None:
        hand.type_prompt("a fox")
        hand.click("orientation-landscape")
        hand.pick_model("sora2-landscape-8s")
        before = hand.window.compose.draft()
        tall, elsewhere = hand.window.compose.presets._presets
        hand.window.compose.presets._apply(tall)
        assert ("a fox", "sora2-portrait-4s") == (hand.prompt(), hand.window.compose.draft().model)
        button = hand.button("presetsButton")
        button.setFocus()
        press(button, Key.Key_Z, CONTROL)
        assert before == hand.window.compose.draft()
        hand.window.compose.presets._apply(elsewhere)
        assert "doesn't offer veo-9: your model stays." in hand.everything_said()
        assert before.model == hand.window.compose.draft().model

    in_window(run_gui, tmp_path / "data", first)
    in_window(run_gui, tmp_path / "data", second)
