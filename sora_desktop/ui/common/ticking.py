"""A panel that tells of what is under way: it is renewed each second, and only while somebody sees it."""

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QWidget

_TICK_MILLISECONDS = 1000


class TickingPanel(QFrame):
    """Signals: `ticked()` each second while it is seen and `is_under_way` says so."""

    ticked = Signal()

    def __init__(self, is_under_way: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_under_way = is_under_way
        self._clock = QTimer(self, interval=_TICK_MILLISECONDS)
        self._clock.timeout.connect(self.ticked)

    @Slot()
    def look_at_clock(self) -> None:
        """Something has begun or ended, or the panel is seen or hidden."""
        if self.isVisible() and self._is_under_way():
            self._clock.start()
        else:
            self._clock.stop()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.look_at_clock()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.look_at_clock()
