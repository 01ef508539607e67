"""A finished job at a service on a real socket, and a folder to fetch its clip into."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from sora_desktop.services.downloads.download import DownloadLimits
from sora_desktop.services.http.transport import Transport
from tests.servers.service import FakeService
from tests.services.downloads.fetcher import CLIP, MIB, Fetcher, Pauses


@pytest.fixture
def pauses() -> Pauses:
    return Pauses()


@pytest.fixture
def limits(pauses: Pauses) -> DownloadLimits:
    return DownloadLimits(sleep=pauses, free_bytes=lambda _: 100_000 * MIB)


@pytest.fixture
def service() -> Iterator[FakeService]:
    with FakeService() as service:
        service.clip.data = CLIP
        yield service


@pytest.fixture
async def transport() -> AsyncIterator[Transport]:
    async with Transport() as transport:
        yield transport


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "incoming" / "job.part"


@pytest.fixture
def fetch(service: FakeService, transport: Transport, target: Path, limits: DownloadLimits) -> Fetcher:
    return Fetcher(service, transport, target, limits)
