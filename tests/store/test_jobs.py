"""What the ledger was told is there after any end of the program, or it was said that it is not."""

import sys
from contextlib import closing
from dataclasses import replace

import pytest

from sora_desktop.domain.errors import LedgerError, UnsavedJobError
from sora_desktop.domain.job import JobState
from sora_desktop.domain.service_ref import ServiceRef
from sora_desktop.store.database import Database, open_database
from sora_desktop.store.jobs import JobStore
from sora_desktop.store.paths import Paths
from tests.store import values
from tests.store.children import running
from tests.store.limits import no_file_longer_than
from tests.support.logs import ExpectedLogs


def test_a_job_is_the_same_after_a_restart(paths: Paths) -> None:
    with closing(open_database(paths.ledger)) as database:
        JobStore(database).add([values.job(paths.root)])

    with closing(open_database(paths.ledger)) as database:
        assert [values.job(paths.root)] == JobStore(database).all()
        assert values.job(paths.root) == JobStore(database).get("job-1")


def test_jobs_come_in_the_order_in_which_they_were_entered_whatever_the_clock_said(database: Database) -> None:
    store = JobStore(database)
    jobs = [values.job(database.folder, number) for number in (5, 3, 9)]

    store.add(jobs[:2])
    store.add(jobs[2:])
    store.put(replace(jobs[0], position=99.0))

    assert ["job-5", "job-3", "job-9"] == [job.id for job in store.all()]


def test_a_changed_job_takes_the_place_of_what_it_was(database: Database) -> None:
    store = JobStore(database)
    store.add([values.job(database.folder, state=JobState.SUBMITTING, remote_id=None)])

    store.put(values.job(database.folder, state=JobState.QUEUED, remote_id="bound"))

    (job,) = store.all()
    assert (JobState.QUEUED, "bound") == (job.state, job.remote_id)
    assert [("queued", "bound")] == database.read("SELECT state, remote_id FROM jobs")


def test_new_jobs_are_entered_together_or_not_at_all(database: Database) -> None:
    store = JobStore(database)
    bad = values.job(database.folder, 2, id=None)

    with pytest.raises(Exception, match="NOT NULL"):
        store.add([values.job(database.folder, 1), bad])

    assert [] == store.all()


def test_a_hidden_job_is_off_the_list_and_still_in_the_ledger(database: Database) -> None:
    store = JobStore(database)
    store.add([values.job(database.folder, 1), values.job(database.folder, 2)])

    store.hide("job-1")
    store.put(values.job(database.folder, 1, attempts=9))

    assert ["job-2"] == [job.id for job in store.all()]
    hidden = store.get("job-1")
    assert hidden is not None
    assert 9 == hidden.attempts


def test_hidden_jobs_of_one_state_can_be_asked_for(paths: Paths, database: Database) -> None:
    store = JobStore(database)
    jobs = [replace(values.job(paths.root, number), state=JobState.DISMISSED) for number in range(3)]
    store.add([*jobs, replace(values.job(paths.root, 3), state=JobState.FAILED)])
    for job in (*jobs[1:], values.job(paths.root, 3)):
        store.hide(job.id)

    assert jobs[1:] == store.hidden(JobState.DISMISSED)


def test_an_unknown_id_is_no_job(database: Database) -> None:
    assert JobStore(database).get("nobody") is None


def test_bound_ids_are_those_of_one_connection_hidden_jobs_included(database: Database) -> None:
    store = JobStore(database)
    elsewhere = values.connection(id="other")
    store.add(
        [
            values.job(database.folder, 1),
            values.job(database.folder, 2),
            values.job(database.folder, 3, remote_id=None),
            values.job(database.folder, 4, service=ServiceRef.of(elsewhere)),
        ]
    )
    store.hide("job-2")

    assert {"remote-1", "remote-2"} == store.remote_ids("studio-service")
    assert {"remote-4"} == store.remote_ids("other")
    assert set() == store.remote_ids("nobody")
    assert {"remote-2"} == store.remote_ids("nobody", elsewhere.base_url)


def test_an_id_that_is_no_text_is_kept_all_the_same(database: Database) -> None:
    store = JobStore(database)
    store.add([values.job(database.folder, remote_id="video\ud800\0\u202e", position=float("nan"))])

    job = store.get("job-1")

    assert job is not None
    assert "video\ud800\0\u202e" == job.remote_id
    assert {"video?\0\u202e"} == store.remote_ids("studio-service")


def test_a_row_that_cannot_be_read_costs_no_other(database: Database, expect_log: ExpectedLogs) -> None:
    expect_log("job job-1 cannot be read")
    store = JobStore(database)
    store.add([values.job(database.folder, number) for number in (1, 2)])
    with database.transaction():
        database.execute("""UPDATE jobs SET document = '{"id": ' WHERE id = 'job-1'""")

    assert ["job-2"] == [job.id for job in store.all()]
    assert 2 == len(database.read("SELECT id FROM jobs"))


def test_a_full_disk_takes_no_new_job_and_says_that_nothing_is_billed(database: Database, paths: Paths) -> None:
    store = JobStore(database)
    store.add([values.job(paths.root, 1)])
    wal = paths.root / "ledger.sqlite3-wal"

    with no_file_longer_than(wal.stat().st_size + 100), pytest.raises(UnsavedJobError) as caught:
        store.add([values.job(paths.root, 2), values.job(paths.root, 3)])

    assert "Nothing was sent, and nothing is billed." in str(caught.value)
    assert ["job-1"] == [job.id for job in store.all()]
    store.add([values.job(paths.root, 4)])
    assert ["job-1", "job-4"] == [job.id for job in store.all()]


def test_a_full_disk_says_nothing_false_of_a_job_that_was_sent(database: Database, paths: Paths) -> None:
    store = JobStore(database)
    store.add([values.job(paths.root, 1)])
    wal = paths.root / "ledger.sqlite3-wal"

    with no_file_longer_than(wal.stat().st_size + 100), pytest.raises(LedgerError) as caught:
        store.put(values.job(paths.root, 1, state=JobState.RUNNING))

    assert not isinstance(caught.value, UnsavedJobError)
    assert "Nothing was sent" not in str(caught.value)


@pytest.mark.parametrize("state", [JobState.WAITING, JobState.SUBMITTING])
def test_a_read_only_ledger_lets_nothing_be_sent(database: Database, paths: Paths, state: JobState) -> None:
    store = JobStore(database)
    store.add([values.job(paths.root)])
    database.execute("PRAGMA query_only = ON")

    with pytest.raises(UnsavedJobError, match="readonly"):
        store.put(values.job(paths.root, state=state))

    database.execute("PRAGMA query_only = OFF")


@pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be deleted there")
def test_a_ledger_whose_file_is_gone_lets_nothing_be_sent(database: Database, paths: Paths) -> None:
    """SQLite goes on writing into a file without a name, and all of it is gone at the end."""
    store = JobStore(database)
    store.add([values.job(paths.root)])
    away = paths.ledger.rename(paths.root / "away.sqlite3")

    with pytest.raises(UnsavedJobError, match="moved or deleted"):
        store.add([values.job(paths.root, 2)])

    away.rename(paths.ledger)
    store.add([values.job(paths.root, 2)])
    assert 2 == len(store.all())


@pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be renamed there")
def test_a_ledger_that_was_renamed_takes_nothing_from_the_one_in_its_place_when_it_is_closed(
    database: Database, paths: Paths
) -> None:
    """SQLite deletes its log by the name that it had, and what another program has committed there would go with it."""
    JobStore(database).add([values.job(paths.root)])
    away = paths.root / "away"
    away.mkdir()
    for file in paths.root.glob("ledger.sqlite3*"):
        file.rename(away / file.name)
    with closing(open_database(paths.ledger)) as other:
        JobStore(other).add([values.job(paths.root, 2)])
        log = paths.ledger.with_name("ledger.sqlite3-wal")
        database.close()

        assert log.stat().st_size > 0
    with closing(open_database(away / "ledger.sqlite3")) as renamed:
        assert (None, 1) == (renamed.kept_aside, len(JobStore(renamed).all()))


def test_a_ledger_that_another_program_holds_lets_nothing_be_sent(database: Database, paths: Paths) -> None:
    store = JobStore(database)
    database.execute("PRAGMA busy_timeout = 10")
    with closing(open_database(paths.ledger)) as other:
        other.execute("BEGIN IMMEDIATE")

        with pytest.raises(UnsavedJobError, match="locked"):
            store.add([values.job(paths.root)])

        other.execute("ROLLBACK")


WRITER = """
import sys
from pathlib import Path
from sora_desktop.store.database import open_database
from sora_desktop.store.jobs import JobStore
from tests.store import values
root, number = Path(sys.argv[1]), 0
store = JobStore(open_database(root / "ledger.sqlite3"))
while True:
    number += 2
    store.add([values.job(root, number), values.job(root, number + 1)])
    store.put(values.job(root, number, attempts=7))
    print(number, flush=True)
"""


@pytest.mark.parametrize("commits", [1, 7, 25])
def test_after_a_kill_the_ledger_holds_all_that_was_confirmed_and_whole_pairs_only(paths: Paths, commits: int) -> None:
    with running(WRITER, paths.root) as writer:
        confirmed = [int(writer.line()) for _ in range(commits)][-1]
        writer.kill()

    with closing(open_database(paths.ledger)) as database:
        assert not database.was_clean
        assert database.kept_aside is None
        jobs = {job.id: job for job in JobStore(database).all()}

    assert 0 == len(jobs) % 2
    assert len(jobs) >= confirmed
    for number in range(2, confirmed + 2):
        attempts = 2 if number % 2 else 7
        assert values.job(paths.root, number, attempts=attempts) == jobs[f"job-{number}"]
