"""The picker at the top: what it says of the selected connection, and its list."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sora_desktop.base.sentences import message
from sora_desktop.domain.connection import Connection, KeyPlace, engine_connection
from sora_desktop.domain.events import ConnectionsChanged, Health, HealthChanged, Reach
from sora_desktop.ui.connections import sentences as text
from sora_desktop.ui.connections.connection_picker import ConnectionPicker
from sora_desktop.ui.connections.item_models import ConnectionList, Mark, standing
from sora_desktop.ui.theme import ThemeKeeper
from tests.support.commands import RecordingCommands
from tests.support.formats import NATIVE

ENGINE = engine_connection()
SAVED = Connection(id="saved", name="Mine & Co", base_url="https://api.example.com", key_place=KeyPlace.KEYRING)


@pytest.fixture
def connections(qapp: QApplication) -> ConnectionList:
    return ConnectionList()


@pytest.fixture
def picker(
    qtbot: QtBot, theme: ThemeKeeper, commands: RecordingCommands, connections: ConnectionList
) -> ConnectionPicker:
    made = ConnectionPicker(commands, connections, theme)
    qtbot.addWidget(made)
    return made


def listed(picker: ConnectionPicker) -> list[QAction]:
    picker._fill()
    return [action for action in picker._menu.actions() if not action.isSeparator()]


def named(picker: ConnectionPicker, words: str) -> QAction:
    return next(action for action in listed(picker) if words in action.text())


@pytest.mark.parametrize(
    ("reach", "words", "mark"),
    [
        (Reach.UNTRIED, "not checked yet", Mark.OPEN),
        (Reach.ASKING, "checking…", Mark.OPEN),
        (Reach.STARTING, "starting…", Mark.OPEN),
        (Reach.ANSWERS, "connected", Mark.GOOD),
        (Reach.WRONG_KEY, "wrong key", Mark.CAREFUL),
        (Reach.NOT_THE_FORMAT, "different format", Mark.BAD),
        (Reach.NO_ANSWER, "no answer", Mark.BAD),
    ],
)
def test_every_state_of_a_connection_has_its_words_and_its_mark(reach: Reach, words: str, mark: Mark) -> None:
    assert (words, mark) == standing(SAVED, Health(reach))


def test_an_engine_that_answers_is_ready() -> None:
    assert ("ready", Mark.GOOD) == standing(ENGINE, Health(Reach.ANSWERS))


def test_a_connection_without_its_key_says_so_before_anything_else() -> None:
    keyless = Connection(id="x", name="X", base_url="https://x.example.com", key_place=KeyPlace.MISSING)

    assert ("needs its key", Mark.CAREFUL) == standing(keyless, Health(Reach.ANSWERS))


def test_before_the_studio_is_open_the_picker_says_that_it_starts(picker: ConnectionPicker) -> None:
    assert "Connection: getting ready" == picker.accessibleName()


def test_the_picker_names_the_selected_connection_and_its_state(
    picker: ConnectionPicker, connections: ConnectionList
) -> None:
    connections.apply(ConnectionsChanged((ENGINE, SAVED), "engine"))
    connections.apply(HealthChanged("engine", Health(Reach.ANSWERS)))

    assert "Connection: Local engine, ready" == picker.accessibleName()


def test_the_reason_why_a_service_does_not_answer_is_the_tool_tip(
    picker: ConnectionPicker, connections: ConnectionList
) -> None:
    connections.apply(ConnectionsChanged((ENGINE, SAVED), "saved"))
    connections.apply(HealthChanged("saved", Health(Reach.NO_ANSWER, message("<b>No such host.</b>"))))

    assert "<b>No such host.</b>" == picker.accessibleDescription()
    assert "&lt;b&gt;No such host.&lt;/b&gt;</span>" in picker.toolTip()


def test_the_list_holds_every_connection_with_its_state_and_marks_the_selected_one(
    picker: ConnectionPicker, connections: ConnectionList
) -> None:
    connections.apply(ConnectionsChanged((ENGINE, SAVED), "saved"))
    rows = [(action.text(), action.isChecked()) for action in listed(picker)[:2]]

    assert [("Local engine  ·  not checked yet", False), ("Mine && Co  ·  not checked yet", True)] == rows


def test_choosing_a_row_selects_that_connection(
    picker: ConnectionPicker, connections: ConnectionList, commands: RecordingCommands
) -> None:
    connections.apply(ConnectionsChanged((ENGINE, SAVED), "engine"))
    named(picker, "Mine").trigger()

    assert [("saved",)] == commands.of("connections.select")


def test_only_a_saved_connection_can_be_edited(
    picker: ConnectionPicker, connections: ConnectionList, qtbot: QtBot
) -> None:
    connections.apply(ConnectionsChanged((ENGINE, SAVED), "engine"))
    assert not any("Edit" in action.text() for action in listed(picker))

    connections.apply(ConnectionsChanged((ENGINE, SAVED), "saved"))
    with qtbot.waitSignal(picker.edit_wanted) as told:
        named(picker, "Edit").trigger()
    assert [SAVED] == told.args


def test_a_copy_of_a_connection_begins_a_new_one_without_its_key(
    picker: ConnectionPicker, connections: ConnectionList, qtbot: QtBot
) -> None:
    connections.apply(ConnectionsChanged((ENGINE, replace(SAVED, key_place=KeyPlace.KEYRING)), "saved"))
    with qtbot.waitSignal(picker.edit_wanted) as told:
        named(picker, "Duplicate").trigger()

    copied = replace(SAVED, id="", name="Mine & Co (copy)", key_place=KeyPlace.MISSING)
    assert [copied] == told.args


def test_a_service_can_be_asked_again(
    picker: ConnectionPicker, connections: ConnectionList, commands: RecordingCommands
) -> None:
    connections.apply(ConnectionsChanged((ENGINE, SAVED), "saved"))
    named(picker, text.PICKER_ASK).trigger()

    assert [("saved",)] == commands.of("connections.probe")


def test_the_arrow_key_opens_the_list(picker: ConnectionPicker, connections: ConnectionList, qtbot: QtBot) -> None:
    connections.apply(ConnectionsChanged((ENGINE, SAVED), "engine"))
    picker.show()
    qtbot.keyClick(picker, Qt.Key.Key_Down)
    assert picker._menu.isVisible()

    picker._menu.close()


def test_a_name_of_control_signs_stays_one_line(picker: ConnectionPicker, connections: ConnectionList) -> None:
    strange = Connection(id="s", name="a\tb\n\u202ec", base_url="https://x.example.com", key_place=KeyPlace.KEYRING)
    connections.apply(ConnectionsChanged((strange,), "s"))

    assert "Connection: a b c, not checked yet" == picker.accessibleName()


def test_the_list_of_connections_has_the_id_the_state_and_the_connection_in_its_roles(
    connections: ConnectionList,
) -> None:
    connections.apply(ConnectionsChanged((ENGINE, SAVED), "engine"))
    connections.apply(HealthChanged("saved", Health(Reach.WRONG_KEY)))
    row = connections.index(1)
    role = Qt.ItemDataRole.UserRole

    assert ("saved", "wrong-key", SAVED) == (row.data(role), row.data(role + 1), row.data(role + 2))


def test_the_selected_connection_is_told_when_it_changes_and_only_then(
    connections: ConnectionList, qtbot: QtBot
) -> None:
    told: list[Connection | None] = []
    connections.selection_changed.connect(told.append)
    connections.apply(ConnectionsChanged((ENGINE, SAVED), "engine"))
    connections.apply(ConnectionsChanged((ENGINE, SAVED), "engine"))
    edited = Connection(id="saved", name="Mine", base_url="https://b.example.com", format=NATIVE)
    connections.apply(ConnectionsChanged((ENGINE, edited), "saved"))

    assert [ENGINE, edited] == told
