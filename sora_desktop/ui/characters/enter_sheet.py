"""The sheet for a character that was made elsewhere, and of which a person knows the id."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from sora_desktop.domain.character import NAME_LIMIT, Character
from sora_desktop.domain.connection import Connection
from sora_desktop.domain.errors import AppError
from sora_desktop.ui.characters import sentences as text
from sora_desktop.ui.characters.connection_box import connection_box
from sora_desktop.ui.commands import Commands
from sora_desktop.ui.common import sentences as shared
from sora_desktop.ui.common.form import FormRow
from sora_desktop.ui.common.labels import PlainLabel, set_role
from sora_desktop.ui.common.sheet import Sheet
from sora_desktop.ui.common.wrapping_row import WrappingRow
from sora_desktop.ui.language import say, tr

ENTERING = "enter character"
"""The topic of its commands."""
_LONGEST_ID = 512


class EnterSheet(Sheet):
    """Stays open until the service was asked. `connections` are those that take characters; never none."""

    def __init__(self, commands: Commands, connections: Sequence[Connection], parent: QWidget | None = None) -> None:
        super().__init__(tr(text.ENTER_TITLE), parent)
        self.setObjectName("enterCharacterSheet")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._commands = commands
        self._connections = tuple(connections)
        self.id = FormRow(tr(text.ENTER_ID), QLineEdit(), tr(text.ENTER_ID_HELP))
        self.name = FormRow(tr(text.ENTER_NAME), QLineEdit())
        self.connection = FormRow(tr(text.ENTER_AT), connection_box(connections))
        self.said = PlainLabel(role="caution", wrap=True)
        self.enter = QPushButton(tr(text.ENTER_DO))
        self.cancel = QPushButton(tr(shared.DIALOG_CANCEL))
        self._lay_out()
        self.id.field.textChanged.connect(self._typed)
        self.enter.clicked.connect(self._send)
        self.cancel.clicked.connect(self.reject)
        self._typed()

    def _lay_out(self) -> None:
        self.id.field.setObjectName("characterId")
        self.id.field.setMaxLength(_LONGEST_ID)
        self.name.field.setMaxLength(NAME_LIMIT)
        for part in (self.connection, self.id, self.name, self.said):
            self.column.addWidget(part)
        self.said.hide()
        self.cancel.setAutoDefault(False)
        self.enter.setObjectName("enterCharacterButton")
        self.enter.setDefault(True)
        buttons = WrappingRow()
        buttons.add_gap()
        for button in (self.cancel, self.enter):
            button.setAccessibleName(button.text())
            buttons.addWidget(button)
        self.foot.addLayout(buttons)
        self.id.field.setFocus()

    @Slot()
    def _typed(self) -> None:
        self._say("")
        self.enter.setEnabled(bool(self.id.field.text().strip()))

    @Slot()
    def _send(self) -> None:
        connection_id = self._connections[self.connection.field.currentIndex()].id
        remote_id, name = self.id.field.text(), self.name.field.text()
        self.enter.setEnabled(False)
        self._say(tr(text.ENTER_ASKING), "muted")
        self._commands.run(
            lambda studio: studio.characters.add(connection_id, remote_id, name),
            ENTERING,
            self._entered,
            failed=self._failed,
        )

    def _entered(self, _character: Character) -> None:
        self.accept()

    def _failed(self, error: AppError) -> None:
        self.enter.setEnabled(True)
        self._say(say(error.sentence))

    def _say(self, words: str, role: str = "caution") -> None:
        set_role(self.said, role)
        self.said.setText(words)
        self.said.setVisible(bool(words))
        self.make_room()
