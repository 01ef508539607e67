"""The panels, and which of them is made when."""

from collections.abc import Callable, Mapping
from enum import Enum, auto
from functools import cached_property
from typing import TYPE_CHECKING, Final, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from sora_desktop.base.values import dataclass
from sora_desktop.ui.commands import Commands
from sora_desktop.ui.compose.panel import ComposePanel
from sora_desktop.ui.library.item_models import ClipList
from sora_desktop.ui.queue.item_models import JobList
from sora_desktop.ui.queue.panel import QueuePanel
from sora_desktop.ui.stage.panel import StagePanel
from sora_desktop.ui.strip.panel import StripPanel
from sora_desktop.ui.theme import ThemeKeeper

if TYPE_CHECKING:
    from sora_desktop.ui.library.panel import LibraryPanel

P = TypeVar("P", bound=QWidget)


@dataclass(frozen=True, slots=True)
class WindowParts:
    """What panels are made from."""

    commands: Commands
    theme: ThemeKeeper
    jobs: JobList
    clips: ClipList
    newest: ClipList
    """The whole library, whatever is looked for in `clips`."""


class Place(Enum):
    """Where a panel stands: at the left of Make, right of that, below that; in the drawer; in Choose.

    That of Choose is made when Choose is first shown, the others before the first paint.
    """

    LEFT = auto()
    MAIN = auto()
    BELOW = auto()
    DRAWER = auto()
    CHOOSE = auto()


@dataclass(frozen=True, slots=True)
class PanelPlace:
    """`least` is the height that it keeps, in pixels; where it can stand in several places, these keep it."""

    place: Place
    make: Callable[[WindowParts], QWidget]
    least: int = 0


def load_library_panel() -> "type[LibraryPanel]":
    """The first paint needs none."""
    from sora_desktop.ui.library.panel import LibraryPanel

    return LibraryPanel


PANELS: Final[Mapping[str, PanelPlace]] = {
    "compose": PanelPlace(Place.LEFT, lambda parts: ComposePanel(parts.commands, parts.theme)),
    "stage": PanelPlace(Place.MAIN, lambda parts: StagePanel(parts.commands, parts.theme), least=300),
    "strip": PanelPlace(Place.BELOW, lambda parts: StripPanel(parts.jobs, parts.newest, parts.theme), least=104),
    "queue": PanelPlace(Place.DRAWER, lambda parts: QueuePanel(parts.commands, parts.jobs, parts.theme, parts.clips)),
    "library": PanelPlace(Place.CHOOSE, lambda parts: load_library_panel()(parts.commands, parts.clips, parts.theme)),
}
"""A panel is a folder in `ui` and a line here."""


class Panels(QObject):
    """Each as what it is.

    Signals: `library_made(LibraryPanel)`, once.
    """

    library_made = Signal(object)

    def __init__(self, parts: WindowParts, home: QWidget) -> None:
        super().__init__(home)
        self._home = home
        self._parts = parts
        self.compose = self._made("compose", ComposePanel)
        self.stage = self._made("stage", StagePanel)
        self.strip = self._made("strip", StripPanel)
        self.queue = self._made("queue", QueuePanel)

    @cached_property
    def library(self) -> "LibraryPanel":
        panel = self._made("library", load_library_panel())
        panel.setParent(self._home)
        self.library_made.emit(panel)
        return panel

    def _made(self, name: str, kind: type[P]) -> P:
        panel = PANELS[name].make(self._parts)
        if not isinstance(panel, kind):
            raise TypeError(name)
        if PANELS[name].place is not Place.MAIN:
            panel.setMinimumHeight(PANELS[name].least)
        return panel
