"""The drawer at the edge of the window in which the queue stands."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget

from sora_desktop.ui.common.extents import enlarged
from sora_desktop.ui.queue.panel import QueuePanel

_SHARE = 0.3
_WIDTHS = (400, 600)
_MOST = 0.6


class QueueDrawer(QFrame):
    """Hidden until it is opened. Its list is there before that: whoever looks for a job finds it.

    Signals: `toggled(bool)`: a person opened or closed it.
    """

    toggled = Signal(bool)

    def __init__(self, panel: QueuePanel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("queueDrawer")
        self.setProperty("role", "drawer")
        self._panel = panel
        self._came_from: QWidget | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(panel)
        panel.close_wanted.connect(self.close_by_person)
        self.hide()

    @property
    def is_open(self) -> bool:
        return not self.isHidden()

    @property
    def has_keyboard(self) -> bool:
        focused = QApplication.focusWidget()
        return self.is_open and focused is not None and self.isAncestorOf(focused)

    def width_in(self, whole: int) -> int:
        """What it takes of a window that is so wide, in pixels."""
        least, most = (enlarged(each, self) for each in _WIDTHS)
        return min(max(round(whole * _SHARE), least), most, round(whole * _MOST))

    def open_by_person(self) -> None:
        """Open it, and go on with the keyboard in its list."""
        if not self.is_open:
            self._came_from = QApplication.focusWidget()
            self.show_open(is_open=True)
            self.toggled.emit(True)
        self._panel.focus_list()

    @Slot()
    def close_by_person(self) -> None:
        """Close it; the keyboard goes back to where it came from."""
        if self.is_open:
            had_keyboard = self.has_keyboard
            self.show_open(is_open=False)
            if had_keyboard and self._came_from is not None and self._came_from.isVisible():
                self._came_from.setFocus(Qt.FocusReason.OtherFocusReason)
            self._came_from = None
            self.toggled.emit(False)

    def show_open(self, *, is_open: bool) -> None:
        """Open or closed, as it was left."""
        self.setVisible(is_open)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_by_person()
        else:
            super().keyPressEvent(event)
