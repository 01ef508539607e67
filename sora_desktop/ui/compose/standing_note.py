"""What stands in the way of what Generate would send, said where it is pressed, with what can be done about it."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QSizePolicy, QWidget

from sora_desktop.ui.common.extents import enlarged
from sora_desktop.ui.common.labels import PlainLabel
from sora_desktop.ui.common.links import link
from sora_desktop.ui.common.wrapping_row import WrappingRow

_LEAST_WORDS = 160
"""Pixels beside which the action still stands, where text has its usual size."""


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
        self._words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._words.setMinimumWidth(enlarged(_LEAST_WORDS, self))
        row = WrappingRow(self, spacing=10)
        row.addWidget(self._words)
        row.addWidget(self._button)
        self.tell("")

    def tell(self, words: str, action: str = "", do: Callable[[], object] = lambda: None) -> None:
        """Say this, and offer that; nothing at all where both are empty."""
        self._do = do
        self._words.setText(words)
        self._words.setVisible(bool(words))
        self._button.setText(action)
        self._button.setAccessibleName(action)
        self._button.setAccessibleDescription(words)
        self._button.setVisible(bool(action))
        self._button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if action else Qt.FocusPolicy.NoFocus)
        self.setVisible(bool(words or action))

    @Slot()
    def _act(self) -> None:
        self._do()
