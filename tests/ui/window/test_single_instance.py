"""The doorbell of a window: a second start finds it, and nobody else's."""

import os
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QDir
from PySide6.QtNetwork import QLocalServer

from sora_desktop.base.start_wish import Front, StartWish
from sora_desktop.ui.window import single_instance as single
from sora_desktop.ui.window.single_instance import Doorbell, address, find_first_window, raise_first_window
from tests.support.logs import ExpectedLogs
from tests.support.loops import RunGui
from tests.support.until import until

needs_unix = pytest.mark.skipif(os.name == "nt", reason="a pipe of Windows has no file")


START = """
import sys
from pathlib import Path
from sora_desktop.ui.window.single_instance import raise_first_window
sys.exit(0 if raise_first_window(Path(sys.argv[1])) else 7)
"""


def start_again(data_dir: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", START, str(data_dir)])


async def second_start(data_dir: Path) -> int:
    """In a process of its own, as it is: 0 where it was answered."""
    with start_again(data_dir) as start:
        await until(lambda: start.poll() is not None, what="the second start has its answer")
    return start.returncode


def socket_file(data_dir: Path) -> Path:
    return Path(QDir.tempPath()) / address(data_dir)


def test_a_second_start_rings_and_is_answered(run_gui: RunGui, tmp_path: Path) -> None:
    rung: list[bool] = []

    async def scenario() -> None:
        doorbell = Doorbell(tmp_path)
        doorbell.rung.connect(lambda: rung.append(True))
        assert [await second_start(tmp_path) for _ in range(2)] == [0, 0]
        doorbell.close()

    run_gui(scenario())
    assert rung == [True, True]
    assert not raise_first_window(tmp_path)


def test_what_a_start_wishes_comes_whole_however_long_it_is(run_gui: RunGui, tmp_path: Path) -> None:
    heard: list[StartWish] = []
    wish = StartWish(tuple(f"/a place with spaces/{'视' * 900}/{number}.mp4" for number in range(200)), Front.LIBRARY)

    async def scenario() -> None:
        doorbell = Doorbell(tmp_path)
        doorbell.rung.connect(heard.append)
        assert await find_first_window(tmp_path, wish)
        doorbell.close()

    run_gui(scenario())
    assert heard == [wish]


@needs_unix
def test_only_this_person_can_ring(run_gui: RunGui, tmp_path: Path) -> None:
    async def scenario() -> None:
        doorbell = Doorbell(tmp_path)
        assert stat.S_IMODE(socket_file(tmp_path).stat().st_mode) & 0o077 == 0
        doorbell.close()

    run_gui(scenario())
    assert not socket_file(tmp_path).exists()


@needs_unix
def test_a_socket_that_another_person_put_there_is_not_asked(
    run_gui: RunGui, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rung: list[bool] = []

    async def scenario() -> None:
        doorbell = Doorbell(tmp_path)
        doorbell.rung.connect(lambda: rung.append(True))
        me = os.getuid()
        monkeypatch.setattr(os, "getuid", lambda: me + 1)
        assert not raise_first_window(tmp_path)
        doorbell.close()

    run_gui(scenario())
    assert rung == []


def test_a_window_that_hangs_does_not_swallow_the_second_start(
    run_gui: RunGui, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(single, "ANSWER_MILLISECONDS", 30)

    async def scenario() -> None:
        doorbell = Doorbell(tmp_path)
        assert not raise_first_window(tmp_path)  # asked from the window's own thread, which cannot answer meanwhile
        doorbell.close()

    run_gui(scenario())


@needs_unix
def test_what_a_killed_window_left_behind_answers_nobody_and_is_in_nobodys_way(run_gui: RunGui, tmp_path: Path) -> None:
    socket_file(tmp_path).touch()

    async def scenario() -> None:
        assert not raise_first_window(tmp_path)
        doorbell = Doorbell(tmp_path)
        assert await second_start(tmp_path) == 0
        doorbell.close()

    run_gui(scenario())


@needs_unix
def test_a_doorbell_that_cannot_be_put_up_is_logged_and_the_window_opens(
    run_gui: RunGui, tmp_path: Path, expect_log: ExpectedLogs, monkeypatch: pytest.MonkeyPatch
) -> None:
    expect_log("a second start will not find this window")
    monkeypatch.setattr(QLocalServer, "removeServer", lambda _name: False)
    socket_file(tmp_path).mkdir()

    async def scenario() -> None:
        Doorbell(tmp_path).close()

    run_gui(scenario())
    socket_file(tmp_path).rmdir()


@needs_unix
def test_a_folder_that_is_reached_by_another_way_is_the_same_folder(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")

    assert address(tmp_path / "real") == address(tmp_path / "link")
    assert address(tmp_path / "real") != address(tmp_path)
    assert "real" not in address(tmp_path / "real")


def test_a_window_that_looks_for_the_first_one_goes_on_meanwhile(run_gui: RunGui, tmp_path: Path) -> None:
    """The doorbell that it rings hangs in this very loop: it is answered only as the asking one does not hold it up."""
    rung: list[bool] = []

    async def scenario() -> None:
        assert not await find_first_window(tmp_path)
        doorbell = Doorbell(tmp_path)
        doorbell.rung.connect(lambda: rung.append(True))
        assert await find_first_window(tmp_path)
        doorbell.close()
        assert not await find_first_window(tmp_path)

    run_gui(scenario())
    assert rung == [True]


@needs_unix
@pytest.mark.parametrize("listens", [False, True], ids=["bound, not listening yet", "listens and says nothing"])
def test_a_first_window_that_is_not_there_yet_is_no_answer(
    run_gui: RunGui, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, listens: bool
) -> None:
    monkeypatch.setattr(single, "ANSWER_MILLISECONDS", 30)

    async def scenario() -> None:
        with socket.socket(socket.AF_UNIX) as first:
            first.bind(str(socket_file(tmp_path)))
            if listens:
                first.listen()
            assert not await find_first_window(tmp_path)
        socket_file(tmp_path).unlink()

    run_gui(scenario())
