"""The job that stands on the stage until its clip is there: the stage follows what the list says of it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QObject, Slot

from sora_desktop.domain.job import ACTIVE, Job
from sora_desktop.ui.queue.item_models import JobList
from sora_desktop.ui.stage.panel import StagePanel

if TYPE_CHECKING:
    from sora_desktop.ui.stage.job_screen import StagedJob


def load_staged_job() -> "type[StagedJob]":
    """The first paint needs none."""
    from sora_desktop.ui.stage.job_screen import StagedJob

    return StagedJob


class Staging(QObject):
    """Puts jobs of the list on the stage."""

    def __init__(self, jobs: JobList, stage: StagePanel, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._stage = stage
        jobs.dataChanged.connect(self._follow)
        jobs.modelReset.connect(self._look)
        jobs.rowsRemoved.connect(self._look)
        self._missed: Job | None = None
        stage.guests.left.connect(self._make_up)

    def start(self, job: Job) -> None:
        """A job came to the list: it is shown where nobody looks at a clip, and no other job is shown that runs."""
        stage = self._stage
        shown = self._jobs.job(stage.job.id) if stage.job is not None else None
        is_free = shown is None or shown.state not in ACTIVE
        if stage.guests.is_taken:
            self._missed = self._missed or job
        if job.state in ACTIVE and is_free and not (stage.is_in_use or stage.is_watched):
            stage.show_job(self._staged(job))

    @Slot()
    def _make_up(self) -> None:
        """What was started while another panel had the stage."""
        missed, self._missed = self._missed, None
        job = self._jobs.job(missed.id) if missed is not None else None
        if job is not None:
            self.start(job)

    def pick(self, job: Job) -> None:
        """A person picked it."""
        self._stage.pick_job(self._staged(job))

    def _staged(self, job: Job) -> "StagedJob":
        return load_staged_job()(job, self._jobs.around(job), self._jobs.usual_seconds(job))

    @Slot(QModelIndex, QModelIndex)
    def _follow(self, first: QModelIndex, last: QModelIndex) -> None:
        shown = self._stage.job
        if shown is not None and first.row() <= self._jobs.index_of(shown.id).row() <= last.row():
            self._look()

    @Slot()
    def _look(self) -> None:
        """Show it as it is now; one that is off the list leaves the stage."""
        if self._stage.job is None:
            return
        job = self._jobs.job(self._stage.job.id)
        if job is None:
            self._stage.clear()
        else:
            self._stage.show_job(self._staged(job))
