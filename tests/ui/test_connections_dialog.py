"""The sheet that adds, changes, tests and removes a connection, driven by its real fields and buttons."""

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from sora_desktop.base.sentences import message
from sora_desktop.domain.connection import Connection, KeyPlace, engine_connection
from sora_desktop.domain.events import Health, Notice, Reach, Severity, Snapshot
from sora_desktop.domain.format_facts import LocalImage
from sora_desktop.domain.settings import Settings
from sora_desktop.ui.connections.item_models import ConnectionList
from sora_desktop.ui.connections.sheet import ConnectionSheet
from sora_desktop.ui.theme import ThemeKeeper
from tests.support.commands import RecordingCommands
from tests.support.envelope_format import EnvelopeJobs
from tests.support.formats import FACTS, NATIVE, UNIALL

KEY = "sk-canary-1234567890"
SAVED = Connection(
    id="saved", name="UniAll", base_url="https://api.example.com", key_place=KeyPlace.KEYRING, deadline_seconds=1234
)


@pytest.fixture
def connections(qapp: QApplication) -> ConnectionList:
    made = ConnectionList()
    made.load(
        Snapshot(
            (),
            (),
            (engine_connection(), SAVED),
            "engine",
            (),
            Settings(),
            formats=(*FACTS.values(), EnvelopeJobs.facts),
        )
    )
    return made


@pytest.fixture
def sheet(
    qtbot: QtBot, theme: ThemeKeeper, commands: RecordingCommands, connections: ConnectionList
) -> ConnectionSheet:
    made = ConnectionSheet(commands, connections, theme)
    qtbot.addWidget(made)
    return made


def write(row: Any, words: str) -> None:
    row.field.setText(words)


def fill(sheet: ConnectionSheet, *, name: str = "Mine", url: str = "https://my.example.com/v1", key: str = KEY) -> None:
    write(sheet.form.name, name)
    write(sheet.form.url, url)
    write(sheet.form.key, key)


def click(qtbot: QtBot, button: QAbstractButton) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_new_connection_is_saved_with_the_base_of_what_was_typed_and_its_key(
    sheet: ConnectionSheet, commands: RecordingCommands, qtbot: QtBot
) -> None:
    sheet.open_for(None)
    fill(sheet, url=" https://my.example.com/v1/ ")
    click(qtbot, sheet.save_button)
    ((connection, key),) = commands.of("connections.save")

    assert ("Mine", "https://my.example.com", UNIALL) == (
        connection.name,
        connection.base_url,
        connection.format,
    )
    assert LocalImage.NATIVE is connection.local_image
    assert KEY == key
    assert connection.id


@pytest.mark.parametrize("pasted", [f"Bearer {KEY}", f" bearer  {KEY} "])
def test_a_key_may_be_pasted_as_it_stands_in_a_header(
    sheet: ConnectionSheet, commands: RecordingCommands, qtbot: QtBot, pasted: str
) -> None:
    sheet.open_for(None)
    fill(sheet, key=pasted)
    click(qtbot, sheet.save_button)
    ((_, key),) = commands.of("connections.save")

    assert KEY == key


def test_a_saved_new_connection_is_selected_and_the_sheet_says_where_its_key_is(
    sheet: ConnectionSheet, commands: RecordingCommands, qtbot: QtBot
) -> None:
    sheet.open_for(None)
    fill(sheet)
    click(qtbot, sheet.save_button)
    saved = replace(commands.of("connections.save")[0][0], key_place=KeyPlace.KEYRING)
    commands.answer("connections.save", saved)

    assert [(saved.id,)] == commands.of("connections.select")
    assert "key store" in str(commands.notices[-1].text)
    assert not sheet.isVisible()


def test_a_key_that_is_kept_for_this_session_only_is_said_as_a_warning(
    sheet: ConnectionSheet, commands: RecordingCommands, qtbot: QtBot
) -> None:
    sheet.open_for(None)
    fill(sheet)
    click(qtbot, sheet.save_button)
    commands.answer("connections.save", replace(SAVED, key_place=KeyPlace.SESSION))

    assert Severity.WARNING is commands.notices[-1].severity
    assert "only until you quit" in str(commands.notices[-1].text)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("ftp://example.com", "must start with https://"),
        ("htps://example.com", "must start with https://"),
        ("http:/example.com", "must start with https://"),
        ("https//example.com", "must start with https://"),
        ("https://https://example.com", "must start with https://"),
        ("https://example.com/v1 ?", "Leave out everything"),
        ("https://me:secret@example.com", "user name"),
        ("https://example.com/v1?key=1", "Leave out everything"),
        ("https://", "isn't a web address"),
        ("https://example.com:port", "isn't a web address"),
    ],
)
def test_a_wrong_address_is_named_while_it_is_typed(sheet: ConnectionSheet, url: str, said: str) -> None:
    sheet.open_for(None)
    write(sheet.form.url, url)

    assert said in sheet.form.url.below
    assert sheet.form.url.is_wrong


def test_an_empty_form_is_not_scolded_before_save_is_pressed(
    sheet: ConnectionSheet, commands: RecordingCommands, qtbot: QtBot
) -> None:
    sheet.open_for(None)
    assert not sheet.form.name.is_wrong
    assert not sheet.form.url.is_wrong

    click(qtbot, sheet.save_button)
    assert "Give it a name." == sheet.form.name.below
    assert sheet.form.url.is_wrong
    assert [] == commands.said


def test_the_address_that_will_be_asked_is_shown(sheet: ConnectionSheet) -> None:
    sheet.open_for(None)
    write(sheet.form.url, "https://my.example.com/video/v1/")

    assert "Requests go to https://my.example.com/video/v1/…" == sheet.form.url.below


def test_an_unencrypted_public_address_is_cautioned_against_and_a_local_one_is_not(sheet: ConnectionSheet) -> None:
    sheet.open_for(None)
    write(sheet.form.url, "http://my.example.com")
    assert "unencrypted" in sheet.form.url.below

    write(sheet.form.url, "http://127.0.0.1:8000")
    assert "unencrypted" not in sheet.form.url.below


def test_a_name_that_is_taken_is_refused(sheet: ConnectionSheet, commands: RecordingCommands, qtbot: QtBot) -> None:
    sheet.open_for(None)
    fill(sheet, name="uniall")
    click(qtbot, sheet.save_button)

    assert sheet.form.name.is_wrong
    assert [] == commands.said


def test_the_key_is_never_shown_and_leaves_its_field_when_the_sheet_closes(sheet: ConnectionSheet) -> None:
    sheet.open_for(None)
    fill(sheet)
    assert QLineEdit.EchoMode.Password is sheet.form.key.field.echoMode()

    sheet.reject()
    assert "" == sheet.form.key.field.text()


def test_editing_keeps_the_stored_key_and_all_that_the_sheet_does_not_show(
    sheet: ConnectionSheet, commands: RecordingCommands, qtbot: QtBot
) -> None:
    sheet.open_for(SAVED)
    assert "Saved" in sheet.form.key.field.placeholderText()

    write(sheet.form.name, "Renamed")
    click(qtbot, sheet.save_button)
    ((connection, key),) = commands.of("connections.save")

    assert replace(SAVED, name="Renamed") == connection
    assert key is None


def test_a_stored_key_does_not_follow_to_another_address(
    sheet: ConnectionSheet, commands: RecordingCommands, qtbot: QtBot
) -> None:
    sheet.open_for(SAVED)
    write(sheet.form.url, "https://elsewhere.example.org")
    click(qtbot, sheet.save_button)
    assert "api.example.com" in sheet.form.key.below
    assert [] == commands.of("connections.save")

    write(sheet.form.key, KEY)
    click(qtbot, sheet.save_button)
    assert KEY == commands.of("connections.save")[0][1]


def test_a_service_without_a_key_is_saved_as_such(
    sheet: ConnectionSheet, commands: RecordingCommands, qtbot: QtBot
) -> None:
    sheet.open_for(None)
    fill(sheet, key="")
    sheet.form.keyless.click()
    click(qtbot, sheet.save_button)

    assert "" == commands.of("connections.save")[0][1]


def test_a_key_with_strange_signs_is_refused(sheet: ConnectionSheet, commands: RecordingCommands, qtbot: QtBot) -> None:
    sheet.open_for(None)
    fill(sheet, key="clé secrète")
    click(qtbot, sheet.save_button)

    assert sheet.form.key.is_wrong
    assert [] == commands.said


@pytest.mark.parametrize(
    ("health", "found"),
    [
        (Health(Reach.ANSWERS), ("The service answers as it should, and accepts the key.", "ok")),
        (Health(Reach.WRONG_KEY), ("The service answers, but doesn't accept the key.", "warn")),
        (Health(Reach.NOT_THE_FORMAT), ("Something answers at this address, but not in this format.", "bad")),
        (Health(Reach.NO_ANSWER, message("No such host.")), ("No such host.", "bad")),
    ],
)
def test_the_test_says_in_words_what_it_found(
    sheet: ConnectionSheet, commands: RecordingCommands, qtbot: QtBot, health: Health, found: Any
) -> None:
    sheet.open_for(None)
    fill(sheet)
    click(qtbot, sheet.test_button)
    assert not sheet.form.isEnabled()
    assert KEY == commands.of("connections.try_out")[0][1]

    commands.answer("connections.try_out", health)
    assert found == (sheet.found.text(), sheet.found.property("role"))
    assert sheet.form.isEnabled()


def test_an_answer_to_a_sheet_that_was_closed_is_not_shown_in_the_next_one(
    sheet: ConnectionSheet, commands: RecordingCommands, qtbot: QtBot
) -> None:
    sheet.open_for(None)
    fill(sheet)
    click(qtbot, sheet.test_button)
    sheet.reject()
    sheet.open_for(SAVED)
    commands.answer("connections.try_out", Health(Reach.ANSWERS))

    assert "" == sheet.found.text()


def test_a_command_that_does_not_work_is_said_in_the_sheet(
    sheet: ConnectionSheet, commands: RecordingCommands, qtbot: QtBot
) -> None:
    sheet.open_for(None)
    fill(sheet)
    click(qtbot, sheet.save_button)
    commands.tell(Notice(message("The disk is full."), Severity.ERROR, topic="save connection"))

    assert "The disk is full." == sheet.found.text()
    assert sheet.isVisible()
    assert sheet.save_button.isEnabled()


def test_a_connection_is_removed_at_once_as_that_can_be_taken_back(
    sheet: ConnectionSheet, commands: RecordingCommands, qtbot: QtBot
) -> None:
    sheet.open_for(SAVED)
    click(qtbot, sheet.remove_button)

    assert [("saved",)] == commands.of("removals.connection")
    assert not sheet.isVisible()


def test_what_is_not_saved_yet_cannot_be_removed(sheet: ConnectionSheet) -> None:
    sheet.open_for(None)

    assert sheet.remove_button.isHidden()


def test_the_format_is_chosen_in_words(sheet: ConnectionSheet, commands: RecordingCommands, qtbot: QtBot) -> None:
    sheet.open_for(None)
    fill(sheet)
    sheet.form.format.field.setCurrentText("OpenAI Videos")
    click(qtbot, sheet.save_button)
    connection = commands.of("connections.save")[0][0]

    assert NATIVE == connection.format
    assert connection.lists_jobs


def test_all_that_a_new_format_says_of_itself_is_in_the_form(
    sheet: ConnectionSheet, commands: RecordingCommands, qtbot: QtBot
) -> None:
    """Its name and help, its addresses, its ways with pictures, and what its services can do."""
    sheet.open_for(None)
    sheet.form.format.field.setCurrentText("Envelope Jobs")
    assert "/api/v1" in sheet.form.url.below
    assert sheet.form.format.below == EnvelopeJobs.facts.help
    assert ["Embed in the request", "Don't send"] == items(sheet.form.image.field)

    fill(sheet, url="my.example.com/api/v1/jobs/j-1")
    assert sheet.form.url.below.endswith("https://my.example.com/api/v1/…")
    click(qtbot, sheet.save_button)
    connection = commands.of("connections.save")[0][0]

    assert ("envelope-jobs", "https://my.example.com") == (connection.format, connection.base_url)
    assert (LocalImage.DATA_URL, EnvelopeJobs.facts.capabilities) == (connection.local_image, connection.capabilities)


def items(box: QComboBox) -> list[str]:
    return [box.itemText(row) for row in range(box.count())]


def test_a_picture_is_sent_in_a_way_that_the_format_has(sheet: ConnectionSheet) -> None:
    sheet.open_for(replace(SAVED, local_image=LocalImage.DATA_URL))
    assert "Embed in the request" == sheet.form.image.field.currentText()
    assert "data URL" in sheet.form.image.below

    sheet.form.format.field.setCurrentText("OpenAI Videos")
    assert ["Send as a file", "Embed in the request", "Don't send"] == items(sheet.form.image.field)
    sheet.form.image.field.choose(LocalImage.NATIVE)
    assert "The file is sent along with the request." == sheet.form.image.below

    sheet.form.format.field.setCurrentText("UniAll")
    assert "The whole job goes in the OpenAI Videos format of the same service." == sheet.form.image.below


def test_what_a_service_can_do_stays_while_its_format_does(
    sheet: ConnectionSheet, commands: RecordingCommands, qtbot: QtBot
) -> None:
    sheet.open_for(replace(SAVED, can_cancel=True))
    click(qtbot, sheet.save_button)
    assert commands.of("connections.save")[0][0].can_cancel

    sheet.open_for(replace(SAVED, can_cancel=True))
    sheet.form.format.field.setCurrentText("OpenAI Videos")
    click(qtbot, sheet.save_button)
    assert not commands.of("connections.save")[1][0].can_cancel


def test_a_format_of_a_newer_version_is_shown_and_another_one_is_asked_for(
    sheet: ConnectionSheet, commands: RecordingCommands, qtbot: QtBot
) -> None:
    sheet.open_for(replace(SAVED, format="of-tomorrow"))
    assert "of-tomorrow" == sheet.form.format.field.currentText()
    click(qtbot, sheet.save_button)
    assert ([], True) == (commands.of("connections.save"), sheet.form.format.is_wrong)

    sheet.form.format.field.setCurrentText("UniAll")
    click(qtbot, sheet.save_button)
    assert "uniall" == commands.of("connections.save")[0][0].format


def test_before_the_studio_is_open_nothing_can_be_saved(
    qtbot: QtBot, theme: ThemeKeeper, commands: RecordingCommands
) -> None:
    early = ConnectionSheet(commands, ConnectionList(), theme)
    qtbot.addWidget(early)
    early.open_for(None)
    fill(early)
    click(qtbot, early.save_button)

    assert [] == commands.said


def test_the_sheet_grows_with_what_a_test_has_found(
    sheet: ConnectionSheet, commands: RecordingCommands, qtbot: QtBot
) -> None:
    """A long answer takes its own room, and none from the fields; how much the sheet had to spare hangs on the font."""
    sheet.open_for(None)
    fill(sheet)
    before = sheet.form.name.field.height(), sheet.height()
    click(qtbot, sheet.test_button)
    commands.answer(
        "connections.try_out", Health(Reach.NO_ANSWER, message("No answer from this address, as it is. " * 20))
    )
    QApplication.sendPostedEvents()
    field, whole = sheet.form.name.field.height(), sheet.height()

    assert field == before[0]
    assert whole > before[1]
    assert whole >= sheet.column.totalHeightForWidth(sheet.width())
    assert sheet.found.height() >= sheet.found.heightForWidth(sheet.found.width())
