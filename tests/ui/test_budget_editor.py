"""The budget in the settings: an empty field is no limit, and what is no number changes nothing."""

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from sora_desktop.domain.budget import Budget, Limits
from sora_desktop.ui.settings.budget_editor import BudgetEditor

BUDGET = Budget("USD", Limits(Decimal("20.50"), None, 40), Limits(Decimal(5), 60, 0))


@pytest.fixture
def editor(qtbot: QtBot) -> BudgetEditor:
    made = BudgetEditor()
    qtbot.addWidget(made)
    return made


def write(editor: BudgetEditor, qtbot: QtBot, row: str, name: str, words: str) -> None:
    field = editor.fields[row, name]
    field.clear()
    qtbot.keyClicks(field, words)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def test_it_shows_a_budget_and_changes_nothing_by_it(editor: BudgetEditor) -> None:
    told: list[Budget] = []
    editor.changed.connect(told.append)
    editor.show_budget(BUDGET)

    assert [] == told
    assert ["20.50", "", "40", "5", "60", "0"] == [field.text() for field in editor.fields.values()]


def test_what_is_written_is_told_and_an_emptied_field_is_no_limit(editor: BudgetEditor, qtbot: QtBot) -> None:
    told: list[Budget] = []
    editor.show_budget(BUDGET)
    editor.changed.connect(told.append)
    write(editor, qtbot, "day", "money", "$10,5")
    write(editor, qtbot, "batch", "clips", "")

    assert [Limits(Decimal("10.5"), None, 40), Limits(Decimal(5), 60, None)] == [told[0].day, told[-1].batch]


@pytest.mark.parametrize(("name", "words"), [("money", "lots"), ("money", "-1"), ("seconds", "1.5"), ("clips", "x")])
def test_what_is_no_limit_is_marked_and_changes_nothing(
    editor: BudgetEditor, qtbot: QtBot, name: str, words: str
) -> None:
    told: list[Budget] = []
    editor.changed.connect(told.append)
    write(editor, qtbot, "day", name, words)

    assert ([], "true") == (told, editor.fields["day", name].property("wrong"))


@pytest.mark.parametrize(("typed", "currency"), [("eur", "EUR"), (" CNY ", "CNY"), ("credits", "credits")])
def test_the_currency_of_the_money_is_written_here(
    editor: BudgetEditor, qtbot: QtBot, typed: str, currency: str
) -> None:
    told: list[Budget] = []
    editor.show_budget(BUDGET)
    assert "USD" == editor.currency.text()
    editor.changed.connect(told.append)
    editor.currency.clear()
    qtbot.keyClicks(editor.currency, typed)
    qtbot.keyClick(editor.currency, Qt.Key.Key_Return)

    assert [Budget(currency, BUDGET.day, BUDGET.batch)] == told


def test_no_currency_is_marked_and_changes_nothing(editor: BudgetEditor, qtbot: QtBot) -> None:
    told: list[Budget] = []
    editor.show_budget(BUDGET)
    editor.changed.connect(told.append)
    editor.currency.clear()
    qtbot.keyClicks(editor.currency, " ")
    qtbot.keyClick(editor.currency, Qt.Key.Key_Return)

    assert ([], "true") == (told, editor.currency.property("wrong"))


def test_another_currency_stands_over_the_money(editor: BudgetEditor) -> None:
    editor.show_budget(Budget("EUR"))

    assert "Money (EUR)" in editor.fields["day", "money"].accessibleName()
