"""The lists of the library in which takes of one request lie in stacks: folded, but for those that a person unfolds.

A folded list is one of the tops alone, which the index answers like any other. What is unfolded is put in here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from sora_desktop.domain.library import ALONE, DayCount, InStack, LibraryQuery
from sora_desktop.store.clip_index import ClipIndex, Page
from sora_desktop.store.database import Database

_PLACE = "SELECT place FROM library WHERE id = ?"


class _Unfolded(NamedTuple):
    """A stack of the list: the row of its top in the folded list, and how many takes come after it."""

    row: int
    more: int
    stack: str
    day: int


class ClipStacks:
    """Answers every list, with stacks or without them."""

    def __init__(self, database: Database, index: ClipIndex) -> None:
        self._database = database
        self._index = index

    def page(self, query: LibraryQuery) -> Page:
        """The rows of one page."""
        unfolded = self._unfolded(query)
        if not unfolded:
            return self._index.page(_folded(query))
        rows: list[tuple[str, str]] = []
        places: list[int] = []
        for part in self._parts(query, unfolded):
            rows += part.rows
            places += part.places
        return Page(rows, places)

    def days(self, query: LibraryQuery) -> tuple[DayCount, ...] | None:
        """As `ClipIndex.days`."""
        counted = self._index.days(_folded(query))
        if counted is None:
            return None
        more: dict[int, int] = {}
        for each in self._unfolded(query):
            more[each.day] = more.get(each.day, 0) + each.more
        return tuple(DayCount(each.day, each.clips + more.get(each.day.toordinal(), 0)) for each in counted)

    def rows_of(self, query: LibraryQuery, clip_ids: Sequence[str]) -> dict[str, int]:
        """Where these clips stand; of one that lies under the top of a folded stack, where that stands."""
        if not query.stacked:
            return self._index.rows_of(query, clip_ids)
        standing = {clip_id: self.top_id(stack) if (stack := self.key_of(clip_id)) else clip_id for clip_id in clip_ids}
        rows = self._index.rows_of(_folded(query), list(dict.fromkeys(standing.values())))
        unfolded = self._unfolded(query)
        told: dict[str, int] = {}
        for clip_id, top_id in standing.items():
            if top_id in rows:
                row = rows[top_id]
                below = self._below(clip_id) if any(each.row == row for each in unfolded) else 0
                told[clip_id] = row + below + sum(each.more for each in unfolded if each.row < row)
        return told

    def key_of(self, clip_id: str) -> str:
        """The stack that a clip lies in, "" where it has none."""
        question = "SELECT stack FROM library_takes WHERE place = (SELECT place FROM library WHERE id = ?)"
        return next((stack for (stack,) in self._database.read(question, clip_id)), "")

    def top_id(self, stack: str) -> str:
        """The id of the clip on top of a stack, "" where there is no such stack."""
        question = """SELECT id FROM library WHERE place =
            (SELECT place FROM library_takes WHERE stack = ? ORDER BY place DESC LIMIT 1)"""
        return next((clip_id for (clip_id,) in self._database.read(question, stack)), "")

    def in_stacks(self, places: Sequence[int]) -> tuple[InStack, ...]:
        """Of the clips at these places."""
        marks = ", ".join("?" * len(places))
        question = f"""SELECT own.place, own.stack, count(*), sum(take.place <= own.place), own.place = own.head
            FROM library_takes AS own JOIN library_takes AS take ON take.stack = own.stack
            WHERE own.place IN ({marks}) GROUP BY own.place"""  # noqa: S608 -- marks alone
        found = {
            place: InStack(stack, int(takes), int(number), bool(is_top))
            for place, stack, takes, number, is_top in self._database.read(question, *places)
        }
        return tuple(found.get(place, ALONE) for place in places)

    def of_clip(self, clip_id: str) -> InStack:
        """How a clip lies with its takes."""
        return next(
            (self.in_stacks([place])[0] for (place,) in self._database.read(_PLACE, clip_id)),
            ALONE,
        )

    # ------------------------------------------------------------ what is unfolded

    def _unfolded(self, query: LibraryQuery) -> list[_Unfolded]:
        """Those of the list, from its top down."""
        found = []
        for stack in query.unfolded if query.stacked else ():
            top = self.top_id(stack)
            row = self._index.rows_of(_folded(query), [top]).get(top) if top else None
            question = "SELECT count(*) - 1 FROM library_takes WHERE stack = ?"
            ((more,),) = self._database.read(question, stack)
            if row is not None and more > 0:
                found.append(_Unfolded(row, int(more), stack, int(stack.partition(":")[0])))
        return sorted(found)

    def _parts(self, query: LibraryQuery, unfolded: Sequence[_Unfolded]) -> Iterator[Page]:
        """What lies in the page: some tops, the takes below one of them, some tops …"""
        first, last = query.skip, query.skip + query.limit
        at = folded = 0
        for each in unfolded:
            tops = each.row + 1 - folded
            yield self._tops(query, folded, *_overlap(at, tops, first, last))
            at, folded = at + tops, each.row + 1
            yield self._takes(each.stack, *_overlap(at, each.more, first, last))
            at += each.more
        yield self._tops(query, folded, *_overlap(at, max(0, last - at), first, last))

    def _tops(self, query: LibraryQuery, folded: int, skip: int, count: int) -> Page:
        return self._index.page(replace(_folded(query), skip=folded + skip, limit=count)) if count else Page([], [])

    def _takes(self, stack: str, skip: int, count: int) -> Page:
        question = """SELECT place, clips.id, document FROM library_takes JOIN library USING (place)
            JOIN clips USING (number) WHERE stack = ? AND head <> place ORDER BY place DESC LIMIT ? OFFSET ?"""
        rows = self._database.read(question, stack, count, skip) if count else []
        return Page([(clip_id, document) for _, clip_id, document in rows], [place for place, _, _ in rows])

    def _below(self, clip_id: str) -> int:
        """How far below the top of its stack a clip lies."""
        question = """SELECT count(*) FROM library_takes AS other JOIN library_takes AS own USING (stack)
            WHERE own.place = (SELECT place FROM library WHERE id = ?) AND other.place > own.place"""
        return next(int(count) for (count,) in self._database.read(question, clip_id))


def _folded(query: LibraryQuery) -> LibraryQuery:
    return replace(query, unfolded=()) if query.unfolded else query


def _overlap(at: int, count: int, first: int, last: int) -> tuple[int, int]:
    """Of `count` rows that begin at `at`: how many come before the page, and how many are in it."""
    skip = max(0, first - at)
    return skip, max(0, min(count, last - at) - skip)
