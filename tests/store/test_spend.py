"""What each job cost, out of the ledger."""

from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from sora_desktop.domain.charge import Charge, ChargeSource, Settlement
from sora_desktop.domain.job import Billed, JobState
from sora_desktop.domain.pricing import Cost, Doubt
from sora_desktop.store import spend
from sora_desktop.store.database import open_database
from sora_desktop.store.jobs import JobStore
from sora_desktop.store.spend import SpendStore
from tests.store.samples_of_versions import FOLDERS, open_sample, rows
from tests.store.values import NOON, job


def test_every_job_has_its_line_the_newest_first_also_off_the_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spend, "PORTION", 2)
    charge = Charge().with_settlement(Settlement(Decimal("2.5"), "EUR", ChargeSource.TASK, "quota"), NOON)
    with closing(open_database(tmp_path / "ledger.sqlite3")) as database:
        store = JobStore(database)
        store.add([job(tmp_path, number) for number in range(4)])
        store.add([job(tmp_path, 4, billed=Billed.YES, charge=charge, state=JobState.DONE)])
        store.hide("job-1")
        portions = list(SpendStore(database).portions())

    lines = [line for portion in portions for _, line in portion]
    assert [2, 2, 1] == [len(portion) for portion in portions]
    assert ["job-4", "job-3", "job-2", "job-1", "job-0"] == [line.job_id for line in lines]
    assert (Cost(Decimal("2.40"), "EUR"), Cost(Decimal("2.5"), "EUR"), "Studio service", 8, NOON) == (
        lines[0].estimate,
        lines[0].cost,
        lines[0].connection,
        lines[0].seconds,
        lines[0].at,
    )
    assert replace(lines[1], job_id="", charge=Charge()).cost == lines[1].estimate


@pytest.mark.parametrize("folder", FOLDERS)
def test_jobs_of_every_earlier_version_have_their_line(folder: str, tmp_path: Path) -> None:
    root = open_sample(folder, tmp_path / "data")
    with closing(open_database(root / "ledger.sqlite3")) as database:
        lines = [line for portion in SpendStore(database).portions() for _, line in portion]

    assert set(rows(root, "jobs")) == {line.job_id for line in lines}
    assert all(line.model and line.connection for line in lines)


def test_a_row_that_nobody_can_read_is_passed_over(tmp_path: Path) -> None:
    with closing(open_database(tmp_path / "ledger.sqlite3")) as database:
        store = JobStore(database)
        store.add([job(tmp_path, number) for number in range(3)])
        database.execute("UPDATE jobs SET document = 'no JSON' WHERE id = 'job-0'")
        database.execute("UPDATE jobs SET document = json_set(document, '$.cost.amount', 'much') WHERE id = 'job-1'")
        lines = [line for portion in SpendStore(database).portions() for _, line in portion]

    assert ["job-2"] == [line.job_id for line in lines]


def test_a_doubt_about_a_price_stays_with_its_job_also_one_of_a_newer_version(tmp_path: Path) -> None:
    guess = Cost(Decimal("0.40"), doubts=(Doubt.UNIT,))
    with closing(open_database(tmp_path / "ledger.sqlite3")) as database:
        store = JobStore(database)
        store.add([job(tmp_path, 0, cost=guess), job(tmp_path, 1, cost=guess)])
        newer = """UPDATE jobs SET document = json_set(document, '$.cost.doubts[0]', 'moon') WHERE id = 'job-0'"""
        database.execute(newer)
        lines = [line for portion in SpendStore(database).portions() for _, line in portion]

    assert [(Doubt.UNIT,), (Doubt.FURTHER,)] == [line.estimate.doubts for line in lines]
