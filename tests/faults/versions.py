"""Files that change while they are fetched, over lines that are cut: what comes home is one of them, whole.

No socket: thousands of such worlds, each drawn from its number.
"""

import asyncio
import hashlib
import tempfile
from collections.abc import AsyncIterator, Iterable
from contextlib import ExitStack
from pathlib import Path
from random import Random
from unittest.mock import patch

import httpx

from sora_desktop.domain.errors import DownloadError
from sora_desktop.services.client import Endpoint, VideoClient
from sora_desktop.services.downloads import download, resuming
from sora_desktop.services.downloads.download import DownloadLimits
from sora_desktop.services.http.transport import Transport
from tests.servers.clip_file import TINY_MP4
from tests.support.formats import UNIALL

START = TINY_MP4[:24]
HOME = "http://127.0.0.1:9"
ROADS = (f"{HOME}/x?1", f"{HOME}/x?2", f"{HOME}/y", None)
ROUNDS = 60
"""In a world in which half of all lines are cut nothing takes longer."""
SMALL = {(resuming, "OVERLAP"): 200, (download, "_PROGRESS"): 200, (download, "_JUMP"): 1000}
"""The files are small, and so are the measures of a download."""
INSTEAD = (b"", b'{"status":"in_progress"}', b"<html>Not now</html>")


class _CutBody(httpx.AsyncByteStream):
    """A body in pieces; the line is dropped after `cut` bytes."""

    def __init__(self, data: bytes, cut: int | None, random: Random) -> None:
        self._data, self._cut, self._random = data, cut, random

    async def __aiter__(self) -> AsyncIterator[bytes]:
        rest = self._data[: self._cut]
        while rest:
            count = self._random.randint(1, 3000)
            yield rest[:count]
            rest = rest[count:]
        if self._cut is not None:
            raise httpx.ReadError("cut")


class World:
    """A service whose file changes now and then, named and served in the ways that services are known for."""

    def __init__(self, number: int) -> None:
        self.random = Random(number)
        self.versions = self._versions()
        self.naming = self.random.choice(["strong", "weak", "none", "nodes", "weak nodes", "date"])
        self.ranges = self.random.choice(
            [*["honest"] * 3, "ignored", "wrong start", "wrong total", "small", "*", "416"]
        )
        self.tells_length = self.random.random() < 0.7
        self._now = self._asked = 0

    def __str__(self) -> str:
        lengths = [len(version) for version in self.versions]
        return f"{lengths} bytes, named by {self.naming}, ranges {self.ranges}, length told: {self.tells_length}"

    def _versions(self) -> list[bytes]:
        random = self.random
        first = START + random.randbytes(random.randint(2000, 20_000))
        others = {
            "as long": lambda: START + random.randbytes(len(first) - len(START)),
            "another": lambda: START + random.randbytes(random.randint(2000, 20_000)),
            "another end": lambda: first[: len(first) // 2] + random.randbytes(len(first) - len(first) // 2),
            "longer": lambda: first + random.randbytes(random.randint(1, 3000)),
        }
        return [first, *(others[random.choice([*others])]() for _ in range(random.choice([0, 0, 1, 2])))]

    def answer(self, request: httpx.Request) -> httpx.Response:
        self._asked += 1
        if self.random.random() < 0.25:
            self._now = self.random.randrange(len(self.versions))
        if self.random.random() < 0.1:
            return httpx.Response(self.random.choice([500, 404, 202, 409, 200]), content=self.random.choice(INSTEAD))
        return self._serve(request, self.versions[self._now])

    def _serve(self, request: httpx.Request, file: bytes) -> httpx.Response:
        name = self._name(file)
        wanted, condition = request.headers.get("range"), request.headers.get("if-range")
        if wanted is None or self.ranges == "ignored" or condition not in (None, name.get("etag")):
            return self._sent(200, name, file)
        start = int(wanted.removeprefix("bytes=").removesuffix("-"))
        if start >= len(file) or self.ranges == "416":
            return httpx.Response(416, headers={"content-range": f"bytes */{len(file)}"})
        end = min(len(file), start + 1500) if self.ranges == "small" else len(file)
        total = "*" if self.ranges == "*" else len(file) + (self.ranges == "wrong total")
        claimed = start + 7 * (self.ranges == "wrong start")
        return self._sent(206, {**name, "content-range": f"bytes {claimed}-{end - 1}/{total}"}, file[start:end])

    def _name(self, file: bytes) -> dict[str, str]:
        mark, node = hashlib.sha256(file).hexdigest()[:6], self.random.randrange(5)
        return {
            "strong": {"etag": f'"{mark}"'},
            "weak": {"etag": f'W/"{mark}"'},
            "nodes": {"etag": f'"{mark}-{node}"'},
            "weak nodes": {"etag": f'W/"{node}"'},
            "date": {"last-modified": f"Sun, 22 Nov 2026 09:00:0{self._now} GMT"},
        }.get(self.naming, {})

    def _sent(self, status: int, headers: dict[str, str], body: bytes) -> httpx.Response:
        is_cut = self.random.random() < 0.5 and self._asked < 40
        cut = self.random.randint(0, len(body)) if is_cut else None
        told = {"content-length": str(len(body))} if self.tells_length else {}
        return httpx.Response(status, headers={**headers, **told}, stream=_CutBody(body, cut, self.random))


async def glued(numbers: Iterable[int]) -> list[str]:
    """What went wrong in these worlds: nothing came home, or what came was never there as a whole."""
    with ExitStack() as stack:
        for (module, name), value in SMALL.items():
            stack.enter_context(patch.object(module, name, value))
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="versions-"))
        return [fault for number in numbers if (fault := await _fetch_in(World(number), number, Path(folder)))]


async def _fetch_in(world: World, number: int, folder: Path) -> str:
    target = folder / f"{number}.part"
    limits = DownloadLimits(spare=0, sleep=_no_pause, free_bytes=lambda _: 1 << 40)
    async with Transport(network=httpx.MockTransport(world.answer)) as transport:
        client = VideoClient(transport, Endpoint(HOME), limits=limits)
        for _ in range(ROUNDS):
            try:
                fetched = await client.fetch("job", UNIALL, world.random.choice(ROADS), target)
            except DownloadError:
                continue
            data = target.read_bytes()
            is_one = data in world.versions and hashlib.sha256(data).hexdigest() == fetched.sha256
            return "" if is_one else f"world {number}: {len(data)} bytes that were never there ({world})"
    return f"world {number}: nothing came home ({world})"


async def _no_pause(_seconds: float) -> None:
    await asyncio.sleep(0)
