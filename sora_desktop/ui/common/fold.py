"""A part of a form that is folded away behind its caption until somebody wants it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

_GAP = 12


class Fold(QWidget):
    """A caption to press, and what it shows and hides."""

    def __init__(self, caption: str, body: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.body = body
        self.button = QPushButton(caption)
        self.button.setProperty("role", "link")
        self.button.setCheckable(True)
        self.button.setAutoDefault(False)
        self.button.setAccessibleName(caption)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_GAP)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(body)
        body.hide()
        self.button.toggled.connect(body.setVisible)

    @property
    def is_open(self) -> bool:
        return self.button.isChecked()

    def open(self, *, wide: bool = True) -> None:
        """Open it, or fold it away."""
        self.button.setChecked(wide)
