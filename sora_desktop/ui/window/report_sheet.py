"""A sheet with the report for whoever helps: to be read before it is passed on, then copied or saved."""

from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget

from sora_desktop.base.sentences import message
from sora_desktop.domain.events import Notice
from sora_desktop.ui.commands import Commands
from sora_desktop.ui.common import sentences as shared
from sora_desktop.ui.common.labels import PlainLabel
from sora_desktop.ui.common.sheet import Sheet
from sora_desktop.ui.common.text_page import TextPage
from sora_desktop.ui.common.wrapping_row import WrappingRow
from sora_desktop.ui.language import tr
from sora_desktop.ui.window import sentences as text

FILE_NAME = "sora-desktop-report.txt"
_LONGEST = 200_000
"""Characters."""
_SIZE = (640, 500)


class ReportSheet(Sheet):
    """Shows the very text that is saved."""

    def __init__(self, commands: Commands, report: str, parent: QWidget) -> None:
        super().__init__(tr(text.REPORT_TITLE), parent)
        self.setObjectName("reportSheet")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(*_SIZE)
        self._commands = commands
        self._report = report
        self.page = TextPage("reportText", tr(text.REPORT_TITLE), _LONGEST)
        self.page.show_text(report)
        self.copy_button = QPushButton(tr(text.REPORT_COPY))
        self.save_button = QPushButton(tr(text.REPORT_SAVE))
        self.close_button = QPushButton(tr(shared.DIALOG_CLOSE))
        self.save_button.setDefault(True)
        row = WrappingRow()
        row.addWidget(self.copy_button)
        row.add_gap()
        row.addWidget(self.close_button)
        row.addWidget(self.save_button)
        self.column.addWidget(PlainLabel(tr(text.REPORT_HINT), role="muted", wrap=True))
        self.column.addWidget(self.page, 1)
        self.foot.addLayout(row)
        self.copy_button.clicked.connect(self._copy)
        self.save_button.clicked.connect(self._ask_where)
        self.close_button.clicked.connect(self.reject)

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._report)

    @Slot()
    def _ask_where(self) -> None:
        """In a dialog of the system that nothing waits for."""
        dialog = QFileDialog(self, tr(text.REPORT_SAVE))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("txt")
        dialog.selectFile(FILE_NAME)
        dialog.fileSelected.connect(self._save)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(str)
    def _save(self, path: str) -> None:
        report, commands = self._report, self._commands
        commands.run(
            lambda studio: studio.diagnostics.save(Path(path), report),
            "report",
            lambda _saved: commands.tell(Notice(message(text.REPORT_SAVED, path=path), topic="report")),
        )
        self.accept()
