"""The list that is looked at: answered page by page, and followed change by change. So is the whole library, always."""

import asyncio
import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import NamedTuple

from sora_desktop.domain.clip import Clip
from sora_desktop.domain.errors import LedgerError
from sora_desktop.domain.events import ClipRemoved, RowsChanged
from sora_desktop.domain.library import ALONE, DayCount, InStack, LibraryAnswer, LibraryQuery, by_day, day_of
from sora_desktop.domain.stacks import stack_of
from sora_desktop.store.clips import ClipStore
from sora_desktop.studio.event_bus import EventBus

log = logging.getLogger(__name__)

_WHOLE = LibraryQuery()
AGAIN_SECONDS = 0.05
"""Before a count that a change of the library has overtaken begins anew."""


class _Standing(NamedTuple):
    """`row` is None where the list does not have the clip, or where its row is not quickly told."""

    is_in: bool
    row: int | None
    clip_id: str = ""
    in_stack: InStack = ALONE


class LibraryView:
    """`look` says which list it is. From then on each change tells which row it took or brought.

    The same is told of the whole library, the newest first, whatever is looked at: a change of one revision is told of
    both.

    Words are looked for and counted in portions, between which the loop does other work, and no longer than their list
    is looked at. An answer itself is made between two turns of the loop, so that answers and changes of one revision
    belong together.
    """

    def __init__(self, store: ClipStore, event_bus: EventBus) -> None:
        self._store = store
        self._event_bus = event_bus
        self._query = LibraryQuery()
        self._revision = 0

    async def look(self, query: LibraryQuery, about: Sequence[str] = ()) -> LibraryAnswer | None:
        """The first page of a list that is followed from now on, and where the clips `about` stand in it.

        None where another list is looked at meanwhile.
        """
        looked_at = self._query = query.page(0)
        if query.phrases and not await self._go_on(self._store.index.search(looked_at), looked_at):
            return None
        return self.look_at_once(looked_at, about)

    def look_at_once(self, query: LibraryQuery, about: Sequence[str] = ()) -> LibraryAnswer:
        """As `look`, however long it takes where few clips have all the words."""
        self._query = query.page(0)
        return self._first_page(self._query, about)

    def _first_page(self, query: LibraryQuery, about: Sequence[str]) -> LibraryAnswer:
        answer = self.page(query)
        days = self._store.stacks.days(query)
        return LibraryAnswer(
            query,
            answer.clips,
            by_day([day_of(clip) for clip in answer.clips]) if days is None else days,
            answer.total,
            answer.squares,
            answer.revision,
            counted=days is not None or len(answer.clips) < query.limit,
            rows=tuple(self._store.stacks.rows_of(query, about).items()),
            stacks=answer.stacks,
        )

    def whole(self, about: Sequence[str] = ()) -> LibraryAnswer:
        """The first page of the whole library, the newest first; what is looked at stays as it is."""
        return self._first_page(_WHOLE, about)

    def page(self, query: LibraryQuery) -> LibraryAnswer:
        """The clips of a page, without the days. Rows that cannot be read any more leave the list first."""
        clips, broken, stacks = self._store.page_in_stacks(query)
        if broken:
            self._store.index.follow_ids(broken)
            for clip_id in broken:
                self._event_bus.emit(ClipRemoved(clip_id))
            self.tell_anew()
            clips, _, stacks = self._store.page_in_stacks(query)
        return replace(self._answer(query, tuple(clips)), stacks=stacks)

    async def count(self, query: LibraryQuery) -> LibraryAnswer | None:
        """All days of the list, in portions. None where another list is looked at meanwhile."""
        while query.is_of(self._query):
            if query.phrases and not await self._go_on(self._store.index.count(query), self._query):
                return None
            days = self._store.stacks.days(query)
            if days is not None:
                return self._answer(query, days=days)
            await asyncio.sleep(AGAIN_SECONDS)
        return None

    async def _go_on(self, portions: Iterator[None], looked_at: LibraryQuery) -> bool:
        """Until all is found or counted; False where another list is looked at before that."""
        while True:
            await asyncio.sleep(0)
            if self._query is not looked_at:
                return False
            if next(portions, self) is self:
                return True

    def _answer(
        self, query: LibraryQuery, clips: tuple[Clip, ...] = (), days: tuple[DayCount, ...] = ()
    ) -> LibraryAnswer:
        total, squares = self._store.index.totals()
        return LibraryAnswer(query, clips, days, total, squares, self._revision)

    @contextmanager
    def changing(self, clip_id: str, clip: Clip | None) -> Iterator[None]:
        """Around a change of one clip, which is `clip` after it, None where it is gone."""
        stack = self._store.stacks.key_of(clip_id) or (stack_of(clip) if clip is not None else "")
        before = {query: self._standing(query, clip_id, stack) for query in self._followed()}
        yield
        after = {query: self._standing(query, clip_id, stack) for query in before}
        self._tell(self._change(query, was, after[query], clip) for query, was in before.items())

    def _change(
        self, query: LibraryQuery, before: "_Standing | None", after: "_Standing | None", clip: Clip | None
    ) -> RowsChanged:
        if before is None or after is None:
            return RowsChanged(query, 0, 0, anew=True)
        shown = clip if not query.stacked else self._store.get(after.clip_id) if after.is_in else None
        return RowsChanged(
            query, 0, 0, 0, before.row, after.row, shown if after.is_in else None, in_stack=after.in_stack
        )

    def _followed(self) -> Iterable[LibraryQuery]:
        """The list that is looked at, and the whole library."""
        return dict.fromkeys((self._query, _WHOLE))

    def _standing(self, query: LibraryQuery, clip_id: str, stack: str) -> "_Standing | None":
        """Where a clip, or the top of its stack, stands now; None where that is not quickly told, or cannot be."""
        index, stacks = self._store.index, self._store.stacks
        if query.unfolded:
            return None
        try:
            if query.stacked and stacks.key_of(clip_id) not in ("", stack):
                return None
            if query.stacked and stack:
                clip_id = stacks.top_id(stack)
            standing = _Standing(index.is_in(query, clip_id), index.row_of(query, clip_id), clip_id)
            if query.stacked and standing.is_in:
                standing = standing._replace(in_stack=stacks.of_clip(clip_id))
        except LedgerError as problem:
            log.warning("the library's index cannot be read: %s", problem)
            return None
        return standing if standing.is_in is (standing.row is not None) else None

    def tell_anew(self) -> None:
        """More has changed than one clip."""
        self._tell(RowsChanged(query, 0, 0, anew=True) for query in self._followed())

    def _tell(self, changes: Iterable[RowsChanged]) -> None:
        told = tuple(changes)
        self._revision += 1
        try:
            total, squares = self._store.index.totals()
        except LedgerError as problem:  # what was done is done, whatever the index says
            log.warning("the library's index cannot be read: %s", problem)
            return
        for change in told:
            self._event_bus.emit(replace(change, revision=self._revision, total=total, squares=squares))
