"""A library that is too large to be made clip by clip: hundreds that the app made, and copies of their rows by SQL alone.

python -m benchmarks.enlarged BORN DATA_DIR CLIPS
"""

import json
import os
import shutil
import sys
from contextlib import closing
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from benchmarks.library import build
from sora_desktop.store.clip_tables import has_full_text, place_of
from sora_desktop.store.clips import ClipStore
from sora_desktop.store.database import open_database
from sora_desktop.store.paths import Paths

AT_ONCE = 5000
PATTERNS = 336
"""Clips with prompts of their own: all that there are."""
LINKS = 10_000
"""Names of one file: some file systems bear no more than 65,000."""
INTO_CLIPS = "INSERT INTO clips (number, id, job_id, path, added_at, document) VALUES (?, ?, ?, ?, ?, ?)"
INTO_LIBRARY = "INSERT INTO library VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0)"


class Copied(NamedTuple):
    """The rows of one clip: in `clips`, in `library`, and its words."""

    clip: tuple[object, ...]
    entry: tuple[object, ...]
    words: tuple[int, str]


class Pattern(NamedTuple):
    """What the app itself has written of one clip."""

    number: int
    document: str
    added_at: str
    byte_count: int
    kind: int
    words: str

    def copied(self, number: int) -> Copied:
        """The rows of a clip with this number, five minutes after the one before it."""
        moment = datetime.fromisoformat(self.added_at) + timedelta(minutes=5 * number - self.number)
        old, name = f"clip-{self.number:05}", f"clip-{number:05}"
        clip_id, of_job, sum_ = f"clip-{number}", f"job-{number}", f"{number:064x}"
        added, place = moment.isoformat(timespec="microseconds"), place_of(moment)
        document = self.document.replace(old, name)
        for before, after in (
            (f'"clip-{self.number}"', f'"{clip_id}"'),
            (f'"job-{self.number}"', f'"{of_job}"'),
            (f"{self.number:064x}", sum_),
            (datetime.fromisoformat(self.added_at).isoformat(), moment.isoformat()),
        ):
            document = document.replace(before, after)
        words = self.words.replace(f" {self.number:05} ", f" {number:05} ")
        return Copied(
            (number + 1, clip_id, of_job, f"{name}.mp4", added, document),
            (place, number + 1, clip_id, of_job, sum_, f"{name}.mp4", f"{name}.jpg", self.byte_count, self.kind),
            (place, words),
        )


def link(paths: Paths, first: int, count: int) -> None:
    """A file and a small picture for each clip, and no sidecar: nobody reads that of a clip on the list."""
    for original, folder, ending in (("film.mp4", paths.library, "mp4"), ("picture.jpg", paths.thumbnails, "jpg")):
        source = paths.root / original
        for number in range(first, count):
            target = folder / f"clip-{number:05}.{ending}"
            if number % LINKS == 0:
                shutil.copyfile(source, target)
                source = target
            else:
                os.link(source, target)


def enlarge(root: Path, count: int) -> None:
    """Bring a data folder that has `PATTERNS` clips to `count`."""
    paths = Paths(root)
    with closing(open_database(paths.ledger)) as database:
        database.execute("PRAGMA synchronous = OFF")
        ClipStore(database, paths)
        words = "library_words" if has_full_text(database) else "library_plain"
        question = f"""SELECT clips.number - 1, document, added_at, byte_count, kind, words
            FROM clips JOIN library USING (number) JOIN {words} ON {words}.rowid = place ORDER BY number"""  # noqa: S608 -- names alone
        patterns = [Pattern(*row) for row in database.read(question)]

        copies = (patterns[number % len(patterns)].copied(number) for number in range(len(patterns), count))
        with database.transaction():
            while some := list(islice(copies, AT_ONCE)):
                database.executemany(INTO_CLIPS, [row.clip for row in some])
                database.executemany(INTO_LIBRARY, [row.entry for row in some])
                database.executemany(f"INSERT INTO {words} (rowid, words) VALUES (?, ?)", [row.words for row in some])  # noqa: S608 -- likewise
            database.execute("DELETE FROM library_stale")
    link(paths, len(patterns), count)


if __name__ == "__main__":
    build(Path(sys.argv[2]), min(PATTERNS, int(sys.argv[3])))
    enlarge(Path(sys.argv[2]), int(sys.argv[3]))
    print(json.dumps({"clips": int(sys.argv[3])}))
