"""Row "loop-stops": how long the studio's loop stands still, with thousands of waiting jobs and with huge answers.

All jobs, downloads and commands wait while it stands. What counts is how long our own code holds it: by the clock, the
loop also waits for other programs and for the disk. The reference is the same studio with nothing to do.
"""

from benchmarks import prepared
from benchmarks.children import measured, running
from benchmarks.extent import Extent
from benchmarks.row import Row

MOST_MILLISECONDS = 50.0
ANSWER_BYTES = 8_000_000
RUNS = {"quiet": "nothing to do", "waiting": "waiting jobs", "answers": "answers of 8 MB"}


def measure(extent: Extent) -> list[Row]:
    """One run of each kind, each in a process and on a data folder of its own."""
    told = {kind: _told(kind, extent) for kind in RUNS}
    return [row(kind, extent, told) for kind in ("waiting", "answers")]


def _told(kind: str, extent: Extent) -> dict[str, float]:
    with running("service", str(prepared.film())) as service:
        return measured(
            "loop_stops_studio", service.ready["base_url"], kind, str(extent.waiting_jobs), str(extent.stop_seconds)
        )


def row(kind: str, extent: Extent, told: dict[str, dict[str, float]]) -> Row:
    ours, quiet = told[kind], told["quiet"]
    what = f"{extent.waiting_jobs:,} waiting jobs" if kind == "waiting" else "jobs whose answers have 8 MB each"
    return Row(
        what=f"longest stop of the studio's loop, {what}, {extent.stop_seconds:g} s",
        figure=f"held by our own code {ours['held']:.1f} ms (by the clock {ours['max']:.1f} ms, p99.9 {ours['p999']:.1f} ms)",
        reference=f"nothing to do: {quiet['held']:.1f} ms (by the clock {quiet['max']:.1f} ms); the disk's longest flush: "
        f"{max(ours['disk'], quiet['disk']):.1f} ms",
        reach=f"≤ {MOST_MILLISECONDS:.0f} ms",
        reached=ours["held"] <= MOST_MILLISECONDS,
    )
