"""Fixtures for all tests, and the watch that fails a test for what it leaves behind or logs.

The environment is set before Qt is imported: no real home, no real keychain, no session bus, no screen.
"""

import atexit
import faulthandler
import gc
import logging
import os
import re
import shutil
import signal
import sys
import tempfile
from collections.abc import AsyncIterator, Generator, Iterator
from pathlib import Path

MEMORY, ROOM = Path("/dev/shm"), 2 << 30  # noqa: S108 -- tests make folders of their own in it
if "TMPDIR" not in os.environ and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
    os.environ["TMPDIR"] = str(MEMORY)  # tens of thousands of small files are written through to the disk
    tempfile.tempdir = None

gc.disable()  # until all is collected: tens of thousands of objects come, and none of them goes

if sys.platform != "win32" and signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
    signal.signal(signal.SIGHUP, signal.SIG_DFL)  # under nohup the programs that are hung up on would not hear of it

SANDBOX = Path(tempfile.mkdtemp(prefix="sora-desktop-tests-"))
atexit.register(shutil.rmtree, SANDBOX, ignore_errors=True)

os.environ |= {
    "QT_API": "pyside6",
    "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"),
    "HOME": str(SANDBOX / "home"),
    "USERPROFILE": str(SANDBOX / "home"),
    "XDG_DATA_HOME": str(SANDBOX / "data"),
    "XDG_CONFIG_HOME": str(SANDBOX / "config"),
    "XDG_STATE_HOME": str(SANDBOX / "state"),
    "XDG_CACHE_HOME": str(SANDBOX / "cache"),
    "XDG_RUNTIME_DIR": str(SANDBOX / "runtime"),
    "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
    "DBUS_SESSION_BUS_ADDRESS": "disabled:",
}
for name in [name for name in os.environ if name.startswith("SORA_")]:
    del os.environ[name]
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # so a shell starts what runs in its background
    signal.signal(signal.SIGINT, signal.default_int_handler)
for folder in ("home", "data", "config", "state", "cache", "runtime"):
    (SANDBOX / folder).mkdir(mode=0o700)

import pytest  # noqa: E402 -- after the environment: pytest-qt picks its binding at import
from PySide6.QtGui import QFont, QPalette  # noqa: E402 -- likewise
from PySide6.QtWidgets import QApplication  # noqa: E402 -- likewise

pytest.register_assert_rewrite("tests.support", "tests.faults.machine")

from sora_desktop.base import limited_child  # noqa: E402 -- likewise
from tests.hostile import examples  # noqa: E402 -- likewise
from tests.support import allowed, forked_children  # noqa: E402 -- likewise
from tests.support.leftovers import leftovers, look  # noqa: E402 -- likewise
from tests.support.logs import ExpectedLogs, LogWatch  # noqa: E402 -- likewise
from tests.support.loops import RunGui, gui_runner, tasks_left  # noqa: E402 -- likewise
from tests.support.patient_bot import PatientBot  # noqa: E402 -- likewise


def pytest_configure(config: pytest.Config) -> None:
    faulthandler.enable()
    examples.use_by_default()
    for message in allowed.QT_MESSAGES:
        config.addinivalue_line("qt_log_ignore", f"^{re.escape(message)}$")
    for warning in allowed.PYTHON_WARNINGS:
        config.addinivalue_line("filterwarnings", warning)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Half as many more as there are cores: many tests wait for a process or a line, and others work meanwhile."""
    cores = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    return cores + cores // 2


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop() -> None:
    gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A coroutine test is also watched for the tasks that it leaves on its loop, once its fixtures have ended.

    The watch over threads comes before it, so that it looks after the loop itself has ended.
    """
    for item in items:
        if isinstance(item, pytest.Function) and item.get_closest_marker("asyncio"):
            names = item.fixturenames
            names.insert(names.index("_nothing_left") + 1, "_no_task_left")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """What a test logged or printed may be no text on purpose; a worker can hand on only what can be encoded."""
    report = yield
    report.sections = [(name, text.encode("utf-8", "backslashreplace").decode()) for name, text in report.sections]
    return report


@pytest.fixture(autouse=True)
def log_watch() -> Iterator[LogWatch]:
    """Fails the test for an unexpected warning in the log; `expect_log` names the expected ones."""
    watch = LogWatch()
    logging.getLogger().addHandler(watch)
    yield watch
    logging.getLogger().removeHandler(watch)
    assert watch.faults() == []


@pytest.fixture
def expect_log(log_watch: LogWatch) -> ExpectedLogs:
    """`expect_log("part of the text")`: this warning is provoked on purpose, and must come."""
    return log_watch.expected


@pytest.fixture(autouse=True)
def _nothing_left(log_watch: LogWatch) -> Iterator[None]:
    """Fails the test for threads, processes, windows, timers that outlive it; brings out unclosed files."""
    gc.freeze()
    before = look()
    yield
    assert leftovers(before) == []


@pytest.fixture
async def _no_task_left() -> AsyncIterator[None]:
    yield
    assert await tasks_left() == []


@pytest.fixture(scope="session", autouse=True)
def _media_children_are_forked() -> Iterator[None]:
    """A look at a stranger's file costs no start of Python, but in tests with `true_children` and in other processes."""
    if sys.platform != "linux":
        yield
        return
    with forked_children.ForkedChildren() as forked, pytest.MonkeyPatch.context() as patch:
        patch.setattr(limited_child, "start_child", forked.start)
        yield


@pytest.fixture
def true_children(monkeypatch: pytest.MonkeyPatch) -> None:
    """Media children are started as the app starts them."""
    monkeypatch.setattr(limited_child, "start_child", forked_children.start_truly)


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> Iterator[QApplication]:
    """The one application; a closed window does not end it, as in the app.

    What Python put on the clipboard must go before Python does: the offscreen platform frees it after, and crashes.
    """
    qapp.setQuitOnLastWindowClosed(False)
    yield qapp
    qapp.clipboard().clear()


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> PatientBot:
    """Whose waits are as long as the machine needs."""
    return PatientBot(request)


@pytest.fixture(autouse=True)
def _undressed() -> Iterator[None]:
    """The application looks afterwards as it did before: a test that needs letters of a size says so itself."""
    app = QApplication.instance()
    before = (app.palette(), app.font()) if isinstance(app, QApplication) else None
    yield
    app = QApplication.instance()
    if isinstance(app, QApplication) and app.styleSheet():
        app.setStyleSheet("")
        app.setPalette(before[0] if before else QPalette())
        app.setFont(before[1] if before else QFont())


@pytest.fixture
def run_gui(qapp: QApplication) -> RunGui:
    """`run_gui(scenario())` runs a coroutine on the window's kind of loop (asyncio inside Qt).

    Inside it: `await until(lambda: …)`, never `qtbot.wait*`. Tasks that it leaves, and errors that the
    loop reports, fail the test.
    """
    return gui_runner(qapp)
