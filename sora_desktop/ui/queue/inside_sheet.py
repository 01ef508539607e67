"""A sheet that shows a job from inside: what is sent, what was answered, its ids, and where the time went."""

from datetime import UTC, datetime

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QPushButton, QTabWidget, QVBoxLayout, QWidget

from sora_desktop.base.safe_text import one_line
from sora_desktop.domain.errors import AppError
from sora_desktop.domain.exchange import Inside
from sora_desktop.domain.job import Job
from sora_desktop.ui.commands import Commands
from sora_desktop.ui.common import sentences as shared
from sora_desktop.ui.common.labels import PlainLabel
from sora_desktop.ui.common.sentences import APP_NAME
from sora_desktop.ui.common.text_page import TextPage
from sora_desktop.ui.common.wrapping_row import WrappingRow
from sora_desktop.ui.language import say, tr
from sora_desktop.ui.queue import sentences as text
from sora_desktop.ui.queue.inside_words import answers, overview

LONGEST = 400_000
"""Characters of one page."""
_LONGEST_PROMPT = 200
_SIZE = (680, 520)


class InsideSheet(QDialog):
    """Stands beside the window, so that a person can compare; it looks when it is opened, and when asked to.

    Signals: those of QDialog.
    """

    def __init__(self, commands: Commands, job: Job, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("insideSheet")
        self.setWindowTitle(tr(APP_NAME))
        self.setAccessibleName(tr(text.INSIDE_TITLE))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(*_SIZE)
        self._commands = commands
        self._job = job
        self._gone = False
        self.overview = TextPage("insideOverview", tr(text.INSIDE_OVERVIEW), LONGEST)
        self.request = TextPage("insideRequest", tr(text.INSIDE_REQUEST), LONGEST)
        self.answers = TextPage("insideAnswers", tr(text.INSIDE_ANSWERS), LONGEST)
        self._pages = QTabWidget()
        self._lay_out()
        self.finished.connect(self._end)
        self.show_job(job)

    def _lay_out(self) -> None:
        for page, words in (
            (self.overview, text.INSIDE_OVERVIEW),
            (self.request, text.INSIDE_REQUEST),
            (self.answers, text.INSIDE_ANSWERS),
        ):
            self._pages.addTab(page, tr(words))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(8)
        column.addWidget(PlainLabel(tr(text.INSIDE_TITLE), role="title", wrap=True))
        column.addWidget(
            PlainLabel(one_line(self._job.request.prompt, _LONGEST_PROMPT), role="strong", wrap=True, foreign=True)
        )
        column.addWidget(self._pages, 1)
        column.addWidget(PlainLabel(tr(text.INSIDE_HINT), role="muted", wrap=True))
        column.addLayout(self._buttons())

    def _buttons(self) -> WrappingRow:
        copy = _button(text.INSIDE_COPY, "insideCopy")
        copy.clicked.connect(self._copy)
        again = _button(text.INSIDE_AGAIN, "insideAgain")
        again.clicked.connect(self.look)
        close = _button(shared.DIALOG_CLOSE, "insideClose")
        close.clicked.connect(self.reject)
        close.setDefault(True)
        row = WrappingRow()
        row.addWidget(copy)
        row.addWidget(again)
        row.add_gap()
        row.addWidget(close)
        return row

    def show_job(self, job: Job) -> None:
        """Take the job as it is now, and look."""
        self._job = job
        self.look()

    @Slot()
    def look(self) -> None:
        """Show what there is now."""
        self.overview.show_text(overview(self._job, datetime.now(UTC)))
        job_id = self._job.id
        self._commands.run(lambda studio: studio.inside.of_job(job_id), "inside", self._show, failed=self._tell)

    def _show(self, inside: Inside) -> None:
        if self._gone:
            return
        self.request.show_text(inside.request or (say(inside.no_request) if inside.no_request else ""))
        self.answers.show_text(answers(inside.exchanges))

    def _tell(self, error: AppError) -> None:
        if not self._gone:
            self.answers.show_text(say(error.sentence))

    @Slot()
    def _copy(self) -> None:
        page = self._pages.currentWidget()
        if isinstance(page, TextPage):
            QGuiApplication.clipboard().setText(page.toPlainText())

    @Slot()
    def _end(self) -> None:
        """What still comes is for nobody."""
        self._gone = True


def _button(words: str, name: str) -> QPushButton:
    button = QPushButton(tr(words))
    button.setAccessibleName(tr(words))
    button.setObjectName(name)
    button.setAutoDefault(False)
    return button
