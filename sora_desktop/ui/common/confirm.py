"""A small sheet that asks before something is done."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QPushButton, QWidget

from sora_desktop.base.safe_text import shown
from sora_desktop.ui.common.labels import PlainLabel
from sora_desktop.ui.common.sentences import APP_NAME
from sora_desktop.ui.common.sheet import Sheet
from sora_desktop.ui.common.wrapping_row import WrappingRow
from sora_desktop.ui.language import tr

_WIDTH = 360


class SureButton(QPushButton):
    """Takes one press for one wish: neither a key held down nor the second press of a double click counts."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.isAutoRepeat():
            event.accept()
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.accept()


class ConfirmSheet(Sheet):
    """A question with two buttons: `yes` does it (and is pressed by Enter), `no` and Escape do nothing.

    With `careful` Enter means no: what costs money takes a press of its own.

    Signals: those of QDialog; `accepted()` means yes.
    """

    def __init__(self, title: str, hint: str, yes: str, no: str, parent: QWidget, *, careful: bool = False) -> None:
        super().__init__(title, parent, width=_WIDTH)
        self.setObjectName("confirmSheet")
        self.setWindowTitle(tr(APP_NAME))
        self.setAccessibleName(shown(title))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.column.addWidget(PlainLabel(hint, role="muted", wrap=True))
        self.foot.addLayout(self._buttons(yes, no, careful=careful))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The key that opened the sheet may still be held down."""
        if not event.isAutoRepeat():
            super().keyPressEvent(event)

    def _buttons(self, yes: str, no: str, *, careful: bool) -> WrappingRow:
        row = WrappingRow()
        row.add_gap()
        buttons = [SureButton(words) for words in (no, yes)]
        for button, slot in zip(buttons, (self.reject, self.accept), strict=True):
            button.setAccessibleName(button.text())
            button.clicked.connect(slot)
            row.addWidget(button)
        buttons[1].setObjectName("confirmYes")
        first = buttons[0 if careful else 1]
        first.setDefault(True)
        first.setFocus()
        return row
