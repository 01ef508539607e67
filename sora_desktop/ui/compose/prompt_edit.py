"""The editor of the prompt: Tab leaves it, Ctrl+Enter generates, a picture pasted into it is handed on."""

from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QSize, QStringListModel, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent, QKeySequence, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from sora_desktop.ui.common.reading import reads
from sora_desktop.ui.compose import sentences as text
from sora_desktop.ui.compose.drops import is_picture_rather_than_text, read_drop
from sora_desktop.ui.language import tr

LONG_PARAGRAPH = 20_000
"""Characters up to which Qt may lay out a paragraph in one piece: it does so anew for each key, and looks through an
endless word from its start for each of its lines, so that a megabyte would take minutes."""
PIECE = 5_000
_NEAR = 200
_SMALL_CHANGE = 1_000
"""Characters: more than that are read with all the rest."""
_LEAST_LINES = 4
_SEAM = "\u2060\u2063\u2060"
"""Three signs that are not seen and that nobody writes: the line break after them is ours, and no part of the prompt."""
_ENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def is_generate_key(event: QKeyEvent) -> bool:
    """Ctrl+Enter, of the main block or of the number pad."""
    wanted = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return event.key() in _ENTER_KEYS and wanted == Qt.KeyboardModifier.ControlModifier


class PromptEdit(QPlainTextEdit):
    """Takes text of any length: what is too long is said, never cut.

    A paragraph that is too long to be edited in one piece is laid out in several; what is read and copied has no seams.
    Signals: `submitted()` on Ctrl+Enter; `picture_given(Drop)` when a picture was pasted or dropped here; `rewritten()`
    as soon as nothing is left of the words that stood here, whatever took their place; `older_wanted()` and
    `newer_wanted()` on Ctrl+Up and Ctrl+Down.
    """

    submitted = Signal()
    rewritten = Signal()
    older_wanted = Signal()
    newer_wanted = Signal()
    picture_given = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._whole: str | None = ""
        self._words: str | None = ""
        self.setObjectName("promptEdit")
        self.setAccessibleName(tr(text.COMPOSE_PROMPT_NAME))
        self.setPlaceholderText(tr(text.COMPOSE_PROMPT_EXAMPLE))
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.document().setDocumentMargin(3)
        self.document().contentsChange.connect(self._follow)
        self.textChanged.connect(self._show_way)

    @Slot(int, int, int)
    def _follow(self, position: int, removed: int, added: int) -> None:
        before = self._whole
        self._whole, self._words = self._spliced(position, removed, added), None
        length_before = self.document().characterCount() - 1 + removed - added
        if position == 0 and removed >= length_before > 0 and (before is None or super().toPlainText() != before):
            self.rewritten.emit()

    def finish_composing(self) -> None:
        """Take over what an input method still shows as not decided: who goes on has written it."""
        QGuiApplication.inputMethod().commit()
        undecided = self.textCursor().block().layout().preeditAreaText()
        if undecided:
            event = QInputMethodEvent()
            event.setCommitString(undecided)
            QCoreApplication.sendEvent(self, event)
            QGuiApplication.inputMethod().reset()

    @Slot()
    def _show_way(self) -> None:
        """At the edge where its words begin; Qt itself turns letters round, and leaves them where others begin."""
        way = reads(self.toPlainText()) or self.layoutDirection()
        to_the_left = way is Qt.LayoutDirection.RightToLeft
        option = self.document().defaultTextOption()
        wanted = Qt.AlignmentFlag.AlignRight if to_the_left else Qt.AlignmentFlag.AlignLeft
        if option.alignment() != wanted:
            option.setAlignment(wanted)
            self.document().setDefaultTextOption(option)

    def toPlainText(self) -> str:
        """The prompt as it was written. It is asked for several times after each key, and read once at most."""
        if self._words is None:
            if self._whole is None:
                self._whole = super().toPlainText()
            self._words = without_seams(self._whole)
        return self._words

    def _spliced(self, position: int, removed: int, added: int) -> str | None:
        """What stands here after a small change, of which alone Qt is asked; None where that cannot be told.

        Qt counts in units of UTF-16, and sometimes the end of the document among them.
        """
        before, length = self._whole, self.document().characterCount() - 1
        if before is None or added > _SMALL_CHANGE or len(before) + added - removed != length:
            return None
        cursor = QTextCursor(self.document())
        cursor.setPosition(position)
        cursor.setPosition(min(position + added, length), QTextCursor.MoveMode.KeepAnchor)
        now = before[:position] + cursor.selection().toPlainText() + before[position + removed :]
        return now if len(now) == length else None

    def setPlainText(self, words: str) -> None:
        super().setPlainText(in_pieces(words))

    def insertPlainText(self, words: str) -> None:
        self._write(self.textCursor(), words)
        self.ensureCursorVisible()

    def write_word(self, word: str) -> None:
        """Write a word where the cursor is, with spaces around it, and go on behind it."""
        cursor = self.textCursor()
        before = self.document().characterAt(cursor.selectionStart() - 1) if cursor.selectionStart() else " "
        self.insertPlainText(f"{word} " if before.isspace() else f" {word} ")
        self.setFocus()

    def replace(self, words: str) -> None:
        """Write other words in the place of all that stands here, in one step that Ctrl+Z takes back.

        The old ones go last: what is typed next would else become part of that step.
        """
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        cursor.movePosition(QTextCursor.MoveOperation.End)
        end_of_old = cursor.position()
        cursor.insertText(in_pieces(words))
        cursor.setPosition(0)
        cursor.setPosition(end_of_old, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
        cursor.endEditBlock()
        self.moveCursor(QTextCursor.MoveOperation.End)

    def _write(self, cursor: QTextCursor, words: str) -> None:
        cursor.beginEditBlock()
        cursor.removeSelectedText()
        before = cursor.positionInBlock()
        cursor.insertText(in_pieces(words, before=before, after=cursor.block().length() - 1 - before))
        cursor.endEditBlock()

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self._height_of(_LEAST_LINES))

    def _height_of(self, lines: int) -> int:
        around = self.height() - self.contentsRect().height() if self.isVisible() else 2 * self.frameWidth()
        return lines * self.fontMetrics().lineSpacing() + 2 * round(self.document().documentMargin()) + around

    def sizeHint(self) -> QSize:
        """Of the form it takes what nothing else needs."""
        return self.minimumSizeHint()

    def event(self, event: QEvent) -> bool:
        """Where nothing of the words can be undone the key is the window's."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.ShortcutOverride
            and event.matches(QKeySequence.StandardKey.Undo)
            and not self.document().isUndoAvailable()
        ):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_generate_key(event):
            if not event.isAutoRepeat():
                self.submitted.emit()
            event.accept()
            return
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if held == Qt.KeyboardModifier.ControlModifier and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            (self.older_wanted if event.key() == Qt.Key.Key_Up else self.newer_wanted).emit()
            return
        super().keyPressEvent(event)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return is_picture_rather_than_text(source) or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        if is_picture_rather_than_text(source):
            self.picture_given.emit(read_drop(source))
        else:
            self.insertPlainText(source.text())

    def createMimeDataFromSelection(self) -> QMimeData:
        if _SEAM not in super().toPlainText():
            return super().createMimeDataFromSelection()
        copied = _made_by_qt()
        copied.setText(without_seams(self.textCursor().selection().toPlainText()))
        return copied


def _made_by_qt() -> QMimeData:
    """Empty. The clipboard may outlive Python, and would then ask a QMimeData of Python's in vain."""
    lender = QStringListModel([""])
    made = lender.mimeData([lender.index(0)])
    made.clear()
    return made


def in_pieces(words: str, *, before: int = 0, after: int = 0) -> str:
    """`words` with a seam and a line break wherever a paragraph goes on for too long.

    They are about to stand in a paragraph, with `before` characters of it before them and `after` behind them.
    """
    if len(words) + before + after <= LONG_PARAGRAPH:
        return words
    seam = f"{_SEAM}\n"
    lines = words.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    whole = "\n".join(seam.join(_pieces(line)) if len(line) > LONG_PARAGRAPH else line for line in lines)
    return f"{seam if before else ''}{whole}{seam if after else ''}"


def _pieces(paragraph: str) -> list[str]:
    """Parts of PIECE characters at most, that end at a space where one is near."""
    parts, start = [], 0
    while len(paragraph) - start > PIECE:
        end = paragraph.rfind(" ", start + PIECE - _NEAR, start + PIECE) + 1 or start + PIECE
        parts.append(paragraph[start:end])
        start = end
    return [*parts, paragraph[start:]]


def without_seams(words: str) -> str:
    return words.replace(f"{_SEAM}\n", "").replace(_SEAM, "") if _SEAM in words else words
