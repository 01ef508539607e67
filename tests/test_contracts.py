"""Each import contract catches what it forbids: a violation of every one is planted in a copy of the package."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

# Contract → files to plant, path in the package → content. A file that exists gets the content added.
VIOLATIONS: dict[str, dict[str, str]] = {
    "Imports run down only": {"domain/planted_upward.py": "import sora_desktop.store", "attic/__init__.py": ""},
    "No Qt below the window": {"studio/planted_qt.py": "from PySide6.QtCore import QObject"},
    "The window skips no floor": {"ui/planted_floor.py": "import sora_desktop.media"},
    "The engine and what paints stand alone": {"engine/planted_store.py": "import sora_desktop.store"},
    "Only the command line starts the engine": {"app.py": "import sora_desktop.engine"},
    "What paints is reached through the command line alone": {
        "engine/planted_short_cut.py": "import sora_desktop.animatic.words"
    },
    "httpx only in services": {"store/planted_http.py": "import httpx"},
    "The keychain and the database only in store": {"media/planted_sql.py": "import sqlite3"},
    "Pictures and films are opened in media and drawn in the animatic": {
        "services/planted_picture.py": "import PIL.Image"
    },
    "Panels start no tasks of their own": {"ui/stage/planted_loop.py": "import asyncio"},
    "Panels do not know each other": {
        "ui/queue/panel.py": "import sora_desktop.ui.stage.panel",
    },
    "Wire formats do not know each other": {
        "services/formats/planted_one.py": "import sora_desktop.services.formats.planted_two",
        "services/formats/planted_two.py": "",
    },
    "A wire format is reached through the registry": {
        "services/planted_short_cut.py": "import sora_desktop.services.formats.uniall"
    },
    "No cycles": {
        "domain/planted_hen.py": "import sora_desktop.domain.planted_egg",
        "domain/planted_egg.py": "import sora_desktop.domain.planted_hen",
    },
}


def verdicts(folder: Path) -> dict[str, str]:
    """Contract → KEPT or BROKEN, as import-linter says for the package in `folder`."""
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as go; go()", "--no-cache"]
    told = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    found = dict(re.findall(r"^(.+) (KEPT|BROKEN)\b", told.stdout, re.MULTILINE))
    assert found, told.stdout + told.stderr
    return found


@pytest.fixture
def planted(tmp_path: Path) -> Path:
    """A folder with a copy of the package and the contracts, and every violation in it."""
    shutil.copytree(ROOT / "sora_desktop", tmp_path / "sora_desktop", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for files in VIOLATIONS.values():
        for path, line in files.items():
            file = tmp_path / "sora_desktop" / path
            file.parent.mkdir(exist_ok=True)
            with file.open("a") as text:
                text.write(f"\n{line}\n")
    return tmp_path


def test_every_contract_has_a_planted_violation() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]

    assert [contract["name"] for contract in settings["contracts"]] == list(VIOLATIONS)


def test_every_planted_violation_is_caught(planted: Path) -> None:
    assert dict.fromkeys(VIOLATIONS, "BROKEN") == verdicts(planted)


def test_the_package_keeps_every_contract() -> None:
    assert dict.fromkeys(VIOLATIONS, "KEPT") == verdicts(ROOT)
