"""The library: finished clips as plain files with sidecars, rebuildable from the folder alone."""

import asyncio
import logging
from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sora_desktop import __version__
from sora_desktop.base.crash_points import CrashPoint, reach
from sora_desktop.base.sentences import Message, message, plural
from sora_desktop.domain.clip import Clip, ClipLine, MediaFacts, Recipe
from sora_desktop.domain.errors import InputError, MediaError, StorageError
from sora_desktop.domain.events import ClipAdded, ClipRemoved, ClipsRead, Notice, Severity, ThumbnailsMade
from sora_desktop.domain.job import Job
from sora_desktop.media.frames import thumbnail_in_child
from sora_desktop.media.kinds import ENDINGS
from sora_desktop.store.clips import ClipStore, sidecar_path
from sora_desktop.store.files import adopt, clip_file_name, sweep_arrivals
from sora_desktop.store.paths import Paths
from sora_desktop.store.trash import move_to_trash
from sora_desktop.studio.event_bus import EventBus
from sora_desktop.studio.library.stocktaking import Stocktaking
from sora_desktop.studio.waiting_for_locks import until_free

log = logging.getLogger(__name__)

UNKNOWN_ENDING = ".bin"
_MADE = ENDINGS - {""} | {UNKNOWN_ENDING, ".json"}
"""What lies under the name of a job's clip once it is made."""
READ_AT_ONCE = 100
"""Clips read in one go: a few milliseconds."""
PAUSE_SECONDS = 0.002
"""Between two goes, so that neither the window nor the jobs wait for a large library."""


@dataclass(frozen=True, slots=True)
class VerifiedFile:
    """A fetched file; `sha256` in hex. `ending` is that of its content, "" where nobody knows it.

    `unchecked` is what the check found, where it is kept although it did not pass.
    """

    path: Path
    media: MediaFacts
    sha256: str
    byte_count: int
    ending: str = ".mp4"
    unchecked: Message | None = None


class Library:
    """One clip a job at most: a clip has the id of the job that it came from."""

    def __init__(self, store: ClipStore, paths: Paths, event_bus: EventBus, pool: Executor) -> None:
        self._store = store
        self._paths = paths
        self._event_bus = event_bus
        self._pool = pool
        self._clips: dict[str, Clip] = {}
        sweep_arrivals(paths.library)
        self._unread = {line.id: line for line in store.lines()}
        self._read_next()

    def clips(self) -> tuple[Clip, ...]:
        """All clips that are read, newest first; only those of a large library are not at once."""
        return tuple(sorted(self._clips.values(), key=lambda clip: clip.added_at, reverse=True))

    def unread(self) -> tuple[ClipLine, ...]:
        """The clips that are still to be read, newest first: all of them older than those that are read."""
        return tuple(self._unread.values())

    async def read_on(self) -> None:
        """Read the whole library, the newest first."""
        while self._unread:
            await asyncio.sleep(PAUSE_SECONDS)
            wanted = list(self._unread)[:READ_AT_ONCE]
            self._event_bus.emit(ClipsRead(self._read_next()))
            for clip_id in wanted:
                if clip_id not in self._clips:  # its row cannot be read; it stays, for another version
                    self._event_bus.emit(ClipRemoved(clip_id))

    async def take_stock(
        self, found: Callable[[Clip], None], further: Callable[[int, int], None] = lambda _done, _of: None
    ) -> int:
        """Put the list beside its folder, once all of it is read; how many clips are new on it.

        `found` hears each of them, `further` how many of how many were read.
        """

        def entered(clip: Clip) -> None:
            if self._clips.get(clip.id) is not None:  # it was moved
                self._event_bus.emit(ClipRemoved(clip.id))
            self._clips[clip.id] = clip
            self._event_bus.emit(ClipAdded(clip))
            found(clip)

        listed = self._clips.values
        stock = Stocktaking(
            self._store,
            self._paths.library,
            self._event_bus,
            self._pool,
            clips=listed,
            entered=entered,
            further=further,
        )
        told = await stock.take()
        self._tell_of_unreadable()
        return told

    async def make_thumbnails(self, further: Callable[[int, int], None]) -> None:
        """Make the small pictures that are not there, such as after a rebuild; `further` as in `take_stock`."""
        loop = asyncio.get_running_loop()
        missing = await loop.run_in_executor(self._pool, _without_thumbnail, self.clips())
        for number, clip in enumerate(missing):
            further(number, len(missing))
            await loop.run_in_executor(self._pool, _make_thumbnail, clip.path, clip.thumbnail_path)
            self._event_bus.emit(ThumbnailsMade((clip.thumbnail_path,)))

    def _tell_of_unreadable(self) -> None:
        count = len(self._store.unreadable)
        if count:
            text = plural(
                "One clip can't be shown: its entry can't be read. Its file is still in the library folder.",
                "{count} clips can't be shown: their entries can't be read. Their files are still in the library folder.",
                count,
            )
            self._event_bus.emit(Notice(text, Severity.WARNING, topic="unreadable clips"))

    def _read_next(self) -> tuple[Clip, ...]:
        ids = list(self._unread)[:READ_AT_ONCE]
        read = tuple(self._store.these(ids))
        for clip_id in ids:
            del self._unread[clip_id]
        self._clips |= {clip.id: clip for clip in read}
        return read

    def find(self, clip_id: str) -> Clip | None:
        return self._clips.get(clip_id) or self._store.get(clip_id)

    def same_of_another(self, job: Job, sha256: str) -> Clip | None:
        """A clip of another job with the very same bytes, of those that are read. None for what is free: nobody is
        charged twice for it, and an animatic of the same request is the same.
        """
        others = (clip for clip in self._clips.values() if clip.sha256 == sha256 and clip.job_id != job.id)
        return None if job.cost.free else next(others, None)

    def final_path(self, job: Job, ending: str = ".mp4") -> Path:
        """Where the clip of a job will lie; the same at every attempt that brings a file of this kind."""
        name = clip_file_name(job.request.prompt, job.created_at, job.id)
        return (self._paths.library / name).with_suffix(ending or UNKNOWN_ENDING)

    def named(self, job: Job) -> Path | None:
        """What lies under the name of a job's clip, whatever its ending is. OSError where the folder is not there."""
        usual = self.final_path(job)
        if usual.is_file():
            return usual
        stem = f"{usual.stem}."
        others = (path for path in self._paths.library.iterdir() if path.name.startswith(stem))
        return next((path for path in others if path.suffix not in (".json", ".tmp") and path.is_file()), None)

    def has_clip_of(self, job: Job) -> bool:
        """Whether the clip of a job was made: it is listed, or lies at its place with or without its sidecar.

        Asked before each sending, so that the folder, which may hold very much, is not looked through. OSError where
        it cannot be looked into.
        """
        final = self.final_path(job)
        return self.find(job.id) is not None or any(final.with_suffix(ending).exists() for ending in _MADE)

    async def add(self, job: Job, file: VerifiedFile, now: datetime) -> Clip:
        """Take a file in: synced and renamed first, then its sidecar and its row.

        It takes the place of the clip that the job has already, if it has one.
        """
        loop = asyncio.get_running_loop()
        old = self.find(job.id)
        final = self.final_path(job, file.ending)
        small = self._paths.thumbnails / f"{job.id}.jpg"
        if file.path != final:
            await loop.run_in_executor(self._pool, adopt, file.path, final)
        reach(CrashPoint.RENAMED)
        await loop.run_in_executor(self._pool, _make_thumbnail, final, small)
        reach(CrashPoint.THUMBNAIL_MADE)
        clip = Clip(
            id=job.id,
            job_id=job.id,
            path=final,
            thumbnail_path=small,
            sha256=file.sha256,
            byte_count=file.byte_count,
            media=file.media,
            recipe=_recipe(job),
            added_at=old.added_at if old else now,
            wanted=job.wanted,
            unchecked=file.unchecked,
        )
        await until_free(self._store)
        self._store.add(clip)
        reach(CrashPoint.CLIP_COMMITTED)
        if old is not None:
            await self._give_way(old, clip)
        self._clips[clip.id] = clip
        self._event_bus.emit(ClipAdded(clip))
        return clip

    async def _give_way(self, old: Clip, new: Clip) -> None:
        """The clip of a job that could not be checked has a better one in its place."""
        self._unread.pop(old.id, None)
        self._event_bus.emit(ClipRemoved(old.id))
        if old.path != new.path:
            await asyncio.get_running_loop().run_in_executor(self._pool, _remove, old.path)

    async def delete(self, clip_id: str) -> None:
        """Move a clip with its sidecar to the system's trash; a clip that cannot go there stays."""
        clip = self.find(clip_id)
        if clip is None:
            raise InputError(message("This clip is no longer in your library."))
        await asyncio.get_running_loop().run_in_executor(self._pool, _to_trash, clip)
        await until_free(self._store)
        self._store.remove(clip_id)
        self._clips.pop(clip_id, None)
        self._unread.pop(clip_id, None)
        self._event_bus.emit(ClipRemoved(clip_id))


def _recipe(job: Job) -> Recipe:
    return Recipe(
        request=job.request,
        connection_name=job.service.name,
        format=job.format,
        remote_id=job.remote_id or "",
        created_at=job.created_at,
        app_version=__version__,
    )


def _make_thumbnail(clip: Path, target: Path) -> None:
    """A clip without a small picture is a clip all the same."""
    try:
        thumbnail_in_child(clip, target)
    except (MediaError, StorageError, OSError) as problem:
        log.info("no thumbnail of %s: %s", clip.name, problem)


def _without_thumbnail(clips: Iterable[Clip]) -> list[Clip]:
    """Whole clips alone: what the check could not bear is not opened unasked."""
    return [
        clip for clip in clips if clip.unchecked is None and not clip.thumbnail_path.exists() and clip.path.exists()
    ]


def _remove(path: Path) -> None:
    """What could not be removed stays: a stranger in the folder, and no harm."""
    try:
        path.unlink(missing_ok=True)
    except OSError as problem:
        log.info("%s could not be removed: %s", path.name, problem)


def _to_trash(clip: Clip) -> None:
    move_to_trash((clip.path, sidecar_path(clip.path)))
    clip.thumbnail_path.unlink(missing_ok=True)
