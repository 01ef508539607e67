"""Nobody keeps others away from the engine by holding lines to it: many, half a request, or a body that never ends."""

import asyncio
import http.client
import json
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from sora_desktop.domain.catalog import CATALOG
from sora_desktop.domain.request import Request
from sora_desktop.domain.shapes import Shape
from sora_desktop.engine import lines
from sora_desktop.services.client import Endpoint, VideoClient
from sora_desktop.services.http.transport import Transport
from sora_desktop.services.wire import CancelOutcome, RemoteState
from tests.servers.engine_process import EngineProcess
from tests.servers.hand_renderer import TOKEN, Service, serving
from tests.support.formats import NATIVE
from tests.support.patience import patient

MANY = 300
HALVES = {
    "nothing": b"",
    "half a head": b"GET /v1/models HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthoriz",
    "half a body, without the token": b"POST /v1/videos HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\n{",
}
REQUEST = Request("a fox in snow", CATALOG[0], CATALOG[0].settle_size(Shape.LANDSCAPE), 4)


@contextmanager
def held(port: int, data: bytes, count: int = MANY) -> Iterator[list[socket.socket]]:
    """So many lines, on each of which this was sent."""
    with ExitStack() as at_end:
        opened = []
        for _ in range(count):
            line = at_end.enter_context(socket.create_connection(("127.0.0.1", port), 10))
            line.sendall(data)
            opened.append(line)
        yield opened


def ask(line: http.client.HTTPConnection, engine: EngineProcess) -> int:
    line.request("GET", "/v1/models", headers=engine.headers)
    answer = line.getresponse()
    answer.read()
    return answer.status


@pytest.mark.parametrize("half", HALVES)
def test_three_hundred_lines_that_bring_nothing_keep_nobody_out(engine: EngineProcess, half: str) -> None:
    with held(engine.port, HALVES[half]):
        for _ in range(3):
            line = http.client.HTTPConnection("127.0.0.1", engine.port, timeout=patient())
            assert 200 == ask(line, engine)
            line.close()


def test_a_line_on_which_the_token_was_shown_does_not_give_way_to_strangers(engine: EngineProcess) -> None:
    """It rests between two requests, longer than any of theirs."""
    line = http.client.HTTPConnection("127.0.0.1", engine.port, timeout=patient())
    assert 200 == ask(line, engine)
    own = line.sock
    with held(engine.port, b""):
        assert 200 == ask(line, engine)

    assert own is line.sock
    line.close()


async def test_a_job_of_the_app_goes_on_meanwhile(engine: EngineProcess) -> None:
    async with Transport() as transport:
        client = VideoClient(transport, Endpoint(engine.base_url, engine.token))
        with held(engine.port, b""):
            submitted = await client.submit(REQUEST, (), NATIVE)
            looked = await client.status(submitted.remote_id, NATIVE)
            assert await client.cancel(submitted.remote_id, NATIVE) is CancelOutcome.ENDED

    assert looked.state in (RemoteState.QUEUED, RemoteState.RUNNING)


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "HEAD_SECONDS", 0.05)


async def opened(service: Service, data: bytes) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection("127.0.0.1", int(service.base_url.rpartition(":")[2]))
    writer.write(data)
    await writer.drain()
    return reader, writer


def head(service: Service, *more: str, method: str = "GET", target: str = "/v1/models") -> bytes:
    host = service.base_url.removeprefix("http://")
    return "\r\n".join(
        [f"{method} {target} HTTP/1.1", f"Host: {host}", f"Authorization: Bearer {TOKEN}", *more, "", ""]
    ).encode()


@pytest.mark.parametrize("half", HALVES)
@pytest.mark.usefixtures("short")
async def test_a_line_that_brings_no_whole_request_is_cut(tmp_path: Path, half: str) -> None:
    async with serving(tmp_path) as service:
        reader, writer = await opened(service, HALVES[half])
        try:
            async with asyncio.timeout(patient()):
                rest = await reader.read()
        except ConnectionResetError:
            rest = b""
        writer.close()

    assert rest.startswith(b"HTTP/1.1 421") is ("body" in half)


@pytest.mark.usefixtures("short")
async def test_a_head_that_drips_is_cut_however_long_it_drips(tmp_path: Path) -> None:
    async with serving(tmp_path) as service:
        reader, writer = await opened(service, head(service)[:-2])
        dripping = asyncio.get_running_loop().create_task(_drip(writer))
        try:
            async with asyncio.timeout(patient()):
                rest = await reader.read()
        except ConnectionResetError:
            rest = b""
        dripping.cancel()
        await asyncio.wait([dripping])
        writer.close()

    assert b"" == rest


async def _drip(writer: asyncio.StreamWriter) -> None:
    writer.write(b"X-Long: ")
    while not writer.is_closing():
        writer.write(b"x")
        await asyncio.sleep(0.005)


@pytest.mark.usefixtures("short")
async def test_a_line_that_rests_between_two_requests_and_one_at_work_are_left_alone(tmp_path: Path) -> None:
    body = json.dumps({"model": "sora2-landscape-4s", "prompt": "a fox", "seconds": "4", "size": "1280x720"}).encode()
    typed = ("Content-Type: application/json", f"Content-Length: {len(body)}")
    async with serving(tmp_path) as service:
        resting = await opened(service, head(service))
        assert (await resting[0].readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 200")
        working = await opened(service, head(service, *typed, method="POST", target="/v1/videos") + body[:-1])
        for _ in range(2):
            cut = await opened(service, b"GET")  # as long as this one takes to be cut, the others last
            with pytest.raises((ConnectionResetError, asyncio.IncompleteReadError)):
                await cut[0].readexactly(1)
            cut[1].close()
        working[1].write(body[-1:])
        assert (await working[0].readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 200")
        resting[1].write(head(service))
        again = await resting[0].readuntil(b"HTTP/1.1 200")
        resting[1].close()
        working[1].close()

    assert again.endswith(b"HTTP/1.1 200")


async def test_of_too_many_lines_that_are_silent_the_oldest_strangers_give_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that showed the token, and one at work, are older than all of them, and stay."""
    monkeypatch.setattr(lines, "HEAD_SECONDS", 3600.0)
    monkeypatch.setattr(lines, "MOST_LINES", 8)
    async with serving(tmp_path) as service:
        own = await opened(service, head(service))
        assert (await own[0].readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 200")
        typed = ("Content-Type: application/json", "Content-Length: 10")
        working = await opened(service, head(service, *typed, method="POST", target="/v1/videos"))
        strangers = [await opened(service, b"") for _ in range(20)]
        for reader, _ in strangers[:14]:
            with pytest.raises((ConnectionResetError, asyncio.IncompleteReadError)):
                async with asyncio.timeout(patient()):
                    await reader.readexactly(1)
        for reader, writer in (own, *strangers[14:]):
            writer.write(head(service))
            assert (await reader.readuntil(b"HTTP/1.1 200")).endswith(b"HTTP/1.1 200")
        working[1].write(b"0123456789")
        assert (await working[0].readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 400")
        for _, writer in (own, working, *strangers):
            writer.close()
