"""The library as it is asked: it answers a query in a time that hardly grows with the library.

What may be much is done in portions, each of a few milliseconds: whoever asks lets others come between them.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import Any, NamedTuple

from sora_desktop.domain.library import KINDS, ClipFilter, DayCount, LibraryQuery
from sora_desktop.store.clip_questions import Where, of_kind, where
from sora_desktop.store.clip_tables import DAY_BITS, LAST_PLACE
from sora_desktop.store.index_keeper import IndexKeeper

PORTIONS = {True: 40_000, False: 4000}
"""Clips among which words are looked for in one go, with SQLite's full text index and without it: a few milliseconds.

With it to begin takes as long as to go through thousands.
"""
COUNTED_AT_ONCE = 10_000
"""Clips among which what is found is counted in one go. SQLite counts it: for each row that Python hears of, the thread
would wait for the window's.
"""
ROWS_TOLD = 4000
"""Among what words find the row of a clip is told so far down."""


_TOPS = """(SELECT day, kind, clips FROM library_days UNION ALL SELECT day, kind, -clips FROM library_folded)"""
_TOTALS, _FOUND, _COUNTED, _EDGES = "totals", "found", "counted", "edges"


class Page(NamedTuple):
    """Rows of `clips`, id and document, in the order asked for."""

    rows: list[tuple[str, str]]
    places: list[int]


class Totals(NamedTuple):
    """Clips of the library, and the square ones among them."""

    clips: int
    squares: int


class ClipIndex(IndexKeeper):
    """Every method is quick, but for those of a list of words that `search` did not look for, or that `count` did not
    count: where little is found they look at all there is.
    """

    def _asked(self, question: str, *values: object) -> list[Any]:
        """Rows of an answer; none where the index contradicted itself."""
        with self._mending():
            return self._database.read(question, *values)
        return []

    # ------------------------------------------------------------ how many there are

    def totals(self) -> Totals:
        """How many clips there are, whatever is asked for."""
        known: Totals | None = self._known.get(_TOTALS)
        if known is None:
            marks = ", ".join("?" * len(KINDS[ClipFilter.SQUARE]))
            question = f"""SELECT ifnull(sum(clips), 0), ifnull(sum(iif(kind IN ({marks}), clips, 0)), 0)
                FROM library_days"""  # noqa: S608 -- marks alone
            ((clips, squares),) = self._database.read(question, *KINDS[ClipFilter.SQUARE])
            known = self._known[_TOTALS] = Totals(int(clips), int(squares))
        return known

    def days(self, query: LibraryQuery) -> tuple[DayCount, ...] | None:
        """All days of the list, in its order. None where words are to be found that are not counted yet: `count` does."""
        counted = self._days(query)
        return None if counted is None else _told(counted, query)

    def _days(self, query: LibraryQuery) -> tuple[tuple[int, int], ...] | None:
        """Day numbers and counts, the oldest first."""
        if query.phrases:
            key, counted = self._known.get(_COUNTED, (None, ()))
            return counted if key == _key(query) else None
        return self._days_of(query.filter, stacked=query.stacked)

    def _days_of(self, kind: ClipFilter, *, stacked: bool = False) -> tuple[tuple[int, int], ...]:
        known = self._known.get((kind, stacked))
        if known is None:
            kinds = of_kind(LibraryQuery(filter=kind))
            table = _TOPS if stacked else "library_days"
            question = f"SELECT day, sum(clips) FROM {table} WHERE {kinds.condition} GROUP BY day HAVING sum(clips) > 0 ORDER BY day"  # noqa: S608 -- names and marks alone
            known = self._known[kind, stacked] = tuple(self._database.read(question, *kinds.values))
        days: tuple[tuple[int, int], ...] = known
        return days

    def count(self, query: LibraryQuery) -> Iterator[None]:
        """Count what the words of a query find, a portion at each step; `days` knows it after the last.

        Whoever changes the library meanwhile begins anew.
        """
        before, found = self._changes, Counter[int]()
        wanted = self._where(query)
        question = f"""SELECT {wanted.place} >> {DAY_BITS}, count(*) FROM {wanted.table} WHERE {wanted.condition}
            AND {wanted.place} BETWEEN ? AND ? GROUP BY 1"""  # noqa: S608 -- names and marks alone
        for low, high in self._portions(query, min(COUNTED_AT_ONCE, PORTIONS[self._full_text])):
            found.update(dict(self._asked(question, *wanted.values, low, high)))
            yield
            if self._changes != before:
                return
        self._known[_COUNTED] = _key(query), tuple(sorted(found.items()))

    # ------------------------------------------------------------ which there are

    def search(self, query: LibraryQuery) -> Iterator[None]:
        """Find the first rows of what words ask for, a portion at each step; `page` has them after the last.

        Where the library is changed meanwhile it finds them by itself.
        """
        before, found = self._changes, list[int]()
        for low, high in self._portions(query, PORTIONS[self._full_text]) if query.phrases else ():
            found += self._between(query, low, high, query.limit - len(found))
            if len(found) >= query.limit:
                break
            yield
            if self._changes != before:
                return
        if self._changes == before and query.phrases and not query.skip:
            self._known[_FOUND] = query, found

    def page(self, query: LibraryQuery) -> Page:
        """The rows of one page. Where the days of the list are known it costs no more far down than at its top."""
        places = self._places(query)
        rows = self._documents(places)
        if len(rows) == len(places):
            return Page(rows, places)
        self._part_with(places)
        return self.page(query)

    def _places(self, query: LibraryQuery) -> list[int]:
        key, found = self._known.get(_FOUND, (None, []))
        if key == query:
            return list(found)
        counted = self._days(query)
        if counted is None:
            return self._between(query, 0, LAST_PLACE, query.limit, query.skip)
        low, high, skip = _range(counted, query)
        return self._between(query, low, high, query.limit, skip)

    def _between(self, query: LibraryQuery, low: int, high: int, limit: int, skip: int = 0) -> list[int]:
        wanted = self._where(query)
        question = f"""SELECT {wanted.place} FROM {wanted.table} WHERE {wanted.condition}
            AND {wanted.place} BETWEEN ? AND ?
            ORDER BY {wanted.place} {"ASC" if query.oldest_first else "DESC"} LIMIT ? OFFSET ?"""  # noqa: S608 -- names and marks alone
        return [place for (place,) in self._asked(question, *wanted.values, low, high, limit, skip)]

    def _portions(self, query: LibraryQuery, clips: int) -> Iterator[tuple[int, int]]:
        """From which place to which, portions of so many clips in the order of the list."""
        edges = self._edges(clips)
        portions = [(low, high - 1) for low, high in pairwise((*edges, LAST_PLACE + 1))]
        return iter(portions if query.oldest_first else portions[::-1])

    def _edges(self, portion: int) -> list[int]:
        """Where portions begin: between two days, or within one that is too large."""
        known: list[int] | None = self._known.get((_EDGES, portion))
        if known is None:
            known, clips = [0], 0
            for day, count in self._days_of(ClipFilter.ALL):
                if clips and clips + count > portion:
                    known.append(day << DAY_BITS)
                    clips = 0
                clips += count
                while clips > portion:
                    question = "SELECT place FROM library WHERE place >= ? ORDER BY place LIMIT 1 OFFSET ?"
                    known += [place for (place,) in self._database.read(question, known[-1], portion)]
                    clips -= portion
            self._known[_EDGES, portion] = known
        return known

    def _where(self, query: LibraryQuery) -> Where:
        return where(query, full_text=self._full_text)

    def _part_with(self, places: Sequence[int]) -> None:
        """Not all of these have a clip. One that was deleted leaves the index; where none was it contradicts itself."""
        marks = ", ".join("?" * len(places))
        question = f"""SELECT number FROM library WHERE place IN ({marks})
            AND number NOT IN (SELECT number FROM clips)"""  # noqa: S608 -- marks alone
        gone = [number for (number,) in self._database.read(question, *places)]
        if gone:
            self.follow(gone)
        else:
            self._make_anew("it has clips that are nowhere else")

    def _documents(self, places: Sequence[int]) -> list[tuple[str, str]]:
        marks = ", ".join("?" * len(places))
        question = f"""SELECT place, clips.id, document FROM library JOIN clips USING (number)
            WHERE place IN ({marks})"""  # noqa: S608 -- marks alone
        found = {place: (clip_id, document) for place, clip_id, document in self._database.read(question, *places)}
        return [found[place] for place in places if place in found]

    def row_of(self, query: LibraryQuery, clip_id: str) -> int | None:
        """Where a clip stands in the list; None where it does not, or where that is not quickly told."""
        ((place,),) = self._database.read("SELECT max(place) FROM library WHERE id = ?", clip_id)
        if place is None or not self._matches(query, place):
            return None
        if query.phrases:
            return self._row_of_words(query, place)
        day = place >> DAY_BITS
        counted = self._days(query) or ()
        older = query.oldest_first
        before = sum(count for each, count in counted if (each < day if older else each > day))
        wanted = self._where(query)
        low, high = (day << DAY_BITS, place - 1) if older else (place + 1, ((day + 1) << DAY_BITS) - 1)
        question = f"SELECT count(*) FROM {wanted.table} WHERE {wanted.condition} AND {wanted.place} BETWEEN ? AND ?"  # noqa: S608 -- names and marks alone
        same_day = [int(clips) for (clips,) in self._asked(question, *wanted.values, low, high)]
        return before + sum(same_day)

    def rows_of(self, query: LibraryQuery, clip_ids: Sequence[str]) -> dict[str, int]:
        """Where these clips stand, as far as `row_of` tells it; by words all at once, as each look takes its time."""
        if not query.phrases:
            told = ((clip_id, self.row_of(query, clip_id)) for clip_id in clip_ids)
            return {clip_id: row for clip_id, row in told if row is not None}
        marks = ", ".join("?" * len(clip_ids))
        places = dict(self._database.read(f"SELECT id, place FROM library WHERE id IN ({marks})", *clip_ids))  # noqa: S608 -- marks alone
        if not places:
            return {}
        low, high = (0, max(places.values())) if query.oldest_first else (min(places.values()), LAST_PLACE)
        rows = {place: row for row, place in enumerate(self._between(query, low, high, ROWS_TOLD))}
        return {clip_id: rows[place] for clip_id, place in places.items() if place in rows}

    def _matches(self, query: LibraryQuery, place: int) -> bool:
        wanted = self._where(query)
        question = f"SELECT 1 FROM {wanted.table} WHERE {wanted.condition} AND {wanted.place} = ?"  # noqa: S608 -- names and marks alone
        return bool(self._asked(question, *wanted.values, place))

    def _row_of_words(self, query: LibraryQuery, place: int) -> int | None:
        wanted = self._where(query)
        beside = "<" if query.oldest_first else ">"
        question = f"""SELECT count(*) FROM (SELECT 1 FROM {wanted.table} WHERE {wanted.condition}
            AND {wanted.place} {beside} ? LIMIT ?)"""  # noqa: S608 -- names and marks alone
        counted = [int(before) for (before,) in self._asked(question, *wanted.values, place, ROWS_TOLD)]
        return next((before for before in counted if before < ROWS_TOLD), None)

    def is_in(self, query: LibraryQuery, clip_id: str) -> bool:
        ((place,),) = self._database.read("SELECT max(place) FROM library WHERE id = ?", clip_id)
        return place is not None and self._matches(query, place)


def _key(query: LibraryQuery) -> object:
    return query.phrases, query.filter, query.stacked


def _told(counted: Sequence[tuple[int, int]], query: LibraryQuery) -> tuple[DayCount, ...]:
    days = tuple(DayCount(date.fromordinal(day), count) for day, count in counted)
    return days if query.oldest_first else days[::-1]


def _range(counted: Sequence[tuple[int, int]], query: LibraryQuery) -> tuple[int, int, int]:
    """The places among which the page begins, and how many of them come before it."""
    skip = query.skip
    for day, count in counted if query.oldest_first else reversed(counted):
        if skip < count:
            return (day << DAY_BITS, LAST_PLACE, skip) if query.oldest_first else (0, ((day + 1) << DAY_BITS) - 1, skip)
        skip -= count
    return 1, 0, 0
