"""What stands in the way of what Generate would send, said where it is pressed, with what can be done about it."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from sora_desktop.ui.common.labels import PlainLabel
from sora_desktop.ui.common.links import link


class StandingNote(QWidget):
    """Hidden while nothing stands in the way."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("standingNote")
        self._do: Callable[[], object] = lambda: None
        self._words = PlainLabel(role="warn", wrap=True)
        self._words.setObjectName("standingWords")
        self._button = link("", "standingAction")
        self._button.clicked.connect(self._act)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self._words, 1)
        row.addWidget(self._button, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
        self.hide()

    def tell(self, words: str, action: str = "", do: Callable[[], object] = lambda: None) -> None:
        """Say this, and offer that; nothing at all where both are empty."""
        self._do = do
        self._words.setText(words)
        self._words.setVisible(bool(words))
        self._button.setText(action)
        self._button.setAccessibleName(action)
        self._button.setAccessibleDescription(words)
        self._button.setVisible(bool(action))
        self.setVisible(bool(words or action))

    @Slot()
    def _act(self) -> None:
        self._do()
