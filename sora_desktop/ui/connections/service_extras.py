"""What can be done with the service of the connection sheet beside changing its fields: models, and an examination."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sora_desktop.base.sentences import Message, counted, message, together
from sora_desktop.domain.balance import Balance
from sora_desktop.domain.connection import Connection
from sora_desktop.domain.doctor import Finding
from sora_desktop.domain.errors import AppError
from sora_desktop.domain.events import Notice, Severity
from sora_desktop.domain.presets import preset_of
from sora_desktop.domain.told import ListsRead
from sora_desktop.ui.commands import Commands
from sora_desktop.ui.common.labels import PlainLabel, set_role
from sora_desktop.ui.common.links import link
from sora_desktop.ui.common.wrapping_row import WrappingRow
from sora_desktop.ui.connections import sentences as text
from sora_desktop.ui.connections.balance_words import told_words
from sora_desktop.ui.connections.connection_form import ConnectionForm
from sora_desktop.ui.connections.doctor_view import DoctorView
from sora_desktop.ui.connections.item_models import ConnectionList
from sora_desktop.ui.connections.proof_part import PROVING, ProofPart
from sora_desktop.ui.language import say, tr
from sora_desktop.ui.theme import ThemeKeeper

_SCROLL_BAR = 10
EXAMINING, REFRESHING, BALANCE = "examine connection", "refresh models", "balance"
"""Topics of the commands of this part."""


class ServiceExtras(QWidget):
    """Signals: `models_wanted(Connection)`: a person wants to change the models; `found()`: an examination has ended."""

    models_wanted = Signal(object)
    found = Signal()

    def __init__(
        self, commands: Commands, connections: ConnectionList, form: ConnectionForm, theme: ThemeKeeper
    ) -> None:
        super().__init__()
        self._commands, self._connections, self._form = commands, connections, form
        self._edited = ""
        self._round = 0
        self.models_button = link(tr(text.EXTRAS_MODELS), "connectionModels")
        self.refresh_button = link(tr(text.EXTRAS_REFRESH), "refreshModels")
        self.balance_button = link(tr(text.EXTRAS_BALANCE), "connectionBalance")
        self.examine_button = link(tr(text.EXTRAS_EXAMINE), "examineConnection")
        self.told = PlainLabel(role="hint", wrap=True)
        self.doctor = DoctorView(theme)
        self.proof = ProofPart(commands, theme)
        self.links = WrappingRow(spacing=16)
        for button in (self.models_button, self.refresh_button, self.examine_button, self.balance_button):
            self.links.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, _SCROLL_BAR, 0)
        column.setSpacing(10)
        column.addLayout(self.links)
        self.balance = PlainLabel(role="hint", wrap=True)
        column.addWidget(self.balance)
        column.addWidget(self.told)
        column.addWidget(self.doctor)
        column.addWidget(self.proof)
        self.models_button.clicked.connect(self._want_models)
        self.refresh_button.clicked.connect(self._refresh)
        self.examine_button.clicked.connect(self._examine)
        connections.modelReset.connect(self._follow)
        self.balance_button.clicked.connect(self._ask_for_balance)
        connections.balance_changed.connect(self._show_balance)
        connections.proof_changed.connect(self._take_proof)

    def show_for(self, connection: Connection | None) -> None:
        """Of a saved connection; a new one can only be examined."""
        self._round += 1
        self._edited = connection.id if connection else ""
        self.models_button.setVisible(connection is not None)
        self.refresh_button.setVisible(connection is not None)
        self.proof.show_findings(())
        self.forget_findings()
        self._tell("")
        self._count()
        self.balance_button.setVisible(connection is not None and _tells_balance(connection))
        self._show_balance(self._edited)
        if connection is not None:
            self._ask_for_proof(connection.id)

    def forget(self) -> None:
        """The sheet closes: nobody waits for anything any more."""
        self._round += 1
        if not self.examine_button.isEnabled():
            self._commands.run(lambda studio: studio.connections.stop_examining(), EXAMINING)

    def forget_findings(self) -> None:
        """The fields say something else by now."""
        self.doctor.show_findings(())
        self.proof.hide()

    def _ask_for_proof(self, connection_id: str) -> None:
        """What an earlier clip proved."""
        self._commands.run(
            lambda studio: studio.proofs.findings(connection_id), PROVING, partial(self._take_proof, connection_id)
        )

    @Slot(str, object)
    def _take_proof(self, connection_id: str, findings: Sequence[Finding]) -> None:
        if connection_id == self._edited:
            self.proof.show_findings(findings)
            if findings and not self.proof.isVisibleTo(self):
                self._offer_proof()

    def _offer_proof(self) -> None:
        """Of a connection that is saved: a job goes by what is saved."""
        connection = self._connection
        self.proof.setVisible(connection is not None)
        self.proof.offer(connection, is_changed=not self._form.is_as_saved)

    @property
    def _connection(self) -> Connection | None:
        return self._connections.connection(self._edited)

    @Slot()
    def _follow(self) -> None:
        """The models and prices are new, or the connection is gone."""
        self._count()
        if self.proof.isVisibleTo(self):
            self._offer_proof()

    def _count(self) -> None:
        connection = self._connection
        count = len(connection.models) if connection else 0
        self.models_button.setText(tr(text.EXTRAS_MODELS_COUNT, count=count))
        self.models_button.setAccessibleName(self.models_button.text())

    @Slot()
    def _want_models(self) -> None:
        if (connection := self._connection) is not None:
            self.models_wanted.emit(connection)

    @Slot()
    def _refresh(self) -> None:
        connection_id = self._edited
        self.refresh_button.setEnabled(False)
        self._tell(tr(text.EXTRAS_REFRESHING))
        self._commands.run(
            lambda studio: studio.connections.refresh_models(connection_id),
            REFRESHING,
            partial(self._refreshed, self._round),
            failed=partial(self._not_refreshed, self._round),
            otherwise=lambda: self.refresh_button.setEnabled(True),
        )

    def _refreshed(self, asked_round: int, read: ListsRead) -> None:
        self.refresh_button.setEnabled(True)
        if asked_round == self._round:
            self._tell(say(words_of(read)))

    def _not_refreshed(self, asked_round: int, error: AppError) -> None:
        if asked_round == self._round:
            self._tell(say(error.sentence), "caution")

    @Slot()
    def _examine(self) -> None:
        if not self._form.ready():
            return
        draft, key = self._form.draft(), self._form.key_to_save
        self.forget_findings()
        self.examine_button.setEnabled(False)
        self._tell(tr(text.EXTRAS_EXAMINING))
        self._commands.run(
            lambda studio: studio.connections.examine(draft, key),
            EXAMINING,
            partial(self._examined, self._round),
            failed=partial(self._not_refreshed, self._round),
            otherwise=lambda: self.examine_button.setEnabled(True),
        )

    def _examined(self, asked_round: int, findings: tuple[Finding, ...]) -> None:
        self.examine_button.setEnabled(True)
        if asked_round == self._round:
            self._tell("")
            self.doctor.show_findings(findings)
            if findings:
                self._offer_proof()
            self.found.emit()

    @Slot()
    def _ask_for_balance(self) -> None:
        connection_id = self._edited
        self.balance_button.setEnabled(False)
        self._tell(tr(text.BALANCE_ASKING))
        self._commands.run(
            lambda studio: studio.connections.balance(connection_id),
            BALANCE,
            partial(self._take_balance, self._round),
            otherwise=lambda: self.balance_button.setEnabled(True),
        )

    def _take_balance(self, asked_round: int, balance: Balance | None) -> None:
        self.balance_button.setEnabled(True)
        if asked_round == self._round:
            self._tell("" if balance else tr(text.BALANCE_UNTOLD))

    @Slot(str)
    def _show_balance(self, connection_id: str) -> None:
        """Nothing stands there where nothing was told."""
        if connection_id == self._edited:
            balance = self._connections.balance(connection_id)
            self.balance.setText(told_words(balance) if balance else "")
            self.balance.setVisible(balance is not None)

    def _tell(self, words: str, role: str = "hint") -> None:
        self.told.setText(words)
        self.told.setVisible(bool(words))
        set_role(self.told, role)


def _tells_balance(connection: Connection) -> bool:
    preset = preset_of(connection.preset)
    return preset is not None and bool(preset.balances) and not connection.prices.free


def ask_for_models(saved: Connection, commands: Commands) -> None:
    """After a connection was saved: what it lists is offered. Without a list it is only told where nothing can be picked."""

    def tell(read: ListsRead) -> None:
        severity = Severity.WARNING if read.trouble else Severity.INFO
        commands.tell(Notice(words_of(read), severity, topic=REFRESHING))

    def fail(error: AppError) -> None:
        if not saved.models:
            commands.tell(Notice(error.sentence, Severity.WARNING, topic=REFRESHING))

    commands.run(lambda studio: studio.connections.refresh_models(saved.id), REFRESHING, tell, failed=fail)


def words_of(read: ListsRead) -> Message:
    """How much was found."""
    parts = [counted(text.MODELS_FOUND, read.models)]
    if read.models and not read.are_free:
        parts.append(_price_words(read))
    return together((*parts, *((read.trouble,) if read.trouble else ())))


def _price_words(read: ListsRead) -> Message:
    if not read.prices:
        return message(text.MODELS_UNPRICED)
    is_all = read.prices >= read.models
    return counted(text.MODELS_ALL_PRICED if is_all else text.MODELS_PRICED, min(read.prices, read.models))
