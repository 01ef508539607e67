"""A library of thousands: one clip that the app has entered, and copies of its rows by SQL alone.

So a test of what thousands of rows do to a list does not wait until each was taken apart and indexed for itself.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sora_desktop.domain.clip import Clip
from sora_desktop.domain.library import kind_of
from sora_desktop.domain.stacks import stack_of
from sora_desktop.store.clip_tables import has_full_text, place_of, words_table
from sora_desktop.store.clip_takes import TakeRows
from sora_desktop.store.clips import ClipStore
from sora_desktop.store.database import Database

PATTERN = 7_777_777
"""A number that stands nowhere but where that of the clip does."""
INTO_CLIPS = "INSERT INTO clips (number, added_at, id, job_id, path, document) VALUES (?, ?, ?, ?, ?, ?)"
INTO_LIBRARY = "INSERT INTO library VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"


def enter_copies(store: ClipStore, database: Database, make: Callable[[int], Clip], count: int) -> None:
    """The clips 0 to `count` - 1 of an empty library, as if each `make(number)` had been entered.

    Its number may stand in ids and names of files; the moments are as far from one another as the first two.
    """
    pattern, step = make(PATTERN), make(1).added_at - make(0).added_at
    moments = [make(0).added_at + number * step for number in range(count)]
    store.enter([pattern])
    words = words_table(full_text=has_full_text(database))
    ((*clip, document),) = database.read("SELECT id, job_id, path, document FROM clips")
    (entry,) = database.read("SELECT id, job_id, sha256, path, picture, byte_count, kind, unchecked FROM library")
    ((said,),) = database.read(f"SELECT words FROM {words}")  # noqa: S608 -- one of two names
    store.remove(pattern.id)

    written = pattern.added_at.isoformat()
    documents = [document.replace(written, moment.isoformat()) for moment in moments]
    with database.transaction() as connection:
        database.executemany(
            INTO_CLIPS,
            [
                (number + 1, _stored(moments[number]), *_copied([*clip, documents[number]], number))
                for number in range(count)
            ],
        )
        database.executemany(
            INTO_LIBRARY,
            [(place_of(moments[number]), number + 1, *_copied(entry, number)) for number in range(count)],
        )
        database.executemany(
            f"INSERT INTO {words} (rowid, words, more) VALUES (?, ?, '')",  # noqa: S608 -- one of two names
            [(place_of(moments[number]), *_copied([said], number)) for number in range(count)],
        )
        takes = TakeRows(connection, words)
        for moment in moments:
            clip = replace(pattern, added_at=moment)
            takes.put_in(place_of(moment), stack_of(clip), kind_of(clip))
        takes.settle()
        database.execute("DELETE FROM library_stale")


def _stored(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _copied(row: list[Any], number: int) -> list[Any]:
    return [each.replace(str(PATTERN), str(number)) if isinstance(each, str) else each for each in row]
