"""A process with everything imported, that forks a fresh studio for each plan: a life costs milliseconds to start.

    with Zygote() as zygote:
        assert zygote.live(plan) is End.SETTLED

As a program it reads plans, a line of JSON each, and answers each with a line: how the child ended.
"""

import faulthandler
import gc
import os
import signal
import subprocess
import sys
import traceback
from enum import Enum, auto
from pathlib import Path
from types import TracebackType
from typing import Self

import keyring.backends.fail  # noqa: F401 -- loaded here, so that no life has to

from sora_desktop.base import limited_child
from tests.faults.life import EXIT_CODE, live
from tests.faults.plan import Plan
from tests.support import at_first_use
from tests.support.forked_children import ForkedChildren

ROOT = Path(__file__).parents[2]
LIFE_SECONDS = 240.0


class End(Enum):
    """How a life ended."""

    SETTLED = auto()
    KILLED = auto()


class Zygote:
    """Lives one plan after another. Has no key store, like the tests."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        environment = {**os.environ, "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring", "PYTHONPATH": str(ROOT)}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.zygote"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=environment,
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, stack: TracebackType | None
    ) -> None:
        assert self._process is not None
        self._process.communicate()

    def live(self, plan: Plan) -> End:
        """Raises AssertionError with the log of a life that ended in neither way."""
        assert self._process is not None
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(plan.dump() + "\n")
        self._process.stdin.flush()
        code = int(self._process.stdout.readline())
        if code in (EXIT_CODE, -signal.SIGKILL):
            return End.KILLED
        assert code == 0, f"a life ended with {code}: {plan.log.read_text()[-6000:]}"
        return End.SETTLED


def _fork(plan: Plan) -> int:
    """The exit code of a child that lives the plan, negative for a signal."""
    pid = os.fork()
    if pid == 0:
        os._exit(_in_child(plan))
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def _in_child(plan: Plan) -> int:
    log = os.open(plan.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for own in (1, 2):
        os.dup2(log, own)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    faulthandler.dump_traceback_later(LIFE_SECONDS, exit=True)
    try:
        live(plan)
    except BaseException:  # noqa: BLE001 -- told in the log and by the exit code, which the parent judges
        traceback.print_exc()
        return 1
    return 0


def main() -> None:
    """What each life would do for itself at its first use is done once, before the first fork."""
    at_first_use.do_all()
    with ForkedChildren() as forked:
        if sys.platform == "linux":
            forked.prepare()
            limited_child.start_child = forked.start
        gc.collect()
        gc.freeze()
        for line in sys.stdin:
            print(_fork(Plan.load(line)), flush=True)  # noqa: T201 -- the answer


if __name__ == "__main__":
    main()
