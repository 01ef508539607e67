"""The tables of the library's index, made and kept up with the rows of `clips`.

`catch_up` works off what was changed in `clips`, a few rows at a time. So making the tables for an old database is the
same as following a change, and an end in the middle of it harms nothing.
"""

import logging
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sora_desktop.domain.clip import Clip
from sora_desktop.domain.errors import LedgerError
from sora_desktop.store.clip_rows import IndexRows
from sora_desktop.store.clip_tables import (
    DAY_BITS,
    FULL_TEXT,
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
from sora_desktop.store.database import Database

log = logging.getLogger(__name__)

MANY_STALE = 1000
"""From so many on they are met by going along the clips, the newest first; fewer are looked up one by one and sorted."""

_NEWEST = ("\U0010ffff", 1 << 62)
"""Time and number beyond those of all clips."""


class IndexKeeper:
    """`read` makes a clip of a document, and None of one that cannot be read: its row stays, and is no part of any list.

    `on_made_anew` is called where the index turned out to be damaged: it is empty then, and has to catch up.
    """

    def __init__(
        self, database: Database, read: Callable[[str, str], Clip | None], *, full_text: bool | None = None
    ) -> None:
        self._database = database
        self._read = read
        self._full_text = has_full_text(database) if full_text is None else full_text
        self._rows = IndexRows(database, words_table(full_text=self._full_text))
        self._changes = 0
        self._known: dict[object, Any] = {}
        self._reached = _NEWEST
        self.on_made_anew: Callable[[], object] = lambda: None
        self._prepare()

    def _changed(self) -> None:
        """What was known of the clips is not true any more."""
        self._changes += 1
        self._known.clear()

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
        self._changed()
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
        ((stale,),) = self._database.read("SELECT count(*) FROM (SELECT 1 FROM library_stale LIMIT ?)", MANY_STALE)
        if not stale:
            return 0
        along = "+" if stale == MANY_STALE else ""  # the plus keeps SQLite from sorting all of them at each step
        question = f"""SELECT number, added_at FROM clips WHERE (added_at, number) < (?, ?)
            AND {along}number IN library_stale ORDER BY added_at DESC, number DESC LIMIT ?"""  # noqa: S608 -- a sign alone
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
        self._changed()
        marks = ", ".join("?" * len(wanted))
        with self._mending(), self._database.transaction() as database:
            question = f"SELECT number, id, document FROM clips WHERE number IN ({marks})"  # noqa: S608 -- marks alone
            rows = {number: row for number, *row in database.execute(question, wanted)}
            for number in sorted(wanted):
                self._follow_one(number, *rows.get(number, (None, "")))
            self._rows.settle()
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
