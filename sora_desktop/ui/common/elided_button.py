"""A button whose words give way where there is no room for them."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyleOptionButton

from sora_desktop.ui.common.lines import elided

_PADDING = 20
"""What the style sheet leaves beside the words of a flat button, in pixels."""


class ElidedButton(QPushButton):
    """It never asks for more room than there is; its accessible name is always whole."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance("m…") + _PADDING, super().minimumSizeHint().height())

    def initStyleOption(self, option: QStyleOptionButton) -> None:
        super().initStyleOption(option)
        option.text = elided(self.fontMetrics(), self.text(), self.width() - _PADDING)
