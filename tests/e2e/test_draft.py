"""What a person was writing is there again after a restart and after a crash: the real window, studio and disk."""

import json
from pathlib import Path

import pytest
from PySide6.QtWidgets import QSpinBox

from sora_desktop.domain.draft import Draft
from sora_desktop.domain.image import ImageVerdict
from sora_desktop.domain.shapes import Shape
from sora_desktop.store.drafts import load_draft
from sora_desktop.store.paths import Paths
from sora_desktop.ui.compose.reference_field import ReferenceField
from tests.support.drive import Hand, in_window
from tests.support.finding import child
from tests.support.loops import RunGui
from tests.support.pictures import write_picture
from tests.support.until import until

PROMPT = "A red fox runs through snow at dawn, static"


async def write_a_whole_request(hand: Hand, picture: Path) -> Draft:
    hand.type_prompt(PROMPT)
    hand.click("orientation-portrait")
    hand.click("duration-4")
    hand.pick_model("sora2-portrait-4s")
    hand.find(QSpinBox, "countSpin").setValue(2)
    hand.drop_files(picture)
    await until(hand.button("generateButton").isEnabled, what="the picture was looked at")
    return hand.window.compose.draft()


def kept(data_dir: Path) -> Draft:
    return load_draft(Paths(data_dir), lambda _said: None)


def test_the_whole_draft_is_on_the_disk_a_moment_after_it_was_written_and_there_at_the_next_start(
    run_gui: RunGui, tmp_path: Path
) -> None:
    data, picture = tmp_path / "data", write_picture(tmp_path / "fox.png")
    written: list[Draft] = []

    async def first(hand: Hand) -> None:
        written.append(await write_a_whole_request(hand, picture))
        await until(lambda: kept(data) == written[0], what="the draft is on the disk while the window is open")

    async def second(hand: Hand) -> None:
        await until(hand.button("generateButton").isEnabled, what="the picture was looked at again")
        assert hand.window.compose.draft() == written[0]
        await hand.generate()
        jobs = await until(lambda: hand.jobs() if len(hand.jobs()) == 2 else None, what="two takes")
        assert {(job.request.prompt, job.request.image) for job in jobs} == {(PROMPT, written[0].image)}
        assert {job.request.shape for job in jobs} == {Shape.PORTRAIT}

    in_window(run_gui, data, first)
    in_window(run_gui, data, second)


def test_a_prompt_that_an_earlier_version_kept_in_its_settings_stands_in_the_window(
    run_gui: RunGui, tmp_path: Path
) -> None:
    (tmp_path / "settings.json").write_text(json.dumps({"draft": "a fox, as version 1 kept it", "volume": 7}))

    async def story(hand: Hand) -> None:
        assert hand.prompt() == "a fox, as version 1 kept it"
        hand.click("orientation-portrait")

    in_window(run_gui, tmp_path, story)
    in_window(run_gui, tmp_path, story)
    settings = json.loads((tmp_path / "settings.json").read_text())
    assert (settings["draft"], settings["volume"]) == ("", 7)


def test_words_of_the_last_moment_are_there_after_a_close(run_gui: RunGui, tmp_path: Path) -> None:
    async def first(hand: Hand) -> None:
        hand.type_prompt("the last word")

    async def second(hand: Hand) -> None:
        assert hand.prompt() == "the last word"

    in_window(run_gui, tmp_path, first)
    in_window(run_gui, tmp_path, second)


@pytest.mark.parametrize("change", ["gone", "another"])
def test_a_picture_that_is_not_as_it_was_left_holds_generate_and_says_so(
    run_gui: RunGui, tmp_path: Path, change: str
) -> None:
    data, picture = tmp_path / "data", write_picture(tmp_path / "fox.png")

    async def first(hand: Hand) -> None:
        await write_a_whole_request(hand, picture)

    async def second(hand: Hand) -> None:
        words = "The picture is gone." if change == "gone" else "has changed since you chose it"
        await until(lambda: words in hand.everything_said(), what="it is said")
        assert not hand.button("generateButton").isEnabled()
        assert hand.window.compose.draft().image is not None
        if change == "another":
            hand.click("pictureAcceptButton")
            await until(hand.button("generateButton").isEnabled, what="Generate is on again")

    in_window(run_gui, data, first)
    if change == "gone":
        picture.unlink()
    else:
        write_picture(picture, 900, 900)
    in_window(run_gui, data, second)


def test_a_picture_that_changed_before_generate_is_shown_anew_and_goes_out_with_the_next_press(
    run_gui: RunGui, tmp_path: Path
) -> None:
    picture = write_picture(tmp_path / "fox.png")

    async def story(hand: Hand) -> None:
        await write_a_whole_request(hand, picture)
        write_picture(picture, 900, 900)
        hand.click("generateButton")
        await until(lambda: "has changed from" in hand.everything_said(), what="it is said and shown")
        assert hand.jobs() == []
        facts = child(hand.window, ReferenceField).slot.facts
        assert facts is not None
        assert (facts.verdict, str(facts.size)) == (ImageVerdict.OK, "900x900")
        await hand.generate()

    in_window(run_gui, tmp_path / "data", story)
