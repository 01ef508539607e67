"""Make: what is wanted at the left, the stage as large as it can be, and the strip below it."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter

from sora_desktop.ui.common.extents import enlarged
from sora_desktop.ui.window.panels import PANELS, Panels
from sora_desktop.ui.window.splitting import prepare, read, written
from sora_desktop.ui.window.stage_place import StagePlace

FIRST_WIDTHS = (352, 1088)
LEAST_WIDTHS = (312, 380)
FIRST_HEIGHTS = (684, 168)
_LEAST_AT_MOST = 440
"""Long words of a language get so much room, and are cut beyond it."""
_WIDEST_COMPOSE = 640
_HIGHEST_STRIP = 320
_SHARES = (1, 5)
_SHARES_DOWN = (8, 1)


class MakeView(QSplitter):
    """Signals: `rearranged()` after a person moved a divider."""

    rearranged = Signal()

    def __init__(self, panels: Panels) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setObjectName("makeView")
        self.compose = panels.compose
        self.stage_place = StagePlace(QSize(LEAST_WIDTHS[1], PANELS["stage"].least))
        self._strip = panels.strip
        self.addWidget(self.compose)
        self._work = QSplitter(Qt.Orientation.Vertical)
        self._work.addWidget(self.stage_place)
        self._work.addWidget(panels.strip)
        prepare(self._work, FIRST_HEIGHTS, _SHARES_DOWN)
        self.addWidget(self._work)
        prepare(self, FIRST_WIDTHS, _SHARES)
        self.setHandleWidth(0)  # compose brings its own line; Qt still lets the edge be dragged
        self.splitterMoved.connect(self._moved)
        self._work.splitterMoved.connect(self._moved)
        self.compose.least_width_changed.connect(self._make_room_for_words)
        self._make_room_for_words()

    @contextmanager
    def keeping_compose(self) -> Iterator[None]:
        """Another width is the stage's matter alone."""
        compose = self.sizes()[0]
        yield
        if self.isVisible():
            self.setSizes([compose, max(self.width() - compose, 1)])

    @property
    def arrangement(self) -> str:
        """Widths, then heights at the right, such as `352,1088;684,168`."""
        return f"{written(self.sizes())};{written(self._work.sizes())}"

    def arrange(self, arrangement: str) -> None:
        """Stand as `arrangement` says. An earlier version had three columns, and the queue below the stage."""
        self._make_room_for_words()
        widths, _, heights = arrangement.partition(";")
        columns = widths.split(",")
        across, down = read(",".join(columns[: len(FIRST_WIDTHS)])), read(heights)
        if len(columns) == len(across) == len(down) == len(FIRST_WIDTHS):
            self._work.setSizes(down)
        if len(across) == len(FIRST_WIDTHS):
            self.setSizes([across[0], max(self.width() - across[0], 1)])

    @Slot()
    def _make_room_for_words(self) -> None:
        """What has words in it is as large as these need: as the text is, and the language."""
        work = max(self._work.minimumSizeHint().width(), LEAST_WIDTHS[1])
        most = min(enlarged(_LEAST_AT_MOST, self), max(self.width() - work, LEAST_WIDTHS[0]))
        self.compose.setMaximumWidth(enlarged(_WIDEST_COMPOSE, self))
        self.compose.setMinimumWidth(min(max(LEAST_WIDTHS[0], self.compose.least_width), most))
        self._strip.setMaximumHeight(enlarged(_HIGHEST_STRIP, self))
        self._strip.setMinimumHeight(enlarged(PANELS["strip"].least, self))

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:
            self._make_room_for_words()  # the stage or the strip may need more now, and so leave less
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._make_room_for_words()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._make_room_for_words()
        super().resizeEvent(event)

    @Slot()
    def _moved(self) -> None:
        self.rearranged.emit()
