"""A studio with work, and a ticker on its loop that sees how long it stands still.

python -m benchmarks.loop_stops_studio BORN BASE_URL quiet|waiting|answers JOBS SECONDS
"""

import asyncio
import json
import os
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import working
from benchmarks.holds import Moment, Stop, count_commits
from benchmarks.loop_stops import ANSWER_BYTES
from benchmarks.row import quantile
from sora_desktop.domain.job import JobState
from sora_desktop.studio.build import open_studio
from sora_desktop.studio.studio import Studio

TICK_SECONDS = 0.002
PLACES = 4
FLUSHES = 100
TOUCHES = 40
"""Things that a person does meanwhile."""


async def ticks(over: asyncio.Event) -> list[Stop]:
    """Each tick until it is over, and by how much it came later than it should have."""
    stops, moment = [], Moment.now()
    while not over.is_set():
        before = moment
        await asyncio.sleep(TICK_SECONDS)
        moment = Moment.now()
        stops.append(Stop.between(before, moment, TICK_SECONDS * 1000))
    return stops


def flushes(folder: Path) -> list[float]:
    """Milliseconds that this disk takes for a small write to be safe: a step of a job waits for that."""
    took = []
    with (folder / "flushed").open("wb", buffering=0) as file:
        for _ in range(FLUSHES):
            started = time.perf_counter()
            file.write(bytes(4096))
            os.fsync(file.fileno())
            took.append((time.perf_counter() - started) * 1000)
    return took


async def touch(studio: Studio, seconds: float) -> None:
    """Move, cancel and add: each makes the queue look at all that waits."""
    for number in range(TOUCHES):
        await asyncio.sleep(seconds / (TOUCHES + 1))
        waiting = [job for job in (await studio.snapshot()).jobs if job.state is JobState.WAITING]
        if not waiting:
            continue
        job = waiting[len(waiting) // 2]
        if number % 3 == 0:
            await studio.jobs.move(job.id, waiting[0].id)
        elif number % 3 == 1:
            await studio.jobs.cancel(job.id)
        else:
            await working.submit(studio, [f"never ready, added {number}"])


async def work(studio: Studio, base_url: str, kind: str, jobs: int) -> None:
    """Give the studio its work, one command a turn of the loop, as a window does."""
    await working.connect(studio, base_url, PLACES)
    if kind == "waiting":
        await studio.jobs.set_paused(True)
        await working.submit(studio, (f"never ready, take {number}" for number in range(jobs)))
        await studio.jobs.set_paused(False)
    elif kind == "answers":
        prompts = [f"never ready, {ANSWER_BYTES} bytes an answer, take {number}" for number in range(PLACES)]
        await working.submit(studio, prompts)


async def main() -> None:
    base_url, kind, jobs, seconds = sys.argv[2], sys.argv[3], int(sys.argv[4]), float(sys.argv[5])
    over = asyncio.Event()
    count_commits()
    with tempfile.TemporaryDirectory() as folder:
        studio = await open_studio(Path(folder), environment={"SORA_BASE_URL": base_url})
        ticking = asyncio.get_running_loop().create_task(ticks(over))
        await work(studio, base_url, kind, jobs)
        await touch(studio, seconds)
        over.set()
        stops = await ticking
        await studio.close()
        disk = max(flushes(Path(folder)))
    late, held = [stop.late for stop in stops], [stop.held for stop in stops]
    print(json.dumps({"max": max(late), "p999": quantile(late, 0.999), "held": max(held), "disk": disk}))


if __name__ == "__main__":
    asyncio.run(main())
