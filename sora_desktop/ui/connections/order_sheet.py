"""The order of the saved connections in the picker: by dragging, with the keyboard, or with two buttons."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QPushButton, QWidget

from sora_desktop.base.sentences import Shortcut
from sora_desktop.domain.connection import Connection, ConnectionKind
from sora_desktop.ui.commands import Commands
from sora_desktop.ui.common import sentences as shared
from sora_desktop.ui.common.labels import PlainLabel
from sora_desktop.ui.common.sheet import Sheet
from sora_desktop.ui.common.wrapping_row import WrappingRow
from sora_desktop.ui.connections import sentences as text
from sora_desktop.ui.connections.item_models import ConnectionList
from sora_desktop.ui.language import service_name, tr

ORDERING = "order connections"
"""The topic of its commands."""
_ID_ROLE = Qt.ItemDataRole.UserRole
_STEPS = {int(Qt.Key.Key_Up): -1, int(Qt.Key.Key_Down): 1}
_SIZE = (400, 340)


class OrderList(QListWidget):
    """Signals: `moved()`: the order is another one, by whatever hand."""

    moved = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("connectionOrder")
        self.setAccessibleName(tr(text.ORDER_LIST))
        self.setAccessibleDescription(tr(text.ORDER_HINT, keys=Shortcut("Alt+Up")))
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSpacing(3)
        self.model().rowsMoved.connect(self.moved)

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(self.item(row).data(_ID_ROLE) for row in range(self.count()))

    def fill(self, connections: tuple[Connection, ...]) -> None:
        """Show these; the one that is marked stays so."""
        marked = self.ids[self.currentRow()] if self.currentRow() >= 0 else ""
        self.clear()
        for connection in connections:
            item = QListWidgetItem(service_name(connection.name), self)
            item.setData(_ID_ROLE, connection.id)
        self.setCurrentRow(self.ids.index(marked) if marked in self.ids else 0)

    def step(self, places: int) -> None:
        """Move the marked one so many places down, or up below 0."""
        row = self.currentRow()
        to = row + places
        if row >= 0 and 0 <= to < self.count():
            item = self.takeItem(row)
            self.insertItem(to, item)
            self.setCurrentRow(to)
            self.moved.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() in _STEPS:
            self.step(_STEPS[event.key()])
        else:
            super().keyPressEvent(event)


class OrderSheet(Sheet):
    """Each move is kept at once."""

    def __init__(self, commands: Commands, connections: ConnectionList, parent: QWidget | None = None) -> None:
        super().__init__(tr(text.ORDER_TITLE), parent)
        self.setObjectName("orderSheet")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(*_SIZE)
        self._commands, self._connections = commands, connections
        self._told: tuple[str, ...] = ()
        self.list = OrderList()
        self.up = QPushButton(tr(text.ORDER_UP))
        self.down = QPushButton(tr(text.ORDER_DOWN))
        self.close_button = QPushButton(tr(shared.DIALOG_CLOSE))
        self._lay_out()
        self._follow()
        self.list.moved.connect(self._tell)
        self.list.currentRowChanged.connect(self._show)
        self.up.clicked.connect(lambda: self.list.step(-1))
        self.down.clicked.connect(lambda: self.list.step(1))
        self.close_button.clicked.connect(self.accept)
        connections.modelReset.connect(self._follow)
        self.list.setFocus()

    def _lay_out(self) -> None:
        self.column.addWidget(PlainLabel(tr(text.ORDER_HINT, keys=Shortcut("Alt+Up")), role="muted", wrap=True))
        self.column.addWidget(self.list, 1)
        buttons = WrappingRow()
        for button in (self.up, self.down):
            button.setAutoDefault(False)
            button.setAccessibleName(button.text())
            buttons.addWidget(button)
        buttons.add_gap()
        buttons.addWidget(self.close_button)
        self.foot.addLayout(buttons)

    @Slot()
    def _follow(self) -> None:
        """A connection came or went, or the studio has another order."""
        saved = tuple(each for each in self._connections.connections if each.kind is ConnectionKind.SAVED)
        self._told = tuple(each.id for each in saved)
        if self._told != self.list.ids:
            self.list.fill(saved)
        self._show()

    @Slot()
    def _tell(self) -> None:
        ids = self.list.ids
        if ids != self._told:
            self._told = ids
            self._commands.run(lambda studio: studio.connections.reorder(ids), ORDERING)
        self._show()

    @Slot()
    def _show(self) -> None:
        row = self.list.currentRow()
        self.up.setEnabled(row > 0)
        self.down.setEnabled(0 <= row < self.list.count() - 1)
