"""A sheet for the id of a job that a person found at the service, or in what the service answered."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from sora_desktop.base.safe_text import one_line
from sora_desktop.domain.errors import AppError, DiffersError
from sora_desktop.domain.job import Job
from sora_desktop.ui.common import sentences as shared
from sora_desktop.ui.common.confirm import SureButton
from sora_desktop.ui.common.labels import PlainLabel, set_role
from sora_desktop.ui.common.sentences import APP_NAME
from sora_desktop.ui.common.sheet import Sheet
from sora_desktop.ui.common.text_page import TextPage
from sora_desktop.ui.common.wrapping_row import WrappingRow
from sora_desktop.ui.language import say, service_name, tr
from sora_desktop.ui.queue import sentences as text
from sora_desktop.ui.queue.job_actions import TAKES_ID

LONGEST_ID = 512
LONGEST_ANSWER = 70_000
"""Characters: more than what is kept of an answer."""
LONGEST_PROMPT = 200
_NARROW, _WIDE = 420, 620


class PasteIdSheet(Sheet):
    """Stays open until the service was asked about the id: what it says may speak against it.

    Signals: `chosen(str, bool)` the id, without the spaces around it, and whether the person wants it although it
    differs; those of QDialog.
    """

    chosen = Signal(str, bool)

    def __init__(self, job: Job, parent: QWidget) -> None:
        title = tr(text.QUEUE_ANSWER_TITLE if job.answer else text.QUEUE_PASTE_TITLE)
        super().__init__(title, parent, width=_WIDE if job.answer else _NARROW)
        self.setObjectName("pasteIdSheet")
        self.setWindowModality(Qt.WindowModality.NonModal)  # what is to be pasted may be looked up in the window
        self.setWindowTitle(tr(APP_NAME))
        self.setAccessibleName(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._differs = False
        self._has_answer = bool(job.answer)
        self._field = _id_field()
        self._said = PlainLabel(role="caution", wrap=True)
        self._said.setObjectName("remoteIdSaid")
        self._said.hide()
        self._use = _button(text.QUEUE_PASTE_USE, "remoteIdUse")
        self._use.setDefault(True)
        self._use.setEnabled(False)
        self._field.textChanged.connect(self._typed)
        self._use.clicked.connect(self._choose)
        self._lay_out(job)

    def _lay_out(self, job: Job) -> None:
        column = self.column
        column.addWidget(
            PlainLabel(one_line(job.request.prompt, LONGEST_PROMPT), role="strong", wrap=True, foreign=True)
        )
        if job.answer:
            self._add_answer(column, job.answer)
        source = text.QUEUE_ANSWER_HINT if job.answer else text.QUEUE_PASTE_HINT
        hint = PlainLabel(tr(source, connection=service_name(job.service.name)), role="muted", wrap=True)
        for widget in (hint, self._field, self._said):
            column.addWidget(widget)
        if job.state in TAKES_ID:
            self._field.setFocus()
        else:
            hint.hide()
            self._field.hide()
        self.foot.addLayout(self._buttons(job))

    def _add_answer(self, column: QVBoxLayout, answer: str) -> None:
        self._answer = TextPage("answerText", tr(text.QUEUE_ANSWER_NAME), LONGEST_ANSWER)
        self._answer.show_text(answer)
        self._answer.selectionChanged.connect(self._take_selection)
        column.addWidget(self._answer, 1)

    def _buttons(self, job: Job) -> WrappingRow:
        takes_id = job.state in TAKES_ID
        no = _button(text.QUEUE_PASTE_CANCEL if takes_id else shared.DIALOG_CLOSE, "remoteIdCancel")
        no.clicked.connect(self.reject)
        row = WrappingRow()
        if job.answer:
            copy = _button(text.QUEUE_ANSWER_COPY, "answerCopy")
            copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(job.answer))
            row.addWidget(copy)
        row.add_gap()
        row.addWidget(no)
        row.addWidget(self._use)
        self._use.setVisible(takes_id)
        return row

    @Slot()
    def _take_selection(self) -> None:
        """One word that is selected in the answer stands in the field."""
        word = self._answer.textCursor().selectedText().strip(" \t\"',:")
        if word and len(word) <= LONGEST_ID and not any(char.isspace() for char in word):
            self._field.setText(word)

    @Slot(str)
    def _typed(self, typed: str) -> None:
        self._say("")
        self._use.setEnabled(bool(typed.strip()))

    @Slot()
    def _choose(self) -> None:
        chosen = self._field.text().strip()
        although_it_differs = self._differs
        self._say(tr(text.QUEUE_PASTE_ASKING), role="muted")
        self._use.setEnabled(False)
        self._field.setReadOnly(True)
        self.chosen.emit(chosen, although_it_differs)

    def take_answer(self, error: AppError | None) -> None:
        """None: the id is taken. Else what speaks against it; where the job only differs, a person may insist."""
        if error is None:
            self.accept()
            return
        self._field.setReadOnly(False)
        self._say(say(error.sentence))
        self._use.setEnabled(True)
        if isinstance(error, DiffersError):
            self._differs = True
            self._name_use(text.QUEUE_PASTE_ALL_THE_SAME)

    def _say(self, words: str, role: str = "caution") -> None:
        set_role(self._said, role)
        self._said.setText(words)
        self._said.setVisible(bool(words))
        if not self._has_answer:
            self.adjustSize()
        self._differs = False
        self._name_use(text.QUEUE_PASTE_USE)

    def _name_use(self, words: str) -> None:
        self._use.setText(tr(words))
        self._use.setAccessibleName(tr(words))


def _id_field() -> QLineEdit:
    field = QLineEdit()
    field.setObjectName("remoteIdEdit")
    field.setMaxLength(LONGEST_ID)
    field.setAccessibleName(tr(text.QUEUE_PASTE_FIELD))
    field.setPlaceholderText(tr(text.QUEUE_PASTE_FIELD))
    return field


def _button(words: str, name: str) -> QPushButton:
    button = SureButton(tr(words))
    button.setAccessibleName(tr(words))
    button.setObjectName(name)
    return button
