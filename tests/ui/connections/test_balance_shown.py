"""What is left at a service stands with its connection, with its unit and its time, and nowhere where nothing was told."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sora_desktop.domain.balance import Balance
from sora_desktop.domain.connection import Connection, KeyPlace, engine_connection
from sora_desktop.domain.events import BalanceChanged, Snapshot
from sora_desktop.domain.pricing import PriceList
from sora_desktop.domain.settings import Settings
from sora_desktop.ui.connections.balance_words import left_words, told_words
from sora_desktop.ui.connections.connection_picker import ConnectionPicker
from sora_desktop.ui.connections.item_models import ConnectionList
from sora_desktop.ui.connections.sheet import ConnectionSheet
from sora_desktop.ui.theme import ThemeKeeper
from tests.support.commands import RecordingCommands
from tests.support.formats import FACTS

SAVED = Connection("saved", "Gateway", "https://api.example.com", preset="new-api", key_place=KeyPlace.KEYRING)
LEFT = Balance(Decimal("8.90"), "USD", datetime(2026, 11, 22, 12, tzinfo=UTC))


@pytest.fixture
def connections(qapp: QApplication) -> ConnectionList:
    made = ConnectionList()
    made.load(Snapshot((), (), (engine_connection(), SAVED), "saved", (), Settings(), formats=tuple(FACTS.values())))
    return made


def test_the_picker_has_it_in_its_list_and_its_help(
    qtbot: QtBot, theme: ThemeKeeper, commands: RecordingCommands, connections: ConnectionList
) -> None:
    picker = ConnectionPicker(commands, connections, theme)
    qtbot.addWidget(picker)
    assert "left" not in picker.toolTip()

    connections.apply(BalanceChanged("saved", LEFT))
    picker._fill()
    assert any(action.text().endswith("$8.90 left") for action in picker._menu.actions())
    assert "Balance: $8.90 left, as of" in picker.toolTip()

    connections.apply(BalanceChanged("saved", None))
    assert "left" not in picker.toolTip()


def test_the_sheet_shows_it_and_asks_by_hand(
    qtbot: QtBot, theme: ThemeKeeper, commands: RecordingCommands, connections: ConnectionList
) -> None:
    sheet = ConnectionSheet(commands, connections, theme)
    qtbot.addWidget(sheet)
    sheet.open_for(SAVED)
    extras = sheet.extras
    assert (True, False) == (extras.balance_button.isVisible(), extras.balance.isVisible())

    extras.balance_button.click()
    assert [("saved",)] == commands.of("connections.balance")
    connections.apply(BalanceChanged("another", LEFT))
    connections.apply(BalanceChanged("saved", LEFT))
    commands.answer("connections.balance", LEFT)
    assert extras.balance.text().startswith("Balance: $8.90 left, as of")

    extras.balance_button.click()
    connections.apply(BalanceChanged("saved", None))
    commands.answer("connections.balance", None)
    assert not extras.balance.isVisible()
    assert "The service doesn't tell what is left for this key." == extras.told.text()


@pytest.mark.parametrize("other", [{"preset": "openai-videos"}, {"preset": ""}, {"prices": PriceList(free=True)}])
def test_a_service_that_never_tells_it_is_not_offered_to_be_asked(
    qtbot: QtBot, theme: ThemeKeeper, commands: RecordingCommands, connections: ConnectionList, other: dict[str, object]
) -> None:
    sheet = ConnectionSheet(commands, connections, theme)
    qtbot.addWidget(sheet)
    sheet.open_for(replace(SAVED, **other))  # type: ignore[arg-type]

    assert not sheet.extras.balance_button.isVisible()


def test_units_of_the_services_own_and_less_than_nothing_are_written_as_they_are() -> None:
    assert "24 credits left" == left_words(replace(LEFT, left=Decimal(24), unit="credits")).replace("\xa0", " ")
    assert "2.50" in left_words(replace(LEFT, left=Decimal("-2.50")))
    assert left_words(replace(LEFT, left=Decimal("-2.50"))) != left_words(replace(LEFT, left=Decimal("2.50")))
    assert told_words(replace(LEFT, at=datetime.now(UTC))) != told_words(LEFT)
