"""A picture is fitted on the stage: what comes meanwhile, and what puts it away."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QPushButton
from pytestqt.qtbot import QtBot

from sora_desktop.domain.connection import engine_connection
from sora_desktop.domain.events import ClipAdded, Health, JobAdded, Reach, Snapshot
from sora_desktop.domain.image import ImageFacts, ImageVerdict, InputImage
from sora_desktop.domain.job import JobState
from sora_desktop.domain.settings import Settings, View
from sora_desktop.domain.shapes import Size
from sora_desktop.ui.common import announcing
from sora_desktop.ui.compose.fit_canvas import FitCanvas
from sora_desktop.ui.compose.fit_editor import FitEditor
from sora_desktop.ui.theme import ThemeKeeper
from sora_desktop.ui.window.window import MainWindow
from tests.support.commands import RecordingCommands
from tests.support.finding import child
from tests.support.samples import sample_clip, sample_job
from tests.ui.samples import film_clip
from tests.ui.stages import player

PICTURE = InputImage(path=Path("/pictures/fox.png"))


@pytest.fixture
def window(qtbot: QtBot, theme: ThemeKeeper, commands: RecordingCommands) -> MainWindow:
    """Its picture is being fitted."""
    made = MainWindow(commands, theme, Settings(), library_folder=Path("/clips"))
    qtbot.addWidget(made, before_close_func=MainWindow.prepare_to_close)
    made.show()
    ready = (("engine", Health(Reach.ANSWERS)),)
    made.load(Snapshot((), (), (engine_connection(),), "engine", ready, Settings()))
    made.compose.set_image(PICTURE)
    commands.answer("pictures.look_at", ImageFacts(PICTURE, ImageVerdict.OK, Size(900, 900)))
    qtbot.mouseClick(child(made, QPushButton, "fitButton"), Qt.MouseButton.LeftButton)
    return made


def is_fitting(window: MainWindow) -> bool:
    shown = window.stage.findChild(FitCanvas)
    button = child(window, QPushButton, "fitButton")
    return isinstance(shown, FitCanvas) and shown.isVisible() and button.isChecked()


def test_the_picture_has_the_stage_for_itself_and_the_keyboard(window: MainWindow) -> None:
    canvas = child(window.stage, FitCanvas)

    assert is_fitting(window)
    assert canvas is window.focusWidget()
    assert not window.stage._screen.isVisible()
    assert canvas.height() > 0.6 * window.stage.height()


PUTS_AWAY: dict[str, Callable[[MainWindow, Path], object]] = {
    "done": lambda window, _: child(window, QPushButton, "fitDone").click(),
    "button": lambda window, _: child(window, QPushButton, "fitButton").click(),
    "clip": lambda window, folder: window.stage.pick_clip(sample_clip(folder / "a.mp4")),
    "choose": lambda window, _: window.wishes.show_view(View.CHOOSE),
    "generate": lambda window, _: window.compose.generated.emit(),
    "removed": lambda window, _: window.compose.set_image(None),
}


@pytest.mark.parametrize("how", PUTS_AWAY)
def test_what_puts_it_away_brings_back_what_stood_there(window: MainWindow, tmp_path: Path, how: str) -> None:
    PUTS_AWAY[how](window, tmp_path)

    assert not is_fitting(window)
    assert not child(window, QPushButton, "fitButton").isChecked()
    assert window.stage._screen.isVisible()
    assert window.stage.findChild(FitCanvas) is None


def test_nothing_that_comes_by_itself_takes_the_stage_from_who_fits_a_picture(
    window: MainWindow, tmp_path: Path
) -> None:
    window.apply(JobAdded(sample_job("job", JobState.RUNNING)))
    assert window.stage.job is None

    window.apply(ClipAdded(sample_clip(film_clip(tmp_path).path)))
    assert is_fitting(window)
    assert not player(window.stage)._play_when_loaded


def test_the_job_that_was_generated_from_it_then_stands_there(window: MainWindow) -> None:
    window.apply(JobAdded(sample_job("job", JobState.WAITING)))
    window.compose.generated.emit()

    assert window.stage.job is not None
    assert "job" == window.stage.job.id


def test_it_can_be_opened_again(window: MainWindow, qtbot: QtBot) -> None:
    for _ in range(2):
        qtbot.mouseClick(child(window, QPushButton, "fitButton"), Qt.MouseButton.LeftButton)

    assert is_fitting(window)


def test_a_step_of_the_frame_is_said_in_words_once_it_rests(
    window: MainWindow, qtbot: QtBot, commands: RecordingCommands, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(announcing, "announce", lambda _widget, words: said.append(words))
    for _ in range(3):
        qtbot.keyClick(child(window.stage, FitCanvas), Qt.Key.Key_Down)
        (image,) = commands.of("pictures.look_at")[-1][:1]
        commands.answer("pictures.look_at", ImageFacts(image, ImageVerdict.OK, Size(900, 900)))
    qtbot.waitUntil(lambda: bool(said))

    assert ["50% across, 56% down"] == said


def test_no_name_of_a_control_of_the_fit_has_a_key_in_it(window: MainWindow) -> None:
    buttons = child(window.stage, FitEditor).findChildren(QAbstractButton)
    names = {button.accessibleName() or button.text(): button.toolTip() for button in buttons}

    assert [] == [name for name in names if "(" in name]
    assert ("Closer (+)", "Wider (−)") == (names["Closer"], names["Wider"])
