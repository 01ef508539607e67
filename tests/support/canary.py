"""No key leaves its place: watched through a whole test, and looked for everywhere at its end.

The fixture `no_key_leaves` is used by every test of a module (or folder) that imports it:

    from tests.support.canary import no_key_leaves

It looks for the canary key of the fake service, and for every token of a local engine: in all files of the test
(before a studio closes its ledger, and after), in command lines and environments of every process that is started,
in what such a process writes, in what each server of the test receives, and in what the window says.
"""

import base64
import html
import json
import os
import secrets
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QWidget

from sora_desktop.studio.studio import Studio
from sora_desktop.ui.window.window import MainWindow
from tests.hostile.watching import texts_of
from tests.servers.http_server import HttpServer, Received
from tests.servers.service import CANARY, FakeService
from tests.support.processes import children, told

LOOK_AGAIN_SECONDS = 0.05
LARGEST = 64 * 1024 * 1024
_watches: "list[CanaryWatch]" = []
_hooked = False


def spellings(secret: str) -> frozenset[bytes]:
    """The ways in which a secret may be written down. Base64 has three, by where in a longer text it stands."""
    plain = secret.encode()
    found = {
        plain,
        quote(secret, safe="").encode(),
        quote(secret).encode(),
        quote_plus(secret).encode(),
        json.dumps(secret)[1:-1].encode(),
        html.escape(secret).encode(),
        repr(secret)[1:-1].encode(),
        plain.hex().encode(),
        secret.encode("utf-16-le"),
    }
    for shift in range(3):
        coded = base64.b64encode(bytes(shift) + plain)
        found.add(coded[4 if shift else 0 : -4])
        found.add(coded[4 if shift else 0 : -4].replace(b"+", b"-").replace(b"/", b"_"))
    return frozenset(found)


@dataclass
class CanaryWatch:
    """`findings` holds one line for each place in which a secret was."""

    folder: Path
    own_children_know: bool = False
    findings: list[str] = field(default_factory=list)
    servers: list[HttpServer] = field(default_factory=list)
    services: list[FakeService] = field(default_factory=list)
    _spellings: dict[str, frozenset[bytes]] = field(default_factory=dict)

    def forbid(self, secret: str) -> None:
        self._spellings[secret] = spellings(secret)

    def look(self, where: str, data: bytes, *, known: str = "") -> None:
        """Note `where` if a secret (other than `known`) is in `data`."""
        if data and self._is_in(data, known):
            self.findings.append(f"a key is in {where}")

    def _is_in(self, data: bytes, known: str = "") -> bool:
        return any(secret != known and any(way in data for way in ways) for secret, ways in self._spellings.items())

    def look_at_files(self) -> None:
        for path in sorted(self.folder.rglob("*")):
            self.look(str(path.relative_to(self.folder)), _read(path))
            self.look("a file name", os.fsencode(path.name))

    def look_at_start(self, arguments: Any, environment: Any) -> None:
        """A process that this one starts, as the interpreter tells of it."""
        self.look("a command line", repr(arguments).encode())
        if environment is not None and not self.own_children_know:
            self.look("the environment of a child", repr(sorted(environment.items())).encode())

    def look_at_processes(self) -> None:
        """What anybody on this machine can read of every process below this one."""
        for parent, pid, depth in list(_descendants(os.getpid())):
            line = told(pid, "cmdline")
            self.look(f"the command line of {line[:80]!r}", line)
            is_copy = line == told(parent, "cmdline")  # between fork and exec it is its parent, in all but the number
            if not is_copy and (depth > 1 or not self.own_children_know or _has_read_its_key(pid, line)):
                self.look(f"the environment of {line[:80]!r}", told(pid, "environ"))

    def look_at_servers(self) -> None:
        for server in self.servers:
            owner = next((each for each in self.services if each.server is server), None)
            header = owner.key_header if owner else FakeService.key_header
            for request in list(server.seen):
                self._look_at_request(request, owner.key if owner else "", header)

    def _look_at_request(self, request: Received, known: str, key_header: str) -> None:
        """The service itself is told its own key, in one header and nowhere else."""
        headers = {name: value for name, value in request.headers.items() if name != key_header}
        self.look("a header", repr(headers).encode())
        self.look("the head of a request", f"{request.method} {request.target}".encode())
        self.look("the body of a request", request.body)
        self.look("another server's authorization", request.headers.get(key_header, "").encode(), known=known)

    def look_at_window(self, window: QWidget) -> None:
        for widget in (window, *window.findChildren(QWidget)):
            where = f"{type(widget).__name__} {widget.objectName()}"
            said = [(what, text.encode("utf-8", "replace")) for what, text in texts_of(widget)]
            if self._is_in(b"\n".join(text for _, text in said)):  # few widgets say anything, and none says a key
                for what, text in said:
                    self.look(f"{where}: {what}", text)
            if isinstance(widget, QLineEdit) and widget.echoMode() is not QLineEdit.EchoMode.Password:
                self.look(f"{where}: what is typed", widget.text().encode())
        self.look("the clipboard", QGuiApplication.clipboard().text().encode("utf-8", "replace"))

    def end(self) -> None:
        self.look_at_files()
        self.look_at_servers()


@pytest.fixture(autouse=True)
def no_key_leaves(
    request: pytest.FixtureRequest, _nothing_left: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[CanaryWatch]:
    """Fails the test where a key or token was found in any place but its own."""
    _hook_once()
    watch = CanaryWatch(tmp_path, own_children_know=getattr(request.module, "CHILDREN_ARE_TOLD_THE_KEY", False))
    watch.forbid(CANARY)
    _join(watch, monkeypatch)
    _watches.append(watch)
    stop = threading.Event()
    looking = threading.Thread(target=_look_until, args=(watch, stop), name="canary watch")
    looking.start()
    try:
        yield watch
    finally:
        _watches.remove(watch)
        stop.set()
        looking.join()
    watch.end()
    assert sorted(set(watch.findings)) == []


def _join(watch: CanaryWatch, monkeypatch: pytest.MonkeyPatch) -> None:
    """Be told of servers, tokens, outputs, studios that close and windows that close, for one test."""
    start, enter = HttpServer.start, FakeService.__enter__
    communicate, token = subprocess.Popen.communicate, secrets.token_urlsafe
    close, prepare = Studio.close, MainWindow.prepare_to_close

    def started(server: HttpServer) -> HttpServer:
        watch.servers.append(server)
        return start(server)

    def entered(service: FakeService) -> FakeService:
        watch.services.append(service)
        return enter(service)

    def communicated(process: "subprocess.Popen[Any]", *values: Any, **named: Any) -> Any:
        written = communicate(process, *values, **named)
        for each in filter(None, written):
            watch.look("what a process wrote", each if isinstance(each, bytes) else each.encode())
        return written

    def made(size: int | None = None) -> str:
        value = token(size)
        watch.forbid(value)
        return value

    async def closed(studio: Studio) -> None:
        watch.look_at_files()
        await close(studio)

    def prepared(window: MainWindow) -> None:
        watch.look_at_window(window)
        prepare(window)

    monkeypatch.setattr(HttpServer, "start", started)
    monkeypatch.setattr(FakeService, "__enter__", entered)
    monkeypatch.setattr(subprocess.Popen, "communicate", communicated)
    monkeypatch.setattr(secrets, "token_urlsafe", made)
    monkeypatch.setattr(Studio, "close", closed)
    monkeypatch.setattr(MainWindow, "prepare_to_close", prepared)


def _look_until(watch: CanaryWatch, stop: threading.Event) -> None:
    while not stop.wait(LOOK_AGAIN_SECONDS):
        watch.look_at_processes()


def _hook_once() -> None:
    """Audit hooks stay until the interpreter ends."""
    global _hooked  # noqa: PLW0603 -- there is no way to take a hook off again
    if not _hooked:
        sys.addaudithook(_hear)
        _hooked = True


def _hear(event: str, values: tuple[Any, ...]) -> None:
    if event == "subprocess.Popen" and _watches:
        for watch in _watches:
            watch.look_at_start(values[1], values[3])


def _descendants(pid: int, depth: int = 1) -> Iterable[tuple[int, int, int]]:
    """Parent, child and how far below `pid`, for each process there is."""
    for each in children(pid):
        yield pid, each, depth
        yield from _descendants(each, depth + 1)


def _read(path: Path) -> bytes:
    """Nothing of a file that is gone by now: one that is to be whole or absent has another name before."""
    try:
        if path.is_file() and not path.is_symlink() and path.stat().st_size < LARGEST:
            return path.read_bytes()
    except FileNotFoundError:
        pass
    return b""


def _has_read_its_key(pid: int, line: bytes) -> bool:
    """Whether an app that was told the key in its environment has come so far that it is gone from there."""
    return b"-m\0sora_desktop" in line and b"_sqlite3" in told(pid, "maps")
