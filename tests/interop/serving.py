"""Runs an application as a program that a test starts: told over standard input, heard over standard output.

It reads one JSON line, serves on a port of its own on 127.0.0.1, says `{"port": …}`, and ends when its standard input
is closed, as the local engine does.
"""

import asyncio
import json
import socket
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

import uvicorn


@dataclass(frozen=True)
class Told:
    """`key` is the bearer token, "" for none; `folder` is the server's own; `wheel` has its routes. Other words are
    in `more`."""

    key: str
    folder: Path
    wheel: Path
    more: dict[str, Any]


class _Server(uvicorn.Server):
    """Says its port when it serves."""

    def __init__(self, config: uvicorn.Config, said: TextIO) -> None:
        super().__init__(config)
        self._said = said

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started and sockets:
            self._said.write(json.dumps({"port": sockets[0].getsockname()[1]}) + "\n")
            self._said.flush()


def serve(make_app: Callable[[Told], Any]) -> None:
    said, sys.stdout = sys.stdout, sys.stderr  # what the application prints goes to the log
    words = json.loads(sys.stdin.readline())
    told = Told(words.pop("key"), Path(words.pop("folder")), Path(words.pop("wheel")), words)
    app = make_app(told)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        server = _Server(uvicorn.Config(app, log_level="warning", access_log=False, lifespan="on"), said)
        threading.Thread(target=_end_with_parent, args=(server,), daemon=True).start()
        asyncio.run(server.serve([listener]))


def _end_with_parent(server: uvicorn.Server) -> None:
    sys.stdin.read()
    server.should_exit = True
