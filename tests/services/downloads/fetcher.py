"""One finished job, fetched as often as a test likes."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

from sora_desktop.services.client import Endpoint, VideoClient
from sora_desktop.services.downloads.download import DownloadLimits, Fetched
from sora_desktop.services.http.transport import Transport
from tests.servers.clip_file import TINY_MP4
from tests.servers.forms import Form
from tests.servers.http_server import Received
from tests.servers.service import FakeService
from tests.support.formats import UNIALL

MIB = 1024 * 1024
CLIP = TINY_MP4 + bytes(range(256)) * 20_000
FORM = Form({"model": "sora2-portrait-4s", "prompt": "x"}, {}, multipart=False)


class Pauses(list[float]):
    """A `sleep` that only writes down how long it would have taken."""

    async def __call__(self, seconds: float) -> None:
        self.append(seconds)
        await asyncio.sleep(0)


class CrashError(Exception):
    """The end of the process, at the moment of the first pause."""


async def crash(_: float) -> None:
    raise CrashError


class Fetcher:
    """One finished job, fetched as often as a test likes."""

    def __init__(self, service: FakeService, transport: Transport, target: Path, limits: DownloadLimits) -> None:
        self.service, self.transport, self.target, self.limits = service, transport, target, limits
        self.url: str | None = f"{service.base_url}/files/gen_1.mp4?signature=1"
        self.progress: list[tuple[int, int | None]] = []
        service.jobs["gen_1"] = service._new_job(FORM)
        service.finish("gen_1")

    async def __call__(self, **changes: Any) -> Fetched:
        return await self.client(**changes).fetch("gen_1", UNIALL, self.url, self.target, on_bytes=self._note)

    async def of_another_length_than(self, byte_count: int) -> Fetched:
        return await self.client().fetch("gen_1", UNIALL, self.url, self.target, but_not=byte_count)

    def client(self, **changes: Any) -> VideoClient:
        endpoint = Endpoint(self.service.base_url, self.service.key)
        return VideoClient(self.transport, endpoint, limits=replace(self.limits, **changes))

    def _note(self, have: int, total: int | None) -> None:
        self.progress.append((have, total))

    def asked(self) -> list[Received]:
        return [*self.service.requests("file"), *self.service.requests("content")]

    def ranges(self) -> list[str]:
        return [request.headers.get("range", "") for request in self.asked()]


def whole(service: FakeService) -> Fetched:
    return Fetched(service.clip.sha256(), len(service.clip.data))
