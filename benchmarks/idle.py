"""Row "idle": how often the window wakes the processor while nothing happens, beside the same bare window.

The window is open, the focus is off the editor (its cursor does not blink), the engine is stopped.
"""

import os
import time
from pathlib import Path

from benchmarks import prepared
from benchmarks.children import NotMeasuredError, Running, running
from benchmarks.extent import Extent
from benchmarks.row import Row

MOST_WAKE_UPS_MORE = 1.0
MOST_PERCENT = 0.5
SETTLE_SHARE = 0.15
NOBODY = "http://127.0.0.1:9"
"""The picked service: it does not answer, so that no engine is started."""


def measure(extent: Extent) -> list[Row]:
    """Both windows in turn, looked at from outside."""
    with running("bare_idle") as window:
        bare = _quiet(window, extent.idle_seconds)
    with prepared.library(extent.clips) as folder, running("idle_window", str(folder), SORA_BASE_URL=NOBODY) as window:
        ours = _quiet(window, extent.idle_seconds)
    return [row(extent, bare, ours)]


def row(extent: Extent, bare: tuple[float, float], ours: tuple[float, float]) -> Row:
    more = ours[0] - bare[0]
    return Row(
        what=f"idle: window open, focus off the editor, engine stopped, {extent.idle_seconds:g} s",
        figure=f"{ours[0]:.2f} wake-ups a second ({more:+.2f}), {ours[1]:.2f} % of a core",
        reference=f"bare window: {bare[0]:.2f} wake-ups a second, {bare[1]:.2f} %",
        reach=f"≤ {MOST_WAKE_UPS_MORE:.0f} wake-up a second more, < {MOST_PERCENT} %",
        reached=more <= MOST_WAKE_UPS_MORE and ours[1] < MOST_PERCENT,
    )


def _quiet(window: Running, seconds: float) -> tuple[float, float]:
    """Wake-ups of all its threads a second, and percent of a core."""
    process = Path(f"/proc/{window.process.pid}")
    if not process.exists():
        raise NotMeasuredError("only Linux tells how often a process was woken up")
    time.sleep(max(0.2, seconds * SETTLE_SHARE))
    before, started = _counts(process), time.monotonic()
    time.sleep(seconds)
    after, took = _counts(process), time.monotonic() - started
    return woken(before[0], after[0]) / took, 100 * (after[1] - before[1]) / took


def woken(before: dict[str, int], after: dict[str, int]) -> int:
    """Wake-ups between two counts, each by thread: one that has ended takes none of the others' away."""
    return sum(count - before.get(thread, 0) for thread, count in after.items())


def _counts(process: Path) -> tuple[dict[str, int], float]:
    """Voluntary switches of each thread that lives now, and processor seconds of all that ever lived."""
    waits = {}
    for status in process.glob("task/*/status"):
        text = status.read_text()
        waits[status.parent.name] = int(text.partition("\nvoluntary_ctxt_switches:")[2].split(None, 1)[0])
    fields = (process / "stat").read_text().rpartition(")")[2].split()
    return waits, (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
