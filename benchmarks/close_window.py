"""The app itself, closed while something hangs; it says when it was told to close.

python -m benchmarks.close_window BORN DATA_DIR CASE
"""

import asyncio
import json
import os
import resource
import socket
import subprocess
import sys
import threading
import time
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

HOLD = """
import sqlite3, sys
ledger = sqlite3.connect(sys.argv[1], isolation_level=None)
ledger.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
"""


class Trouble:
    """What is amiss in each case, from now on. Whoever waits for it waits for ever, or as long as it takes."""

    def __init__(self, studio: Any, bridge: Any, folder: Path) -> None:
        self._studio = studio
        self._bridge = bridge
        self._folder = folder

    async def names(self) -> None:
        """A job is on its way to a service whose name nobody tells."""
        patch.object(socket, "getaddrinfo", for_ever).start()
        request = await self._bridge.call(self._request())
        await self._bridge.call(self._studio.jobs.submit(request, self._studio._registry.selected))
        await self._until_sending()

    async def _request(self) -> Any:
        model = self._studio._registry.get(self._studio._registry.selected).models[0]
        request = import_module("sora_desktop.domain.request").Request
        return request("a fox in snow", model, model.settle_size(None), model.settle_seconds(None))

    async def _until_sending(self) -> None:
        while not any(job.state == "submitting" for job in (await self._bridge.call(self._studio.snapshot())).jobs):
            await asyncio.sleep(0.01)

    async def held(self) -> None:
        ledger = str(self._folder / "ledger.sqlite3")
        command = [sys.executable, "-c", HOLD, ledger]
        other = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # noqa: ASYNC220 -- at once
        if other.stdout is not None:
            await asyncio.to_thread(other.stdout.readline)

    async def sum(self) -> None:
        work_out = import_module("sora_desktop.services.downloads.part_file").sha256_of
        pool = self._studio.library._pool
        pool.submit(work_out, self._folder / "incoming" / "large.part", threading.Event())

    async def flush(self) -> None:
        database = import_module("sora_desktop.store.database").Database
        patch.object(os, "fsync", for_ever).start()
        for deed in ("transaction", "close"):
            patch.object(database, deed, for_ever).start()

    async def full(self) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))

    async def nothing(self) -> None:
        """It lies in the folder already, or there is none."""


def for_ever(*_: object, **__: object) -> None:
    threading.Event().wait()


async def scenario(_window: Any, bridge: Any) -> int:
    trouble = Trouble(await bridge.ready(), bridge, Path(sys.argv[2]))
    begin: Callable[[], Awaitable[None]] = getattr(trouble, sys.argv[3], trouble.nothing)
    await begin()
    print(json.dumps({"told": time.monotonic()}), flush=True)
    return 0


if __name__ == "__main__":
    quick_end = import_module("sora_desktop.studio.last_moment").QuickEnd()
    quick_end.code = import_module("sora_desktop.app").run_window(Path(sys.argv[2]), scenario, own_process=True)
