"""Where the grid's list has its clips from."""

from collections.abc import Callable, Sequence
from typing import Protocol

from sora_desktop.domain.clip import Clip
from sora_desktop.domain.library import LibraryAnswer, LibraryQuery
from sora_desktop.ui.commands import Commands

_TOPIC = "library"


class ClipSource(Protocol):
    """Each question is answered later, or at once; one may stay without an answer."""

    def look(self, query: LibraryQuery, about: Sequence[str], then: Callable[[LibraryAnswer | None], object]) -> None:
        """The first page of another list, and where the clips `about` stand in it; None where one is looked at that was
        asked for later.
        """

    def count(self, query: LibraryQuery, then: Callable[[LibraryAnswer | None], object]) -> None:
        """The days of a list that was not counted."""

    def page(self, query: LibraryQuery, then: Callable[[LibraryAnswer], object]) -> None:
        """Some clips of the list."""

    def these(self, clip_ids: Sequence[str], then: Callable[[tuple[Clip, ...]], object]) -> None:
        """The clips with these ids, shown or not."""


class StudioClips:
    """The library of the studio."""

    def __init__(self, commands: Commands) -> None:
        self._commands = commands

    def look(self, query: LibraryQuery, about: Sequence[str], then: Callable[[LibraryAnswer | None], object]) -> None:
        self._commands.run(lambda studio: studio.library.look(query, about), _TOPIC, then)

    def count(self, query: LibraryQuery, then: Callable[[LibraryAnswer | None], object]) -> None:
        self._commands.run(lambda studio: studio.library.count(query), _TOPIC, then)

    def page(self, query: LibraryQuery, then: Callable[[LibraryAnswer], object]) -> None:
        self._commands.run(lambda studio: studio.library.page(query), _TOPIC, then)

    def these(self, clip_ids: Sequence[str], then: Callable[[tuple[Clip, ...]], object]) -> None:
        self._commands.run(lambda studio: studio.library.these(clip_ids), _TOPIC, then)


class WholeLibrary(StudioClips):
    """All of it, the newest first, whatever list is looked at elsewhere in the window."""

    def look(self, query: LibraryQuery, about: Sequence[str], then: Callable[[LibraryAnswer | None], object]) -> None:  # noqa: ARG002 -- it is always the same list
        self._commands.run(lambda studio: studio.library.whole(about), _TOPIC, then)
