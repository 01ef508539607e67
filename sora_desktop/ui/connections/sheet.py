"""The sheet that adds, changes, tests and removes a connection."""

from collections.abc import Mapping
from functools import cached_property, partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from sora_desktop.base.sentences import message
from sora_desktop.domain.connection import Connection, KeyPlace
from sora_desktop.domain.events import Health, Notice, Reach, Severity
from sora_desktop.domain.pricing import PriceList
from sora_desktop.domain.recognition import Recognition
from sora_desktop.ui.commands import Commands
from sora_desktop.ui.common import sentences as shared
from sora_desktop.ui.common.labels import PlainLabel, set_role
from sora_desktop.ui.common.links import link
from sora_desktop.ui.common.scrolled_body import ScrolledBody
from sora_desktop.ui.common.sheet import Sheet
from sora_desktop.ui.common.wrapping_row import WrappingRow
from sora_desktop.ui.connections import sentences as text
from sora_desktop.ui.connections.connection_actions import probe, select
from sora_desktop.ui.connections.connection_form import ConnectionForm
from sora_desktop.ui.connections.item_models import ConnectionList, Mark
from sora_desktop.ui.connections.looking import Looking
from sora_desktop.ui.connections.model_editor import ModelSheet
from sora_desktop.ui.connections.price_editor import PriceSheet
from sora_desktop.ui.connections.recognition_words import recognition_words
from sora_desktop.ui.connections.service_extras import ServiceExtras, ask_for_models
from sora_desktop.ui.connections.state_mark import StateMark
from sora_desktop.ui.language import one_line, say, tr
from sora_desktop.ui.theme import ThemeKeeper

_FOUND: Mapping[Reach, tuple[str, Mark]] = {
    Reach.WRONG_KEY: (text.CONNECTION_TEST_WRONG_KEY, Mark.CAREFUL),
    Reach.NOT_THE_FORMAT: (text.CONNECTION_TEST_NOT_THE_FORMAT, Mark.BAD),
    Reach.NO_ANSWER: (text.CONNECTION_TEST_NO_ANSWER, Mark.BAD),
}
_SAVED: Mapping[KeyPlace, tuple[str, Severity]] = {
    KeyPlace.KEYRING: (text.CONNECTION_SAVED_KEYRING, Severity.INFO),
    KeyPlace.SESSION: (text.CONNECTION_SAVED_SESSION, Severity.WARNING),
    KeyPlace.NOT_NEEDED: (text.CONNECTION_SAVED_KEYLESS, Severity.INFO),
    KeyPlace.MISSING: (text.CONNECTION_SAVED_MISSING, Severity.WARNING),
}
_ROLES: Mapping[Mark | None, str] = {Mark.GOOD: "ok", Mark.CAREFUL: "warn", Mark.BAD: "bad"}
SAVING, TRYING = "save connection", "try connection"
"""Topics under which `Commands` tells why one of this sheet's commands did not work."""


class ConnectionSheet(Sheet):
    """One sheet for adding and for editing; `open_for` says which."""

    def __init__(
        self, commands: Commands, connections: ConnectionList, theme: ThemeKeeper, parent: QWidget | None = None
    ) -> None:
        super().__init__(tr(text.CONNECTION_ADD_TITLE), parent, scrolls=False)
        self._commands, self._connections = commands, connections
        self._edited: Connection | None = None
        self._round = 0
        self._theme = theme
        self.form = ConnectionForm(connections)
        self.looking = Looking(commands, self.form)
        self.extras = ServiceExtras(commands, connections, self.form, theme)
        self._body = ScrolledBody(_below_each_other(self.form, self.extras))
        self.found_mark = StateMark(theme)
        self.found = PlainLabel(wrap=True)
        self._make_buttons()
        self._lay_out()
        self._wire()

    def _make_buttons(self) -> None:
        self.prices_button = link(tr(text.CONNECTION_PRICES), "connectionPrices")
        self.test_button = QPushButton(tr(text.CONNECTION_TEST))
        self.cancel_button = QPushButton(tr(shared.DIALOG_CANCEL))
        self.save_button = QPushButton(tr(shared.DIALOG_SAVE))
        self.remove_button = QPushButton(tr(text.CONNECTION_REMOVE))
        self.remove_button.setProperty("role", "danger")
        for button in (self.remove_button, self.test_button, self.cancel_button):
            button.setAutoDefault(False)
        self.save_button.setDefault(True)

    def _lay_out(self) -> None:
        self.column.addWidget(PlainLabel(tr(text.CONNECTION_INTRO), role="muted", wrap=True))
        self.column.addWidget(self._body, 1)
        self.extras.links.insert(1, self.prices_button)
        found = QHBoxLayout()
        found.setSpacing(8)
        found.addWidget(self.found_mark)
        found.addWidget(self.found, 1)
        self.column.addLayout(found)
        buttons = WrappingRow()
        buttons.addWidget(self.remove_button)
        buttons.add_gap()
        for button in (self.test_button, self.cancel_button, self.save_button):
            buttons.addWidget(button)
        self.foot.addLayout(buttons)

    def _wire(self) -> None:
        self.form.changed.connect(self._clear_found)
        self.form.changed.connect(self.extras.forget_findings)
        self.looking.begun.connect(self._show_looking)
        self.looking.seen.connect(self._recognised)
        self._body.resized.connect(self._grow)
        self.prices_button.clicked.connect(self._open_prices)
        self.form.advanced.free.toggled.connect(self.prices_button.setDisabled)
        self.test_button.clicked.connect(self._test)
        self.save_button.clicked.connect(self._save)
        self.cancel_button.clicked.connect(self.reject)
        self.remove_button.clicked.connect(self._remove)
        self.finished.connect(self._forget)
        self.extras.models_wanted.connect(self._open_models)
        self.extras.found.connect(self._show_findings, Qt.ConnectionType.QueuedConnection)
        self._commands.notice.connect(self._hear)

    def open_for(self, connection: Connection | None, *, at_key: bool = False) -> None:
        """Open the sheet to change a connection that was saved, or for a new one: None, or one without an id to begin with.

        `at_key`: its key is what a person wants to enter.
        """
        self._round += 1
        begun, connection = connection, connection if connection and connection.id else None
        self._edited = connection
        self.retitle(tr(text.CONNECTION_EDIT_TITLE if connection else text.CONNECTION_ADD_TITLE))
        self.form.fill(begun)
        self.looking.forget()
        self.extras.show_for(connection)
        self._set_busy(busy=False)
        self.remove_button.setVisible(connection is not None)
        self.begin_anew()
        self._body.verticalScrollBar().setValue(0)
        self.open()
        first = self.form.key if at_key else self.form.name if connection else self.form.url
        first.field.setFocus()

    @cached_property
    def models(self) -> ModelSheet:
        """Made when it is first asked for, and kept."""
        return ModelSheet(self._commands, self._connections, self)

    @Slot(object)
    def _open_models(self, connection: Connection) -> None:
        self.models.open_for(connection)

    @Slot()
    def _open_prices(self) -> None:
        """They are saved with the rest of the connection."""
        sheet = PriceSheet(self._theme, self)
        sheet.finished.connect(sheet.deleteLater)
        sheet.chosen.connect(self._take_prices)
        sheet.open_for(self.form.name.field.text(), self.form.advanced.prices, self.form.models)

    @Slot(object)
    def _take_prices(self, prices: PriceList) -> None:
        self.form.advanced.prices = prices

    @Slot()
    def _test(self) -> None:
        if not self.form.ready():
            return
        self._set_busy(busy=True)
        self._show_found(tr(text.CONNECTION_TESTING), Mark.OPEN)
        draft, key = self.form.draft(), self.form.key_to_save
        self._commands.run(
            lambda studio: studio.connections.try_out(draft, key), TRYING, partial(self._tested, self._round)
        )

    def _tested(self, asked_round: int, health: Health) -> None:
        if asked_round != self._round:
            return
        self._set_busy(busy=False)
        if health.reach is Reach.ANSWERS:
            keyless = self.form.is_keyless
            words = text.CONNECTION_TEST_ANSWERS_KEYLESS if keyless else text.CONNECTION_TEST_ANSWERS
            self._show_found(tr(words), Mark.GOOD)
            return
        words, mark = _FOUND.get(health.reach, (text.CONNECTION_TEST_NO_ANSWER, Mark.BAD))
        self._show_found(say(health.detail) if health.detail else tr(words), mark)

    @Slot()
    def _save(self) -> None:
        if not self.form.ready():
            return
        self._set_busy(busy=True)
        self._show_found(tr(text.CONNECTION_SAVING), Mark.OPEN)
        then = partial(self._saved, self._round, self._edited is None)
        draft, key = self.form.draft(), self.form.key_to_save
        self._commands.run(lambda studio: studio.connections.save(draft, key), SAVING, then)

    def _saved(self, asked_round: int, is_new: bool, saved: Connection) -> None:
        words, severity = _SAVED.get(saved.key_place, (text.CONNECTION_SAVED_KEYLESS, Severity.INFO))
        self._commands.tell(Notice(message(words, name=one_line(saved.name)), severity, topic="connection saved"))
        if is_new:
            select(saved.id, self._commands)
        else:
            probe(saved.id, self._commands)
        ask_for_models(saved, self._commands)
        if asked_round == self._round:
            self.accept()

    @Slot()
    def _show_looking(self) -> None:
        self._show_found(tr(text.LOOK_BEGUN), Mark.OPEN)

    @Slot(object)
    def _recognised(self, found: Recognition) -> None:
        """What answers there: its kind is filled in, unless a person chose one."""
        if self.isVisible():
            self.form.guess_kind(found.preset)
            self._show_found(*recognition_words(found, self.form.kind.field.value))

    @Slot()
    def _remove(self) -> None:
        """At once: a notice offers to take it back."""
        if self._edited is not None:
            connection_id = self._edited.id
            self._commands.run(lambda studio: studio.removals.connection(connection_id), "remove connection")
        self.accept()

    @Slot(object)
    def _hear(self, notice: Notice) -> None:
        """Why a command of this sheet did not work is said here too, where the eyes are."""
        if self.isVisible() and notice.topic in (SAVING, TRYING):
            self._set_busy(busy=False)
            self._show_found(say(notice.text), Mark.BAD)

    @Slot()
    def _forget(self) -> None:
        """Closed: answers that still come are not for this sheet any more, and the key leaves its field."""
        self._round += 1
        self.looking.forget()
        self.extras.forget()
        self.form.forget_key()

    def _set_busy(self, *, busy: bool) -> None:
        for widget in (self.test_button, self.save_button, self.remove_button):
            widget.setEnabled(not busy)
        self.form.setEnabled(not busy)
        self.extras.setEnabled(not busy)
        self.prices_button.setEnabled(not busy and not self.form.advanced.free.isChecked())

    @Slot()
    def _clear_found(self) -> None:
        self._show_found("", None)

    @Slot()
    def _show_findings(self) -> None:
        """They stand below the fields: bring their beginning up."""
        self._body.verticalScrollBar().setValue(self.extras.y())

    @Slot()
    def _grow(self) -> None:
        if self.isVisible():
            self.make_room()

    def _show_found(self, words: str, mark: Mark | None) -> None:
        self.found.setText(words)
        self.found.setVisible(bool(words))
        self.found_mark.setVisible(mark is not None)
        if mark is not None:
            self.found_mark.show_mark(mark)
        set_role(self.found, _ROLES.get(mark, ""))
        if self.isVisible():
            self.make_room()


def _below_each_other(*parts: QWidget) -> QWidget:
    body = QWidget()
    body.setProperty("role", "plain")
    column = QVBoxLayout(body)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(14)
    for part in parts:
        column.addWidget(part)
    column.addStretch()
    return body
