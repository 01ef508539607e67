"""Files that a person opens with the app: by a double click, on the command line, or once more while the window is open."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

from sora_desktop.app import WindowRun, make_application
from sora_desktop.base.start_wish import Front, StartWish, start_wish
from sora_desktop.domain.opened import is_outside
from sora_desktop.domain.settings import View
from sora_desktop.ui.window.file_events import FileEvents
from tests.servers.service import FakeService
from tests.support.drive import Hand, in_window
from tests.support.loops import RunGui
from tests.support.mp4 import small_mp4
from tests.support.patience import patient
from tests.support.pictures import picture_bytes, write_picture
from tests.support.until import until
from tests.support.window_process import WindowProcess, service_environment

CHILDREN_ARE_TOLD_THE_KEY = True  # as a person tells it to a window: in the environment
NAME = "mein 视频 Bild ünd.png"
OTHER = (96, 64, 2.0)


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeService]:
    with FakeService() as running:
        running.clip.data = small_mp4()
        for name, value in service_environment(running).items():
            monkeypatch.setenv(name, value)
        yield running


def open_words(hand: Hand, *words: str | Path) -> None:
    hand.window.take_wish(start_wish([str(word) for word in words]))


def says(hand: Hand, words: str) -> bool:
    return words in hand.everything_said()


def shown_view(hand: Hand) -> str:
    return hand.window.views.shown.value


def first_picture(hand: Hand) -> Path | None:
    image = hand.window.compose.draft().image
    return image.path if image is not None else None


async def stage_shows(hand: Hand, path: Path) -> None:
    stage = hand.window.stage
    await until(lambda: stage.clip is not None and stage.clip.path == path, what=f"the stage shows {path.name}")
    await until(lambda: stage.frames_shown > 1, what="it plays")


async def has_made_one(hand: Hand) -> Path:
    """A clip in the library, and nothing on the stage."""
    hand.type_prompt("a fox in snow")
    await hand.generate()
    await hand.clips_are(1)
    hand.window.stage.clear()
    return hand.clips()[0].path


def test_a_picture_becomes_the_first_image_of_the_draft(run_gui: RunGui, tmp_path: Path, service: FakeService) -> None:
    picture = write_picture(tmp_path / NAME, 320, 180)

    async def story(hand: Hand) -> None:
        hand.show_view(View.CHOOSE)
        open_words(hand, picture)
        await until(lambda: first_picture(hand) == picture, what="the picture is in the draft")
        assert hand.window.views.shown is View.MAKE
        open_words(hand, QUrl.fromLocalFile(str(write_picture(tmp_path / "b.png", 64, 36))).toString())
        await until(lambda: first_picture(hand) == tmp_path / "b.png", what="the other picture is")
        assert hand.jobs() == []

    in_window(run_gui, tmp_path / "data", story)
    assert service.jobs == {}


def test_several_pictures_are_a_row_of_them_as_by_a_drop(run_gui: RunGui, tmp_path: Path, service: FakeService) -> None:
    """By what is in them: one has no ending that tells."""
    shots = [write_picture(tmp_path / f"shot {number}.png", 320, 180) for number in (10, 9)]
    bare = tmp_path / "shot 1"
    bare.write_bytes(picture_bytes(320, 180, kind="JPEG"))

    async def story(hand: Hand) -> None:
        open_words(hand, *shots, bare)
        batch = hand.window.compose._form.reference.batch
        await until(lambda: len(batch.given) == 3, what="three pictures")
        assert first_picture(hand) == bare

    in_window(run_gui, tmp_path / "data", story)


def test_a_clip_of_the_library_plays_and_so_does_a_copy_of_it(
    run_gui: RunGui, tmp_path: Path, service: FakeService
) -> None:
    async def story(hand: Hand) -> None:
        clip = await has_made_one(hand)
        assert not is_outside(hand.clips()[0])
        link = tmp_path / "link.mp4"
        link.symlink_to(clip)
        copy = tmp_path / "another name.mov"
        shutil.copyfile(clip, copy)
        for each in (clip, link, copy):
            open_words(hand, each)
            await stage_shows(hand, clip)
            hand.window.stage.clear()
        open_words(hand, clip, link, copy)
        await stage_shows(hand, clip)
        await until(lambda: "2 others are left out" in hand.everything_said(), what="it says that one plays")

    in_window(run_gui, tmp_path / "data", story)


def test_a_film_from_elsewhere_plays_without_coming_into_the_library(
    run_gui: RunGui, tmp_path: Path, service: FakeService
) -> None:
    film = tmp_path / "urlaub 旅行.mp4"
    film.write_bytes(small_mp4(*OTHER))

    async def story(hand: Hand) -> None:
        open_words(hand, film)
        await stage_shows(hand, film)
        assert "Not in your library · 96 × 64 · 2 s" in hand.everything_said()
        again, *_, trash = hand.window.stage._foot._buttons
        assert (again.isVisible(), trash.isVisible()) == (False, False)
        hand.show_view(View.CHOOSE)
        assert hand.clips() == []
        assert film.exists()

    in_window(run_gui, tmp_path / "data", story)


def test_a_sidecar_opens_its_request_wherever_it_was_copied_to(
    run_gui: RunGui, tmp_path: Path, service: FakeService
) -> None:
    async def story(hand: Hand) -> None:
        clip = await has_made_one(hand)
        copied = tmp_path / "recipe.json"
        shutil.copyfile(clip.with_suffix(".json"), copied)
        hand.type_prompt("something else")
        open_words(hand, copied)
        await until(lambda: hand.prompt() == "a fox in snow", what="the prompt of the recipe")
        assert len(hand.jobs()) == 1

    in_window(run_gui, tmp_path / "data", story)
    assert len(service.jobs) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes with names there")
def test_what_cannot_be_opened_is_said_at_once(run_gui: RunGui, tmp_path: Path, service: FakeService) -> None:
    os.mkfifo(tmp_path / "pipe.png")
    (tmp_path / "folder.png").mkdir()
    (tmp_path / "words.txt").write_text("once upon a time")
    (tmp_path / "settings.json").write_text('{"theme": "dark"}')
    (tmp_path / "loop.png").symlink_to(tmp_path / "loop.png")
    (tmp_path / "cut.mp4").write_bytes(small_mp4()[:60])
    (tmp_path / "empty.png").touch()
    refused = {
        "missing.png": "There is no such file.",
        "folder.png": "That is a folder.",
        "pipe.png": "That is no file",
        "words.txt": "It is no picture, clip or recipe",
        "settings.json": "It is no recipe",
        "loop.png": "There is no such file.",
        "empty.png": "It is no picture, clip or recipe",
        "cut.mp4": "",
        "x" * 400 + ".png": "There is no such file.",
        "file://elsewhere/share/a.png": "It is on another computer.",
        "ftp://example.com/a.png": "Only files and web addresses",
    }

    async def story(hand: Hand) -> None:
        for word, why in refused.items():
            open_words(hand, word if "://" in word else tmp_path / word)
            said = f"{word[-20:]}” can't be opened. {why}"
            await until(partial(says, hand, said), what=said)
        open_words(hand, *(tmp_path / word for word in list(refused)[:4]))
        await until(lambda: "3 more files can't be opened." in hand.everything_said(), what="how many more")
        assert first_picture(hand) is None

    in_window(run_gui, tmp_path / "data", story)


def test_a_start_shows_what_it_was_asked_for(run_gui: RunGui, tmp_path: Path, service: FakeService) -> None:
    picture = write_picture(tmp_path / NAME, 320, 180)

    async def scenario() -> None:
        async def drive(*_: object) -> int:
            hand = Hand(run.window, run.bridge)
            await hand.ready()
            await until(lambda: first_picture(hand) == picture, what="the picture is in the draft")
            run._answer(StartWish(front=Front.LIBRARY))
            assert shown_view(hand) == View.CHOOSE
            run._answer(StartWish(front=Front.PREVIEW))
            assert shown_view(hand) == View.MAKE
            assert "it is drawn on this computer, for free" in hand.everything_said()
            assert getattr(QApplication.focusWidget(), "objectName", str)() == "promptEdit"
            return 0

        run = WindowRun(make_application(), tmp_path / "data", StartWish((str(picture),)))
        assert await run.run(drive) == 0

    run_gui(scenario())


def test_what_a_mac_hands_to_the_app_is_opened(run_gui: RunGui, tmp_path: Path) -> None:
    wishes: list[StartWish] = []

    async def scenario() -> None:
        application = make_application()
        events = FileEvents(application)
        events.opened.connect(wishes.append)
        QApplication.sendEvent(application, QFileOpenEvent(QUrl.fromLocalFile(str(tmp_path / NAME))))
        events.stop()
        QApplication.sendEvent(application, QFileOpenEvent(QUrl.fromLocalFile("/nobody/hears.png")))

    run_gui(scenario())
    assert wishes == [StartWish((str(tmp_path / NAME),))]


def start(folder: Path, data_dir: Path, *words: str) -> int:
    """A second start, as a person or the desktop does it, in the folder of the file."""
    command = [sys.executable, "-m", "sora_desktop", "--data-dir", str(data_dir), *words]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    return subprocess.run(command, check=False, cwd=folder, env=environment, timeout=patient(60.0)).returncode


def test_a_second_start_hands_its_files_to_the_window_that_is_open(tmp_path: Path, service: FakeService) -> None:
    """Relative to where that start stands; nothing is generated by it."""
    folder, data_dir = tmp_path / "meine 图片", tmp_path / "data"
    folder.mkdir()
    picture = write_picture(folder / NAME, 320, 180)
    (folder / "film.mp4").write_bytes(small_mp4(*OTHER))
    with WindowProcess(data_dir, **service_environment(service)) as first:
        first.ask("wait_open")
        assert start(folder, data_dir, NAME) == 0
        assert first.ask("wait_picture", path=str(picture)) is True
        assert start(folder, data_dir, "open", "film.mp4", "no such.png") == 0
        assert first.ask("wait_stage", path=str(folder / "film.mp4")) is True
        first.ask("wait_said", words="There is no such file.")
        assert first.ask("raised") == 2
        assert first.ask("jobs") == []
        first.order("close")
        assert (first.end(), first.faults()) == (0, [])
