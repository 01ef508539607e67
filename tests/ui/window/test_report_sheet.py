"""The sheet with the report for whoever helps."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from sora_desktop.ui.window.report_sheet import FILE_NAME, ReportSheet
from sora_desktop.ui.window.window_facts import window_facts
from tests.support.commands import RecordingCommands
from tests.support.finding import child

REPORT = "version: 1\nstate: done 3\n"


@pytest.fixture
def sheet(qtbot: QtBot, commands: RecordingCommands) -> Iterator[ReportSheet]:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()
    made = ReportSheet(commands, REPORT, parent)
    made.open()
    yield made
    parent.close()


def test_the_very_text_that_is_shown_is_copied(sheet: ReportSheet) -> None:
    sheet.copy_button.click()

    assert REPORT == sheet.page.toPlainText() == QGuiApplication.clipboard().text()


def test_it_is_saved_where_a_dialog_that_nothing_waits_for_says(
    sheet: ReportSheet, commands: RecordingCommands, tmp_path: Path
) -> None:
    sheet.save_button.click()
    dialog = child(sheet, QFileDialog)
    accepts = dialog.acceptMode()
    dialog.fileSelected.emit(str(tmp_path / FILE_NAME))

    assert QFileDialog.AcceptMode.AcceptSave == accepts
    assert [(tmp_path / FILE_NAME, REPORT)] == commands.of("diagnostics.save")
    commands.answer("diagnostics.save")
    assert str(tmp_path / FILE_NAME) in str(commands.notices[-1].text)


def test_what_the_window_says_of_itself_is_of_qt_alone(qtbot: QtBot) -> None:
    facts = "\n".join(window_facts())

    assert "platform offscreen" in facts
    assert "qoffscreen" in facts
    assert str(Path.home()) not in facts
    assert "/" not in facts
