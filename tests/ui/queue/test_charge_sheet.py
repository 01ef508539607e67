"""A person enters what a service billed, changes it, or takes it away; what is no sum is said and not taken."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from pytestqt.qtbot import QtBot

from sora_desktop.domain.charge import Charge, ChargeEntry, ChargeSource, Settlement
from sora_desktop.domain.job import Billed, Job, JobState
from sora_desktop.domain.pricing import Cost
from sora_desktop.ui.common.job_words import billed_words
from sora_desktop.ui.queue.charge_sheet import ChargeSheet, known_words
from sora_desktop.ui.queue.job_actions import JobAction, label, menu_actions
from tests.support.commands import RecordingCommands
from tests.support.rows import rows
from tests.ui.samples import FREE, job

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
TOLD = Settlement(Decimal("0.40"), "USD", ChargeSource.ANSWER, "usage.cost")
ENTERED = Settlement(Decimal("0.55"), "USD", ChargeSource.PERSON)
DONE = replace(job(1, JobState.DONE), cost=Cost(Decimal("0.40")), billed=Billed.YES)


def charged(*told: Settlement) -> Job:
    return replace(DONE, charge=Charge(tuple(ChargeEntry(each, NOON) for each in told)))


Open = Callable[[Job], ChargeSheet]


@pytest.fixture
def opened(qtbot: QtBot, commands: RecordingCommands) -> Open:
    def made(one: Job) -> ChargeSheet:
        sheet = ChargeSheet(commands, one)
        qtbot.addWidget(sheet)
        sheet.open()
        return sheet

    return made


@pytest.mark.parametrize(
    ("amount", "unit", "sent"),
    [
        ("0.55", "", (Decimal("0.55"), "USD")),
        ("$0,55", "eur", (Decimal("0.55"), "EUR")),
        ("24", "credits", (Decimal(24), "credits")),
        ("0", "", (Decimal(0), "USD")),
    ],
)
def test_what_was_billed_is_entered(
    opened: Open, commands: RecordingCommands, amount: str, unit: str, sent: tuple[Decimal, str]
) -> None:
    sheet = opened(DONE)
    assert ("", "USD", False) == (sheet.amount.field.text(), sheet.unit.field.text(), sheet.take_away.isVisible())
    sheet.amount.field.setText(amount)
    sheet.unit.field.setText(unit or sheet.unit.field.text())
    sheet.save.click()

    assert [(DONE.id, *sent)] == commands.of("charges.enter")


@pytest.mark.parametrize(
    ("amount", "unit", "said"),
    [
        ("a lot", "USD", "Enter the amount as a number"),
        ("-1", "USD", "Enter the amount"),
        ("1", " ", "Enter a currency"),
    ],
)
def test_what_is_no_sum_is_said_and_the_sheet_stays(
    opened: Open, commands: RecordingCommands, amount: str, unit: str, said: str
) -> None:
    sheet = opened(DONE)
    sheet.amount.field.setText(amount)
    sheet.unit.field.setText(unit)
    sheet.save.click()

    assert sheet.isVisible()
    assert said in sheet.problem.text()
    assert [] == commands.said


def test_what_was_entered_stands_there_and_is_taken_away(opened: Open, commands: RecordingCommands) -> None:
    sheet = opened(charged(TOLD, ENTERED))
    assert ("0.55", "USD") == (sheet.amount.field.text(), sheet.unit.field.text())
    sheet.take_away.click()

    assert [(DONE.id,)] == commands.of("charges.take_away")


def test_what_is_known_beside_it_is_told() -> None:
    assert ["Estimated: $0.40", "The service said: $0.40 (usage.cost)"] == known_words(charged(TOLD, ENTERED))
    assert ["The price wasn't known when it was sent."] == known_words(replace(DONE, cost=Cost(None)))


def test_the_card_says_whose_word_it_is() -> None:
    assert "billed $0.55, as you entered" == billed_words(charged(TOLD, ENTERED))
    assert "billed $0.40" == billed_words(charged(TOLD))


@rows("state", JobState)
def test_it_is_offered_for_what_was_sent_to_a_service_that_bills(state: JobState) -> None:
    is_sent = state not in (JobState.WAITING, JobState.SUBMITTING)

    assert is_sent is (JobAction.CHARGE in menu_actions(replace(DONE, state=state)))
    assert JobAction.CHARGE not in menu_actions(job(1, state, cost=FREE))
    assert "Change what you entered…" == label(JobAction.CHARGE, charged(ENTERED))
