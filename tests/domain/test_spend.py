"""What was spent, in sums and as a table for other programs."""

import csv
import io
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from sora_desktop.domain.budget import Spend
from sora_desktop.domain.charge import Charge, ChargeSource, Settlement
from sora_desktop.domain.job import Billed, JobState
from sora_desktop.domain.pricing import Cost, Doubt
from sora_desktop.domain.spend import JobSpend, SpendBy, committed, report
from sora_desktop.domain.spend_table import COLUMNS, as_csv, plain
from tests.support.rows import rows
from tests.support.samples import NOON

TODAY = date(2026, 11, 22)
PAID = JobSpend("job", NOON, TODAY, JobState.DONE, Billed.YES, "wan", "Gateway", 4, Cost(Decimal("0.40")))
SETTLED = Charge().with_settlement(Settlement(Decimal("0.44"), "USD", ChargeSource.TASK, "quota"), NOON)
LINES = (
    PAID,
    replace(PAID, charge=SETTLED, model="sora-2", bill=Billed.UNKNOWN, state=JobState.FAILED),
    replace(PAID, day=TODAY - timedelta(days=1), estimate=Cost(None), connection="Other"),
    replace(PAID, estimate=Cost(Decimal(12), "credits")),
    replace(PAID, bill=Billed.NO, state=JobState.REFUSED),
    replace(PAID, bill=Billed.NO, state=JobState.WAITING),
    replace(PAID, bill=Billed.NO, estimate=Cost(Decimal(0), free=True)),
)


def test_what_may_have_been_billed_is_spent_and_each_currency_is_summed_by_itself() -> None:
    whole = report(LINES, None).whole

    assert (4, 16, 1, 1) == (whole.clips, whole.seconds, whole.unknown, whole.settled_clips)
    assert {"USD": Decimal("0.84"), "credits": Decimal(12)} == whole.total
    assert {"USD": Decimal("0.80"), "credits": Decimal(12)} == whole.estimated
    assert {"USD": Decimal("0.44")} == whole.settled


def test_a_job_with_several_tags_counts_for_each_however_it_is_spelled() -> None:
    lines = [replace(PAID, tags=("winter", "Client A")), replace(PAID, tags=("Winter",)), PAID]

    sums = report(lines, None).sums[SpendBy.TAG]
    assert [("winter", 2), ("", 1), ("Client A", 1)] == [(each.name, each.clips) for each in sums]
    assert 3 == report(lines, None).whole.clips


def test_sums_are_by_day_the_latest_first_and_by_model_and_connection_the_dearest_first() -> None:
    sums = report(LINES, None).sums

    assert ["2026-11-22", "2026-11-21"] == [each.name for each in sums[SpendBy.DAY]]
    assert ["wan", "sora-2"] == [each.name for each in sums[SpendBy.MODEL]]
    assert ["Gateway", "Other"] == [each.name for each in sums[SpendBy.CONNECTION]]
    assert [""] == [each.name for each in sums[SpendBy.TAG]]
    assert [3] == [each.clips for each in report(LINES, TODAY).sums[SpendBy.DAY]]


def test_what_waits_takes_its_part_of_the_budget_and_what_was_refused_does_not() -> None:
    assert Spend(Decimal("1.24"), 20, 5, 2) == committed(LINES, "USD")


def test_the_table_has_a_line_a_job_with_what_was_estimated_and_what_was_settled() -> None:
    rows = list(csv.DictReader(io.StringIO(as_csv(LINES[:2]))))

    assert list(COLUMNS) == list(rows[0])
    assert ("0.40", "", "0.40", "0.44", "quota") == (
        rows[0]["estimate"],
        rows[0]["settled"],
        rows[1]["estimate"],
        rows[1]["settled"],
        rows[1]["settled_by"],
    )


def test_what_may_have_cost_more_is_counted_until_its_service_has_settled_it() -> None:
    guess = replace(PAID, estimate=Cost(Decimal("0.40"), doubts=(Doubt.UNIT,)))
    whole = report([guess, replace(guess, charge=SETTLED), PAID], None).whole

    assert (1, 2) == (whole.least, whole.estimated_least)
    assert (1, 0) == (committed([guess], "USD").least, committed([replace(guess, is_elsewhere=True)], "USD").least)
    kinds = [row["estimate_is"] for row in csv.DictReader(io.StringIO(as_csv([guess, PAID, LINES[2]])))]
    assert ["at least", "about", ""] == kinds


@rows("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "|calc", "%0A=1", "＝1+1"])
def test_no_name_becomes_a_formula_in_a_spreadsheet(name: str) -> None:
    (row,) = csv.DictReader(io.StringIO(as_csv([replace(PAID, connection=name, model=name)])))

    assert (f"'{name}", f"'{name}") == (row["connection"], row["model"])


@given(st.text(max_size=20))
def test_whatever_a_name_is_it_comes_back_whole_and_begins_no_formula(name: str) -> None:
    cell = plain(name)

    assert cell.removeprefix("'") == name or cell == name
    assert not cell.lstrip().startswith(("=", "+", "-", "@"))
