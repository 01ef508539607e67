"""The library: finished clips as plain files with sidecars, rebuildable from the folder alone."""

import asyncio
import logging
import os
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sora_desktop import __version__
from sora_desktop.base.crash_points import CrashPoint, reach
from sora_desktop.base.sentences import Message, message, plural
from sora_desktop.base.values import dataclass
from sora_desktop.domain.clip import Clip, MediaFacts, Recipe
from sora_desktop.domain.errors import MediaError, StorageError
from sora_desktop.domain.events import ClipAdded, ClipChanged, Notice, Severity, ThumbnailsMade
from sora_desktop.domain.job import Job
from sora_desktop.domain.library import LibraryAnswer, LibraryQuery
from sora_desktop.domain.service_ref import mark_of
from sora_desktop.media.frames import thumbnail_in_child
from sora_desktop.media.kinds import ENDINGS
from sora_desktop.store.clip_tables import plain
from sora_desktop.store.clips import ClipStore
from sora_desktop.store.files import adopt, clip_file_name, sweep_arrivals
from sora_desktop.store.paths import Paths
from sora_desktop.store.stock import ListedFile
from sora_desktop.studio.event_bus import EventBus
from sora_desktop.studio.library.clips_by_file import ClipsByFile
from sora_desktop.studio.library.deletion import Deletion
from sora_desktop.studio.library.stocktaking import LISTED_AT_ONCE, Stocktaking
from sora_desktop.studio.library.view import LibraryView
from sora_desktop.studio.waiting_for_locks import until_free

log = logging.getLogger(__name__)

UNKNOWN_ENDING = ".bin"
_MADE = ENDINGS - {""} | {UNKNOWN_ENDING, ".json"}
"""What lies under the name of a job's clip once it is made."""
READ_AT_ONCE = 50
"""Clips read in one go: a few milliseconds."""
COUNT_AFTER_SECONDS = 0.15
UNCHECKED_LIMIT = 1000
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
        self.view = LibraryView(store, event_bus)
        self.by_file = ClipsByFile(store, paths)
        self.deletion = Deletion(store, store.trash, self.view, event_bus, pool)
        self._reading = asyncio.Lock()
        self._made_anew = asyncio.Event()
        store.index.on_made_anew = self._made_anew.set
        sweep_arrivals(paths.library)
        self._catch_up()

    async def look(self, query: LibraryQuery, about: Sequence[str] = ()) -> LibraryAnswer | None:
        """The first page of a list, which is followed from now on by `RowsChanged`; None where another one is looked at
        meanwhile.
        """
        return await self.view.look(query, about)

    async def whole(self, about: Sequence[str] = ()) -> LibraryAnswer:
        """The first page of the whole library, which is always followed; what is looked at stays as it is."""
        return self.view.whole(about)

    async def page(self, query: LibraryQuery) -> LibraryAnswer:
        """Some clips of the list, without its days."""
        return self.view.page(query)

    async def count(self, query: LibraryQuery) -> LibraryAnswer | None:
        """The days of the whole list; None where another one is looked at meanwhile.

        Not at once: who goes on typing looks at another list before that, and waits for no count.
        """
        await asyncio.sleep(COUNT_AFTER_SECONDS)
        return await self.view.count(query)

    async def these(self, clip_ids: Sequence[str]) -> tuple[Clip, ...]:
        """The clips with these ids; one that is gone, or on its way to the trash, is left out."""
        return tuple(clip for clip in self._store.these(clip_ids) if clip.id not in self._store.hidden)

    def unchecked(self) -> tuple[Clip, ...]:
        """Clips that are kept although they could not be checked, the newest first."""
        return tuple(self._store.these(self._store.lists.unchecked(UNCHECKED_LIMIT)))

    async def read_on(self) -> None:
        """Read what the index does not know yet: all of a library that an earlier version kept, the newest first."""
        async with self._reading:
            if self._store.index.behind():
                await self._read_on()

    async def keep_up(self) -> None:
        """Read on by itself whenever the index is made anew while the app runs; it is cancelled at the end."""
        while True:
            await self._made_anew.wait()
            self._made_anew.clear()
            await self.read_on()

    async def _read_on(self) -> None:
        told = 0
        while self._catch_up():
            total = self._store.index.totals().clips
            if total > 2 * told:  # each time the list is asked for anew, so not at every step
                told = total
                self.view.tell_anew()
            await asyncio.sleep(PAUSE_SECONDS)
        self.view.tell_anew()
        for clip in self.unchecked():
            self._event_bus.emit(ClipChanged(clip))

    def _catch_up(self) -> bool:
        """One step; whether there is more to do, and the disk takes it."""
        try:
            self._store.index.catch_up(READ_AT_ONCE)
        except StorageError as problem:
            log.warning("the library's index is behind its clips: %s", problem)
            return False
        return self._store.index.behind()

    async def take_stock(
        self, found: Callable[[Clip], None], further: Callable[[int, int], None] = lambda _done, _of: None
    ) -> int:
        """Put the list beside its folder, once all of it is read; how many clips are new on it.

        `found` hears each of them, `further` how many of how many were read.
        """

        def enter(clips: Sequence[Clip]) -> None:
            self._enter(clips)
            for clip in clips:
                found(clip)

        stock = Stocktaking(
            self._store,
            self._paths.library,
            self._event_bus,
            self._pool,
            listed=self._listed,
            enter=enter,
            further=further,
        )
        told = await stock.take()
        self._tell_of_unreadable()
        return told

    async def make_thumbnails(self, further: Callable[[int, int], None]) -> None:
        """Make the small pictures that are not there, such as after a rebuild; `further` as in `take_stock`."""
        loop = asyncio.get_running_loop()
        try:
            missing = await self._without_picture()
        except OSError as problem:
            log.info("the small pictures cannot be looked through: %s", problem)
            return
        for number, clip_id in enumerate(missing):
            further(number, len(missing))
            clip = self._store.get(clip_id)
            if clip is None:
                continue
            if await loop.run_in_executor(self._pool, _make_missing, clip):
                self._event_bus.emit(ThumbnailsMade((clip.thumbnail_path,)))

    async def _without_picture(self) -> list[str]:
        """The ids of clips that lack their small picture, the newest first. None of them is read.

        Whole clips alone: what the check could not bear is not opened unasked.
        """
        loop = asyncio.get_running_loop()
        there = await loop.run_in_executor(self._pool, _names, self._paths.thumbnails)
        missing: list[str] = []
        for some in self._store.lists.pictures(LISTED_AT_ONCE):
            lacking = [(clip_id, self._paths.library / path) for clip_id, path, picture in some if picture not in there]
            if lacking:
                missing += await loop.run_in_executor(self._pool, _still_there, lacking)
            await asyncio.sleep(PAUSE_SECONDS)
        return missing

    def _tell_of_unreadable(self) -> None:
        count = len(self._store.unreadable)
        if count:
            text = plural(
                "{count} clip can't be shown because its entry can't be read. Its file stays in the library folder.",
                "{count} clips can't be shown because their entries can't be read. Their files stay in the library folder.",
                count,
            ).about(todo=message("You can open the files there."))
            self._event_bus.emit(Notice(text, Severity.WARNING, topic="unreadable clips"))

    async def _listed(self) -> list[ListedFile]:
        files: list[ListedFile] = []
        for some in self._store.lists.files(LISTED_AT_ONCE):
            files += (ListedFile(*each) for each in some)
            await asyncio.sleep(PAUSE_SECONDS)
        return files

    def _enter(self, clips: Sequence[Clip]) -> None:
        known = {clip.id for clip in self._store.these([clip.id for clip in clips])}
        self._store.enter(clips)
        for clip in clips:
            self._event_bus.emit(ClipChanged(clip) if clip.id in known else ClipAdded(clip))
        if clips:
            self.view.tell_anew()

    def find(self, clip_id: str) -> Clip | None:
        return self._store.get(clip_id)

    def same_of_another(self, job: Job, sha256: str) -> Clip | None:
        """A clip of another job with the very same bytes. None for what is free: nobody is charged twice for it, and
        an animatic of the same request is the same.
        """
        same = None if job.cost.free else self._store.lists.with_sum(sha256, job.id)
        return None if same is None else self._store.get(same)

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

        It takes the place of the clip that the job has already, if it has one, also of one on its way to the trash.
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
            tags=old.tags if old else job.tags,
        )
        await until_free(self._store)
        self._store.hidden = self._store.hidden - {clip.id}
        with self.view.changing(clip.id, clip):
            self._store.add(clip)
            reach(CrashPoint.CLIP_COMMITTED)
            self._event_bus.emit(ClipAdded(clip) if old is None else ClipChanged(clip))
        if old is not None and old.path != clip.path:  # a better one has come in its place
            await loop.run_in_executor(self._pool, _remove, old.path)
        return clip

    def tag(self, clip: Clip, tags: tuple[str, ...]) -> None:
        """Keep a clip with these tags; its file stays as it is. StorageError where the disk refuses."""
        if tags == clip.tags:
            return
        tagged = replace(clip, tags=tags)
        with self.view.changing(clip.id, tagged):
            self._store.change(tagged)
            self._event_bus.emit(ClipChanged(tagged))


def _recipe(job: Job) -> Recipe:
    return Recipe(
        request=job.request,
        connection_name=job.service.name,
        format=job.format,
        remote_id=job.remote_id or "",
        created_at=job.created_at,
        app_version=__version__,
        service=mark_of(job.service),
    )


def _make_thumbnail(clip: Path, target: Path) -> None:
    """A clip without a small picture is a clip all the same."""
    try:
        thumbnail_in_child(clip, target)
    except (MediaError, StorageError, OSError) as problem:
        log.info("no thumbnail of %s: %s", clip.name, problem)


def _make_missing(clip: Clip) -> bool:
    """Whether it lacked its small picture; it may have come meanwhile."""
    if clip.unchecked is not None or clip.thumbnail_path.exists():
        return False
    _make_thumbnail(clip.path, clip.thumbnail_path)
    return True


def _names(folder: Path) -> set[str]:
    """What lies in it, as the index spells it."""
    with os.scandir(folder) as entries:
        return {plain(entry.name) for entry in entries}


def _still_there(clips: Sequence[tuple[str, Path]]) -> list[str]:
    return [clip_id for clip_id, file in clips if file.exists()]


def _remove(path: Path) -> None:
    """What could not be removed stays: a stranger in the folder, and no harm."""
    try:
        path.unlink(missing_ok=True)
    except OSError as problem:
        log.info("%s could not be removed: %s", path.name, problem)
