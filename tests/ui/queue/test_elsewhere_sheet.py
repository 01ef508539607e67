"""The sheet for jobs that another program sent, driven by its real list and buttons."""

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from sora_desktop.base.sentences import message
from sora_desktop.domain.connection import Connection
from sora_desktop.domain.errors import InputError
from sora_desktop.domain.listed_job import ListedJob
from sora_desktop.ui.queue.elsewhere_sheet import ElsewhereSheet
from tests.support.commands import RecordingCommands

SERVICE = Connection("s", "Studio <b>B</b>", "https://video.example.com")
FOX = ListedJob(
    "video_1", "sora-2", "a fox\nin snow", 8, "1280x720", datetime(2026, 11, 2, 9, 30, tzinfo=UTC), is_finished=True
)
HERON = ListedJob("video_2", "sora-2", "a heron", is_finished=False)
BARE = ListedJob("video_3", is_finished=True)
LOOK, TAKE = "made_elsewhere.look", "made_elsewhere.take_in"


@pytest.fixture
def sheet(qtbot: QtBot, commands: RecordingCommands) -> ElsewhereSheet:
    made = ElsewhereSheet(commands)
    qtbot.addWidget(made)
    made.open_for(SERVICE)
    return made


def rows(sheet: ElsewhereSheet) -> list[str]:
    return [sheet.list.item(row).text() for row in range(sheet.list.count())]


def test_it_asks_the_service_and_shows_what_that_tells(sheet: ElsewhereSheet, commands: RecordingCommands) -> None:
    assert [("s",)] == commands.of(LOOK)
    assert not sheet.take_button.isEnabled()
    commands.answer(LOOK, (FOX, HERON, BARE))

    first, second, third = rows(sheet)
    assert first.startswith("a fox in snow\nsora-2 · 8 s · 1280 × 720 · ")
    assert "a heron\nsora-2 · in progress" == second
    assert third.startswith("video_3")
    assert "Studio <b>B</b>" in sheet.intro.text()


def test_what_is_finished_is_ticked_and_what_is_ticked_is_brought_in(
    qtbot: QtBot, sheet: ElsewhereSheet, commands: RecordingCommands
) -> None:
    commands.answer(LOOK, (FOX, HERON, BARE))
    assert "Bring in 2 jobs" == sheet.take_button.text()
    sheet.list.item(2).setCheckState(Qt.CheckState.Unchecked)
    sheet.list.item(1).setCheckState(Qt.CheckState.Checked)
    qtbot.mouseClick(sheet.take_button, Qt.MouseButton.LeftButton)

    assert [("s", (FOX, HERON))] == commands.of(TAKE)
    commands.answer(TAKE, ())
    assert not sheet.isVisible()


def test_space_ticks_the_row_that_has_the_focus(
    qtbot: QtBot, sheet: ElsewhereSheet, commands: RecordingCommands
) -> None:
    commands.answer(LOOK, (HERON,))
    qtbot.keyClick(sheet.list, Qt.Key.Key_Space)

    assert "Bring in 1 job" == sheet.take_button.text()


def test_nothing_there_and_no_answer_are_said(sheet: ElsewhereSheet, commands: RecordingCommands) -> None:
    commands.answer(LOOK, ())
    assert "The service lists no other jobs that have a clip." == sheet.said.text()
    sheet.open_for(SERVICE)
    commands.fail(LOOK, InputError(message("“{name}” has no list of its jobs.", name="Studio B")))

    assert "“Studio B” has no list of its jobs." == sheet.said.text()
    assert not sheet.take_button.isEnabled()


def test_what_could_not_be_brought_in_can_be_tried_again(
    qtbot: QtBot, sheet: ElsewhereSheet, commands: RecordingCommands
) -> None:
    commands.answer(LOOK, (FOX,))
    qtbot.mouseClick(sheet.take_button, Qt.MouseButton.LeftButton)
    assert not sheet.take_button.isEnabled()
    commands.fail(TAKE, InputError(message("The job list could not be saved.")))

    assert (True, True) == (sheet.take_button.isEnabled(), sheet.isVisible())


def test_an_answer_that_comes_after_the_sheet_was_closed_is_for_nobody(
    sheet: ElsewhereSheet, commands: RecordingCommands
) -> None:
    sheet.reject()
    commands.answer(LOOK, (FOX,))

    assert [] == rows(sheet)
