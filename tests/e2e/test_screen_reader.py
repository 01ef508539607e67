"""The window by ear: what a screen reader gets of it over its own bus, from a real window on a real screen."""

import re
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image

from tests.servers.service import FakeService, Fault
from tests.support.desktop import Desktop, until
from tests.support.mp4 import small_mp4
from tests.support.screen_reader import Node, Said, ScreenReader
from tests.support.window_process import AnewWindowProcess, service_environment

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the bus of screen readers on Linux")

CHILDREN_ARE_TOLD_THE_KEY = True  # as a person tells it to a window: in the environment
POLITE = 1
ACTED_ON = frozenset({"push button", "check box", "radio button", "text", "spin box", "combo box", "slider", "list"})
KEY_IN_NAME = re.compile(r"\((Ctrl|Alt|Shift|F\d|.\))")
PLACES = frozenset({"label", "filler", "panel", "unknown", "invalid"})
FOX, OTTER = "a red fox in snow", "an otter by a stream"


@dataclass(frozen=True)
class Ear:
    """A person who hears the window and has a keyboard."""

    desktop: Desktop
    reader: ScreenReader
    window: AnewWindowProcess
    service: FakeService

    def focused(self, role: str, words: str) -> Said:
        """Wait until the keyboard is said to be at such a thing."""
        return self.reader.wait_for(
            lambda said: said.kind == "StateChanged focused 1" and said.at.role == role and words in said.at.name,
            f"the focus at {role} {words!r}",
        )

    def announced(self, words: str) -> Said:
        return self.reader.wait_for(
            lambda said: said.kind == "Announcement" and words in said.words, f"{words!r} announced"
        )

    def has_focus(self, role: str, words: str) -> None:
        """Wait until the keyboard is there, however long it has been."""
        node = self.reader.program().find(role, words)
        until(lambda: "focused" in node.states, f"the keyboard at {role} {words!r}")

    def generate(self, prompt: str) -> None:
        self.desktop.press("ctrl+n", "ctrl+a")
        self.desktop.type(prompt)
        field = self.reader.program().find("text", "Prompt")
        until(lambda: field.text == prompt, f"the prompt {prompt!r}")
        self.window.ask("wait_ready")
        self.desktop.press("ctrl+Return")


@pytest.fixture
def ear(tmp_path: Path) -> Iterator[Ear]:
    with ExitStack() as stack:
        service = stack.enter_context(FakeService())
        service.clip.data, service.polls = small_mp4(1280, 720, 4.0), 1
        desktop = stack.enter_context(Desktop())
        reader = stack.enter_context(ScreenReader(desktop))
        window = stack.enter_context(
            AnewWindowProcess(tmp_path / "data", **service_environment(service), **desktop.environment)
        )
        window.ask("wait_open")
        desktop.wait_for_window("Sora Desktop")
        ear = Ear(desktop, reader, window, service)
        ear.has_focus("text", "Prompt")
        yield ear
        window.ask("close")
        assert window.end() == 0
        assert [] == window.faults()


def test_the_library_is_browsed_by_ear(ear: Ear) -> None:
    """Each clip that the arrow keys come to is said with its prompt, also the one that stands there already."""
    for prompt in (FOX, OTTER):
        ear.generate(prompt)
        ear.announced(f"{prompt}. Done")
    ear.desktop.press("ctrl+f")
    ear.focused("text", "Search the library")

    ear.desktop.press("Return")
    ear.focused("list item", OTTER)
    ear.desktop.press("Right")
    ear.focused("list item", FOX)
    ear.desktop.press("ctrl+f")
    ear.focused("text", "Search the library")
    ear.desktop.press("Return")
    there = ear.focused("list item", FOX)

    assert {"focused", "selected", "showing"} <= there.at.states
    assert there.at.parent.role == "list"

    ear.desktop.press("ctrl+f")
    ear.desktop.type("otter")
    ear.announced("1 found")
    ear.desktop.type("x")
    ear.announced("No clips found")

    ear.desktop.press("ctrl+1")
    ear.reader.program().find("list", "Takes").take_keyboard()
    ear.focused("list item", OTTER)
    ear.desktop.press("Right")
    ear.focused("list item", FOX)


def test_generate_and_the_end_of_a_job_are_heard_without_moving_the_keyboard(ear: Ear) -> None:
    ear.generate(FOX)
    ear.announced("In the queue")
    ear.announced(f"{FOX}. Done")
    ear.desktop.press("ctrl+a", "Delete")
    ear.announced("Describe what you want to see.")
    ear.desktop.press("ctrl+Return")
    ear.announced("Describe what you want to see.")

    ends = [said for said in ear.reader.all if said.kind == "Announcement" and "Done" in said.words]
    assert [POLITE] == [said.politeness for said in ends]
    assert "focused" in ear.reader.program().find("text", "Prompt").states


def test_a_refusal_and_a_service_that_is_away_are_heard(ear: Ear) -> None:
    ear.service.script(Fault.REFUSE_422)
    ear.generate(FOX)
    ear.announced(f"{FOX}. Refused. not billed")

    ear.service.server.stop()
    ear.generate(OTTER)
    ear.announced("The service can't be reached")


def test_the_time_in_a_clip_is_heard(ear: Ear) -> None:
    """As a time and no number: once a second while it plays, and at each frame that a person steps to."""
    ear.generate(FOX)
    ear.announced(f"{FOX}. Done")
    ear.window.ask("play")
    line = ear.reader.program().find("spin box", "Position in the clip")
    told = [ear.reader.wait_for(lambda said: is_time(said, line), "the time").words for _ in range(3)]
    assert all(before[:5] != after[:5] for before, after in pairwise(told)), told

    line.take_keyboard()
    ear.focused("spin box", "Position in the clip")
    ear.desktop.press("space")
    ear.reader.wait_for(lambda said: said.kind == "PropertyChange accessible-name" and said.words == "Play", "a rest")
    ear.desktop.press("Home", "Right")
    ear.reader.wait_for(lambda said: is_time(said, line) and said.words == "00:00:01", "the second frame")

    assert "Time 00:00:01 of 00:04:00" == ear.reader.program().find("label", "Time ").name
    assert "00:00:01" == line.text


def test_what_can_be_chosen_pressed_and_switched_says_so(ear: Ear) -> None:
    """One of several is a radio button, the place for a picture can be pressed, and no name has a key in it."""
    nodes = {node.name: node for node in ear.reader.program().walk() if node.role not in ("label", "filler", "panel")}

    assert {"radio button"} == {nodes[name].role for name in ("Seconds: 4 seconds", "View: Make", "View: Choose")}
    assert ["View: Make"] == [name for name in ("View: Make", "View: Choose") if "checked" in nodes[name].states]
    assert "Press" in nodes["First frame"].actions
    assert ["check box"] * 2 == [nodes[name].role for name in ("Mute", "Play in a loop")]
    assert [] == [name for name in nodes if "(" in name]


def test_choose_the_drawer_the_sheets_and_the_fit_say_what_each_control_is(ear: Ear, tmp_path: Path) -> None:
    """As Make does: where the keyboard stops there is a name, and no name has a key in it."""
    ear.generate(FOX)
    ear.announced(f"{FOX}. Done")
    Image.new("RGB", (900, 900), "navy").save(tmp_path / "square.png")
    troubles = {}
    for keys in ("ctrl+j", "ctrl+comma", "ctrl+question", "F1", "ctrl+2", "ctrl+1"):
        ear.reader.hear()
        ear.desktop.press(keys)
        ear.reader.wait_for(lambda said: said.kind == "StateChanged focused 1", f"what {keys} opens")
        troubles[keys] = troubles_of(ear)
        if keys not in ("ctrl+1", "ctrl+2"):
            ear.desktop.press("Escape")
    ear.window.ask("fit", path=str(tmp_path / "square.png"))
    ear.has_focus("graphic", "Part of the picture")
    troubles["fit"] = troubles_of(ear)
    ear.desktop.press("Down")
    ear.announced("50% across, 52% down")

    assert {keys: [] for keys in troubles} == troubles


def troubles_of(ear: Ear) -> list[str]:
    """Of all that is showing; what lies in something that is not is passed over."""
    found, left = [], ear.reader.program().children
    while left:
        node = left.pop()
        states = node.states
        if "showing" in states:
            role, name = node.role, node.name
            is_stop = role in ACTED_ON or (role in PLACES and "focusable" in states)
            if (is_stop and not name) or KEY_IN_NAME.search(name):
                found.append(f"{role} {name!r} in {node.parent.role} {node.parent.name!r}")
            left += node.children
    return found


def is_time(said: Said, line: Node) -> bool:
    return said.kind == "TextChanged insert" and said.at == line


def test_a_job_of_which_nobody_knows_is_settled_by_ear(ear: Ear) -> None:
    """Its end is told, its card is reached, its buttons follow it, and with the id that the service shows it comes home."""
    ear.service.lists = False
    ear.service.script(Fault.ACCEPT_THEN_DROP)
    ear.generate(OTTER)
    ear.announced(f"{OTTER}. Not sure it arrived. maybe billed")
    ear.desktop.press("ctrl+j")
    ear.focused("list item", OTTER)
    ear.desktop.press("Tab")
    ear.focused("push button", "Paste id…")
    ear.desktop.press("Return")
    ear.focused("text", "Job id at the service")
    (remote_id,) = ear.service.jobs
    ear.desktop.type(remote_id)
    ear.desktop.press("Return")
    ear.announced(f"{OTTER}. Done. billed")

    assert 1 == len(ear.service.money.charges)
