"""The main job, in the real window against the engine in its own process: compose, queue, library, stage."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import av
import pytest
from PIL import Image

from sora_desktop.domain.clip import Clip
from tests.servers.engine_process import EngineProcess
from tests.servers.http_server import HttpServer, Reply
from tests.support.drive import Hand, in_window
from tests.support.formats import NATIVE, UNIALL
from tests.support.loops import RunGui
from tests.support.pictures import picture_bytes, write_picture
from tests.support.until import until

PROMPT = "A red fox runs through snow at dawn, static"


def is_playing(hand: Hand, clip: Clip) -> bool:
    stage = hand.window.stage
    return stage.clip is not None and stage.clip.id == clip.id and stage.frames_shown > 3


async def the_clip_plays(hand: Hand) -> Clip:
    """The only job is done, its clip is in the library and plays by itself."""
    job = await hand.job_in("done")
    clip: Clip
    (clip,) = await until(hand.clips, what="the clip is in the library")
    assert clip.job_id == job.id
    assert clip.sha256 == hashlib.sha256(clip.path.read_bytes()).hexdigest()
    await until(lambda: is_playing(hand, clip), what="the clip plays by itself")
    return clip


def sides_of_first_frame(path: Path) -> tuple[str, str]:
    """The colour that rules on the left and on the right of the first frame: `orange`, `blue` or `other`."""
    with av.open(path, format="mp4") as container:
        picture = next(container.decode(video=0)).to_image()
    return _ruling(picture.crop((20, 200, 400, 500))), _ruling(picture.crop((880, 200, 1260, 500)))


def _ruling(picture: Image.Image) -> str:
    red, _, blue = (sum(band.histogram()[i] * i for i in range(256)) for band in picture.split())
    if red > 2 * blue:
        return "orange"
    return "blue" if blue > 2 * red else "other"


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[EngineProcess]:
    """A local engine as a service of its own, which a person adds as a connection; it may fetch from this machine."""
    with EngineProcess(tmp_path / "service", allow_private_images=True, sparing=True) as running:
        yield running


@pytest.mark.usefixtures("with_engine")
def test_a_prompt_becomes_a_clip_that_plays_and_is_still_there_after_a_restart(run_gui: RunGui, tmp_path: Path) -> None:
    async def first(hand: Hand) -> None:
        hand.type_prompt(PROMPT)
        hand.click("duration-4")
        hand.click("orientation-landscape")
        hand.pick_model("sora2-landscape-4s")
        await hand.generate()
        clip = await the_clip_plays(hand)
        assert (str(clip.media.size), clip.media.frames, clip.media.audio_codec) == ("1280x720", 96, "aac")

    async def second(hand: Hand) -> None:
        (clip,) = await until(hand.clips, what="the clip is in the library")
        (job,) = hand.jobs()
        assert (clip.prompt, job.state) == (PROMPT, "done")
        hand.find_in_library("fox snow")
        await hand.found_are(1)
        hand.find_in_library("whale")
        await hand.found_are(0)
        hand.find_in_library("")
        await hand.found_are(1)
        hand.open_clip(clip.id)
        await until(lambda: is_playing(hand, clip), what="the clip plays again")

    in_window(run_gui, tmp_path / "data", first)
    in_window(run_gui, tmp_path / "data", second)


@pytest.mark.parametrize("wire", [UNIALL, NATIVE])
def test_a_dropped_file_is_the_first_frame_of_the_clip_in_each_format(
    run_gui: RunGui, tmp_path: Path, engine: EngineProcess, wire: str
) -> None:
    """A UniAll job with a local picture goes wholly in the native format of the same service."""
    picture = write_picture(tmp_path / "two sides.png")

    async def story(hand: Hand) -> None:
        await hand.add_connection("Studio two", f"{engine.base_url}/v1/", wire, engine.token)
        hand.type_prompt(PROMPT)
        hand.drop_files(picture)
        hand.pick_model("sora2-landscape-4s")
        await hand.generate()
        clip = await the_clip_plays(hand)
        (job,) = hand.jobs()
        assert job.format == NATIVE
        assert sides_of_first_frame(clip.path) == ("orange", "blue")

    in_window(run_gui, tmp_path / "data", story)


@pytest.mark.parametrize("wire", [UNIALL, NATIVE])
def test_a_dropped_link_is_looked_at_and_used_in_each_format(
    run_gui: RunGui, tmp_path: Path, engine: EngineProcess, wire: str
) -> None:
    image = picture_bytes(1280, 720)

    async def story(hand: Hand) -> None:
        await hand.add_connection("Studio two", engine.base_url, wire, engine.token)
        hand.type_prompt(PROMPT)
        hand.drop_link(f"{pictures.base_url}/fox.png")
        hand.pick_model("sora2-landscape-4s")
        await hand.generate()
        clip = await the_clip_plays(hand)
        (job,) = hand.jobs()
        assert job.format == wire
        assert sides_of_first_frame(clip.path) == ("orange", "blue")
        assert all("authorization" not in request.headers for request in pictures.seen)

    with HttpServer(lambda _request: Reply(200, {"Content-Type": "image/png"}, image)) as pictures:
        in_window(run_gui, tmp_path / "data", story)


@pytest.mark.usefixtures("with_engine")
def test_a_job_that_runs_when_the_window_is_closed_is_finished_after_the_next_start(
    run_gui: RunGui, tmp_path: Path
) -> None:
    async def first(hand: Hand) -> None:
        hand.type_prompt(PROMPT)
        hand.pick_model("sora2-landscape-4s")
        await hand.generate()
        await hand.job_in("queued", "running")

    async def second(hand: Hand) -> None:
        await hand.job_in("done")
        (clip,) = await until(hand.clips, what="the clip")
        assert (clip.prompt, len(hand.jobs())) == (PROMPT, 1)

    in_window(run_gui, tmp_path / "data", first)
    in_window(run_gui, tmp_path / "data", second)
