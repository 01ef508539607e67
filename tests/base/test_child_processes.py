"""How the app starts itself as a child, and what that child can see."""

import subprocess
import sys
from pathlib import Path

import pytest

from sora_desktop.base.child_processes import app_command, child_environment


def test_a_child_sees_nothing_that_may_hold_a_key() -> None:
    held = {"SORA_API_KEY": "a", "OPENAI_API_KEY": "b", "MY_TOKEN": "c", "HTTPS_PROXY": "d", "PATH": "/usr/bin"}

    seen = child_environment(held)

    assert {"PATH", "PYTHONPATH"} == set(seen)


def test_what_lies_in_the_folder_of_a_start_is_no_part_of_the_app(tmp_path: Path) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit(66)\n")

    ran = subprocess.run([*app_command("--version")], cwd=tmp_path, env=child_environment(), check=False)

    assert ran.returncode == 0


def test_a_frozen_app_is_its_own_interpreter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)

    assert [sys.executable, "engine", "--managed"] == app_command("engine", "--managed")
