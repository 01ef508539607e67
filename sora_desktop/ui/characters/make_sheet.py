"""The sheet that has a character made: its name, who makes it, what that costs, and who gets the clip."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from sora_desktop.domain.budget import Asked
from sora_desktop.domain.character import NAME_LIMIT, Character, character_cost, makes_characters, name_problem
from sora_desktop.domain.connection import Connection, ConnectionKind
from sora_desktop.domain.errors import AppError, OverBudgetError
from sora_desktop.domain.service_ref import mark_of
from sora_desktop.ui.characters import sentences as text
from sora_desktop.ui.characters.connection_box import connection_box
from sora_desktop.ui.commands import BudgetQuestion, Commands
from sora_desktop.ui.common import sentences as shared
from sora_desktop.ui.common.confirm import SureButton
from sora_desktop.ui.common.form import FormRow
from sora_desktop.ui.common.known_characters import KnownCharacters
from sora_desktop.ui.common.labels import PlainLabel
from sora_desktop.ui.common.sheet import Sheet
from sora_desktop.ui.common.wrapping_row import WrappingRow
from sora_desktop.ui.connections.item_models import ConnectionList
from sora_desktop.ui.language import one_line, say, service_name, tr

MAKING = "character"
"""The topic of its commands."""
_LONGEST = 120
"""Characters of a prompt."""


class MakeSheet(Sheet):
    """Goes when it is closed. `connections` are those that make characters, the likeliest first; never none.

    The film is that of `clip_id`, or `path`; `called` is what a person knows it by, its file's name where that is empty.
    """

    def __init__(
        self,
        commands: Commands,
        connections: Sequence[Connection],
        *,
        clip_id: str = "",
        path: Path,
        called: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(tr(text.MAKE_TITLE), parent)
        self.setObjectName("makeCharacterSheet")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._commands, self._clip_id, self._path = commands, clip_id, path
        self._connections = tuple(connections)
        self.name = FormRow(tr(text.MAKE_NAME), QLineEdit(), tr(text.MAKE_NAME_HELP))
        self.connection = FormRow(tr(text.MAKE_AT), connection_box(connections))
        self.price = PlainLabel(role="strong", wrap=True)
        self.goes_to = PlainLabel(role="muted", wrap=True)
        self.said = PlainLabel(role="caution", wrap=True)
        self.make = SureButton(tr(text.MAKE_DO))
        self.cancel = QPushButton(tr(shared.DIALOG_CANCEL))
        self._lay_out(called)
        self.name.field.textChanged.connect(self._typed)
        self.connection.field.currentIndexChanged.connect(self._show)
        self.make.clicked.connect(self._press)
        self.cancel.clicked.connect(self.reject)
        self._show()

    def _lay_out(self, called: str) -> None:
        self.name.field.setObjectName("characterName")
        self.name.field.setMaxLength(NAME_LIMIT)
        self.make.setObjectName("makeCharacterButton")
        self.column.addWidget(
            PlainLabel(tr(text.MAKE_OF, name=one_line(called or self._path.name, _LONGEST)), role="muted", wrap=True)
        )
        for part in (self.name, self.connection, self.price, self.goes_to, self.said):
            self.column.addWidget(part)
        self.said.hide()
        for button in (self.cancel, self.make):
            button.setAutoDefault(False)
            button.setAccessibleName(button.text())
        buttons = WrappingRow()
        buttons.add_gap()
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.make)
        self.foot.addLayout(buttons)
        self.name.field.setFocus()

    @property
    def _picked(self) -> Connection:
        return self._connections[self.connection.field.currentIndex()]

    @Slot()
    def _show(self) -> None:
        connection = self._picked
        is_free = character_cost(connection).free
        self.price.setText(tr(text.MAKE_FREE if is_free else text.MAKE_UNKNOWN_PRICE))
        is_here = connection.kind is ConnectionKind.ENGINE
        words = tr(text.MAKE_GOES_NOWHERE) if is_here else tr(text.MAKE_GOES_TO, name=service_name(connection.name))
        self.goes_to.setText(words)
        self.make.setDefault(is_free)  # what may cost money takes a press of its own
        self._typed()
        self.make_room()

    @Slot()
    def _typed(self) -> None:
        self._say("")
        self.make.setEnabled(name_problem(self.name.field.text()) is None)

    @Slot()
    def _press(self) -> None:
        self.send()

    def send(self, agreed: Asked | None = None) -> None:
        """Have it made; the sheet closes once it is under way."""
        name, connection = self.name.field.text(), self._picked
        clip_id, path = self._clip_id, self._path
        self.make.setEnabled(False)
        self._commands.run(
            lambda studio: studio.characters.make(name, connection.id, clip_id=clip_id, path=path, agreed=agreed),
            MAKING,
            self._begun,
            failed=partial(self._failed, name, connection),
        )

    def _begun(self, _character: Character) -> None:
        self.accept()

    def _failed(self, name: str, connection: Connection, error: AppError) -> None:
        self.make.setEnabled(True)
        if not isinstance(error, OverBudgetError):
            self._say(say(error.sentence))
            return
        clip_id, path = self._clip_id, self._path
        self._commands.ask(
            BudgetQuestion(
                error,
                self,
                self.send,
                lambda studio, agreed: studio.characters.make(
                    name, connection.id, clip_id=clip_id, path=path, agreed=agreed
                ),
                MAKING,
                text.MAKE_OVER_TITLE,
                text.MAKE_OVER_YES,
                text.MAKE_OVER_NO,
            )
        )

    def _say(self, words: str) -> None:
        self.said.setText(words)
        self.said.setVisible(bool(words))
        self.make_room()


def makers(connections: ConnectionList, known: KnownCharacters, mark: str) -> tuple[Connection, ...]:
    """Those that make characters: that of this mark first, then the picked one."""
    picked = mark_of(connections.selected) if connections.selected else ""
    order = (mark, picked)
    found = [each for each in connections.connections if makes_characters(each, known.all)]
    return tuple(sorted(found, key=lambda each: order.index(mark_of(each)) if mark_of(each) in order else len(order)))
