"""The card of the queue that is open, with its buttons over it."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QObject, Signal, Slot
from PySide6.QtWidgets import QListView

from sora_desktop.domain.job import Job
from sora_desktop.ui.queue.item_models import JOB_ROLE, JobList
from sora_desktop.ui.queue.job_actions import JobAction
from sora_desktop.ui.queue.job_buttons import JobButtons
from sora_desktop.ui.queue.job_delegate import JobDelegate


class OpenCard(QObject):
    """It is the current one, but for as long as a card is held (`is_held`): the place that a person aims at must not
    move away.

    Signals: `act(Job, JobAction)` one of its buttons was pressed; `changed()` the list is about to be laid out anew.
    """

    act = Signal(object, object)
    changed = Signal()

    def __init__(
        self,
        view: QListView,
        jobs: JobList,
        delegate: JobDelegate,
        buttons: JobButtons,
        is_held: Callable[[], bool],
    ) -> None:
        super().__init__(view)
        self._view = view
        self._jobs = jobs
        self._delegate = delegate
        self._buttons = buttons
        self._is_held = is_held
        self._is_to_be_seen = False
        buttons.pressed.connect(self._press)

    def index(self) -> QModelIndex:
        """Where it stands; an invalid index where none is open."""
        return self._jobs.index_of(self._delegate.current_id)

    def open(self, job: Job | None) -> None:
        """Open the card of this job, or none; while a card is held no other one opens."""
        job_id = job.id if job else ""
        if self._is_held() and job_id != self._delegate.current_id:
            return
        self._is_to_be_seen = bool(job_id)
        self._delegate.current_id = job_id
        self._buttons.show_job(job, self._jobs.actions(job) if job else ())
        self.changed.emit()
        self._view.scheduleDelayedItemsLayout()

    @Slot()
    def open_current(self) -> None:
        """A card that was held opens when it is let go."""
        job: Job | None = self._view.currentIndex().data(JOB_ROLE)
        if self._delegate.current_id != (job.id if job else ""):
            self.open(job)

    def come_into_sight(self) -> None:
        """Once it is laid out: a card that has grown is seen whole."""
        if self._is_to_be_seen and not self._is_held():
            self._is_to_be_seen = False
            self._view.scrollTo(self.index())

    def place_buttons(self) -> None:
        """Lay the buttons over the card, wherever it is now."""
        job: Job | None = self.index().data(JOB_ROLE)
        if job is None or len(self._jobs.actions(job)) < 2:
            self._buttons.hide()
            return
        rect = self._view.visualRect(self.index())
        self._buttons.setGeometry(self._delegate.places(rect, job, self._view.font()).buttons)
        self._buttons.lay_out()
        self._buttons.show()

    @Slot(object)
    def _press(self, action: JobAction) -> None:
        job: Job | None = self.index().data(JOB_ROLE)
        if job is not None:
            self.act.emit(job, action)
