"""Bringing a finished clip home: fetch, verify, take into the library. A failed download is never a failed job."""

import asyncio
import hashlib
import logging
import math
from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random
from typing import TypeVar, TypeVarTuple, Unpack

from sora_desktop.api.client import VideoClient
from sora_desktop.api.download import Fetched
from sora_desktop.api.expiry import link_expiry
from sora_desktop.api.part_file import discard
from sora_desktop.api.wire import RemoteState
from sora_desktop.domain.clip import MediaFacts
from sora_desktop.domain.connection import ConnectionKind
from sora_desktop.domain.errors import (
    AppError,
    BusyError,
    DiskFullError,
    DownloadError,
    EngineError,
    JobGoneError,
    LinkExpiredError,
    NeedsKeyError,
    NotAVideoError,
    ServiceError,
)
from sora_desktop.domain.job import Job, JobState
from sora_desktop.domain.message import Message, message
from sora_desktop.domain.steps import Step, step
from sora_desktop.media.probe import probe_in_child
from sora_desktop.store.files import free_bytes
from sora_desktop.studio.kit import Kit
from sora_desktop.studio.library import VerifiedFile
from sora_desktop.studio.places import Places
from sora_desktop.studio.watching import deadline_seconds

DOWNLOADS = 4
"""Clips that are fetched at one time."""
LENGTH_SLACK = 0.6
"""Seconds by which a clip may be longer or shorter than asked before it is said."""
ROOM_MADE = 16 * 1024 * 1024
"""Bytes: with so much more room a clip is tried again by itself that the disk was too full for."""

T = TypeVar("T")
Arguments = TypeVarTuple("Arguments")

log = logging.getLogger(__name__)


class Fetcher:
    """Takes jobs from `fetching` to `done` or `fetch_failed`."""

    def __init__(self, kit: Kit) -> None:
        self._ledger = kit.ledger
        self._connections = kit.connections
        self._library = kit.library
        self._paths = kit.paths
        self._pool = kit.pool
        self._clock = kit.clock
        self._pace = kit.pace
        self._nudges = kit.nudges
        self._random = Random()  # noqa: S311 -- it spreads attempts, it keeps no secret
        self._places = Places(DOWNLOADS)
        self._free_when_full: dict[str, int] = {}

    def part_path(self, job: Job) -> Path:
        return self._paths.incoming / f"{job.id}.mp4.part"

    async def fetch(self, job_id: str) -> None:
        """Fetch, verify and keep the clip of a job; goes on from where an earlier attempt stopped."""
        self._free_when_full.pop(job_id, None)
        try:
            await self._bring(job_id)
        except AppError as error:
            self._fail(job_id, error)
        except OSError as error:
            self._fail(job_id, DownloadError(error.strerror or str(error)))

    def has_more_room(self, job_id: str) -> bool | None:
        """Whether room was made since the disk was too full for this clip; None where that was not the trouble."""
        before = self._free_when_full.get(job_id)
        return None if before is None else free_bytes(self._paths.incoming) > before + ROOM_MADE

    def _fail(self, job_id: str, error: AppError) -> None:
        if isinstance(error, DiskFullError):
            self._free_when_full[job_id] = free_bytes(self._paths.incoming)
        self._ledger.move(job_id, JobState.FETCH_FAILED, reason=error.sentence)

    async def _bring(self, job_id: str) -> None:
        step(Step.FETCHING_COMMITTED)
        job = self._ledger[job_id]
        facts = None
        if self._library.find(job.id) is None:
            file = await self._renamed_before(job) or await self._fetched(job)
            facts = file.media
            await self._library.add(job, file, self._clock.now())
        await self._in_pool(discard, self.part_path(job))
        self._finish(job, facts)

    async def _renamed_before(self, job: Job) -> VerifiedFile | None:
        """The clip where it was verified and named, and then the program ended."""
        final = self._library.final_path(job)
        if not final.exists():
            return None
        try:
            return await self._verified(job, final, await self._in_pool(_measure, final))
        except NotAVideoError as error:
            log.warning("%s is damaged and is fetched anew: %s", final.name, error)
            return None

    async def _fetched(self, job: Job) -> VerifiedFile:
        fetched = await self._download(job)
        return await self._verified(job, self.part_path(job), fetched)

    async def _verified(self, job: Job, path: Path, fetched: Fetched) -> VerifiedFile:
        if self._ledger[job.id].state is JobState.FETCHING:
            self._ledger.move(job.id, JobState.VERIFYING, reason=None)
        step(Step.VERIFYING_COMMITTED)
        facts = await self._in_pool(_verify, path)
        step(Step.VERIFIED)
        return VerifiedFile(path, facts, fetched.sha256, fetched.byte_count)

    def _finish(self, job: Job, facts: MediaFacts | None) -> None:
        if self._ledger[job.id].state is JobState.FETCHING:
            self._ledger.move(job.id, JobState.VERIFYING)
        self._ledger.move(
            job.id,
            JobState.DONE,
            clip_id=job.id,
            reason=difference(job, facts) if facts else job.reason,
            ended_at=self._clock.now(),
        )
        step(Step.DONE_COMMITTED)

    async def _in_pool(self, work: Callable[[Unpack[Arguments]], T], *arguments: *Arguments) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._pool, work, *arguments)

    async def _download(self, job: Job) -> Fetched:
        """Try until it is here, asking the job for a fresh link where one has died.

        Only attempts that the service answered count. One that cannot be asked (no network, no key) is waited for
        until the deadline: the clip is paid for.
        """
        since, attempts, failures = self._clock.monotonic(), 0, 0
        while True:
            try:
                return await self._attempt(job, fresh=failures > 0)
            except (DiskFullError, NotAVideoError):
                raise
            except (DownloadError, JobGoneError) as error:
                problem: AppError = error
                attempts += 1
            except (ServiceError, NeedsKeyError, EngineError) as error:
                problem = error
            failures += 1
            late = self._clock.monotonic() - since >= deadline_seconds(job)
            if late or attempts >= self._pace.fetch_attempts:
                raise _as_download_error(problem)
            self._say(job.id, problem)
            await self._nudges.pause(job.id, self._pause(job, problem, failures))

    def _pause(self, job: Job, problem: AppError, failures: int) -> float:
        if isinstance(problem, NeedsKeyError):
            return self._pace.without_key
        local = job.connection.kind is ConnectionKind.ENGINE
        wish = problem.retry_after if isinstance(problem, BusyError) else None
        return self._pace.after_failure(failures, local=local, random=self._random, retry_after=wish)

    def _say(self, job_id: str, problem: AppError) -> None:
        if self._ledger[job_id].reason != problem.sentence:
            self._ledger.update(job_id, reason=problem.sentence)

    async def _attempt(self, job: Job, *, fresh: bool) -> Fetched:
        if job.remote_id is None:
            raise DownloadError
        async with self._places.place(urgency(job)):
            client = await self._connections.client(job.connection)
            stored = job.connection.kind is not ConnectionKind.ENGINE
            links = job.links if stored and not fresh else await self._fresh_links(client, job, job.remote_id)
            return await self._first_that_works(client, job, job.remote_id, links)

    async def _first_that_works(self, client: VideoClient, job: Job, remote_id: str, links: tuple[str, ...]) -> Fetched:
        """One dead road does not end the others."""
        *roads, last = client.roads(remote_id, job.format, links)
        on_bytes = partial(self._show_progress, job.id)
        for link in roads:
            try:
                return await client.fetch(remote_id, job.format, link, self.part_path(job), on_bytes=on_bytes)
            except DiskFullError:
                raise
            except DownloadError as error:
                log.info("job %s: one link brought no clip: %s", job.id, error)
        return await client.fetch(remote_id, job.format, last, self.part_path(job), on_bytes=on_bytes)

    def _show_progress(self, job_id: str, have: int, total: int | None) -> None:
        if total:
            self._ledger.show_progress(job_id, have / total)

    async def _fresh_links(self, client: VideoClient, job: Job, remote_id: str) -> tuple[str, ...]:
        """The links as the service gives them now."""
        status = await client.status(remote_id, job.format)
        if status.state is not RemoteState.DONE:
            return job.links
        return ((status.result_url,) if status.result_url else ()) + status.other_urls


def urgency(job: Job) -> float:
    """When the clip, or the link to it, is gone, in seconds since 1970: the smallest is the most urgent."""
    ends = (job.result_expires_at, link_expiry(job.result_url) if job.result_url else None)
    return min((end.timestamp() for end in ends if end), default=math.inf)


def _as_download_error(problem: AppError) -> DownloadError:
    """What kept a clip from being fetched, as one of the errors that say that it is not lost."""
    if isinstance(problem, DownloadError):
        return problem
    if isinstance(problem, JobGoneError):
        return LinkExpiredError(problem.detail)
    return DownloadError(f"{problem.what} {problem.detail}".strip())


def difference(job: Job, facts: MediaFacts) -> Message | None:
    """What came back other than asked for, in words; None where it is the picture that was asked for."""
    request = job.request
    shape = facts.size if request.model.about_size else None
    same_size = facts.size == request.size or (shape is not None and shape.orientation is request.orientation)
    same_length = abs(facts.seconds - request.seconds) <= LENGTH_SLACK
    if same_size and same_length:
        return None
    return message(
        "The service made {got_size}, {got_seconds:.1f} s, instead of {size}, {seconds} s.",
        got_size=str(facts.size).replace("x", " × "),
        got_seconds=facts.seconds,
        size=str(request.size).replace("x", " × "),
        seconds=request.seconds,
    )


def _measure(path: Path) -> Fetched:
    with path.open("rb") as file:
        return Fetched(hashlib.file_digest(file, "sha256").hexdigest(), path.stat().st_size)


def _verify(path: Path) -> MediaFacts:
    """Probe a fetched file; one that is no video is fetched anew next time, not gone on with."""
    try:
        return probe_in_child(path)
    except NotAVideoError:
        if path.suffix == ".part":
            discard(path)
        raise
