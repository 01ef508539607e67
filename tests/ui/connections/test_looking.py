"""The sheet looks by itself what answers at an address, fills in what it is, and lets a person overrule it."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sora_desktop.base.sentences import message, plural
from sora_desktop.domain.connection import engine_connection
from sora_desktop.domain.doctor import Check, Finding, Verdict
from sora_desktop.domain.events import Snapshot
from sora_desktop.domain.pricing import PriceList
from sora_desktop.domain.recognition import Recognition
from sora_desktop.domain.settings import Settings
from sora_desktop.domain.told import ListsRead
from sora_desktop.ui.connections.item_models import ConnectionList
from sora_desktop.ui.connections.sheet import ConnectionSheet
from sora_desktop.ui.theme import ThemeKeeper
from tests.support.commands import RecordingCommands
from tests.support.formats import FACTS
from tests.ui.connections.test_kinds_of_services import SAVED

LITELLM = Recognition("litellm", True, (message("It answers with the header “{what}”.", what="x-litellm-version"),))


@pytest.fixture
def sheet(qtbot: QtBot, theme: ThemeKeeper, commands: RecordingCommands, qapp: QApplication) -> ConnectionSheet:
    connections = ConnectionList()
    snapshot = Snapshot((), (), (engine_connection(), SAVED), "engine", (), Settings(), formats=tuple(FACTS.values()))
    connections.load(snapshot)
    made = ConnectionSheet(commands, connections, theme)
    qtbot.addWidget(made)
    return made


def paste(sheet: ConnectionSheet, url: str, key: str = "") -> None:
    """As a person does: at once."""
    field = sheet.form.url.field
    field.setText(url)
    field.textEdited.emit(url)
    if key:
        QTest.keyClicks(sheet.form.key.field, key)


def asked(commands: RecordingCommands) -> list[tuple[str, str | None]]:
    return [(connection.base_url, key) for connection, key in commands.of("connections.recognise")]


def test_a_pasted_address_and_key_are_looked_at_and_the_kind_is_filled_in(
    sheet: ConnectionSheet, commands: RecordingCommands
) -> None:
    sheet.open_for(None)
    paste(sheet, "https://llm.corp.example/v1", "sk-1234")
    sheet.looking.look()
    assert [("https://llm.corp.example", "sk-1234")] == asked(commands)

    commands.answer("connections.recognise", LITELLM)
    assert "LiteLLM" == sheet.form.kind.field.currentText()
    assert "This is LiteLLM. It answers with the header “x-litellm-version”." == sheet.found.text()
    sheet.looking.look()
    assert 1 == len(asked(commands)), "the same is asked once"


def test_half_an_address_is_asked_nothing_and_gets_no_key(sheet: ConnectionSheet, commands: RecordingCommands) -> None:
    sheet.open_for(None)
    QTest.keyClicks(sheet.form.key.field, "sk-1234")
    QTest.keyClicks(sheet.form.url.field, "https://api.example.co")
    sheet.looking.look()
    assert [] == asked(commands)

    QTest.keyClicks(sheet.form.url.field, "m")
    sheet.form.url.field.editingFinished.emit()
    sheet.looking.look()
    assert [("https://api.example.com", "sk-1234")] == asked(commands)


@pytest.mark.parametrize("url", ["https://", "htps://api.example.com", "http://api.example.com", ""])
def test_what_is_no_address_or_would_show_the_key_is_not_asked(
    sheet: ConnectionSheet, commands: RecordingCommands, url: str
) -> None:
    sheet.open_for(None)
    paste(sheet, url, "sk-1234")
    sheet.looking.look()

    assert [] == asked(commands)


def test_a_kind_that_a_person_chose_stays_and_the_difference_is_said(
    sheet: ConnectionSheet, commands: RecordingCommands
) -> None:
    sheet.open_for(None)
    sheet.form.kind.field.setCurrentText("OpenAI-compatible")
    paste(sheet, "https://llm.corp.example/v1", "sk-1234")
    sheet.looking.look()
    commands.answer("connections.recognise", LITELLM)

    assert "OpenAI-compatible" == sheet.form.kind.field.currentText()
    assert "You chose another kind, and that stays." in sheet.found.text()


def test_an_answer_to_an_earlier_address_is_not_heard(sheet: ConnectionSheet, commands: RecordingCommands) -> None:
    sheet.open_for(None)
    paste(sheet, "https://llm.corp.example/v1", "sk-1234")
    sheet.looking.look()
    paste(sheet, "https://other.example/v1")
    commands.answer("connections.recognise", LITELLM)

    assert ("UniAll", "") == (sheet.form.kind.field.currentText(), sheet.found.text())


def test_what_stands_in_the_way_is_said(sheet: ConnectionSheet, commands: RecordingCommands) -> None:
    sheet.open_for(None)
    paste(sheet, "https://llm.corp.example/v1", "sk-1234")
    sheet.looking.look()
    commands.answer("connections.recognise", Recognition(trouble=message("A web page answers here.")))

    assert ("A web page answers here.", "warn") == (sheet.found.text(), sheet.found.property("role"))


def test_saving_asks_for_the_models_and_says_how_many_there_are(
    sheet: ConnectionSheet, commands: RecordingCommands, qtbot: QtBot
) -> None:
    sheet.open_for(SAVED)
    qtbot.mouseClick(sheet.save_button, Qt.MouseButton.LeftButton)
    commands.answer("connections.save", SAVED)
    assert [("saved",)] == commands.of("connections.refresh_models")

    commands.answer("connections.refresh_models", ListsRead(3, 1))
    assert "The service lists 3 models. 1 of them has a price." == str(commands.notices[-1].text)


def test_refreshing_says_in_the_sheet_what_came_of_it(
    sheet: ConnectionSheet, commands: RecordingCommands, qtbot: QtBot
) -> None:
    sheet.open_for(SAVED)
    qtbot.mouseClick(sheet.extras.refresh_button, Qt.MouseButton.LeftButton)
    commands.answer("connections.refresh_models", ListsRead(1, 0))

    assert "The service lists 1 model. It tells no prices." == sheet.extras.told.text()
    assert sheet.extras.refresh_button.isEnabled()


@pytest.mark.parametrize(
    ("read", "said"),
    [
        (ListsRead(1, 1), "The service lists 1 model. It has a price."),
        (ListsRead(2, 2), "The service lists 2 models. All of them have a price."),
        (ListsRead(3, 0), "The service lists 3 models. It tells no prices."),
        (ListsRead(1, 0, are_free=True), "The service lists 1 model."),
    ],
)
def test_prices_are_told_of_as_many_models_as_have_one(
    sheet: ConnectionSheet, commands: RecordingCommands, qtbot: QtBot, read: ListsRead, said: str
) -> None:
    sheet.open_for(SAVED)
    qtbot.mouseClick(sheet.extras.refresh_button, Qt.MouseButton.LeftButton)
    commands.answer("connections.refresh_models", read)

    assert said == sheet.extras.told.text()


def test_servers_of_one_machine_are_named_after_what_they_are(
    sheet: ConnectionSheet, commands: RecordingCommands
) -> None:
    sheet.open_for(None)
    paste(sheet, "http://127.0.0.1:4000", "sk-1234")
    assert "127.0.0.1:4000" == sheet.form.name.field.text()

    sheet.looking.look()
    commands.answer("connections.recognise", LITELLM)
    assert "LiteLLM" == sheet.form.name.field.text()


def test_a_second_connection_to_one_place_gets_a_name_of_its_own(sheet: ConnectionSheet) -> None:
    named = replace(SAVED, name="api.example.com")
    sheet.form._connections.reset((engine_connection(), named), "engine")
    sheet.open_for(None)
    paste(sheet, "https://api.example.com/v1")

    assert "api.example.com 2" == sheet.form.name.field.text()
    assert not sheet.form.name.is_wrong


def test_the_sheet_opens_as_tall_as_its_fields_after_it_was_grown_by_an_examination(
    sheet: ConnectionSheet, commands: RecordingCommands, qtbot: QtBot
) -> None:
    sheet.open_for(SAVED)
    usual = sheet.height()
    qtbot.mouseClick(sheet.extras.examine_button, Qt.MouseButton.LeftButton)
    commands.answer("connections.examine", FOUND * 3)
    QApplication.sendPostedEvents()
    assert sheet.height() > usual

    sheet.reject()
    sheet.open_for(SAVED)
    assert usual == sheet.height()


FOUND = (
    Finding(Check.REACHABLE, Verdict.OK, message("The service answers.")),
    Finding(Check.CLOCK, Verdict.CAREFUL, plural("{count} minute off.", "{count} minutes off.", 5)),
    Finding(Check.KEY, Verdict.BAD, message("The key is wrong.").about(todo=message("Paste it again."))),
    Finding(Check.RANGE, Verdict.NOT_TRIED, message("Not tried.")),
)


def test_an_examination_is_told_line_by_line_with_its_state_in_words(
    sheet: ConnectionSheet, commands: RecordingCommands, qtbot: QtBot
) -> None:
    sheet.open_for(SAVED)
    qtbot.mouseClick(sheet.extras.examine_button, Qt.MouseButton.LeftButton)
    assert [SAVED] == [connection for connection, _ in commands.of("connections.examine")]
    commands.answer("connections.examine", FOUND)

    doctor = sheet.extras.doctor
    assert "1 thing has to be mended." == doctor.summary.text()
    names = ["Reachable: fine", "Clock: good to know", "Key: not right", "Downloads: not tried"]
    assert names == [line.accessibleName() for line in doctor.lines]
    assert "The key is wrong. Paste it again." == doctor.lines[2].words.text()

    sheet.form.name.field.setText("Another")
    assert not doctor.isVisible(), "what was found is not of what the fields say now"


def test_nobody_examines_for_a_sheet_that_was_closed(
    sheet: ConnectionSheet, commands: RecordingCommands, qtbot: QtBot
) -> None:
    sheet.open_for(SAVED)
    qtbot.mouseClick(sheet.extras.examine_button, Qt.MouseButton.LeftButton)
    sheet.reject()
    assert [()] == commands.of("connections.stop_examining")

    sheet.open_for(None)
    commands.answer("connections.examine", FOUND)
    assert not sheet.extras.doctor.isVisible()


def test_models_that_were_read_while_the_sheet_is_open_are_not_undone_by_saving_it(
    sheet: ConnectionSheet, commands: RecordingCommands, qtbot: QtBot
) -> None:
    read = replace(SAVED, models=(), prices=PriceList("EUR"))
    sheet.open_for(SAVED)
    sheet.form._connections.reset((engine_connection(), read), "engine")
    qtbot.mouseClick(sheet.save_button, Qt.MouseButton.LeftButton)

    assert read == commands.of("connections.save")[0][0]


@pytest.mark.parametrize(
    ("pasted", "key"),
    [
        ("sk-1234567890", "sk-1234567890"),
        ("sk-1234567890\n", "sk-1234567890"),
        ("  sk-1234567890\t", "sk-1234567890"),
        ("Bearer sk-1234567890", "sk-1234567890"),
        ("bearer  sk-1234567890\r\n", "sk-1234567890"),
        ("sk-12345\n67890", None),
        ("sk-12345 67890", None),
        ("sk-12345\u200b67890", None),
        ("сk-1234567890", None),
    ],
)
def test_a_key_is_pasted_as_it_was_copied_or_said_to_be_none(
    sheet: ConnectionSheet, qapp: QApplication, pasted: str, key: str | None
) -> None:
    """By the clipboard and the keys. One that is cut by a line break is not sent by halves."""
    sheet.open_for(None)
    qapp.clipboard().setText(pasted)
    QTest.keyClick(sheet.form.key.field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qapp.clipboard().clear()

    assert sheet.form.key.is_wrong is (key is None)
    assert "no spaces or line breaks" in sheet.form.key.below if key is None else sheet.form.key_to_save == key


def test_a_sheet_that_grows_keeps_its_buttons_on_the_screen(
    sheet: ConnectionSheet, commands: RecordingCommands, qtbot: QtBot
) -> None:
    sheet.open_for(SAVED)
    screen = sheet.screen().availableGeometry()
    sheet.move(0, screen.bottom() - sheet.frameGeometry().height())
    qtbot.mouseClick(sheet.extras.examine_button, Qt.MouseButton.LeftButton)
    commands.answer("connections.examine", FOUND * 2)
    QApplication.sendPostedEvents()

    assert sheet.frameGeometry().bottom() <= screen.bottom()
