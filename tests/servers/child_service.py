"""A service that runs as a program of its own: told one JSON line over its standard input, it says its port.

It ends when its standard input is closed, as it does when the test is killed.
"""

import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

STOP_SECONDS = 60.0


class ChildService:
    """`base_url` has no `/v1`. Its standard error goes to `log`; `environment` is added to that of the test."""

    def __init__(
        self,
        command: Sequence[str],
        hello: Mapping[str, Any],
        log: Path,
        *,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.log = log
        self.port = 0
        self.process: subprocess.Popen[bytes] | None = None
        self._command = command
        self._hello = hello
        self._environment = environment or {}

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> Self:
        """Start it and wait for its port."""
        with self.log.open("ab") as errors:
            self.process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                env={**os.environ, **self._environment},
            )
        stdin, stdout = self._pipes()
        stdin.write(json.dumps(self._hello).encode() + b"\n")
        stdin.flush()
        line = stdout.readline()
        if not line:
            self.stop()
            raise RuntimeError(f"{self._command[-1]} did not start: {self.log.read_text(errors='replace')}")
        self.port = int(json.loads(line)["port"])
        return self

    def stop(self) -> int:
        """Close its standard input, as a parent's end does, and wait for its exit code."""
        if self.process is None:
            return 0
        stdin, stdout = self._pipes()
        stdin.close()
        code = self.process.wait(STOP_SECONDS)
        stdout.close()
        self.process = None
        return code

    def kill(self) -> None:
        """End it as a crash does."""
        if self.process is not None:
            self.process.kill()
        self.stop()

    def _pipes(self) -> tuple[IO[bytes], IO[bytes]]:
        assert self.process is not None
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        return self.process.stdin, self.process.stdout

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, stack: TracebackType | None
    ) -> None:
        self.stop()
