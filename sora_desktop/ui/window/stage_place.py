"""Where the stage can stand: there is one, and it goes with the view that is shown."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QVBoxLayout, QWidget


class StagePlace(QWidget):
    """Empty while the stage stands elsewhere."""

    def __init__(self, least: QSize) -> None:
        super().__init__()
        self.setMinimumSize(least)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._column = column

    def take(self, stage: QWidget) -> None:
        """From now on it stands here; a clip plays on."""
        if stage.parent() is not self:
            self._column.addWidget(stage)
            stage.show()
