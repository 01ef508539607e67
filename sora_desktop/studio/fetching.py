"""Bringing a finished clip home: fetch, verify, take into the library. A failed download is never a failed job."""

import asyncio
import hashlib
import math
from functools import partial
from pathlib import Path
from random import Random

from sora_desktop.api.download import Fetched
from sora_desktop.api.part_file import discard
from sora_desktop.api.wire import RemoteState
from sora_desktop.domain.clip import MediaFacts
from sora_desktop.domain.connection import ConnectionKind
from sora_desktop.domain.errors import (
    AppError,
    DiskFullError,
    DownloadBrokenError,
    DownloadError,
    EngineError,
    LinkExpiredError,
    NeedsKeyError,
    NotAVideoError,
    ServiceError,
)
from sora_desktop.domain.job import Job, JobState
from sora_desktop.domain.message import Message, message
from sora_desktop.domain.steps import Step, step
from sora_desktop.media.probe import probe_in_child
from sora_desktop.studio.kit import Kit
from sora_desktop.studio.library import VerifiedFile
from sora_desktop.studio.places import Places

DOWNLOADS = 4
"""Clips that are fetched at one time."""
LENGTH_SLACK = 0.6
"""Seconds by which a clip may be longer or shorter than asked before it is said."""


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
        self._random = Random()  # noqa: S311 -- it spreads attempts, it keeps no secret
        self._places = Places(DOWNLOADS)

    def part_path(self, job: Job) -> Path:
        return self._paths.incoming / f"{job.id}.mp4.part"

    async def fetch(self, job_id: str) -> None:
        """Fetch, verify and keep the clip of a job; goes on from where an earlier attempt stopped."""
        expires = self._ledger[job_id].result_expires_at
        async with self._places.place(expires.timestamp() if expires else math.inf):
            try:
                await self._bring(job_id)
            except AppError as error:
                self._ledger.move(job_id, JobState.FETCH_FAILED, reason=error.sentence)

    async def _bring(self, job_id: str) -> None:
        step(Step.FETCHING_COMMITTED)
        job = self._ledger[job_id]
        if self._library.find(job.id) is not None:
            self._finish(job, None)
            return
        final = self._library.final_path(job)
        if final.exists():
            fetched_path, fetched = final, await self._on_disk(final)
        else:
            fetched_path, fetched = self.part_path(job), await self._download(job)
        if self._ledger[job_id].state is JobState.FETCHING:
            self._ledger.move(job_id, JobState.VERIFYING)
        step(Step.VERIFYING_COMMITTED)
        facts = await self._verified(fetched_path)
        step(Step.VERIFIED)
        await self._library.add(
            job, VerifiedFile(fetched_path, facts, fetched.sha256, fetched.byte_count), self._clock.now()
        )
        await asyncio.get_running_loop().run_in_executor(self._pool, discard, self.part_path(job))
        self._finish(job, facts)

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

    async def _on_disk(self, path: Path) -> Fetched:
        return await asyncio.get_running_loop().run_in_executor(self._pool, _measure, path)

    async def _verified(self, path: Path) -> MediaFacts:
        return await asyncio.get_running_loop().run_in_executor(self._pool, _verify, path)

    async def _download(self, job: Job) -> Fetched:
        """Try until it is here, asking the job for a fresh link where one has died."""
        url = job.result_url
        last: AppError = DownloadError()
        for attempt in range(1, self._pace.fetch_attempts + 1):
            try:
                return await self._attempt(job, url if attempt == 1 else await self._fresh_url(job))
            except (DiskFullError, NotAVideoError):
                raise
            except (
                LinkExpiredError,
                DownloadBrokenError,
                DownloadError,
                ServiceError,
                NeedsKeyError,
                EngineError,
            ) as error:
                last = error
            if attempt < self._pace.fetch_attempts:
                local = job.connection.kind is ConnectionKind.ENGINE
                await self._clock.sleep(self._pace.after_failure(attempt, local=local, random=self._random))
        raise last if isinstance(last, DownloadError) else DownloadBrokenError(last.detail)

    async def _attempt(self, job: Job, url: str | None) -> Fetched:
        if job.remote_id is None:
            raise DownloadError
        client = await self._connections.client(job.connection)
        if url is None and job.connection.kind is ConnectionKind.ENGINE:
            url = await self._fresh_url(job)
        return await client.fetch(
            job.remote_id, job.format, url, self.part_path(job), on_bytes=partial(self._show_progress, job.id)
        )

    def _show_progress(self, job_id: str, have: int, total: int | None) -> None:
        if total:
            self._ledger.show_progress(job_id, have / total)

    async def _fresh_url(self, job: Job) -> str | None:
        """The link as the service gives it now; None where the bytes come from the service itself."""
        if job.remote_id is None:
            return None
        client = await self._connections.client(job.connection)
        status = await client.status(job.remote_id, job.format)
        return status.result_url if status.state is RemoteState.DONE else job.result_url


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
