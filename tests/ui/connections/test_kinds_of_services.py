"""The kind of service is the first question of the connection sheet, and answers most of the others."""

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sora_desktop.domain.charge import Settling
from sora_desktop.domain.connection import Connection, KeyPlace, engine_connection, new_connection
from sora_desktop.domain.events import Snapshot
from sora_desktop.domain.format_facts import KeyAs, LocalImage
from sora_desktop.domain.presets import PRESETS, preset_of
from sora_desktop.domain.pricing import PriceList
from sora_desktop.domain.settings import Settings
from sora_desktop.domain.wire_options import LinkAs, SecondsAs, WireOptions
from sora_desktop.ui.connections.item_models import ConnectionList
from sora_desktop.ui.connections.sheet import ConnectionSheet
from sora_desktop.ui.theme import ThemeKeeper
from tests.support.commands import RecordingCommands
from tests.support.formats import FACTS, NATIVE, UNIALL

SAVED = Connection("saved", "Ours", "https://api.example.com", preset="uniall", key_place=KeyPlace.KEYRING)


@pytest.fixture
def connections(qapp: QApplication) -> ConnectionList:
    made = ConnectionList()
    made.load(Snapshot((), (), (engine_connection(), SAVED), "engine", (), Settings(), formats=tuple(FACTS.values())))
    return made


@pytest.fixture
def sheet(
    qtbot: QtBot, theme: ThemeKeeper, commands: RecordingCommands, connections: ConnectionList
) -> ConnectionSheet:
    made = ConnectionSheet(commands, connections, theme)
    qtbot.addWidget(made)
    return made


def choose(row: Any, words: str) -> None:
    row.field.setCurrentText(words)


def save(sheet: ConnectionSheet, commands: RecordingCommands, qtbot: QtBot) -> tuple[Connection, str | None]:
    qtbot.mouseClick(sheet.save_button, Qt.MouseButton.LeftButton)
    connection, key = commands.of("connections.save")[-1]
    return connection, key


def fill(sheet: ConnectionSheet, url: str = "http://localhost:8091", key: str = "") -> None:
    sheet.form.name.field.setText("Mine")
    sheet.form.url.field.setText(url)
    sheet.form.key.field.setText(key)


def test_a_new_connection_has_all_that_its_kind_of_server_settles(
    sheet: ConnectionSheet, commands: RecordingCommands, qtbot: QtBot
) -> None:
    sheet.open_for(None)
    choose(sheet.form.kind, "vLLM-Omni")
    assert "http://localhost:8091" == sheet.form.url.field.placeholderText()
    assert sheet.form.is_keyless

    fill(sheet)
    connection, key = save(sheet, commands, qtbot)
    assert ("vllm-omni", NATIVE, "http://localhost:8091", "") == (
        connection.preset,
        connection.format,
        connection.base_url,
        key,
    )
    kind = preset_of("vllm-omni")
    assert kind is not None
    assert kind.wire == connection.wire
    assert (True, True, True, ()) == (
        connection.lists_jobs,
        connection.can_cancel,
        connection.prices.free,
        connection.models,
    )


def test_a_key_that_was_pasted_already_is_not_dropped_by_a_kind_that_usually_needs_none(sheet: ConnectionSheet) -> None:
    sheet.open_for(None)
    fill(sheet, key="sk-1234")
    choose(sheet.form.kind, "vLLM-Omni")

    assert not sheet.form.is_keyless
    assert "sk-1234" == sheet.form.key_to_save


def test_another_format_than_that_of_its_kind_makes_it_something_else(
    sheet: ConnectionSheet, commands: RecordingCommands, qtbot: QtBot
) -> None:
    sheet.open_for(None)
    choose(sheet.form.kind, "vLLM-Omni")
    choose(sheet.form.format, "UniAll")
    assert "Something else" == sheet.form.kind.field.currentText()

    fill(sheet)
    connection, _ = save(sheet, commands, qtbot)
    assert ("", UNIALL, False) == (connection.preset, connection.format, connection.lists_jobs)


def test_what_a_kind_settles_can_be_changed_under_advanced(
    sheet: ConnectionSheet, commands: RecordingCommands, qtbot: QtBot
) -> None:
    sheet.open_for(None)
    assert not sheet.form.advanced.isVisible()
    qtbot.mouseClick(sheet.form.fold.button, Qt.MouseButton.LeftButton)
    assert sheet.form.advanced.isVisible()

    choose(sheet.form.kind, "OpenAI-compatible")
    fill(sheet, key="sk-1234")
    fields, wire = sheet.form.advanced, sheet.form.advanced.wire
    wire.form.setChecked(True)
    wire.no_model.setChecked(True)
    choose(wire.seconds, "Number, such as 8")
    wire.seconds_field.field.setText(" duration ")
    choose(wire.link, "Send the address as text")
    wire.link_field.field.setText("reference_url")
    wire.file_field.field.setText("images[]")
    choose(fields.image, "Don't send")
    choose(fields.key_as, "In the header “api-key”")
    fields.can_cancel.setChecked(True)
    fields.lists_jobs.setChecked(False)
    fields.concurrency.field.setValue(1)
    fields.deadline.field.setValue(7200)
    connection, _ = save(sheet, commands, qtbot)

    options = WireOptions(True, False, SecondsAs.NUMBER, "duration", LinkAs.TEXT, "reference_url", "images[]")
    assert (replace(options, characters=True), LocalImage.REFUSE) == (connection.wire, connection.local_image)
    assert KeyAs.API_KEY is connection.key_as
    assert (True, False, 1, 7200) == (
        connection.can_cancel,
        connection.lists_jobs,
        connection.concurrency,
        connection.deadline_seconds,
    )


@pytest.mark.parametrize(
    ("field", "said"), [("a field", "letters, digits"), ("prompt", "already means something else"), ("$x", "letters")]
)
def test_a_field_that_no_request_can_have_is_told_and_nothing_is_saved(
    sheet: ConnectionSheet, commands: RecordingCommands, qtbot: QtBot, field: str, said: str
) -> None:
    sheet.open_for(None)
    choose(sheet.form.kind, "OpenAI-compatible")
    fill(sheet, key="sk-1234")
    sheet.form.advanced.wire.link_field.field.setText(field)
    qtbot.mouseClick(sheet.save_button, Qt.MouseButton.LeftButton)

    assert said in sheet.form.advanced.wire.link_field.below
    assert [] == commands.said
    assert sheet.form.fold.is_open


def test_a_saved_connection_keeps_its_kind_and_what_was_changed_of_it(
    sheet: ConnectionSheet, commands: RecordingCommands, qtbot: QtBot
) -> None:
    changed = replace(SAVED, wire=WireOptions(seconds=SecondsAs.TEXT), concurrency=9, deadline_seconds=77)
    sheet.open_for(changed)
    assert "UniAll" == sheet.form.kind.field.currentText()

    connection, _ = save(sheet, commands, qtbot)
    assert changed == connection


def test_a_saved_connection_of_no_kind_stays_one(
    sheet: ConnectionSheet, commands: RecordingCommands, qtbot: QtBot
) -> None:
    sheet.open_for(replace(SAVED, preset=""))
    assert "Something else" == sheet.form.kind.field.currentText()
    connection, _ = save(sheet, commands, qtbot)
    assert replace(SAVED, preset="") == connection


def test_a_kind_of_a_newer_version_is_shown_by_its_id_and_kept(
    sheet: ConnectionSheet, commands: RecordingCommands, qtbot: QtBot
) -> None:
    sheet.open_for(replace(SAVED, preset="of-tomorrow"))
    assert "of-tomorrow" == sheet.form.kind.field.currentText()
    sheet.form.name.field.setText("Renamed")
    connection, _ = save(sheet, commands, qtbot)
    assert "of-tomorrow" == connection.preset


def test_all_of_it_is_reached_on_a_small_screen(sheet: ConnectionSheet, qtbot: QtBot) -> None:
    """The middle scrolls; the buttons stay in sight."""
    sheet.open_for(None)
    sheet.form.fold.open()
    QApplication.sendPostedEvents()

    assert sheet.height() <= sheet.screen().availableGeometry().height()
    assert sheet.rect().contains(sheet.save_button.mapTo(sheet, sheet.save_button.rect().bottomRight()))


def test_it_is_named_after_its_place_until_a_person_gives_it_a_name(sheet: ConnectionSheet) -> None:
    sheet.open_for(None)
    sheet.form.url.field.setText("https://video.example.com/v1")
    assert "video.example.com" == sheet.form.name.field.text()

    sheet.form.name.field.setText("Mine")
    sheet.form.url.field.setText("https://other.example.com/v1")
    assert "Mine" == sheet.form.name.field.text()


def test_a_copy_is_a_new_connection_with_all_that_the_other_has(
    sheet: ConnectionSheet, commands: RecordingCommands, qtbot: QtBot
) -> None:
    copied = replace(SAVED, id="", name="Ours (copy)", key_place=KeyPlace.NOT_NEEDED, concurrency=9, models=())
    sheet.open_for(copied)
    assert ("Add a connection", True) == (sheet.windowTitle(), sheet.remove_button.isHidden())
    connection, _ = save(sheet, commands, qtbot)

    assert connection.id not in ("", "saved")
    assert replace(copied, id=connection.id) == connection


def of_kind(preset_id: str, **own: Any) -> Connection:
    """A saved connection of this kind, as a person left it."""
    preset = preset_of(preset_id)
    assert preset is not None
    as_new = preset.connection(new_connection(FACTS[preset.format]))
    own = {"id": "saved", "name": "Ours", "base_url": "https://api.example.com", "preset": preset_id} | own
    return replace(as_new, key_place=KeyPlace.KEYRING, **own)


SETTLED = ("wire", "local_image", "lists_jobs", "honours_idempotency_keys", "can_cancel", "settling")
KINDS = [each.id for each in PRESETS if each.format in FACTS]
PAIRS = [(one, other) for one in KINDS for other in KINDS if one != other]


def test_all_that_a_kind_settles_follows_when_a_person_changes_it(sheet: ConnectionSheet) -> None:
    for before, after in PAIRS:
        other = of_kind(after)
        sheet.form.fill(of_kind(before))
        sheet.form.kind.field.choose(after)
        sheet.form.url.field.setText("https://api.example.com")
        draft = sheet.form.draft()

        said = {name: getattr(draft, name) for name in SETTLED}
        assert {name: getattr(other, name) for name in SETTLED} == said, (before, after)
        assert (after, other.prices.free) == (draft.preset, draft.prices.free), before


def test_what_a_person_has_set_themselves_stays_when_the_kind_is_changed(sheet: ConnectionSheet) -> None:
    own = WireOptions(seconds=SecondsAs.NUMBER, seconds_field="length")
    sheet.form.fill(of_kind("openai-videos", wire=own, can_cancel=True, prices=PriceList(free=True)))
    sheet.form.kind.field.choose("new-api")
    draft, kind = sheet.form.draft(), of_kind("new-api")

    assert replace(kind.wire, seconds=SecondsAs.NUMBER, seconds_field="length") == draft.wire
    assert (True, False, True) == (draft.can_cancel, draft.lists_jobs, draft.prices.free)
    assert kind.settling == draft.settling


def test_a_kind_that_is_left_again_leaves_nothing_behind(sheet: ConnectionSheet) -> None:
    mine = of_kind("litellm", can_cancel=True)
    sheet.form.fill(mine)
    for preset_id in ("new-api", "", "uniall", "litellm"):
        sheet.form.kind.field.choose(preset_id)

    assert mine == sheet.form.draft()


def test_what_a_unit_is_worth_is_shown_where_a_service_has_books_in_units_and_a_person_can_say_it(
    sheet: ConnectionSheet,
) -> None:
    books = replace(of_kind("new-api").settling, units_a_dollar=1000)
    sheet.open_for(of_kind("new-api", settling=books))
    sheet.form.fold.open()
    units = sheet.form.advanced.units
    assert (True, 1000) == (units.isVisible(), units.field.value())
    units.field.setValue(2000)
    assert replace(books, units_a_dollar=2000) == sheet.form.draft().settling

    sheet.form.kind.field.choose("litellm")
    assert (False, Settling()) == (units.isVisible(), sheet.form.draft().settling)
