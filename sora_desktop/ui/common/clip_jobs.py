"""The jobs that clips came from, also those that are off the list."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from sora_desktop.base.sentences import message
from sora_desktop.domain.clip import Clip
from sora_desktop.domain.connection import ENGINE_NAME
from sora_desktop.domain.events import Event, JobOffListChanged, Notice, Severity
from sora_desktop.domain.job import Job, may_have_cost
from sora_desktop.ui.commands import Commands
from sora_desktop.ui.common import sentences as text

_KEPT = 200
"""Jobs off the list that are kept once they were asked for."""
_TOPIC = "job of a clip"


class ClipJobs(QObject):
    """`listed` gives a job of the list by its id. One off the list is asked for when somebody wants to know.

    Signals: `told()`: one was found off the list, or is another now.
    """

    told = Signal()

    def __init__(self, commands: Commands, listed: Callable[[str], Job | None], parent: QObject) -> None:
        super().__init__(parent)
        self._commands = commands
        self._listed = listed
        self._off_list: dict[str, Job | None] = {}

    def of(self, clip: Clip) -> Job | None:
        """The job of a clip as far as it is known by now; one that is not known is asked for, and told."""
        job = self._listed(clip.job_id)
        if job is None and clip.job_id and clip.job_id not in self._off_list:
            self._keep(clip.job_id, None)
            self._ask(clip.job_id, self._tell)
        return job or self._off_list.get(clip.job_id)

    def find(self, clip: Clip, then: Callable[[Job], object]) -> None:
        """Hand on the job of a clip; where it is nowhere on record, that is said."""
        job = self._listed(clip.job_id)
        if job is not None:
            then(job)
            return
        missing = Notice(message(text.CLIP_JOB_GONE), Severity.WARNING, topic=_TOPIC)
        self._ask(clip.job_id, lambda found: then(found) if found else self._commands.tell(missing))

    def may_have_cost(self, clip: Clip) -> bool:
        """Whether something can have been billed for it; so it is where its job is not known yet, but for the engine's."""
        job = self._listed(clip.job_id) or self._off_list.get(clip.job_id)
        return may_have_cost(job) if job is not None else clip.recipe.connection_name != ENGINE_NAME

    def apply(self, event: Event) -> None:
        """Follow one event of the studio."""
        if isinstance(event, JobOffListChanged):
            self._keep(event.job.id, event.job)
            self.told.emit()

    def _ask(self, job_id: str, then: Callable[[Job | None], object]) -> None:
        self._commands.run(lambda studio: studio.charges.of_job(job_id), _TOPIC, partial(self._found, job_id, then))

    def _tell(self, job: Job | None) -> None:
        if job is not None:
            self.told.emit()

    def _found(self, job_id: str, then: Callable[[Job | None], object], job: Job | None) -> None:
        self._keep(job_id, job)
        then(job)

    def _keep(self, job_id: str, job: Job | None) -> None:
        self._off_list.pop(job_id, None)
        self._off_list[job_id] = job
        if len(self._off_list) > _KEPT:
            del self._off_list[next(iter(self._off_list))]
