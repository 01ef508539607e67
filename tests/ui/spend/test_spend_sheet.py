"""What was spent, as it is shown, and the way to it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from sora_desktop.domain.budget import Budget, Limits, Spend
from sora_desktop.domain.charge import Charge, ChargeSource, Settlement
from sora_desktop.domain.job import Billed, JobState
from sora_desktop.domain.pricing import Cost
from sora_desktop.domain.spend import JobSpend, SpendBy, report
from sora_desktop.ui.spend.sheet import SpendSheet
from sora_desktop.ui.window.spend_today import today_words
from tests.support.commands import RecordingCommands
from tests.support.rows import rows
from tests.support.samples import NOON

TODAY = date(2026, 11, 22)
PAID = JobSpend("job", NOON, TODAY, JobState.DONE, Billed.YES, "wan", "<b>Gateway</b>", 4, Cost(Decimal("0.40")))
SETTLED = Charge().with_settlement(Settlement(Decimal("0.44"), "USD", ChargeSource.TASK), NOON)
REPORT = report([PAID, replace(PAID, charge=SETTLED), replace(PAID, model="sora-2", estimate=Cost(None))], None)


@pytest.fixture
def sheet(qtbot: QtBot, commands: RecordingCommands) -> SpendSheet:
    made = SpendSheet(commands)
    qtbot.addWidget(made)
    return made


def shown(sheet: SpendSheet) -> list[list[str]]:
    columns = range(sheet.table.columnCount())
    return [
        [item.text() if (item := sheet.table.item(row, column)) else "" for column in columns]
        for row in range(sheet.table.rowCount())
    ]


def test_it_shows_what_was_estimated_beside_what_was_settled(sheet: SpendSheet, commands: RecordingCommands) -> None:
    sheet.open_now()
    commands.answer("spending.report", REPORT)
    sheet.group.field.choose(SpendBy.MODEL)

    assert "3 clips: $0.84, 1 without a known price" == sheet.whole.text()
    assert [
        ["wan", "2", "8", "$0.84", "$0.80", "$0.44 (1 of 2)"],
        ["sora-2", "1", "4", "unknown", "", ""],
    ] == shown(sheet)
    sheet.group.field.choose(SpendBy.CONNECTION)
    assert ["<b>Gateway</b>"] == [row[0] for row in shown(sheet)]


def test_another_period_is_asked_for_and_an_answer_to_an_earlier_one_is_passed_over(
    sheet: SpendSheet, commands: RecordingCommands
) -> None:
    sheet.open_now()
    earlier = commands.thens["spending.report"]
    sheet.period.field.choose(None)
    commands.answer("spending.report", report([], None))
    earlier(REPORT)

    assert (None,) == commands.of("spending.report")[-1]
    assert ("Nothing was spent in this period.", False) == (sheet.whole.text(), sheet.export_button.isEnabled())


def test_it_is_exported_into_the_file_that_a_person_chose_and_that_is_said(
    sheet: SpendSheet, commands: RecordingCommands, tmp_path: Path
) -> None:
    sheet.open_now()
    sheet.export_to(str(tmp_path / "spending.csv"))
    commands.answer("spending.export", 3)

    assert tmp_path / "spending.csv" == commands.of("spending.export")[0][0]
    assert "3 rows are exported to" in str(commands.notices[-1].text)


@rows(
    ("spend", "limit", "words"),
    [
        (Spend(), None, ""),
        (Spend(Decimal("1.2"), 8, 2), None, "Today $1.20"),
        (Spend(Decimal("1.2"), 8, 2), "5", "Today $1.20 of $5.00"),
        (Spend(Decimal("1.2"), 8, 2, 1), None, "Today $1.20 and more"),
        (Spend(Decimal("1.2"), 8, 2, 0, 1), None, "Today $1.20 and more"),
        (Spend(Decimal("1.2"), 8, 2, 0, 1), "5", "Today $1.20 and more, of $5.00"),
        (Spend(Decimal(0), 8, 2, 2), "5", "Today 2 clips, price unknown"),
    ],
)
def test_the_bar_says_what_was_spent_today(spend: Spend, limit: str | None, words: str) -> None:
    budget = Budget(day=Limits(money=None if limit is None else Decimal(limit)))

    assert words == today_words(spend, budget)


def test_the_table_is_read_only(sheet: SpendSheet, commands: RecordingCommands) -> None:
    sheet.open_now()
    commands.answer("spending.report", REPORT)
    item = sheet.table.item(0, 0)

    assert item is not None
    assert sheet.table.editTriggers() == sheet.table.EditTrigger.NoEditTriggers
    assert Qt.ItemFlag.ItemIsSelectable in item.flags()
