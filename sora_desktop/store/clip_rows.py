"""The rows of one clip in the tables of the library's index."""

import sqlite3
from datetime import datetime

from sora_desktop.domain.clip import Clip
from sora_desktop.domain.library import kind_of
from sora_desktop.domain.stacks import stack_of
from sora_desktop.store.clip_tables import TIES, place_of, plain, words_in
from sora_desktop.store.clip_takes import TakeRows


class IndexRows:
    """Takes them out and puts them in, inside of a transaction of the caller; `words` is the table of words."""

    def __init__(self, database: sqlite3.Connection, words: str) -> None:
        self._database = database
        self._words = words
        self._takes = TakeRows(database, words)

    def take_out(self, number: int, clip_id: str | None) -> None:
        """All that stands of this row of `clips`, or of a clip with this id."""
        database = self._database
        for (place,) in database.execute(
            "SELECT place FROM library WHERE number = ? OR id = ?", (number, clip_id)
        ).fetchall():
            database.execute(f"DELETE FROM {self._words} WHERE rowid = ?", (place,))  # noqa: S608 -- one of two names
            self._takes.take_out(place)
            database.execute("DELETE FROM library WHERE place = ?", (place,))
        database.execute("DELETE FROM library_unread WHERE number = ?", (number,))

    def note_unread(self, number: int) -> None:
        """This row of `clips` cannot be read."""
        self._database.execute("INSERT INTO library_unread VALUES (?)", (number,))

    def put_in(self, number: int, clip_id: str, clip: Clip) -> None:
        database, place = self._database, self._free_place(clip.added_at)
        (path,) = database.execute("SELECT path FROM clips WHERE number = ?", (number,)).fetchone()
        row = (place, number, clip_id, plain(clip.job_id), plain(clip.sha256), path, plain(clip.thumbnail_path.name))
        facts = clip.byte_count, kind_of(clip), int(clip.unchecked is not None)
        database.execute("INSERT INTO library VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", (*row, *facts))
        database.execute(f"INSERT INTO {self._words} (rowid, words, more) VALUES (?, ?, '')", (place, words_in(clip)))  # noqa: S608 -- one of two names
        self._takes.put_in(place, stack_of(clip), kind_of(clip))

    def settle(self) -> None:
        """All of a change is written."""
        self._takes.settle()

    def _free_place(self, added_at: datetime) -> int:
        """Behind the clips of the same moment."""
        place = first = place_of(added_at)
        for reach in (1, 1 << TIES, 1 << 20, 1 << 40):
            question = "SELECT max(place) FROM library WHERE place >= ? AND place < ?"
            ((last,),) = self._database.execute(question, (first, first + reach))
            place = first if last is None else last + 1
            if place < first + reach:
                break
        return place
