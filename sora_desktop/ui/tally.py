"""How many jobs are under way, wait, or need a person: for the title and the top bar."""

from collections import Counter
from collections.abc import Iterable

from sora_desktop.domain.events import Event, JobAdded, JobChanged, JobRemoved
from sora_desktop.domain.job import ACTIVE, NEEDS_PERSON, Job, JobState
from sora_desktop.ui import text
from sora_desktop.ui.text import tr


class Tally:
    """Keeps the state of every job on the list, and their numbers."""

    def __init__(self) -> None:
        self._states: dict[str, JobState] = {}
        self._numbers: Counter[JobState] = Counter()

    def reset(self, jobs: Iterable[Job]) -> None:
        self._states = {job.id: job.state for job in jobs}
        self._numbers = Counter(self._states.values())

    def apply(self, event: Event) -> bool:
        """Take over what happened; whether any number may have changed."""
        match event:
            case JobAdded(job=job) | JobChanged(job=job):
                return self._put(job.id, job.state)
            case JobRemoved(job_id=job_id):
                return self._put(job_id, None)
            case _:
                return False

    def _put(self, job_id: str, state: JobState | None) -> bool:
        before = self._states.pop(job_id, None)
        if state is not None:
            self._states[job_id] = state
        if before is state:
            return False
        self._numbers.subtract([each for each in (before,) if each is not None])
        self._numbers.update([each for each in (state,) if each is not None])
        return True

    @property
    def active(self) -> int:
        """Jobs on their way to a clip, those that wait their turn too."""
        return sum(self._numbers[state] for state in ACTIVE)

    @property
    def waiting(self) -> int:
        return self._numbers[JobState.WAITING]

    @property
    def needs_person(self) -> int:
        return sum(self._numbers[state] for state in NEEDS_PERSON)

    def summary(self, *, paused: bool) -> str:
        """Such as "2 running · 1 needs you"; empty where there is nothing to say."""
        running = self.active - self.waiting
        parts = [
            _count(running, text.SUMMARY_ACTIVE_ONE, text.SUMMARY_ACTIVE),
            _count(self.waiting, text.SUMMARY_WAITING, text.SUMMARY_WAITING),
            _count(self.needs_person, text.SUMMARY_NEEDS_ONE, text.SUMMARY_NEEDS),
            tr(text.SUMMARY_PAUSED) if paused else "",
        ]
        return " · ".join(part for part in parts if part)


def _count(number: int, one: str, many: str) -> str:
    if number == 0:
        return ""
    return tr(one if number == 1 else many, count=number)
