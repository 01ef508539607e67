"""Hears of each job that has ended, or whose bill is another by now, and says at which connection."""

from collections.abc import Callable

from sora_desktop.domain.charge import Charge
from sora_desktop.domain.events import Event, JobChanged, JobRemoved
from sora_desktop.domain.job import Job, JobState
from sora_desktop.studio.event_bus import EventBus
from sora_desktop.studio.jobs.ledger import Ledger

_ENDED = frozenset({JobState.DONE, JobState.FAILED, JobState.EXPIRED, JobState.CANCELLED, JobState.LOST})


class EndedJobs:
    """`tell` takes the id of the connection; it must not raise."""

    def __init__(self, ledger: Ledger, event_bus: EventBus, tell: Callable[[str], None]) -> None:
        self._tell = tell
        self._known = {job.id: _bill(job) for job in ledger.jobs()}
        event_bus.subscribe(self._hear)

    def _hear(self, event: Event) -> None:
        if isinstance(event, JobRemoved):
            self._known.pop(event.job_id, None)
        elif isinstance(event, JobChanged) and not event.job.cost.free:
            now, before = _bill(event.job), self._known.get(event.job.id, (False, Charge()))
            self._known[event.job.id] = now
            if now != before:
                self._tell(event.job.service.id)


def _bill(job: Job) -> tuple[bool, Charge]:
    """A person's word changes nothing at the service."""
    return job.state in _ENDED, job.charge.without_entered()
