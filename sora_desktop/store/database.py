"""The one SQLite database of a data folder, opened so that what is committed stays committed.

One connection, on one thread: SQLite before 3.51.3 can lose a commit where two connections share a WAL.
"""

import contextlib
import logging
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Self

from sora_desktop.base.atomic_files import sync_folder
from sora_desktop.base.sentences import N_, Message, message
from sora_desktop.base.values import dataclass
from sora_desktop.domain.errors import LedgerError, UnreadableLedgerError
from sora_desktop.store.clip_tables import drop as drop_clip_tables
from sora_desktop.store.files import file_at
from sora_desktop.store.volumes import is_shared_volume

log = logging.getLogger(__name__)

_SCHEMA_1 = (
    "CREATE TABLE marks (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT",
    """CREATE TABLE jobs (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        state TEXT NOT NULL,
        connection_id TEXT NOT NULL,
        remote_id TEXT,
        created_at TEXT NOT NULL,
        position REAL NOT NULL,
        hidden INTEGER NOT NULL DEFAULT 0,
        document TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX jobs_by_remote_id ON jobs (connection_id, remote_id) WHERE remote_id IS NOT NULL",
    """CREATE TABLE clips (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        job_id TEXT NOT NULL,
        path TEXT NOT NULL,
        added_at TEXT NOT NULL,
        document TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX clips_newest ON clips (added_at, number)",
    "CREATE INDEX clips_by_path ON clips (path)",
)

MIGRATIONS: tuple[tuple[str, ...], ...] = (_SCHEMA_1,)
"""Step N takes a database of `user_version` N to N + 1. Never edited once released: a change is a new step."""

_TABLES = frozenset({"marks", "jobs", "clips"})

# The disk's or the file's fault. Any other error of SQLite is a bug of ours, and stays what it is.
_STORAGE_CODES = frozenset(
    {
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PROTOCOL,
        sqlite3.SQLITE_NOTADB,
    }
)
_BUSY_CODES = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_DAMAGE_CODES = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_NO_ROOM_CODES = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY})
_NO_SHARED_MEMORY_CODES = frozenset(
    {sqlite3.SQLITE_IOERR_SHMOPEN, sqlite3.SQLITE_IOERR_SHMSIZE, sqlite3.SQLITE_IOERR_SHMMAP}
)

OPENING_WAIT = 2000
"""Milliseconds that opening waits for another program to let go of the file."""
WORKING_WAIT = 25
"""Milliseconds that a transaction waits for it: the studio's loop stands still so long. Who can wait tries again."""


class Aside(StrEnum):
    """Why a database was not opened but kept aside."""

    DAMAGED = "damaged"
    NEWER = "newer"


_ASIDE_TEXT = {
    Aside.DAMAGED: N_("The job list was damaged. It is kept as {name}, and the library is rebuilt from its files."),
    Aside.NEWER: N_(
        "The job list comes from a newer version of Sora Desktop. It is kept as {name}, and the library is rebuilt from "
        "its files."
    ),
}


@dataclass(frozen=True, slots=True)
class KeptAside:
    """A database that was put aside: where it is now, and the sentence for a person."""

    why: Aside
    path: Path

    @property
    def text(self) -> Message:
        return message(_ASIDE_TEXT[self.why], name=self.path.name)


class _DamagedError(Exception):
    """This file is no whole database of ours."""


class _NewerError(Exception):
    """This file is of a version that this one does not know."""


class Database(sqlite3.Connection):
    """A connection that commits whole transactions and says in the app's words when the disk does not let it.

    `folder` is the data folder. `kept_aside` says that this database is a new one, and where the old one went.
    `was_clean` tells whether the program before this one closed it. Damage that is met while it is open is
    looked for at the next opening.
    """

    folder: Path
    place: Path
    kept_aside: KeptAside | None = None
    was_clean: bool = True
    _met_damage: bool = False
    _file: tuple[int, int] | None = None

    @contextlib.contextmanager
    def transaction(self, error: type[LedgerError] = LedgerError) -> Iterator[Self]:
        """All of the block or none of it, on the disk when it ends; `error` where the disk refuses."""
        if self._file != file_at(self.place):
            raise error("Its file was moved or deleted while the app was open")
        with self._refusals(error):
            self.execute("BEGIN IMMEDIATE")
            try:
                yield self
                self.execute("COMMIT")
            except BaseException:
                self._roll_back()
                raise

    @contextlib.contextmanager
    def _refusals(self, error: type[LedgerError]) -> Iterator[None]:
        try:
            with storage_refusals(error):
                yield
        except LedgerError as problem:
            self._met_damage = self._met_damage or _is_damage(problem)
            raise

    def _roll_back(self) -> None:
        # A full disk ends the transaction by itself, and then there is none to roll back.
        if self.in_transaction:
            self.execute("ROLLBACK")

    def note_file(self) -> None:
        """From now on nothing is committed to a file that is not there any more: SQLite itself would not notice."""
        self._file = file_at(self.place)

    def read(self, question: str, *values: object) -> list[Any]:
        """Every row of an answer; UnreadableLedgerError where the file cannot be read."""
        with self._refusals(UnreadableLedgerError):
            return self.execute(question, values).fetchall()

    def is_free(self) -> bool:
        """Whether no other program holds the file just now. What else may be wrong with it a transaction will say."""
        try:
            self.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as problem:
            return _code(problem) not in _BUSY_CODES
        self.execute("ROLLBACK")
        return True

    def mark(self, name: str) -> str:
        """A note about the database itself; "" where there is none."""
        return next((value for (value,) in self.read("SELECT value FROM marks WHERE name = ?", name)), "")

    def set_marks(self, **marks: str) -> None:
        """Write such notes, on the disk when it returns."""
        with self.transaction():
            self.executemany("INSERT OR REPLACE INTO marks VALUES (?, ?)", list(marks.items()))

    def close(self) -> None:
        """Leave the mark of a clean stop, and close. Never fails: without the mark the next start only looks longer.

        Where its file was moved it is left as a crash leaves it: SQLite deletes the log of a WAL by its name, which may
        be that of another database by now.
        """
        if self._file is not None and self._file != file_at(self.place):
            _MOVED.append(self)
            return
        if not self._met_damage:
            self._mark_clean_stop()
        super().close()

    def _mark_clean_stop(self) -> None:
        with contextlib.suppress(sqlite3.Error):
            self.execute("UPDATE marks SET value = 'yes' WHERE name = 'clean_stop'")


_MOVED: list[Database] = []
"""Not closed before the process ends."""


@contextlib.contextmanager
def storage_refusals(error: type[LedgerError]) -> Iterator[None]:
    """What SQLite says about the disk, in the app's words."""
    try:
        yield
    except sqlite3.DatabaseError as problem:
        if _code(problem) not in _STORAGE_CODES:
            raise
        raise error(str(problem), busy=_code(problem) in _BUSY_CODES) from problem


def _code(problem: sqlite3.Error) -> int:
    return int(getattr(problem, "sqlite_errorcode", 0)) & 0xFF


def _is_damage(problem: BaseException) -> bool:
    cause = problem.__cause__
    return isinstance(cause, sqlite3.Error) and _code(cause) in _DAMAGE_CODES


def open_database(path: Path) -> Database:
    """Open, check and bring up to date the database at `path`, or make it.

    One that is damaged or newer than this program is renamed, with the date, and a new one takes its place:
    `kept_aside` of the answer says so. LedgerError where the disk refuses; nothing is renamed then.
    """
    try:
        return _open(path)
    except _DamagedError as problem:
        log.warning("the database is damaged: %s", problem)
        return _open_after(_keep_aside(path, Aside.DAMAGED), path)
    except _NewerError as problem:
        log.warning("the database is of a newer version: %s", problem)
        return _open_after(_keep_aside(path, Aside.NEWER), path)


def _open_after(kept: KeptAside, path: Path) -> Database:
    database = _open(path)
    database.kept_aside = kept
    return database


def _open(path: Path) -> Database:
    _keep_private(path)
    try:
        return _connect(path)
    except LedgerError as problem:
        if getattr(problem.__cause__, "sqlite_errorcode", 0) not in _NO_SHARED_MEMORY_CODES:
            raise
        log.info("the disk has no room for the memory that a WAL shares; no other program can open the job list")
        return _connect(path, alone=True)


def _connect(path: Path, *, alone: bool = False) -> Database:
    with storage_refusals(LedgerError):
        database = sqlite3.connect(path, isolation_level=None, factory=Database)
    database.folder, database.place = path.parent, path
    database.text_factory = _lenient_text
    try:
        with storage_refusals(LedgerError):
            _make_ready(database, path, alone=alone)
            database.execute(f"PRAGMA busy_timeout = {WORKING_WAIT}")
            database.note_file()
    except BaseException as problem:
        sqlite3.Connection.close(database)
        if _is_damage(problem):
            raise _DamagedError(str(problem.__cause__)) from problem
        raise
    return database


def _keep_private(path: Path) -> None:
    """For this person only; SQLite makes the files beside it as the database is. What cannot be is SQLite's to say."""
    with contextlib.suppress(OSError):
        path.touch(mode=0o600)
    for ending in ("", "-wal", "-shm", "-journal"):
        file = path.with_name(path.name + ending)
        with contextlib.suppress(OSError):
            file.chmod(file.stat().st_mode & 0o700)


def _lenient_text(data: bytes) -> str:
    """One damaged letter is for the reader of that row to judge, and no reason to read no row at all."""
    return data.decode(errors="replace")


def _make_ready(database: Database, path: Path, *, alone: bool) -> None:
    _configure(database, path, alone=alone)
    (version,) = database.execute("PRAGMA user_version").fetchone()
    if version > len(MIGRATIONS):
        raise _NewerError(version)
    _check_tables(database, version)
    if version:
        (mark,) = database.execute("SELECT value FROM marks WHERE name = 'clean_stop'").fetchone() or ("no",)
        database.was_clean = mark == "yes"
    if not database.was_clean:
        _check_pages(database)
    _migrate(database, path, version)
    _mark_start(database)


def _mark_start(database: Database) -> None:
    """From here on a stop is unclean until `close`. A full disk must not keep anyone from making room with the app."""
    try:
        database.execute("INSERT OR REPLACE INTO marks VALUES ('clean_stop', 'no')")
    except sqlite3.OperationalError as problem:
        if _code(problem) not in _NO_ROOM_CODES:
            raise
        log.warning("the job list can be read, but not written: %s", problem)


def _check_tables(database: Database, version: int) -> None:
    """A new database has no tables yet; one of ours has all of its own."""
    tables = {name for (name,) in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    if not (tables >= _TABLES if version else not tables):
        raise _DamagedError(sorted(tables))


def _configure(database: Database, path: Path, *, alone: bool) -> None:
    for pragma in (
        f"busy_timeout = {OPENING_WAIT}",
        # Where one program holds the file for itself, a WAL needs no file of 32 kB for what programs share.
        f"locking_mode = {'EXCLUSIVE' if alone else 'NORMAL'}",
        "trusted_schema = OFF",
        "cell_size_check = ON",
        "foreign_keys = ON",
        "fullfsync = ON",  # macOS: without it a commit may still be in the drive's cache
        "checkpoint_fullfsync = ON",
        "synchronous = FULL",
        # A WAL needs memory that all processes share, which network volumes do not give.
        f"journal_mode = {'TRUNCATE' if is_shared_volume(path.parent) else 'WAL'}",
    ):
        database.execute(f"PRAGMA {pragma}")


def _check_pages(database: Database) -> None:
    """What can be made anew from the rest says nothing against the rest: it is taken away where something is wrong."""
    findings = _findings(database)
    if findings == ["ok"]:
        return
    with contextlib.suppress(sqlite3.DatabaseError):
        drop_clip_tables(database)
    if _findings(database) != ["ok"]:
        raise _DamagedError("; ".join(findings))
    log.warning("the library's index is damaged, and is made anew: %s", "; ".join(findings))


def _findings(database: Database) -> list[str]:
    return [finding for (finding,) in database.execute("PRAGMA quick_check(5)")]


def _migrate(database: Database, path: Path, version: int) -> None:
    if version == len(MIGRATIONS):
        return
    if version:
        _back_up(database, path, version)
    database.execute("BEGIN IMMEDIATE")
    for step in MIGRATIONS[version:]:
        for statement in step:
            database.execute(statement)
    database.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
    database.execute("COMMIT")


def _back_up(database: Database, path: Path, version: int) -> None:
    """A whole copy beside the database, as it was before it is changed; one of an earlier, broken try is replaced."""
    copy = path.with_name(f"{path.stem}.version-{version}{path.suffix}")
    copy.unlink(missing_ok=True)
    database.execute("VACUUM INTO ?", (str(copy),))
    sync_folder(copy.parent)


def _keep_aside(path: Path, why: Aside) -> KeptAside:
    """Rename the database and what belongs to it; the log of a WAL may hold commits that a rescue can use."""
    stamp = datetime.now(UTC).strftime("%Y-%m-%d-%H%M%S")
    kept = _unused(path.with_name(f"{path.stem}.{why}-{stamp}{path.suffix}"))
    for ending in ("-wal", "-shm", "-journal", ""):
        part = path.with_name(path.name + ending)
        if part.exists():
            part.rename(kept.with_name(kept.name + ending))
    sync_folder(path.parent)
    return KeptAside(why, kept)


def _unused(path: Path) -> Path:
    numbered = (path.with_stem(f"{path.stem}-{number}") for number in range(2, 1000))
    return next(place for place in (path, *numbered) if not place.exists())
