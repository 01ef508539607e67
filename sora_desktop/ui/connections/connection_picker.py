"""The picker at the top: which service makes the clips, and whether it answers."""

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from sora_desktop.base.sentences import Shortcut
from sora_desktop.domain.connection import Connection, ConnectionKind, KeyPlace
from sora_desktop.ui.assets import pixmap
from sora_desktop.ui.commands import Commands
from sora_desktop.ui.common.drawn import Drawn
from sora_desktop.ui.common.labels import ElidedLabel, PlainLabel, set_tip
from sora_desktop.ui.common.spoken import say_aloud
from sora_desktop.ui.connections import sentences as text
from sora_desktop.ui.connections.balance_words import left_words, told_words
from sora_desktop.ui.connections.connection_actions import probe, select
from sora_desktop.ui.connections.item_models import ConnectionList, Mark, standing
from sora_desktop.ui.connections.state_mark import StateMark, mark_icon
from sora_desktop.ui.language import one_line, say, service_name, tr
from sora_desktop.ui.theme import Colours, ThemeKeeper

if TYPE_CHECKING:
    from types import ModuleType

    from sora_desktop.ui.connections.order_sheet import OrderSheet

L = TypeVar("L", bound=PlainLabel)

CHEVRON = 12
_USUAL_WIDTH, _USUAL_HEIGHT = 220, 32
_MOST_LETTERS, _LEAST_LETTERS = 60, 8
_AROUND_WORDS = 10
_AROUND_NAME = 80
"""The mark, the chevron and what lies between them, in pixels."""
OPENING_KEYS = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_F4)


def load_order_sheet() -> "type[OrderSheet]":
    """The first paint needs none."""
    from sora_desktop.ui.connections.order_sheet import OrderSheet

    return OrderSheet


def load_handing_on() -> "ModuleType":
    """Likewise."""
    from sora_desktop.ui.connections import handing_on

    return handing_on


def can_be_ordered(connections: tuple[Connection, ...]) -> bool:
    """The engine and the environment's stay at the top."""
    return sum(each.kind is ConnectionKind.SAVED for each in connections) > 1


class ConnectionPicker(QPushButton):
    """A button that shows the selected connection and opens the list of all.

    Signals: `add_wanted()`; `edit_wanted(Connection)`, without an id for a new one that begins as a copy.
    """

    add_wanted = Signal()
    edit_wanted = Signal(object)

    def __init__(self, commands: Commands, connections: ConnectionList, theme: ThemeKeeper) -> None:
        super().__init__()
        self.setObjectName("connectionPicker")
        self._commands, self._connections, self._theme = commands, connections, theme
        self._mark = StateMark(theme)
        self._name = _through(ElidedLabel())
        self._state = _through(ElidedLabel(role="faint", elide=Qt.TextElideMode.ElideRight))
        self._chevron = Drawn()
        _through(self._chevron)
        self._is_away = False
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill)
        self._lay_out()
        self.clicked.connect(self.open_list)
        connections.modelReset.connect(self._show_selected)
        connections.health_changed.connect(self._show_selected)
        connections.balance_changed.connect(self._show_selected)
        theme.changed.connect(self._dress)
        self._dress(theme.colours)
        self._show_selected()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(11, 0, 10, 0)
        row.setSpacing(8)
        row.addWidget(self._mark)
        row.addWidget(self._name)
        row.addWidget(self._state)
        row.addStretch()
        row.addWidget(self._chevron)

    def sizeHint(self) -> QSize:
        layout = self.layout()
        width = layout.sizeHint().width() if layout is not None else 0
        usual, most = _USUAL_WIDTH, _MOST_LETTERS * self.fontMetrics().averageCharWidth()
        return QSize(min(max(width, usual), max(most, usual)), self._height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is hardly room, the name alone: the mark beside it tells the state by its shape."""
        super().resizeEvent(event)
        needs = self._name.sizeHint().width() + _LEAST_LETTERS * self.fontMetrics().averageCharWidth()
        self._state.setVisible(event.size().width() >= needs + _AROUND_NAME)

    def minimumSizeHint(self) -> QSize:
        """Its words give way before those of the tabs do."""
        return QSize(min(_USUAL_WIDTH, _LEAST_LETTERS * self.fontMetrics().averageCharWidth()), self._height)

    @property
    def _height(self) -> int:
        return max(_USUAL_HEIGHT, self.fontMetrics().height() + _AROUND_WORDS)

    @Slot()
    def open_list(self) -> None:
        """Open the list below the button; the arrow keys walk it."""
        self._menu.popup(self.mapToGlobal(QPoint(0, self.height() + 4)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in OPENING_KEYS:
            self.open_list()
        else:
            super().keyPressEvent(event)

    @Slot()
    @Slot(str)
    def _show_selected(self, _changed: str = "") -> None:
        connection = self._connections.selected
        if connection is None:
            self._mark.show_mark(Mark.OPEN)
            self._show(tr(text.PICKER_STARTING), "", _help())
            self.setAccessibleName(tr(text.PICKER_STARTING_NAME))
            return
        self.setEnabled(True)
        health = self._connections.health(connection.id)
        words, mark = standing(connection, health)
        self._mark.show_mark(mark)
        name = service_name(connection.name, 28)
        self._tell(mark, name, words)
        balance = self._connections.balance(connection.id)
        usual = f"{told_words(balance)}\n{_help()}" if balance else _help()
        self._show(name, words, say(health.detail) if health.detail else usual)
        self.setAccessibleName(tr(text.PICKER_NAME, name=name, state=words))

    def _tell(self, mark: Mark, name: str, words: str) -> None:
        """Say aloud that the service is away, once, and that it is back."""
        is_away = mark in (Mark.BAD, Mark.CAREFUL)
        if (is_away or (self._is_away and mark is Mark.GOOD)) and words != self._state.text():
            say_aloud(self, tr(text.PICKER_NAME, name=name, state=words))
        self._is_away = is_away or (self._is_away and mark is not Mark.GOOD)

    def show_not_open(self, why: str) -> None:
        """There is no studio behind this window, until there are connections to show."""
        self._mark.show_mark(Mark.BAD)
        self._show(tr(text.PICKER_NOT_OPEN), "", why)
        self.setAccessibleName(tr(text.PICKER_NOT_OPEN))
        self.setEnabled(False)

    def _show(self, name: str, words: str, detail: str) -> None:
        self._name.setText(name)
        self._state.setText(words)
        self.setAccessibleDescription(detail)
        set_tip(self, "\n".join(filter(None, (f"{name} · {words}" if words else name, detail))))
        self.updateGeometry()

    @Slot(object)
    def _dress(self, colours: Colours) -> None:
        self._chevron.show_drawn(lambda ratio: pixmap("chevron-down", colours.faint, CHEVRON, ratio))

    @Slot()
    def _fill(self) -> None:
        self._menu.clear()
        group = QActionGroup(self._menu)
        selected = self._connections.selected
        for connection in self._connections.connections:
            self._menu.addAction(self._row(connection, group))
        self._menu.addSeparator()
        self._add(tr(text.PICKER_ADD)).triggered.connect(self.add_wanted)
        if selected is not None:
            self._add_for(selected)
        self._menu.addSeparator()
        self._add(tr(text.PICKER_IMPORT)).triggered.connect(self._import)
        if any(each.kind is ConnectionKind.SAVED for each in self._connections.connections):
            self._add(tr(text.PICKER_EXPORT)).triggered.connect(self._export)
        if can_be_ordered(self._connections.connections):
            self._add(tr(text.PICKER_ORDER)).triggered.connect(self._open_order)

    @Slot()
    def _open_order(self) -> None:
        load_order_sheet()(self._commands, self._connections, self.window()).open()

    @Slot()
    def _import(self) -> None:
        load_handing_on().ask_for_import(self, self._commands)

    @Slot()
    def _export(self) -> None:
        load_handing_on().ask_for_export(self, self._commands)

    def _add_for(self, selected: Connection) -> None:
        if selected.kind is ConnectionKind.SAVED:
            edit = self._add(tr(text.PICKER_EDIT, name=one_line(selected.name, 28)))
            edit.triggered.connect(lambda: self.edit_wanted.emit(selected))
            duplicate = self._add(tr(text.PICKER_DUPLICATE, name=one_line(selected.name, 28)))
            duplicate.triggered.connect(lambda: self.edit_wanted.emit(_copy_of(selected)))
        ask = self._add(tr(text.PICKER_ASK))
        ask.triggered.connect(lambda: probe(selected.id, self._commands))

    def _row(self, connection: Connection, group: QActionGroup) -> QAction:
        words, mark = standing(connection, self._connections.health(connection.id))
        label = tr(text.PICKER_ROW, name=service_name(connection.name, 40), state=words)
        if balance := self._connections.balance(connection.id):
            left = left_words(balance)
            label = tr(text.PICKER_ROW_LEFT, name=service_name(connection.name, 40), state=words, left=left)
        action = QAction(mark_icon(mark, self._theme.colours), _literal(label), self._menu)
        set_tip(action, label)
        action.setCheckable(True)
        action.setChecked(connection == self._connections.selected)
        font = action.font()
        font.setBold(action.isChecked())
        action.setFont(font)
        action.setIconVisibleInMenu(True)
        action.triggered.connect(lambda: select(connection.id, self._commands))
        group.addAction(action)
        return action

    def _add(self, label: str) -> QAction:
        action = QAction(_literal(label), self._menu)
        set_tip(action, label)
        self._menu.addAction(action)
        return action


def _copy_of(connection: Connection) -> Connection:
    """All of it but its key, which is pasted again."""
    place = KeyPlace.NOT_NEEDED if connection.key_place is KeyPlace.NOT_NEEDED else KeyPlace.MISSING
    name = tr(text.PICKER_COPY_NAME, name=connection.name)
    return replace(connection, id="", name=name, key_place=place, key_mark="")


def _literal(label: str) -> str:
    """A menu text in which an ampersand is an ampersand and no shortcut mark."""
    return label.replace("&", "&&")


def _through(label: L) -> L:
    """The label lies on a button: clicks go through it."""
    widget: QWidget = label
    widget.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return label


def _help() -> str:
    return tr(text.PICKER_HELP, keys=Shortcut("Ctrl+L"))
