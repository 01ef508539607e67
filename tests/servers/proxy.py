"""Proxies on loopback, well behaved and not: HTTP (handing on, and CONNECT) and SOCKS 5. All lead to one place.

    with Proxy(to=service.port) as proxy:
        monkeypatch.setenv("http_proxy", proxy.url)
    assert proxy.asked == ["GET http://api.example/v1/videos/a"]

Whatever name a proxy is asked for, it connects to port `to` of 127.0.0.1, so that a test can use public names.
"""

import asyncio
from enum import Enum

from tests.servers.http_server import HttpServer, Reply


class Manner(Enum):
    """What a proxy does with those who come."""

    SERVES = "serves"
    WANTS_LOGIN = "wants a login"
    FORBIDS = "forbids"
    SAYS_NOTHING = "says nothing"
    TALKS_NONSENSE = "talks nonsense"
    HANGS_UP = "hangs up"


class Proxy(HttpServer):
    """Both kinds on one port: what begins with 5 is SOCKS. `asked` holds a line for each wish, `heard` all bytes."""

    def __init__(self, to: int = 0, manner: Manner = Manner.SERVES) -> None:
        super().__init__(lambda _: Reply(500))
        self.asked: list[str] = []
        self.heard = b""
        self._to = to
        self._manner = manner

    def url_as(self, scheme: str) -> str:
        return f"{scheme}://127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        return self.url_as("http")

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self._wish(await self._read(reader), reader, writer)

    async def _read(self, reader: asyncio.StreamReader) -> bytes:
        data = await reader.read(65536)
        self.heard += data
        return data

    async def _wish(self, first: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._manner is Manner.SAYS_NOTHING:
            await asyncio.Event().wait()
        elif self._manner is Manner.TALKS_NONSENSE:
            writer.write(b"\x16\x03what is this?\r\n\r\n")
            await writer.drain()
        elif self._manner is not Manner.HANGS_UP:
            serve = self._socks if first[:1] == b"\x05" else self._http
            await serve(first, reader, writer)

    async def _http(self, first: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        line, _, rest = first.partition(b"\r\n")
        method, target, _ = line.decode().split(" ", 2)
        self.asked.append(f"{method} {target}")
        if self._manner is Manner.WANTS_LOGIN:
            writer.write(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
        elif self._manner is Manner.FORBIDS:
            writer.write(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
        elif method == "CONNECT":
            writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
            await self._join(b"", reader, writer)
        else:
            path = "/" + target.split("/", 3)[3]
            await self._join(f"{method} {path} HTTP/1.1\r\n".encode() + rest, reader, writer)
        await writer.drain()

    async def _socks(self, _first: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._manner is Manner.WANTS_LOGIN:
            writer.write(b"\x05\xff")
            return
        writer.write(b"\x05\x00")
        wish = await self._read(reader)
        kind, length = wish[3], wish[4]
        place = wish[5 : 5 + length].decode() if kind == 3 else ".".join(map(str, wish[4:8]))
        self.asked.append(f"SOCKS {place}:{int.from_bytes(wish[-2:])}")
        if self._manner is Manner.FORBIDS:
            writer.write(b"\x05\x02\x00\x01" + bytes(6))
            return
        writer.write(b"\x05\x00\x00\x01" + bytes(6))
        await self._join(b"", reader, writer)

    async def _join(self, first: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._to)
        try:
            far_writer.write(first)
            forth = asyncio.ensure_future(self._carry(reader, far_writer))  # noqa: TID251 -- ended below
            try:
                await _carry_back(far_reader, writer)
            finally:
                forth.cancel()
                await asyncio.gather(forth, return_exceptions=True)
        finally:
            far_writer.close()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await self._read(reader):
            writer.write(data)
            await writer.drain()
        writer.write_eof()


async def _carry_back(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(65536):
        writer.write(data)
        await writer.drain()
