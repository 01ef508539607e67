"""The menu of presets at the head of the form: what it fills, saves and puts in order."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from sora_desktop.base.sentences import message
from sora_desktop.domain.errors import InputError
from sora_desktop.domain.form_preset import FormPreset
from sora_desktop.domain.shapes import Shape
from sora_desktop.ui.compose.named_sheet import NamedSheet
from sora_desktop.ui.compose.panel import ComposePanel
from sora_desktop.ui.compose.preset_sheet import PresetSheet
from sora_desktop.ui.theme import ThemeKeeper
from tests.support.commands import RecordingCommands
from tests.support.finding import child
from tests.ui.composer import GATEWAY, Screen

TALL = FormPreset("tall", "Tall & short", "sora2-portrait-8s", Shape.PORTRAIT, 8, takes=3)
GONE = FormPreset("gone", "Gone", "gone-model", Shape.SQUARE, 8)


@pytest.fixture
def screen(qtbot: QtBot, theme: ThemeKeeper, commands: RecordingCommands) -> Screen:
    panel = ComposePanel(commands, theme)
    qtbot.addWidget(panel)
    panel.show()
    panel.set_connection(GATEWAY)
    panel.presets.show_presets((TALL, GONE))
    return Screen(panel, qtbot)


def entries(screen: Screen) -> list[str]:
    screen.panel.presets.menu.aboutToShow.emit()
    return [each.text().partition("\t")[0] for each in screen.panel.presets.menu.actions() if not each.isSeparator()]


def choose(screen: Screen, words: str) -> None:
    entries(screen)
    next(each for each in screen.panel.presets.menu.actions() if each.text().startswith(words)).trigger()


def test_a_preset_fills_the_form_and_leaves_the_words(screen: Screen) -> None:
    told: list[tuple[object, object]] = []
    screen.panel.presets.applied.connect(lambda words, before: told.append((words, before)))
    screen.prompt.insertPlainText("a fox")
    before = screen.panel.draft()
    choose(screen, "Tall")

    after = screen.panel.draft()
    assert ("a fox", "sora2-portrait-8s", Shape.PORTRAIT, 8, 3) == (
        after.prompt,
        after.model,
        after.shape,
        after.seconds,
        after.takes,
    )
    assert [("“Tall & short” is in the form.", before)] == [(str(words), was) for words, was in told]


def test_ctrl_z_in_the_prompt_brings_the_whole_form_back_and_typing_on_does_not(screen: Screen) -> None:
    screen.prompt.insertPlainText("a fox")
    before = screen.panel.draft()
    choose(screen, "Tall")
    QTest.keyClicks(screen.prompt, "x")
    QTest.keyClick(screen.prompt, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert 3 == screen.panel.draft().takes
    QTest.keyClick(screen.prompt, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)

    assert before == screen.panel.draft()


def test_without_words_the_form_comes_back_by_the_notice(screen: Screen) -> None:
    before = screen.panel.draft()
    choose(screen, "Tall")
    QTest.keyClicks(screen.prompt, "x")
    QTest.keyClick(screen.prompt, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert (3, "") == (screen.panel.draft().takes, screen.panel.draft().prompt)
    screen.panel.presets.take_back(before)

    assert before == screen.panel.draft()


def test_what_is_not_offered_here_is_said_and_the_model_stays(screen: Screen) -> None:
    told: list[str] = []
    screen.panel.presets.applied.connect(lambda words, _before: told.append(str(words)))
    model = screen.panel.draft().model
    choose(screen, "Gone")

    assert (
        "“Gone” is in the form as far as it can be. “Gateway” doesn't offer gone-model: your model stays. "
        "1:1 isn't made by this model. 8 s isn't made by this model."
    ) == told[0]
    assert model == screen.panel.draft().model


def test_the_form_is_saved_under_a_name_with_the_prompt_only_where_that_is_ticked(
    screen: Screen, commands: RecordingCommands
) -> None:
    screen.prompt.insertPlainText("a fox")
    for ticked in (False, True):
        choose(screen, "Save")
        sheet = child(screen.panel, PresetSheet)
        assert not sheet.save.isEnabled()
        assert not sheet.with_pictures.isEnabled()
        QTest.keyClicks(child(sheet, QLineEdit), "tall & SHORT")
        assert "written over" in sheet.name.below
        sheet.with_prompt.setChecked(ticked)
        sheet.save.click()
        (preset,) = commands.of("presets.save")[-1]
        assert ("tall & SHORT", "a fox" if ticked else None, "") == (preset.name, preset.prompt, preset.id)
        sheet.setParent(None)


def test_the_one_that_was_applied_can_be_updated_once_the_form_is_another(
    screen: Screen, commands: RecordingCommands
) -> None:
    choose(screen, "Tall")
    assert not any(words.startswith("Update") for words in entries(screen))
    screen.count.setValue(2)
    choose(screen, "Update")

    assert [(replace(TALL, id="", takes=2),)] == commands.of("presets.save")


def test_presets_are_arranged_by_the_keyboard_alone(screen: Screen, commands: RecordingCommands) -> None:
    choose(screen, "Arrange")
    sheet = child(screen.panel, NamedSheet)
    QTest.keyClick(sheet.rows, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(sheet.rows, Qt.Key.Key_Delete)
    assert [(("gone", "tall"),)] == commands.of("presets.reorder")
    assert [("tall",)] == commands.of("presets.remove")
    assert "“Tall & short” is removed." == sheet.told.text()
    QTest.keyClick(sheet, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert [()] == commands.of("removals.take_back_last")
    sheet.rows.item(0).setText("Other")
    commands.fail("presets.save", InputError(message("Another one has this name.")))

    assert ("Another one has this name.", "Tall & short") == (sheet.told.text(), sheet.rows.item(0).text())
