"""A real studio on a real folder, talking to a scriptable service over a real socket."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from sora_desktop.studio.build import open_studio
from sora_desktop.studio.clock import Clock
from tests.servers.service import FakeService
from tests.studio.house import House
from tests.support.canary import no_key_leaves
from tests.support.mp4 import asked_mp4
from tests.support.paces import AT_ONCE, QUICK
from tests.support.quick_studio import no_engine_in_vain, with_engine

__all__ = ["no_engine_in_vain", "no_key_leaves", "with_engine"]


@pytest.fixture
def service() -> Iterator[FakeService]:
    with FakeService() as running:
        running.clip.data = asked_mp4()
        yield running


@pytest.fixture
def native_service() -> Iterator[FakeService]:
    with FakeService("openai") as running:
        running.clip.data = asked_mp4()
        yield running


OpenHouse = Callable[..., Awaitable[House]]


@pytest.fixture
async def open_house(no_engine_in_vain: None, tmp_path: Path) -> AsyncIterator[OpenHouse]:
    """`await open_house(service)`: a studio whose picked connection is this service. May be called again.

    `without_key`: connections are as an earlier start left them, and no key is told again.
    """
    async with AsyncExitStack() as stack:

        async def opened(service: FakeService, *, without_key: bool = False, **changes: object) -> House:
            studio = await open_studio(tmp_path / "data", environment={}, clock=Clock(), backoff=QUICK, limits=AT_ONCE)
            stack.push_async_callback(studio.close)
            if without_key:
                return await House.listen(studio, service, tmp_path / "data")
            return await House.furnish(studio, service, tmp_path / "data", **changes)

        yield opened
