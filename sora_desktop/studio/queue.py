"""Whose turn it is: starts the life of each job, within the limits of its connection."""

import asyncio
import logging

from sora_desktop.domain.errors import AppError
from sora_desktop.domain.events import Notice, QueuePaused, Severity
from sora_desktop.domain.job import AT_SERVICE, Job, JobState
from sora_desktop.studio.fetching import Fetcher
from sora_desktop.studio.kit import Kit
from sora_desktop.studio.reconcile import Reconciler
from sora_desktop.studio.submission import Submission
from sora_desktop.studio.tasks import Tasks
from sora_desktop.studio.watching import Watcher

log = logging.getLogger(__name__)

_S = JobState
_LIVES_ON = frozenset({_S.UNKNOWN, _S.QUEUED, _S.RUNNING, _S.CANCELLING, _S.FETCHING, _S.VERIFYING})
_UNSETTLED = AT_SERVICE | {_S.WAITING, _S.UNKNOWN}
"""Jobs that may hold back others, or take a place at their service."""
SUBMIT_GRACE = 1.5
"""Seconds that closing waits for the answers to submissions under way."""


class Queue:
    """One task a living job. Jobs go out in the order of their position; twins one after another."""

    def __init__(self, kit: Kit) -> None:
        self._ledger = kit.ledger
        self._clock = kit.clock
        self._hub = kit.hub
        self._submission = Submission(kit)
        self._watcher = Watcher(kit)
        self._fetcher = Fetcher(kit)
        self._reconciler = Reconciler(kit)
        self._tasks = Tasks()
        self._lives: dict[str, asyncio.Task[None]] = {}
        self._not_before: dict[str, float] = {}
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._closing = False
        self._last_sent: dict[str, float] = {}
        self.paused = False

    def start(self) -> None:
        """Go on with what an earlier start left: poll, fetch, reconcile; never submit again by itself."""
        for job in self._ledger.in_states({JobState.SUBMITTING}):
            self._submission.recover(job.id)
        for job in self._ledger.in_states(_LIVES_ON):
            self._begin(job.id)
        self.wake()

    def set_paused(self, paused: bool) -> None:
        """Hold back what is waiting; what is at a service goes on."""
        self.paused = paused
        self._hub.emit(QueuePaused(paused))
        self.wake()

    def wake(self) -> None:
        """Start every waiting job whose turn it is."""
        if self.paused or self._closing:
            return
        unsettled = self._ledger.in_states(_UNSETTLED)
        waiting = [job for job in unsettled if job.state is JobState.WAITING]
        for job in sorted(waiting, key=lambda job: job.position):
            if self._may_go(job, unsettled):
                self._begin(job.id)

    def look_now(self) -> None:
        """Something changed for the better (a key came back, the network is there): nobody waits out a pause."""
        self._not_before.clear()
        self._watcher.nudge_all()
        self.wake()

    def go_on(self, job_id: str) -> None:
        """A person moved a job on (check again, fetch again, pasted an id): live its next part now."""
        self._not_before.pop(job_id, None)
        if job_id in self._lives:
            self._watcher.nudge(job_id)
        else:
            self._begin(job_id)

    def _may_go(self, job: Job, unsettled: tuple[Job, ...]) -> bool:
        if job.id in self._lives or self._clock.monotonic() < self._not_before.get(job.id, 0.0):
            return False
        others = [other for other in unsettled if other.id != job.id]
        if any(self._holds_back(other, job) for other in others) or self._must_wait_for_rate(job):
            return False
        taken = sum(self._takes_place(other) for other in others if other.connection.id == job.connection.id)
        return taken < job.connection.concurrency

    def _must_wait_for_rate(self, job: Job) -> bool:
        rate = job.connection.submissions_per_minute
        if not rate or job.connection.id not in self._last_sent:
            return False
        pause = self._last_sent[job.connection.id] + 60.0 / rate - self._clock.monotonic()
        if pause <= 0:
            return False
        self._try_later(job.id, pause)
        return True

    def _takes_place(self, job: Job) -> bool:
        return job.state in AT_SERVICE or (job.state is JobState.WAITING and job.id in self._lives)

    def _holds_back(self, other: Job, job: Job) -> bool:
        """Whether a twin is on its way or unsettled: two of them could not be told apart at the service."""
        under_way = other.state in (JobState.SUBMITTING, JobState.UNKNOWN) or (
            other.state is JobState.WAITING and other.id in self._lives
        )
        return under_way and same_body(other, job)

    def _begin(self, job_id: str) -> None:
        if job_id not in self._lives and not self._closing:
            self._lives[job_id] = self._tasks.spawn(self._live(job_id), f"job {job_id}")

    async def _live(self, job_id: str) -> None:
        try:
            while await self._next_part(job_id):
                self.wake()
        except AppError as error:
            log.warning("job %s stopped: %s", job_id, error)
            self._hub.emit(Notice(error.sentence, Severity.ERROR, topic=f"job {job_id}"))
        finally:
            self._lives.pop(job_id, None)
            self.wake()

    async def _next_part(self, job_id: str) -> bool:
        """Live one part of a job; whether there is another."""
        match self._ledger[job_id].state:
            case JobState.WAITING:
                self._last_sent[self._ledger[job_id].connection.id] = self._clock.monotonic()
                pause = await self._submission.submit(job_id)
                if pause is not None:
                    self._try_later(job_id, pause)
                    return False
            case JobState.QUEUED | JobState.RUNNING | JobState.CANCELLING:
                await self._watcher.watch(job_id)
            case JobState.FETCHING | JobState.VERIFYING:
                await self._fetcher.fetch(job_id)
            case JobState.UNKNOWN:
                await self._reconciler.settle(job_id)
                return self._ledger[job_id].state is JobState.QUEUED
        return self._ledger[job_id].state in _LIVES_ON

    def _try_later(self, job_id: str, pause: float) -> None:
        self._not_before[job_id] = self._clock.monotonic() + pause
        loop = asyncio.get_running_loop()
        if job_id in self._timers:
            self._timers.pop(job_id).cancel()
        self._timers[job_id] = loop.call_later(pause + 0.01, self._due, job_id)

    def _due(self, job_id: str) -> None:
        self._timers.pop(job_id, None)
        self.wake()

    async def close(self) -> None:
        """End every life; a submission under way is given a moment to bring its id home."""
        self._closing = True
        for timer in self._timers.values():
            timer.cancel()
        submitting = [task for job_id, task in self._lives.items() if self._ledger[job_id].state is JobState.SUBMITTING]
        deadline = self._clock.monotonic() + SUBMIT_GRACE
        while submitting and self._clock.monotonic() < deadline:
            if not any(job.id in self._lives for job in self._ledger.in_states({JobState.SUBMITTING})):
                break
            await asyncio.wait(submitting, timeout=0.05)
        await self._tasks.close()


def same_body(one: Job, other: Job) -> bool:
    """Whether two jobs send the same bytes to the same service."""
    return one.request == other.request and one.connection.base_url == other.connection.base_url
