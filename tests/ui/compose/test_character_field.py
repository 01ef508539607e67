"""Characters beside the prompt: those of the connection are offered, two at most, and each is named in the prompt."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from sora_desktop.domain.character import Character, CharacterState
from sora_desktop.domain.connection import Connection
from sora_desktop.domain.service_ref import mark_of
from sora_desktop.domain.shown_character import ShownCharacter
from sora_desktop.domain.wire_options import WireOptions
from sora_desktop.ui.common.known_characters import KnownCharacters
from sora_desktop.ui.compose.character_field import CharacterField
from tests.support import formats
from tests.support.changes import with_ways
from tests.support.finding import child
from tests.support.samples import NOON

FAKE = with_ways(
    Connection("fake", "Fake", "https://fake.example.com", formats.NATIVE, wire=WireOptions(characters=True))
)
OTHER = replace(FAKE, id="other", name="Other")
RUSTY = Character("1", "Rusty", mark_of(FAKE), "fake", "Fake", NOON, CharacterState.READY, "char_1")
LUNA = replace(RUSTY, id="2", name="Luna", label="The wolf", remote_id="char_2")
KIT = replace(RUSTY, id="3", name="Kit", remote_id="char_3")
STRANGER = replace(RUSTY, id="4", name="Bo", service=mark_of(OTHER), connection_name="Other", remote_id="char_4")


@pytest.fixture
def known(qapp: QApplication) -> KnownCharacters:
    return KnownCharacters()


@pytest.fixture
def field(qtbot: QtBot, known: KnownCharacters) -> CharacterField:
    made = CharacterField()
    qtbot.addWidget(made)
    made.follow(known)
    made.show_for(FAKE, None, "Rusty in snow")
    return made


def offered(field: CharacterField) -> list[str]:
    return [each.title for each in field.offered]


def chips(field: CharacterField) -> list[QPushButton]:
    found = [field.findChild(QPushButton, f"character-{at}") for at in range(3)]
    return [each for each in found if each is not None]


def choose(field: CharacterField, words: str) -> None:
    child(field, QPushButton, "addCharacterButton").click()
    (menu,) = [each for each in field.findChildren(QMenu) if each.isVisible()]
    next(action for action in menu.actions() if action.text() == words).trigger()
    menu.close()


def test_it_is_there_only_where_the_connection_has_some(field: CharacterField, known: KnownCharacters) -> None:
    assert field.isHidden()
    known.load((STRANGER, replace(KIT, state=CharacterState.UNKNOWN), replace(LUNA, removed=True)))
    assert field.isHidden()
    known.load((RUSTY, LUNA, STRANGER))
    assert (False, ["Rusty", "The wolf"]) == (field.isHidden(), offered(field))
    field.show_for(FAKE, WireOptions(), "")
    assert field.isHidden(), "its model wants requests spelled without them"


def test_two_are_chosen_at_most_and_each_is_taken_out_by_its_chip(
    field: CharacterField, known: KnownCharacters, qtbot: QtBot
) -> None:
    known.load((RUSTY, LUNA, KIT))
    with qtbot.waitSignal(field.changed):
        choose(field, "The wolf")
    choose(field, "Rusty")
    add = child(field, QPushButton, "addCharacterButton")
    assert (("Luna", "Rusty"), True) == (tuple(each.name for each in field.chosen), add.isHidden())
    assert ["×  The wolf", "×  Rusty"] == [each.text() for each in chips(field)]
    assert "Take “The wolf” out" == chips(field)[0].accessibleName()
    chips(field)[0].click()

    assert ((RUSTY.shown,), False) == (field.chosen, add.isHidden())


def test_an_ampersand_of_a_name_is_one(field: CharacterField, known: KnownCharacters) -> None:
    known.load((replace(RUSTY, name="R&B"),))
    choose(field, "R&&B")

    assert ["×  R&&B"] == [each.text() for each in chips(field)]
    assert "Take “R&B” out" == chips(field)[0].accessibleName()


def test_a_name_that_the_prompt_lacks_is_asked_for(field: CharacterField, known: KnownCharacters, qtbot: QtBot) -> None:
    known.load((RUSTY, LUNA))
    field.hold((RUSTY.shown, LUNA.shown))
    insert = child(field, QPushButton, "insertCharacterButton")
    assert not insert.isHidden()
    with qtbot.waitSignal(field.named) as named:
        insert.click()
    assert ["Luna"] == named.args
    field.show_for(FAKE, None, "rusty and LUNA in snow")
    assert insert.isHidden()


def test_what_speaks_against_them_goes_before_that(field: CharacterField, known: KnownCharacters) -> None:
    known.load((RUSTY,))
    field.hold((ShownCharacter("char_4", "Bo", mark_of(OTHER), "Other"),))
    field.show_problem("Only “Other” knows it.")

    assert child(field, QPushButton, "insertCharacterButton").isHidden()
    assert not field.isHidden()
    field.show_for(OTHER, WireOptions(), "")
    assert not field.isHidden(), "who cannot send it can take it out"
