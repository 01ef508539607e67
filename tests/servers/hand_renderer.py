"""A renderer that a test drives by hand, and the engine's real server around it, on the test's own loop.

async with serving(tmp_path) as service:
    answer = await service.client.post("/v1/videos", json=…)
    job_id = await service.renders.begun()
    service.renders.finish(job_id, b"clip")
"""

import asyncio
import hashlib
import ssl
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from sora_desktop.engine.jobs import Rendered, RenderError
from sora_desktop.engine.server import Start, bind, serve
from sora_desktop.engine.store import EngineJob
from tests.support.patience import patient

TOKEN = "a-token-of-the-tests-alone"
NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""Trusts nobody. For clients that go over http alone: reading the list of authorities takes longer than most tests."""


class HandRenderer:
    """`images` holds what each job was given as its picture, `stopped` the ids whose render was cancelled."""

    def __init__(self) -> None:
        self.images: dict[str, bytes | None] = {}
        self.stopped: list[str] = []
        self._begun: asyncio.Queue[str] = asyncio.Queue()
        self._ends: dict[str, asyncio.Future[bytes]] = {}
        self._progress: dict[str, Callable[[float], None]] = {}

    async def __call__(
        self, job: EngineJob, image: Path | None, target: Path, on_progress: Callable[[float], None]
    ) -> Rendered:
        self.images[job.id] = _read(image)
        self._ends[job.id] = asyncio.get_running_loop().create_future()
        self._progress[job.id] = on_progress
        _write(target, b"half")
        self._begun.put_nowait(job.id)
        try:
            clip = await self._ends[job.id]
        except asyncio.CancelledError:
            self.stopped.append(job.id)
            raise
        _write(target, clip)
        return Rendered(hashlib.sha256(clip).hexdigest(), len(clip))

    async def begun(self) -> str:
        """The id of the next job whose render began."""
        async with asyncio.timeout(patient()):
            return await self._begun.get()

    @property
    def none_begun(self) -> bool:
        return self._begun.empty()

    def advance(self, job_id: str, part: float) -> None:
        self._progress[job_id](part)

    def finish(self, job_id: str, clip: bytes = b"clip") -> None:
        self._ends[job_id].set_result(clip)

    def fail(self, job_id: str, code: str = "render_failed") -> None:
        self._ends[job_id].set_exception(RenderError(code, "It broke."))


def _read(path: Path | None) -> bytes | None:
    return None if path is None else path.read_bytes()


def _write(path: Path, data: bytes) -> None:
    path.write_bytes(data)


@dataclass(frozen=True)
class Service:
    """A served engine: `client` carries the token."""

    client: httpx.AsyncClient
    renders: HandRenderer
    base_url: str

    async def until(self, job_id: str, status: str) -> dict[str, Any]:
        """Ask until the job has this status; its last answer."""
        async with asyncio.timeout(patient()):
            while True:
                answer = (await self.client.get(f"/v1/videos/{job_id}")).json()
                if answer["status"] == status:
                    return dict(answer)

    async def make(self, body: dict[str, Any], clip: bytes, path: str = "/v1/videos") -> dict[str, Any]:
        """Submit, render and wait: the finished job."""
        job_id = (await self.client.post(path, json=body)).json()["id"]
        assert await self.renders.begun() == job_id
        self.renders.finish(job_id, clip)
        return await self.until(job_id, "completed")


@asynccontextmanager
async def serving(folder: Path, *, allow_private_images: bool = False) -> AsyncIterator[Service]:
    renders = HandRenderer()
    stop = asyncio.Event()
    ready: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    start = Start(folder=folder, token=TOKEN, allow_private_images=allow_private_images)
    with bind(0) as listener, ThreadPoolExecutor() as pool:
        asyncio.get_running_loop().set_default_executor(pool)  # one that ends with the service
        async with asyncio.TaskGroup() as group:
            group.create_task(serve(start, listener, ready.set_result, stop, render=renders))
            base_url = f"http://127.0.0.1:{await ready}"
            headers = {"Authorization": f"Bearer {TOKEN}"}
            try:
                async with httpx.AsyncClient(
                    base_url=base_url, headers=headers, trust_env=False, verify=NO_TLS
                ) as client:
                    yield Service(client, renders, base_url)
            finally:
                stop.set()
