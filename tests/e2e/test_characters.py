"""A character is made of a clip in the real window, put into a request, and never paid for twice."""

import asyncio
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLineEdit, QMenu, QPushButton, QToolButton, QWidget

from sora_desktop.domain.character import CharacterState
from sora_desktop.domain.settings import Settings
from sora_desktop.store.paths import Paths
from sora_desktop.store.settings import save_settings
from tests.servers.character_service import CharacterService
from tests.servers.forms import read_form
from tests.servers.http_server import Reply
from tests.support import formats
from tests.support.drive import Hand, in_window
from tests.support.finding import child
from tests.support.loops import RunGui
from tests.support.mp4 import asked_mp4
from tests.support.patience import patient
from tests.support.until import until
from tests.support.window_process import WindowProcess, service_environment

CHILDREN_ARE_TOLD_THE_KEY = True
PROMPT = "A red fox runs through snow"


async def choose(owner: QWidget, words: str) -> None:
    menu = await until(lambda: next(iter(owner.findChildren(QMenu)), None), what="the menu")
    next(action for action in menu.actions() if action.text() == words).trigger()
    menu.close()


def sheet(hand: Hand, name: str) -> QDialog | None:
    return next((each for each in hand.window.findChildren(QDialog, name) if each.isVisible()), None)


async def make(hand: Hand, name: str) -> None:
    """From what the stage offers for its clip."""
    button = child(hand.window, QToolButton, "changeClipButton")
    await until(button.isVisible, what="something can be made of the clip")
    button.click()
    await choose(hand.window.stage, "Make a character of it…")
    opened = await until(lambda: sheet(hand, "makeCharacterSheet"), what="the sheet")
    field = child(opened, QLineEdit, "characterName")
    field.setFocus()
    QTest.keyClicks(field, name)
    child(opened, QPushButton, "makeCharacterButton").click()
    await until(lambda: sheet(hand, "makeCharacterSheet") is None, what="it is taken")


def test_a_character_of_a_clip_is_named_in_the_next_request(
    run_gui: RunGui, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def story(hand: Hand) -> None:
        field = hand.window.compose.characters
        assert not field.isVisible()
        hand.type_prompt(PROMPT)
        await hand.generate()
        await until(lambda: hand.window.stage.clip is not None, what="the clip")
        await make(hand, "Rusty")
        await until(field.isVisible, what="the character can be chosen")
        hand.type_prompt("In the snow, ")
        hand.click("addCharacterButton")
        await choose(field, "Rusty")
        assert "doesn't name “Rusty” yet" in hand.everything_said()
        hand.click("insertCharacterButton")
        assert "In the snow, Rusty " == hand.prompt()
        assert "doesn't name" not in hand.everything_said()
        await hand.generate()
        clips = await until(lambda: hand.clips() if len(hand.clips()) == 2 else None, what="the clip with it")
        assert ["Rusty"] == [each.name for each in clips[0].recipe.request.characters]
        hand.click("character-0")
        assert () == field.chosen
        hand.window.wishes.open_characters()
        opened = await until(lambda: sheet(hand, "charactersSheet"), what="the list")
        assert "In prompts: Rusty. Id: char_1" in hand.everything_said()
        opened.accept()

    with CharacterService() as service:
        service.clip.data = asked_mp4()
        for name, value in service_environment(service, formats.NATIVE).items():
            monkeypatch.setenv(name, value)
        paths = Paths(tmp_path / "data")
        paths.make()
        save_settings(paths.settings, Settings(loop=False))
        in_window(run_gui, paths.root, story)

        first, second = service.requests("submit")
        assert "characters" not in read_form(first).fields
        assert [{"id": "char_1"}] == read_form(second).fields["characters"]
        assert asked_mp4() == service.characters["char_1"].film
        assert 1 == len(service.requests("make"))


def test_killed_before_the_answer_it_is_unknown_and_not_sent_again(tmp_path: Path) -> None:
    film = tmp_path / "fox.mp4"
    film.write_bytes(asked_mp4())
    with CharacterService() as service:
        service.reply_next("make", Reply(hold=asyncio.Event()))
        surroundings = service_environment(service, formats.NATIVE)
        with WindowProcess(tmp_path / "data", **surroundings) as window:
            window.ask("wait_open")
            window.ask("make_character", path=str(film), name="Rusty")
            window.ask("wait_characters", states=[CharacterState.MAKING.value])
            assert service.asked.wait(patient())
            window.kill()
        with WindowProcess(tmp_path / "data", **surroundings) as window:
            window.ask("wait_open")
            ((name, said),) = window.ask("wait_characters", states=[CharacterState.UNKNOWN.value])
            window.ask("close")
            assert 0 == window.end()
            assert [] == window.faults()

        assert "Rusty" == name
        assert "not sent again automatically" in said
        assert 1 == len(service.requests("make"))
