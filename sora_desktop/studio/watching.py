"""Watching one job at its service until it has ended there: looks, pauses, cancelling, the deadline."""

from dataclasses import dataclass
from random import Random

from sora_desktop.api.wire import RemoteError, RemoteState, RemoteStatus
from sora_desktop.domain.connection import ConnectionKind
from sora_desktop.domain.errors import (
    AppError,
    BusyError,
    EngineError,
    JobGoneError,
    NeedsKeyError,
    ServiceError,
    tidy,
)
from sora_desktop.domain.job import Billed, Job, JobState
from sora_desktop.domain.message import Message, message
from sora_desktop.domain.steps import Step, step
from sora_desktop.studio.kit import Kit

_WATCHED = frozenset({JobState.QUEUED, JobState.RUNNING, JobState.CANCELLING})

_EXPIRED = message(
    "The service let the job expire. It may have been billed: look at the service's own records. "
    "Generate again to try anew."
)


@dataclass(slots=True)
class _Watch:
    """One watch over one job: when it began (monotonic seconds), and bad looks in a row."""

    started: float
    failures: int = 0
    gone: int = 0
    gone_since: float = 0.0
    needs_key: bool = False
    asked_to_stop: bool = False


class Watcher:
    """Looks at jobs that have a service's id. A nudge ends the pause of a job at once."""

    def __init__(self, kit: Kit) -> None:
        self._ledger = kit.ledger
        self._connections = kit.connections
        self._clock = kit.clock
        self._pace = kit.pace
        self._random = Random()  # noqa: S311 -- it spreads looks, it keeps no secret
        self._nudges = kit.nudges

    async def watch(self, job_id: str) -> None:
        """Look until the job has left the states of a job at its service."""
        watch = _Watch(self._clock.monotonic())
        while (job := self._ledger[job_id]).state in _WATCHED:
            retry_after = await self._look_once(job, watch)
            if self._may_stop(job, watch):
                watch.asked_to_stop = await self._ask_to_stop(self._ledger[job_id])
            if self._ledger[job_id].state not in _WATCHED:
                return
            age = self._clock.monotonic() - watch.started
            if age >= deadline_seconds(job):
                self._give_no_answer(job)
                return
            await self._nudges.pause(job_id, self._pause(job, watch, age, retry_after))

    def _may_stop(self, looked_at: Job, watch: _Watch) -> bool:
        """Only right after a look that found it unfinished: stopping a finished job would throw its clip away.

        A look that was under way when the person cancelled may be older than the end of the job: the next one counts.
        What is not on the disk yet would not be found again at the service, once it is gone there.
        """
        if watch.asked_to_stop or watch.failures or not self._ledger.is_saved(looked_at.id):
            return False
        return looked_at.state is self._ledger[looked_at.id].state is JobState.CANCELLING

    def _pause(self, job: Job, watch: _Watch, age: float, retry_after: float | None) -> float:
        local = job.connection.kind is ConnectionKind.ENGINE
        if watch.needs_key:
            return self._pace.without_key
        if watch.failures:
            return self._pace.after_failure(watch.failures, local=local, random=self._random, retry_after=retry_after)
        return self._pace.look(age, local=local, random=self._random)

    async def _look_once(self, job: Job, watch: _Watch) -> float | None:
        """One look at the service; seconds that the service asked to wait, where it did."""
        try:
            await self._look(job)
        except JobGoneError as error:
            if self._is_gone_for_good(watch):
                self._end(job, JobState.LOST, error.sentence, Billed.UNKNOWN)
        except (ServiceError, NeedsKeyError, EngineError) as error:
            watch.failures += 1
            watch.needs_key = isinstance(error, NeedsKeyError)
            self._say(job.id, error)
            return error.retry_after if isinstance(error, BusyError) else None
        else:
            watch.failures = watch.gone = 0
        watch.needs_key = False
        return None

    def _is_gone_for_good(self, watch: _Watch) -> bool:
        """The service does not know the job: whether it has said so often and for long enough."""
        now = self._clock.monotonic()
        watch.gone_since = watch.gone_since if watch.gone else now
        watch.failures += 1
        watch.gone += 1
        return watch.gone >= self._pace.gone_looks and now - watch.gone_since >= self._pace.gone_seconds

    def _say(self, job_id: str, error: AppError) -> None:
        if self._ledger[job_id].reason != error.sentence:
            self._ledger.update(job_id, reason=error.sentence)

    async def _look(self, job: Job) -> None:
        if job.remote_id is None:
            raise JobGoneError
        client = await self._connections.client(job.connection)
        step(Step.LOOK_TO_ASK)
        status = await client.status(job.remote_id, job.format)
        step(Step.LOOK_ANSWERED)
        self._take(self._ledger[job.id], status)

    def _take(self, job: Job, status: RemoteStatus) -> None:
        match status.state:
            case RemoteState.DONE:
                self._to_fetching(job, status)
            case RemoteState.FAILED:
                self._end(job, JobState.FAILED, failure_text(status.error, free=job.cost.free), _billed_of_failure(job))
            case RemoteState.EXPIRED:
                self._end(job, JobState.EXPIRED, _EXPIRED, Billed.UNKNOWN)
            case RemoteState.CANCELLED if job.state is JobState.CANCELLING:
                self._end(job, JobState.CANCELLED, None, _billed_of_failure(job))
            case RemoteState.CANCELLED:
                self._end(job, JobState.FAILED, _given_up_text(free=job.cost.free), _billed_of_failure(job))
            case RemoteState.RUNNING | RemoteState.QUEUED:
                self._follow(job, status)

    def _follow(self, job: Job, status: RemoteStatus) -> None:
        wanted = JobState.RUNNING if status.state is RemoteState.RUNNING else JobState.QUEUED
        if job.state in (JobState.QUEUED, JobState.RUNNING) and job.state is not wanted:
            job = self._ledger.move(job.id, wanted, reason=None)
        elif job.reason is not None:
            self._ledger.update(job.id, reason=None)
        self._ledger.show_progress(job.id, status.progress)

    def _to_fetching(self, job: Job, status: RemoteStatus) -> None:
        stored = None if job.connection.kind is ConnectionKind.ENGINE else status.result_url
        billed = Billed.NO if job.cost.free else Billed.YES
        self._ledger.move(
            job.id,
            JobState.FETCHING,
            result_url=stored,
            reason=None,
            billed=billed,
            progress=None,
            result_expires_at=status.expires_at,
        )

    async def _ask_to_stop(self, job: Job) -> bool:
        """Cancel at the service where that is safe; elsewhere the clip is waited for and kept."""
        if not job.connection.can_cancel or job.remote_id is None:
            return True
        try:
            client = await self._connections.client(job.connection)
            stopped = await client.delete(job.remote_id, job.format)
            step(Step.STOP_ANSWERED)
            if stopped:
                self._end(job, JobState.CANCELLED, None, _billed_of_failure(job))
        except JobGoneError:
            self._end(job, JobState.CANCELLED, None, _billed_of_failure(job))
        except (ServiceError, NeedsKeyError, EngineError) as error:
            self._say(job.id, error)
            return False
        return True

    def _end(self, job: Job, state: JobState, reason: Message | None, billed: Billed) -> None:
        self._ledger.move(job.id, state, reason=reason, billed=billed, ended_at=self._clock.now())

    def _give_no_answer(self, job: Job) -> None:
        reason = message(
            "No end after {minutes} minutes. It may still finish: check again later.",
            minutes=deadline_seconds(job) // 60,
        )
        self._ledger.move(job.id, JobState.NO_ANSWER, reason=reason)


def deadline_seconds(job: Job) -> int:
    """After so long a watch without an end there is no answer yet."""
    return job.request.model.deadline_seconds or job.connection.deadline_seconds


def failure_text(error: RemoteError | None, *, free: bool) -> Message:
    """Why the service says that a job failed, as plain text; what that means for the bill; what to do."""
    money = "Nothing is billed." if free else "It may have been billed: look at the service's own records."
    rest = f"{money} Generate again to try anew."
    if error is None or not (error.message or error.code):
        return message(f"The service could not make the clip and does not say why. {rest}")
    return message(f"The service could not make the clip: {{detail}} {rest}", detail=tidy(error.message or error.code))


def _given_up_text(*, free: bool) -> Message:
    return failure_text(RemoteError("", "it cancelled the job"), free=free)


def _billed_of_failure(job: Job) -> Billed:
    return Billed.NO if job.cost.free else Billed.UNKNOWN
