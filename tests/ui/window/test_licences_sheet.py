"""Whose work is inside, shown in the window."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from sora_desktop.ui.common.scrolled_body import ScrolledBody
from sora_desktop.ui.window.about import AboutSheet
from sora_desktop.ui.window.licences_sheet import LicencesSheet
from tests.support.finding import child


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


def test_about_leads_to_it(qtbot: QtBot, parent: QWidget) -> None:
    sheet = AboutSheet(Path("/clips"), parent)

    with qtbot.waitSignal(sheet.licences_wanted):
        child(sheet, QPushButton, "thirdPartyButton").click()


def test_it_is_plain_text_in_which_words_are_found(qtbot: QtBot, parent: QWidget) -> None:
    sheet = LicencesSheet(parent)
    sheet.show_words("av 18\n<b>Qt</b>\nlibx264 (inside av)\n")
    sheet.open()
    sheet.activateWindow()
    qtbot.waitUntil(sheet.find_bar.hasFocus)
    QTest.keyClicks(sheet.find_bar, "x264")
    QTest.keyClick(sheet.find_bar, Qt.Key.Key_Return)

    assert "<b>Qt</b>" in sheet.page.toPlainText()
    assert ("x264", 2) == (sheet.page.textCursor().selectedText(), sheet.page.textCursor().blockNumber())
    sheet.close()


def test_the_keyboard_gets_from_the_field_into_the_text_and_out_of_it(qtbot: QtBot, parent: QWidget) -> None:
    sheet = LicencesSheet(parent)
    sheet.show_words("one\ntwo")
    sheet.open()
    sheet.activateWindow()
    qtbot.waitUntil(sheet.find_bar.hasFocus)
    QTest.keyClick(sheet.find_bar, Qt.Key.Key_Tab)
    inside = sheet.page.hasFocus()
    QTest.keyClick(sheet.page, Qt.Key.Key_Tab)

    assert (True, False) == (inside, sheet.page.hasFocus())
    sheet.close()


def test_the_keys_scroll_where_the_screen_has_no_room_for_all_of_them(parent: QWidget) -> None:
    sheet = AboutSheet(Path("/clips"), parent)
    sheet.open()
    sheet.resize(sheet.width(), 400)

    assert sheet.height() <= sheet.screen().availableGeometry().height()
    assert child(sheet, ScrolledBody).verticalScrollBar().maximum() > 0
    sheet.close()
