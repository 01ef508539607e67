"""The watch over the GUI thread: a hang is written down once, with stacks and without values."""

import ctypes
import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from sora_desktop.ui.window import gui_watchdog as heartbeat
from sora_desktop.ui.window.gui_watchdog import GuiWatchdog
from tests.support.logs import ExpectedLogs
from tests.support.loops import RunGui
from tests.support.until import until

SECRET_PROMPT = "a fox that nobody may read about"


def hang_until_written(path: Path, prompt: str) -> None:
    """The thread that calls this stands still, as one inside a player does."""
    never = threading.Event()
    while not path.stat().st_size:
        never.wait(0.005)


def hang_with_the_interpreter(path: Path, prompt: str) -> None:
    """As in a library that waits while it holds the interpreter's lock: no Python thread runs."""
    ctypes.PyDLL(None).usleep(120_000)


@pytest.mark.parametrize("hang", [hang_until_written, hang_with_the_interpreter])
def test_a_hang_of_the_window_writes_the_stacks_and_no_values(
    run_gui: RunGui, tmp_path: Path, expect_log: ExpectedLogs, hang: Callable[[Path, str], None]
) -> None:
    expect_log("the window did not turn for")
    path = tmp_path / "hang.log"

    async def scenario() -> None:
        heart = GuiWatchdog(path, beat=0.01, limit=0.03)
        heart.start()
        hang(path, SECRET_PROMPT)
        first = path.read_text()
        await until(lambda: heart._written > 0, what="the next beat has seen it")
        heart.stop()
        assert hang.__name__ in first
        assert "most recent call first" in first
        assert SECRET_PROMPT not in first

    run_gui(scenario())


def test_a_window_that_turns_is_left_alone_and_little_is_woken_for_it(run_gui: RunGui, tmp_path: Path) -> None:
    path = tmp_path / "hang.log"

    async def scenario() -> None:
        heart = GuiWatchdog(path, beat=0.01, limit=10)
        beats: list[float] = []
        heart._timer.timeout.connect(lambda: beats.append(time.monotonic()))
        heart.start()
        heart.start()
        await until(lambda: len(beats) > 5, what="it beats")
        heart.stop()
        heart.stop()

    run_gui(scenario())
    assert path.read_bytes() == b""
    assert heartbeat.BEAT_SECONDS >= 5.0


def test_the_file_stays_bounded(run_gui: RunGui, tmp_path: Path) -> None:
    path = tmp_path / "hang.log"
    path.write_bytes(b"x" * (heartbeat.FILE_LIMIT + 1))

    async def scenario() -> None:
        heart = GuiWatchdog(path)
        heart.start()
        heart.stop()

    run_gui(scenario())
    assert path.read_bytes() == b""


def test_what_an_earlier_start_wrote_is_kept_and_is_no_news(
    run_gui: RunGui, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "hang.log"
    path.write_text("Timeout! of yesterday\n")

    async def scenario() -> None:
        heart = GuiWatchdog(path)
        heart.start()
        heart.stop()

    with caplog.at_level(logging.INFO):
        run_gui(scenario())
    assert (path.read_text(), caplog.records) == ("Timeout! of yesterday\n", [])
