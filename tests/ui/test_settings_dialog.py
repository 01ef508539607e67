"""The settings sheet."""

from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from sora_desktop.domain.settings import LanguageTag, Settings, Theme
from sora_desktop.ui.common.scrolled_body import ScrolledBody
from sora_desktop.ui.language import DOMAIN, tr
from sora_desktop.ui.settings.sentences import CHOICES
from sora_desktop.ui.settings.sheet import SettingsSheet
from sora_desktop.ui.theme import DARK, ThemeKeeper, style_sheet


@pytest.fixture
def changes() -> list[Any]:
    return []


@pytest.fixture
def sheet(qtbot: QtBot, theme: ThemeKeeper, changes: list[Any]) -> SettingsSheet:
    made = SettingsSheet(Settings(), lambda **changed: changes.append(changed), knows_feed=True)
    qtbot.addWidget(made)
    return made


def test_there_is_a_control_for_each_setting_that_is_not_hidden(sheet: SettingsSheet) -> None:
    shown = {field.name for field in fields(Settings) if not field.metadata["hidden"]}

    assert shown == set(sheet.controls)


def test_each_control_bears_the_label_and_help_of_its_setting(sheet: SettingsSheet) -> None:
    for field in fields(Settings):
        if not field.metadata["hidden"]:
            control = sheet.controls[field.name]
            expected = (field.metadata["label"], field.metadata["help"])

            assert expected == (control.accessibleName(), control.accessibleDescription())


def test_a_changed_choice_is_told_at_once(sheet: SettingsSheet, changes: list[Any]) -> None:
    box = sheet.controls["theme"]
    assert isinstance(box, QComboBox)
    box.setCurrentIndex(list(Theme).index(Theme.LIGHT))

    assert [{"theme": Theme.LIGHT}] == changes


def test_the_choices_are_words_of_the_language(sheet: SettingsSheet) -> None:
    box = sheet.controls["theme"]
    assert isinstance(box, QComboBox)

    assert [tr(CHOICES[each]) for each in Theme] == [box.itemText(row) for row in range(box.count())]


def test_every_language_that_is_there_is_offered_by_its_own_name(
    qtbot: QtBot, theme: ThemeKeeper, changes: list[Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("de", "pt_BR", "zh_CN"):
        folder = tmp_path / "locale" / name / "LC_MESSAGES"
        folder.mkdir(parents=True)
        (folder / f"{DOMAIN}.mo").touch()
    monkeypatch.setattr("sora_desktop.ui.language.resources_dir", lambda: tmp_path)
    made = SettingsSheet(Settings(language=LanguageTag("de")), lambda **changed: changes.append(changed))
    qtbot.addWidget(made)
    box = made.controls["language"]
    assert isinstance(box, QComboBox)

    names = [box.itemText(row) for row in range(box.count())]
    assert ["Same as the system", "English", "Deutsch", "Português (Brasil)", "简体中文 (中国)"] == names
    assert box.currentText() == "Deutsch"

    box.setCurrentIndex(0)

    assert [{"language": ""}] == changes


def test_a_changed_check_box_is_told_at_once(sheet: SettingsSheet, changes: list[Any]) -> None:
    box = sheet.controls["play_when_done"]
    assert isinstance(box, QCheckBox)
    box.click()

    assert [{"play_when_done": False}] == changes


def test_showing_other_values_changes_nothing(sheet: SettingsSheet, changes: list[Any]) -> None:
    sheet.show_settings(Settings(theme=Theme.DARK, play_when_done=False))

    assert [] == changes
    assert sheet.controls["play_when_done"].property("checked") is False
    assert list(Theme).index(Theme.DARK) == sheet.controls["theme"].property("currentIndex")


@pytest.mark.usefixtures("theme")
def test_no_field_is_squashed_and_no_help_is_cut(qtbot: QtBot, sheet: SettingsSheet) -> None:
    sheet.setStyleSheet(style_sheet(DARK))
    with qtbot.waitExposed(sheet):
        sheet.show()
    fields = [each for each in sheet.findChildren(QLineEdit) if each.isVisible()]
    helps = [each for each in sheet.findChildren(QLabel) if each.isVisible() and each.wordWrap()]

    assert [] == [each.objectName() for each in fields if each.height() < each.sizeHint().height()]
    assert [] == [each.text() for each in helps if each.height() < each.heightForWidth(each.width())]


def test_a_sheet_that_is_higher_than_its_room_scrolls_and_keeps_its_button(qtbot: QtBot, sheet: SettingsSheet) -> None:
    sheet.setStyleSheet(style_sheet(DARK))
    with qtbot.waitExposed(sheet):
        sheet.show()
    sheet.resize(sheet.width(), 300)
    close = next(each for each in sheet.findChildren(QPushButton) if each.text() == "Close")
    body = sheet.findChild(ScrolledBody)

    assert sheet.height() < 400
    assert sheet.rect().contains(close.geometry())
    assert isinstance(body, ScrolledBody)
    assert body.verticalScrollBar().maximum() > 0
