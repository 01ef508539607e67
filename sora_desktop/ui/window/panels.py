"""The panels, made as `PANELS` says."""

from typing import TypeVar

from PySide6.QtWidgets import QWidget

from sora_desktop.ui.compose.panel import ComposePanel
from sora_desktop.ui.library.panel import LibraryPanel
from sora_desktop.ui.queue.panel import QueuePanel
from sora_desktop.ui.stage.panel import StagePanel
from sora_desktop.ui.window.columns import PANELS, WindowParts

P = TypeVar("P", bound=QWidget)


class Panels:
    """All of them in `by_name`, and each as what it is."""

    def __init__(self, parts: WindowParts) -> None:
        self.by_name = {name: place.make(parts) for name, place in PANELS.items()}
        self.compose = self._panel("compose", ComposePanel)
        self.stage = self._panel("stage", StagePanel)
        self.queue = self._panel("queue", QueuePanel)
        self.library = self._panel("library", LibraryPanel)

    def _panel(self, name: str, kind: type[P]) -> P:
        panel = self.by_name[name]
        if not isinstance(panel, kind):
            raise TypeError(name)
        return panel
