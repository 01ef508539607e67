"""The saved connections are put in order by dragging, with the keyboard or with buttons; each move is kept at once."""

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication
from pytestqt.qtbot import QtBot

from sora_desktop.domain.connection import Connection, engine_connection
from sora_desktop.domain.events import ConnectionsChanged
from sora_desktop.ui.connections.connection_picker import ConnectionPicker
from sora_desktop.ui.connections.item_models import ConnectionList
from sora_desktop.ui.connections.order_sheet import OrderSheet
from sora_desktop.ui.theme import ThemeKeeper
from tests.support.commands import RecordingCommands

A, B, C = (Connection(name.lower(), name, f"https://{name}.example.com") for name in "ABC")


@pytest.fixture
def connections(qapp: QApplication) -> ConnectionList:
    made = ConnectionList()
    made.reset((engine_connection(), A, B, C), "engine")
    return made


@pytest.fixture
def sheet(qtbot: QtBot, commands: RecordingCommands, connections: ConnectionList) -> OrderSheet:
    made = OrderSheet(commands, connections)
    qtbot.addWidget(made)
    made.open()
    return made


def test_it_moves_with_the_keyboard_and_with_buttons(sheet: OrderSheet, commands: RecordingCommands) -> None:
    assert ("a", "b", "c") == sheet.list.ids
    QTest.keyClick(sheet.list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(sheet.list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(sheet.list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert [(("b", "a", "c"),), (("b", "c", "a"),)] == commands.of("connections.reorder")
    assert (True, False) == (sheet.up.isEnabled(), sheet.down.isEnabled())

    sheet.up.click()
    assert (("b", "a", "c"),) == commands.of("connections.reorder")[-1]


def test_it_moves_by_dragging(sheet: OrderSheet, commands: RecordingCommands) -> None:
    rows = sheet.list
    assert QAbstractItemView.DragDropMode.InternalMove is rows.dragDropMode()
    assert rows.model().moveRow(QModelIndex(), 0, QModelIndex(), 3), "what Qt does with a drop inside of a list"

    assert [(("b", "c", "a"),)] == commands.of("connections.reorder")


def test_it_follows_what_comes_and_goes(sheet: OrderSheet, connections: ConnectionList) -> None:
    sheet.list.setCurrentRow(1)
    connections.apply(ConnectionsChanged((engine_connection(), C, B), "engine"))

    assert ("c", "b") == sheet.list.ids
    assert "B" == sheet.list.currentItem().text()


@pytest.mark.parametrize(("there", "is_offered"), [((A, B), True), ((A,), False)])
def test_the_picker_offers_it_where_there_is_an_order(
    qtbot: QtBot, commands: RecordingCommands, theme: ThemeKeeper, there: tuple[Connection, ...], is_offered: bool
) -> None:
    connections = ConnectionList()
    connections.reset((engine_connection(), *there), "engine")
    picker = ConnectionPicker(commands, connections, theme)
    qtbot.addWidget(picker)
    picker._fill()

    assert is_offered is any("Change the order" in action.text() for action in picker._menu.actions())
