"""Media children that are forked from a process which has everything imported: a look costs milliseconds to start.

    with ForkedChildren() as forked:
        monkeypatch.setattr(limited_child, "start_child", forked.start)

Another process of the same test, such as a window, has its children forked from there, too: `environment()` is what it
is told, and `start_as_told()` what it calls.

What is left out is the start of Python and the import of the decoders. What is the app's own stays: the request on
standard input, the tasks, the limits that a child puts on itself, its answer, and how it is waited for and ended.
As a program it forks, for each connection to its socket, a child with the pipes that come along. Linux alone.
"""

import contextlib
import gc
import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from types import TracebackType
from typing import IO, Any, NoReturn, Self

from sora_desktop.base import limited_child
from sora_desktop.base.child_processes import app_command
from sora_desktop.base.command_words import MEDIA_CHILD

ROOT = Path(__file__).parents[2]
_INTERPRETER = sys.executable
_WAITED_FOR = -1
start_truly = limited_child.start_child
servers: set[int] = set()
"""The processes that are forked from: their children are ours, in all but the number of their parent."""
_ADDRESS = "TESTS_FORKED_CHILDREN"
_in_use: "list[ForkedChildren]" = []


class ForkedChild:
    """As much of a `Popen` as `limited_child` uses."""

    def __init__(self, stdin: IO[bytes], stdout: IO[bytes], pidfd: int) -> None:
        self.stdin, self.stdout, self._pidfd = stdin, stdout, pidfd

    def kill(self) -> None:
        """Nothing where it is gone and was waited for, as of a `Popen`: the app may end in that very moment."""
        pidfd = self._pidfd
        if pidfd != _WAITED_FOR:
            with contextlib.suppress(OSError):
                signal.pidfd_send_signal(pidfd, signal.SIGKILL)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, stack: TracebackType | None
    ) -> None:
        """Close the pipes and wait for its end, as a `Popen` does."""
        self.stdout.close()
        with contextlib.suppress(BrokenPipeError):
            self.stdin.close()
        pidfd = self._pidfd
        select.select([pidfd], [], [])
        self._pidfd = _WAITED_FOR
        os.close(pidfd)


class ForkedChildren:
    """The process that is forked from starts with the first child, and ends with the block."""

    def __init__(self) -> None:
        self._server: subprocess.Popen[bytes] | None = None
        self._folder = tempfile.TemporaryDirectory(prefix="forked-children-")
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        _in_use.append(self)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, stack: TracebackType | None
    ) -> None:
        _in_use.remove(self)
        if self._server is not None:
            self._server.communicate()
            servers.discard(self._server.pid)
        self._folder.cleanup()

    def start(self, task: str) -> Any:
        """In place of `limited_child.start_child`; where a test puts another interpreter in place, that one is started."""
        if not _is_replaced():
            self.prepare()
        return _start(self.address, task)

    @property
    def address(self) -> str:
        return str(Path(self._folder.name) / "socket")

    def prepare(self) -> None:
        """Have the process that is forked from: the first child does so, too."""
        with self._lock:
            if self._server is None:
                self._server = self._run()
                servers.add(self._server.pid)

    def _run(self) -> "subprocess.Popen[bytes]":
        server = subprocess.Popen(
            [_INTERPRETER, "-m", "tests.support.forked_children", self.address],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=limited_child.surroundings(),
            cwd=ROOT,
        )
        assert server.stdout is not None
        assert server.stdout.readline() == b"ready\n"
        return server


def environment() -> dict[str, str]:
    """For another process that is to have its children forked like those of this one; nothing where this one has not."""
    if not _in_use:
        return {_ADDRESS: os.environ[_ADDRESS]} if _ADDRESS in os.environ else {}
    _in_use[-1].prepare()
    return {_ADDRESS: _in_use[-1].address}


def start_as_told(task: str) -> Any:
    """In place of `limited_child.start_child`, by what `environment()` told this process."""
    return _start(os.environ[_ADDRESS], task) if _ADDRESS in os.environ else start_truly(task)


def _is_replaced() -> bool:
    """Whether a test put another interpreter in place."""
    return sys.executable != _INTERPRETER or bool(getattr(sys, "frozen", False))


def _start(address: str, task: str) -> Any:
    if _is_replaced():
        return start_truly(task)
    environment = limited_child.surroundings()
    sys.audit("subprocess.Popen", _INTERPRETER, app_command(MEDIA_CHILD, task), None, environment)
    return _fork(address, {"task": task, "environment": environment, "cwd": str(Path.cwd())})


def _fork(address: str, order: dict[str, Any]) -> ForkedChild:
    its_stdin, our_stdin = os.pipe()
    our_stdout, its_stdout = os.pipe()
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(address)
        socket.send_fds(line, [json.dumps(order).encode()], [its_stdin, its_stdout])
        os.close(its_stdin)
        os.close(its_stdout)
        _, (pidfd,), _, _ = socket.recv_fds(line, 1, 1)
    return ForkedChild(open(our_stdin, "wb"), open(our_stdout, "rb"), pidfd)  # noqa: PTH123 -- it closes them


def _serve(address: str) -> None:
    """Until standard input ends. Who is killed while it asks takes nobody else's children along."""
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(address)
        door.listen(64)
        print("ready", flush=True)  # noqa: T201 -- the answer
        while True:
            ready, _, _ = select.select([door, sys.stdin], [], [])
            if sys.stdin in ready:
                return
            line, _ = door.accept()
            with line, contextlib.suppress(ConnectionError):
                _answer(line, door)


def _answer(line: socket.socket, door: socket.socket) -> None:
    text, files, _, _ = socket.recv_fds(line, 1 << 16, 2)
    try:
        if text and len(files) == 2:
            order = json.loads(text)
            signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGCHLD])  # a number is its own until it is waited for
            pid = os.fork()
            if pid == 0:
                door.close()
                line.close()
                _become(order, files)
            files.append(os.pidfd_open(pid))
            signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGCHLD])
            socket.send_fds(line, [b"."], files[2:])
    finally:
        for each in files:
            os.close(each)


def _become(order: dict[str, Any], pipes: list[int]) -> NoReturn:
    """What `python -m sora_desktop media-child TASK` is after its imports."""
    from sora_desktop.media.child_tasks import main

    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGCHLD])
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for number, pipe in enumerate((*pipes, nowhere)):
        os.dup2(pipe, number)
        os.close(pipe)
    os.environ.clear()
    os.environ.update(order["environment"])
    os.chdir(order["cwd"])
    main(order["task"])


def _main(address: str) -> None:
    """What each child would do for itself at its first picture is done once, before the first fork."""
    from PIL import Image

    from sora_desktop.media.child_tasks import TASKS

    for load in TASKS.values():
        load()
    Image.preinit()
    signal.signal(signal.SIGCHLD, _reap)
    gc.freeze()
    _serve(address)


def _reap(_number: int, _frame: object) -> None:
    """Nobody asks how a child ended."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


if __name__ == "__main__":
    _main(sys.argv[1])
