"""The sheet that changes the models of a connection: which it offers, and what each of them can do."""

from dataclasses import replace

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListView,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from sora_desktop.base.sentences import message
from sora_desktop.domain.catalog import VideoModel
from sora_desktop.domain.connection import Connection
from sora_desktop.domain.events import Notice
from sora_desktop.domain.request import wire_of
from sora_desktop.domain.shapes import Size
from sora_desktop.domain.wire_options import AS_THE_FORMAT_HAS_IT, WireOptions
from sora_desktop.ui.commands import Commands
from sora_desktop.ui.common import sentences as shared
from sora_desktop.ui.common.labels import PlainLabel, set_role
from sora_desktop.ui.common.links import link
from sora_desktop.ui.common.scrolled_body import ScrolledBody
from sora_desktop.ui.common.sheet import Sheet
from sora_desktop.ui.common.spoken import say_aloud
from sora_desktop.ui.common.wrapping_row import WrappingRow
from sora_desktop.ui.connections import sentences as text
from sora_desktop.ui.connections.entry_form import EntryForm
from sora_desktop.ui.connections.item_models import ConnectionList
from sora_desktop.ui.connections.model_rows import ModelRow, ModelRows
from sora_desktop.ui.language import one_line, say, service_name, tr

SAVING_MODELS = "save models"
"""The topic under which `Commands` tells why the models were not saved."""
_WIDTH, _HEIGHT, _LIST_WIDTH = 860, 560, 300


def new_model() -> VideoModel:
    """What an own entry begins with."""
    return VideoModel(tr(text.EDITOR_NEW_ID), (Size(1280, 720), Size(720, 1280)), (4, 8))


class _Elided(QStyledItemDelegate):
    """Rows as wide as their list: what is longer ends in an ellipsis, and stands whole in the tool tip."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, super().sizeHint(option, index).height())


class ModelSheet(Sheet):
    """Nothing holds before it is saved, and nothing that was written is lost by looking at another model."""

    def __init__(self, commands: Commands, connections: ConnectionList, parent: QWidget | None = None) -> None:
        super().__init__("", parent, scrolls=False)
        self._commands, self._connections = commands, connections
        self._connection: Connection | None = None
        self._row: ModelRow | None = None
        self.rows = ModelRows()
        self.search = QLineEdit()
        self.list = QListView()
        self.form = EntryForm()
        self.nothing = PlainLabel(role="muted", wrap=True)
        self.told = PlainLabel(wrap=True)
        self.undo_button = link(tr(text.EDITOR_UNDO), "undoRemoval")
        self.add_button = QPushButton(tr(text.EDITOR_ADD))
        self.duplicate_button = QPushButton(tr(text.EDITOR_DUPLICATE))
        self.remove_button = QPushButton(tr(text.EDITOR_REMOVE))
        self.reset_button = QPushButton(tr(text.EDITOR_RESET))
        self.cancel_button = QPushButton(tr(shared.DIALOG_CANCEL))
        self.save_button = QPushButton(tr(shared.DIALOG_SAVE))
        self._lay_out()
        self._wire()

    def _lay_out(self) -> None:
        self.search.setPlaceholderText(tr(text.EDITOR_SEARCH))
        self.search.setAccessibleName(tr(text.EDITOR_SEARCH))
        self.search.setClearButtonEnabled(True)
        self.list.setModel(self.rows)
        self.list.setUniformItemSizes(True)
        self.list.setItemDelegate(_Elided(self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setProperty("role", "field")
        self.list.setObjectName("editedModels")
        self.list.setAccessibleName(tr(text.EDITOR_LIST))
        left = QVBoxLayout()
        left.setSpacing(8)
        for part in (self.search, self.list, self._buttons(self.add_button, self.duplicate_button, self.remove_button)):
            left.addWidget(part)
        self.list.setMinimumWidth(_LIST_WIDTH)
        right = QVBoxLayout()
        self._body = ScrolledBody(self.form)
        for part in (self.nothing, self._body):
            right.addWidget(part, 1)
        middle = QHBoxLayout()
        middle.setSpacing(18)
        middle.addLayout(left)
        middle.addLayout(right, 1)
        self.column.addLayout(middle, 1)
        said = QHBoxLayout()
        said.addWidget(self.told, 1)
        said.addWidget(self.undo_button)
        self.column.addLayout(said)
        below = self._buttons(self.reset_button, None, self.cancel_button, self.save_button)
        self.column.addWidget(below)
        self.save_button.setDefault(True)

    def _buttons(self, *buttons: QPushButton | None) -> QWidget:
        box = QWidget()
        row = WrappingRow(box)
        for button in buttons:
            if button is None:
                row.add_gap()
            else:
                button.setAutoDefault(False)
                row.addWidget(button)
        return box

    def _wire(self) -> None:
        self.search.textChanged.connect(self._search)
        self.list.selectionModel().currentChanged.connect(self._show_at)
        self.form.written.connect(self._write)
        self.add_button.clicked.connect(lambda: self._open(self.rows.add(new_model())))
        self.duplicate_button.clicked.connect(self._duplicate)
        self.remove_button.clicked.connect(self._remove)
        self.undo_button.clicked.connect(self._bring_back)
        self.reset_button.clicked.connect(self._reset)
        self.cancel_button.clicked.connect(self.reject)
        self.save_button.clicked.connect(self._save)
        self._commands.notice.connect(self._hear)

    def open_for(self, connection: Connection) -> None:
        """Open it for the models of a saved connection."""
        self._connection = connection
        self.retitle(tr(text.EDITOR_TITLE, name=service_name(connection.name, 40)))
        self.search.clear()
        self.rows.load(connection)
        self._tell("")
        self.save_button.setEnabled(True)
        self.resize(_WIDTH, _HEIGHT)
        self._select(0)
        self.open()
        self.list.setFocus()

    def _select(self, at: int) -> None:
        self.list.setCurrentIndex(self.rows.index(at) if self.rows.row_at(at) else QModelIndex())
        self._show(self.rows.row_at(at))

    def _open(self, row: ModelRow) -> None:
        """Show a row, wherever the search has led."""
        if self.rows.place_of(row) < 0:
            self.search.clear()
        self._select(self.rows.place_of(row))
        self.list.scrollTo(self.list.currentIndex())

    @Slot(str)
    def _search(self, words: str) -> None:
        self.rows.search(words)
        at = self.rows.place_of(self._row) if self._row else -1
        self._select(max(at, 0))

    @Slot(QModelIndex, QModelIndex)
    def _show_at(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid():
            self._show(self.rows.row_at(current.row()))

    def _show(self, row: ModelRow | None) -> None:
        self._row = row
        self.nothing.setText(tr(text.EDITOR_EMPTY if self.rows.is_empty() else text.EDITOR_NOTHING_FOUND))
        self.nothing.setVisible(row is None)
        self._body.setVisible(row is not None)
        if row is not None:
            self.form.show_entry(row.entry, self._usual_wire(row.model))
            self.form.say_problems(self.rows.read(row, row.entry).problems, self.rows.own)
        self._dress()

    def _usual_wire(self, model: VideoModel) -> WireOptions:
        """As its family is asked there, or every model."""
        connection = self._connection
        return wire_of(replace(model, wire=None), connection) if connection else AS_THE_FORMAT_HAS_IT

    def _dress(self) -> None:
        """What can be done with the model that is shown."""
        row = self._row
        self.duplicate_button.setEnabled(row is not None)
        self.remove_button.setEnabled(row is not None)
        own = row is None or row.offered is None
        words = text.EDITOR_REMOVE if own else text.EDITOR_SHOW if row and row.is_hidden else text.EDITOR_HIDE
        self.remove_button.setText(tr(words))
        can_reset = row is not None and row.offered is not None and (row.is_wrong or row.model != row.offered)
        self.reset_button.setEnabled(can_reset)

    @Slot()
    def _write(self) -> None:
        entry = self.form.entry
        if self._row is not None and entry is not None:
            self.form.say_problems(self.rows.write(self._row, entry).problems, self.rows.own)
            self._tell("")
            self._dress()

    @Slot()
    def _duplicate(self) -> None:
        if self._row is not None:
            model = self._row.model
            self._open(self.rows.add(replace(model, id=tr(text.EDITOR_COPY_ID, id=model.id))))

    @Slot()
    def _remove(self) -> None:
        if self._row is not None:
            at, removed = self.rows.place_of(self._row), self._row
            self.rows.remove(removed)
            self._select(at if self.rows.row_at(at) else at - 1)
            if removed.offered is None:
                self._tell(tr(text.EDITOR_REMOVED, name=one_line(removed.model.title, 60)))
                self.undo_button.show()
                say_aloud(self, self.told.text())

    @Slot()
    def _bring_back(self) -> None:
        row = self.rows.bring_back()
        if row is not None:
            self._tell("")
            self.search.clear()
            self._open(row)
            self.list.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What no text took."""
        if event.matches(QKeySequence.StandardKey.Undo):
            self._bring_back()
        else:
            super().keyPressEvent(event)

    @Slot()
    def _reset(self) -> None:
        if self._row is not None:
            self.rows.reset(self._row)
            self._show(self._row)

    @Slot()
    def _save(self) -> None:
        wrong = self.rows.wrong()
        if wrong is not None:
            self._open(wrong)
            self._tell(tr(text.EDITOR_WRONG), "problem")
            return
        if self._connection is None:
            return
        now = self._connections.connection(self._connection.id) or self._connection
        changed = replace(now, models=self.rows.models())
        self.save_button.setEnabled(False)
        self._commands.run(lambda studio: studio.connections.save(changed), SAVING_MODELS, self._saved)

    def _saved(self, saved: Connection) -> None:
        self._commands.tell(Notice(message(text.EDITOR_SAVED, name=one_line(saved.name)), topic=SAVING_MODELS))
        self.accept()

    @Slot(object)
    def _hear(self, notice: Notice) -> None:
        """Why they were not saved is said here too, where the eyes are."""
        if self.isVisible() and notice.topic == SAVING_MODELS:
            self.save_button.setEnabled(True)
            self._tell(say(notice.text), "problem")

    def _tell(self, words: str, role: str = "") -> None:
        self.told.setText(words)
        self.told.setVisible(bool(words))
        self.undo_button.hide()
        set_role(self.told, role)
