"""Python processes that a test starts, listens to and kills."""

import contextlib
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path


class Child:
    """A process that runs `code`; `line` waits for the next line that it prints."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()

    def kill(self) -> None:
        """End it as a crash of the machine's memory would: at once, wherever it is."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()


@contextlib.contextmanager
def running(code: str, argument: Path) -> Iterator[Child]:
    with subprocess.Popen(
        [sys.executable, "-c", code, str(argument)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield Child(process)
        finally:
            process.kill()
