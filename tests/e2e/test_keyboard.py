"""The main job by the keyboard alone, each key sent through the X server to a real window with a window manager."""

import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from tests.servers.service import FakeService
from tests.support.desktop import Desktop, until
from tests.support.mp4 import small_mp4
from tests.support.window_process import AnewWindowProcess, service_environment

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="an X server of the test's own")

CHILDREN_ARE_TOLD_THE_KEY = True  # as a person tells it to a window: in the environment
FOX = "a red fox in snow"


@dataclass(frozen=True)
class Keyboard:
    """A person without a mouse, who looks at the window."""

    desktop: Desktop
    window: AnewWindowProcess
    service: FakeService

    @property
    def place(self) -> str:
        """The object name of the control that has the keyboard."""
        return str(self.window.ask("keyboard")[0])

    def press(self, *keys: str, then: str) -> None:
        """Press these keys; the keyboard is at the control `then` after that."""
        self.desktop.press(*keys)
        until(lambda: self.place == then, f"the keyboard at {then} after {keys}, not at {self.place}")

    def has_left(self, before: list[object]) -> bool:
        return bool(self.window.ask("keyboard") != before)

    def tab_to(self, name: str, key: str = "Tab") -> None:
        for _ in range(60):
            before = self.window.ask("keyboard")
            if before[0] == name:
                return
            self.desktop.press(key)
            until(partial(self.has_left, before), f"Tab leads on from {before}")
        raise AssertionError(f"Tab never comes to {name}")


@pytest.fixture
def keyboard(tmp_path: Path) -> Iterator[Keyboard]:
    with ExitStack() as stack:
        service = stack.enter_context(FakeService())
        service.clip.data, service.polls = small_mp4(1280, 720, 4.0), 1
        desktop = stack.enter_context(Desktop())
        environment = {**service_environment(service), **desktop.environment}
        window = stack.enter_context(AnewWindowProcess(tmp_path / "data", **environment))
        window.ask("wait_open")
        desktop.wait_for_window("Sora Desktop")
        yield Keyboard(desktop, window, service)
        assert window.end() == 0
        assert [] == window.faults()


def test_the_main_job_is_done_by_the_keyboard_alone(keyboard: Keyboard) -> None:
    """Write, pick a model, generate, see it finish, play it, find it in the library, open it, close the window."""
    desktop, window = keyboard.desktop, keyboard.window
    keyboard.press("ctrl+n", then="promptEdit")
    desktop.type(FOX)
    keyboard.tab_to("modelPicker")
    desktop.press("Down")
    keyboard.tab_to("generateButton")
    desktop.press("Return")
    window.ask("wait_states", states=["done"])
    assert "generateButton" == keyboard.place
    assert ["sora2-landscape-8s"] == [job.model for job in keyboard.service.jobs.values()]

    until(lambda: window.ask("plays"), "a clip that is finished plays by itself")
    desktop.press("k")
    until(lambda: not window.ask("plays"), "K pauses it")
    keyboard.press("ctrl+j", then="queueList")
    keyboard.press("ctrl+j", then="generateButton")

    keyboard.press("ctrl+f", then="librarySearch")
    desktop.type("fox")
    keyboard.press("Return", then="libraryGrid")
    desktop.press("Return")
    until(lambda: window.ask("plays"), "the clip of the library plays")
    desktop.press("space")
    until(lambda: not window.ask("plays"), "Space pauses it")

    keyboard.press("ctrl+1", "ctrl+n", then="promptEdit")
    desktop.press("F10")
    until(lambda: window.ask("menu") == "Add a connection…", "F10 opens the menu at its first entry")
    desktop.press("Escape")
    desktop.press("ctrl+question")
    desktop.wait_for_window("About Sora Desktop")
    desktop.press("Escape")
    desktop.wait_for_window("Sora Desktop")
    desktop.press("ctrl+w")
