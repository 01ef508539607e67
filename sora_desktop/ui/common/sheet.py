"""A dialog over the window: its heading, its parts, which scroll where there is no room, and its buttons."""

from PySide6.QtCore import QEvent, QSize, Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QPushButton, QVBoxLayout, QWidget

from sora_desktop.ui.common import sentences as shared
from sora_desktop.ui.common.extents import enlarged
from sora_desktop.ui.common.labels import PlainLabel
from sora_desktop.ui.common.scrolled_body import ScrolledBody
from sora_desktop.ui.common.wrapping_row import WrappingRow
from sora_desktop.ui.language import tr

SHEET_WIDTH = 460
_FRAME = 48
"""What the window manager adds around a sheet, at most."""


class Sheet(QDialog):
    """A dialog over the window that is opened with `open()`: nothing waits for it in a loop of its own.

    Parts go into `column`, the row of buttons into `foot`. Of a sheet that does not `scroll` both are the same: one of
    its parts does that. `width` is the least, in pixels where text has its usual size.
    """

    def __init__(self, title: str, parent: QWidget | None, *, width: int = SHEET_WIDTH, scrolls: bool = True) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._least_width = width
        self.heading = PlainLabel(title, role="title", wrap=True)
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(22, 20, 22, 18)
        self._whole.setSpacing(14)
        self._whole.addWidget(self.heading)
        self.column = self.foot = self._whole
        if scrolls:
            self._scroll()
        self._widen()

    def _scroll(self) -> None:
        body = QWidget()
        body.setProperty("role", "plain")
        self.column, self.foot = QVBoxLayout(body), QVBoxLayout()
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(14)
        self._scrolled = ScrolledBody(body)
        self._scrolled.resized.connect(self._grow)
        self._whole.addWidget(self._scrolled, 1)
        self._whole.addLayout(self.foot)

    def read_by_keys(self, name: str) -> None:
        """Let the keyboard come to what scrolls, as nothing in it takes it; screen readers call it `name`."""
        self._scrolled.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._scrolled.setAccessibleName(name)

    def add_close(self) -> None:
        """A row with the button that closes it, for a sheet in which all holds at once."""
        close = QPushButton(tr(shared.DIALOG_CLOSE))
        close.clicked.connect(self.accept)
        row = WrappingRow()
        row.add_gap()
        row.addWidget(close)
        self.foot.addLayout(row)

    def make_room(self) -> None:
        """Grow so far that no part is squashed, after one of them has got more to say; it never shrinks.

        Never beyond the screen: a part that scrolls gives way.
        """
        self._whole.invalidate()
        self._whole.activate()
        wanted = min(self._whole.totalHeightForWidth(self.width()), self.room().height())
        self.resize(self.width(), max(self.height(), wanted))
        if self.isVisible():
            self._stay_on_screen()

    @Slot()
    def _grow(self) -> None:
        if self.isVisible():
            self.make_room()

    def _stay_on_screen(self) -> None:
        """Not every window manager moves up what grew down beyond the edge, and the buttons are at the bottom."""
        screen, frame = self.screen().availableGeometry(), self.frameGeometry()
        below = frame.bottom() - screen.bottom()
        if below > 0:
            self.move(frame.x(), max(screen.y(), frame.y() - below))

    def begin_anew(self) -> None:
        """Be as tall as the parts want now, whatever they had to say when it was last open.

        What changed in a sheet that was hidden has told nobody yet.
        """
        for part in self.findChildren(QWidget):
            part.updateGeometry()
        self.resize(self.width(), self.minimumHeight())
        self.make_room()

    def room(self) -> QSize:
        """The most of the screen that a sheet may take."""
        return self.screen().availableGeometry().size() - QSize(_FRAME, _FRAME)

    def _widen(self) -> None:
        self.setMinimumWidth(min(enlarged(self._least_width, self), self.room().width()))

    def retitle(self, title: str) -> None:
        self.setWindowTitle(title)
        self.heading.setText(title)

    def showEvent(self, event: QShowEvent) -> None:
        """Only once it is shown is it known how its words break."""
        self._widen()
        super().showEvent(event)
        self.make_room()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._widen()
