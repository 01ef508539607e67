"""What the window keeps by itself, gathered and written now and then: settings that it changes, and the draft."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Slot

from sora_desktop.domain.draft import Draft
from sora_desktop.ui.commands import Commands

WRITE_MILLISECONDS = 500


class SettingsWriter(QObject):
    """Gathers changes of settings and hands them to the studio once they have come to rest.

    Before the studio is open nothing is handed over: `open` does it then.
    """

    def __init__(self, commands: Commands, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._commands = commands
        self._waiting: dict[str, Any] = {}
        self._is_open = False
        self._clock = QTimer(self, singleShot=True, interval=WRITE_MILLISECONDS)
        self._clock.timeout.connect(self.write)

    @property
    def waiting(self) -> dict[str, Any]:
        """Changes that the studio does not have yet: they win over what it says."""
        return dict(self._waiting)

    def open(self) -> None:
        """The studio is there now."""
        self._is_open = True
        self.write()

    def change(self, **changes: Any) -> None:
        """Write these soon."""
        self._waiting |= changes
        if self._is_open:
            self._clock.start()

    @Slot()
    def write(self) -> None:
        """Hand over what waits, now."""
        self._clock.stop()
        if self._is_open and self._waiting:
            waiting, self._waiting = self._waiting, {}
            self._commands.run(lambda studio: studio.settings.change(**waiting), "settings")

    def stop(self) -> None:
        """The studio is about to close: what waits is handed over, and nothing after it."""
        self.write()
        self._is_open = False


class DraftWriter(QObject):
    """Hands the draft to the studio a moment after it changed, also while a person writes on: a crash loses no more."""

    def __init__(self, commands: Commands, read: Callable[[], Draft], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._commands = commands
        self._read = read
        self.written = read()
        self._is_open = False
        self._clock = QTimer(self, singleShot=True, interval=WRITE_MILLISECONDS)
        self._clock.timeout.connect(self.write)

    def start_with(self, kept: Draft, show: Callable[[Draft], None]) -> None:
        """Show what the studio keeps, where that is another draft and nobody has changed the one that stands here.

        Another window may have gone on writing after this one had read the file.
        """
        if kept != self.written and self._read() == self.written:
            show(kept)
            self.written = self._read()

    def go_on_from(self, before: "DraftWriter") -> None:
        """The studio has what this one has handed over, or what stood in the file."""
        self.written = before.written

    def open(self) -> None:
        """The studio is there now."""
        self._is_open = True
        self.write()

    @Slot()
    def note_change(self) -> None:
        """Write it soon."""
        if self._is_open and not self._clock.isActive():
            self._clock.start()

    @Slot()
    def write(self) -> None:
        """Hand it over now, where it is another one than before."""
        self._clock.stop()
        draft = self._read()
        if self._is_open and draft != self.written:
            self.written = draft
            self._commands.run(lambda studio: studio.drafts.keep(draft), "keep draft")

    def stop(self) -> None:
        """The studio is about to close: the last words are handed over, and nothing after them."""
        self.write()
        self._is_open = False
