"""One submission: the only place where money can be spent.

The row is committed before the first byte leaves, and what the answer proves before anything else happens.
"""

import asyncio
import mimetypes
from dataclasses import replace
from functools import partial
from pathlib import Path

from sora_desktop.base.crash_points import CrashPoint, reach
from sora_desktop.base.sentences import message
from sora_desktop.domain.errors import (
    AppError,
    CollectableError,
    EngineError,
    NeedsKeyError,
    NotSentError,
    OutcomeUnknownError,
    PacedError,
    StorageError,
    SubmitError,
)
from sora_desktop.domain.events import Notice, Severity
from sora_desktop.domain.evidence import HELD, Evidence, News, waits_too_long
from sora_desktop.domain.image import InputImage
from sora_desktop.domain.job import Job, JobState, WaitsFor
from sora_desktop.domain.outcomes import MAYBE_BILLED
from sora_desktop.services import evidence as proves
from sora_desktop.services.client import VideoClient
from sora_desktop.services.wire import PreparedImage, Submitted
from sora_desktop.store.files import write_atomically
from sora_desktop.studio.jobs.backoff import RETRY_AFTER_LIMIT
from sora_desktop.studio.jobs.job_context import JobContext
from sora_desktop.studio.jobs.reconcile import Reconciler
from sora_desktop.studio.jobs.unsaved import SAVE_AGAIN_SECONDS

NOT_SENT_PAUSES = (2.0, 4.0, 8.0)
"""Seconds between attempts that surely did not reach the service."""
COLLECT_ATTEMPTS = 20
"""How often a submission is presented again, with its key, to a service that honours keys and asks for it."""


_TWICE = message(
    "The service gave this job the id of another one of yours, so there is no telling which of the two it makes."
).about(money=message(MAYBE_BILLED))
_SEEN = message("The service put this job off, and yet its list shows one that may be this one.").about(
    money=message("You may have been billed, so it is not sent again automatically.")
)


class Submission:
    """Sends waiting jobs. `submit` answers how long a job has to wait before its next turn, None when it went."""

    def __init__(self, context: JobContext, reconciler: Reconciler) -> None:
        self._context = context
        self._ledger = context.ledger
        self._connections = context.connections
        self._clock = context.clock
        self._backoff = context.backoff
        self._reconciler = reconciler
        self._put_off_at: dict[str, float] = {}

    async def submit(self, job_id: str) -> float | None:
        """Send a waiting job. Seconds until it may be tried again, or None where it left `waiting` for good."""
        if not self._ledger[job_id].wanted:
            self._cancelled(job_id)
            return None
        try:
            client = await self._connections.client(self._ledger[job_id].service, job_id)
        except (NeedsKeyError, EngineError) as error:
            waits_for = WaitsFor.KEY if isinstance(error, NeedsKeyError) else WaitsFor.TURN
            self._ledger.say(job_id, error.sentence, waits_for)
            return self._backoff.without_key if isinstance(error, NeedsKeyError) else NOT_SENT_PAUSES[-1]
        if self._ledger[job_id].laters and (pause := await self._look_before(job_id)) is not None:
            return pause
        if not self._may_go(self._ledger[job_id]):
            return None
        return await self._send(client, job_id)

    def _may_go(self, job: Job) -> bool:
        return job.state is JobState.WAITING and not job.held

    async def _look_before(self, job_id: str) -> float | None:
        """Whether a job that was put off is there all the same; seconds to wait where the list cannot be asked now."""
        job = self._ledger[job_id]
        seconds = self._put_off_for(job)
        if waits_too_long(job, seconds):
            self._ledger.update(job_id, held=True, reason=HELD, put_off_seconds=job.put_off_seconds + seconds)
        elif self._reconciler.can_look(job):
            try:
                seen = await self._reconciler.is_seen(job)
            except AppError as error:
                self._ledger.say(job_id, error.sentence)
                return self._backoff.put_off(1, None)
            if seen and self._ledger[job_id].state is JobState.WAITING:
                self._context.learn(job_id, Evidence(News.NO_WORD, why=_SEEN))
        return None

    def _put_off_for(self, job: Job) -> float:
        """Seconds since the service put it off last; none where that was not in this life of the app."""
        now = self._clock.monotonic()
        return now - self._put_off_at.get(job.id, now) if job.laters else 0.0

    async def _send(self, client: VideoClient, job_id: str) -> float | None:
        job = self._ledger.move(
            job_id,
            JobState.SUBMITTING,
            submitted_at=self._clock.now(),
            submitted_at_service=client.service_now(),
            attempts=self._ledger[job_id].attempts + 1,
            reason=None,
        )
        reach(CrashPoint.SUBMITTING_COMMITTED)
        try:
            evidence = await self._outcome(client, job)
        except Exception:
            self._learn(job_id, Evidence(News.NO_WORD, why=OutcomeUnknownError().sentence))
            raise
        return self._learn(job_id, evidence)

    async def _outcome(self, client: VideoClient, job: Job) -> Evidence:
        try:
            submitted = await self._present(client, job)
        except SubmitError as error:
            return proves.of_submit_error(error)
        evidence = proves.of_submitted(submitted)
        if evidence.clip is not None:
            await self._keep(job, evidence.clip)
        if evidence.remote_id and self._ledger.is_bound(evidence.remote_id, job.service):
            return replace(evidence, news=News.TAKEN_TWICE, why=_TWICE)
        return evidence

    async def _keep(self, job: Job, clip: bytes) -> None:
        """A clip that came in the answer itself is paid for and nowhere else: it is tried until it is on the disk."""
        write = partial(write_atomically, self._context.paths.sent_clip(job.id), clip)
        while True:
            try:
                return await asyncio.get_running_loop().run_in_executor(self._context.pool, write)
            except StorageError as error:
                self._context.event_bus.emit(Notice(error.sentence, Severity.ERROR, topic="ledger"))
                await self._clock.sleep(SAVE_AGAIN_SECONDS)

    def _learn(self, job_id: str, evidence: Evidence) -> float | None:
        """Commit what became of it; a person who cancelled meanwhile is heard right after."""
        if evidence.news is News.LATER:
            evidence = replace(evidence, lasting=self._put_off_for(self._ledger[job_id]))
            self._put_off_at[job_id] = self._clock.monotonic()
        job = self._context.learn(job_id, evidence)
        match job.state:
            case JobState.WAITING if not job.wanted:
                self._cancelled(job_id)
            case JobState.WAITING:
                return self._pause(job, evidence)
            case JobState.QUEUED:
                reach(CrashPoint.ID_COMMITTED)
                if not job.wanted:
                    self._ledger.move(job_id, JobState.CANCELLING)
                    reach(CrashPoint.CANCELLING_COMMITTED)
            case JobState.UNKNOWN:
                reach(CrashPoint.UNKNOWN_COMMITTED)
        return None

    def _pause(self, job: Job, evidence: Evidence) -> float:
        if evidence.news is News.LATER:
            return self._backoff.put_off(job.laters, evidence.pause)
        return NOT_SENT_PAUSES[min(job.attempts, len(NOT_SENT_PAUSES)) - 1]

    async def _present(self, client: VideoClient, job: Job) -> Submitted:
        """Send; a service that honours keys and asks for it is presented the same key again, and nobody else."""
        key = key_to_send(job)
        try:
            return await _send_once(client, job, key)
        except CollectableError as error:
            if not key:
                raise
            return await self._collect(client, job, error)

    async def _collect(self, client: VideoClient, job: Job, first: CollectableError) -> Submitted:
        """Once a submission may have arrived, no later answer but an id settles what became of it."""
        pause = first.retry_after
        for _ in range(COLLECT_ATTEMPTS):
            await self._clock.sleep(pause)
            try:
                return await _send_once(client, job, job.idempotency_key)
            except CollectableError as error:
                pause = error.retry_after
            except (NotSentError, PacedError) as error:
                pause = _collect_pause(error)
            except SubmitError as error:
                raise OutcomeUnknownError(error.detail) from error
        raise OutcomeUnknownError(first.detail) from first

    def _cancelled(self, job_id: str) -> None:
        """A person cancelled while it was being sent, and it did not get there."""
        self._ledger.move(job_id, JobState.CANCELLED, ended_at=self._clock.now(), reason=None)

    def recover(self, job_id: str) -> None:
        """A start found this job caught in the act: it may have arrived, so it is never sent again."""
        self._learn(job_id, Evidence(News.NO_WORD, why=OutcomeUnknownError().sentence))


async def _send_once(client: VideoClient, job: Job, key: str) -> Submitted:
    return await client.submit(job.request, images_of(job), job.format, idempotency_key=key, options=job.wire)


def _collect_pause(error: NotSentError | PacedError) -> float:
    """Seconds until the same is presented once more, with its key."""
    if isinstance(error, PacedError) and error.retry_after is not None:
        return min(error.retry_after, RETRY_AFTER_LIMIT)
    return NOT_SENT_PAUSES[0]


def key_to_send(job: Job) -> str:
    """The key under which a service bills once, where it honours them."""
    return job.idempotency_key if job.service.honours_idempotency_keys else ""


def images_of(job: Job) -> tuple[PreparedImage, ...]:
    """The pictures of a job as they are sent."""
    paths = (*job.input_paths, *(None for _ in job.request.images))
    return tuple(_prepared(image, path) for image, path in zip(job.request.images, paths, strict=False))


def _prepared(image: InputImage, path: Path | None) -> PreparedImage:
    if path is not None:
        return PreparedImage(path=path, mime=mimetypes.guess_type(path.name)[0] or "image/png", role=image.role)
    return PreparedImage(url=image.url, role=image.role)
