"""The watch over the tests sees what it promises to see."""

import asyncio
import logging
import subprocess
import sys
import threading

import pytest
from PySide6.QtCore import QThread, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from tests.support import leftovers
from tests.support.leftovers import look
from tests.support.logs import ExpectedLogs, LogWatch
from tests.support.loops import RunGui
from tests.support.until import until


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


def test_windows_closing_does_not_end_the_application(qapp: QApplication) -> None:
    assert qapp.quitOnLastWindowClosed() is False
