"""What a press of Generate sets going, and the button meanwhile."""

from collections.abc import Coroutine, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from sora_desktop.domain.budget import Asked
from sora_desktop.domain.request import Request
from sora_desktop.ui.commands import SUBMITTING, Commands
from sora_desktop.ui.common.over_budget import usual_question
from sora_desktop.ui.common.spoken import say_aloud
from sora_desktop.ui.compose.generate_row import GenerateButton

if TYPE_CHECKING:
    from sora_desktop.studio.studio import Studio

_HOLD_MILLISECONDS = 800
"""Generate stays off for so long after a press: a double click or a key held down is one wish, and is paid for once."""


class GeneratePress(QObject):
    """Takes a request to the studio, and holds the button until that has it.

    Signals: `accepted()` once every job of a press stands in the ledger; `refused()` none of them does.
    """

    accepted = Signal()
    refused = Signal()

    def __init__(self, commands: Commands, button: GenerateButton, parent: QObject) -> None:
        super().__init__(parent)
        self._commands = commands
        self._button = button
        self.is_allowed = False
        self._reason = ""
        self.is_submitting = False
        self._hold = QTimer(self, singleShot=True, interval=_HOLD_MILLISECONDS)
        self._hold.timeout.connect(self._enable)

    @property
    def is_held(self) -> bool:
        """Whether another press would be the same wish."""
        return self.is_submitting or self._hold.isActive()

    def go_on_from(self, before: "GeneratePress") -> None:
        """A press in the window before, which the studio has not answered yet, holds this button, too."""
        if before.is_submitting:
            before.accepted.connect(partial(self._submitted, accepted=True))
            before.refused.connect(partial(self._submitted, accepted=False))
            self._hold_busy()

    def allow(self, allowed: bool, reason: str) -> None:
        """Whether what stands in the form may go, and why not."""
        self.is_allowed, self._reason = allowed, reason
        self._enable()

    def submit(self, requests: Sequence[Request], connection_id: str, count: int) -> None:
        """Ask for so many jobs of each request, all or none; nothing is asked while one press is held."""
        if not self.is_held:
            self._send(requests, connection_id, count, None)

    def _send(self, requests: Sequence[Request], connection_id: str, count: int, agreed: Asked | None) -> None:
        """`agreed`: what a person has said yes to, although it is above the budget."""

        def submit(studio: "Studio", agreed: Asked | None) -> Coroutine[object, object, object]:
            named = {"agreed": agreed} if agreed else {}
            if len(requests) == 1:
                return studio.jobs.submit(requests[0], connection_id, count, **named)
            return studio.jobs.submit_each(requests, connection_id, count, agreed=agreed)

        again = partial(self._send, requests, connection_id, count)
        self._hold.start()
        self._hold_busy()
        self._commands.run(
            lambda studio: submit(studio, agreed),
            SUBMITTING,
            lambda _jobs: self._submitted(accepted=True),
            failed=self._commands.failing(
                SUBMITTING, lambda error: usual_question(error, self._button, again, submit, SUBMITTING)
            ),
            otherwise=lambda: self._submitted(accepted=False),
        )

    def _hold_busy(self) -> None:
        self.is_submitting = True
        self._button.show_busy()
        self._enable()

    def _submitted(self, *, accepted: bool) -> None:
        self.is_submitting = False
        if accepted:
            self._button.show_done()
            say_aloud(self._button, self._button.text())
        else:
            self._hold.stop()
            self._button.show_ready()
            self.refused.emit()
        self._enable()
        if accepted:
            self.accepted.emit()

    @Slot()
    def _enable(self) -> None:
        """A held button only looks off: the keyboard would be taken from one that is."""
        self._button.setEnabled(self.is_allowed)
        self._button.hold(held=self.is_held)
        self._button.explain(self._reason)
