"""The wheel of this tree: built by pip as a person's pip builds it, opened, and installed into a folder of its own."""

import compileall
import configparser
import email
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from sora_desktop import __version__

ROOT = Path(__file__).parents[2]
NEEDED = ("sora_desktop", "resources", "packaging", "docs", "pyproject.toml", "README.md", "LICENSE")
MADE = shutil.ignore_patterns("__pycache__", "*.mo", "*.pyc")


def python(*words: str | Path, **more: str) -> str:
    """What a command of this Python prints; nothing of the surroundings tells it where modules are."""
    kept = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    command = [sys.executable, *map(str, words)]
    ran = subprocess.run(command, check=False, capture_output=True, text=True, cwd="/", env={**kept, **more})
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Of a copy: a build leaves its compiled translations there."""
    folder = tmp_path_factory.mktemp("wheel")
    tree = folder / "tree"
    tree.mkdir()
    for name in NEEDED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, tree / name, ignore=MADE)
        else:
            shutil.copyfile(source, tree / name)
    pins = {"PIP_BUILD_CONSTRAINT": str(ROOT / "constraints.txt"), "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    python(
        "-m",
        "pip",
        "wheel",
        "-q",
        "--no-deps",
        "--no-input",
        "-w",
        folder,
        tree,
        **pins,
        SOURCE_DATE_EPOCH="1700000000",
    )
    (made,) = folder.glob("*.whl")
    yield made
    shutil.rmtree(folder)


def test_all_of_the_app_is_inside_and_nothing_else(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        archive.extractall(tmp_path)
        moments = {info.date_time for info in archive.infolist()}
    sources = {str(file.relative_to(ROOT)) for file in (ROOT / "sora_desktop").rglob("*.py")}
    resources = {f"sora_desktop/{file.relative_to(ROOT)}" for file in (ROOT / "resources").rglob("*") if file.is_file()}
    resources = {name for name in resources if not name.endswith(".mo")}
    translations = {f"{name.removesuffix('.po')}.mo" for name in resources if name.endswith(".po")}

    assert len(translations) == 5
    assert sources | resources | translations <= names
    assert {name.split("/")[0] for name in names} == {"sora_desktop", f"sora_desktop-{__version__}.dist-info"}
    assert not any("__pycache__" in name or name.endswith(".pyc") for name in names)
    assert len(moments) == 1  # of the commit alone: a second build is the same
    assert compileall.compile_dir(tmp_path / "sora_desktop", quiet=2)


def test_it_says_what_it_needs_and_how_it_is_started(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        about = f"sora_desktop-{__version__}.dist-info"
        told = email.message_from_bytes(archive.read(f"{about}/METADATA"))
        entries = configparser.ConfigParser()
        entries.read_string(archive.read(f"{about}/entry_points.txt").decode())

    assert {"sora-desktop": "sora_desktop.__main__:main"} == dict(entries["console_scripts"])
    assert (">=3.11", "GPL-3.0-or-later") == (told["Requires-Python"], told["License-Expression"])
    assert any(each.lower().startswith("pyside6") for each in told.get_all("Requires-Dist") or ())
    assert not any("pytest" in each for each in told.get_all("Requires-Dist") or ())


def test_installed_it_starts_with_its_own_resources_in_each_language(wheel: Path, tmp_path: Path) -> None:
    """Beside the libraries that are here, which pip would fetch."""
    place = tmp_path / "ein 视频 place"
    python("-m", "pip", "install", "-q", "--no-deps", "--no-input", "--no-index", "--target", place, wheel)
    script = (
        "import sora_desktop, sys, gettext; from sora_desktop.ui.assets import resources_dir as r; print(r());"
        "print([gettext.translation('sora_desktop', r() / 'locale', [name]).gettext('Library')"
        " for name in ('de', 'es', 'ja', 'pt_BR', 'zh_CN')])"
    )
    told = python("-P", "-c", f"import sys; sys.path.insert(0, {str(place)!r}); {script}").splitlines()

    assert told == [
        str(place / "sora_desktop" / "resources"),
        str(["Mediathek", "Biblioteca", "ライブラリ", "Biblioteca", "片段库"]),
    ]
    started = python(place / "bin" / "sora-desktop", "--version", PYTHONPATH=str(place))
    assert started == f"Sora Desktop {__version__}\n"
