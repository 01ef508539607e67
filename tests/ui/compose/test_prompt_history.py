"""Ctrl+Up and Ctrl+Down go through earlier prompts; what was being written is never lost."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from pytestqt.qtbot import QtBot

from sora_desktop.domain.library import LibraryAnswer, LibraryQuery
from sora_desktop.ui.compose.prompt_edit import PromptEdit
from sora_desktop.ui.compose.prompt_history import MOST, PromptHistory
from tests.support.commands import RecordingCommands
from tests.ui.samples import clip

CTRL, UP, DOWN = Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_Up, Qt.Key.Key_Down


@pytest.fixture
def edit(qtbot: QtBot) -> PromptEdit:
    made = PromptEdit()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def history(edit: PromptEdit, commands: RecordingCommands) -> PromptHistory:
    return PromptHistory(commands, edit, edit)


def library(*prompts: str) -> LibraryAnswer:
    return LibraryAnswer(
        clips=tuple(clip(Path(), number, prompt=prompt) for number, prompt in enumerate(prompts, start=1))
    )


def press(qtbot: QtBot, edit: PromptEdit, key: Qt.Key) -> str:
    qtbot.keyClick(edit, key, CTRL)
    return edit.toPlainText()


@pytest.mark.usefixtures("history")
def test_earlier_prompts_come_newest_first_each_once_and_lead_back_to_what_was_being_written(
    qtbot: QtBot, edit: PromptEdit, commands: RecordingCommands
) -> None:
    edit.setPlainText("a draft")
    press(qtbot, edit, UP)
    assert [(LibraryQuery(limit=MOST),)] == commands.of("library.page")
    commands.answer("library.page", library("third", "second", "third", "first", " "))

    assert "third" == edit.toPlainText()
    assert ["second", "first", "first"] == [press(qtbot, edit, UP) for _ in range(3)]
    assert ["second", "third", "a draft", "a draft"] == [press(qtbot, edit, DOWN) for _ in range(4)]


@pytest.mark.usefixtures("history")
def test_a_step_is_taken_back_by_undo_and_what_is_written_meanwhile_begins_anew(
    qtbot: QtBot, edit: PromptEdit, commands: RecordingCommands
) -> None:
    edit.setPlainText("a draft")
    press(qtbot, edit, UP)
    commands.answer("library.page", library("earlier"))
    qtbot.keySequence(edit, QKeySequence(QKeySequence.StandardKey.Undo))
    assert "a draft" == edit.toPlainText()

    qtbot.keyClicks(edit, "!")
    press(qtbot, edit, UP)
    commands.answer("library.page", library("earlier"))
    assert "earlier" == edit.toPlainText()
    assert "!a draft" == press(qtbot, edit, DOWN)


def test_what_was_just_sent_is_there_before_its_clip_is(
    qtbot: QtBot, edit: PromptEdit, history: PromptHistory, commands: RecordingCommands
) -> None:
    history.note("sent a moment ago")
    press(qtbot, edit, UP)
    commands.answer("library.page", library("older"))

    assert "sent a moment ago" == edit.toPlainText()
    assert "older" == press(qtbot, edit, UP)


@pytest.mark.usefixtures("history")
def test_without_any_earlier_prompt_nothing_happens(
    qtbot: QtBot, edit: PromptEdit, commands: RecordingCommands
) -> None:
    edit.setPlainText("a draft")
    press(qtbot, edit, UP)
    commands.answer("library.page", library())

    assert "a draft" == press(qtbot, edit, DOWN)
