"""The middle of a sheet, scrolled where the screen has no room for all of it."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

_LEAST = 160
_BESIDE = 100
"""Of the screen, what a sheet has around it."""


def bring_up(widget: QWidget) -> None:
    """Scroll what it stands in so far that it is seen."""
    up = widget.parentWidget()
    while up is not None and not isinstance(up, QScrollArea):
        up = up.parentWidget()
    if up is not None:
        up.ensureWidgetVisible(widget)


class ScrolledBody(QScrollArea):
    """As high as what it holds where there is room.

    Signals: `resized()`: what it holds wants another height.
    """

    resized = Signal()

    def __init__(self, body: QWidget) -> None:
        super().__init__()
        self._body = body
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setProperty("role", "plain")
        self.viewport().setAutoFillBackground(False)
        body.setAutoFillBackground(False)
        self.setWidget(body)
        body.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:
            self.updateGeometry()
            self.resized.emit()
        return super().eventFilter(watched, event)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._body.heightForWidth(width) if self._body.hasHeightForWidth() else self._body.sizeHint().height()

    def sizeHint(self) -> QSize:
        return self._body.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """As wide as its parts need, where the screen is: beyond that it scrolls to the side, too."""
        width = self._body.minimumSizeHint().width() + self.verticalScrollBar().sizeHint().width()
        most = self.screen().availableGeometry().width() - _BESIDE
        return QSize(min(width, most), min(_LEAST, self._body.sizeHint().height()))
