"""The sheets of characters: who makes one and what is said before it is sent, what is listed, and what is done with each."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QPushButton
from pytestqt.qtbot import QtBot

from sora_desktop.base.sentences import message
from sora_desktop.domain.budget import Asked
from sora_desktop.domain.character import Character, CharacterState
from sora_desktop.domain.connection import Connection, engine_connection
from sora_desktop.domain.errors import InputError, OverBudgetError
from sora_desktop.domain.events import CharactersChanged
from sora_desktop.domain.pricing import Cost
from sora_desktop.domain.service_ref import mark_of
from sora_desktop.domain.wire_options import WireOptions
from sora_desktop.ui.characters.enter_sheet import EnterSheet
from sora_desktop.ui.characters.make_sheet import MakeSheet, makers
from sora_desktop.ui.characters.sheet import CharactersSheet
from sora_desktop.ui.common.known_characters import KnownCharacters
from sora_desktop.ui.connections.item_models import ConnectionList
from tests.support import formats
from tests.support.changes import with_ways
from tests.support.commands import RecordingCommands
from tests.support.finding import child
from tests.support.samples import NOON

ENGINE = with_ways(engine_connection())
FAKE = with_ways(
    Connection("fake", "Fake", "https://fake.example.com", formats.NATIVE, wire=WireOptions(characters=True))
)
PLAIN = with_ways(Connection("plain", "Plain", "https://plain.example.com", formats.NATIVE))
RUSTY = Character("1", "Rusty", mark_of(FAKE), "fake", "Fake", NOON, CharacterState.READY, "char_1")
LOST = replace(RUSTY, id="2", name="Luna", state=CharacterState.UNKNOWN, remote_id="", reason=message("Nobody knows."))
FILM = Path("/clips/fox.mp4")


@pytest.fixture
def connections(qapp: QApplication) -> ConnectionList:
    made = ConnectionList()
    made.reset((ENGINE, PLAIN, FAKE), "fake")
    return made


@pytest.fixture
def known(qapp: QApplication) -> KnownCharacters:
    return KnownCharacters()


@pytest.fixture
def sheet(
    qtbot: QtBot, commands: RecordingCommands, known: KnownCharacters, connections: ConnectionList
) -> CharactersSheet:
    made = CharactersSheet(commands, known, connections)
    qtbot.addWidget(made)
    made.open_now()
    return made


def make_sheet(qtbot: QtBot, commands: RecordingCommands, *connections: Connection) -> MakeSheet:
    made = MakeSheet(commands, connections, clip_id="clip", path=FILM, called="A fox")
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.open()
    return made


def cells(sheet: CharactersSheet) -> list[list[str]]:
    return [
        [item.text() if (item := sheet.table.item(row, column)) else "" for column in range(3)]
        for row in range(sheet.table.rowCount())
    ]


def test_the_one_that_made_the_clip_goes_first_and_who_makes_none_is_not_offered(
    connections: ConnectionList, known: KnownCharacters
) -> None:
    assert (FAKE, ENGINE) == makers(connections, known, "")
    assert (ENGINE, FAKE) == makers(connections, known, mark_of(ENGINE))
    known.load((replace(RUSTY, state=CharacterState.REFUSED, has_no_route=True),))
    assert (ENGINE,) == makers(connections, known, mark_of(FAKE))


def test_it_says_who_gets_the_clip_and_what_is_known_of_the_price(qtbot: QtBot, commands: RecordingCommands) -> None:
    sheet = make_sheet(qtbot, commands, FAKE, ENGINE)

    assert "Price unknown" in sheet.price.text()
    assert "“Fake” gets the whole clip" in sheet.goes_to.text()
    assert (False, False) == (sheet.make.isEnabled(), sheet.make.isDefault())
    sheet.connection.field.setCurrentIndex(1)
    assert ("Free.", True) == (sheet.price.text(), sheet.make.isDefault())
    assert "stays on this computer" in sheet.goes_to.text()


def test_it_is_sent_once_and_the_sheet_closes(qtbot: QtBot, commands: RecordingCommands) -> None:
    sheet = make_sheet(qtbot, commands, FAKE)
    sheet.name.field.setText("Rusty")
    sheet.make.click()
    sheet.make.click()

    told = {"clip_id": "clip", "path": FILM, "agreed": None}
    assert [("Rusty", "fake", told)] == commands.of("characters.make")
    commands.answer("characters.make", RUSTY)
    assert not sheet.isVisible()


def test_what_speaks_against_it_is_said_and_a_budget_is_asked_about(qtbot: QtBot, commands: RecordingCommands) -> None:
    sheet = make_sheet(qtbot, commands, FAKE)
    sheet.name.field.setText("Rusty")
    sheet.make.click()
    commands.fail("characters.make", InputError("Not now."))
    assert ("Not now.", True) == (sheet.said.text(), sheet.make.isEnabled())
    sheet.make.click()
    commands.fail("characters.make", OverBudgetError(message("It may cost more."), Asked()))
    (question,) = commands.questions
    question.again(Asked())

    assert Asked() == commands.of("characters.make")[-1][-1]["agreed"]


def test_an_empty_list_says_what_to_do(sheet: CharactersSheet) -> None:
    assert (True, False, False) == (sheet.empty.isVisible(), sheet.table.isVisible(), sheet.remove.isVisible())
    assert (True, True) == (sheet.new.isEnabled(), sheet.enter.isEnabled())


def test_the_newest_goes_first_and_the_state_of_each_is_said(sheet: CharactersSheet, known: KnownCharacters) -> None:
    known.apply(CharactersChanged((RUSTY, LOST)))

    assert [["Luna", "Fake", "Not known"], ["Rusty", "Fake", "Ready"]] == cells(sheet)
    assert ("Nobody knows.", False) == (sheet.detail.text(), sheet.copy.isEnabled())
    sheet.table.setCurrentCell(1, 0)
    assert ("In prompts: Rusty. Id: char_1", True) == (sheet.detail.text(), sheet.copy.isEnabled())
    sheet.copy.click()
    assert "char_1" == QGuiApplication.clipboard().text()


def test_one_of_a_connection_that_is_gone_is_said_to_be_that(
    sheet: CharactersSheet, known: KnownCharacters, connections: ConnectionList
) -> None:
    known.load((RUSTY,))
    connections.reset((ENGINE,), "engine")

    assert "Its connection is gone" in sheet.detail.text()


def test_another_name_is_kept_and_a_refused_one_gives_way(
    sheet: CharactersSheet, known: KnownCharacters, commands: RecordingCommands
) -> None:
    known.load((RUSTY,))
    item = sheet.table.item(0, 0)
    assert item is not None
    item.setText("The old fox")
    assert [("1", "The old fox")] == commands.of("characters.rename")
    commands.fail("characters.rename", InputError("Too long."))

    assert [["Rusty", "Fake", "Ready"]] == cells(sheet)


@pytest.mark.parametrize("character", [RUSTY, LOST])
def test_what_was_paid_for_is_taken_off_only_after_a_question(
    sheet: CharactersSheet, known: KnownCharacters, commands: RecordingCommands, character: Character
) -> None:
    known.load((character,))
    sheet.remove.click()
    assert [] == commands.of("characters.remove")
    (question,) = sheet.findChildren(QDialog, "confirmSheet")
    child(question, QPushButton, "confirmYes").click()

    assert [(character.id,)] == commands.of("characters.remove")


def test_what_was_refused_goes_at_once(
    sheet: CharactersSheet, known: KnownCharacters, commands: RecordingCommands
) -> None:
    known.load((replace(LOST, state=CharacterState.REFUSED),))
    sheet.remove.click()

    assert [("2",)] == commands.of("characters.remove")


def test_a_service_that_makes_none_is_said_to_be_left_alone(sheet: CharactersSheet, known: KnownCharacters) -> None:
    known.load((replace(LOST, state=CharacterState.REFUSED, has_no_route=True),))

    assert "Nobody knows. It isn't asked for characters again, as long as this stands here." == sheet.detail.text()


def test_what_came_back_without_an_id_can_be_read(sheet: CharactersSheet, known: KnownCharacters) -> None:
    known.load((RUSTY,))
    assert not sheet.answer.isVisible()
    known.load((replace(LOST, answer="HTTP 200 {}"),))
    assert sheet.answer.isVisible()
    sheet.answer.click()
    (page,) = [each for each in sheet.findChildren(QDialog) if each.isVisible()]
    page.accept()


def test_one_that_is_being_made_is_not_taken_off(sheet: CharactersSheet, known: KnownCharacters) -> None:
    known.load((replace(RUSTY, state=CharacterState.MAKING, remote_id="", cost=Cost(None)),))

    assert (False, True) == (sheet.remove.isEnabled(), known.is_making)
    known.load((replace(RUSTY, state=CharacterState.MAKING, cost=Cost(Decimal(0), free=True)),))
    assert not known.is_making


def test_an_id_is_entered_once_its_service_was_asked(qtbot: QtBot, commands: RecordingCommands) -> None:
    sheet = EnterSheet(commands, [FAKE, ENGINE])
    sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(sheet)
    sheet.open()
    assert not sheet.enter.isEnabled()
    sheet.id.field.setText("char_7")
    sheet.enter.click()
    assert ([("fake", "char_7", "")], "Asking the service…") == (commands.of("characters.add"), sheet.said.text())
    commands.fail("characters.add", InputError("The service knows no character with this id."))
    assert ("The service knows no character with this id.", True) == (sheet.said.text(), sheet.enter.isEnabled())
    sheet.enter.click()
    commands.answer("characters.add", RUSTY)

    assert not sheet.isVisible()


def test_no_text_of_a_stranger_is_markup(sheet: CharactersSheet, known: KnownCharacters) -> None:
    known.load((replace(RUSTY, name="<b>Rusty</b>", remote_id="<i>1</i>"),))

    assert Qt.TextFormat.PlainText is sheet.detail.textFormat()
    assert "<b>Rusty</b>" == cells(sheet)[0][0]
