"""A sheet with all that is used of other people's work, and the words of every licence."""

from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import QHBoxLayout, QWidget

from sora_desktop.ui.common.find_bar import FindBar
from sora_desktop.ui.common.labels import PlainLabel
from sora_desktop.ui.common.sheet import Sheet
from sora_desktop.ui.common.text_page import TextPage
from sora_desktop.ui.language import tr
from sora_desktop.ui.window import sentences as text

_LONGEST = 4_000_000
"""Characters."""
_SIZE = (760, 560)


class LicencesSheet(Sheet):
    """Opens at once; `show_words` gives it the text, which may take a moment to read."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(tr(text.THIRD_PARTY_TITLE), parent, scrolls=False)
        self.setObjectName("licencesSheet")
        self.resize(*_SIZE)
        self.page = TextPage("licencesText", tr(text.THIRD_PARTY_TITLE), _LONGEST)
        self.page.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.page.setPlaceholderText(tr(text.THIRD_PARTY_READING))
        self.find_bar = FindBar(self.page)
        find_row = QHBoxLayout()
        find_row.addWidget(self.find_bar, 1)
        find_row.addWidget(self.find_bar.said)
        self.column.addWidget(PlainLabel(tr(text.THIRD_PARTY_HINT), role="muted", wrap=True))
        self.column.addLayout(find_row)
        self.column.addWidget(self.page, 1)
        self.add_close()
        self.find_bar.setFocus()

    def show_words(self, words: str) -> None:
        """`words` is the whole text, harmless to show."""
        self.page.setPlainText(words)
