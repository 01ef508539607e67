"""A small HTTP/1.1 server that can be as wrong as one likes, byte for byte, on 127.0.0.1, in a thread of its own.

    with HttpServer(lambda request: Reply(200, body=b"hello")) as server:
        httpx.get(server.base_url)
    assert server.seen[0].path == "/"

A Reply says how it goes out: whole, cut at a byte, without an answer, slowly by hand, with a length that lies,
chunked, or ended by closing. `server.base_url` has no slash at the end. Everything received is kept in `seen`;
`connections` counts them.
"""

import asyncio
import contextlib
import json
import ssl
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from email.utils import formatdate
from enum import Enum
from http import HTTPStatus
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, unquote


@dataclass(frozen=True)
class Received:
    """One request. `target` is as it came (still encoded); header names are lower case."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(self.target.partition("?")[2]))

    @property
    def segments(self) -> list[str]:
        """The path, split first and decoded then."""
        return [unquote(part) for part in self.path.strip("/").split("/")]

    def json(self) -> Any:
        return json.loads(self.body)


class Framing(Enum):
    """How the end of the body is told."""

    LENGTH = "Content-Length"
    CHUNKED = "chunked"
    CLOSE = "by closing"


@dataclass
class Reply:
    """`cut_at`: after so many bytes of the body the line is dropped. `drop`: nothing is answered at all.

    `hold`: the server waits for this event before the answer, `hold_body`: between the head and the body.
    `raw`: all bytes of the answer, or those before `hold_body` and the body. `stays`: the
    line is not closed behind it. `pieces`: the body, one write each. `length`: the Content-Length that is claimed. `reset`: end with a reset.
    """

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    framing: Framing = Framing.LENGTH
    length: int | None = None
    cut_at: int | None = None
    drop: bool = False
    reset: bool = False
    raw: bytes | None = None
    stays: bool = False
    hold: asyncio.Event | None = None
    hold_body: asyncio.Event | None = None
    pieces: Iterable[bytes] | None = None

    @classmethod
    def of_json(cls, value: Any, status: int = 200, **headers: str) -> Self:
        return cls(status, {"Content-Type": "application/json", **headers}, json.dumps(value).encode())

    @classmethod
    def of_page(cls, status: int = 200) -> Self:
        """What a captive portal or a wrong address answers."""
        page = b"<!DOCTYPE html><html><head><title>Sign in</title></head><body>Welcome to the Wi-Fi</body></html>"
        return cls(status, {"Content-Type": "text/html; charset=utf-8"}, page)

    def head(self) -> bytes:
        reason = HTTPStatus(self.status).phrase if self.status in set(HTTPStatus) else "Strange"
        headers = {"Date": formatdate(usegmt=True), **self.headers}
        if self.framing is Framing.CHUNKED:
            headers["Transfer-Encoding"] = "chunked"
        elif self.framing is Framing.LENGTH:
            headers["Content-Length"] = str(len(self.body) if self.length is None else self.length)
        else:
            headers["Connection"] = "close"
        lines = [f"HTTP/1.1 {self.status} {reason}", *(f"{name}: {value}" for name, value in headers.items())]
        return "\r\n".join(lines).encode("utf-8") + b"\r\n\r\n"


Handler = Callable[[Received], Reply]


class HttpServer:
    """Starts with the `with` block; the handler is called in the server's thread. `tls`: see encrypted.py."""

    def __init__(self, handler: Handler, *, tls: ssl.SSLContext | None = None) -> None:
        self._tls = tls
        self.seen: list[Received] = []
        self.errors: list[BaseException] = []
        self.connections = 0
        self.port = 0
        self._handler = handler
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._ready = threading.Event()
        self._open: set[asyncio.StreamWriter] = set()
        self._talks: set[asyncio.Task[None]] = set()
        self._stop = asyncio.Event()

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def bytes_seen(self) -> bytes:
        """Everything that was received, for a search after something that must not be there."""
        parts = []
        for each in self.seen:
            headers = "\n".join(f"{name}: {value}" for name, value in each.headers.items())
            parts.append(f"{each.method} {each.target}\n{headers}\n".encode() + each.body)
        return b"\n".join(parts)

    def call(self, work: Callable[[], Any]) -> None:
        """Run something on the server's loop, such as `event.set`."""
        assert self._loop is not None
        self._loop.call_soon_threadsafe(work)

    def start(self) -> Self:
        """Also after `stop`: it comes back on the same port."""
        self._loop = asyncio.new_event_loop()
        self._stop, self._ready = asyncio.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, args=(self._loop,), name="http-server")
        self._thread.start()
        assert self._ready.wait(60)
        return self

    def stop(self) -> None:
        """Every connection is dropped."""
        if self._thread is not None:
            self.call(self._stop.set)
            self._thread.join()
            self._thread = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, stack: TracebackType | None
    ) -> None:
        self.stop()
        if error is None and self.errors:
            raise self.errors[0]

    def _run(self, loop: asyncio.AbstractEventLoop) -> None:
        try:
            loop.run_until_complete(self._serve())
        finally:
            loop.close()

    async def _serve(self) -> None:
        server = await asyncio.start_server(self._connected, "127.0.0.1", self.port, ssl=self._tls)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stop.wait()
        server.close()
        await self._drop_all()

    async def _drop_all(self) -> None:
        """Also a connection that is being accepted, and one whose talk has not begun; each is closed before the loop is."""
        while tasks := asyncio.all_tasks() - {asyncio.current_task()}:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        for writer in list(self._open):
            writer.transport.abort()
            with contextlib.suppress(ConnectionError):
                await writer.wait_closed()
        self._open.clear()

    def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        self.connections += 1
        talk = asyncio.get_running_loop().create_task(self._talk_until_it_ends(reader, writer))
        self._talks.add(talk)
        talk.add_done_callback(self._talks.discard)

    async def _talk_until_it_ends(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            await self._talk(reader, writer)
        writer.transport.abort() if writer.is_closing() else writer.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while (request := await _receive(reader)) and await self._answer(request, writer):
            pass

    async def _answer(self, request: Received, writer: asyncio.StreamWriter) -> bool:
        """True where the connection may be used again."""
        self.seen.append(request)
        try:
            reply = self._handler(request)
        except Exception as error:  # noqa: BLE001 -- handed to the test by __exit__
            self.errors.append(error)
            reply = Reply(500, body=repr(error).encode())
        if reply.hold is not None:
            await reply.hold.wait()
        await _send(reply, request, writer)
        again = reply.stays or not (
            reply.drop or reply.raw or reply.cut_at is not None or reply.framing is Framing.CLOSE
        )
        if reply.reset:
            writer.transport.abort()
        return again


async def _receive(reader: asyncio.StreamReader) -> Received | None:
    start = await reader.read(1)
    if not start.isalpha():  # the end of the line, or a client that speaks TLS
        return None
    try:
        head = start + await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return None
    first, *rest = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in rest if line)}
    method, target, _ = first.split(" ", 2)
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    return Received(method, target, headers, body)


async def _send(reply: Reply, request: Received, writer: asyncio.StreamWriter) -> None:
    if reply.drop:
        return
    if reply.raw is not None:
        writer.write(reply.raw)
        await writer.drain()
        if reply.hold_body is not None:
            await reply.hold_body.wait()
            writer.write(reply.body)
            await writer.drain()
        return
    writer.write(reply.head())
    if request.method == "HEAD":
        return
    if reply.hold_body is not None:
        await writer.drain()
        await reply.hold_body.wait()
    for piece in reply.pieces if reply.pieces is not None else [reply.body[: reply.cut_at]]:
        writer.write(_framed(piece, reply.framing))
        await writer.drain()
    if reply.framing is Framing.CHUNKED and reply.cut_at is None:
        writer.write(b"0\r\n\r\n")
    await writer.drain()


def _framed(piece: bytes, framing: Framing) -> bytes:
    if framing is not Framing.CHUNKED or not piece:
        return piece
    return b"%x\r\n%b\r\n" % (len(piece), piece)
