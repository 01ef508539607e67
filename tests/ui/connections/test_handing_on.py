"""Connections are exported and imported through dialogs that nothing waits for, and what came of it is told."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from sora_desktop.ui.connections.handing_on import FILE_NAME, ask_for_export, ask_for_import
from tests.support.commands import RecordingCommands
from tests.support.finding import child


def test_connections_are_written_where_a_person_says(qtbot: QtBot, commands: RecordingCommands, tmp_path: Path) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    ask_for_export(window, commands)
    dialog = child(window, QFileDialog)
    assert QFileDialog.AcceptMode.AcceptSave == dialog.acceptMode()
    dialog.fileSelected.emit(str(tmp_path / FILE_NAME))

    assert [(tmp_path / FILE_NAME,)] == commands.of("connections.export_connections")
    commands.answer("connections.export_connections", 2)
    assert "2 connections are exported, without their keys." == str(commands.notices[-1].text)
    dialog.close()


def test_connections_are_read_from_a_file(qtbot: QtBot, commands: RecordingCommands, tmp_path: Path) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    ask_for_import(window, commands)
    dialog = child(window, QFileDialog)
    dialog.fileSelected.emit(str(tmp_path / FILE_NAME))

    assert [(tmp_path / FILE_NAME,)] == commands.of("connections.import_connections")
    commands.answer("connections.import_connections", 1)
    assert "1 connection is added." in str(commands.notices[-1].text)
    dialog.close()
