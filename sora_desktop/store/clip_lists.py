"""What is asked of the library's index beside what the window shows: sums, files, small pictures."""

from collections.abc import Iterator, Sequence

from sora_desktop.store.clip_tables import LAST_PLACE, plain
from sora_desktop.store.database import Database


class ClipLists:
    """Of the clips that the index has; those that it does not know yet are in no answer."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def with_sum(self, sha256: str, not_of_job: str) -> str | None:
        """The id of the newest clip with these very bytes that came of another job."""
        question = "SELECT id FROM library WHERE sha256 = ? AND job_id != ? ORDER BY place DESC LIMIT 1"
        return next((clip_id for (clip_id,) in self._database.read(question, sha256, not_of_job)), None)

    def at(self, places: Sequence[str]) -> str | None:
        """The id of a clip in whose row one of these paths stands."""
        marks = ", ".join("?" * len(places))
        question = f"SELECT id FROM library WHERE path IN ({marks}) LIMIT 1"  # noqa: S608 -- marks alone
        return next((clip_id for (clip_id,) in self._database.read(question, *map(plain, places))), None)

    def has_size(self, byte_count: int) -> bool:
        """Whether a clip has so many bytes."""
        return bool(list(self._database.read("SELECT 1 FROM library WHERE byte_count = ? LIMIT 1", byte_count)))

    def unchecked(self, limit: int) -> list[str]:
        """The ids of clips that are kept although they could not be checked, the newest first."""
        question = "SELECT id FROM library WHERE unchecked ORDER BY place DESC LIMIT ?"
        return [clip_id for (clip_id,) in self._database.read(question, limit)]

    def files(self, size: int) -> Iterator[list[tuple[str, str, int]]]:
        """Id, path as it stands in the row, and length of every clip, so many at a time."""
        after = -1
        question = "SELECT place, id, path, byte_count FROM library WHERE place > ? ORDER BY place LIMIT ?"
        while rows := self._database.read(question, after, size):
            yield [(clip_id, path, length) for _, clip_id, path, length in rows]
            after = rows[-1][0]

    def pictures(self, size: int) -> Iterator[list[tuple[str, str, str]]]:
        """Id, path as it stands in the row, and name of the small picture of every clip that was checked, so many at a
        time and the newest first.
        """
        before = LAST_PLACE
        question = """SELECT place, id, path, picture FROM library WHERE place < ? AND NOT unchecked
            ORDER BY place DESC LIMIT ?"""
        while rows := self._database.read(question, before, size):
            yield [(clip_id, path, picture) for _, clip_id, path, picture in rows]
            before = rows[-1][0]
