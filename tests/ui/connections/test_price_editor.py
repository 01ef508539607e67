"""The prices of a connection as a person writes them: a line each, checked before anything is saved."""

from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from sora_desktop.domain.catalog import CATALOG
from sora_desktop.domain.connection import Connection, KeyPlace
from sora_desktop.domain.events import Snapshot
from sora_desktop.domain.pricing import Doubt, Price, PriceList, PriceUnit
from sora_desktop.domain.settings import Settings
from sora_desktop.domain.shapes import Size
from sora_desktop.ui.common.amounts import read_amount
from sora_desktop.ui.connections.item_models import ConnectionList
from sora_desktop.ui.connections.price_editor import PriceRow, PriceSheet
from sora_desktop.ui.connections.price_table import PriceTable
from sora_desktop.ui.connections.sheet import ConnectionSheet
from sora_desktop.ui.theme import ThemeKeeper
from tests.support.commands import RecordingCommands
from tests.support.formats import FACTS

PRO = CATALOG[6]
LIST = PriceList(
    "EUR",
    (
        Price(PRO.id, Decimal("0.30"), PriceUnit.SECOND, Size(1280, 720)),
        Price("own-model", Decimal("0.10"), PriceUnit.JOB, Size(640, 640), (("audio", True),)),
    ),
)
SAVED = Connection("saved", "Mine", "https://my.example.com", key_place=KeyPlace.KEYRING, prices=LIST)


def row_of(sheet: PriceSheet, at: int = 0) -> PriceRow:
    """The fields of a price, as a person comes to them."""
    row = sheet.editor.pick(at)
    assert row is not None
    return row


@pytest.fixture
def sheet(qtbot: QtBot, theme: ThemeKeeper) -> PriceSheet:
    made = PriceSheet(theme)
    qtbot.addWidget(made)
    return made


def saved(sheet: PriceSheet, qtbot: QtBot) -> list[PriceList]:
    """What Save hands over."""
    chosen: list[PriceList] = []
    sheet.chosen.connect(chosen.append)
    qtbot.mouseClick(sheet.save_button, Qt.MouseButton.LeftButton)
    return chosen


def test_prices_that_nobody_touched_are_saved_as_they_were(sheet: PriceSheet, qtbot: QtBot) -> None:
    sheet.open_for("Mine", LIST, CATALOG)

    assert [LIST] == saved(sheet, qtbot)
    assert not sheet.isVisible()


def test_a_price_is_added_for_a_model_its_size_and_its_unit(sheet: PriceSheet, qtbot: QtBot) -> None:
    sheet.open_for("Mine", PriceList(), CATALOG, PRO.id)
    row = row_of(sheet)
    qtbot.keyClicks(row.amount, "0,50")
    row.size_box.setCurrentIndex(2)
    row.unit.choose(PriceUnit.JOB)

    assert [PriceList("USD", (Price(PRO.id, Decimal("0.50"), PriceUnit.JOB, PRO.sizes[1]),))] == saved(sheet, qtbot)


GUESS = Price(PRO.id, Decimal("0.40"), PriceUnit.JOB, doubts=(Doubt.UNIT,))


def test_a_guess_is_shown_as_the_least_and_stays_one_until_a_person_says_otherwise(
    sheet: PriceSheet, qtbot: QtBot
) -> None:
    guessed = PriceList(prices=(GUESS,), group="default")
    sheet.open_for("Mine", guessed, CATALOG)
    assert [guessed] == saved(sheet, qtbot)
    sheet.open_for("Mine", guessed, CATALOG)
    row = row_of(sheet)
    assert (True, True) == (row.least.isVisible(), "per second or per clip" in row.least.toolTip())
    assert "“default”" in sheet.editor.group.text()
    row.least.click()

    assert [PriceList(prices=(replace(GUESS, doubts=()),), group="default")] == saved(sheet, qtbot)


def test_a_price_that_a_person_enters_is_their_word_and_no_guess(sheet: PriceSheet, qtbot: QtBot) -> None:
    sheet.open_for("Mine", PriceList(prices=(GUESS,)), CATALOG)
    row = row_of(sheet)
    row.unit.choose(PriceUnit.SECOND)

    assert [PriceList(prices=(replace(GUESS, unit=PriceUnit.SECOND, doubts=()),))] == saved(sheet, qtbot)


def many(count: int) -> PriceList:
    return PriceList(prices=tuple(Price(f"model-{at}", Decimal("0.10"), size=Size(1280, 720)) for at in range(count)))


def widgets_and_cells(sheet: PriceSheet, count: int, monkeypatch: pytest.MonkeyPatch) -> tuple[int, int]:
    """How many widgets there are and how many cells were looked at, once it is open and painted."""
    looked: list[int] = []
    cell = PriceTable._cell

    def counted(table: PriceTable, price: Price, column: int) -> str:
        looked.append(column)
        return cell(table, price, column)

    monkeypatch.setattr(PriceTable, "_cell", counted)
    sheet.open_for("Mine", many(count), CATALOG, f"model-{count - 1}")
    sheet.grab()
    return len(sheet.editor.findChildren(PriceRow)), len(looked)


def test_however_many_prices_there_are_only_those_in_view_are_made(
    qtbot: QtBot, theme: ThemeKeeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    """OpenRouter and new-api list hundreds: a hundred times as many cost no more to show."""
    made = []
    for count in (30, 3_000):
        sheet = PriceSheet(theme)
        qtbot.addWidget(sheet)
        with monkeypatch.context() as counted:
            made.append(widgets_and_cells(sheet, count, counted))

    (few, cells), (rows, all_cells) = made
    assert rows == few <= 2
    assert all_cells <= 2 * cells, "a ratio of one, but for how the view rounds"


def test_the_table_says_what_stands_in_the_fields(sheet: PriceSheet) -> None:
    lines = (replace(GUESS, size=PRO.sizes[0]), LIST.prices[1])
    sheet.open_for("Mine", PriceList(prices=lines), CATALOG)
    table = sheet.editor.table
    shown = [[table.index(row, column).data() for column in range(4)] for row in range(2)]

    assert [PRO.id, "1280 × 720", "at least $0.40 per clip", ""] == shown[0]
    assert ["own-model", "640 × 640", "$0.10 per clip", "audio: yes"] == shown[1]
    assert "per second or per clip" in table.index(0, 2).data(Qt.ItemDataRole.ToolTipRole)
    row_of(sheet, 1).amount.setText("0.25")
    assert "$0.25 per clip" == table.index(1, 2).data()
    row_of(sheet, 1).amount.setText("no price")
    assert "" == table.index(1, 2).data()


def test_it_opens_at_the_price_of_the_model_that_has_one(sheet: PriceSheet) -> None:
    sheet.open_for("Mine", LIST, CATALOG, PRO.id)

    assert 2 == sheet.editor.table.rowCount()


@pytest.mark.parametrize("typed", ["", "free", "-1", "1.2.3", "1e9999", "NaN", "99999999999999999999"])
def test_what_is_no_price_is_said_and_not_saved(sheet: PriceSheet, qtbot: QtBot, typed: str) -> None:
    sheet.open_for("Mine", PriceList(), CATALOG, PRO.id)
    row_of(sheet).amount.setText(typed)

    assert [] == saved(sheet, qtbot)
    assert (True, "Enter the price as a number, such as 0.10.") == (sheet.isVisible(), sheet.editor.problem.text())


def test_two_prices_for_one_thing_are_said(sheet: PriceSheet, qtbot: QtBot) -> None:
    sheet.open_for("Mine", PriceList(prices=(Price(PRO.id, Decimal(1)), Price(PRO.id, Decimal(2)))), CATALOG)

    assert [] == saved(sheet, qtbot)
    assert "There are two prices for the same model and size." == sheet.editor.problem.text()


def test_a_price_is_taken_away(sheet: PriceSheet, qtbot: QtBot) -> None:
    sheet.open_for("Mine", LIST, CATALOG)
    qtbot.mouseClick(row_of(sheet).remove, Qt.MouseButton.LeftButton)

    assert [PriceList("EUR", LIST.prices[1:])] == saved(sheet, qtbot)


def test_a_code_of_a_currency_is_in_capitals_and_a_unit_of_the_services_own_stays(
    sheet: PriceSheet, qtbot: QtBot
) -> None:
    sheet.open_for("Mine", PriceList("credits"), CATALOG)
    assert ["credits"] == [each.currency for each in saved(sheet, qtbot)]
    sheet.open_for("Mine", PriceList("eur"), CATALOG)
    assert "EUR" == sheet.editor.prices.currency


@pytest.mark.parametrize(("typed", "amount"), [("0.10", "0.10"), (" $1 ", "1"), ("0,5", "0.5"), ("1,000.5", None)])
def test_an_amount_is_read_as_people_write_it(typed: str, amount: str | None) -> None:
    assert (None if amount is None else Decimal(amount)) == read_amount(typed)


@pytest.fixture
def connection_sheet(
    qapp: QApplication, qtbot: QtBot, theme: ThemeKeeper, commands: RecordingCommands
) -> ConnectionSheet:
    connections = ConnectionList()
    connections.load(Snapshot((), (), (SAVED,), "saved", (), Settings(), formats=tuple(FACTS.values())))
    made = ConnectionSheet(commands, connections, theme)
    qtbot.addWidget(made)
    return made


def click(qtbot: QtBot, button: QAbstractButton) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_prices_are_reached_from_the_connection_and_saved_with_it(
    connection_sheet: ConnectionSheet, commands: RecordingCommands, qtbot: QtBot
) -> None:
    connection_sheet.open_for(SAVED)
    click(qtbot, connection_sheet.prices_button)
    prices = connection_sheet.findChild(PriceSheet)
    assert isinstance(prices, PriceSheet)
    row_of(prices).amount.setText("0.35")
    click(qtbot, prices.save_button)
    click(qtbot, connection_sheet.save_button)
    ((connection, _key),) = commands.of("connections.save")

    assert (Decimal("0.35"), "EUR") == (connection.prices.prices[0].amount, connection.prices.currency)


def test_a_server_of_ones_own_is_marked_free_and_keeps_its_prices(
    connection_sheet: ConnectionSheet, commands: RecordingCommands, qtbot: QtBot
) -> None:
    connection_sheet.open_for(SAVED)
    connection_sheet.form.advanced.free.click()
    click(qtbot, connection_sheet.save_button)
    ((connection, _key),) = commands.of("connections.save")

    assert (True, LIST.prices, False) == (
        connection.prices.free,
        connection.prices.prices,
        connection_sheet.prices_button.isEnabled(),
    )
