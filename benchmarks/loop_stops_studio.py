"""A studio with work, and a ticker on its loop that sees how long it stands still.

python -m benchmarks.loop_stops_studio BORN BASE_URL quiet|waiting|answers JOBS SECONDS
"""

import asyncio
import json
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import working
from benchmarks.loop_stops import ANSWER_BYTES
from benchmarks.row import quantile
from sora_desktop.domain.job import JobState
from sora_desktop.studio.build import open_studio
from sora_desktop.studio.studio import Studio

TICK_SECONDS = 0.002
PLACES = 4
TOUCHES = 40
"""Things that a person does meanwhile."""


async def ticks(seconds: float) -> list[float]:
    """Milliseconds by which each tick came later than it should have."""
    late, end = [], time.perf_counter() + seconds
    while (started := time.perf_counter()) < end:
        await asyncio.sleep(TICK_SECONDS)
        late.append((time.perf_counter() - started - TICK_SECONDS) * 1000)
    return late


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


async def main() -> None:
    base_url, kind, jobs, seconds = sys.argv[2], sys.argv[3], int(sys.argv[4]), float(sys.argv[5])
    with tempfile.TemporaryDirectory() as folder:
        studio = await open_studio(Path(folder), environment={"SORA_BASE_URL": base_url})
        await working.connect(studio, base_url, PLACES)
        if kind == "waiting":
            await studio.jobs.set_paused(True)
            await working.submit(studio, (f"never ready, take {number}" for number in range(jobs)))
            await studio.jobs.set_paused(False)
        elif kind == "answers":
            prompts = [f"never ready, {ANSWER_BYTES} bytes an answer, take {number}" for number in range(PLACES)]
            await working.submit(studio, prompts)
        touching = asyncio.get_running_loop().create_task(touch(studio, seconds))
        late = await ticks(seconds)
        await touching
        await studio.close()
    print(json.dumps({"max": max(late), "p999": quantile(late, 0.999), "ticks": len(late)}))


if __name__ == "__main__":
    asyncio.run(main())
