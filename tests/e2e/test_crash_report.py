"""What nobody handled leaves a report without a word of a person, and the next start says so once."""

import os
import re
import sys
from pathlib import Path

import pytest

from sora_desktop.studio.crash_report import collect
from tests.support.forked_programs import run_app
from tests.support.patience import Patience, patient
from tests.support.window_process import WindowProcess

WORDS = "a duchess opens /home/duchess/vault.mp4 with sk-duchess-0123456789"
NOTICE = "Something went wrong in Sora Desktop last time"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="processes are forked")


def reports(data_dir: Path) -> list[Path]:
    return sorted((data_dir / "logs").glob("crash-2*.txt"))


def until_written(data_dir: Path, count: int) -> None:
    patience = Patience(20.0)
    while len(reports(data_dir)) < count:
        assert not patience.is_over()


def test_what_nobody_handled_is_told_once_at_the_next_start(tmp_path: Path) -> None:
    """Of a slot, a task and a thread a report each; what fails once more in the same place is not told twice."""
    with WindowProcess(tmp_path) as window:
        window.ask("wait_open")
        for count, how in enumerate(("slot", "task", "thread"), 1):
            window.ask("fail", how=how, words=WORDS)
            until_written(tmp_path, count)
        window.ask("fail", how="slot", words=WORDS)
        window.ask("fail", how="task", words=WORDS)
        window.order("close")
        assert window.end() == 0
    assert len(reports(tmp_path)) == 3
    assert list((tmp_path / "logs").glob("native-crash-*")) == []
    with WindowProcess(tmp_path) as window:
        window.ask("wait_said", words=NOTICE)
        shown = window.ask("show_report")
        window.order("close")
        assert (window.end(), window.faults()) == (0, [])
    assert shown == reports(tmp_path)[-1].read_text()
    with WindowProcess(tmp_path) as window:
        window.ask("wait_open")
        window.ask("jobs")
        assert NOTICE not in window.ask("said")
        window.order("close")
        assert window.end() == 0
    for text in (each.read_text() for each in reports(tmp_path)):
        assert "ValueError" in text
        assert "KeyError" in text
        assert re.search(r"version: \d", text)
        assert re.search(r"Qt: 6\.\d", text)
        assert "in _fail" in text
        assert "CRITICAL sora_desktop" in text or "ERROR sora_desktop" in text
        assert not any(word in text for word in ("duchess", "vault", "sk-", str(tmp_path), str(Path.home())))


def test_a_process_that_dies_leaves_the_lines_where_it_was(tmp_path: Path) -> None:
    with WindowProcess(tmp_path) as window:
        window.ask("wait_open")
        window.order("fail", how="native", words="")
        assert window.end() != 0
    (native,) = (tmp_path / "logs").glob("native-crash-*")
    no_window = ["generate", "--connection", "none", "--model", "m", "--prompt", "p", "-o", str(tmp_path / "o.mp4")]
    lines = native.read_text()
    run_app(["--data-dir", str(tmp_path), *no_window], env={**os.environ}, timeout=patient(60.0))
    assert "Fatal Python error: Aborted" in lines
    with WindowProcess(tmp_path) as window:
        window.ask("wait_said", words=NOTICE)
        shown = window.ask("show_report")
        window.order("close")
        assert window.end() == 0
    assert "Fatal Python error: Aborted" in shown
    assert re.search(r"    app\.py:\d+ in run_window", shown)
    assert re.search(r"    qasync/__init__\.py:\d+ in ", shown)
    assert not any(word in shown for word in (str(tmp_path), str(Path.home()), "/"[:1] + "work"))
    assert not native.exists()


def test_a_process_that_was_killed_did_not_crash(tmp_path: Path) -> None:
    with WindowProcess(tmp_path) as window:
        window.ask("wait_open")
        window.kill()
    assert len(list((tmp_path / "logs").glob("native-crash-*"))) == 1

    assert collect(tmp_path / "logs") is None
    assert list((tmp_path / "logs").glob("*crash-*")) == []
