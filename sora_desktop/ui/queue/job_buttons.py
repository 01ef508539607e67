"""The buttons of the open card of the queue."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QPoint, QRect, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from sora_desktop.domain.job import Job
from sora_desktop.ui.common.confirm import SureButton
from sora_desktop.ui.common.mirroring import mirrored
from sora_desktop.ui.queue.job_actions import JobAction, label

_BUTTON_GAP = 6


class JobButtons(QWidget):
    """The actions of one job as real buttons, in as many lines as they need.

    Signals: `pressed(JobAction)`.
    """

    pressed = Signal(object)

    def __init__(self, parent: QWidget, home: QWidget) -> None:
        """`home` takes the focus over when the buttons go."""
        super().__init__(parent)
        self._home = home
        self._buttons: list[QPushButton] = []
        self._shown: list[tuple[JobAction, str]] = []

    def show_job(self, job: Job | None, possible: Sequence[JobAction] = ()) -> None:
        """Make the buttons of what is possible with this job; they stay as they are where nothing about them changes."""
        wanted = [(action, label(action, job)) for action in possible] if job else []
        if wanted == self._shown:
            return
        self._shown = wanted
        had_focus = any(button.hasFocus() for button in self._buttons)
        for button in self._buttons:
            button.hide()
            button.deleteLater()
        self._buttons = [self._make(action, words) for action, words in wanted]
        for before, after in pairwise([self._home, *self._buttons]):
            self.setTabOrder(before, after)
        if had_focus:
            self._home.setFocus()

    def _make(self, action: JobAction, words: str) -> QPushButton:
        button = SureButton(words, self)
        button.setProperty("role", "small")
        button.setAccessibleName(words)
        button.setObjectName(f"job-{action}")
        button.clicked.connect(lambda: self.pressed.emit(action))
        button.show()
        return button

    def height_for(self, width: int) -> int:
        return self._flow(width, place=False)

    def lay_out(self) -> None:
        self._flow(self.width(), place=True)

    def _flow(self, width: int, *, place: bool) -> int:
        x = y = line = 0
        for button in self._buttons:
            size = button.sizeHint()
            if x and x + size.width() > width:
                x, y, line = 0, y + line + _BUTTON_GAP, 0
            if place:
                button.setGeometry(mirrored(QRect(QPoint(x, y), size), self.rect(), self.layoutDirection()))
            x, line = x + size.width() + _BUTTON_GAP, max(line, size.height())
        return y + line
