"""The watch over the tests sees what it promises to see."""

import asyncio
import json
import logging
import os
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QThread, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.exceptions import TimeoutError as WaitedInVain
from pytestqt.qtbot import QtBot

from sora_desktop.base import limited_child
from sora_desktop.base.limited_child import ChildLimits
from sora_desktop.media.watch import Effort
from tests.support import forked_children, forked_programs, leftovers
from tests.support.forked_programs import WINDOW, ForkedProgram
from tests.support.leftovers import look
from tests.support.logs import ExpectedLogs, LogWatch
from tests.support.loops import RunGui
from tests.support.patience import Patience, patient
from tests.support.rows import rows
from tests.support.until import until
from tests.support.virtual_time import VirtualLoop

ROOT = Path(__file__).parents[1]


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leftovers, "GRACE_SECONDS", 0.0)


def kinds(found: list[str]) -> list[str]:
    return [line.partition(":")[0] for line in found]


@pytest.mark.usefixtures("impatient")
def test_a_thread_that_outlives_its_test_is_named() -> None:
    before, end = look(), threading.Event()
    thread = threading.Thread(target=end.wait, name="forgotten")
    thread.start()

    found = leftovers.leftovers(before)

    end.set()
    thread.join()
    assert found == ["thread still running: forgotten"]


@pytest.mark.usefixtures("impatient")
@pytest.mark.skipif(sys.platform != "linux", reason="child processes are listed on Linux alone")
def test_a_child_process_that_outlives_its_test_is_named() -> None:
    before = look()
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        found = leftovers.leftovers(before)

        assert child.stdin is not None
        child.stdin.close()
    assert kinds(found) == ["child process still there"]


def forked_pids() -> set[int]:
    """Children of the processes that are forked from."""
    lists = [list(Path(f"/proc/{server}/task").glob("*/children")) for server in forked_children.servers]
    return {int(pid) for each in lists for file in each for pid in file.read_text().split()}


@pytest.mark.usefixtures("impatient")
@pytest.mark.skipif(sys.platform != "linux", reason="media children are forked on Linux alone")
def test_a_forked_media_child_that_outlives_its_test_is_named() -> None:
    before = look()
    with limited_child.start_child("clip") as child:
        found = leftovers.leftovers(before)
        child.kill()

    assert kinds(found) == ["child process still there"]


@pytest.mark.skipif(sys.platform != "linux", reason="media children are forked on Linux alone")
async def test_a_forked_media_child_stands_under_the_limits_of_a_true_one(tmp_path: Path) -> None:
    """Both stop at a file that never begins, and are looked at."""
    never = tmp_path / "never.mp4"
    os.mkfifo(never)
    request = {"limits": asdict(ChildLimits(memory=3 << 30, cpu=7)), "path": str(never), "effort": asdict(Effort())}
    limits, before = [], forked_pids()
    with limited_child.start_child("clip") as forked, forked_children.start_truly("clip") as true:
        for child, pid in ((forked, min(forked_pids() - before)), (true, true.pid)):
            assert child.stdin is not None
            child.stdin.write(json.dumps(request).encode())
            child.stdin.close()
            own = Path(f"/proc/{pid}/limits")
            await until(lambda own=own: str(3 << 30) in own.read_text())  # type: ignore[misc]
            limits.append(own.read_text())
            child.kill()

    assert limits[0] == limits[1]


@pytest.mark.skipif(sys.platform != "linux", reason="media children are forked on Linux alone")
def test_who_is_killed_while_it_asks_for_a_child_takes_nobody_elses_along() -> None:
    with forked_children.ForkedChildren() as children:
        children.prepare()
        for said in (b"", b"half an ord"):
            with socket.socket(socket.AF_UNIX) as line:
                line.connect(children.address)
                line.sendall(said)
        with socket.socket(socket.AF_UNIX) as line, open(os.devnull, "r+b", buffering=0) as nowhere:  # noqa: PTH123
            line.connect(children.address)
            order = b'{"task": "clip", "environment": {}, "cwd": "/"}'
            socket.send_fds(line, [order], [nowhere.fileno(), nowhere.fileno()])

        with children.start("clip") as child:
            child.kill()


@pytest.mark.usefixtures("impatient")
@pytest.mark.skipif(sys.platform != "linux", reason="programs are forked on Linux alone")
def test_a_forked_program_has_its_own_streams_and_end_and_is_named_where_it_outlives_its_test(tmp_path: Path) -> None:
    forked_programs.prepare()
    before, told = look(), dict(os.environ)
    misspelt = forked_programs.run_app(["genrate"], env=told, timeout=patient())
    with ForkedProgram([str(tmp_path)], module=WINDOW, env=told, stdin=subprocess.PIPE) as window:
        found = leftovers.leftovers(before)
        window.kill()

    assert (misspelt.returncode, misspelt.stdout, "genrate" in misspelt.stderr) == (2, "", True)
    assert (kinds(found), window.returncode) == (["child process still there"], -9)


def test_a_wait_lasts_longer_where_others_want_the_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(os, "getloadavg", lambda: (8.0, 0.0, 0.0))
    seconds = iter([0.0, 30.0, 50.0])
    monkeypatch.setattr("tests.support.patience.time", SimpleNamespace(monotonic=lambda: next(seconds)))
    patience = Patience(10.0)

    assert [False, True] == [patience.is_over(), patience.is_over()]
    assert patient(10.0) == 40.0


def test_the_bot_of_qt_waits_no_less_where_others_want_the_cores(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "getloadavg", lambda: (1e9, 0.0, 0.0))
    looks = iter([False, False, False, True])
    qtbot.waitUntil(lambda: next(looks), timeout=1)

    monkeypatch.setattr(os, "getloadavg", lambda: (0.0, 0.0, 0.0))
    with pytest.raises(WaitedInVain) as told:
        qtbot.waitUntil(lambda: check(False), timeout=1)
    assert isinstance(told.value.__cause__, AssertionError)


def test_each_row_of_a_table_is_tried_and_each_that_fails_is_named() -> None:
    tried: list[str] = []

    @rows("word, length", [("one", 3), ("two", 4), pytest.param("three", 5, id="long"), ("four", 5)])
    def lengths(word: str, length: int) -> None:
        tried.append(word)
        assert length == len(word)

    with pytest.raises(ExceptionGroup) as told:
        lengths()
    assert ["one", "two", "three", "four"] == tried
    assert [["in the row 1: 'two', 4"], ["in the row 3: 'four', 5"]] == [
        each.__notes__ for each in told.value.exceptions
    ]


@pytest.mark.parametrize("break_down", [lambda: int("x"), lambda: pytest.fail("no"), lambda: check(False)])
def test_one_row_that_fails_is_told_as_its_own_test_would_tell_it(break_down: Callable[[], object]) -> None:
    @rows("number", [(1, 2), "x"], ids=["a pair", "a word"])
    def fails_for_words(number: object) -> None:
        if isinstance(number, str):
            break_down()

    with pytest.raises((ValueError, AssertionError, pytest.fail.Exception)) as told:
        fails_for_words()
    assert ["in the row a word"] == told.value.__notes__


def check(so: bool) -> None:
    assert so


@pytest.mark.usefixtures("impatient", "qapp")
def test_a_window_a_timer_and_a_qt_thread_that_outlive_their_test_are_named() -> None:
    before = look()
    window, timer, thread = QWidget(), QTimer(), QThread()
    timer.start(60_000)
    thread.start()

    found = leftovers.leftovers(before)

    timer.stop()
    thread.quit()
    thread.wait()
    window.deleteLater()
    assert kinds(found) == ["window still there", "timer still running", "Qt thread still running"]


def test_an_unexpected_warning_is_a_fault_and_an_expected_one_must_come() -> None:
    watch = LogWatch()
    watch.expected("on purpose")
    logger = logging.getLogger("watched")
    logger.addHandler(watch)
    logger.propagate = False

    nothing_said = watch.faults()
    logger.warning("this is on purpose")
    expected_said = watch.faults()
    logger.error("nobody asked for this")

    assert nothing_said == ["expected log record did not come: 'on purpose'"]
    assert expected_said == []
    assert watch.faults() == ["unexpected log record: ERROR watched: nobody asked for this"]


def test_a_gui_scenario_runs_on_qts_loop_and_gives_its_result(run_gui: RunGui) -> None:
    async def scenario() -> list[str]:
        fired: list[str] = []
        QTimer.singleShot(1, lambda: fired.append("timer"))
        await until(lambda: fired)
        return fired

    assert run_gui(scenario()) == ["timer"]


def test_a_gui_scenario_that_leaves_a_task_fails(run_gui: RunGui) -> None:
    async def scenario() -> asyncio.Task[bool]:
        return asyncio.get_running_loop().create_task(asyncio.Event().wait(), name="forgotten")

    with pytest.raises(AssertionError, match="forgotten"):
        run_gui(scenario())


def test_a_gui_scenario_whose_loop_reports_an_error_fails(run_gui: RunGui, expect_log: ExpectedLogs) -> None:
    expect_log("Exception in callback")

    def burst() -> None:
        msg = "burst"
        raise ValueError(msg)

    async def scenario() -> None:
        asyncio.get_running_loop().call_soon(burst)
        await asyncio.sleep(0.01)

    with pytest.raises(AssertionError, match="burst"):
        run_gui(scenario())


async def test_what_never_comes_is_named_when_the_wait_ends() -> None:
    with pytest.raises(AssertionError, match=r"not within 0.01 s: a comet"):
        await until(lambda: False, timeout=0.01, what="a comet")


def test_no_virtual_time_passes_while_a_thread_works_and_its_error_arrives() -> None:
    """Else a job would be hours further on a slow machine than on a quick one."""

    async def work() -> float:
        day = asyncio.get_running_loop().create_task(asyncio.sleep(86_400))
        assert await asyncio.to_thread(sorted, (2, 1)) == [1, 2]
        with pytest.raises(ZeroDivisionError):
            await asyncio.to_thread(divmod, 1, 0)
        day.cancel()
        return asyncio.get_running_loop().time()

    with VirtualLoop() as loop:
        assert loop.run_until_complete(work()) == 0.0


def test_windows_closing_does_not_end_the_application(qapp: QApplication) -> None:
    assert qapp.quitOnLastWindowClosed() is False


CARELESS = """
import asyncio, logging, warnings
import pytest
from PySide6.QtCore import qWarning

async def test_leaves_a_task():
    asyncio.get_running_loop().create_task(asyncio.Event().wait())

@pytest.fixture
async def tidy():
    task = asyncio.get_running_loop().create_task(asyncio.Event().wait())
    yield
    task.cancel()

async def test_whose_fixture_ends_its_task(tidy):
    await asyncio.get_running_loop().run_in_executor(None, int)

def test_logs_a_warning():
    logging.getLogger("careless").warning("hm")

def test_warns():
    warnings.warn("hm")

def test_makes_qt_warn(qapp):
    qWarning("hm")

def test_leaves_a_file_open():
    open(__file__)
"""


def test_pytest_fails_careless_tests_and_no_others(tmp_path: Path) -> None:
    (tmp_path / "test_careless.py").write_text(CARELESS)
    options = ["-c", str(ROOT / "pyproject.toml"), "-p", "tests.conftest", "-q", "-rA", "-p", "no:cacheprovider"]

    told = subprocess.run(
        [sys.executable, "-m", "pytest", *options, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=False
    )

    failed = set(re.findall(r"^(?:FAILED|ERROR) .*::(test_\w+)", told.stdout, re.MULTILINE))
    assert failed == {
        "test_leaves_a_task",
        "test_logs_a_warning",
        "test_warns",
        "test_makes_qt_warn",
        "test_leaves_a_file_open",
    }
    assert re.search(r"^PASSED .*::test_whose_fixture_ends_its_task", told.stdout, re.MULTILINE)
