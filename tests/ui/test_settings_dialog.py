"""The settings sheet."""

from dataclasses import fields
from typing import Any

import pytest
from PySide6.QtWidgets import QCheckBox, QComboBox
from pytestqt.qtbot import QtBot

from sora_desktop.domain.settings import Settings, Theme
from sora_desktop.ui.settings.sheet import SettingsSheet
from sora_desktop.ui.theme import ThemeKeeper


@pytest.fixture
def changes() -> list[Any]:
    return []


@pytest.fixture
def sheet(qtbot: QtBot, theme: ThemeKeeper, changes: list[Any]) -> SettingsSheet:
    made = SettingsSheet(Settings(), lambda **changed: changes.append(changed))
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
