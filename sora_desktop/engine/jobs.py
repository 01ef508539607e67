"""The engine's jobs: taken in, made two at a time, kept for a while.

Everything here runs on one loop. A job is on disk before its caller hears its id; a job that a stop or a crash
caught waiting or rendering is made after the next start. What is finished stays until it is deleted, is older
than a week, or two hundred newer ones are finished.
"""

import asyncio
import contextlib
import hashlib
import logging
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

from sora_desktop.base.values import dataclass
from sora_desktop.engine.characters import Portrait
from sora_desktop.engine.http_errors import RequestError
from sora_desktop.engine.order import Change, Order
from sora_desktop.engine.store import EngineJob, EngineJobState, JobFolder
from sora_desktop.engine.wire_format import WireFormat

log = logging.getLogger(__name__)

RENDERS_AT_ONCE = 2
WAITING_LIMIT = 100
KEPT_JOBS = 200
KEPT_SECONDS = 7 * 24 * 3600
TRIES = 3


@dataclass(frozen=True, slots=True)
class Rendered:
    """What became of a render: the clip's SHA-256 (hex) and its length in bytes."""

    sha256: str
    byte_count: int


class RenderError(Exception):
    """A render that ended without a clip. `code` is the stable word, the text a sentence for the caller."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


class Renderer(Protocol):
    """Makes one clip: writes it whole to `target`, says how far it is in 0..1, raises RenderError.

    Cancelled, it has stopped for good by the time the cancellation leaves it.
    """

    async def __call__(
        self, job: EngineJob, image: Path | None, target: Path, on_progress: Callable[[float], None]
    ) -> Rendered: ...


class EngineJobs:
    """`render` makes the clips, `now` is the wall clock in Unix seconds."""

    def __init__(self, folder: Path, render: Renderer, now: Callable[[], float] = time.time) -> None:
        self._disk = JobFolder(folder)
        self._render = render
        self._now = now
        self._jobs: dict[str, EngineJob] = {}
        self._progress: dict[str, float] = {}
        self._renders: dict[str, asyncio.Task[None]] = {}
        self._waiting: asyncio.Queue[str] = asyncio.Queue()
        self._keys_in_use: set[str] = set()
        self._remains: set[str] = set()

    # ------------------------------------------------------------ looking

    def get(self, job_id: str) -> EngineJob | None:
        return self._jobs.get(job_id)

    def all(self) -> list[EngineJob]:
        """Every job, oldest first."""
        return list(self._jobs.values())

    def percent(self, job: EngineJob) -> int:
        """How far a job is, from the frames that are rendered: 100 only when it is completed."""
        if job.state is EngineJobState.COMPLETED:
            return 100
        return min(99, int(100 * self._progress.get(job.id, 0.0)))

    def expires_at(self, job: EngineJob) -> int | None:
        """When a finished job and its clip are removed at the latest, Unix seconds."""
        return job.completed_at + KEPT_SECONDS if job.state is EngineJobState.COMPLETED else None

    def clip(self, job: EngineJob) -> Path:
        return self._disk.clip(job.id)

    # ------------------------------------------------------------ taking in

    def open(self) -> None:
        """Read what is on disk and put the unfinished jobs back in line."""
        for job in self._disk.open():
            self._jobs[job.id] = job
            if job.state.ended:
                continue
            if job.tries >= TRIES:
                self._fail(job, RenderError("render_interrupted", f"The engine stopped {TRIES} times while making it."))
            else:
                self._set(replace(job, state=EngineJobState.QUEUED), on_disk=False)
                self._waiting.put_nowait(job.id)
        self._forget_old()

    @contextlib.contextmanager
    def claim(self, key: str) -> Iterator[None]:
        """Hold an Idempotency-Key while its request is worked on; a second one with it meanwhile is a 409."""
        if not key:
            yield
            return
        if key in self._keys_in_use:
            raise RequestError(
                "idempotency_key_in_use",
                "A request with this Idempotency-Key is being worked on.",
                status=409,
                kind="idempotency_error",
                headers={"Retry-After": "1"},
            )
        self._keys_in_use.add(key)
        try:
            yield
        finally:
            self._keys_in_use.discard(key)

    def repeated(self, order: Order, key: str) -> EngineJob | None:
        """The job that this key made before; RequestError where the order is another one."""
        digest = _digest(key)
        job = next((job for job in self._jobs.values() if key and job.key_digest == digest), None)
        if job is not None and job.fingerprint != order.fingerprint():
            raise RequestError(
                "idempotency_key_reused",
                "This Idempotency-Key was used before, with another body.",
                status=422,
                kind="idempotency_error",
            )
        return job

    def keep(self, data: bytes) -> Path:
        """Put the bytes of an image or a film on disk, for `add` to take along. Blocks."""
        return self._disk.keep(secrets.token_hex(16), data)

    def keep_copy(self, file: Path) -> Path:
        """Likewise a file that lies in the engine's folder. OSError where it is gone."""
        return self._disk.copy_in(secrets.token_hex(16), file)

    def reference(self, job: EngineJob) -> Path | None:
        """The picture that a job was given."""
        return self._disk.reference(job)

    def add(
        self, order: Order, image: Path | None, key: str, film: Path | None = None, cast: Sequence[Portrait] = ()
    ) -> EngineJob:
        """A new job, on disk and in line; the files belong to it then. RequestError where the line is full."""
        if self._waiting.qsize() >= WAITING_LIMIT:
            raise RequestError(
                "too_many_waiting",
                f"{WAITING_LIMIT} jobs are waiting already.",
                status=429,
                kind="rate_limit_error",
                headers={"Retry-After": "5"},
            )
        job = EngineJob(
            id=self._new_id(order.format),
            number=max((job.number for job in self._jobs.values()), default=0) + 1,
            format=order.format,
            model=order.model.id,
            prompt=order.prompt,
            size=order.size,
            seconds=order.seconds,
            created_at=int(self._now()),
            has_image=image is not None,
            key_digest=_digest(key),
            fingerprint=order.fingerprint() if key else "",
            cast=tuple(each.name for each in cast),
            **_changed(order),
        )
        self._disk.add(job, image, film, [each.picture for each in cast])
        self._jobs[job.id] = job
        self._waiting.put_nowait(job.id)
        log.info("job %s: %s, %s s, %s", job.id, job.model, job.seconds, job.size)
        return job

    def _new_id(self, wire_format: WireFormat) -> str:
        while True:
            uniall = wire_format is WireFormat.UNIALL
            job_id = f"gen_{secrets.token_hex(6)}" if uniall else f"video_{secrets.token_hex(12)}"
            if job_id not in self._jobs:
                return job_id

    # ------------------------------------------------------------ making

    async def run(self) -> None:
        """Render what waits, oldest first, two at a time, until it is cancelled."""
        async with asyncio.TaskGroup() as group:
            for number in range(RENDERS_AT_ONCE):
                group.create_task(self._slot(), name=f"render slot {number}")

    async def _slot(self) -> None:
        while True:
            job = self._jobs.get(await self._waiting.get())
            if job is None:
                continue
            async with asyncio.TaskGroup() as group:
                self._renders[job.id] = group.create_task(self._make(job), name=f"render {job.id}")
            del self._renders[job.id]
            self._progress.pop(job.id, None)
            self._forget_old()

    async def _make(self, waiting: EngineJob) -> None:
        job = replace(waiting, state=EngineJobState.IN_PROGRESS, tries=waiting.tries + 1)
        try:
            self._set(job)
            rendered = await self._render(
                job, self._disk.reference(job), self._disk.part(job.id), lambda part: self._advance(job.id, part)
            )
            self._disk.accept_clip(job.id)
            self._disk.tidy(job.id)
            self._finish(job, rendered)
        except asyncio.CancelledError:
            if job.id in self._jobs:
                self._set(waiting)
            raise
        except RenderError as error:
            self._fail(job, error)
        except OSError as error:
            log.exception("job %s: the disk refused", job.id)
            self._fail(job, RenderError("storage_error", f"The clip could not be stored: {error.strerror}."))

    def _advance(self, job_id: str, part: float) -> None:
        self._progress[job_id] = max(part, self._progress.get(job_id, 0.0))

    def _finish(self, job: EngineJob, rendered: Rendered) -> None:
        log.info("job %s: completed, %d bytes", job.id, rendered.byte_count)
        self._set(
            replace(
                job,
                state=EngineJobState.COMPLETED,
                completed_at=int(self._now()),
                sha256=rendered.sha256,
                byte_count=rendered.byte_count,
            )
        )

    def _fail(self, job: EngineJob, error: RenderError) -> None:
        log.warning("job %s: failed, %s", job.id, error.code)
        ended = replace(
            job,
            state=EngineJobState.FAILED,
            completed_at=int(self._now()),
            error_code=error.code,
            error_text=error.sentence,
        )
        self._jobs[job.id] = ended
        with contextlib.suppress(OSError):  # a full disk must not hide the failure: it is told from memory then
            self._disk.put(ended)
            self._disk.tidy(job.id)

    def _set(self, job: EngineJob, *, on_disk: bool = True) -> None:
        if on_disk:
            self._disk.put(job)
        self._jobs[job.id] = job

    # ------------------------------------------------------------ letting go

    async def delete(self, job_id: str) -> bool:
        """Take a job away, stopping its render. False where there is no such job."""
        job = self._jobs.pop(job_id, None)
        if job is None:
            return False
        render = self._renders.get(job_id)
        if render is not None:
            render.cancel()
            await asyncio.wait([render])
        if not self._clear_away(job_id):
            self._remains.add(job_id)
        log.info("job %s: deleted", job_id)
        return True

    def _clear_away(self, job_id: str) -> bool:
        """False where somebody still reads the clip and the system (Windows) does not let it go: later, then."""
        try:
            self._disk.remove(job_id)
        except OSError as error:
            log.info("the files of job %s stay a while longer: %s", job_id, error.strerror)
            return False
        return True

    def _forget_old(self) -> None:
        ended = [job for job in self._jobs.values() if job.state.ended]
        too_many = len(ended) - KEPT_JOBS
        for place, job in enumerate(ended):
            too_old = job.completed_at + KEPT_SECONDS < self._now()
            if (place < too_many or too_old) and self._clear_away(job.id):
                del self._jobs[job.id]
        self._remains = {job_id for job_id in self._remains if not self._clear_away(job_id)}


def _changed(order: Order) -> dict[str, Any]:
    """What a job keeps of the video that it changes."""
    source = order.source
    if source is None:
        return {}
    is_edit = source.change is Change.EDIT
    return {
        "change": source.change.value,
        "source_id": source.id,
        "story": source.story,
        "edits": (*source.edits, order.prompt) if is_edit else source.edits,
        "lead_seconds": 0 if is_edit else source.seconds,
    }


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest() if key else ""
