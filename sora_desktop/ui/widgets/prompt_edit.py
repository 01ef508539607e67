"""The editor of the prompt: Tab leaves it, Ctrl+Enter generates, a picture pasted into it is handed on."""

from PySide6.QtCore import QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextOption
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from sora_desktop.ui import text
from sora_desktop.ui.text import tr
from sora_desktop.ui.widgets.drops import is_picture_rather_than_text, read_drop

ENDLESS_WORD = 1_000
_ENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def is_generate_key(event: QKeyEvent) -> bool:
    """Ctrl+Enter, of the main block or of the number pad."""
    wanted = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return event.key() in _ENTER_KEYS and wanted == Qt.KeyboardModifier.ControlModifier


class PromptEdit(QPlainTextEdit):
    """Takes text of any length: what is too long is said, never cut.

    Signals: `submitted()` on Ctrl+Enter; `picture_given(Drop)` when a picture was pasted or dropped here.
    """

    submitted = Signal()
    picture_given = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("promptEdit")
        self.setAccessibleName(tr(text.COMPOSE_PROMPT_NAME))
        self.setPlaceholderText(tr(text.COMPOSE_PROMPT_EXAMPLE))
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(3)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, 60)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_generate_key(event):
            if not event.isAutoRepeat():
                self.submitted.emit()
            event.accept()
            return
        super().keyPressEvent(event)

    def setPlainText(self, text: str) -> None:
        self._break_lines_for(text)
        super().setPlainText(text)

    def _break_lines_for(self, text: str) -> None:
        """Qt looks through a word for each of its lines, from its start: a megabyte of it would take minutes."""
        endless = max(map(len, text.split()), default=0) > ENDLESS_WORD
        mode = QTextOption.WrapMode.WrapAnywhere if endless else QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere
        if mode is not self.wordWrapMode():
            self.setWordWrapMode(mode)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return is_picture_rather_than_text(source) or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        if is_picture_rather_than_text(source):
            self.picture_given.emit(read_drop(source))
        else:
            self._break_lines_for(f"{self.toPlainText()} {source.text()}")
            super().insertFromMimeData(source)
