"""The library is put beside its folder at each start, behind everything else: a portion in a thread, then a pause."""

import asyncio
import logging
import uuid
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from sora_desktop.base.sentences import NP_, Foreign, Message, counted, message
from sora_desktop.domain.clip import Clip
from sora_desktop.domain.events import Notice, Severity
from sora_desktop.store.clips import ClipStore
from sora_desktop.store.stock import FoundFile, ListedFile, difference, portions, read_found
from sora_desktop.studio.event_bus import EventBus
from sora_desktop.studio.waiting_for_locks import until_free

T = TypeVar("T")

log = logging.getLogger(__name__)

LISTED_AT_ONCE = 500
READ_AT_ONCE = 20
PAUSE_SECONDS = 0.005

FOUND_AGAIN = NP_(
    "{count} clip in the library's folder was missing from the library, and is back.",
    "{count} clips in the library's folder were missing from the library, and are back.",
)
REBUILT = NP_(
    "The library was empty, and is rebuilt from its files: {count} clip.",
    "The library was empty, and is rebuilt from its files: {count} clips.",
)
JOBS_MAY_LACK = message("Jobs at a service may be missing from the job list: check your records there.")
MISSING = NP_(
    "The file of {count} clip in your library is gone.", "The files of {count} clips in your library are gone."
)
PUT_BACK = message("They stay listed. Put the files back where they were, or delete the clips here.")
CHANGED = NP_(
    "The file of {count} clip in your library is not the one that was downloaded. It is left as it is.",
    "The files of {count} clips in your library are not the ones that were downloaded. They are left as they are.",
)
NOT_READ = message("The library's folder can't be read.")
AS_IT_WAS = message("The library is shown as it was.")


class Stocktaking:
    """Enters what has a sidecar and is not on the list; tells what is gone or has changed, and deletes nothing.

    `listed` are the files of the list; `enter` puts clips on it that are new, or have moved; `further` hears how many
    of how many were read, where there are many.
    """

    def __init__(
        self,
        store: ClipStore,
        folder: Path,
        event_bus: EventBus,
        pool: Executor,
        *,
        listed: Callable[[], Awaitable[Sequence[ListedFile]]],
        enter: Callable[[Sequence[Clip]], None],
        further: Callable[[int, int], None] = lambda _done, _of: None,
    ) -> None:
        self._store = store
        self._folder = folder
        self._event_bus = event_bus
        self._pool = pool
        self._listed = listed
        self._enter_clips = enter
        self._further = further

    async def take(self) -> int:
        """Once through the folder; how many clips are new on the list."""
        try:
            files = await self._list()
        except OSError as problem:
            said = NOT_READ.about(Foreign(problem.strerror or problem), todo=AS_IT_WAS)
            self._tell(said, Severity.WARNING, "not read")
            return 0
        listed = await self._listed()
        differs = await self._in_thread(lambda: difference(self._folder, files, listed))
        missing = {file.id for file in differs.missing}
        count = 0
        for start in range(0, len(differs.found), READ_AT_ONCE):
            count += await self._enter(differs.found[start : start + READ_AT_ONCE], missing)
            if len(differs.found) > READ_AT_ONCE:
                self._further(start, len(differs.found))
            await asyncio.sleep(PAUSE_SECONDS)
        if count and listed:
            self._tell(counted(FOUND_AGAIN, count), Severity.INFO, "found")
        elif count:
            self._tell(counted(REBUILT, count).about(todo=JOBS_MAY_LACK), Severity.WARNING, "rebuilt")
        if missing:
            self._tell(counted(MISSING, len(missing)).about(todo=PUT_BACK), Severity.WARNING, "missing")
        if differs.changed:
            self._tell(counted(CHANGED, len(differs.changed)), Severity.WARNING, "changed")
        return count

    async def _list(self) -> dict[str, int]:
        files: dict[str, int] = {}
        all_portions = portions(self._folder, LISTED_AT_ONCE)
        while (some := await self._in_thread(lambda: next(all_portions, None))) is not None:
            files |= some
            await asyncio.sleep(PAUSE_SECONDS)
        return files

    async def _enter(self, found: Sequence[FoundFile], missing: set[str]) -> int:
        """How many of these are new; what was only moved is taken out of `missing`."""
        read = await self._in_thread(lambda: read_found(self._store, found))
        await until_free(self._store)
        new: dict[str, Clip] = {}
        for clip in read:
            named = clip if self._is_free(clip, missing) and clip.id not in new else replace(clip, id=str(uuid.uuid4()))
            if not self._is_listed(clip):
                new[named.id] = named
        self._enter_clips(tuple(new.values()))
        count = len(new.keys() - missing)
        missing.difference_update(new)
        return count

    def _is_free(self, clip: Clip, missing: set[str]) -> bool:
        """A clip that was renamed keeps its id; a copy of one that is still there gets an id of its own."""
        return clip.id in missing or self._store.get(clip.id) is None

    def _is_listed(self, clip: Clip) -> bool:
        """It came home just now, and was entered meanwhile."""
        there = self._store.get(clip.id)
        return there is not None and there.path == clip.path

    async def _in_thread(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._pool, work)

    def _tell(self, text: Message, severity: Severity, topic: str) -> None:
        log.info("%s", text)
        self._event_bus.emit(Notice(text, severity, topic=f"library {topic}"))
