"""The panels and the three columns that they stand in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QSplitter, QWidget

from sora_desktop.ui.commands import Commands
from sora_desktop.ui.compose.panel import ComposePanel
from sora_desktop.ui.library.item_models import ClipList
from sora_desktop.ui.library.panel import LibraryPanel
from sora_desktop.ui.queue.item_models import JobList
from sora_desktop.ui.queue.panel import QueuePanel
from sora_desktop.ui.stage.panel import StagePanel
from sora_desktop.ui.theme import ThemeKeeper


@dataclass(frozen=True, slots=True)
class WindowParts:
    """What panels are made from."""

    commands: Commands
    theme: ThemeKeeper
    jobs: JobList
    clips: ClipList


class Column(IntEnum):
    LEFT = 0
    MIDDLE = 1
    RIGHT = 2
    DRAWER = 3
    """None of them: at the edge of the window."""


@dataclass(frozen=True, slots=True)
class PanelPlace:
    """Where a panel stands. `height` is what it has at first and `least` what it keeps, in pixels; 0: what is left."""

    column: Column
    make: Callable[[WindowParts], QWidget]
    height: int = 0
    least: int = 0


PANELS: Final[Mapping[str, PanelPlace]] = {
    "compose": PanelPlace(Column.LEFT, lambda parts: ComposePanel(parts.commands, parts.theme)),
    "stage": PanelPlace(Column.MIDDLE, lambda parts: StagePanel(parts.commands, parts.theme), least=300),
    "queue": PanelPlace(Column.DRAWER, lambda parts: QueuePanel(parts.commands, parts.jobs, parts.theme, parts.clips)),
    "library": PanelPlace(Column.RIGHT, lambda parts: LibraryPanel(parts.commands, parts.clips, parts.theme)),
}
"""A panel is a file in `ui/panels` and a line here; within a column they stand from top to bottom."""

FIRST_SIZE = (1440, 900)
FIRST_WIDTHS: Final = {Column.LEFT: 344, Column.MIDDLE: 0, Column.RIGHT: 328}
LEAST_WIDTHS: Final = {Column.LEFT: 312, Column.MIDDLE: 380, Column.RIGHT: 220}


class Columns(QSplitter):
    """The panels of `PANELS` in their columns.

    Signals: `rearranged()` after a person moved a divider, or a column came or went.
    """

    rearranged = Signal()

    def __init__(self, panels: Mapping[str, QWidget]) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._columns = {column: _column(panels, column) for column in LEAST_WIDTHS}
        for column, splitter in self._columns.items():
            splitter.setMinimumWidth(LEAST_WIDTHS[column])
            splitter.splitterMoved.connect(self._moved)
            self.addWidget(splitter)
        _prepare(self, list(FIRST_WIDTHS.values()), FIRST_SIZE[0])
        self.setHandleWidth(0)  # the columns bring their own lines; Qt still lets the edge be dragged
        self.splitterMoved.connect(self._moved)

    @property
    def arrangement(self) -> str:
        """Widths of the columns, then heights of the middle one, such as `344,768,328;560,286`; 0 is hidden."""
        widths = self.sizes()
        if not self.shows_library:
            widths[Column.RIGHT] = 0
        return f"{_written(widths)};{_written(self._columns[Column.MIDDLE].sizes())}"

    def arrange(self, arrangement: str) -> None:
        """Stand as `arrangement` says; what cannot be read leaves all as it is."""
        widths, _, heights = arrangement.partition(";")
        middle = self._columns[Column.MIDDLE]
        across, down = _read(widths, len(LEAST_WIDTHS)), _read(heights, middle.count())
        if not across or not down:
            return
        self._columns[Column.RIGHT].setVisible(across[Column.RIGHT] > 0)
        self.setSizes(across)
        middle.setSizes(down)

    @property
    def shows_library(self) -> bool:
        return not self._columns[Column.RIGHT].isHidden()

    def show_library(self, shown: bool) -> None:
        """Show or hide the right column; its room goes to the middle one."""
        self._columns[Column.RIGHT].setVisible(shown)
        self.rearranged.emit()

    @Slot()
    def _moved(self) -> None:
        self.rearranged.emit()


def _column(panels: Mapping[str, QWidget], column: Column) -> QSplitter:
    splitter = QSplitter(Qt.Orientation.Vertical)
    places = {name: place for name, place in PANELS.items() if place.column is column}
    for name, place in places.items():
        panels[name].setMinimumHeight(place.least)
        splitter.addWidget(panels[name])
    _prepare(splitter, [place.height for place in places.values()], FIRST_SIZE[1])
    return splitter


def _prepare(splitter: QSplitter, extents: list[int], whole: int) -> None:
    """The parts without an extent of their own share what is left, now and when the window grows."""
    left = max(whole - sum(extents), 1)
    for place, extent in enumerate(extents):
        splitter.setStretchFactor(place, 0 if extent else 1)
    splitter.setSizes([extent or left for extent in extents])
    splitter.setChildrenCollapsible(False)
    splitter.setHandleWidth(1)


def _written(sizes: list[int]) -> str:
    return ",".join(map(str, sizes))


def _read(sizes: str, count: int) -> list[int]:
    """As many sizes as `count`, none negative and at least one above zero; else none."""
    parts = sizes.split(",")
    if len(parts) != count or not all(part.isdecimal() for part in parts):
        return []
    read = [min(int(part), 100_000) for part in parts]
    return read if any(read) else []
