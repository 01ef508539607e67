"""One fixed service for all rows, a process of its own: `POST /v1/videos`, the job, its content; and `/file`.

    python -m benchmarks.service BORN FILM [SCALE]

The prompt says what becomes of a job: `ready in 75 s` (divided by SCALE), `never ready`, or `ready, sent at
4000000 bytes a second`, which is a film that does not end within a measurement; `8000000 bytes an answer` makes what
is told of it so long. `/told` gives the moments of every
job and the count of all requests; `/file` is FILM itself. Says `{"base_url": …}` and serves until its input ends.
"""

import asyncio
import json
import os
import re
import sys
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

HEAD = b"\0\0\0\x18ftypisom\0\0\x02\0isomiso2"
ENDLESS_BYTES = 4 * 1024**3
PIECES_A_SECOND = 20


@dataclass
class Job:
    """Monotonic seconds; `fetched` is when the last byte of the content was handed to the socket."""

    ready: float
    rate: int = 0
    answer_bytes: int = 0
    fetched: float | None = None


@dataclass
class Service:
    film: Path
    scale: float
    requests: int = 0
    jobs: dict[str, Job] = field(default_factory=dict)

    def create(self, body: bytes) -> dict[str, Any]:
        told = body.decode(errors="replace")
        seconds = re.search(r"ready in ([\d.]+) s", told)
        rate = re.search(r"sent at (\d+) bytes", told)
        wait = float(seconds[1]) / self.scale if seconds else 0.0 if rate else float("inf")
        length = re.search(r"(\d+) bytes an answer", told)
        job_id = f"video_{len(self.jobs):04}"
        self.jobs[job_id] = Job(time.monotonic() + wait, int(rate[1]) if rate else 0, int(length[1]) if length else 0)
        return self.tell(job_id)

    def tell(self, job_id: str) -> dict[str, Any]:
        done = time.monotonic() >= self.jobs[job_id].ready
        state = {"status": "completed", "progress": 100} if done else {"status": "in_progress", "progress": 10}
        rest = {
            "object": "video",
            "model": "sora-2",
            "created_at": int(time.time()),
            "seconds": "4",
            "size": "1280x720",
        }
        return {"id": job_id, **state, **rest, **_at_length(self.jobs[job_id].answer_bytes)}

    def told(self) -> dict[str, Any]:
        return {"requests": self.requests, "jobs": [asdict(job) for job in self.jobs.values()]}

    async def connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                method, path = head.split(b" ", 2)[:2]
                length = re.search(rb"(?i)content-length: (\d+)", head)
                body = await reader.readexactly(int(length[1])) if length else b""
                await self.answer(method.decode(), path.decode(), body, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def answer(self, method: str, path: str, body: bytes, writer: asyncio.StreamWriter) -> None:
        if path == "/told":
            return _json(writer, self.told())
        if path == "/file":
            return await _whole_file(writer, self.film)
        self.requests += 1
        parts = path.partition("?")[0].strip("/").split("/")
        if method == "POST":
            return _json(writer, self.create(body))
        if parts[-1] == "content":
            return await self.content(writer, self.jobs[parts[-2]])
        return _json(writer, self.tell(parts[-1]) if parts[-1] in self.jobs else {"object": "list", "data": []})

    async def content(self, writer: asyncio.StreamWriter, job: Job) -> None:
        if job.rate:
            await _endless(writer, job.rate)
            return
        await _whole_file(writer, self.film)
        job.fetched = time.monotonic()


def _at_length(length: int) -> dict[str, Any]:
    """Of many small values: that takes a reader longest."""
    note = {"step": 1, "at": 1790000000.5, "words": "denoising, frame by frame"}
    return {"log": [note] * (length // len(json.dumps(note)))} if length else {}


def _json(writer: asyncio.StreamWriter, value: Any) -> None:
    body = json.dumps(value).encode()
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    writer.write(head.encode() + body)


async def _whole_file(writer: asyncio.StreamWriter, path: Path) -> None:
    writer.write(_film_head(path.stat().st_size))
    await writer.drain()
    with path.open("rb") as file:
        await asyncio.get_running_loop().sendfile(writer.transport, file)


async def _endless(writer: asyncio.StreamWriter, rate: int) -> None:
    """A film that comes at `rate` bytes a second, for as long as anybody listens."""
    writer.write(_film_head(ENDLESS_BYTES) + HEAD)
    piece, sent, started = bytes(rate // PIECES_A_SECOND), len(HEAD), time.monotonic()
    while sent + len(piece) < ENDLESS_BYTES:
        writer.write(piece)
        await writer.drain()
        sent += len(piece)
        await asyncio.sleep(max(0.0, started + sent / rate - time.monotonic()))


def _film_head(length: int) -> bytes:
    lines = ("HTTP/1.1 200 OK", "Content-Type: video/mp4", 'ETag: "film-1"', f"Content-Length: {length}")
    return "\r\n".join((*lines, "\r\n")).encode()


async def main() -> None:
    service = Service(Path(sys.argv[2]), float(sys.argv[3]) if len(sys.argv) > 3 else 1.0)
    server = await asyncio.start_server(service.connected, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    print(json.dumps({"base_url": f"http://127.0.0.1:{port}"}), flush=True)
    await asyncio.to_thread(sys.stdin.read)
    os._exit(0)  # whoever still listens to an endless film is not waited for


if __name__ == "__main__":
    asyncio.run(main())
