"""Jobs that ended badly, or of which nothing is known, are asked about again now and then: asking is free.

Services are known to say "failed", and to lose a job, and to have its clip all the same. A clip that could not be
fetched is tried again in the same way: services are known to hand it out hours after they said "completed".
"""

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random

from sora_desktop.base.values import dataclass
from sora_desktop.domain.connection import ConnectionKind
from sora_desktop.domain.errors import AppError
from sora_desktop.domain.job import BEING_FETCHED, MAY_BE_ASKED, Job, JobState
from sora_desktop.services.parsing.expiry import link_expiry
from sora_desktop.studio.jobs.job_context import JobContext
from sora_desktop.studio.jobs.polling import Poller
from sora_desktop.studio.jobs.reconcile import Reconciler

log = logging.getLogger(__name__)

LOOKED_AFTER = timedelta(days=1)
"""After the end of a job, or after its clip expired at the service, if that is later."""
AT_START = timedelta(days=30)
"""Jobs that ended before that are not asked about again by themselves at a start; a person still can."""
MOST_AT_START = 100
_NEVER = datetime.min.replace(tzinfo=UTC)
_WITHOUT_ID = frozenset({JobState.UNKNOWN, JobState.NOT_FOUND})


@dataclass(slots=True)
class _Looked:
    """A job is due again at `due`, until `until` (both monotonic seconds); it was looked at in vain `looks` times.

    `last` is the same end by the wall clock. It is compared with that clock only when it is new: somebody may set that.
    """

    last: datetime
    until: float
    due: float
    looks: int = 0


class SecondLooks:
    """One task for all of them. `lives_after_all` hears of each job that does."""

    def __init__(
        self, context: JobContext, poller: Poller, reconciler: Reconciler, lives_after_all: Callable[[str], None]
    ) -> None:
        self._ledger = context.ledger
        self._clock = context.clock
        self._backoff = context.backoff
        self._poller = poller
        self._reconciler = reconciler
        self._lives_after_all = lives_after_all
        self._random = Random()  # noqa: S311 -- it spreads looks, it keeps no secret
        self._looked: dict[str, _Looked] = {}

    async def run(self) -> None:
        """Look until cancelled."""
        for job in self._from_before():
            await self._look(job.id)
        while True:
            await self._clock.sleep(self._backoff.second_look(0) / 10)
            for job_id in self._due():
                await self._look(job_id)

    def _from_before(self) -> list[Job]:
        """At a start: the jobs that may live after all, the latest first. Unknown ones are looked for anyhow."""
        since = self._clock.now() - AT_START
        ended = (job for job in self._candidates() if job.state is not JobState.UNKNOWN)
        jobs = [job for job in ended if _ended(job) >= since]
        return sorted(jobs, key=_ended, reverse=True)[:MOST_AT_START]

    def _candidates(self) -> list[Job]:
        asked = [job for job in self._ledger.in_states(MAY_BE_ASKED) if job.remote_id]
        looked_for = [job for job in self._ledger.in_states(_WITHOUT_ID) if self._reconciler.can_look(job)]
        not_here = self._ledger.in_states({JobState.FETCH_FAILED})
        return [job for job in (*asked, *looked_for, *not_here) if job.service.kind is not ConnectionKind.ENGINE]

    def _due(self) -> list[str]:
        """Whose time has come; those that are new get a time."""
        candidates = self._candidates()
        known = {job.id for job in (*candidates, *self._ledger.in_states(BEING_FETCHED))}
        self._looked = {job_id: looked for job_id, looked in self._looked.items() if job_id in known}
        for job in candidates:
            self._looked_of(job, self._backoff.second_look(0) * self._random.uniform(0.9, 1.1))
        now, due = self._clock.monotonic(), {job.id for job in candidates}
        return [
            job_id for job_id, looked in self._looked.items() if job_id in due and looked.due <= now <= looked.until
        ]

    def _looked_of(self, job: Job, pause: float) -> _Looked:
        """What is known of the looks at a job; one that is new is due after a `pause`."""
        now, last = self._clock.monotonic(), looked_after_until(job)
        looked = self._looked.setdefault(job.id, _Looked(_NEVER, 0.0, now + pause))
        if looked.last != last:
            looked.last, looked.until = last, now + (last - self._clock.now()).total_seconds()
        return looked

    async def _look(self, job_id: str) -> None:
        if job_id not in self._ledger:
            return
        looked = self._looked_of(self._ledger[job_id], 0.0)
        looked.looks += 1
        looked.due = self._clock.monotonic() + self._backoff.second_look(looked.looks)
        before = self._ledger[job_id].state
        try:
            if before in MAY_BE_ASKED:
                await self._poller.look_again(job_id)
            elif before in _WITHOUT_ID:
                await self._reconciler.look_again(job_id)
            elif before is JobState.FETCH_FAILED:
                self._lives_after_all(job_id)
                return
        except AppError as error:
            log.info("job %s could not be asked about again: %s", job_id, error)
        if job_id in self._ledger and self._ledger[job_id].state is not before:
            self._lives_after_all(job_id)


def _ended(job: Job) -> datetime:
    return job.ended_at or job.submitted_at or job.created_at


def looked_after_until(job: Job) -> datetime:
    """Until when a job that has ended is asked about, or its clip fetched, by itself."""
    ends = (_ended(job), job.result_expires_at, *map(link_expiry, job.links))
    return max(end for end in ends if end) + LOOKED_AFTER
