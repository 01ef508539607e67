"""A small sheet that asks before something is done."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from sora_desktop.domain.plain import shown
from sora_desktop.ui.text import APP_NAME, tr
from sora_desktop.ui.widgets.labels import PlainLabel


class ConfirmSheet(QDialog):
    """A question with two buttons: `yes` does it (and is pressed by Enter), `no` and Escape do nothing.

    Signals: those of QDialog; `accepted()` means yes.
    """

    def __init__(self, title: str, hint: str, yes: str, no: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("confirmSheet")
        self.setWindowTitle(tr(APP_NAME))
        self.setAccessibleName(shown(title))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(360)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(8)
        column.addWidget(PlainLabel(title, role="title", wrap=True))
        column.addWidget(PlainLabel(hint, role="muted", wrap=True))
        column.addSpacing(8)
        column.addLayout(self._buttons(yes, no))

    def _buttons(self, yes: str, no: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch()
        for words, slot in ((no, self.reject), (yes, self.accept)):
            button = QPushButton(words)
            button.setAccessibleName(words)
            button.clicked.connect(slot)
            row.addWidget(button)
        button.setObjectName("confirmYes")
        button.setDefault(True)
        button.setFocus()
        return row
