"""A button whose words give way where there is no room for them."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter

from sora_desktop.ui.common.labels import set_tip
from sora_desktop.ui.common.lines import elided

_LEAST_LETTERS = 4


class ElidedButton(QPushButton):
    """It asks for the room of its words and takes less; its accessible name is always whole."""

    def __init__(self, words: str = "") -> None:
        super().__init__(words)
        set_tip(self, words)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        return QSize(
            self.fontMetrics().horizontalAdvance(f"{self.text()[:_LEAST_LETTERS]}…") + self._beside,
            super().minimumSizeHint().height(),
        )

    @property
    def _beside(self) -> int:
        """What the style sheet leaves beside the words, in pixels."""
        return self.sizeHint().width() - self.fontMetrics().horizontalAdvance(self.text())

    def paintEvent(self, _event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        if self.width() < self.sizeHint().width():
            option.text = elided(self.fontMetrics(), self.text(), self.width() - self._beside)
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        painter.end()
