"""The real window in a process of its own, from outside: orders, signals, its end, what it wrote, who owns its folder.

with WindowProcess(tmp_path, **service_environment(service)) as window:
    window.ask("wait_open")
    window.ask("generate", prompt="a fox in snow")
    window.signal(SIGTERM)
    assert window.end() == 0
"""

import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.servers.service import FakeService
from tests.support import allowed
from tests.support.forked_programs import IS_POSSIBLE, WINDOW, ForkedProgram
from tests.support.namespaces import Volume
from tests.support.patience import PATIENCE_SECONDS, Patience, patient

ANSWER_SECONDS = PATIENCE_SECONDS + 30.0
"""The child itself says sooner what it waits for in vain."""
LOOK_AGAIN_SECONDS = 0.01
_NEVER = threading.Event()
_PYTHON = (sys.executable, "-W", "default::ResourceWarning", "-m")
FAULT_MARKS = (
    "Qt warns: ",
    "Traceback",
    "Error:",
    "Warning:",
    "Exception ignored",
    "was destroyed",
    "never retrieved",
    "never awaited",
)
END_SECONDS = 20.0
"""So long after it was told to close, nothing of the window runs any more. What it might wait for takes minutes; the
two seconds of the promise are a figure, as they depend on what else runs."""


def service_environment(service: FakeService, wire: str = "uniall") -> dict[str, str]:
    return {"SORA_BASE_URL": service.base_url, "SORA_API_KEY": service.key, "SORA_FORMAT": wire}


class WindowProcess:
    """Killed at the end of the block where it has not ended before.

    `within` is a volume that it sees, or a command that runs it and must become that process. By a command Python is
    started anew for the window (see AnewWindowProcess, too); in both it is for its media children.
    """

    forked = IS_POSSIBLE

    def __init__(self, data_dir: Path, within: Volume | Sequence[str] = (), **environment: str) -> None:
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 -- closed at the end of the block
        told = {**os.environ, **environment}
        streams: dict[str, Any] = {
            "stdin": subprocess.PIPE,
            "stdout": subprocess.PIPE,
            "stderr": self._errors,
            "bufsize": 0,
        }
        inside, command = (within.holder, within.enter) if isinstance(within, Volume) else (None, within)
        self._process: subprocess.Popen[Any] = (
            ForkedProgram([str(data_dir)], module=WINDOW, env=told, inside=inside, **streams)
            if self.forked and (inside is not None or not within)
            else subprocess.Popen([*command, *_PYTHON, WINDOW, str(data_dir)], env=told, **streams)
        )
        self.pid = self._process.pid

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, stack: TracebackType | None
    ) -> None:
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGCONT)
            self._process.kill()
        self._process.communicate()
        self._errors.close()

    @classmethod
    def first_to_end(cls, *windows: Self) -> Self:
        """The one of these that ends first."""
        patience = Patience(ANSWER_SECONDS)
        while not patience.is_over():
            for window in windows:
                if window._process.poll() is not None:
                    return window
            _NEVER.wait(LOOK_AGAIN_SECONDS)
        raise AssertionError("none of them ended")

    def ask(self, do: str, **details: Any) -> Any:
        """Give an order and hand back its answer."""
        self.order(do, **details)
        return self.answer(do)

    def order(self, do: str, **details: Any) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"do": do, **details}).encode() + b"\n")

    def answer(self, do: str = "") -> Any:
        assert self._process.stdout is not None
        ready, _, _ = select.select([self._process.stdout], [], [], patient(ANSWER_SECONDS))
        line = self._process.stdout.readline() if ready else b""
        if not line:
            raise AssertionError(f"no answer to {do!r}; it wrote: {self.written()}")
        return json.loads(line)

    def signal(self, number: signal.Signals) -> None:
        self._process.send_signal(number)

    def kill(self) -> None:
        """As a crash or the power switch does; its children are left to themselves."""
        self._process.kill()
        self._process.wait()

    def end(self, within: float = ANSWER_SECONDS) -> int:
        """The exit code of a window that is closing."""
        try:
            return self._process.wait(patient(within))
        except subprocess.TimeoutExpired:
            raise AssertionError(f"it still runs after {within:g} s; it wrote: {self.written()}") from None

    def written(self) -> list[str]:
        """The lines on its stderr."""
        self._errors.seek(0)
        return self._errors.read().decode(errors="replace").splitlines()

    def faults(self) -> list[str]:
        """What it wrote that is no good: warnings of Qt (but the known ones), tracebacks, what Python found left over."""
        return [
            line
            for line in self.written()
            if any(mark in line for mark in FAULT_MARKS)
            and line not in {f"Qt warns: {each}" for each in allowed.QT_MESSAGES}
        ]


class AnewWindowProcess(WindowProcess):
    """Is started as a person does."""

    forked = False


def owners(data_dir: Path) -> list[int]:
    """The processes that hold the lock of a data folder, as the kernel has it (Linux).

    The kernel hands its list out a page at a time: while other programs come and go, an entry may be left out once.
    """
    inode = (data_dir / "lock").stat().st_ino
    before, now = None, _holders(inode)
    while now != before:
        before, now = now, _holders(inode)
    return now


def _holders(inode: int) -> list[int]:
    rows = [line.split() for line in Path("/proc/locks").read_text().splitlines()]
    return [int(row[-4]) for row in rows if row[1] != "->" and row[-3].endswith(f":{inode}")]


def wait_until_free(data_dir: Path) -> None:
    """Until no process holds the lock."""
    patience = Patience(ANSWER_SECONDS)
    while owners(data_dir):
        assert not patience.is_over()
        _NEVER.wait(LOOK_AGAIN_SECONDS)
