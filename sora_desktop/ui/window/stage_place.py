"""Where the stage can stand: there is one, and it goes with the view that is shown."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QVBoxLayout, QWidget


class StagePlace(QWidget):
    """Empty while the stage stands elsewhere."""

    def __init__(self, least: QSize) -> None:
        super().__init__()
        self._least = least
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._column = column

    def minimumSizeHint(self) -> QSize:
        """What its controls need in large text, where that is more."""
        return super().minimumSizeHint().expandedTo(self._least)

    def take(self, stage: QWidget) -> None:
        """From now on it stands here; a clip plays on."""
        if stage.parent() is not self:
            self._column.addWidget(stage)
            stage.show()
