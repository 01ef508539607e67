"""Bringing a finished clip home: fetch, judge, take into the library. A failed download is never a failed job."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from weakref import WeakValueDictionary

from sora_desktop.base.crash_points import CrashPoint, reach
from sora_desktop.base.sentences import Message, message
from sora_desktop.domain.clip import Clip, Examined, FileVerdict
from sora_desktop.domain.errors import (
    AppError,
    DiskFullError,
    DownloadError,
    InputError,
    NotWrittenError,
    StorageError,
)
from sora_desktop.domain.evidence import Evidence, News
from sora_desktop.domain.job import Job, JobState
from sora_desktop.store.files import free_bytes
from sora_desktop.studio.jobs.arrival_words import AtService, difference, kept_text, not_arrived_text, same_file_text
from sora_desktop.studio.jobs.job_context import JobContext
from sora_desktop.studio.jobs.kept import Arrived, Kept, KeptFiles
from sora_desktop.studio.jobs.priority_semaphore import PrioritySemaphore
from sora_desktop.studio.jobs.roads import FoundClip, NotFoundError, Search, checked
from sora_desktop.studio.library.library import VerifiedFile

DOWNLOADS = 4
"""Clips that are fetched at one time; each service has one of its own beside them."""
MOVED_ON = message("This job has changed in the meantime. Take another look at it.")
ROOM_MADE = 16 * 1024 * 1024
"""Bytes: with so much more room a clip is tried again by itself that the disk was too full for."""


class Downloader:
    """Takes jobs from `fetching` to `done` or `fetch_failed`."""

    def __init__(self, context: JobContext) -> None:
        self._context = context
        self._ledger = context.ledger
        self._library = context.library
        self._paths = context.paths
        self._clock = context.clock
        self._places = PrioritySemaphore(DOWNLOADS)
        self._free_when_full: dict[str, int] = {}
        self._shut_out: set[str] = set()
        self._failed_before: set[str] = set()
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def fetch(self, job_id: str) -> None:
        """Fetch, judge and keep the clip of a job; goes on from where an earlier attempt stopped."""
        self._free_when_full.pop(job_id, None)
        self._shut_out.discard(job_id)
        files = KeptFiles(self._paths, job_id)
        try:
            async with self._alone(job_id), _called_off(files):
                await self._bring(job_id, files)
            self._failed_before.discard(job_id)
        except NotFoundError as failure:
            self._failed_before.add(job_id)
            await self._fail(job_id, files, failure.problem, failure.there)
        except AppError as error:
            await self._fail(job_id, files, error)
        except OSError as error:
            await self._fail(job_id, files, DownloadError(error.strerror or str(error)))

    def _alone(self, job_id: str) -> asyncio.Lock:
        """The files of a job are in one pair of hands at a time."""
        return self._locks.setdefault(job_id, asyncio.Lock())

    def may_go_on(self, job_id: str) -> bool | None:
        """Whether what stood in the way on this machine is gone: a full disk, a folder that could not be written.

        None where that was not the trouble.
        """
        if job_id in self._shut_out:
            return self._context.standing.is_open()
        before = self._free_when_full.get(job_id)
        return None if before is None else free_bytes(self._paths.incoming) > before + ROOM_MADE

    def try_for_long(self, job_id: str) -> None:
        """All roads are tried for minutes the next time, though they failed before."""
        self._failed_before.discard(job_id)

    async def _fail(
        self, job_id: str, files: KeptFiles, error: AppError, there: AtService = AtService.NOT_ASKED
    ) -> None:
        if not isinstance(error, DiskFullError | NotWrittenError) and not self._context.standing.is_open():
            error = NotWrittenError(error.detail)
        if isinstance(error, NotWrittenError):
            self._shut_out.add(job_id)
        elif isinstance(error, DiskFullError):
            self._free_when_full[job_id] = free_bytes(self._paths.incoming)
        old = self._library.find(job_id)
        kept = old.byte_count if old else await asyncio.to_thread(self._byte_count, job_id, files)
        job = self._ledger[job_id]
        if kept != job.kept_bytes:
            job = self._ledger.update(job_id, kept_bytes=kept)
        told_whole = isinstance(error, StorageError)
        why = error.sentence if told_whole else not_arrived_text(error, job, kept_bytes=kept, there=there)
        self._context.learn(job_id, Evidence(News.NOT_ARRIVED, why=why))

    def _byte_count(self, job_id: str, files: KeptFiles) -> int:
        """How much is here, as far as the disk can be asked."""
        try:
            if here := files.byte_count():
                return here
            named = self._library.named(self._ledger[job_id])
            return named.stat().st_size if named else 0
        except OSError:
            return 0

    async def _bring(self, job_id: str, files: KeptFiles) -> None:
        reach(CrashPoint.FETCHING_COMMITTED)
        self._context.standing.expect_open()
        job = self._ledger[job_id]
        clip = self._library.find(job.id)
        again = clip is not None and clip.unchecked is not None and job.clip_id is not None
        if clip is None or again:
            clip = await self._found(job, files, clip)
        await asyncio.to_thread(files.forget)
        self._finish(job_id, clip)

    async def _found(self, job: Job, files: KeptFiles, before: Clip | None) -> Clip:
        """The clip, once it is in the library."""
        found = await self._renamed_before(job, files, before)
        if found is None:
            brief = job.id in self._failed_before
            found = await Search(self._context, self._places, job.id, files, before=before, brief=brief).run()
        if found.old and before is not None:
            return before
        return await self._take_in(job, found.arrived, found.examined, kept=found.kept)

    async def _take_in(self, job: Job, arrived: Arrived, examined: Examined, *, kept: bool) -> Clip:
        self._context.standing.expect_open()
        file = VerifiedFile(
            arrived.path,
            examined.facts,
            arrived.sha256,
            arrived.byte_count,
            ending=examined.ending,
            unchecked=(examined.finding or kept_text(None)) if kept else None,
        )
        return await self._library.add(job, file, self._clock.now())

    async def _renamed_before(self, job: Job, files: KeptFiles, before: Clip | None) -> FoundClip | None:
        """The clip where it was verified and named, and then the program ended; any other file there is only kept."""
        named = await asyncio.to_thread(self._library.named, job)
        if named is None or (before is not None and _is_at(before, named)):
            return None
        self._context.learn(job.id, Evidence(News.ARRIVED))
        reach(CrashPoint.VERIFYING_COMMITTED)
        examined = await checked(self._context, named)
        reach(CrashPoint.VERIFIED)
        arrived = await asyncio.to_thread(files.measured, named, told=False)
        if examined.verdict is FileVerdict.WHOLE:
            return FoundClip(arrived, examined)
        if before is None:
            await asyncio.to_thread(files.put, arrived, examined)
        if self._ledger[job.id].state is JobState.VERIFYING:
            self._ledger.move(job.id, JobState.FETCHING)
        return None

    def _finish(self, job_id: str, clip: Clip) -> None:
        self._context.learn(job_id, Evidence(News.ARRIVED))
        job = self._ledger[job_id]
        if job.kept_bytes:
            self._ledger.update(job_id, kept_bytes=0)
        news = News.KEPT if clip.unchecked else News.VERIFIED
        same = self._library.same_of_another(job, clip.sha256)
        self._context.learn(job_id, Evidence(news, why=_end_text(job, clip, same)))
        reach(CrashPoint.DONE_COMMITTED)

    async def keep_as_is(self, job_id: str) -> None:
        """A person wants what is here, whole or not. InputError where nothing is, or the job has moved on."""
        files = KeptFiles(self._paths, job_id)
        async with self._alone(job_id), _called_off(files):
            if self._ledger[job_id].state is not JobState.FETCH_FAILED:
                raise InputError(MOVED_ON)
            old = self._library.find(job_id)
            clip = old or await self._what_is_here(self._ledger[job_id], files)
            await asyncio.to_thread(files.forget, Kept.of_clip(old) if old else None)
            if self._ledger[job_id].state is not JobState.FETCH_FAILED:
                return  # it goes on by itself, and finds the clip in the library
            self._finish(job_id, clip)

    async def kept_file(self, job_id: str) -> Path | None:
        """The best of what is here of a clip that is not in the library."""
        return await asyncio.to_thread(KeptFiles(self._paths, job_id).longest)

    async def _what_is_here(self, job: Job, files: KeptFiles) -> Clip:
        path = await asyncio.to_thread(files.longest) or await asyncio.to_thread(self._library.named, job)
        if path is None:
            raise InputError(message("There is nothing of this clip to keep yet. Download it again."))
        examined = await checked(self._context, path)
        arrived = await asyncio.to_thread(files.measured, path, told=False)
        whole = examined.verdict is FileVerdict.WHOLE
        return await self._take_in(job, arrived, examined, kept=not whole)


@asynccontextmanager
async def _called_off(files: KeptFiles) -> AsyncIterator[None]:
    """When the app closes, a long look through a file in another thread ends, too."""
    try:
        yield
    except asyncio.CancelledError:
        files.stop()
        raise


def _is_at(clip: Clip, path: Path) -> bool:
    return clip.path == path and path.stat().st_size == clip.byte_count


def _end_text(job: Job, clip: Clip, same: Clip | None) -> Message | None:
    text = kept_text(clip.unchecked) if clip.unchecked else difference(job, clip.media)
    return text if same is None else same_file_text(same, text)
