"""The main job, in the real window against the engine in its own process: compose, queue, library, stage."""

from pathlib import Path

from tests.support.drive import Hand, in_window
from tests.support.loops import RunGui
from tests.support.until import until


def is_playing(hand: Hand) -> bool:
    stage = hand.window.stage
    return stage.clip is not None and stage.frames_shown > 3


def test_a_prompt_becomes_a_clip_that_plays_and_is_still_there_after_a_restart(run_gui: RunGui, tmp_path: Path) -> None:
    async def first(hand: Hand) -> None:
        hand.type_prompt("A red fox runs through snow at dawn, slow pan left")
        hand.click("duration-4")
        hand.click("orientation-landscape")
        hand.pick_model("sora2-landscape-4s")
        await hand.generate()
        job = await hand.job_in("done")
        await until(lambda: is_playing(hand), what="the clip plays by itself")
        (clip,) = hand.clips()
        assert clip.job_id == job.id
        assert (str(clip.media.size), clip.media.frames, clip.media.audio_codec) == ("1280x720", 96, "aac")

    async def second(hand: Hand) -> None:
        (clip,) = await until(hand.clips, what="the clip is in the library")
        assert clip.prompt == "A red fox runs through snow at dawn, slow pan left"
        assert clip.path.exists()
        (job,) = hand.jobs()
        assert job.state == "done"

    in_window(run_gui, tmp_path, first)
    in_window(run_gui, tmp_path, second)
