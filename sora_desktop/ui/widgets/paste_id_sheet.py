"""A small sheet for the id of a job that a person found at the service."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from sora_desktop.domain.job import Job
from sora_desktop.domain.plain import one_line
from sora_desktop.ui import text
from sora_desktop.ui.text import APP_NAME, tr
from sora_desktop.ui.widgets.labels import PlainLabel

LONGEST_ID = 512


class PasteIdSheet(QDialog):
    """Signals: `chosen(str)` the id, without the spaces around it; those of QDialog."""

    chosen = Signal(str)

    def __init__(self, job: Job, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("pasteIdSheet")
        self.setWindowTitle(tr(APP_NAME))
        self.setAccessibleName(tr(text.QUEUE_PASTE_TITLE))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(420)
        self._field = QLineEdit()
        self._field.setObjectName("remoteIdEdit")
        self._field.setMaxLength(LONGEST_ID)
        self._field.setAccessibleName(tr(text.QUEUE_PASTE_FIELD))
        self._field.setPlaceholderText(tr(text.QUEUE_PASTE_FIELD))
        self._use = _button(text.QUEUE_PASTE_USE, "remoteIdUse")
        self._use.setDefault(True)
        self._use.setEnabled(False)
        self._field.textChanged.connect(lambda typed: self._use.setEnabled(bool(typed.strip())))
        self._use.clicked.connect(self._choose)
        self._lay_out(job)
        self._field.setFocus()

    def _lay_out(self, job: Job) -> None:
        no = _button(text.QUEUE_PASTE_CANCEL, "remoteIdCancel")
        no.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(no)
        row.addWidget(self._use)
        hint = tr(text.QUEUE_PASTE_HINT, connection=job.connection.name)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(8)
        column.addWidget(PlainLabel(tr(text.QUEUE_PASTE_TITLE), role="title", wrap=True))
        column.addWidget(PlainLabel(one_line(job.request.prompt), role="strong", wrap=True))
        column.addWidget(PlainLabel(hint, role="muted", wrap=True))
        column.addWidget(self._field)
        column.addSpacing(8)
        column.addLayout(row)

    def _choose(self) -> None:
        self.chosen.emit(self._field.text().strip())
        self.accept()


def _button(words: str, name: str) -> QPushButton:
    button = QPushButton(tr(words))
    button.setAccessibleName(tr(words))
    button.setObjectName(name)
    return button
