"""The tour: where it works, and what it says when it gets stuck."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sora_desktop.domain.settings import Settings
from sora_desktop.store.paths import default_root
from sora_desktop.tour import walk as tour
from sora_desktop.ui.assets import resources_dir
from sora_desktop.ui.theme import ThemeKeeper
from sora_desktop.ui.window import sentences as text
from sora_desktop.ui.window.window import MainWindow
from tests.support.commands import RecordingCommands


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The data folders in which the window was run; the window itself stays closed."""
    folders: list[Path] = []

    def run_window(data_dir: Path, drive: object) -> int:
        folders.append(data_dir)
        assert callable(drive)
        return 7

    monkeypatch.setattr(tour, "run_window", run_window)
    return folders


def test_the_library_of_the_person_is_left_alone(runs: list[Path], tmp_path: Path) -> None:
    assert 7 == tour.run_tour(tmp_path / "out", default_root())
    assert default_root() not in runs
    assert not runs[0].exists()


def test_a_data_folder_that_was_asked_for_is_used(runs: list[Path], tmp_path: Path) -> None:
    tour.run_tour(tmp_path / "out", tmp_path / "data")

    assert [tmp_path / "data"] == runs
    assert (tmp_path / "out").is_dir()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a screen")
def test_without_a_screen_the_window_is_painted_in_memory(
    runs: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("QT_QPA_PLATFORM", "")

    assert 7 == tour.run_tour(tmp_path / "out", tmp_path / "data")
    assert "offscreen" == os.environ["QT_QPA_PLATFORM"]
    assert "There is no screen here" in capsys.readouterr().out


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a screen")
def test_without_a_screen_the_window_says_so_in_a_sentence(tmp_path: Path) -> None:
    surroundings = {name: value for name, value in os.environ.items() if "DISPLAY" not in name}
    command = [sys.executable, "-m", "sora_desktop", "--data-dir", str(tmp_path / "data")]

    done = subprocess.run(
        command, env=surroundings | {"QT_QPA_PLATFORM": ""}, capture_output=True, text=True, check=False
    )

    assert (1, f"{text.NO_SCREEN}\n") == (done.returncode, done.stderr)


def test_a_folder_that_cannot_be_made_is_said_in_a_sentence(
    runs: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()

    assert 1 == tour.run_tour(tmp_path / "file" / "out", tmp_path / "data")
    assert capsys.readouterr().err.startswith("The folder for the pictures cannot be made: Not a directory")
    assert [] == runs


async def test_a_tour_that_gets_stuck_says_why_leaves_a_picture_and_does_not_end_well(
    qapp: QApplication,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(tour, "PATIENCE_SECONDS", 0.0)
    theme = ThemeKeeper(qapp)
    commands = RecordingCommands()
    window = MainWindow(commands, theme, Settings())
    qtbot.addWidget(window, before_close_func=MainWindow.prepare_to_close)
    window.show()
    code = await tour.Tour(tmp_path).drive(window, commands._bridge)

    assert 1 == code
    assert "the studio is open" in capsys.readouterr().out
    assert not QImage(str(tmp_path / "stuck.png")).isNull()


def test_the_sample_picture_can_be_dropped(qapp: QApplication) -> None:
    picture = QImage(str(resources_dir() / "sample-image.png"))

    assert (1600, 1200) == (picture.width(), picture.height())
