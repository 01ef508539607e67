"""Watching one job at its service until it has ended there: looks, pauses, cancelling, the deadline."""

import asyncio
from dataclasses import replace
from random import Random

from sora_desktop.base.crash_points import CrashPoint, reach
from sora_desktop.base.sentences import message
from sora_desktop.base.values import dataclass
from sora_desktop.domain.connection import ConnectionKind
from sora_desktop.domain.errors import EngineError, JobGoneError, NeedsKeyError, ServiceError, StorageError
from sora_desktop.domain.evidence import WITH_CLIP, Evidence, News, at_deadline, may_have_a_clip, with_clip
from sora_desktop.domain.ids import are_akin
from sora_desktop.domain.job import MAY_BE_ASKED, Job, JobState
from sora_desktop.domain.outcomes import overdue_text
from sora_desktop.services import evidence as proves
from sora_desktop.services.client import VideoClient
from sora_desktop.services.wire import RemoteStatus
from sora_desktop.store.files import write_atomically
from sora_desktop.studio.jobs.job_context import JobContext
from sora_desktop.studio.jobs.reconcile import has_same_prompt

_WATCHED = frozenset({JobState.QUEUED, JobState.RUNNING, JobState.CANCELLING})
_OF_ANOTHER = message(
    "Asked about this job, the service answers about a different one, so the answer is ignored."
).about(todo=message("Sora Desktop asks again. If this continues, check the job on the service's website."))
_NO_ANSWERS = frozenset({News.NOTHING, News.GONE, News.OF_ANOTHER})


@dataclass(slots=True)
class _Polling:
    """One watch over one job: when it began (monotonic seconds), and bad looks in a row."""

    started: float
    failures: int = 0
    gone_since: float | None = None
    needs_key: bool = False
    asked_to_stop: bool = False


class Poller:
    """Looks at jobs that have a service's id. A nudge ends the pause of a job at once."""

    def __init__(self, context: JobContext) -> None:
        self._context = context
        self._ledger = context.ledger
        self._connections = context.connections
        self._clock = context.clock
        self._backoff = context.backoff
        self._random = Random()  # noqa: S311 -- it spreads looks, it keeps no secret
        self._wakeups = context.wakeups
        self._glanced_at: set[tuple[str, str]] = set()

    async def watch(self, job_id: str) -> None:
        """Look until the job has left the states of a job at its service."""
        watch = _Polling(self._clock.monotonic())
        while (job := self._ledger[job_id]).state in _WATCHED:
            evidence = await self._look_once(job, watch)
            if self._may_stop(job, watch):
                watch.asked_to_stop = await self._ask_to_stop(self._ledger[job_id])
            if self._ledger[job_id].state not in _WATCHED:
                return
            age = self._clock.monotonic() - watch.started
            if age >= deadline_seconds(job):
                self._context.learn(job_id, at_deadline(evidence, overdue_text(deadline_seconds(job) // 60)))
                return
            await self._wakeups.pause(job_id, self._pause(job, watch, age, evidence.pause))

    async def look_again(self, job_id: str) -> None:
        """One look at a job that has ended badly or gave no answer: only good news changes it."""
        job = self._ledger[job_id]
        evidence = await self._look(job, fresh=True)
        if self._ledger[job_id].state in MAY_BE_ASKED:
            self._context.learn(job_id, evidence)

    def _may_stop(self, looked_at: Job, watch: _Polling) -> bool:
        """Only right after a look that found it unfinished: stopping a finished job would throw its clip away.

        A look that was under way when the person cancelled may be older than the end of the job: the next one counts.
        What is not on the disk yet would not be found again at the service, once it is gone there. An end that is
        still in doubt is one, perhaps.
        """
        if watch.asked_to_stop or watch.failures or not self._ledger.is_saved(looked_at.id):
            return False
        now = self._ledger[looked_at.id]
        return now.doubt is None and looked_at.state is now.state is JobState.CANCELLING

    def _pause(self, job: Job, watch: _Polling, age: float, wish: float | None) -> float:
        local = job.service.kind is ConnectionKind.ENGINE
        if watch.needs_key:
            return self._backoff.without_key
        if watch.failures:
            return self._backoff.after_failure(watch.failures, local=local, random=self._random, retry_after=wish)
        if self._ledger[job.id].doubt is not None:
            return self._backoff.look(0.0, local=local, random=self._random)
        return self._backoff.look(age, local=local, random=self._random)

    async def _look_once(self, job: Job, watch: _Polling) -> Evidence:
        """One look at the service, and what follows from it.

        That it does not know the job counts only over a fresh line: a kept one may always lead to a part of the service
        that knows nothing.
        """
        watch.needs_key = False
        try:
            evidence = await self._look(job, fresh=False)
            if evidence.news is News.GONE:
                evidence = await self._look(job, fresh=True)
        except (NeedsKeyError, EngineError) as error:
            watch.needs_key = isinstance(error, NeedsKeyError)
            evidence = proves.of_trouble(error)
        evidence = self._timed(evidence, watch)
        watch.failures = watch.failures + 1 if evidence.news in _NO_ANSWERS else 0
        self._context.learn(job.id, evidence)
        return evidence

    def _timed(self, evidence: Evidence, watch: _Polling) -> Evidence:
        """For how long the service has been saying that it does not know the job."""
        if evidence.news is not News.GONE:
            watch.gone_since = watch.gone_since if evidence.news is News.NOTHING else None
            return evidence
        now = self._clock.monotonic()
        watch.gone_since = now if watch.gone_since is None else watch.gone_since
        return replace(evidence, lasting=now - watch.gone_since)

    async def _look(self, job: Job, *, fresh: bool) -> Evidence:
        """What one look proves. NeedsKeyError and EngineError where nobody can be asked."""
        if job.remote_id is None:
            return Evidence(News.GONE)
        client = await self._connections.client(job.service, job.id)
        reach(CrashPoint.LOOK_TO_ASK)
        try:
            status = await client.status(job.remote_id, job.format, fresh=fresh, source=job.request.source)
        except ServiceError as error:
            return proves.of_trouble(error)
        reach(CrashPoint.LOOK_ANSWERED)
        evidence = proves.of_status(status)
        if self._is_of_another(job, status):
            return Evidence(News.OF_ANOTHER, why=_OF_ANOTHER)
        if may_have_a_clip(job, evidence):
            evidence = await self._with_a_glance(client, job, evidence)
        return await self._with_its_clip_kept(job, evidence)

    async def _with_a_glance(self, client: VideoClient, job: Job, evidence: Evidence) -> Evidence:
        """A job that is called failed, and whose clip is handed out, is finished: asking costs nothing.

        A place is asked each time that a bad end is about to be believed, and once more after that in each life of the
        app.
        """
        if evidence.clip is not None:
            return with_clip(evidence, evidence.links)
        if job.service.kind is ConnectionKind.ENGINE or job.remote_id is None:
            return evidence
        places = {(job.id, link.partition("?")[0]) for link in evidence.links}
        if job.state in MAY_BE_ASKED and places <= self._glanced_at:
            return evidence
        self._glanced_at |= places if job.state in MAY_BE_ASKED else set()
        links = await client.glance(job.remote_id, job.format, evidence.links)
        return evidence if links is None else with_clip(evidence, links)

    def _is_of_another(self, job: Job, status: RemoteStatus) -> bool:
        """An answer under another name that is surely not this job's: another one's of this app, or of other words."""
        if job.remote_id is None or status.id in ("", job.alias) or are_akin(status.id, job.remote_id):
            return False
        return not has_same_prompt(job, status) or self._ledger.is_bound(status.id, job.service)

    async def _with_its_clip_kept(self, job: Job, evidence: Evidence) -> Evidence:
        """A clip that came inside the answer goes to the disk; where that is full, the next look brings it again."""
        if evidence.clip is None or evidence.news not in WITH_CLIP:
            return evidence
        path = self._context.paths.sent_clip(job.id)
        loop = asyncio.get_running_loop()
        try:
            await loop.run_in_executor(self._context.pool, write_atomically, path, evidence.clip)
        except StorageError as error:
            return Evidence(News.NOTHING, why=error.sentence)
        return evidence

    async def _ask_to_stop(self, job: Job) -> bool:
        """Cancel at the service where that is safe; elsewhere the clip is waited for and kept."""
        if not job.service.can_cancel or job.remote_id is None:
            return True
        try:
            client = await self._connections.client(job.service, job.id)
            outcome = await client.cancel(job.remote_id, job.format)
            reach(CrashPoint.STOP_ANSWERED)
            self._context.learn(job.id, proves.of_cancelled(outcome))
        except JobGoneError:
            self._context.learn(job.id, Evidence(News.TAKEN_OFF))
        except (ServiceError, NeedsKeyError, EngineError) as error:
            self._context.learn(job.id, proves.of_trouble(error))
            return False
        return True


def deadline_seconds(job: Job) -> int:
    """After so long a watch without an end there is no answer yet."""
    return job.request.model.deadline_seconds or job.service.deadline_seconds
