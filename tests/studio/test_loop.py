"""A name server that says nothing holds up nobody: not those who ask for something else, and not the end."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from sora_desktop.base import url_guard as gate
from sora_desktop.base.url_guard import resolve_by_system
from sora_desktop.services.client import Endpoint, VideoClient
from sora_desktop.services.http.transport import Transport
from sora_desktop.studio import loop as loop_module
from sora_desktop.studio.loop import StudioLoop
from tests.support.formats import UNIALL
from tests.support.until import until

FOUND = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.215.14", 443))]


class NameServer:
    """Says nothing of `silent…` until `speaks` is set; of `gone…` it knows nothing."""

    def __init__(self) -> None:
        self.speaks = threading.Event()
        self.asked: list[str] = []

    def look_up(self, name: str | bytes, *_: Any, **__: Any) -> list[Any]:
        host = name.decode() if isinstance(name, bytes) else name
        self.asked.append(host)
        if host.startswith("silent"):
            self.speaks.wait()
        if host.startswith("gone"):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return FOUND


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[NameServer]:
    server = NameServer()
    monkeypatch.setattr(socket, "getaddrinfo", server.look_up)
    yield server
    server.speaks.set()


def test_a_loop_closes_while_a_look_up_hangs(server: NameServer) -> None:
    async def ask() -> None:
        asking = asyncio.get_running_loop().create_task(resolve_by_system("silent.example", 443))
        await until(lambda: server.asked, what="it is asked")
        asking.cancel()

    with asyncio.Runner(loop_factory=StudioLoop) as runner:
        runner.run(ask())

    assert not server.speaks.is_set()
    assert "name look-up" in {thread.name for thread in threading.enumerate()}


def test_a_question_to_a_service_that_waits_for_its_name_is_let_go(server: NameServer) -> None:
    """By way of the whole stack: what connects looks names up by way of the loop."""

    async def ask() -> None:
        async with Transport() as transport:
            client = VideoClient(transport, Endpoint("https://silent.example", "sk-abcdef"))
            asking = asyncio.get_running_loop().create_task(client.status("a", UNIALL))
            await until(lambda: server.asked, what="it is asked")
            asking.cancel()
            await asyncio.wait([asking])

    with asyncio.Runner(loop_factory=StudioLoop) as runner:
        runner.run(ask())

    assert not server.speaks.is_set()


def test_others_are_looked_up_meanwhile_and_what_is_not_known_is_said(server: NameServer) -> None:
    async def ask() -> tuple[str, ...]:
        held = [asyncio.get_running_loop().create_task(resolve_by_system(f"silent{n}", 1)) for n in range(10)]
        found = await resolve_by_system("api.example", 443)
        with pytest.raises(OSError, match="not known"):
            await resolve_by_system("gone.example", 443)
        server.speaks.set()
        assert await asyncio.gather(*held) == [("93.184.215.14",)] * 10
        return found

    with asyncio.Runner(loop_factory=StudioLoop) as runner:
        assert runner.run(ask()) == ("93.184.215.14",)


def test_so_many_are_looked_up_at_once_and_no_more(server: NameServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loop_module, "MOST_AT_ONCE", 2)

    async def ask() -> list[str]:
        held = [asyncio.get_running_loop().create_task(resolve_by_system(f"silent{n}", 1)) for n in range(3)]
        await until(lambda: len(server.asked) >= 2, what="two are asked")
        asked = list(server.asked)
        server.speaks.set()
        await asyncio.gather(*held)
        return asked

    with asyncio.Runner(loop_factory=StudioLoop) as runner:
        assert runner.run(ask()) == ["silent0", "silent1"]
    assert server.asked == ["silent0", "silent1", "silent2"]


def test_a_name_that_cannot_be_one_is_an_error_like_any_other() -> None:
    with asyncio.Runner(loop_factory=StudioLoop) as runner, pytest.raises(OSError, match="no such host"):
        runner.run(resolve_by_system("a" * 64 + ".example", 80))


def test_a_look_up_that_takes_too_long_is_given_up(server: NameServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "LOOK_UP_SECONDS", 0.01)
    with asyncio.Runner(loop_factory=StudioLoop) as runner, pytest.raises(OSError):  # noqa: PT011 -- it has no words
        runner.run(resolve_by_system("silent.example", 80))

    assert not server.speaks.is_set()
