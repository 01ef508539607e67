"""A clip is changed and made longer in the real window, from its menu to the clip that comes of it."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFrame, QMenu, QToolButton

from sora_desktop.domain.settings import Settings
from sora_desktop.store.paths import Paths
from sora_desktop.store.settings import save_settings
from tests.support.drive import Hand, in_window
from tests.support.finding import child
from tests.support.loops import RunGui
from tests.support.until import until

_BEGINS = {"Make a change…": "Change of", "Make it longer…": "Goes on from"}
PROMPT = "A red fox runs through snow at dawn, static"


def entries(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions()]


async def choose(hand: Hand, words: str) -> None:
    """From what the stage offers for its clip."""
    button = child(hand.window, QToolButton, "changeClipButton")
    await until(button.isVisible, what="the clip can be changed")
    button.click()
    menu = await until(lambda: next(iter(hand.window.stage.findChildren(QMenu)), None), what="the menu")
    assert entries(menu) == ["Make a change…", "Make it longer…", "Make a character of it…"]
    next(action for action in menu.actions() if action.text() == words).trigger()
    menu.close()
    line, begins = child(hand.window, QFrame, "sourceClip"), _BEGINS[words]
    await until(lambda: line.isVisible() and line.accessibleName().startswith(begins), what="the clip in the form")


@pytest.mark.usefixtures("with_sparing_engine")
def test_a_clip_is_changed_and_then_made_longer(run_gui: RunGui, tmp_path: Path) -> None:
    async def story(hand: Hand) -> None:
        hand.type_prompt(PROMPT)
        hand.pick_model("sora2-landscape-4s")
        await hand.generate()
        await until(lambda: hand.window.stage.clip is not None, what="the first clip")
        await choose(hand, "Make a change…")
        assert hand.prompt() == ""
        hand.type_prompt("Make it night")
        await hand.generate()
        await until(lambda: len(hand.clips()) == 2, what="the changed clip")
        await choose(hand, "Make it longer…")
        hand.type_prompt("A wolf comes")
        await hand.generate()
        clips = await until(lambda: hand.clips() if len(hand.clips()) == 3 else None, what="the longer clip")
        lengths = {clip.prompt: round(clip.media.seconds) for clip in clips}
        assert lengths == {PROMPT: 4, "Make it night": 4, "A wolf comes": 8}
        child(hand.window, QToolButton, "sourceRemoveButton").click()
        assert not child(hand.window, QFrame, "sourceClip").isVisible()

    paths = Paths(tmp_path / "data")
    paths.make()
    save_settings(paths.settings, Settings(loop=False))  # what plays on and on takes a core from who makes the next one
    in_window(run_gui, paths.root, story)
