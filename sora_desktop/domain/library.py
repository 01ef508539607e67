"""Asking the library: what is wanted of it, and what it answers. The window keeps an answer, never the library."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import NamedTuple, Self

from sora_desktop.base.values import dataclass
from sora_desktop.domain.clip import Clip, ClipLine
from sora_desktop.domain.search_words import phrases_of
from sora_desktop.domain.shapes import Shape
from sora_desktop.domain.tags import TAG_WORD

PAGE_ROWS = 50
"""Clips of a page: more than a screen holds, and as few as that, for to read them takes longer than to find them."""


class ClipFilter(StrEnum):
    ALL = "all"
    LANDSCAPE = "landscape"
    PORTRAIT = "portrait"
    SQUARE = "square"
    WITH_IMAGE = "with-image"


@dataclass(frozen=True, slots=True)
class LibraryQuery:
    """Clips whose prompt, model, connection, file name and tags hold every word of `words`, by its beginning.

    The newest first, unless `oldest_first`; `limit` of them after the first `skip`. Where `stacked`, takes of one request
    are one row, that of the newest, but for the stacks that are `unfolded`: their other takes follow it.
    """

    words: str = ""
    filter: ClipFilter = ClipFilter.ALL
    oldest_first: bool = False
    stacked: bool = False
    unfolded: tuple[str, ...] = ()
    skip: int = 0
    limit: int = PAGE_ROWS

    @property
    def phrases(self) -> tuple[tuple[str, ...], ...]:
        return phrases_of(self.words)

    @property
    def narrowed(self) -> bool:
        """Whether it may leave clips out."""
        return bool(self.phrases) or self.filter is not ClipFilter.ALL

    def page(self, number: int) -> Self:
        """The same list, so many pages on."""
        return replace(self, skip=number * PAGE_ROWS, limit=PAGE_ROWS)

    def is_of(self, other: "LibraryQuery") -> bool:
        """Whether both are pages of the same list."""
        return self.page(0) == other.page(0)

    def is_like(self, other: "LibraryQuery") -> bool:
        """Whether both are of the same list, whatever is unfolded in it."""
        return replace(self.page(0), unfolded=()) == replace(other.page(0), unfolded=())


class InStack(NamedTuple):
    """Where a clip lies: in which stack, of how many `takes`, as which of them (the oldest is 1).

    `is_top`: it is the one that is seen of a folded stack.
    """

    stack: str
    takes: int = 1
    number: int = 1
    is_top: bool = True


ALONE = InStack("")


class DayCount(NamedTuple):
    """So many clips of a list are of this local day."""

    day: date
    clips: int


@dataclass(frozen=True, slots=True)
class LibraryAnswer:
    """`clips` are those of the page, `days` all of the list in its order, `total` all clips of the library,
    `squares` the square ones among these.

    `revision` counts what changed in the library since the start: answers of one revision belong together.
    Where `counted` is False the list may go on behind the page, and `days` tells only of the page.
    `rows` tells where clips stand that were asked about; one that the list does not have is not in it.
    Before a library is read, `lines` stand in for `clips`. `stacks` tells how each of `clips` lies with its takes, where
    the list is stacked.
    """

    query: LibraryQuery = LibraryQuery()
    clips: tuple[Clip, ...] = ()
    days: tuple[DayCount, ...] = ()
    total: int = 0
    squares: int = 0
    revision: int = 0
    counted: bool = True
    rows: tuple[tuple[str, int], ...] = ()
    lines: tuple[ClipLine, ...] = ()
    stacks: tuple[InStack, ...] = ()

    @property
    def count(self) -> int:
        """How many clips the list has, as far as it is counted."""
        return sum(day.clips for day in self.days)


def first_answer(clips: Sequence[Clip]) -> LibraryAnswer:
    """Of a library that has these clips and no more."""
    newest = tuple(sorted(clips, key=lambda clip: clip.added_at, reverse=True))
    squares = sum(kind_of(clip) in KINDS[ClipFilter.SQUARE] for clip in newest)
    days = by_day([day_of(clip) for clip in newest])
    return LibraryAnswer(clips=newest, days=days, total=len(newest), squares=squares)


def day_of(clip: Clip) -> date:
    """The local day on which it came."""
    try:
        return clip.added_at.astimezone().date()
    except (OverflowError, ValueError, OSError):  # a year that this system does not count
        return clip.added_at.date()


def kind_of(clip: Clip) -> int:
    """What the filters ask of a clip, as a number: 1 for portrait, 4 for square, 2 more for one with a picture."""
    return _SHAPES[clip.size.shape] + 2 * bool(clip.recipe.request.images)


_SHAPES = {Shape.LANDSCAPE: 0, Shape.PORTRAIT: 1, Shape.SQUARE: 4}
KINDS = {
    ClipFilter.ALL: (0, 1, 2, 3, 4, 6),
    ClipFilter.LANDSCAPE: (0, 2),
    ClipFilter.PORTRAIT: (1, 3),
    ClipFilter.SQUARE: (4, 6),
    ClipFilter.WITH_IMAGE: (2, 3, 6),
}
"""The kinds that a filter lets in."""


def searched_fields(clip: Clip) -> tuple[str, ...]:
    """What the search looks into."""
    recipe = clip.recipe
    fields = clip.prompt, recipe.request.model.id, recipe.connection_name, clip.path.stem
    return *fields, *(f"{TAG_WORD}:{tag}" for tag in clip.tags)


def by_day(days: Sequence[date]) -> tuple[DayCount, ...]:
    """Consecutive equal days, counted."""
    counted: list[DayCount] = []
    for day in days:
        if counted and counted[-1].day == day:
            counted[-1] = DayCount(day, counted[-1].clips + 1)
        else:
            counted.append(DayCount(day, 1))
    return tuple(counted)
