"""Who may go out next: places at each service, and twins one after another."""

from collections import Counter
from collections.abc import Iterable

from sora_desktop.base.sentences import message
from sora_desktop.domain.job import AT_SERVICE, Job, JobState
from sora_desktop.domain.request import Request
from sora_desktop.studio.jobs.job_index import Line

WAITS_FOR_TWIN = message(
    "Waiting until the identical job before it is settled: the service gives no way to tell the two apart."
)

_TAKE_A_PLACE = AT_SERVICE | {JobState.WAITING}
_ON_ITS_WAY = frozenset({JobState.WAITING, JobState.SUBMITTING, JobState.UNKNOWN})


class Turns:
    """One look at all jobs that are not settled, so that each waiting one is judged without looking at all others.

    Those that wait are being sent just now.
    """

    def __init__(self, unsettled: Iterable[Job]) -> None:
        self._taken: Counter[str] = Counter()
        self._on_their_way: dict[tuple[str, Request], Job] = {}
        for job in unsettled:
            if job.state in _TAKE_A_PLACE:
                self._taken[job.service.id] += 1
            if job.state in _ON_ITS_WAY:
                self._on_their_way[_body(job)] = job

    def take(self, job: Job) -> None:
        """It goes out now."""
        self._taken[job.service.id] += 1
        self._on_their_way[_body(job)] = job

    def has_place(self, line: Line) -> bool:
        return self._taken[line.service_id] < line.places

    def twin(self, job: Job) -> Job | None:
        """An equal job that is on its way or unsettled: two of them could not be told apart at the service."""
        return self._on_their_way.get(_body(job))


def _body(job: Job) -> tuple[str, Request]:
    """The same for two jobs that a service's list cannot tell apart: takes that differ in a seed are equal there."""
    return job.service.base_url, job.request.as_asked
