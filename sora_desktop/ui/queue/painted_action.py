"""The main action that is painted on a closed card, as the mouse meets it."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QListView

from sora_desktop.domain.job import Job
from sora_desktop.ui.queue.item_models import JOB_ROLE
from sora_desktop.ui.queue.job_actions import JobAction
from sora_desktop.ui.queue.job_delegate import JobDelegate


class PaintedAction:
    """It is no widget: what it is under the mouse, and between a press and its release, is known here."""

    def __init__(self, view: QListView, delegate: JobDelegate) -> None:
        self._view = view
        self._delegate = delegate
        self._pressed: tuple[Job, JobAction] | None = None

    @property
    def is_pressed(self) -> bool:
        return self._pressed is not None

    def press(self, event: QMouseEvent) -> None:
        """The mouse goes down; `is_pressed` where that was on the action of a card."""
        self._pressed = self.under(event)

    def release(self, event: QMouseEvent) -> tuple[Job, JobAction] | None:
        """What a person wants done: None where the mouse came up elsewhere than it went down."""
        pressed, self._pressed = self._pressed, None
        return pressed if pressed == self.under(event) else None

    def under(self, event: QMouseEvent) -> tuple[Job, JobAction] | None:
        """The job and the action that the left button is on."""
        return self._at(event.position().toPoint()) if event.button() is Qt.MouseButton.LeftButton else None

    def hover(self, at: QPoint | None) -> None:
        """The mouse is here now; None where it has left the list."""
        over = self._at(at) if at is not None else None
        job_id = over[0].id if over else ""
        if job_id != self._delegate.hovered_action:
            self._delegate.hovered_action = job_id
            shape = Qt.CursorShape.PointingHandCursor if job_id else Qt.CursorShape.ArrowCursor
            self._view.viewport().setCursor(shape)
            self._view.viewport().update()

    def _at(self, at: QPoint) -> tuple[Job, JobAction] | None:
        index = self._view.indexAt(at)
        job: Job | None = index.data(JOB_ROLE)
        if job is None:
            return None
        action = self._delegate.action_at(self._view.visualRect(index), job, self._view.font(), at.x(), at.y())
        return None if action is None else (job, action)
