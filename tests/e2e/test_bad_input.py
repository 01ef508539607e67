"""What people get wrong and what goes wrong around them: a clear sentence on screen, and nothing lost."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers.http_server import HttpServer, Reply
from tests.servers.service import FakeService
from tests.support.drive import Hand, in_window
from tests.support.formats import UNIALL
from tests.support.logs import ExpectedLogs
from tests.support.loops import RunGui
from tests.support.pictures import write_picture
from tests.support.until import until

PROMPT = "a fox in snow"


async def generate_is_off(hand: Hand, *words: str) -> None:
    """Generate is off, and the window says these words about it where a person reads them."""
    await until(lambda: all(word in hand.everything_said() for word in words), what=f"{words} on screen")
    assert not hand.button("generateButton").isEnabled()
    assert hand.jobs() == []


def test_an_empty_prompt_keeps_generate_off_and_says_what_is_missing(run_gui: RunGui, tmp_path: Path) -> None:
    async def story(hand: Hand) -> None:
        await generate_is_off(hand, "Describe what you want to see")
        hand.type_prompt("   ")
        await generate_is_off(hand, "Describe what you want to see")

    in_window(run_gui, tmp_path, story)


def test_a_prompt_of_40_000_characters_is_kept_whole_and_told_by_how_much_it_is_too_long(
    run_gui: RunGui, tmp_path: Path
) -> None:
    prompt = "fox " * 10_000

    async def story(hand: Hand) -> None:
        hand.type_prompt(prompt)
        await generate_is_off(hand, "too long")
        assert hand.prompt() == prompt

    in_window(run_gui, tmp_path, story)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("notes.png", b"this is a text file, isn't a picture\n" * 20, "isn't a picture"),
        ("empty.png", b"", "empty"),
        ("cut.png", None, "end of this picture is missing"),
    ],
)
def test_a_file_that_is_no_picture_is_refused_in_words(
    run_gui: RunGui, tmp_path: Path, name: str, data: bytes | None, words: str
) -> None:
    file = tmp_path / name
    file.write_bytes(write_picture(tmp_path / "whole.png").read_bytes()[:900] if data is None else data)

    async def story(hand: Hand) -> None:
        hand.type_prompt(PROMPT)
        hand.drop_files(file)
        await generate_is_off(hand, words)
        assert hand.prompt() == PROMPT

    in_window(run_gui, tmp_path / "data", story)


def test_a_folder_is_refused_in_words(run_gui: RunGui, tmp_path: Path) -> None:
    folder = tmp_path / "pictures"
    folder.mkdir()

    async def story(hand: Hand) -> None:
        hand.type_prompt(PROMPT)
        hand.drop_files(folder)
        await generate_is_off(hand, "folder")

    in_window(run_gui, tmp_path / "data", story)


def test_six_pictures_at_once_are_a_clip_each_in_place_of_the_one_before(run_gui: RunGui, tmp_path: Path) -> None:
    first = write_picture(tmp_path / "first.png")
    six = [write_picture(tmp_path / f"{number}.png", 64, 64) for number in range(6)]

    async def story(hand: Hand) -> None:
        hand.type_prompt(PROMPT)
        hand.drop_files(first)
        await until(lambda: "first.png" in hand.everything_said())
        hand.drop_files(*six)
        await until(lambda: "of 6: one clip each" in hand.everything_said(), what="a clip for each of the six")
        assert "first.png" not in hand.everything_said()
        await until(hand.button("generateButton").isEnabled, what="all six were looked at")
        assert hand.text("generateButton") == "Preview 6 · free"

    in_window(run_gui, tmp_path / "data", story)


def test_an_ftp_address_is_refused_in_words(run_gui: RunGui, tmp_path: Path) -> None:
    async def story(hand: Hand) -> None:
        hand.type_prompt(PROMPT)
        hand.drop_link("ftp://example.com/fox.png")
        await generate_is_off(hand, "http")

    in_window(run_gui, tmp_path, story)


def test_a_private_picture_address_is_refused_before_anything_is_sent(run_gui: RunGui, tmp_path: Path) -> None:
    async def story(hand: Hand) -> None:
        hand.type_prompt(PROMPT)
        hand.drop_link(f"{server.base_url}/secret.png")
        await generate_is_off(hand, "private")

    with HttpServer(lambda _request: Reply(403)) as server:
        in_window(run_gui, tmp_path, story)


@pytest.fixture
def gateway() -> Iterator[FakeService]:
    with FakeService() as service:
        yield service


def test_without_a_network_the_job_waits_and_says_that_nothing_was_billed(run_gui: RunGui, tmp_path: Path) -> None:
    with HttpServer(lambda _request: Reply(200)) as gone:
        address = gone.base_url

    async def story(hand: Hand) -> None:
        await hand.add_connection("Gateway", address, UNIALL, "sk-any")
        await until(lambda: "doesn't answer" in hand.health(), what="the picker says that it does not answer")
        hand.type_prompt(PROMPT)
        await hand.generate()
        await until(lambda: "nothing is billed" in str(hand.jobs()[0].reason), what="the row says so")
        assert hand.jobs()[0].state == "waiting"
        assert hand.prompt() == PROMPT

    in_window(run_gui, tmp_path, story)


def test_a_wrong_key_is_said_at_the_picker_and_on_the_row_and_nothing_is_billed(
    run_gui: RunGui, tmp_path: Path, gateway: FakeService
) -> None:
    async def story(hand: Hand) -> None:
        await hand.add_connection("Gateway", gateway.base_url, UNIALL, "sk-wrong-key")
        await until(lambda: "key" in hand.health(), what="the picker speaks of the key")
        hand.type_prompt(PROMPT)
        await hand.generate()
        job = await hand.job_in("refused")
        assert "Incorrect API key" in str(job.reason)
        assert "Not billed" in str(job.reason)

    in_window(run_gui, tmp_path, story)
    assert gateway.money.charges == []


def test_a_base_url_that_answers_a_web_page_is_told_apart_from_a_service(run_gui: RunGui, tmp_path: Path) -> None:
    async def story(hand: Hand) -> None:
        await hand.add_connection("Portal", portal.base_url, UNIALL, "sk-any-key")
        await until(lambda: "not in this format" in hand.health(), what="the picker says that it is no such service")
        hand.type_prompt(PROMPT)
        await hand.generate()
        job = await hand.job_in("unknown", "refused")
        assert job.reason is not None

    with HttpServer(lambda _request: Reply.of_page()) as portal:
        in_window(run_gui, tmp_path, story)


@pytest.mark.usefixtures("with_engine")
def test_an_engine_that_is_killed_while_it_renders_comes_back_and_finishes_the_clip(
    run_gui: RunGui, tmp_path: Path, expect_log: ExpectedLogs
) -> None:
    async def story(hand: Hand) -> None:
        hand.type_prompt(PROMPT)
        hand.pick_model("sora2-landscape-4s")
        await hand.generate()
        await hand.job_in("running")
        os.kill(hand.engine_pid(), signal.SIGKILL)
        await until(lambda: "is restarting" in hand.everything_said(), what="the notice about the engine")
        await hand.job_in("done")
        assert len(hand.clips()) == 1

    in_window(run_gui, tmp_path, story)
