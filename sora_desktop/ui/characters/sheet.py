"""The sheet that shows all characters, and what can be done with each."""

from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from sora_desktop.base.sentences import message
from sora_desktop.domain.character import Character, CharacterState, makes_characters, takes_characters
from sora_desktop.domain.events import Notice
from sora_desktop.domain.service_ref import mark_of
from sora_desktop.ui.characters import sentences as text
from sora_desktop.ui.commands import Commands
from sora_desktop.ui.common.confirm import ConfirmSheet
from sora_desktop.ui.common.known_characters import KnownCharacters
from sora_desktop.ui.common.labels import PlainLabel
from sora_desktop.ui.common.links import link
from sora_desktop.ui.common.sheet import Sheet
from sora_desktop.ui.common.text_page import TextPage
from sora_desktop.ui.common.wrapping_row import WrappingRow
from sora_desktop.ui.connections.item_models import ConnectionList
from sora_desktop.ui.language import current, one_line, say, service_name, tr

CHANGING = "change character"
"""The topic of its commands."""
_SIZE = (640, 540)
_LONGEST_ANSWER = 70_000
_COLUMNS = (text.CHARACTERS_NAME, text.CHARACTERS_CONNECTION, text.CHARACTERS_STATE)
_STATES = {
    CharacterState.MAKING: text.STATE_MAKING,
    CharacterState.READY: text.STATE_READY,
    CharacterState.REFUSED: text.STATE_REFUSED,
    CharacterState.UNKNOWN: text.STATE_UNKNOWN,
}


class CharactersSheet(Sheet):
    """Signals: `make_wanted(Path)`: a person wants one made of this file. `enter_wanted()`: one wants to enter an id."""

    make_wanted = Signal(object)
    enter_wanted = Signal()

    def __init__(
        self, commands: Commands, known: KnownCharacters, connections: ConnectionList, parent: QWidget | None = None
    ) -> None:
        super().__init__(tr(text.CHARACTERS_TITLE), parent)
        self.setObjectName("charactersSheet")
        self.resize(*_SIZE)
        self._commands, self._known, self._connections = commands, known, connections
        self.table = QTableWidget(0, len(_COLUMNS))
        self.empty = PlainLabel(tr(text.CHARACTERS_EMPTY), role="muted", wrap=True)
        self.detail = PlainLabel(role="hint", wrap=True)
        self.answer = link(tr(text.CHARACTERS_ANSWER), "characterAnswer", small=True)
        self.rename = QPushButton(tr(text.CHARACTERS_RENAME))
        self.copy = QPushButton(tr(text.CHARACTERS_COPY))
        self.remove = QPushButton(tr(text.CHARACTERS_REMOVE))
        self.new = QPushButton(tr(text.CHARACTERS_NEW))
        self.enter = QPushButton(tr(text.CHARACTERS_ENTER))
        self._dress_table()
        self._lay_out()
        self._connect()
        self._fill()

    def _dress_table(self) -> None:
        self.table.setObjectName("characterTable")
        self.table.setAccessibleName(tr(text.CHARACTERS_TABLE))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.table.setHorizontalHeaderLabels([tr(words) for words in _COLUMNS])
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.setShowGrid(False)
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)

    def _lay_out(self) -> None:
        self.column.addWidget(PlainLabel(tr(text.CHARACTERS_INTRO), role="muted", wrap=True))
        self.empty.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.column.addWidget(self.empty, 1)
        self.column.addWidget(self.table, 1)
        self.column.addWidget(self.detail)
        self.column.addWidget(self.answer, 0, Qt.AlignmentFlag.AlignLeft)
        for row in ((self.rename, self.copy, self.remove), (self.new, self.enter)):
            buttons = WrappingRow()
            for button in row:
                button.setAutoDefault(False)
                button.setAccessibleName(button.text())
                buttons.addWidget(button)
            self.column.addLayout(buttons)
        self.add_close()

    def _connect(self) -> None:
        self.table.currentCellChanged.connect(self._show)
        self.table.itemChanged.connect(self._renamed)
        self.rename.clicked.connect(self._rename)
        self.copy.clicked.connect(self._copy)
        self.remove.clicked.connect(self._ask_to_remove)
        self.answer.clicked.connect(self._show_answer)
        self.new.clicked.connect(self._pick_file)
        self.enter.clicked.connect(self.enter_wanted)
        self._known.changed.connect(self._fill)
        self._connections.modelReset.connect(self._show)

    def open_now(self) -> None:
        """Open it, with the newest one marked."""
        if self._known.all:
            self.table.setCurrentCell(0, 0)
            self.table.setFocus()
        self.open()

    @property
    def current(self) -> Character | None:
        """The one whose row is marked."""
        row = self.table.currentRow()
        item = self.table.item(row, 0) if row >= 0 else None
        wanted = item.data(Qt.ItemDataRole.UserRole) if item else ""
        return next((each for each in self._known.all if each.id == wanted), None)

    @Slot()
    def _fill(self) -> None:
        """The newest first; the row that is marked stays so."""
        marked, characters = self.current, tuple(reversed(self._known.all))
        with QSignalBlocker(self.table):
            self.table.setRowCount(len(characters))
            for row, each in enumerate(characters):
                self._fill_row(row, each)
        ids = [each.id for each in characters]
        if characters:
            self.table.setCurrentCell(ids.index(marked.id) if marked and marked.id in ids else 0, 0)
        self.table.setVisible(bool(characters))
        self.empty.setVisible(not characters)
        self._show()

    def _fill_row(self, row: int, each: Character) -> None:
        words = (one_line(each.title), service_name(each.connection_name), tr(_STATES[each.state]))
        for column, said in enumerate(words):
            item = QTableWidgetItem(said)
            item.setData(Qt.ItemDataRole.UserRole, each.id)
            if column:
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
            self.table.setItem(row, column, item)

    @Slot()
    def _show(self) -> None:
        current = self.current
        self.detail.setText(self._detail(current) if current else "")
        self.detail.setVisible(current is not None)
        self.answer.setVisible(current is not None and bool(current.answer))
        for button in (self.rename, self.copy, self.remove):
            button.setVisible(current is not None)
        self.copy.setEnabled(current is not None and bool(current.remote_id))
        self.remove.setEnabled(current is not None and current.state is not CharacterState.MAKING)
        connections = self._connections.connections
        self.new.setEnabled(any(makes_characters(each, self._known.all) for each in connections))
        self.enter.setEnabled(any(map(takes_characters, connections)))

    def _detail(self, each: Character) -> str:
        if each.state is CharacterState.MAKING:
            return tr(text.DETAIL_MAKING)
        if each.state is not CharacterState.READY:
            reason = say(each.reason) if each.reason else ""
            again = tr(text.DETAIL_AGAIN) if each.has_no_route else ""
            return current().join(reason, again)
        if not any(each.service == mark_of(connection) for connection in self._connections.connections):
            return tr(text.DETAIL_GONE)
        return tr(text.DETAIL_READY, name=one_line(each.name), id=one_line(each.remote_id))

    @Slot()
    def _rename(self) -> None:
        if (item := self.table.item(self.table.currentRow(), 0)) is not None:
            self.table.editItem(item)

    @Slot(QTableWidgetItem)
    def _renamed(self, item: QTableWidgetItem) -> None:
        """A name that is refused makes room for the one that holds."""
        character_id, label = item.data(Qt.ItemDataRole.UserRole), item.text()
        self._commands.run(lambda studio: studio.characters.rename(character_id, label), CHANGING, otherwise=self._fill)

    @Slot()
    def _copy(self) -> None:
        if (current := self.current) is not None:
            QGuiApplication.clipboard().setText(current.remote_id)
            self._commands.tell(Notice(message(text.CHARACTERS_COPIED, name=current.title), topic="copied"))

    @Slot()
    def _ask_to_remove(self) -> None:
        if (current := self.current) is None:
            return
        hint = tr(text.CHARACTERS_REMOVE_HINT, id=one_line(current.remote_id)) if current.remote_id else ""
        hint = hint or (tr(text.CHARACTERS_REMOVE_UNKNOWN) if current.state is CharacterState.UNKNOWN else "")
        if not hint:
            self._remove(current)
            return
        title = tr(text.CHARACTERS_REMOVE_TITLE, name=one_line(current.title))
        sheet = ConfirmSheet(title, hint, tr(text.CHARACTERS_REMOVE), tr(text.CHARACTERS_KEEP), self)
        sheet.accepted.connect(lambda: self._remove(current))
        sheet.open()

    def _remove(self, character: Character) -> None:
        self._commands.run(lambda studio: studio.characters.remove(character.id), CHANGING)

    @Slot()
    def _show_answer(self) -> None:
        if (current := self.current) is None:
            return
        sheet = Sheet(tr(text.CHARACTERS_ANSWER_TITLE), self)
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        page = TextPage("characterAnswerText", tr(text.CHARACTERS_ANSWER_TITLE), _LONGEST_ANSWER)
        page.show_text(current.answer)
        sheet.column.addWidget(page, 1)
        sheet.add_close()
        sheet.resize(*_SIZE)
        sheet.open()

    @Slot()
    def _pick_file(self) -> None:
        dialog = QFileDialog(self, tr(text.MAKE_PICK))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(tr(text.MAKE_KINDS))
        dialog.fileSelected.connect(lambda name: self.make_wanted.emit(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
