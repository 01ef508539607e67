"""The sheet for jobs that another program sent, driven by its real list and buttons."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from sora_desktop.base.sentences import message
from sora_desktop.domain.connection import Connection
from sora_desktop.domain.errors import InputError
from sora_desktop.domain.listed_job import ListedJob
from sora_desktop.domain.wire_options import WireOptions
from sora_desktop.ui.queue.elsewhere_sheet import ElsewhereSheet
from sora_desktop.ui.queue.listed_pictures import AT_A_TIME, SIZE
from tests.support.commands import RecordingCommands
from tests.support.pictures import picture_bytes

SERVICE = Connection("s", "Studio <b>B</b>", "https://video.example.com")
FOX = ListedJob(
    "video_1", "sora-2", "a fox\nin snow", 8, "1280x720", datetime(2026, 11, 2, 9, 30, tzinfo=UTC), is_finished=True
)
HERON = ListedJob("video_2", "sora-2", "a heron", is_finished=False)
BARE = ListedJob("video_3", is_finished=True)
LOOK, TAKE = "made_elsewhere.look", "made_elsewhere.take_in"
PICTURE, STOP = "made_elsewhere.picture", "made_elsewhere.stop_pictures"


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


def many(count: int) -> tuple[ListedJob, ...]:
    return tuple(ListedJob(f"video_{number}", "sora-2", "a fox", 8, is_finished=True) for number in range(count))


@pytest.fixture
def shown(qtbot: QtBot, commands: RecordingCommands) -> ElsewhereSheet:
    """Open before a service that has small pictures, and has not answered yet."""
    made = ElsewhereSheet(commands)
    qtbot.addWidget(made)
    made.open_for(replace(SERVICE, wire=WireOptions(thumbnails=True)))
    return made


def seen(sheet: ElsewhereSheet) -> list[str]:
    """The ids of the rows in view, from above."""
    view = sheet.list.viewport().rect()
    items = (sheet.list.item(row) for row in range(sheet.list.count()))
    return [item.data(Qt.ItemDataRole.UserRole) for item in items if sheet.list.visualItemRect(item).intersects(view)]


def answer_all(commands: RecordingCommands) -> list[str]:
    """Let each picture come that is asked for, until no more are; the ids in the order in which they were asked for."""
    answered = 0
    while answered < len(commands.of(PICTURE)):
        answered += 1
        commands.answer(PICTURE, b"")
    return [remote_id for _, remote_id in commands.of(PICTURE)]


def test_only_rows_in_view_are_asked_for_their_pictures_and_few_at_a_time(
    qtbot: QtBot, shown: ElsewhereSheet, commands: RecordingCommands
) -> None:
    commands.answer(LOOK, many(60))
    qtbot.waitUntil(lambda: bool(commands.of(PICTURE)))
    assert seen(shown)[:AT_A_TIME] == [remote_id for _, remote_id in commands.of(PICTURE)]
    first = answer_all(commands)
    assert seen(shown) == first
    assert len(first) < 60

    shown.list.scrollToBottom()
    qtbot.waitUntil(lambda: len(commands.of(PICTURE)) > len(first))
    assert seen(shown) == answer_all(commands)[len(first) :]


def test_a_picture_stands_in_its_row_and_moves_nothing(
    qtbot: QtBot, shown: ElsewhereSheet, commands: RecordingCommands
) -> None:
    commands.answer(LOOK, (FOX, HERON))
    qtbot.waitUntil(lambda: bool(commands.of(PICTURE)))
    places = [shown.list.visualItemRect(shown.list.item(row)) for row in (0, 1)]
    assert [("s", FOX.remote_id)] == commands.of(PICTURE)
    commands.answer(PICTURE, picture_bytes(320, 320))

    images = [shown.list.item(row).icon().pixmap(SIZE, 1.0).toImage() for row in (0, 1)]
    middle = SIZE.height() // 2
    assert [[0, 255], [0, 0]] == [
        [image.pixelColor(column, middle).alpha() for column in (2, SIZE.width() // 2)] for image in images
    ]
    assert places == [shown.list.visualItemRect(shown.list.item(row)) for row in (0, 1)]
    assert "" == shown.said.text()


def test_pictures_on_their_way_are_ended_with_the_sheet(
    qtbot: QtBot, shown: ElsewhereSheet, commands: RecordingCommands
) -> None:
    commands.answer(LOOK, many(60))
    qtbot.waitUntil(lambda: bool(commands.of(PICTURE)))
    shown.reject()
    commands.answer(PICTURE, picture_bytes(320, 180))

    assert [()] == commands.of(STOP)
    assert AT_A_TIME == len(commands.of(PICTURE))


def test_a_service_that_is_not_known_to_have_pictures_is_not_asked(
    qtbot: QtBot, sheet: ElsewhereSheet, commands: RecordingCommands
) -> None:
    commands.answer(LOOK, (FOX,))
    sheet.grab()

    assert sheet.list.item(0).icon().isNull()
    assert ([], []) == (commands.of(PICTURE), commands.of(STOP))
