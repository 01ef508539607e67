"""What jobs cost, asked of their services once they have ended, where a connection says that it can be asked.

A service settles in its own time: it is asked again a few times, with longer and longer pauses, also in later starts.
"""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta

from sora_desktop.domain.charge import ChargeSource, SettlementWay
from sora_desktop.domain.errors import AppError
from sora_desktop.domain.job import BEING_FETCHED, Job, JobState
from sora_desktop.services.evidence import of_books
from sora_desktop.services.settlements import Books, Sending
from sora_desktop.studio.jobs.job_context import JobContext

log = logging.getLogger(__name__)

ASKED_FOR = timedelta(days=2)
"""After its end a job is asked about for so long."""
_SETTLED_AT_END = frozenset({JobState.DONE, JobState.FAILED, JobState.EXPIRED, JobState.CANCELLED}) | BEING_FETCHED
_ASKED = frozenset({ChargeSource.TASK, ChargeSource.LOG})


class Settlements:
    """One task for all jobs. It asks about one at a time: nothing waits for it."""

    def __init__(self, context: JobContext) -> None:
        self._context = context
        self._asked: dict[str, tuple[int, float]] = {}
        """How often each job was asked about, and when it is due (monotonic seconds)."""

    async def run(self) -> None:
        """Ask until cancelled."""
        while True:
            await self._context.clock.sleep(self._context.backoff.second_look(0) / 10)
            for job in tuple(self._due()):
                await self._ask(job)

    def _due(self) -> Iterator[Job]:
        now, since = self._context.clock.monotonic(), self._context.clock.now() - ASKED_FOR
        open_jobs = [job for job in self._context.ledger.in_states(_SETTLED_AT_END) if is_open(job, since)]
        known = {job.id for job in open_jobs}
        self._asked = {job_id: asked for job_id, asked in self._asked.items() if job_id in known}
        pauses = self._context.backoff.settlements
        for job in open_jobs:
            times, due = self._asked.setdefault(job.id, (0, now + pauses[0]))
            if times < len(pauses) and due <= now:
                yield job

    async def _ask(self, job: Job) -> None:
        times = self._asked[job.id][0] + 1
        pauses = self._context.backoff.settlements
        self._asked[job.id] = times, self._context.clock.monotonic() + pauses[min(times, len(pauses) - 1)]
        await self.ask_now(job)

    async def ask_now(self, job: Job) -> None:
        """Ask once, the best way first, until one tells what it cost. Never raises."""
        for way in job.service.settling.ways:
            books = await self._told(job, way)
            if books and job.id in self._context.ledger:
                self._context.learn(job.id, of_books(books))
            if books.charge is not None:
                return

    async def _told(self, job: Job, way: SettlementWay) -> Books:
        try:
            client = await self._context.connections.client(job.service)
            return await client.settlement(way, _sending(job), job.format)
        except AppError as error:
            log.info("what job %s cost could not be asked: %s", job.id, error)
            return Books()


def is_open(job: Job, since: datetime) -> bool:
    """Whether what it cost is not settled, and its service can be asked."""
    ended = job.ended_at or job.accepted_at
    if not job.service.settling.ways or job.cost.free or not job.remote_id or ended is None or ended < since:
        return False
    return _ASKED.isdisjoint(entry.told.source for entry in job.charge.entries)


def _sending(job: Job) -> Sending:
    """By the service's own clock, where it told: ours may be set."""
    sent = job.submitted_at_service or job.submitted_at or job.created_at
    taken = job.accepted_at or job.submitted_at or job.created_at
    lasted = max(taken - (job.submitted_at or taken), timedelta())
    return Sending(job.remote_id or "", job.request.model.id, (sent, sent + lasted))
