"""The sheet in which snippets are put in order and written anew."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from sora_desktop.domain.snippet import LONGEST_TEXT, Snippet
from sora_desktop.ui.common.form import FormRow
from sora_desktop.ui.compose import sentences as text
from sora_desktop.ui.compose.named_sheet import NamedSheet
from sora_desktop.ui.language import tr

_LINES = 4


class SnippetSheet(NamedSheet):
    """Signals: those of NamedSheet; `rewritten(str, str)`: an id, and its new words, once a person looks at another one."""

    rewritten = Signal(str, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(tr(text.SNIPPETS_TITLE), text.SNIPPET_REMOVED, parent)
        self._snippets: dict[str, Snippet] = {}
        self._shown = ""
        self.words = FormRow(tr(text.SNIPPET_WORDS), QPlainTextEdit())
        self.words.field.setTabChangesFocus(True)
        self.words.field.setFixedHeight(_LINES * self.fontMetrics().lineSpacing() + 16)
        self.column.insertWidget(3, self.words)
        self.rows.currentRowChanged.connect(self._look_at)
        self.finished.connect(self._keep)

    def show_snippets(self, snippets: Sequence[Snippet]) -> None:
        """These are the ones that there are now. What is being written stays."""
        self._snippets = {each.id: each for each in snippets}
        self.show_values(snippets)
        self._look_at()

    @Slot()
    def _look_at(self) -> None:
        current = self.rows.current_id
        if current == self._shown:
            return
        self._keep()
        self._shown = current
        snippet = self._snippets.get(current)
        with QSignalBlocker(self.words.field):
            self.words.field.setPlainText(snippet.text if snippet else "")
        self.words.setEnabled(snippet is not None)

    @Slot()
    def _keep(self) -> None:
        snippet, words = self._snippets.get(self._shown), self.words.field.toPlainText()[:LONGEST_TEXT]
        if snippet is not None and words.strip() and words != snippet.text:
            self.rewritten.emit(snippet.id, words)
