"""The settings as the window has them: a change holds here at once, and soon in the studio."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from sora_desktop.domain.settings import Settings
from sora_desktop.ui.commands import Commands
from sora_desktop.ui.window.settings_writer import SettingsWriter


class WindowSettings(QObject):
    """`now` is what they are. Signals: `changed(Settings)`, whoever changed them."""

    changed = Signal(object)

    def __init__(self, commands: Commands, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.now = settings
        self.writer = SettingsWriter(commands, self)

    def change(self, **changes: Any) -> None:
        """Change some of them, because a person said so or because the window remembers its place."""
        self.writer.change(**changes)
        if "budget" in changes:
            self.writer.write()  # the next press of Generate goes by it
        self.take(replace(self.now, **changes))

    def take(self, settings: Settings) -> None:
        """What the studio says; what it does not have yet wins over it."""
        self.now = replace(settings, **self.writer.waiting)
        self.changed.emit(self.now)
