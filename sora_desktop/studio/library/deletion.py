"""Clips leave the library: out of sight at once, to the trash once nobody can want them back.

Between these nothing but the index of this run knows of it. So where the program is killed meanwhile they are there
again: what may have been paid for does not go for want of a word against it.

The move of the clip's file decides: before it nothing has happened, after it all of the clip goes, if need be at the
next start.
"""

import asyncio
import logging
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from pathlib import Path

from sora_desktop.base.crash_points import TrashPoint, reach
from sora_desktop.base.sentences import message
from sora_desktop.domain.clip import Clip
from sora_desktop.domain.errors import AppError, InputError, StorageError
from sora_desktop.domain.events import ClipRemoved, ClipReturned
from sora_desktop.store.clips import ClipStore, sidecar_path
from sora_desktop.store.trash import move_to_trash
from sora_desktop.store.trash_notes import TrashNotes
from sora_desktop.studio.event_bus import EventBus
from sora_desktop.studio.library.view import LibraryView
from sora_desktop.studio.waiting_for_locks import until_free

log = logging.getLogger(__name__)

_GONE = message("This clip is no longer in your library.")


class Deletion:
    """Of the clips of one library."""

    def __init__(
        self, store: ClipStore, notes: TrashNotes, view: LibraryView, event_bus: EventBus, pool: Executor
    ) -> None:
        self._store = store
        self._notes = notes
        self._view = view
        self._event_bus = event_bus
        self._pool = pool
        self._interrupted = set(notes.begun())
        """Clips that an earlier run was moving to the trash. What this run notes is none of them."""

    async def hide(self, clip_ids: Sequence[str]) -> tuple[Clip, ...]:
        """Take clips out of sight; those that were in it. InputError where there are none, StorageError where the disk refuses."""
        known = self._store.these(clip_ids)
        clips = tuple(clip for clip in known if clip.id not in self._store.hidden)
        if not known:
            raise InputError(_GONE)
        await until_free(self._store)
        with self._changing(clips, hidden=True):
            self._store.hide(self._store.hidden | {clip.id for clip in clips})
            for clip in clips:
                self._event_bus.emit(ClipRemoved(clip.id))
        return clips

    async def bring_back(self, clip_ids: Sequence[str]) -> None:
        """Have these in sight again, as they are by now."""
        await until_free(self._store)
        clips = tuple(clip for clip in self._store.these(clip_ids) if clip.id in self._store.hidden)
        with self._changing(clips, hidden=False):
            self._store.hide(self._store.hidden - set(clip_ids))
            for clip in clips:
                self._event_bus.emit(ClipReturned(clip))

    @contextmanager
    def _changing(self, clips: Sequence[Clip], *, hidden: bool) -> Iterator[None]:
        """Around a change of these: of one alone its row is told."""
        if len(clips) == 1:
            with self._view.changing(clips[0].id, None if hidden else clips[0]):
                yield
        else:
            yield
            self._view.tell_anew()

    async def finish(self, clip_ids: Sequence[str]) -> None:
        """Move these to the trash, but for those that came back. One that cannot go there is in sight again: the error
        of the first of them.
        """
        errors: list[AppError] = []
        for clip_id in clip_ids:
            if clip_id in self._store.hidden:
                try:
                    await self.delete(clip_id)
                except AppError as error:
                    errors.append(error)
                    await self.bring_back([clip_id])
        if errors:
            raise errors[0]

    async def delete(self, clip_id: str) -> None:
        """Move a clip with its sidecar to the system's trash; a clip that cannot go there stays."""
        clip = self._store.get(clip_id)
        if clip is None:
            raise InputError(_GONE)
        await until_free(self._store)
        self._interrupted.discard(clip_id)
        self._note(clip_id)
        try:
            await asyncio.get_running_loop().run_in_executor(self._pool, _to_trash, clip)
        except AppError:
            self._forget(clip_id)
            raise
        await until_free(self._store)
        self._unlist(clip)

    def _unlist(self, clip: Clip) -> None:
        was_hidden = clip.id in self._store.hidden
        with self._view.changing(clip.id, None):
            self._store.remove(clip.id)
            if not was_hidden:
                self._event_bus.emit(ClipRemoved(clip.id))
        self._store.hidden = self._store.hidden - {clip.id}
        reach(TrashPoint.UNLISTED)

    def _note(self, clip_id: str) -> None:
        """Where the disk has no room for it: a person who deletes may be making some."""
        try:
            self._notes.begin(clip_id)
        except StorageError as problem:
            log.warning("that clip %s goes to the trash cannot be noted: %s", clip_id, problem)
        reach(TrashPoint.NOTED)

    def _forget(self, clip_id: str) -> None:
        try:
            self._notes.end(clip_id)
        except StorageError as problem:
            log.warning("that clip %s does not go to the trash cannot be noted: %s", clip_id, problem)

    async def settle(self) -> None:
        """At a start: end what an earlier run has begun, where a file has gone; where it is still there, nothing happened."""
        while self._interrupted:
            clip_id = self._interrupted.pop()
            clip = self._store.get(clip_id)
            if clip is None or clip.path.exists() or not clip.path.parent.is_dir():
                self._forget(clip_id)
                continue
            try:
                await self.delete(clip_id)
            except AppError as error:
                log.warning("clip %s is half in the trash: %s", clip_id, error)


def _to_trash(clip: Clip) -> None:
    _move(clip.path, TrashPoint.FILE_MOVED)
    _move(sidecar_path(clip.path), TrashPoint.SIDECAR_MOVED)
    clip.thumbnail_path.unlink(missing_ok=True)


def _move(path: Path, moved: TrashPoint) -> None:
    move_to_trash((path,))
    reach(moved)
