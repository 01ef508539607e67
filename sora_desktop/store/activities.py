"""Notes of activities under way: one that is found at a start was interrupted."""

from sora_desktop.domain.activity import ActivityKind
from sora_desktop.store.database import Database

_MARK = "activity "


class ActivityStore:
    """A mark in the database for each, from its beginning to its end. LedgerError where the disk refuses."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, kind: ActivityKind) -> None:
        with self._database.transaction():
            self._database.execute("INSERT OR REPLACE INTO marks VALUES (?, '1')", (_MARK + kind,))

    def end(self, kind: ActivityKind) -> None:
        with self._database.transaction():
            self._database.execute("DELETE FROM marks WHERE name = ?", (_MARK + kind,))

    def interrupted(self) -> tuple[ActivityKind, ...]:
        """Those that an earlier run began and did not end. One that only another version knows is left to it."""
        rows = self._database.execute("SELECT name FROM marks WHERE name LIKE ? ORDER BY name", (f"{_MARK}%",))
        names = {name.removeprefix(_MARK) for (name,) in rows}
        return tuple(kind for kind in ActivityKind if kind in names)
