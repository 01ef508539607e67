"""Says aloud what became of a job, once, wherever the keyboard is."""

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from sora_desktop.domain.job import Job, JobState
from sora_desktop.ui.common.job_words import SAYS_BILL as ENDED
from sora_desktop.ui.common.job_words import is_held, news, own_reason
from sora_desktop.ui.common.spoken import say_aloud
from sora_desktop.ui.queue.item_models import JobList

_UNDER_WAY = frozenset({JobState.QUEUED, JobState.RUNNING, JobState.FETCHING})


class JobNews(QObject):
    """Follows the list on behalf of `home`. Told are the end of a job, and what keeps one from being sent.

    Signals: `told(Job)` of a job that there is such news of.
    """

    told = Signal(object)

    def __init__(self, jobs: JobList, home: QWidget) -> None:
        super().__init__(home)
        self._jobs = jobs
        self._home = home
        self._told: dict[str, tuple[object, ...]] = {}
        jobs.turned.connect(self._follow)

    @Slot(object)
    def _follow(self, job: Job) -> None:
        """A job that is tried again and again for the same reason is no news, nor is a later word on its bill."""
        if job.state in _UNDER_WAY:
            self._told.pop(job.id, None)
        elif job.state in ENDED:
            self._tell(job, (job.state,))
        elif job.state is JobState.WAITING and (is_held(job) or own_reason(job) is not None):
            self._tell(job, (job.state, job.held, str(job.reason)))

    def _tell(self, job: Job, what: tuple[object, ...]) -> None:
        if self._told.get(job.id) != what:
            self._told[job.id] = what
            say_aloud(self._home, news(job, self._jobs.around(job)))
            self.told.emit(job)
