"""The connections as the picker shows them, with the state of each in words."""

from collections.abc import Mapping
from enum import StrEnum

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from sora_desktop.domain.balance import Balance
from sora_desktop.domain.connection import Connection, ConnectionKind, KeyPlace
from sora_desktop.domain.events import (
    BalanceChanged,
    ConnectionsChanged,
    Event,
    Health,
    HealthChanged,
    ProofChanged,
    Reach,
    Snapshot,
)
from sora_desktop.domain.format_facts import FormatFacts
from sora_desktop.ui.connections import sentences as text
from sora_desktop.ui.language import say, service_name, tr

ID_ROLE = Qt.ItemDataRole.UserRole
STATE_ROLE = Qt.ItemDataRole.UserRole + 1
CONNECTION_ROLE = Qt.ItemDataRole.UserRole + 2


class Mark(StrEnum):
    """How well a connection stands: the shape and colour of its mark."""

    GOOD = "good"
    OPEN = "open"
    CAREFUL = "careful"
    BAD = "bad"


_WORDS: Mapping[Reach, tuple[str, Mark]] = {
    Reach.UNTRIED: (text.REACH_UNTRIED, Mark.OPEN),
    Reach.ASKING: (text.REACH_ASKING, Mark.OPEN),
    Reach.ANSWERS: (text.REACH_ANSWERS, Mark.GOOD),
    Reach.WRONG_KEY: (text.REACH_WRONG_KEY, Mark.CAREFUL),
    Reach.NOT_THE_FORMAT: (text.REACH_NOT_THE_FORMAT, Mark.BAD),
    Reach.NO_ANSWER: (text.REACH_NO_ANSWER, Mark.BAD),
    Reach.STARTING: (text.REACH_STARTING, Mark.OPEN),
}


def standing(connection: Connection, health: Health) -> tuple[str, Mark]:
    """The state of a connection in words, and its mark."""
    if connection.key_place is KeyPlace.MISSING:
        return tr(text.REACH_NEEDS_KEY), Mark.CAREFUL
    if connection.kind is ConnectionKind.ENGINE and health.reach is Reach.ANSWERS:
        return tr(text.REACH_READY), Mark.GOOD
    words, mark = _WORDS[health.reach]
    return tr(words), mark


class ConnectionList(QAbstractListModel):
    """Rows in the order of the picker. `UserRole` is the id, `+1` the word of `Reach`, `+2` the Connection.

    Signals: `selection_changed(Connection | None)` when another one is selected or the selected one was
    edited; `health_changed(str)` with the id of a connection whose state is new; `proof_changed(str, object)` with the
    findings of the clip that is to prove one; `balance_changed(str)` where what is left at one is new.
    """

    selection_changed = Signal(object)
    health_changed = Signal(str)
    proof_changed = Signal(str, object)
    balance_changed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._connections: tuple[Connection, ...] = ()
        self._health: dict[str, Health] = {}
        self._balances: dict[str, Balance] = {}
        self._selected = ""
        self._formats: tuple[FormatFacts, ...] = ()

    @property
    def connections(self) -> tuple[Connection, ...]:
        return self._connections

    @property
    def formats(self) -> tuple[FormatFacts, ...]:
        """Those that a connection can speak; none before the studio is open."""
        return self._formats

    @property
    def selected(self) -> Connection | None:
        return self.connection(self._selected)

    def connection(self, connection_id: str) -> Connection | None:
        return next((each for each in self._connections if each.id == connection_id), None)

    def health(self, connection_id: str) -> Health:
        return self._health.get(connection_id, Health())

    def balance(self, connection_id: str) -> Balance | None:
        """What is left there, as it was told last; None where nothing was."""
        return self._balances.get(connection_id)

    def load(self, snapshot: Snapshot) -> None:
        self._health = dict(snapshot.health)
        self._formats = snapshot.formats
        self.reset(snapshot.connections, snapshot.selected)

    def reset(self, connections: tuple[Connection, ...], selected: str) -> None:
        before = self.selected
        self.beginResetModel()
        self._connections, self._selected = connections, selected
        known = {each.id for each in connections}
        self._health = {each: health for each, health in self._health.items() if each in known}
        self._balances = {each: balance for each, balance in self._balances.items() if each in known}
        self.endResetModel()
        if self.selected != before:
            self.selection_changed.emit(self.selected)

    def apply(self, event: Event) -> None:
        """Take over what happened; events of other matters are passed by."""
        match event:
            case ConnectionsChanged(connections=connections, selected=selected):
                self.reset(connections, selected)
            case HealthChanged(connection_id=connection_id, health=health):
                self._health[connection_id] = health
                self._tell(connection_id)
            case BalanceChanged(connection_id=connection_id, balance=balance):
                self._balances.pop(connection_id, None)
                if balance is not None:
                    self._balances[connection_id] = balance
                self.balance_changed.emit(connection_id)
            case ProofChanged(connection_id=connection_id, findings=findings):
                self.proof_changed.emit(connection_id, findings)

    def _tell(self, connection_id: str) -> None:
        for row, connection in enumerate(self._connections):
            if connection.id == connection_id:
                self.dataChanged.emit(self.index(row), self.index(row))
                self.health_changed.emit(connection_id)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._connections)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        connection = self._connections[index.row()]
        health = self.health(connection.id)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return service_name(connection.name)
            case Qt.ItemDataRole.AccessibleDescriptionRole:
                return say(health.detail) if health.detail else standing(connection, health)[0]
            case _:
                return {ID_ROLE: connection.id, STATE_ROLE: str(health.reach), CONNECTION_ROLE: connection}.get(role)
