"""The app as a program of its own, forked from a process that has everything imported: a start costs milliseconds.

    with ForkedProgram(["generate", …], env=…, stderr=PIPE, text=True) as process:
        process.send_signal(SIGINT)
        said = process.communicate()[1]

For tests that are not about the start itself. What is left out is the start of Python, the imports, and the reading of
the list of authorities; media children are forked like those of all tests. The rest is the app's own: its command line,
its environment, its signals, its exit code. As a program it forks, for each connection to its socket, a process with the
standard streams that come along, and tells how it ended. Linux alone; elsewhere the app is started as a person does.
"""

import atexit
import contextlib
import ctypes
import gc
import importlib
import json
import os
import random
import runpy
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import warnings
from pathlib import Path
from typing import Any, NoReturn

from tests.support import at_first_use, forked_children

ROOT = Path(__file__).parents[2]
APP, WINDOW = "sora_desktop.__main__", "tests.support.window_child"
_ADDRESS = "TESTS_FORKED_PROGRAMS"
_LOADED = (
    APP,
    WINDOW,
    "sora_desktop.cli",
    "sora_desktop.studio.build",
    "sora_desktop.ui.common.announcing",
    "statistics",
)
_STREAMS = 3
_Living = dict[int, tuple[int, socket.socket]]
"""By what tells its end: the number of a process, and who asked for it."""


class _Server:
    """The process that is forked from: it starts with the first program, and ends with this one."""

    def __init__(self) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="forked-programs-")
        self.address = str(Path(self.folder.name) / "socket")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.forked_programs", self.address],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
        )
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == b"ready\n"
        forked_children.servers.add(self._process.pid)
        atexit.register(self.end)

    def end(self) -> None:
        forked_children.servers.discard(self._process.pid)
        self._process.communicate()
        self.folder.cleanup()


_lock = threading.Lock()
_servers: list[_Server] = []


def prepare() -> str:
    """The address of the process that is forked from; in a program that was forked itself it is the same one."""
    if _ADDRESS in os.environ:
        return os.environ[_ADDRESS]
    with _lock:
        if not _servers:
            _servers.append(_Server())
        return _servers[0].address


def environment() -> dict[str, str]:
    """For another process that is to have its programs and media children forked like those of this one."""
    return {_ADDRESS: prepare(), **forked_children.environment()} if IS_POSSIBLE else {}


IS_POSSIBLE = sys.platform == "linux"


class ForkedProgram(subprocess.Popen[Any]):
    """A `Popen` whose process is forked. `words` are the arguments of `module`, which is run as a program.

    With `inside` it sees the disks of that process, if need be those of a namespace; what it starts itself it starts
    anew, as those from which others fork do not see them.
    """

    def __init__(
        self, words: list[str], *, module: str = APP, env: dict[str, str], inside: int | None = None, **streams: Any
    ) -> None:
        self._module, self._inside = module, inside
        told = environment()
        self._address = told[_ADDRESS]
        super().__init__(words, env=env | told if inside is None else env, **streams)

    def _execute_child(self, *details: Any) -> None:
        """What `Popen` does last: it has opened the pipes by then, and closes our copies of the child's ends after."""
        words, cwd, told = details[0], str(details[5] or Path.cwd()), details[6]
        its = (details[10], details[13], details[15])
        command = [sys.executable, "-m", self._module, *words]
        sys.audit("subprocess.Popen", sys.executable, command, cwd, told)
        order = {"module": self._module, "words": words, "environment": told, "cwd": cwd, "inside": self._inside}
        self._line = socket.socket(socket.AF_UNIX)
        self._line.connect(self._address)
        streams = [number if each == -1 else each for number, each in enumerate(its)]
        socket.send_fds(self._line, [json.dumps(order).encode()], streams)
        number, (self._pidfd,), _, _ = socket.recv_fds(self._line, 16, 1)
        self.pid = int(number)
        close_pipes: Any = getattr(self, "_close_pipe_fds")  # noqa: B009 -- its types are not told
        close_pipes(*details[10:16])
        self._child_created = True

    def _internal_poll(self, *_: Any, **__: Any) -> int | None:
        return self._ended(0.0)

    def _wait(self, timeout: float | None) -> int:
        code = self._ended(timeout)
        if code is None:
            raise subprocess.TimeoutExpired(self.args, timeout or 0.0)
        return code

    def _ended(self, timeout: float | None) -> int | None:
        if self.returncode is None and select.select([self._line], [], [], timeout)[0]:
            said = self._line.recv(16)
            os.close(self._pidfd)
            self._line.close()
            self.returncode = int(said) if said else -signal.SIGKILL
        found: int | None = self.returncode
        return found

    def send_signal(self, sig: int) -> None:
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._pidfd, sig)


def run_app(words: list[str], *, env: dict[str, str], timeout: float) -> "subprocess.CompletedProcess[str]":
    """One command of the app to its end, forked where that is possible. TimeoutExpired after so many seconds."""
    if not IS_POSSIBLE:
        command = [sys.executable, "-m", "sora_desktop", *words]
        return subprocess.run(command, check=False, capture_output=True, text=True, timeout=timeout, env=env)
    with ForkedProgram(words, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            said = process.communicate(timeout=timeout)
        except BaseException:
            process.kill()
            raise
    return subprocess.CompletedProcess(words, process.returncode, *said)


def _serve(address: str) -> None:
    """Until standard input ends."""
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(address)
        door.listen(64)
        print("ready", flush=True)  # noqa: T201 -- the answer
        living: _Living = {}
        while True:
            ready, _, _ = select.select([door, sys.stdin, *living], [], [])
            if sys.stdin in ready:
                return
            for pidfd in [each for each in living if each in ready]:
                _tell_the_end(pidfd, *living.pop(pidfd))
            if door in ready:
                line, _ = door.accept()
                living |= _forked(line, door, living)


def _tell_the_end(pidfd: int, pid: int, line: socket.socket) -> None:
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    os.close(pidfd)
    with line, contextlib.suppress(OSError):  # nobody may ask any more
        line.send(str(code).encode())


def _forked(line: socket.socket, door: socket.socket, living: _Living) -> _Living:
    """The program that was asked for; nothing where who asked was killed meanwhile."""
    order, streams, _, _ = socket.recv_fds(line, 1 << 17, _STREAMS)
    if not order or len(streams) != _STREAMS:
        line.close()
        return {}
    pid = os.fork()
    if pid == 0:
        for own in (door, line, *(other for _, other in living.values())):
            own.close()
        for pidfd in living:
            os.close(pidfd)
        _become(json.loads(order), streams)
    for each in streams:
        os.close(each)
    pidfd = os.pidfd_open(pid)
    with contextlib.suppress(ConnectionError):
        socket.send_fds(line, [str(pid).encode()], [pidfd])
    return {pidfd: (pid, line)}


def _become(order: dict[str, Any], streams: list[int]) -> NoReturn:
    """What `python -m MODULE WORDS` is after its imports."""
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    if order["inside"] is not None:
        _enter(order["inside"])
    os.environ.clear()
    os.environ.update(order["environment"])
    os.chdir(order["cwd"])
    random.seed()
    sys.argv = [order["module"], *order["words"]]
    if order["module"] == WINDOW:
        warnings.simplefilter("default", ResourceWarning)
    gc.unfreeze()
    if order["module"] in _LOADED:
        sys.exit(importlib.import_module(order["module"]).main())
    runpy.run_module(order["module"], run_name="__main__", alter_sys=True)
    sys.exit()


def _enter(pid: int) -> None:
    """The namespaces of users and of mounts of a process; Python has no call for it before 3.12."""
    libc = ctypes.CDLL(None, use_errno=True)
    for namespace in [os.open(f"/proc/{pid}/ns/{kind}", os.O_RDONLY) for kind in ("user", "mnt")]:
        if libc.setns(namespace, 0):
            raise OSError(ctypes.get_errno(), "no way into the namespace")
        os.close(namespace)


def _main(address: str) -> None:
    """What each program would do for itself at its first use is done once, before the first fork."""
    from sora_desktop.base import limited_child

    for name in _LOADED:
        importlib.import_module(name)
    at_first_use.do_all()
    limited_child.start_child = forked_children.start_as_told
    assert threading.active_count() == 1
    gc.freeze()
    _serve(address)


if __name__ == "__main__":
    _main(sys.argv[1])
