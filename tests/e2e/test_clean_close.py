"""Closing the window while it plays, downloads and submits: gone at once, nothing lost, nothing paid twice."""

import asyncio
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.servers.http_server import Received, Reply
from tests.servers.service import FakeService
from tests.support.mp4 import asked_mp4
from tests.support.until import until
from tests.support.window_process import END_SECONDS, WindowProcess, service_environment

CHILDREN_ARE_TOLD_THE_KEY = True  # as a person tells it to a window: in the environment
DOWNLOADS = 4


@pytest.fixture
def service() -> Iterator[FakeService]:
    with FakeService() as running:
        running.clip.data = asked_mp4()
        running.polls = 1
        yield running


def leave(window: WindowProcess, way: str) -> None:
    """Tell the window to end, in one of the ways in which that happens."""
    if way == "close":
        window.order("close")
    else:
        window.signal(signal.Signals[way])


def half(service: FakeService) -> Reply:
    """The first half of the clip, and then nothing: the line stays open."""
    data = service.clip.data
    headers = {"Content-Type": "video/mp4", "Accept-Ranges": "bytes", "ETag": service.clip.etags[0]}
    return Reply(200, headers, data[: len(data) // 2], length=len(data))


@pytest.mark.parametrize("way", ["close", "SIGTERM", "SIGINT"])
def test_a_window_with_four_downloads_and_a_playing_clip_is_gone_at_once_and_goes_on_where_it_was(
    tmp_path: Path, service: FakeService, way: str
) -> None:
    surroundings = service_environment(service)
    with WindowProcess(tmp_path, **surroundings) as window:
        window.ask("wait_open")
        window.ask("generate", prompt="the one that plays")
        window.ask("wait_states", states=["done"])
        service.reply_next("file", *[half(service) for _ in range(DOWNLOADS)])
        for number in range(DOWNLOADS):
            window.ask("generate", prompt=f"download {number}")
        window.ask("wait_states", states=["done", "fetching"])
        window.ask("wait_half_fetched", jobs=DOWNLOADS)
        window.ask("play")
        leave(window, way)
        assert window.end(END_SECONDS) == 0
        assert window.faults() == []
    before = len(service.requests("file"))
    with WindowProcess(tmp_path, **surroundings) as window:
        window.ask("wait_open")
        assert window.ask("wait_states", states=["done"]) == ["done"] * (DOWNLOADS + 1)
    ranges = [request.headers.get("range", "") for request in service.requests("file")[before:]]
    assert ranges == [f"bytes={len(service.clip.data) // 2}-"] * DOWNLOADS
    assert all(path.read_bytes() == service.clip.data for path in (tmp_path / "library").glob("*.mp4"))
    assert len(service.money.charges) == len(service.requests("submit")) == DOWNLOADS + 1


class HeldAnswers:
    """The service takes and bills a submission; its answer waits until `let_go`."""

    def __init__(self, service: FakeService) -> None:
        self._service = service
        self._gate = asyncio.Event()
        self._answer = service._handle
        service.server._handler = self._held

    def _held(self, request: Received) -> Reply:
        reply = self._answer(request)
        return replace(reply, hold=self._gate) if self._service._kind(request) == "submit" else reply

    def let_go(self) -> None:
        self._service.server.call(self._gate.set)


@pytest.mark.parametrize("way", ["close", "SIGTERM"])
async def test_closing_while_an_answer_is_awaited_leaves_the_job_unknown_and_it_is_never_sent_again(
    tmp_path: Path, service: FakeService, way: str
) -> None:
    held = HeldAnswers(service)
    surroundings = service_environment(service)
    with WindowProcess(tmp_path, **surroundings) as window:
        window.ask("wait_open")
        window.ask("generate", prompt="a fox in snow")
        await until(lambda: service.money.charges, what="the service has it")
        leave(window, way)
        assert window.end(END_SECONDS) == 0
        assert window.faults() == []
    held.let_go()
    with WindowProcess(tmp_path, **surroundings) as window:
        window.ask("wait_open")
        assert window.ask("wait_states", states=["unknown"]) == ["unknown"]
        assert "may have been billed" in window.ask("jobs")[0]["reason"]
    assert len(service.money.charges) == len(service.requests("submit")) == 1


async def test_an_answer_that_comes_while_the_window_closes_is_still_kept(tmp_path: Path, service: FakeService) -> None:
    held = HeldAnswers(service)
    service.stall()
    surroundings = service_environment(service)
    with WindowProcess(tmp_path, **surroundings) as window:
        window.ask("wait_open")
        window.ask("generate", prompt="a fox in snow")
        await until(lambda: service.money.charges, what="the service has it")
        window.signal(signal.SIGTERM)
        held.let_go()
        assert window.end(END_SECONDS) == 0
    service.finish(service.only_job().id)
    with WindowProcess(tmp_path, **surroundings) as window:
        window.ask("wait_open")
        assert window.ask("wait_states", states=["done"]) == ["done"]
    assert len(service.requests("submit")) == 1
