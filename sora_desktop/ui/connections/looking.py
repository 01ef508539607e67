"""Looks at a service by itself while a person fills in the sheet: what is it? Free questions, and nothing is changed."""

from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from sora_desktop.domain.connection import Connection
from sora_desktop.domain.recognition import Recognition
from sora_desktop.ui.commands import Commands
from sora_desktop.ui.connections.connection_form import ConnectionForm

PAUSE = 700
"""Milliseconds without a change, after which it looks."""
_PASTED = 8
"""So many characters at once nobody types."""
LOOKING = "look at a service"
"""The topic of these questions."""


class Looking(QObject):
    """One look for one address and key; an answer to an earlier one is not heard.

    Signals: `begun()`; `seen(Recognition)`.
    """

    begun = Signal()
    seen = Signal(object)

    def __init__(self, commands: Commands, form: ConnectionForm) -> None:
        super().__init__(form)
        self._commands, self._form = commands, form
        self._round = 0
        self._last: tuple[str, str | None] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)
        self._typed = ""
        self._is_whole = False
        form.url.field.textEdited.connect(self._take_address)
        form.url.field.editingFinished.connect(self._take_whole)
        form.key.field.textEdited.connect(self._wait)
        form.keyless.clicked.connect(self._wait)

    def forget(self) -> None:
        """Nobody waits for an answer any more."""
        self._round += 1
        self._last, self._typed, self._is_whole = None, "", False
        self._timer.stop()

    @Slot(str)
    def _take_address(self, typed: str) -> None:
        """Half an address is another one, and a key must not go there: only one that is pasted is whole at once."""
        self._is_whole = len(typed) - len(self._typed) >= _PASTED
        self._typed = typed
        self._wait()

    @Slot()
    def _take_whole(self) -> None:
        self._is_whole = True
        self._wait()

    @Slot()
    def _wait(self) -> None:
        self._round += 1
        self._timer.start(PAUSE)

    @Slot()
    def look(self) -> None:
        """Ask now, where there is something to ask that was not asked yet."""
        self._timer.stop()
        asked = self._form.question() if self._is_whole and self._form.isEnabled() else None
        if asked is None or (asked[0].base_url, asked[1]) == self._last:
            return
        connection, key = asked
        self._last = (connection.base_url, key)
        self._round += 1
        self.begun.emit()
        self._ask(connection, key)

    def _ask(self, connection: Connection, key: str | None) -> None:
        self._commands.run(
            lambda studio: studio.connections.recognise(connection, key),
            LOOKING,
            partial(self._take, self._round),
            failed=lambda _error: None,
        )

    def _take(self, asked_round: int, found: Recognition) -> None:
        if asked_round == self._round:
            self.seen.emit(found)
