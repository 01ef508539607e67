"""The app itself: how long its window's loop is held up while the engine renders two clips and one plays."""

import asyncio
import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.driving import until
from benchmarks.gaps import Gaps
from benchmarks.library import prompt
from benchmarks.row import quantile
from sora_desktop.app import run_window
from sora_desktop.domain.catalog import CATALOG
from sora_desktop.domain.connection import ENGINE_ID
from sora_desktop.domain.events import ClipAdded, Event, JobAdded, JobChanged
from sora_desktop.domain.job import Job, JobState
from sora_desktop.domain.request import Request
from sora_desktop.domain.shapes import Shape

if TYPE_CHECKING:
    from sora_desktop.domain.clip import Clip

AT_ONCE = 2


class Load:
    """Keeps two clips rendering: hears the studio's events and submits more before the queue runs dry."""

    def __init__(self, window: Any, bridge: Any) -> None:
        self._bridge = bridge
        self._number = 0
        self._progress: dict[str, float] = {}
        self.jobs: dict[str, Job] = {}
        self.clips: list[Clip] = []
        bridge.happened.connect(self._hear)
        self.window = window

    def _hear(self, event: Event) -> None:
        if isinstance(event, JobAdded | JobChanged):
            self.jobs[event.job.id] = event.job
            if event.job.progress is not None:
                self._progress[event.job.id] = event.job.progress
        elif isinstance(event, ClipAdded):
            self.clips.append(event.clip)

    @property
    def rendering(self) -> int:
        return sum(job.state is JobState.RUNNING for job in self.jobs.values())

    @property
    def rendered_seconds(self) -> float:
        """Seconds of clip rendered so far, by the engine's own count of frames."""
        return sum(share * self.jobs[each].request.seconds for each, share in self._progress.items())

    async def submit(self, seconds: int, count: int) -> None:
        model = next(each for each in CATALOG if each.lengths == (seconds,) and each.shapes == (Shape.LANDSCAPE,))
        for _ in range(count):
            self._number += 1
            request = Request(prompt(self._number), model, model.settle_size(Shape.LANDSCAPE), seconds)
            await self._bridge.call(self._bridge.studio.jobs.submit(request, ENGINE_ID, 1))

    async def keep_up(self) -> None:
        while True:
            waiting = sum(job.state in (JobState.WAITING, JobState.QUEUED) for job in self.jobs.values())
            if waiting < AT_ONCE:
                await self.submit(12, AT_ONCE)
            await asyncio.sleep(0.5)


async def scenario(window: Any, bridge: Any) -> int:
    """One clip is made and plays in a loop; then two render for the length of the measurement."""
    seconds = float(sys.argv[3])
    load = Load(window, bridge)
    await load.submit(4, 1)
    await until(lambda: load.clips, "the first clip", 180)
    window.stage.show_clip(load.clips[0], play=True)
    keeping = asyncio.get_running_loop().create_task(load.keep_up())
    await until(lambda: load.rendering >= AT_ONCE, "two clips rendering", 60)
    await asyncio.sleep(min(2.0, seconds))  # the first frames load decoders: that is a start, not a gap
    before, busy, looks = load.rendered_seconds, 0, 0
    gaps, started = Gaps(), time.monotonic()
    while time.monotonic() - started < seconds:
        await asyncio.sleep(0.25)
        looks += 1
        busy += load.rendering >= AT_ONCE
    values, took = gaps.stop(), time.monotonic() - started
    keeping.cancel()
    print(json.dumps(answer(values, (load.rendered_seconds - before) / took, busy / looks)))
    return 0


def answer(values: list[float], render_speed: float, busy: float) -> dict[str, float]:
    return {
        "p999": quantile(values, 0.999),
        "max": max(values),
        "ticks": len(values),
        "render_speed": render_speed,
        "busy": busy,
    }


if __name__ == "__main__":
    sys.exit(run_window(Path(sys.argv[2]), scenario))
