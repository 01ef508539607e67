"""The sheet in which named things are put in order: presets of the form, or snippets of prompts."""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QListWidget, QListWidgetItem, QPushButton, QWidget

from sora_desktop.base.safe_text import one_line
from sora_desktop.base.sentences import Shortcut
from sora_desktop.ui.common import sentences as shared
from sora_desktop.ui.common.labels import PlainLabel
from sora_desktop.ui.common.links import link
from sora_desktop.ui.common.sheet import Sheet
from sora_desktop.ui.common.spoken import say_aloud
from sora_desktop.ui.common.wrapping_row import WrappingRow
from sora_desktop.ui.compose import sentences as text
from sora_desktop.ui.language import tr

_ID_ROLE = Qt.ItemDataRole.UserRole
_STEPS = {int(Qt.Key.Key_Up): -1, int(Qt.Key.Key_Down): 1}
_SIZE = (580, 380)


class Named(Protocol):
    """What has a name of a person's own."""

    @property
    def id(self) -> str: ...

    @property
    def name(self) -> str: ...


class NamedRows(QListWidget):
    """Signals: `moved()` the order is another; `renamed(str, str)` an id and its new name; `removed(str)` an id."""

    moved = Signal()
    renamed = Signal(str, str)
    removed = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName("namedList")
        self.setProperty("role", "field")
        self.setAccessibleName(name)
        self.setAccessibleDescription(tr(text.NAMED_HINT, rename=Shortcut("F2"), move=Shortcut("Alt+Up")))
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed | QAbstractItemView.EditTrigger.DoubleClicked)
        self.setSpacing(3)
        self.model().rowsMoved.connect(self.moved)
        self.itemChanged.connect(self._changed)

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(self.item(row).data(_ID_ROLE) for row in range(self.count()))

    @property
    def current_id(self) -> str:
        return self.ids[self.currentRow()] if self.currentRow() >= 0 else ""

    def fill(self, values: Sequence[Named]) -> None:
        """Show these; the one that is marked stays so, else the one in its place is."""
        marked, row = self.current_id, self.currentRow()
        with QSignalBlocker(self):
            self.clear()
            for value in values:
                item = QListWidgetItem(one_line(value.name), self)
                item.setData(_ID_ROLE, value.id)
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
        at = self.ids.index(marked) if marked in self.ids else min(max(row, 0), self.count() - 1)
        self.setCurrentRow(at)

    def step(self, places: int) -> None:
        """Move the marked one so many places down, or up below 0."""
        row = self.currentRow()
        if row >= 0 and 0 <= row + places < self.count():
            with QSignalBlocker(self):
                self.insertItem(row + places, self.takeItem(row))
                self.setCurrentRow(row + places)
            self.moved.emit()

    def _changed(self, item: QListWidgetItem) -> None:
        self.renamed.emit(item.data(_ID_ROLE), item.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() in _STEPS:
            self.step(_STEPS[event.key()])
        elif event.key() == Qt.Key.Key_Delete and not event.isAutoRepeat() and self.current_id:
            self.removed.emit(self.current_id)
        else:
            super().keyPressEvent(event)


class NamedSheet(Sheet):
    """Each change is wanted at once. What was removed can be taken back as long as the sheet is open.

    Signals: those of its rows, and `undo_wanted()`.
    """

    undo_wanted = Signal()

    def __init__(self, title: str, removed: str, parent: QWidget) -> None:
        super().__init__(title, parent, scrolls=False)
        self.setObjectName("namedSheet")
        self.resize(*_SIZE)
        self._removed_words = removed
        self._names: dict[str, str] = {}
        self.rows = NamedRows(title)
        self.rename = QPushButton(tr(text.NAMED_RENAME))
        self.remove = QPushButton(tr(text.NAMED_REMOVE))
        self.up = QPushButton(tr(text.NAMED_UP))
        self.down = QPushButton(tr(text.NAMED_DOWN))
        self.told = PlainLabel(role="muted", wrap=True)
        self.undo = link(tr(text.NAMED_UNDO), "namedUndo")
        self._lay_out()
        self._connect()
        self._tell("")

    def _lay_out(self) -> None:
        hint = tr(text.NAMED_HINT, rename=Shortcut("F2"), move=Shortcut("Alt+Up"))
        self.column.addWidget(PlainLabel(hint, role="muted", wrap=True))
        self.column.addWidget(self.rows, 1)
        said = QHBoxLayout()
        said.addWidget(self.told, 1)
        said.addWidget(self.undo)
        self.column.addLayout(said)
        buttons = WrappingRow()
        for button in (self.rename, self.remove, self.up, self.down):
            button.setAutoDefault(False)
            button.setAccessibleName(button.text())
            buttons.addWidget(button)
        buttons.add_gap()
        self.close_button = QPushButton(tr(shared.DIALOG_CLOSE))
        self.close_button.setAutoDefault(False)
        self.close_button.clicked.connect(self.accept)
        buttons.addWidget(self.close_button)
        self.foot.addLayout(buttons)

    def _connect(self) -> None:
        self.rows.currentRowChanged.connect(self._show)
        self.rows.removed.connect(self._note_removal)
        self.rename.clicked.connect(lambda: self.rows.editItem(self.rows.currentItem()))
        self.remove.clicked.connect(lambda: self.rows.removed.emit(self.rows.current_id))
        self.up.clicked.connect(lambda: self.rows.step(-1))
        self.down.clicked.connect(lambda: self.rows.step(1))
        self.undo.clicked.connect(self._undo)

    def show_values(self, values: Sequence[Named]) -> None:
        """These are the ones that there are now."""
        self._names = {each.id: one_line(each.name, 60) for each in values}
        if self.rows.ids != tuple(self._names) or any(
            self.rows.item(row).text() != name for row, name in enumerate(self._names.values())
        ):
            self.rows.fill(values)
        self._show()

    def open_anew(self) -> None:
        self._tell("")
        self.open()
        self.rows.setFocus()

    def say(self, words: str) -> None:
        """Why something did not work."""
        self._tell("")
        self.told.setText(words)
        say_aloud(self, words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Undo):
            self._undo()
        else:
            super().keyPressEvent(event)

    @Slot(str)
    def _note_removal(self, value_id: str) -> None:
        self._tell(tr(self._removed_words, name=self._names.get(value_id, "")))
        say_aloud(self, self.told.text())

    @Slot()
    def _undo(self) -> None:
        if not self.undo.isHidden():
            self._tell("")
            self.undo_wanted.emit()
            self.rows.setFocus()

    def _tell(self, words: str) -> None:
        self.told.setText(words)
        self.undo.setVisible(bool(words))

    @Slot()
    def _show(self) -> None:
        row = self.rows.currentRow()
        self.rename.setEnabled(row >= 0)
        self.remove.setEnabled(row >= 0)
        self.up.setEnabled(row > 0)
        self.down.setEnabled(0 <= row < self.rows.count() - 1)
