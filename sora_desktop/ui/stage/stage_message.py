"""The sentence in the middle of the stage: before the first clip, and where one cannot be played."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from sora_desktop.base.safe_text import shown
from sora_desktop.ui.assets import pixmap
from sora_desktop.ui.common.labels import PlainLabel
from sora_desktop.ui.theme import ThemeKeeper

_ICON_SIZE = 40
_WIDTH = 380
_ROOMY = 200
"""From so many pixels of height on there is room for the icon beside the words."""


class StageMessage(QWidget):
    """An icon, a title, a sentence and perhaps a button.

    Signals: `clicked()` of the button.
    """

    clicked = Signal()

    def __init__(self, theme: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon = PlainLabel()
        self._title = PlainLabel(role="title", wrap=True)
        self._sentence = PlainLabel(role="muted", wrap=True)
        self._button = QPushButton()
        self._button.clicked.connect(self.clicked)
        inner = QWidget()
        inner.setMaximumWidth(_WIDTH)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addStretch()
        for widget in (self._icon, self._title, self._sentence):
            widget.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(widget)
        column.addSpacing(4)
        column.addWidget(self._button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(inner, 100)
        row.addStretch(1)

    def say(self, icon: str, title: str, sentence: str, button: str = "") -> None:
        """Show this instead of a picture."""
        scale = self.devicePixelRatioF()
        self._icon.setPixmap(pixmap(icon, self._theme.colours.stage_muted, _ICON_SIZE, scale, opacity=0.7))
        self._title.setText(title)
        self._sentence.setText(sentence)
        self._button.setText(button)
        self._button.setAccessibleName(button)
        self._button.setVisible(bool(button))
        self.setAccessibleName(shown(f"{title}. {sentence}"))
        self.show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._icon.setVisible(event.size().height() >= _ROOMY)
        super().resizeEvent(event)
