"""The models of a connection in their editor: found, added, hidden, changed and put back, and saved all at once."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sora_desktop.base.sentences import message
from sora_desktop.domain.catalog import VideoModel
from sora_desktop.domain.connection import Connection, KeyPlace, engine_connection
from sora_desktop.domain.events import Notice, Severity, Snapshot
from sora_desktop.domain.parameters import Parameter, ParameterKind
from sora_desktop.domain.settings import Settings
from sora_desktop.domain.shapes import Size
from sora_desktop.domain.told import Told
from sora_desktop.ui.connections.item_models import ConnectionList
from sora_desktop.ui.connections.model_editor import ModelSheet
from sora_desktop.ui.connections.parameter_table import KIND_COLUMN
from tests.support.commands import RecordingCommands
from tests.support.formats import FACTS, NATIVE

WAN = VideoModel("wan-2.2", (Size(1280, 704),), (4, 8), name="Wan", assumed=("sizes", "lengths"))
VEO, CHAT = replace(WAN, id="veo", name=""), replace(WAN, id="chat", name="")
BOX = Connection(
    "box",
    "Box",
    "http://box.example",
    NATIVE,
    preset="litellm",
    models=(WAN,),
    told=Told((WAN, VEO), (CHAT,)),
    key_place=KeyPlace.NOT_NEEDED,
)


@pytest.fixture
def connections(qapp: QApplication) -> ConnectionList:
    made = ConnectionList()
    made.load(Snapshot((), (), (engine_connection(), BOX), "engine", (), Settings(), formats=tuple(FACTS.values())))
    return made


@pytest.fixture
def sheet(qtbot: QtBot, commands: RecordingCommands, connections: ConnectionList) -> ModelSheet:
    made = ModelSheet(commands, connections)
    qtbot.addWidget(made)
    made.open_for(BOX)
    return made


def shown(sheet: ModelSheet) -> list[str]:
    return [str(sheet.rows.index(at).data()) for at in range(sheet.rows.rowCount())]


def click(qtbot: QtBot, button: object) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def saved(sheet: ModelSheet, commands: RecordingCommands, qtbot: QtBot) -> tuple[VideoModel, ...]:
    click(qtbot, sheet.save_button)
    ((connection,),) = commands.of("connections.save")
    assert replace(BOX, models=connection.models) == connection
    models: tuple[VideoModel, ...] = connection.models
    return models


def go_to(sheet: ModelSheet, at: int) -> None:
    sheet.list.setCurrentIndex(sheet.rows.index(at))


def test_those_that_are_offered_come_first_and_those_that_are_hidden_are_told_as_such(sheet: ModelSheet) -> None:
    assert ["Wan  ·  wan-2.2", "veo  ·  hidden", "chat  ·  hidden"] == shown(sheet)
    assert ("wan-2.2", "Wan", "1280x704", "4, 8") == (
        sheet.form.id.field.text(),
        sheet.form.name.field.text(),
        sheet.form.sizes.field.text(),
        sheet.form.lengths.field.text(),
    )


def test_looking_at_models_changes_none(sheet: ModelSheet, commands: RecordingCommands, qtbot: QtBot) -> None:
    for at in range(sheet.rows.rowCount()):
        go_to(sheet, at)

    assert (WAN,) == saved(sheet, commands, qtbot)


def test_a_model_is_changed_in_its_fields_and_put_back(
    sheet: ModelSheet, commands: RecordingCommands, qtbot: QtBot
) -> None:
    assert not sheet.reset_button.isEnabled()
    sheet.form.lengths.field.setText("4-20")
    sheet.form.slots.most[next(iter(sheet.form.slots.most))].setValue(1)
    assert "Wan  ·  wan-2.2  ·  changed" == shown(sheet)[0]

    click(qtbot, sheet.reset_button)
    assert ("4, 8", "Wan  ·  wan-2.2") == (sheet.form.lengths.field.text(), shown(sheet)[0])
    sheet.form.name.field.setText("Mine")
    assert (replace(WAN, name="Mine"),) == saved(sheet, commands, qtbot)


def test_what_is_wrong_is_said_kept_and_not_saved(sheet: ModelSheet, commands: RecordingCommands, qtbot: QtBot) -> None:
    sheet.form.sizes.field.setText("1280 by 704")
    assert "isn't a size" in sheet.form.sizes.below
    go_to(sheet, 1)
    click(qtbot, sheet.save_button)

    assert [] == commands.said
    assert ("wan-2.2", "1280 by 704") == (sheet.form.id.field.text(), sheet.form.sizes.field.text())
    assert "isn't a size" in sheet.form.sizes.below
    assert "isn't right yet" in sheet.told.text()


def test_what_a_service_offers_is_hidden_and_shown_and_ones_own_is_removed(
    sheet: ModelSheet, commands: RecordingCommands, qtbot: QtBot
) -> None:
    click(qtbot, sheet.duplicate_button)
    assert "wan-2.2-copy" == sheet.form.id.field.text()
    assert ("Remove", "Wan  ·  wan-2.2-copy  ·  yours") == (sheet.remove_button.text(), shown(sheet)[-1])
    click(qtbot, sheet.remove_button)
    assert 3 == len(shown(sheet))

    go_to(sheet, 0)
    assert "Hide" == sheet.remove_button.text()
    click(qtbot, sheet.remove_button)
    for at in (1, 2):
        go_to(sheet, at)
        assert "Show" == sheet.remove_button.text()
        click(qtbot, sheet.remove_button)
    assert {"veo", "chat"} == {model.id for model in saved(sheet, commands, qtbot)}


def test_one_of_ones_own_is_added_with_its_parameters_and_its_own_way_of_requests(
    sheet: ModelSheet, commands: RecordingCommands, qtbot: QtBot
) -> None:
    click(qtbot, sheet.add_button)
    sheet.form.id.field.setText("mine")
    sheet.form.lengths.field.setText("5")
    sheet.form.parameters.add()
    table = sheet.form.parameters
    table.setData(table.index(0, 0), "quality")
    table.setData(table.index(0, KIND_COLUMN), "choice")
    assert "list what can be chosen" in sheet.form._parameter_problem.text()
    table.setData(table.index(0, 6), "low, high")
    table.setData(table.index(0, 2), "high")
    sheet.form.has_wire.setChecked(True)
    sheet.form.wire.form.setChecked(True)
    mine = saved(sheet, commands, qtbot)[-1]

    (quality,) = mine.parameters
    assert ("mine", (5,), "high", ["low", "high"]) == (
        mine.id,
        mine.lengths,
        quality.default,
        [choice.value for choice in quality.choices],
    )
    assert mine.wire is not None
    assert mine.wire.form


def test_a_parameter_is_taken_away(sheet: ModelSheet, commands: RecordingCommands, qtbot: QtBot) -> None:
    sheet.rows.load(replace(BOX, models=(replace(WAN, parameters=(Parameter("seed", ParameterKind.SEED),)),)))
    sheet._select(0)
    sheet.form.table.setCurrentIndex(sheet.form.parameters.index(0, 0))
    click(qtbot, sheet.form.remove_parameter)

    assert () == saved(sheet, commands, qtbot)[0].parameters


def test_a_search_finds_by_id_and_name_and_an_edit_outlives_it(sheet: ModelSheet) -> None:
    sheet.form.name.field.setText("Wander")
    sheet.search.setText("VEO")
    assert ["veo  ·  hidden"] == shown(sheet)
    sheet.search.setText("nothing of this")
    assert [] == shown(sheet)
    assert "No model is called so." == sheet.nothing.text()
    sheet.search.setText("wand")
    assert "Wander" == sheet.form.name.field.text()


def test_thousands_of_models_make_no_widget_each(
    qtbot: QtBot, commands: RecordingCommands, connections: ConnectionList
) -> None:
    many = tuple(replace(WAN, id=f"model-{number}", name="") for number in range(3000))
    sheet = ModelSheet(commands, connections)
    qtbot.addWidget(sheet)
    before = len(sheet.findChildren(QObject))
    sheet.open_for(replace(BOX, models=many, told=Told(many)))

    assert 3000 == sheet.rows.rowCount()
    assert len(sheet.findChildren(QObject)) < before + 50
    assert 2 > sum(row.written is not None for row in sheet.rows._all)
    sheet.search.setText("2999")
    assert ["model-2999"] == shown(sheet)


def test_why_it_was_not_saved_is_said_in_the_sheet(
    sheet: ModelSheet, commands: RecordingCommands, qtbot: QtBot
) -> None:
    click(qtbot, sheet.save_button)
    commands.tell(Notice(message("The disk is full."), Severity.ERROR, topic="save models"))
    assert ("The disk is full.", True) == (sheet.told.text(), sheet.save_button.isEnabled())

    commands.answer("connections.save", BOX)
    assert not sheet.isVisible()
    assert "The models of “Box” are saved." == str(commands.notices[-1].text)


def test_a_long_id_makes_no_list_that_is_wider_than_its_room(sheet: ModelSheet) -> None:
    sheet.rows.load(replace(BOX, models=(replace(WAN, id="Wan-AI/Wan2.2-" + "TI2V-" * 40),)))
    row = sheet.list.visualRect(sheet.rows.index(0))

    assert row.width() <= sheet.list.viewport().width()
    assert not sheet.list.horizontalScrollBar().maximum()


def test_ones_own_that_was_removed_comes_back_as_it_was_and_where_it_was(sheet: ModelSheet, qtbot: QtBot) -> None:
    click(qtbot, sheet.duplicate_button)
    before = shown(sheet)
    click(qtbot, sheet.remove_button)
    assert ("“Wan” is removed.", True) == (sheet.told.text(), not sheet.undo_button.isHidden())
    qtbot.keyClick(sheet.list, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)

    assert (before, True) == (shown(sheet), sheet.undo_button.isHidden())
    qtbot.keyClick(sheet.list, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert before == shown(sheet)
