"""The list of snippets below the caret, while a person types the name of one."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QPlainTextEdit, QWidget

from sora_desktop.base.safe_text import one_line
from sora_desktop.domain.snippet import Snippet
from sora_desktop.ui.common.spoken import say_aloud
from sora_desktop.ui.compose import sentences as text
from sora_desktop.ui.language import tr

_ID_ROLE = Qt.ItemDataRole.UserRole
_WIDTH, _MOST_ROWS, _GAP = 340, 7, 4
_NAME, _WORDS = 48, 200


class SnippetPopup(QListWidget):
    """Lies over the window; the keyboard stays in the prompt, and what is marked here is said aloud.

    Signals: `chosen(str)`: the id of the one that a person takes.
    """

    chosen = Signal(str)

    def __init__(self, prompt: QPlainTextEdit) -> None:
        super().__init__(prompt.window())
        self._prompt = prompt
        self.setObjectName("snippetPopup")
        self.setProperty("role", "field")
        self.setAccessibleName(tr(text.SNIPPETS))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setUniformItemSizes(True)
        self.itemClicked.connect(self._take)
        self.hide()

    @property
    def is_open(self) -> bool:
        return not self.isHidden()

    def show_found(self, snippets: Sequence[Snippet]) -> None:
        """Offer these, the first one marked; none closes the list."""
        self.clear()
        for snippet in snippets:
            item = QListWidgetItem(
                tr(text.SNIPPET_ROW, name=one_line(snippet.name, _NAME), words=_words(snippet)), self
            )
            item.setData(_ID_ROLE, snippet.id)
        if not snippets:
            self.hide()
            return
        self._place()
        self.show()
        self.raise_()
        self._mark(0)

    def step(self, places: int) -> None:
        """Mark the next one, or the one before; from the last on to the first."""
        self._mark((self.currentRow() + places) % self.count())

    def take_marked(self) -> None:
        self._take(self.currentItem())

    def _take(self, item: QListWidgetItem) -> None:
        self.hide()
        self.chosen.emit(item.data(_ID_ROLE))

    def _mark(self, row: int) -> None:
        self.setCurrentRow(row)
        words = tr(text.SNIPPET_SPOKEN, number=row + 1, count=self.count(), name=self.currentItem().text())
        say_aloud(self._prompt, words)

    def _place(self) -> None:
        """Below the caret where there is room, else above it; never beyond the window."""
        home: QWidget = self._prompt.window()
        rows = min(self.count(), _MOST_ROWS)
        height = rows * max(self.sizeHintForRow(0), 1) + 2 * self.frameWidth()
        width = min(_WIDTH, home.width() - 2 * _GAP)
        caret = self._prompt.cursorRect()
        at = self._prompt.viewport().mapTo(home, caret.bottomLeft() + QPoint(0, _GAP))
        if at.y() + height > home.height():
            at.setY(self._prompt.viewport().mapTo(home, caret.topLeft()).y() - _GAP - height)
        at.setX(max(_GAP, min(at.x(), home.width() - width - _GAP)))
        self.setGeometry(QRect(at.x(), max(at.y(), _GAP), width, height))


def _words(snippet: Snippet) -> str:
    return one_line(snippet.text, _WORDS)
