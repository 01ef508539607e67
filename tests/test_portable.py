"""Data beside the program, by a word of the command line or by a file that lies there."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import sora_desktop
from sora_desktop import __main__ as command_line
from sora_desktop.store import paths
from sora_desktop.store.paths import PORTABLE_NAME, default_root, portable_root, program_folder
from tests.support.drive import window_that_does_not_open
from tests.support.logs import ExpectedLogs
from tests.support.loops import RunGui

ROOT = Path(__file__).parents[1]


def frozen_at(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As PyInstaller leaves it."""
    program.parent.mkdir(parents=True, exist_ok=True)
    program.touch()
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(program))


def chosen(monkeypatch: pytest.MonkeyPatch, *words: str) -> Path:
    """The data folder that a start with these words uses."""
    folders: list[Path] = []

    def generate(_said: object, folder: Path, **_: object) -> int:
        folders.append(folder)
        return 0

    monkeypatch.setattr(command_line, "load_generate", lambda: generate)
    told = ("generate", "--model", "m", "--prompt", "p", "-o", "o.mp4")
    assert command_line.main([*words, *told]) == 0
    return folders[0]


def test_the_folder_of_the_program_is_what_a_person_moves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert ROOT == program_folder()

    frozen_at(tmp_path / "mein 视频" / "sora-desktop", monkeypatch)
    assert tmp_path / "mein 视频" / PORTABLE_NAME == portable_root()

    link = tmp_path / "bin"
    link.symlink_to(tmp_path / "mein 视频" / "sora-desktop")
    monkeypatch.setattr(sys, "executable", str(link))
    assert tmp_path / "mein 视频" / PORTABLE_NAME == portable_root()

    frozen_at(tmp_path / "Sora Desktop.app" / "Contents" / "MacOS" / "sora-desktop", monkeypatch)
    assert tmp_path / PORTABLE_NAME == portable_root()


def test_a_file_beside_the_program_makes_a_double_click_portable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    frozen_at(tmp_path / "sora-desktop", monkeypatch)
    assert tmp_path / PORTABLE_NAME == chosen(monkeypatch, "--portable")
    usual = chosen(monkeypatch)
    assert tmp_path not in usual.parents
    for marker in ("portable", "portable.txt"):
        (tmp_path / marker).touch()
        assert tmp_path / PORTABLE_NAME == default_root() == chosen(monkeypatch)
        assert tmp_path / "named" == chosen(monkeypatch, "--data-dir", str(tmp_path / "named"))
        (tmp_path / marker).unlink()
    assert usual == chosen(monkeypatch)


def test_a_program_among_others_has_no_folder_of_its_own(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sora_desktop, "__file__", str(tmp_path / "site-packages" / "sora_desktop" / "__init__.py"))
    assert portable_root() is None

    with pytest.raises(SystemExit):
        command_line.main(["--portable"])
    assert "no folder of its own" in capsys.readouterr().err


def test_a_place_cannot_be_named_twice(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        command_line.main(["--portable", "--data-dir", "elsewhere"])
    assert "not allowed with" in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_is_refused_in_the_window(
    run_gui: RunGui, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expect_log: ExpectedLogs
) -> None:
    """No other folder is taken in its place, also where it is there already, on a disk that is locked."""
    for words in ("the studio did not open", "the settings cannot be read", "the draft cannot be read"):
        expect_log(words)
    frozen_at(tmp_path / "sora-desktop", monkeypatch)
    place = tmp_path / PORTABLE_NAME
    place.touch()
    assert "This copy is portable" in window_that_does_not_open(run_gui, place)

    place.unlink()
    paths.Paths(place).make()
    monkeypatch.setattr(os, "access", lambda path, _mode: path != place)
    said = window_that_does_not_open(run_gui, place)
    assert "This copy is portable" in said
    assert "Permission denied" in said


def test_nothing_is_written_outside_of_the_folder_of_a_portable_program(tmp_path: Path) -> None:
    """A whole start, as a person does it with a checkout; but for what a machine saw of a folder, which is not copied along."""
    copy, home = tmp_path / "mein 视频 Programm", tmp_path / "home"
    home.mkdir()
    shutil.copytree(ROOT / "sora_desktop", copy / "sora_desktop", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copyfile(ROOT / "pyproject.toml", copy / "pyproject.toml")
    words = ("--portable", "generate", "--model", "none such", "--prompt", "p", "-o", str(tmp_path / "o.mp4"))
    ran = subprocess.run(
        [sys.executable, "-m", "sora_desktop", *words],
        check=False,
        capture_output=True,
        text=True,
        cwd=copy,
        env={**os.environ, "HOME": str(home), "XDG_DATA_HOME": "", "XDG_STATE_HOME": "", "XDG_CONFIG_HOME": ""},
    )

    assert (copy / PORTABLE_NAME / "logs" / "sora-desktop.log").is_file(), ran.stderr
    assert {"Sora Desktop Folders"} >= {file.parent.name for file in home.rglob("*") if file.is_file()}
