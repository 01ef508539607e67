"""Which clips lie in one stack, kept beside the rows of the library's index.

A clip that has no row here lies in no stack. In the table of words a take below the top of its stack has a mark, and the
top has what is looked into of its takes and differs, such as their file names and tags.
"""

import sqlite3

TAKES_TABLES = (
    """CREATE TABLE {schema}library_takes (
        place INTEGER PRIMARY KEY, stack TEXT NOT NULL, head INTEGER NOT NULL, kind INTEGER NOT NULL
    ) STRICT""",
    "CREATE INDEX {schema}library_takes_by_stack ON library_takes (stack, place)",
    """CREATE TABLE {schema}library_folded (
        day INTEGER, kind INTEGER, clips INTEGER NOT NULL, PRIMARY KEY (day, kind)
    ) STRICT, WITHOUT ROWID""",
)
_COUNTED = """INSERT INTO library_folded VALUES (NEW.place >> {day_bits}, NEW.kind, %s)
            ON CONFLICT DO UPDATE SET clips = clips + excluded.clips;"""
TAKES_TRIGGERS = (
    f"""CREATE {{temp}}TRIGGER library_take_folded AFTER UPDATE OF head ON library_takes BEGIN
        {_COUNTED % "(NEW.head <> NEW.place) - (OLD.head <> OLD.place)"}
    END""",
    """CREATE {temp}TRIGGER library_take_went AFTER DELETE ON library_takes WHEN OLD.head <> OLD.place BEGIN
        UPDATE library_folded SET clips = clips - 1 WHERE day = OLD.place >> {day_bits} AND kind = OLD.kind;
    END""",
)
TAKES_NAMES = ("library_takes", "library_folded")
TAKES_TRIGGER_NAMES = ("library_take_folded", "library_take_went")
BETWEEN_FIELDS = "¦"
UNDER = "§under"
"""The mark of a take below the top of its stack: no text has it, and nobody can type it."""
NAMED_TAKES = 64
"""Of a larger stack so many takes are found by what they alone have, such as their file names and tags."""


class TakeRows:
    """Inside of a transaction of the caller; `words` is the table of words. `settle` once all of a change is written."""

    def __init__(self, database: sqlite3.Connection, words: str) -> None:
        self._database = database
        self._words = words
        self._touched: dict[str, None] = {}
        self._new = set[int]()

    def put_in(self, place: int, stack: str, kind: int) -> None:
        """A clip, on top of a stack of its own until all of them are settled."""
        self._database.execute("INSERT INTO library_takes VALUES (?, ?, ?, ?)", (place, stack, place, kind))
        self._touched[stack] = None
        self._new.add(place)

    def take_out(self, place: int) -> None:
        for (stack,) in self._database.execute("SELECT stack FROM library_takes WHERE place = ?", (place,)).fetchall():
            self._touched[stack] = None
        self._database.execute("DELETE FROM library_takes WHERE place = ?", (place,))

    def settle(self) -> None:
        """Lay every stack that was touched under its newest take."""
        touched, self._touched = self._touched, {}
        new, self._new = self._new, set()
        for stack in touched:
            self._settle(stack, new)

    def _settle(self, stack: str, new: set[int]) -> None:
        question = "SELECT place, head FROM library_takes WHERE stack = ? ORDER BY place DESC"
        rows = self._database.execute(question, (stack,)).fetchall()
        if not rows:
            return
        top = rows[0][0]
        if len(rows) == 1 and top in new:  # as most are, and it was written like that
            return
        for place, head in rows[1:]:
            if head == place:
                self._mark(place, f" {UNDER} ")
        self._database.execute("UPDATE library_takes SET head = ? WHERE stack = ? AND head <> ?", (top, stack, top))
        self._mark(top, self._own_fields(top, [place for place, _ in rows[1 : NAMED_TAKES + 1]]))

    def _own_fields(self, top: int, below: list[int]) -> str:
        """What is looked into of the takes below, as far as the top does not have the same."""
        known = self._fields(top)
        own = dict.fromkeys(field for place in below for field in self._fields(place) if field not in known)
        return f" {f' {BETWEEN_FIELDS} '.join(own)} " if own else ""

    def _fields(self, place: int) -> list[str]:
        question = f"SELECT words FROM {self._words} WHERE rowid = ?"  # noqa: S608 -- one of two names
        (words,) = self._database.execute(question, (place,)).fetchone() or ("",)
        return [field.strip() for field in words.split(BETWEEN_FIELDS)]

    def _mark(self, place: int, more: str) -> None:
        self._database.execute(f"UPDATE {self._words} SET more = ? WHERE rowid = ?", (more, place))  # noqa: S608 -- one of two names
