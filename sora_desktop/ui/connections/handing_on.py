"""Connections in a file: asked for a place, and told what came of it."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from sora_desktop.base.sentences import counted
from sora_desktop.domain.events import Notice
from sora_desktop.ui.commands import Commands
from sora_desktop.ui.connections import sentences as text
from sora_desktop.ui.language import tr

FILE_NAME = "sora-connections.json"
HANDING_ON = "hand on connections"
"""The topic of what is told of it."""


def ask_for_export(parent: QWidget, commands: Commands) -> None:
    """Ask where the saved connections are to be written, and write them there."""
    dialog = _dialog(parent, tr(text.EXPORT_TITLE))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix("json")
    dialog.selectFile(FILE_NAME)

    def write(chosen: str) -> None:
        commands.run(
            lambda studio: studio.connections.export_connections(Path(chosen)),
            HANDING_ON,
            lambda count: commands.tell(Notice(counted(text.EXPORT_DONE, count), topic=HANDING_ON)),
        )

    dialog.fileSelected.connect(write)
    dialog.open()


def ask_for_import(parent: QWidget, commands: Commands) -> None:
    """Ask for a file of connections, and add them."""
    dialog = _dialog(parent, tr(text.IMPORT_TITLE))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)

    def read(chosen: str) -> None:
        commands.run(
            lambda studio: studio.connections.import_connections(Path(chosen)),
            HANDING_ON,
            lambda count: commands.tell(Notice(counted(text.IMPORT_DONE, count), topic=HANDING_ON)),
        )

    dialog.fileSelected.connect(read)
    dialog.open()


def _dialog(parent: QWidget, title: str) -> QFileDialog:
    dialog = QFileDialog(parent, title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setNameFilter(tr(text.CONNECTIONS_FILTER))
    return dialog
