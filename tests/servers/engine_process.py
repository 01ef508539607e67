"""The real local engine, in a process of its own, for any test that wants a service that renders.

    with EngineProcess(tmp_path / "engine") as engine:
        httpx.get(f"{engine.base_url}/v1/models", headers=engine.headers)

It is started as the app starts it: token and folder over its standard input, port back over its standard output.
"""

import json
import secrets
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import IO, Self

MANAGED = (sys.executable, "-m", "sora_desktop", "engine", "--managed")
STOP_SECONDS = 60.0


class EngineProcess:
    """`base_url` has no `/v1`; `token` is the bearer token; both are new at each start.

    `allow_private_images` lets it fetch image URLs from this machine. Its standard error goes to `log`.
    """

    def __init__(self, folder: Path, *, allow_private_images: bool = False) -> None:
        self.folder = folder
        self.token = secrets.token_urlsafe(32)
        self.log = folder.with_suffix(".log")
        self.port = 0
        self.process: subprocess.Popen[bytes] | None = None
        self._allow_private_images = allow_private_images

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def start(self) -> Self:
        """Start it and wait for its port."""
        with self.log.open("ab") as errors:
            self.process = subprocess.Popen(MANAGED, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors)
        hello = {"token": self.token, "folder": str(self.folder), "allow_private_images": self._allow_private_images}
        stdin, stdout = self._pipes()
        stdin.write(json.dumps(hello).encode() + b"\n")
        stdin.flush()
        line = stdout.readline()
        if not line:
            self.stop()
            raise RuntimeError(f"the engine did not start: {self.log.read_text(errors='replace')}")
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
