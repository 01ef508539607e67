"""What can still be read of a damaged ledger is not lost, and nothing of it is sent twice."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from sora_desktop.domain.job import Billed, JobState
from sora_desktop.store.database import open_database
from sora_desktop.store.jobs import JobStore
from sora_desktop.store.paths import Paths
from sora_desktop.store.rescue import rescue_jobs
from tests.store import values
from tests.support.logs import ExpectedLogs


def ledger_of(paths: Paths, name: str, count: int, **changes: object) -> Path:
    path = paths.root / name
    with closing(open_database(path)) as database:
        JobStore(database).add([values.job(paths.root, number, **changes) for number in range(count)])
    return path


@pytest.fixture
def store(paths: Paths) -> Iterator[JobStore]:
    with closing(open_database(paths.ledger)) as database:
        yield JobStore(database)


def test_all_jobs_of_a_readable_ledger_come_back_as_they_were(paths: Paths, store: JobStore) -> None:
    old = ledger_of(paths, "old.sqlite3", 5)

    assert 5 == rescue_jobs(old, store)
    assert [values.job(paths.root, number) for number in range(5)] == store.all()


def test_jobs_on_both_sides_of_a_damaged_page_come_back(paths: Paths, store: JobStore) -> None:
    old = ledger_of(paths, "old.sqlite3", 200)
    length = old.stat().st_size
    with old.open("r+b") as file:
        file.seek(length // 2)
        file.write(b"\xa5" * 16_384)

    rescued = rescue_jobs(old, store)

    ids = [job.id for job in store.all()]
    assert 20 < rescued < 200
    assert rescued == len(ids) == len(set(ids))
    assert {"job-0", "job-199"} <= set(ids)


@pytest.mark.parametrize("state", [JobState.WAITING, JobState.SUBMITTING])
def test_a_job_that_may_have_been_sent_since_is_never_sent_by_itself(
    paths: Paths, store: JobStore, state: JobState
) -> None:
    old = ledger_of(paths, "old.sqlite3", 1, state=state, remote_id=None, billed=Billed.NO)

    rescue_jobs(old, store)

    (job,) = store.all()
    assert (JobState.UNKNOWN, Billed.UNKNOWN) == (job.state, job.billed)
    assert "may have been billed" in str(job.reason)


def test_hidden_jobs_stay_hidden_and_their_ids_bound(paths: Paths, store: JobStore) -> None:
    old = ledger_of(paths, "old.sqlite3", 2)
    with closing(open_database(old)) as database:
        JobStore(database).hide("job-0")

    rescue_jobs(old, store)

    assert ["job-1"] == [job.id for job in store.all()]
    assert {"remote-0", "remote-1"} == store.remote_ids("studio-service")


@pytest.mark.parametrize("data", [b"", b"no database" * 1000, b"SQLite format 3\0" + b"\xff" * 5000])
def test_what_is_no_ledger_gives_nothing(paths: Paths, store: JobStore, data: bytes) -> None:
    (paths.root / "old.sqlite3").write_bytes(data)

    assert 0 == rescue_jobs(paths.root / "old.sqlite3", store)
    assert [] == store.all()


def test_commits_that_were_only_in_the_log_of_the_damaged_one_come_back(paths: Paths, expect_log: ExpectedLogs) -> None:
    expect_log("the database is damaged")
    first = open_database(paths.ledger)
    JobStore(first).add([values.job(paths.root, number) for number in range(60)])
    first.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    JobStore(first).put(replace(values.job(paths.root, 0), attempts=9))
    wal = paths.root / "ledger.sqlite3-wal"
    kept_wal, whole = wal.read_bytes(), paths.ledger.read_bytes()
    first.close()
    middle = len(whole) // 2
    paths.ledger.write_bytes(whole[:middle] + b"\xa5" * 8192 + whole[middle + 8192 :])
    wal.write_bytes(kept_wal)

    with closing(open_database(paths.ledger)) as database:
        assert database.kept_aside is not None
        store = JobStore(database)
        assert rescue_jobs(database.kept_aside.path, store) > 5
        saved = store.get("job-0")

    assert saved is not None
    assert 9 == saved.attempts
