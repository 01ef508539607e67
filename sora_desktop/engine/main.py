"""The command `engine`: the local service as a child of the app, or standing alone.

engine --managed   one JSON line on standard input (`token`, `folder`), one on standard output (`port`);
                   ends when standard input ends
engine [--port N]  stands alone: makes a token file and says on one line where it listens
"""

import argparse
import asyncio
import contextlib
import json
import logging
import os
import secrets
import signal
import socket
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

if TYPE_CHECKING:
    from sora_desktop.engine.server import Start

log = logging.getLogger(__name__)

NICENESS = 5
LOCK_SECONDS = 5.0
FORCE_SECONDS = 1.5
"""A stop that takes longer is ended by force (a look-up of a name may hang): the app kills it sooner, another parent may wait."""
TOKEN_LENGTH = 16


def main(argv: list[str], data_dir: Path) -> int:
    """Run the engine until it is told to stop; the exit code is 0 for an ordered end."""
    options = _parser().parse_args(argv)
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("uvicorn").setLevel(logging.WARNING)
    if options.managed:
        return _managed()
    return _alone(data_dir / "engine" / "standalone", options.port)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="sora-desktop engine", description="The local engine, for both formats.")
    parser.add_argument("--port", type=_port, default=0, help="the port to listen on; any free one without it")
    parser.add_argument("--managed", action="store_true", help=argparse.SUPPRESS)
    return parser


def _port(text: str) -> int:
    if not text.isdigit() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text} is not a port")
    return int(text)


def load_server() -> ModuleType:
    """Heavy: a wrong command line does not wait for it."""
    from sora_desktop.engine import server

    return server


def _managed() -> int:
    try:
        hello = json.loads(sys.stdin.buffer.readline())
        token, folder = hello["token"], Path(hello["folder"])
        allow_private = hello.get("allow_private_images") is True
    except (ValueError, KeyError, TypeError):
        return _give_up("the line on standard input is not {token, folder}")
    if not isinstance(token, str) or len(token) < TOKEN_LENGTH or not token.isascii() or not folder.is_absolute():
        return _give_up("the token is too short or the folder is not absolute")
    return _run(
        folder,
        token,
        allow_private=allow_private,
        on_ready=lambda port: _say(json.dumps({"port": port})),
        until_stdin_ends=True,
    )


def _alone(folder: Path, port: int) -> int:
    token, token_file = secrets.token_urlsafe(32), folder / "token"
    with contextlib.ExitStack() as at_end:

        def on_ready(bound: int) -> None:
            _write_token(token_file, token)
            at_end.callback(token_file.unlink, missing_ok=True)
            _say(f"Local engine at http://127.0.0.1:{bound} with the token in {token_file}")

        return _run(folder, token, port=port, on_ready=on_ready)


def _write_token(path: Path, token: str) -> None:
    """A new file, readable by its owner alone."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(token + "\n")


def _say(line: str) -> None:
    """The one line on standard output."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _give_up(why: str) -> int:
    sys.stderr.write(f"The engine does not start: {why}.\n")
    return 2


def _run(
    folder: Path,
    token: str,
    *,
    on_ready: Callable[[int], None],
    port: int = 0,
    allow_private: bool = False,
    until_stdin_ends: bool = False,
) -> int:
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    server = load_server()
    start = server.Start(folder=folder, token=token, allow_private_images=allow_private)
    try:
        listener = server.bind(port)
    except OSError as error:
        return _give_up(f"port {port} cannot be had: {error.strerror}")
    try:
        with listener, _own(folder):
            asyncio.run(_serve(server, start, listener, on_ready, until_stdin_ends=until_stdin_ends))
    except Timeout:
        return _give_up(f"another engine works in {folder}")
    return 0


def _own(folder: Path) -> FileLock:
    """The folder's lock, held. An engine that is about to end is waited for; Timeout where it does not."""
    lock = FileLock(folder / "lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        log.info("another engine still works in this folder: waiting for its end")
        lock.acquire(timeout=LOCK_SECONDS)
    return lock


async def _serve(
    server: ModuleType,
    start: "Start",
    listener: socket.socket,
    on_ready: Callable[[int], None],
    *,
    until_stdin_ends: bool,
) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()

    def end() -> None:
        force = threading.Timer(FORCE_SECONDS, os._exit, (0,))
        force.daemon = True
        force.start()
        with contextlib.suppress(RuntimeError):  # the loop has ended by itself
            loop.call_soon_threadsafe(stop.set)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: end())
    if until_stdin_ends:
        threading.Thread(target=_watch_stdin, args=(end,), daemon=True, name="parent watch").start()
    await server.serve(start, listener, on_ready, stop)


def _watch_stdin(on_end: Callable[[], None]) -> None:
    while os.read(0, 4096):
        continue
    on_end()
