"""The settings while the app runs: each change is on the disk before it is told."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from sora_desktop.domain.events import SettingsChanged
from sora_desktop.domain.settings import Settings
from sora_desktop.store.settings import save_settings
from sora_desktop.studio.event_bus import EventBus


class SettingsKeeper:
    """`now` is what they are."""

    def __init__(self, path: Path, settings: Settings, event_bus: EventBus) -> None:
        self._path = path
        self._event_bus = event_bus
        self.now = settings

    async def change(self, **changes: Any) -> None:
        """Change some fields. StorageError where the disk refuses; in this run the change holds all the same."""
        self.now = replace(self.now, **changes)
        save_settings(self._path, self.now)
        self._event_bus.emit(SettingsChanged(self.now))
