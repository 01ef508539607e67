"""The database opens whole, or says what it did instead; what is committed stays."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from sora_desktop.domain.errors import LedgerError, UnreadableLedgerError, UnsavedJobError
from sora_desktop.store import database as module
from sora_desktop.store.database import Aside, Database, open_database
from sora_desktop.store.jobs import JobStore
from sora_desktop.store.paths import Paths
from tests.store import values
from tests.store.limits import no_file_longer_than
from tests.support.logs import ExpectedLogs


def pragma(database: sqlite3.Connection, name: str) -> object:
    return database.execute(f"PRAGMA {name}").fetchone()[0]


def crash(database: Database) -> None:
    """End without the mark of a clean stop."""
    sqlite3.Connection.close(database)


def filled(paths: Paths, count: int = 200) -> None:
    """A database with jobs in it, closed as it should be."""
    with closing(open_database(paths.ledger)) as database:
        JobStore(database).add([values.job(paths.root, number) for number in range(count)])


def test_a_new_database_is_set_up_to_keep_what_is_committed(database: Database) -> None:
    names = ("journal_mode", "synchronous", "foreign_keys", "trusted_schema", "busy_timeout", "fullfsync")

    assert ["wal", 2, 1, 0, 25, 1] == [pragma(database, name) for name in names]
    assert len(module.MIGRATIONS) == pragma(database, "user_version")
    assert database.kept_aside is None


@pytest.mark.parametrize("older", [False, True])
def test_no_other_person_can_read_the_ledger_or_the_files_beside_it(paths: Paths, older: bool) -> None:
    if older:
        paths.ledger.touch(mode=0o644)
    with closing(open_database(paths.ledger)) as database:
        JobStore(database).add([values.job(paths.root, 1)])
        modes = {file.name: file.stat().st_mode & 0o777 for file in paths.root.glob("ledger.sqlite3*")}

    assert {f"ledger.sqlite3{ending}": 0o600 for ending in ("", "-wal", "-shm")} == modes


def test_a_clean_stop_is_remembered_and_a_crash_too(paths: Paths) -> None:
    with closing(open_database(paths.ledger)) as first:
        assert first.was_clean
    second = open_database(paths.ledger)
    assert second.was_clean
    crash(second)
    with closing(open_database(paths.ledger)) as third:
        assert not third.was_clean
    with closing(open_database(paths.ledger)) as fourth:
        assert fourth.was_clean


def break_off(database: Database) -> None:
    with database.transaction() as inside:
        inside.execute("INSERT INTO marks VALUES ('half', 'done')")
        raise ZeroDivisionError


def test_a_transaction_is_all_or_nothing(database: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        break_off(database)
    JobStore(database).add([values.job(database.folder)])

    assert [] == database.read("SELECT * FROM marks WHERE name = 'half'")
    assert 1 == len(JobStore(database).all())


def test_our_own_mistakes_are_not_called_the_disks(database: Database) -> None:
    with pytest.raises(sqlite3.OperationalError), database.transaction() as inside:
        inside.execute("INSERT INTO nowhere VALUES (1)")
    with pytest.raises(sqlite3.IntegrityError), database.transaction() as inside:
        inside.execute("INSERT INTO marks VALUES ('no value', NULL)")


def test_text_that_is_no_database_is_kept_aside_and_said(paths: Paths, expect_log: ExpectedLogs) -> None:
    expect_log("the database is damaged")
    paths.ledger.write_bytes(b"no database, only words" * 1000)

    with closing(open_database(paths.ledger)) as database:
        kept = database.kept_aside
        assert [] == JobStore(database).all()

    assert kept is not None
    assert Aside.DAMAGED is kept.why
    assert kept.path.read_bytes().startswith(b"no database")
    assert kept.path.name in str(kept.text)


def test_damage_inside_is_found_after_a_crash(paths: Paths, expect_log: ExpectedLogs) -> None:
    expect_log("the database is damaged")
    filled(paths)
    crash(open_database(paths.ledger))
    with paths.ledger.open("r+b") as file:
        file.seek(40_960)
        file.write(os.urandom(8192))

    with closing(open_database(paths.ledger)) as database:
        assert database.kept_aside is not None
        assert database.kept_aside.path.stat().st_size > 40_960


@pytest.mark.parametrize("length", [100, 4096, 20_000])
def test_a_database_that_was_cut_off_is_kept_aside(paths: Paths, length: int, expect_log: ExpectedLogs) -> None:
    expect_log("the database is damaged")
    filled(paths)
    crash(open_database(paths.ledger))
    with paths.ledger.open("r+b") as file:
        file.truncate(length)

    with closing(open_database(paths.ledger)) as database:
        assert database.kept_aside is not None


def test_damage_after_a_clean_stop_is_said_when_it_is_met_and_kept_aside_next_time(
    paths: Paths, expect_log: ExpectedLogs
) -> None:
    filled(paths)
    length = paths.ledger.stat().st_size
    with paths.ledger.open("r+b") as file:
        file.seek(length // 2)
        file.write(b"\xa5" * (length // 2))

    with (
        closing(open_database(paths.ledger)) as database,
        pytest.raises(UnreadableLedgerError, match="list can't be read"),
    ):
        JobStore(database).all()

    expect_log("the database is damaged")
    with closing(open_database(paths.ledger)) as database:
        assert database.kept_aside is not None


def test_letters_that_are_none_cost_one_job(paths: Paths, expect_log: ExpectedLogs) -> None:
    expect_log("job job-7 cannot be read")
    filled(paths, 9)
    whole = paths.ledger.read_bytes()
    assert 1 == whole.count(b' "id": "job-7"')
    paths.ledger.write_bytes(whole.replace(b' "id": "job-7"', b' "id": \xffjob-7"'))

    with closing(open_database(paths.ledger)) as database:
        assert 8 == len(JobStore(database).all())


def test_a_database_of_a_newer_version_is_kept_aside_as_it_is(paths: Paths, expect_log: ExpectedLogs) -> None:
    expect_log("the database is of a newer version")
    filled(paths, 3)
    with closing(sqlite3.connect(paths.ledger, isolation_level=None)) as newer:
        newer.execute("PRAGMA user_version = 99")

    with closing(open_database(paths.ledger)) as database:
        kept = database.kept_aside
        assert [] == JobStore(database).all()

    assert kept is not None
    assert Aside.NEWER is kept.why
    with closing(sqlite3.connect(kept.path)) as old:
        assert (3,) == old.execute("SELECT count(*) FROM jobs").fetchone()


def test_a_database_of_another_program_is_kept_aside(paths: Paths, expect_log: ExpectedLogs) -> None:
    expect_log("the database is damaged")
    with closing(sqlite3.connect(paths.ledger)) as foreign:
        foreign.execute("CREATE TABLE jobs (wage INTEGER)")

    with closing(open_database(paths.ledger)) as database:
        assert database.kept_aside is not None


def test_two_damaged_databases_of_one_second_have_two_names(paths: Paths, expect_log: ExpectedLogs) -> None:
    expect_log("the database is damaged")
    kept = set()
    for _ in range(3):
        paths.ledger.write_bytes(b"words" * 1000)
        database = open_database(paths.ledger)
        assert database.kept_aside is not None
        kept.add(database.kept_aside.path)
        database.close()

    assert 3 == len(kept)
    assert all(path.exists() for path in kept)


def test_an_empty_file_is_a_new_database(paths: Paths) -> None:
    paths.ledger.touch()

    with closing(open_database(paths.ledger)) as database:
        assert database.kept_aside is None


def test_a_migration_keeps_a_whole_copy_and_every_row(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(paths, 3)
    more = ("ALTER TABLE jobs ADD COLUMN colour TEXT",)
    monkeypatch.setattr(module, "MIGRATIONS", (*module.MIGRATIONS, more))

    with closing(open_database(paths.ledger)) as database:
        assert 3 == len(JobStore(database).all())
        assert [(None,)] * 3 == database.read("SELECT colour FROM jobs")

    with closing(sqlite3.connect(paths.root / "ledger.version-1.sqlite3")) as copy:
        assert (3,) == copy.execute("SELECT count(*) FROM jobs").fetchone()
        assert (1,) == copy.execute("PRAGMA user_version").fetchone()


def test_a_migration_that_fails_changes_nothing(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(paths, 3)
    steps = module.MIGRATIONS
    monkeypatch.setattr(module, "MIGRATIONS", (*steps, ("CREATE TABLE colours (name TEXT)", "CREATE NONSENSE")))
    with pytest.raises(sqlite3.OperationalError, match="NONSENSE"):
        open_database(paths.ledger)
    monkeypatch.setattr(module, "MIGRATIONS", steps)

    with closing(open_database(paths.ledger)) as database:
        assert database.kept_aside is None
        assert 3 == len(JobStore(database).all())
        assert [] == database.read("SELECT * FROM sqlite_schema WHERE name = 'colours'")


def test_a_full_disk_at_the_start_is_no_damage_and_every_job_can_be_read(
    paths: Paths, expect_log: ExpectedLogs
) -> None:
    expect_log("the job list can be read, but not written")
    filled(paths)
    before = paths.ledger.read_bytes()

    with no_file_longer_than(100), closing(open_database(paths.ledger)) as database:
        assert (200, None) == (len(JobStore(database).all()), database.kept_aside)
        with pytest.raises(UnsavedJobError):
            JobStore(database).add([values.job(paths.root, 999)])

    assert before == paths.ledger.read_bytes()
    with closing(open_database(paths.ledger)) as database:
        assert (200, None) == (len(JobStore(database).all()), database.kept_aside)


def test_a_folder_in_its_place_is_no_damage(paths: Paths) -> None:
    paths.ledger.mkdir()

    with pytest.raises(LedgerError, match="unable to open"):
        open_database(paths.ledger)

    assert paths.ledger.is_dir()


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="unable to open"):
        open_database(tmp_path / "gone" / "ledger.sqlite3")


def test_a_network_volume_gets_a_journal_that_works_there(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "is_shared_volume", lambda _: True)

    with closing(open_database(paths.ledger)) as database:
        assert "truncate" == pragma(database, "journal_mode")
        JobStore(database).add([values.job(paths.root)])
        assert 1 == len(JobStore(database).all())
