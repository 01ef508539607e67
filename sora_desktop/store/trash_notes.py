"""Notes of clips that are just being moved to the trash: one that is found at a start was interrupted."""

from sora_desktop.store.database import Database

_MARK = "trash "


def trash_mark(clip_id: str) -> str:
    return _MARK + clip_id


class TrashNotes:
    """A mark in the database for each clip. LedgerError where the disk refuses."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, clip_id: str) -> None:
        """On the disk when it returns."""
        self._database.set_marks(**{trash_mark(clip_id): "1"})

    def end(self, clip_id: str) -> None:
        with self._database.transaction() as database:
            database.execute("DELETE FROM marks WHERE name = ?", (trash_mark(clip_id),))

    def begun(self) -> tuple[str, ...]:
        """The clips of which an earlier run did not come to the end."""
        rows = self._database.read("SELECT name FROM marks WHERE name LIKE ? ORDER BY name", f"{_MARK}%")
        return tuple(name.removeprefix(_MARK) for (name,) in rows)
