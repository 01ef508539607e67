"""Keeping the library's list and its small pictures in step with the folder: at each start, and when a person asks."""

from collections.abc import Callable

from sora_desktop.base.sentences import Message, message, plural
from sora_desktop.domain.activity import ActivityKind
from sora_desktop.domain.clip import Clip
from sora_desktop.studio.activities import Activities, Progress
from sora_desktop.studio.library.library import Library

_NOTHING_NEW = message("The library was read again. All clips of its folder were on its list already.")


class Upkeep:
    """`found` hears each clip that is new on the list."""

    def __init__(self, library: Library, activities: Activities, found: Callable[[Clip], None]) -> None:
        self._library = library
        self._activities = activities
        self._found = found

    async def at_start(self) -> None:
        """Read the list, then the folder: as a person had asked for it, where that was interrupted."""
        await self._library.read_on()
        await self._library.deletion.settle()
        if ActivityKind.READ_LIBRARY in self._activities.take_interrupted():
            await self.read_again()
        else:
            self._activities.start(ActivityKind.READ_LIBRARY, self._read, asked_for=False)

    async def read_again(self) -> None:
        """A person wants the folder to be read again. InputError while it is being read."""
        self._activities.start(ActivityKind.READ_LIBRARY, self._read_again, asked_for=True)

    async def _read(self, further: Progress) -> None:
        await self._look(further)

    async def _read_again(self, further: Progress) -> Message:
        count = await self._look(further)
        if not count:
            return _NOTHING_NEW
        return plural(
            "The library was read again. {count} clip is new on its list.",
            "The library was read again. {count} clips are new on its list.",
            count,
        )

    async def _look(self, further: Progress) -> int:
        count = await self._library.take_stock(self._found, further)
        if not self._activities.is_running(ActivityKind.THUMBNAILS):
            self._activities.start(ActivityKind.THUMBNAILS, self._make_thumbnails, asked_for=False)
        return count

    async def _make_thumbnails(self, further: Progress) -> None:
        await self._library.make_thumbnails(further)
