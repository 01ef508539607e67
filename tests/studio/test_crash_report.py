"""Reports of crashes: where code is, told without the folders that it lies in, also of a frozen app."""

import logging
import os
import sys
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest

from sora_desktop.store import log_tail
from sora_desktop.store.log_tail import public_log
from sora_desktop.store.paths import NATIVE_CRASH
from sora_desktop.studio import crash_report
from sora_desktop.studio.crash_guard import MOST_REPORTS, CrashGuard
from sora_desktop.studio.crash_report import MOST_KEPT, collect, note_told, public_place, reports
from tests.support.rows import rows


@rows(
    "file, place",
    [
        ("/home/duchess/app/sora_desktop/store/jobs.py", "store/jobs.py"),
        ("C:\\Users\\duchess\\sora_desktop\\store\\jobs.py", "store/jobs.py"),
        ("sora_desktop/store/jobs.py", "store/jobs.py"),
        ("/home/duchess/sora_desktop/store/duchess.py", "another"),
        ("/home/duchess/.venv/lib/python3.11/site-packages/qasync/__init__.py", "qasync/__init__.py"),
        ("/home/duchess/.pyenv/versions/3.11.7/lib/python3.11/asyncio/events.py", "asyncio/events.py"),
        ("asyncio/base_events.py", "asyncio/base_events.py"),
        ("<frozen runpy>", "<frozen runpy>"),
        ("/home/duchess/duchess.py", "another"),
    ],
)
def test_a_place_is_told_from_its_package_on(file: str, place: str) -> None:
    assert place == public_place(file)


def test_a_frozen_app_has_modules_and_no_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its lines are told all the same: what a file cannot prove, the module that is found for it does."""
    log_tail.is_ours.cache_clear()
    known = {"sora_desktop.store.jobs", "sora_desktop.ui"}
    monkeypatch.setattr(log_tail, "find_spec", lambda name: ModuleSpec(name, None) if name in known else None)
    log = tmp_path / "a.log"
    log.write_text(
        "2026-11-28 12:00:00,000 ERROR sora_desktop.app:1: x\n"
        '      File "sora_desktop/store/jobs.py", line 12, in put\n'
        '      File "sora_desktop/ui/__init__.py", line 13, in put\n'
        '      File "sora_desktop/store/duchess.py", line 14, in put\n'
    )
    told = [line.strip() for line in public_log(log)[1:]]
    log_tail.is_ours.cache_clear()

    assert ["store/jobs.py:12", "ui/__init__.py:13"] == told


@pytest.fixture
def logs(tmp_path: Path) -> Path:
    folder = tmp_path / "logs"
    folder.mkdir()
    return folder


def raised(words: str) -> ValueError:
    try:
        int(words)
    except ValueError as error:
        return error
    raise AssertionError


def hear(guard: CrashGuard, error: Exception) -> None:
    told = type(error), error, error.__traceback__
    guard.emit(logging.LogRecord("x", logging.ERROR, "x", 1, "x", (), told))


def test_what_fails_again_and_again_is_told_once_and_no_process_tells_without_end(logs: Path) -> None:
    guard = CrashGuard(logs)
    for _ in range(20):
        hear(guard, raised("duchess"))
    assert len(reports(logs)) == 1

    for number in range(20):
        hear(guard, type(f"Error{number}", (Exception,), {})())
    assert len(reports(logs)) == MOST_REPORTS


def test_where_no_report_can_be_written_nothing_else_goes_wrong(tmp_path: Path) -> None:
    guard = CrashGuard(tmp_path / "none")
    guard.follow_log()
    hear(guard, raised("duchess"))
    guard.end()

    assert list(tmp_path.iterdir()) == []


def test_hooks_are_given_back(logs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = sys.excepthook, logging.getLogger().handlers[:]
    guard = CrashGuard(logs)
    logging.getLogger().addHandler(guard)
    guard.end()

    assert before == (sys.excepthook, logging.getLogger().handlers)


def test_a_person_is_told_of_the_newest_once_and_the_oldest_go(logs: Path) -> None:
    for number in range(MOST_KEPT + 3):
        (logs / f"crash-20261128-1200{number:02}-0.txt").write_text("x")
    newest = collect(logs)

    assert newest == logs / f"crash-20261128-1200{MOST_KEPT + 2}-0.txt"
    assert newest is not None
    assert len(reports(logs)) == MOST_KEPT
    note_told(logs, newest)
    assert collect(logs) is None


def test_stacks_of_a_process_that_runs_are_left_to_it(logs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (logs / NATIVE_CRASH.format(os.getpid())).write_text("Fatal Python error: Aborted\n")
    (logs / NATIVE_CRASH.format(123456789)).write_text(
        "version: 1.2.3\nFatal Python error: Segmentation fault\n\nThread 0x00007f (most recent call first):\n"
        '  File "/home/duchess/sora_desktop/store/jobs.py", line 12 in put\n  File "/home/duchess/vault.py", line 3 in duchess()\n'
        "a duchess\n"
    )
    monkeypatch.setattr(crash_report, "_is_alive", lambda pid: pid == os.getpid())
    found = collect(logs)

    assert found is not None
    text = found.read_text()
    assert "Fatal Python error: Segmentation fault" in text
    assert "version: 1.2.3" in text
    assert "    store/jobs.py:12 in put" in text
    assert "duchess" not in text
    assert [NATIVE_CRASH.format(os.getpid())] == [each.name for each in logs.glob("native*")]
