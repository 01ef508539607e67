"""The free preview of what stands in the form, drawn by the engine whatever connection is picked."""

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QPushButton

from sora_desktop.base.sentences import Shortcut
from sora_desktop.domain.request import Request
from sora_desktop.ui.commands import Commands
from sora_desktop.ui.common.labels import set_look, set_tip
from sora_desktop.ui.common.spoken import say_aloud
from sora_desktop.ui.compose import sentences as text
from sora_desktop.ui.language import tr

PREVIEW_KEYS = "Ctrl+Shift+Return"
PREVIEWING = "preview"
"""The topic of a notice that says why nothing is drawn."""
_HOLD_MILLISECONDS = 800
_FEEDBACK_MILLISECONDS = 1600


class PreviewButton(QPushButton):
    """Says what it does, and for a moment that it is done."""

    def __init__(self) -> None:
        super().__init__(tr(text.COMPOSE_PREVIEW))
        self.setObjectName("previewButton")
        self.setProperty("role", "preview")
        self.setAccessibleName(tr(text.COMPOSE_PREVIEW))
        self.hide()
        self._feedback = QTimer(self, singleShot=True, interval=_FEEDBACK_MILLISECONDS)
        self._feedback.timeout.connect(self._show_ready)

    def show_done(self) -> None:
        """Say that it is being drawn."""
        self.setText(tr(text.COMPOSE_PREVIEW_DONE))
        self._feedback.start()

    @Slot()
    def _show_ready(self) -> None:
        self.setText(tr(text.COMPOSE_PREVIEW))

    def explain(self, reason: str) -> None:
        """Why it is off; empty where it is on."""
        set_tip(self, reason or tr(text.COMPOSE_PREVIEW_TIP, keys=Shortcut(PREVIEW_KEYS)))
        self.setAccessibleDescription(reason or tr(text.COMPOSE_PREVIEW_HELP))


class PreviewPress(QObject):
    """What a press of it sets going.

    Signals: `accepted()` once the preview stands in the queue.
    """

    accepted = Signal()

    def __init__(self, commands: Commands, parent: QObject) -> None:
        super().__init__(parent)
        self._commands = commands
        self.button = PreviewButton()
        self._allowed = self._is_asking = False
        self.reason = ""
        """Why nothing can be drawn; empty where it can."""
        self._hold = QTimer(self, singleShot=True, interval=_HOLD_MILLISECONDS)
        self._hold.timeout.connect(self._enable)

    @property
    def takes_presses(self) -> bool:
        """Whether a press would draw something now."""
        return self._allowed and not self._is_asking and not self._hold.isActive() and not self.button.isHidden()

    def allow(self, reason: str, *, allowed: bool) -> None:
        """Whether what stands in the form can be drawn, and why not."""
        self._allowed, self.reason = allowed, reason
        self.button.explain(reason)
        self._enable()

    def ask(self, request: Request, takes: int) -> None:
        """Have it drawn; `takes` are to be made of it for real. A second press of one wish is none."""
        if not self.takes_presses:
            return
        self._is_asking = True
        self._hold.start()
        self._enable()
        self._commands.run(
            lambda studio: studio.previews.make(request, takes),
            PREVIEWING,
            lambda _job: self._asked(accepted=True),
            otherwise=lambda: self._asked(accepted=False),
        )

    def _asked(self, *, accepted: bool) -> None:
        self._is_asking = False
        if accepted:
            self.button.show_done()
            say_aloud(self.button, self.button.text())
        else:
            self._hold.stop()
        self._enable()
        if accepted:
            self.accepted.emit()

    @Slot()
    def _enable(self) -> None:
        """A held button only looks off: the keyboard would be taken from one that is."""
        self.button.setEnabled(self._allowed)
        held = self._is_asking or self._hold.isActive()
        set_look(self.button, "held", "true" if held else "false")
