"""The tables of the library's index, and what stands in them.

They are made from the rows of `clips` and can be made anew from them at any time. Triggers note each row of `clips`
that was changed, by whatever version of the app; whoever keeps the index works such notes off.

A clip's `place` is its rowid in both tables, and their order: its local day, then the time in it.
"""

import sqlite3
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from datetime import time as day_time

from sora_desktop.domain.clip import Clip
from sora_desktop.domain.library import KINDS, ClipFilter, kind_of, searched_fields
from sora_desktop.domain.search_words import words_of
from sora_desktop.store.clip_takes import BETWEEN_FIELDS, TAKES_NAMES, TAKES_TABLES, TAKES_TRIGGER_NAMES, TAKES_TRIGGERS

VERSION = 7
"""Of the tables and of what stands in them: with another one they are made anew."""
MARK = "library_index"

DAY_BITS = 41
TIES = 4
"""Bits of a place: the number of the day, its microseconds, and a few for clips of one microsecond."""
LAST_PLACE = (1 << 63) - 1
_LONGEST_DAY = (1 << (DAY_BITS - TIES)) - 1
KIND_WORDS = {
    ClipFilter.LANDSCAPE: "§landscape",
    ClipFilter.PORTRAIT: "§portrait",
    ClipFilter.SQUARE: "§square",
    ClipFilter.WITH_IMAGE: "§image",
}
"""Words that no text has and nobody can type: a filter is one more word to be found."""

TABLES = (
    """CREATE TABLE {schema}library (
        place INTEGER PRIMARY KEY,
        number INTEGER NOT NULL UNIQUE,
        id TEXT NOT NULL UNIQUE,
        job_id TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        path TEXT NOT NULL,
        picture TEXT NOT NULL,
        byte_count INTEGER NOT NULL,
        kind INTEGER NOT NULL,
        unchecked INTEGER NOT NULL
    ) STRICT""",
    "CREATE INDEX {schema}library_by_sum ON library (sha256)",
    "CREATE INDEX {schema}library_unchecked ON library (place) WHERE unchecked",
    """CREATE TABLE {schema}library_days (
        day INTEGER, kind INTEGER, clips INTEGER NOT NULL, PRIMARY KEY (day, kind)
    ) STRICT, WITHOUT ROWID""",
    "CREATE TABLE {schema}library_stale (number INTEGER PRIMARY KEY) STRICT",
    "CREATE TABLE {schema}library_unread (number INTEGER PRIMARY KEY) STRICT",
    *TAKES_TABLES,
)
# A trigger takes over what the statement that fires it says about conflicts: "OR IGNORE" in here would not be heard.
TRIGGERS = (
    """CREATE {temp}TRIGGER library_came AFTER INSERT ON library BEGIN
        INSERT INTO library_days VALUES (NEW.place >> {day_bits}, NEW.kind, 1)
            ON CONFLICT DO UPDATE SET clips = clips + 1;
    END""",
    """CREATE {temp}TRIGGER library_went AFTER DELETE ON library BEGIN
        UPDATE library_days SET clips = clips - 1 WHERE day = OLD.place >> {day_bits} AND kind = OLD.kind;
        DELETE FROM library_days WHERE day = OLD.place >> {day_bits} AND kind = OLD.kind AND clips <= 0;
    END""",
    """CREATE {temp}TRIGGER library_stale_in AFTER INSERT ON clips BEGIN
        INSERT INTO library_stale SELECT NEW.number WHERE NEW.number NOT IN library_stale;
    END""",
    """CREATE {temp}TRIGGER library_stale_new AFTER UPDATE ON clips BEGIN
        INSERT INTO library_stale SELECT NEW.number WHERE NEW.number NOT IN library_stale;
    END""",
    """CREATE {temp}TRIGGER library_stale_out AFTER DELETE ON clips BEGIN
        INSERT INTO library_stale SELECT OLD.number WHERE OLD.number NOT IN library_stale;
    END""",
    *TAKES_TRIGGERS,
)
_TRIGGER_NAMES = ("library_stale_in", "library_stale_new", "library_stale_out", "library_came", "library_went")
BEGINNINGS = 12
"""Letters of the longest word in the index. Each beginning of a word is an entry of its own, so that it is found at once
however many clips have it; without that entry the rows of all words that begin so would be gathered first.
"""
_GOES_ON = "¬"
"""Before what a longer word goes on with. No text has such a word, so nobody finds one by its middle."""
_PREFIXES = " ".join(map(str, range(1, BEGINNINGS + 1)))
FULL_TEXT = (
    f"CREATE VIRTUAL TABLE {{schema}}library_words USING fts5(words, more, tokenize = 'ascii', prefix = '{_PREFIXES}')"
)
PLAIN_TEXT = "CREATE TABLE {schema}library_plain (words TEXT NOT NULL, more TEXT NOT NULL DEFAULT '') STRICT"


def has_full_text(database: sqlite3.Connection) -> bool:
    """Whether the SQLite of this Python has FTS5."""
    return any(name == "fts5" for (name, *_) in database.execute("SELECT name FROM pragma_module_list"))


def words_table(*, full_text: bool) -> str:
    """The name of the table that has the words of clips."""
    return "library_words" if full_text else "library_plain"


def mark_of(*, full_text: bool) -> str:
    """What the tables rest on: where any of it is another, they are made anew."""
    return f"{VERSION} {'words' if full_text else 'plain'} {time.tzname} {time.timezone}"


def is_current(database: sqlite3.Connection, *, full_text: bool) -> bool:
    """Whether the tables are there, and made as this version would make them here."""
    mark = database.execute("SELECT value FROM marks WHERE name = ?", (MARK,)).fetchone()
    return bool(mark == (mark_of(full_text=full_text),))


def drop(database: sqlite3.Connection) -> None:
    """Take the tables away, and the mark that they are there, whatever version made them; those of a module that is not here stay, and are made anew later."""
    for trigger in (*_TRIGGER_NAMES, *TAKES_TRIGGER_NAMES):
        database.execute(f"DROP TRIGGER IF EXISTS {trigger}")
    for table in ("library", "library_days", "library_stale", "library_unread", "library_plain", *TAKES_NAMES):
        database.execute(f"DROP TABLE IF EXISTS {table}")
    if has_full_text(database):
        database.execute("DROP TABLE IF EXISTS library_words")
    database.execute("DELETE FROM marks WHERE name = ?", (MARK,))


def place_of(added_at: datetime) -> int:
    """Where a clip stands in the order of all: its local day, and how long after the day's begin it came."""
    try:
        local = added_at.astimezone()
        begin = datetime.combine(local.date(), day_time()).astimezone()
        passed = added_at.astimezone(UTC) - begin.astimezone(UTC)
    except (OverflowError, ValueError, OSError):  # a year that this system does not count
        local = added_at
        passed = added_at - datetime.combine(added_at.date(), day_time(), tzinfo=added_at.tzinfo)
    microseconds = min(_LONGEST_DAY, max(0, (passed.days * 86400 + passed.seconds) * 1_000_000 + passed.microseconds))
    return (local.toordinal() << DAY_BITS) | (microseconds << TIES)


def words_in(clip: Clip) -> str:
    fields = [indexed(words_of(field)) for field in searched_fields(clip)]
    kind = kind_of(clip)
    kinds = [KIND_WORDS[each] for each in KIND_WORDS if kind in KINDS[each]]
    return f" {f' {BETWEEN_FIELDS} '.join(fields)} {BETWEEN_FIELDS} {' '.join(kinds)} "


def indexed(words: Iterable[str]) -> str:
    """Words one behind the other as the index has them: those that are too long in parts."""
    return " ".join(part for word in words for part in _parts(word))


def _parts(word: str) -> Iterator[str]:
    yield word[:BEGINNINGS]
    size = BEGINNINGS - len(_GOES_ON)
    for start in range(BEGINNINGS, len(word), size):
        yield f"{_GOES_ON}{word[start : start + size]}"


def plain(text: str) -> str:
    """Text of a stranger as SQLite takes it."""
    return text.encode(errors="replace").decode()
