"""The library as it is asked: it answers a query in a time that hardly grows with the library.

`catch_up` works off what was changed in `clips`, a few rows at a time. So making the tables for an old database is the
same as following a change, and an end in the middle of it harms nothing.
"""

import logging
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import date
from typing import Any, NamedTuple

from sora_desktop.domain.clip import Clip
from sora_desktop.domain.errors import LedgerError, UnreadableLedgerError
from sora_desktop.domain.library import ClipFilter, DayCount, LibraryQuery
from sora_desktop.store.clip_questions import of_kind, where
from sora_desktop.store.clip_rows import IndexRows
from sora_desktop.store.clip_tables import (
    DAY_BITS,
    FULL_TEXT,
    LAST_PLACE,
    MARK,
    PLAIN_TEXT,
    TABLES,
    TRIGGERS,
    drop,
    has_full_text,
    is_current,
    mark_of,
    words_table,
)
from sora_desktop.store.database import Database, storage_refusals

log = logging.getLogger(__name__)

COUNTED_AT_ONCE = 2000
"""Found clips that are counted in one go: a few milliseconds."""
ROWS_TOLD = 4000
"""Among what words find the row of a clip is told so far down."""


_NEWEST = ("\U0010ffff", 1 << 62)
"""Time and number beyond those of all clips."""


class Page(NamedTuple):
    """Rows of `clips`, id and document, in the order asked for."""

    rows: list[tuple[str, str]]
    places: list[int]


class ClipIndex:
    """`read` makes a clip of a document, and None of one that cannot be read: its row stays, and is no part of any list.

    Every method is quick; what may be much is done in portions. `on_made_anew` is called where the index turned out to
    be damaged: it is empty then, and has to catch up.
    """

    def __init__(
        self, database: Database, read: Callable[[str, str], Clip | None], *, full_text: bool | None = None
    ) -> None:
        self._database = database
        self._read = read
        self._full_text = has_full_text(database) if full_text is None else full_text
        self._rows = IndexRows(database, words_table(full_text=self._full_text))
        self._changes = 0
        self._reached = _NEWEST
        self._counted: tuple[int, object, tuple[tuple[int, int], ...]] | None = None
        self.on_made_anew: Callable[[], object] = lambda: None
        self._prepare()

    # ------------------------------------------------------------ following the clips

    def _prepare(self) -> None:
        if is_current(self._database, full_text=self._full_text):
            self._look_again_at_unread()
        else:
            self._make_where_it_can_be()

    def _make_where_it_can_be(self) -> None:
        try:
            self._make(temporary=False)
        except LedgerError as problem:
            log.warning("the library's index cannot be written, and is kept in memory: %s", problem)
            self._database.execute("PRAGMA temp_store = MEMORY")
            self._make(temporary=True)

    def _make(self, *, temporary: bool) -> None:
        """The tables, empty, and a note for each clip there is."""
        self._reached = _NEWEST
        places = {"schema": "temp." if temporary else "", "temp": "TEMP " if temporary else "", "day_bits": DAY_BITS}
        with self._database.transaction() as database:
            if not temporary:
                drop(database)
            for statement in (*TABLES, FULL_TEXT if self._full_text else PLAIN_TEXT, *TRIGGERS):
                database.execute(statement.format(**places))
            database.execute("INSERT INTO library_stale SELECT number FROM clips")
            if not temporary:
                database.execute(
                    "INSERT OR REPLACE INTO marks VALUES (?, ?)", (MARK, mark_of(full_text=self._full_text))
                )

    @contextmanager
    def _mending(self) -> Iterator[None]:
        """A full text index that contradicts itself is made anew; until then nothing is found."""
        try:
            yield
        except LedgerError as problem:
            if getattr(problem.__cause__, "sqlite_errorcode", 0) != sqlite3.SQLITE_CORRUPT_VTAB:
                raise
            self._make_anew(problem)

    def _make_anew(self, why: object) -> None:
        log.warning("the library's index is damaged, and is made anew: %s", why)
        self._changes += 1
        self._make_where_it_can_be()
        self.on_made_anew()

    def _asked(self, question: str, *values: object) -> list[Any]:
        """Rows of an answer; none where the index contradicted itself."""
        with self._mending():
            return self._database.read(question, *values)
        return []

    def _look_again_at_unread(self) -> None:
        """A later version may read what an earlier one could not."""
        if self._database.read("SELECT 1 FROM library_unread LIMIT 1"):
            try:
                with self._database.transaction() as database:
                    database.execute("INSERT OR IGNORE INTO library_stale SELECT number FROM library_unread")
                    database.execute("DELETE FROM library_unread")
            except LedgerError as problem:
                log.info("clips that cannot be read are not looked at again: %s", problem)

    def behind(self) -> bool:
        """Whether there are clips to be worked off."""
        return bool(self._database.read("SELECT 1 FROM library_stale LIMIT 1"))

    def catch_up(self, limit: int) -> int:
        """Work off some clips, the latest first; how many. StorageError where the disk refuses: they stay noted."""
        question = """SELECT number, added_at FROM clips WHERE (added_at, number) < (?, ?)
            AND number IN library_stale ORDER BY added_at DESC, number DESC LIMIT ?"""
        rows = self._database.read(question, *self._reached, limit)
        if rows:
            self._reached = (rows[-1][1], rows[-1][0])
        else:  # what is newer, or gone
            rows = self._database.read("SELECT number, '' FROM library_stale LIMIT ?", limit)
        self.follow(number for number, _ in rows)
        return len(rows)

    def follow_ids(self, clip_ids: Sequence[str]) -> None:
        """These were changed just now."""
        for start in range(0, len(clip_ids), 500):
            some = clip_ids[start : start + 500]
            marks = ", ".join("?" * len(some))
            question = (
                f"SELECT number FROM clips WHERE id IN ({marks}) UNION SELECT number FROM library WHERE id IN ({marks})"  # noqa: S608 -- marks alone
            )
            numbers = {number for (number,) in self._database.read(question, *some, *some)}
            self.follow(sorted(numbers))

    def follow(self, numbers: Iterable[int]) -> None:
        """Bring these rows up to date, all at once."""
        wanted = list(numbers)
        if not wanted:
            return
        self._changes += 1
        marks = ", ".join("?" * len(wanted))
        with self._mending(), self._database.transaction() as database:
            question = f"SELECT number, id, document FROM clips WHERE number IN ({marks})"  # noqa: S608 -- marks alone
            rows = {number: row for number, *row in database.execute(question, wanted)}
            for number in sorted(wanted):
                self._follow_one(number, *rows.get(number, (None, "")))
            database.execute(f"DELETE FROM library_stale WHERE number IN ({marks})", wanted)  # noqa: S608 -- likewise

    def _follow_one(self, number: int, clip_id: str | None, document: str) -> None:
        self._rows.take_out(number, clip_id)
        if clip_id is None:
            return
        clip = self._read(clip_id, document)
        if clip is None:
            self._rows.note_unread(number)
        else:
            self._rows.put_in(number, clip_id, clip)

    # ------------------------------------------------------------ answering

    def total(self, kind: ClipFilter = ClipFilter.ALL) -> int:
        """How many clips of this kind there are."""
        kinds = of_kind(LibraryQuery(filter=kind))
        question = f"SELECT ifnull(sum(clips), 0) FROM library_days WHERE {kinds.condition}"  # noqa: S608 -- marks alone
        ((clips,),) = self._database.read(question, *kinds.values)
        return int(clips)

    def days(self, query: LibraryQuery) -> tuple[DayCount, ...] | None:
        """All days of the list, in its order. None where words are to be found that are not counted yet: `count` does."""
        counted = self._days(query)
        return None if counted is None else _told(counted, query)

    def count(self, query: LibraryQuery) -> Iterator[None]:
        """Count what the words of a query find, a portion at each step; `days` knows it after the last.

        Whoever changes the library meanwhile begins anew.
        """
        before, found = self._changes, Counter[int]()
        wanted = where(query, full_text=self._full_text)
        with self._mending(), storage_refusals(UnreadableLedgerError):
            cursor = self._database.execute(
                f"SELECT {wanted.place} FROM {wanted.table} WHERE {wanted.condition}",  # noqa: S608 -- names and marks alone
                wanted.values,
            )
            with closing(cursor):
                while places := cursor.fetchmany(COUNTED_AT_ONCE):
                    found.update(place >> DAY_BITS for (place,) in places)
                    yield
                    if self._changes != before:
                        return
        if self._changes == before:
            self._counted = (before, _key(query), tuple(sorted(found.items())))

    def page(self, query: LibraryQuery) -> Page:
        """The rows of one page. Where the days of the list are known it costs no more far down than at its top."""
        counted = self._days(query)
        low, high, skip = _range(counted, query) if counted is not None else (0, LAST_PLACE, query.skip)
        wanted = where(query, full_text=self._full_text)
        question = f"""SELECT {wanted.place} FROM {wanted.table} WHERE {wanted.condition} AND {wanted.place} BETWEEN ? AND ?
            ORDER BY {wanted.place} {"ASC" if query.oldest_first else "DESC"} LIMIT ? OFFSET ?"""  # noqa: S608 -- names and marks alone
        places = [place for (place,) in self._asked(question, *wanted.values, low, high, query.limit, skip)]
        rows = self._documents(places)
        if len(rows) == len(places):
            return Page(rows, places)
        self._part_with(places)
        return self.page(query)

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
        wanted = where(query, full_text=self._full_text)
        low, high = (day << DAY_BITS, place - 1) if older else (place + 1, ((day + 1) << DAY_BITS) - 1)
        question = f"SELECT count(*) FROM {wanted.table} WHERE {wanted.condition} AND place BETWEEN ? AND ?"  # noqa: S608 -- names and marks alone
        ((same_day,),) = self._database.read(question, *wanted.values, low, high)
        return before + int(same_day)

    def rows_of(self, query: LibraryQuery, clip_ids: Sequence[str]) -> dict[str, int]:
        """Where these clips stand, as far as `row_of` tells it; by words all at once, as each look takes its time."""
        if not query.phrases:
            told = ((clip_id, self.row_of(query, clip_id)) for clip_id in clip_ids)
            return {clip_id: row for clip_id, row in told if row is not None}
        if not clip_ids:
            return {}
        wanted = where(query, full_text=self._full_text)
        question = f"""SELECT {wanted.place} FROM {wanted.table} WHERE {wanted.condition}
            ORDER BY {wanted.place} {"ASC" if query.oldest_first else "DESC"} LIMIT ?"""  # noqa: S608 -- names and marks alone
        rows = {place: row for row, (place,) in enumerate(self._asked(question, *wanted.values, ROWS_TOLD))}
        marks = ", ".join("?" * len(clip_ids))
        places = self._database.read(f"SELECT id, place FROM library WHERE id IN ({marks})", *clip_ids)  # noqa: S608 -- marks alone
        return {clip_id: rows[place] for clip_id, place in places if place in rows}

    def _matches(self, query: LibraryQuery, place: int) -> bool:
        wanted = where(query, full_text=self._full_text)
        question = f"SELECT 1 FROM {wanted.table} WHERE {wanted.condition} AND {wanted.place} = ?"  # noqa: S608 -- names and marks alone
        return bool(self._asked(question, *wanted.values, place))

    def _row_of_words(self, query: LibraryQuery, place: int) -> int | None:
        wanted = where(query, full_text=self._full_text)
        beside = "<" if query.oldest_first else ">"
        question = f"""SELECT count(*) FROM (SELECT 1 FROM {wanted.table} WHERE {wanted.condition}
            AND {wanted.place} {beside} ? LIMIT ?)"""  # noqa: S608 -- names and marks alone
        counted = [int(before) for (before,) in self._asked(question, *wanted.values, place, ROWS_TOLD)]
        return next((before for before in counted if before < ROWS_TOLD), None)

    def is_in(self, query: LibraryQuery, clip_id: str) -> bool:
        ((place,),) = self._database.read("SELECT max(place) FROM library WHERE id = ?", clip_id)
        return place is not None and self._matches(query, place)

    def _days(self, query: LibraryQuery) -> tuple[tuple[int, int], ...] | None:
        """Day numbers and counts, the oldest first."""
        if query.phrases:
            if self._counted is None or self._counted[:2] != (self._changes, _key(query)):
                return None
            return self._counted[2]
        kinds = of_kind(query)
        question = f"SELECT day, sum(clips) FROM library_days WHERE {kinds.condition} GROUP BY day ORDER BY day"  # noqa: S608 -- marks alone
        return tuple(self._database.read(question, *kinds.values))


def _key(query: LibraryQuery) -> object:
    return query.phrases, query.filter


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
