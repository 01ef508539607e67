"""What stands in a list that has nothing to show: a title, a sentence, perhaps a button."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from sora_desktop.base.safe_text import shown
from sora_desktop.ui.common.labels import PlainLabel


class EmptyNote(QWidget):
    """Signals: `clicked()` of the button."""

    clicked = Signal()

    def __init__(self, title: str, sentence: str, button: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(shown(f"{title}. {sentence}"))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 8)
        column.setSpacing(4)
        column.addStretch(2)
        for words, role in ((title, "strong"), (sentence, "muted")):
            label = PlainLabel(words, role=role, wrap=True)
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(label)
        if button:
            column.addSpacing(6)
            column.addWidget(self._button(button), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

    def _button(self, words: str) -> QPushButton:
        button = QPushButton(words)
        button.setAccessibleName(words)
        button.clicked.connect(self.clicked)
        return button
