"""A sheet that shows what stands in the form as it would be sent."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton, QWidget

from sora_desktop.ui.common import sentences as shared
from sora_desktop.ui.common.labels import PlainLabel
from sora_desktop.ui.common.sheet import Sheet
from sora_desktop.ui.common.text_page import TextPage
from sora_desktop.ui.common.wrapping_row import WrappingRow
from sora_desktop.ui.compose import sentences as text
from sora_desktop.ui.language import tr

_LONGEST = 200_000
"""Characters."""
_SIZE = (620, 440)


class RequestSheet(Sheet):
    """Shows a curl command, without the key, that can be selected and copied."""

    def __init__(self, command: str, parent: QWidget) -> None:
        super().__init__(tr(text.COMPOSE_REQUEST_TITLE), parent)
        self.setObjectName("requestSheet")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(*_SIZE)
        self.page = TextPage("requestText", tr(text.COMPOSE_REQUEST_TITLE), _LONGEST)
        self.page.show_text(command)
        self.copy_button = QPushButton(tr(text.COMPOSE_REQUEST_COPY))
        self.copy_button.setAutoDefault(False)
        self.close_button = QPushButton(tr(shared.DIALOG_CLOSE))
        self.close_button.setDefault(True)
        row = WrappingRow()
        row.addWidget(self.copy_button)
        row.add_gap()
        row.addWidget(self.close_button)
        self.column.addWidget(PlainLabel(tr(text.COMPOSE_REQUEST_HINT), role="muted", wrap=True))
        self.column.addWidget(self.page, 1)
        self.foot.addLayout(row)
        self.copy_button.clicked.connect(self._copy)
        self.close_button.clicked.connect(self.accept)

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.page.toPlainText())
