"""The two buttons of the composer: side by side, or one above the other where their words need the room."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QPushButton, QWidget

_GAP = 10


class ActionRow(QWidget):
    """What costs nothing stands first, what may cost money is the larger one, and fills the row where it is alone."""

    def __init__(self, preview: QPushButton, generate: QPushButton) -> None:
        super().__init__()
        self._preview, self._generate = preview, generate
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(_GAP)
        self._box.addWidget(preview)
        self._box.addWidget(generate, 1)

    def _arrange(self, width: int) -> None:
        wanted = self._preview.sizeHint().width() + _GAP + self._generate.sizeHint().width()
        stacks = not self._preview.isHidden() and width < wanted
        direction = QBoxLayout.Direction.BottomToTop if stacks else QBoxLayout.Direction.LeftToRight
        if direction is not self._box.direction():
            self._box.setDirection(direction)
            self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange(event.size().width())
        super().resizeEvent(event)

    def event(self, event: QEvent) -> bool:
        """Other words may need more room or less."""
        if event.type() is QEvent.Type.LayoutRequest:
            self._arrange(self.width())
        return super().event(event)
