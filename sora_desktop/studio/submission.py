"""One submission: the only place where money can be spent.

The row is committed before the first byte leaves, the service's id before anything else happens, and
each failure has its one action.
"""

import mimetypes

from sora_desktop.api.client import VideoClient
from sora_desktop.api.wire import PreparedImage, Submitted
from sora_desktop.domain.errors import (
    AppError,
    CollectableError,
    EngineError,
    NeedsKeyError,
    NotSentError,
    OutcomeUnknownError,
    PacedError,
    RefusedError,
    SubmitError,
)
from sora_desktop.domain.job import Billed, Job, JobState
from sora_desktop.domain.steps import Step, step
from sora_desktop.studio.kit import Kit
from sora_desktop.studio.pacing import RETRY_AFTER_LIMIT

PACED_DEFAULT = 15.0
"""Seconds to wait after a 429 that does not say for how long."""
NOT_SENT_PAUSES = (2.0, 4.0, 8.0)
"""Seconds between attempts that surely did not reach the service."""
COLLECT_ATTEMPTS = 20
"""How often a submission is presented again, with its key, to a service that honours keys and asks for it."""


class Submission:
    """Sends waiting jobs. `submit` answers how long a job has to wait before its next turn, None when it went."""

    def __init__(self, kit: Kit) -> None:
        self._ledger = kit.ledger
        self._connections = kit.connections
        self._clock = kit.clock
        self._pace = kit.pace

    async def submit(self, job_id: str) -> float | None:
        """Send a waiting job. Seconds until it may be tried again, or None where it left `waiting` for good."""
        if not self._ledger[job_id].wanted:
            self._cancelled(job_id)
            return None
        try:
            client = await self._connections.client(self._ledger[job_id].connection)
        except (NeedsKeyError, EngineError) as error:
            self._say(job_id, error)
            return self._pace.without_key if isinstance(error, NeedsKeyError) else NOT_SENT_PAUSES[-1]
        if self._ledger[job_id].state is not JobState.WAITING:
            return None
        return await self._send(client, job_id)

    async def _send(self, client: VideoClient, job_id: str) -> float | None:
        attempts = self._ledger[job_id].attempts + 1
        job = self._ledger.move(
            job_id,
            JobState.SUBMITTING,
            submitted_at=self._clock.now(),
            submitted_at_service=client.service_now(),
            attempts=attempts,
            reason=None,
        )
        step(Step.SUBMITTING_COMMITTED)
        try:
            submitted = await self._present(client, job)
        except (NotSentError, PacedError) as error:
            return self._back_to_waiting(job_id, error)
        except RefusedError as error:
            ended = self._clock.now()
            self._ledger.move(job_id, JobState.REFUSED, reason=error.sentence, billed=Billed.NO, ended_at=ended)
        except OutcomeUnknownError as error:
            self._to_unknown(job_id, error)
        except Exception:
            self._to_unknown(job_id, OutcomeUnknownError())
            raise
        else:
            self._accepted(job_id, submitted.remote_id)
        return None

    async def _present(self, client: VideoClient, job: Job) -> Submitted:
        """Send; a service that honours keys and asks for it is presented the same key again, and nobody else."""
        key = _key_to_send(job)
        try:
            return await client.submit(job.request, _image(job), job.format, idempotency_key=key)
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
                return await client.submit(job.request, _image(job), job.format, idempotency_key=job.idempotency_key)
            except CollectableError as error:
                pause = error.retry_after
            except (NotSentError, PacedError) as error:
                pause = _pause(error, 1)
            except SubmitError as error:
                raise OutcomeUnknownError(error.detail) from error
        raise OutcomeUnknownError(first.detail) from first

    def _back_to_waiting(self, job_id: str, error: NotSentError | PacedError) -> float | None:
        job = self._ledger.move(job_id, JobState.WAITING, reason=error.sentence)
        if not job.wanted:
            self._cancelled(job_id)
            return None
        return _pause(error, job.attempts)

    def _cancelled(self, job_id: str) -> None:
        """A person cancelled while it was being sent, and it did not get there."""
        self._ledger.move(job_id, JobState.CANCELLED, ended_at=self._clock.now(), reason=None)

    def _say(self, job_id: str, error: AppError) -> None:
        if self._ledger[job_id].reason != error.sentence:
            self._ledger.update(job_id, reason=error.sentence)

    def recover(self, job_id: str) -> None:
        """A start found this job caught in the act: it may have arrived, so it is never sent again."""
        self._to_unknown(job_id, OutcomeUnknownError())

    def _accepted(self, job_id: str, remote_id: str) -> None:
        """Commit the service's id; a person who cancelled meanwhile is heard right after."""
        job = self._ledger.move(
            job_id, JobState.QUEUED, remote_id=remote_id, accepted_at=self._clock.now(), billed=Billed.UNKNOWN
        )
        step(Step.ID_COMMITTED)
        if not job.wanted:
            self._ledger.move(job_id, JobState.CANCELLING)
            step(Step.CANCELLING_COMMITTED)

    def _to_unknown(self, job_id: str, error: OutcomeUnknownError) -> None:
        self._ledger.move(job_id, JobState.UNKNOWN, reason=error.sentence, billed=Billed.UNKNOWN)
        step(Step.UNKNOWN_COMMITTED)


def _pause(error: NotSentError | PacedError, attempts: int) -> float:
    """Seconds until the next attempt."""
    if isinstance(error, PacedError):
        return min(error.retry_after if error.retry_after is not None else PACED_DEFAULT, RETRY_AFTER_LIMIT)
    return NOT_SENT_PAUSES[min(attempts, len(NOT_SENT_PAUSES)) - 1]


def _key_to_send(job: Job) -> str:
    return job.idempotency_key if job.connection.honours_idempotency_keys else ""


def _image(job: Job) -> PreparedImage | None:
    image = job.request.image
    if image is None:
        return None
    if job.input_path is not None:
        return PreparedImage(path=job.input_path, mime=mimetypes.guess_type(job.input_path.name)[0] or "image/png")
    return PreparedImage(url=image.url)
