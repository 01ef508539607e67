"""Choose: the library over the whole window, and beside it the clip that is looked at."""

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QSplitter, QVBoxLayout

from sora_desktop.ui.library.clip_facts import ClipFacts
from sora_desktop.ui.library.panel import LibraryPanel
from sora_desktop.ui.window.panels import PANELS
from sora_desktop.ui.window.splitting import prepare, read, written
from sora_desktop.ui.window.stage_place import StagePlace

FIRST_WIDTHS = (988, 452)
_LEAST_LIBRARY = 420
_LEAST_PREVIEW = 380
_SHARES = (3, 1)


class Preview(QFrame):
    """The stage, and below it what there is to know of the clip."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "stage")
        self.setMinimumWidth(_LEAST_PREVIEW)
        self.stage_place = StagePlace(QSize(_LEAST_PREVIEW, PANELS["stage"].least))
        self.facts = ClipFacts()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.stage_place, 3)
        column.addWidget(self.facts, 2)


class ChooseView(QSplitter):
    """Made when it is first shown. Signals: `rearranged()` after a person moved the divider."""

    rearranged = Signal()

    def __init__(self, library: LibraryPanel) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setObjectName("chooseView")
        self.library = library
        self.preview = Preview()
        library.setMinimumWidth(_LEAST_LIBRARY)
        self.addWidget(library)
        self.addWidget(self.preview)
        prepare(self, FIRST_WIDTHS, _SHARES)
        self.splitterMoved.connect(self._moved)

    @property
    def arrangement(self) -> str:
        """Widths, such as `988,452`."""
        return written(self.sizes())

    def arrange(self, arrangement: str) -> None:
        """Stand as `arrangement` says; what cannot be read leaves all as it is."""
        across = read(arrangement)
        if len(across) == len(FIRST_WIDTHS):
            self.setSizes(across)

    @Slot()
    def _moved(self) -> None:
        self.rearranged.emit()
