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
_GAP = 6
_ROOMY = 200
"""From so many pixels of height on there is room for the icon beside the words."""


class StageMessage(QWidget):
    """An icon, a title, a sentence and perhaps a button or two. Where there is little room, the buttons stay longest.

    Signals: `clicked()` of the button, `second_clicked()` of the one beside it.
    """

    clicked = Signal()
    second_clicked = Signal()

    def __init__(self, theme: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon = PlainLabel()
        self._title = PlainLabel(role="title", wrap=True)
        self._sentence = PlainLabel(role="muted", wrap=True)
        self._button, self._second = QPushButton(), QPushButton()
        self._button.clicked.connect(self.clicked)
        self._second.clicked.connect(self.second_clicked)
        inner = QWidget()
        inner.setMaximumWidth(_WIDTH)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_GAP)
        column.addStretch()
        for widget in (self._icon, self._title, self._sentence):
            widget.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(widget)
        column.addSpacing(4)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch()
        buttons.addWidget(self._button)
        buttons.addWidget(self._second)
        buttons.addStretch()
        column.addLayout(buttons)
        column.addStretch()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(inner, 100)
        row.addStretch(1)

    def say(self, icon: str, title: str, sentence: str, button: str = "", second: str = "") -> None:
        """Show this instead of a picture."""
        scale = self.devicePixelRatioF()
        self._icon.setPixmap(pixmap(icon, self._theme.colours.stage_muted, _ICON_SIZE, scale, opacity=0.7))
        self._title.setText(title)
        self._sentence.setText(sentence)
        for made, words in ((self._button, button), (self._second, second)):
            made.setText(words)
            made.setAccessibleName(words)
            made.setVisible(bool(words))
        self._share_out(self.height())
        self.setAccessibleName(shown(f"{title}. {sentence}"))
        self.show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._share_out(event.size().height())
        super().resizeEvent(event)

    def _share_out(self, height: int) -> None:
        """The icon goes first, then the sentence; never the title and the buttons."""
        self._icon.setVisible(height >= _ROOMY)
        width = min(self.width(), _WIDTH)
        kept = self._title.heightForWidth(width) + self._button.sizeHint().height() + 4 * _GAP
        self._sentence.setVisible(height >= kept + self._sentence.heightForWidth(width))
