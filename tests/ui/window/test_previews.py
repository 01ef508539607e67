"""A preview on the stage of the real window: what it would cost for real, and its one press."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from sora_desktop.domain.budget import Asked
from sora_desktop.domain.clip import Clip
from sora_desktop.domain.connection import KeyPlace, engine_connection
from sora_desktop.domain.errors import InputError, OverBudgetError
from sora_desktop.domain.events import ConnectionsChanged, JobAdded, Snapshot
from sora_desktop.domain.job import Job, JobState
from sora_desktop.domain.preview import PreviewOf
from sora_desktop.domain.pricing import Cost
from sora_desktop.domain.service_ref import ServiceRef
from sora_desktop.domain.settings import Settings
from sora_desktop.ui.common.confirm import ConfirmSheet
from sora_desktop.ui.theme import ThemeKeeper
from sora_desktop.ui.window.window import MainWindow
from tests.support.commands import RecordingCommands
from tests.support.finding import child
from tests.ui.composer import GATEWAY
from tests.ui.samples import clip, film_clip, job, request

ENGINE = engine_connection()
ASKED = request("A red fox runs through snow")
PREVIEW = job(1, JobState.DONE, request=ASKED, service=ServiceRef.of(ENGINE), preview_of=PreviewOf(ASKED, 2))
PRICE = Cost(Decimal("0.80"))


@pytest.fixture
def window(qtbot: QtBot, theme: ThemeKeeper, commands: RecordingCommands, tmp_path: Path) -> MainWindow:
    """With a preview on its stage, and a service picked."""
    made = MainWindow(commands, theme, Settings(), library_folder=tmp_path)
    qtbot.addWidget(made, before_close_func=MainWindow.prepare_to_close)
    made.show()
    made.load(Snapshot((PREVIEW,), (), (ENGINE, GATEWAY), "gateway", (), Settings()))
    made.stage.show_clip(drawn(tmp_path), play=False)
    return made


def drawn(folder: Path) -> Clip:
    return clip(folder, 1, prompt=ASKED.prompt)


def button(window: MainWindow) -> QAbstractButton:
    return child(window, QAbstractButton, "realButton")


def press(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.mouseClick(button(window), Qt.MouseButton.LeftButton)


def sent(job_: Job = PREVIEW) -> Job:
    return replace(job(2), request=ASKED, created_at=job_.created_at)


def test_it_says_the_price_of_the_very_request_and_sends_it_once(
    window: MainWindow, qtbot: QtBot, commands: RecordingCommands
) -> None:
    said = button(window).text()
    press(window, qtbot)
    press(window, qtbot)

    assert "Now 2 for real · $0.80" == said
    assert [("job-1", "gateway", PRICE, {"agreed": None})] == commands.of("previews.send")


def test_once_it_is_sent_it_says_so_and_cannot_be_pressed(
    window: MainWindow, qtbot: QtBot, commands: RecordingCommands
) -> None:
    preview = window.stage.clip
    press(window, qtbot)
    window.apply(JobAdded(sent()))
    commands.answer("previews.send", (sent(),))
    assert (sent().id, preview is not None) == (window.stage.job.id if window.stage.job else "", True)

    window.stage.pick_clip(preview or drawn(Path()))
    assert ("Sent for real", False) == (button(window).text(), button(window).isEnabled())


def test_what_was_sent_before_the_window_opened_is_sent(window: MainWindow) -> None:
    window.apply(JobAdded(sent()))

    assert ("Sent for real", False) == (button(window).text(), button(window).isEnabled())


def test_above_the_budget_a_person_is_asked_and_agrees_to_this_very_one(
    window: MainWindow, qtbot: QtBot, commands: RecordingCommands
) -> None:
    press(window, qtbot)
    commands.fail("previews.send", OverBudgetError("above"))
    sheet = child(window, ConfirmSheet)
    sheet.accept()

    assert ("job-1", "gateway", PRICE, {"agreed": Asked()}) == commands.of("previews.send")[-1]


def test_where_it_did_not_work_it_can_be_pressed_again(
    window: MainWindow, qtbot: QtBot, commands: RecordingCommands
) -> None:
    press(window, qtbot)
    commands.fail("previews.send", InputError("no"))

    assert button(window).isEnabled()


@pytest.mark.parametrize("change", [{"key_place": KeyPlace.MISSING}, {"models": ()}])
def test_why_the_picked_service_cannot_have_it_is_said(window: MainWindow, change: dict[str, Any]) -> None:
    window.apply(ConnectionsChanged((ENGINE, replace(GATEWAY, **change)), "gateway"))

    assert not button(window).isEnabled()
    assert button(window).toolTip()


def test_with_the_engine_picked_and_for_a_real_clip_there_is_none(window: MainWindow, tmp_path: Path) -> None:
    window.apply(ConnectionsChanged((ENGINE, GATEWAY), "engine"))
    with_engine = button(window).isVisible()
    window.apply(ConnectionsChanged((ENGINE, GATEWAY), "gateway"))
    again = button(window).isVisible()
    window.stage.show_clip(clip(tmp_path, 7), play=False)

    assert (False, True, False) == (with_engine, again, button(window).isVisible())


def test_a_person_who_asks_for_a_preview_lets_go_of_the_clip_that_they_were_looking_at(
    window: MainWindow, tmp_path: Path, make_playable: Callable[[MainWindow, Path], None]
) -> None:
    make_playable(window, tmp_path)
    before = window.stage.is_in_use
    window.compose.previewed.emit()

    assert (True, False) == (before, window.stage.is_in_use)


@pytest.fixture
def make_playable() -> Callable[[MainWindow, Path], None]:
    """A clip that was picked by hand, and plays."""

    def make(window: MainWindow, folder: Path) -> None:
        window.stage.pick_clip(film_clip(folder, 3))

    return make
