"""A stranger's text at its full length: plain, in letters of one width, to be read, selected and copied."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QTextOption
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from sora_desktop.base.safe_text import shown

LEAST_HEIGHT = 72
"""Pixels: it gives way to what stands around it."""


class TextPage(QPlainTextEdit):
    """`limit` is how many characters of a text are shown. Broken anywhere: an answer is often one endless line."""

    def __init__(self, name: str, spoken: str, limit: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._limit = limit
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.setWordWrapMode(QTextOption.WrapMode.WrapAnywhere)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setMinimumHeight(LEAST_HEIGHT)

    def show_text(self, text: str) -> None:
        """Take another text; the place in it stays where it was."""
        bar = self.verticalScrollBar()
        place = bar.value()
        self.setPlainText(shown(text, self._limit))
        bar.setValue(place)
