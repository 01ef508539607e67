"""A field that finds words in a long text: what is typed is found at once, Enter goes on, and round at the end."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QKeySequence,
    QPalette,
    QShortcut,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QTextEdit, QToolButton, QWidget

from sora_desktop.ui.common import sentences as shared
from sora_desktop.ui.common.labels import PlainLabel, set_look
from sora_desktop.ui.common.spoken import say_aloud
from sora_desktop.ui.language import tr

_FORWARDS = QTextDocument.FindFlag(0)
_MOST_MARKED = 500
_PAUSE = 120
"""Milliseconds after a key before a long text is searched."""


class FindBar(QLineEdit):
    """Finds in `page`. `said` stands beside it and says where nothing is found.

    Escape empties it; where it is empty, Escape is left to the sheet.
    """

    def __init__(self, page: QPlainTextEdit | QTextEdit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page = page
        self.setObjectName("findBar")
        self.setPlaceholderText(tr(shared.FIND))
        self.setAccessibleName(tr(shared.FIND))
        self.setClearButtonEnabled(True)
        for button in self.findChildren(QToolButton):
            button.setAccessibleName(tr(shared.FIND_CLEAR))
        self.said = PlainLabel(role="caution")
        self.said.hide()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_PAUSE)
        self._soon.timeout.connect(self._find_from_here)
        self.textChanged.connect(self._typed)
        self._keys(QKeySequence.StandardKey.Find, self.take_keyboard)
        self._keys(QKeySequence.StandardKey.FindNext, self.find_next)
        self._keys(QKeySequence.StandardKey.FindPrevious, self.find_previous)

    def _keys(self, keys: QKeySequence.StandardKey, does: Callable[[], None]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self._page.window())
        shortcut.activated.connect(does)

    @Slot()
    def take_keyboard(self) -> None:
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    @Slot()
    def find_next(self) -> None:
        self._look()

    @Slot()
    def find_previous(self) -> None:
        self._look(QTextDocument.FindFlag.FindBackward)

    @Slot()
    def _typed(self) -> None:
        self._soon.start()

    @Slot()
    def _find_from_here(self) -> None:
        """From the start of what is found now: one letter more stays at the same place."""
        cursor = self._page.textCursor()
        cursor.setPosition(cursor.selectionStart())
        self._page.setTextCursor(cursor)
        self._look()

    def _look(self, flags: QTextDocument.FindFlag = _FORWARDS) -> None:
        self._soon.stop()
        words = self.text()
        found = not words or self._page.find(words, flags) or self._look_round(words, flags)
        set_look(self, "wrong", "false" if found else "true")
        self.setAccessibleDescription("" if found else tr(shared.FIND_NOTHING))
        self.said.setText("" if found else tr(shared.FIND_NOTHING))
        self.said.setHidden(bool(found))
        if not found:
            say_aloud(self, tr(shared.FIND_NOTHING))
        self._mark(words)

    def _look_round(self, words: str, flags: QTextDocument.FindFlag) -> bool:
        before = self._page.textCursor()
        back = bool(flags & QTextDocument.FindFlag.FindBackward)
        self._page.moveCursor(QTextCursor.MoveOperation.End if back else QTextCursor.MoveOperation.Start)
        if self._page.find(words, flags):
            return True
        self._page.setTextCursor(before)
        return False

    def _mark(self, words: str) -> None:
        """Every place, up to some hundreds."""
        marked: list[QTextEdit.ExtraSelection] = []
        document = self._page.document()
        look = QTextCharFormat()
        colour = QColor(self.palette().color(QPalette.ColorRole.Highlight))
        colour.setAlphaF(0.3)
        look.setBackground(colour)
        place = document.find(words) if words else QTextCursor()
        while not place.isNull() and len(marked) < _MOST_MARKED:
            selection = QTextEdit.ExtraSelection()
            selection.cursor, selection.format = place, look
            marked.append(selection)
            place = document.find(words, place)
        self._page.setExtraSelections(marked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            backwards = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            (self.find_previous if backwards else self.find_next)()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)
