"""Row "loop-stops": how long the studio's loop stands still, with thousands of waiting jobs and with huge answers.

The reference is the same studio with nothing to do. All jobs, downloads and commands wait while it stands.
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
    longest, quiet = told[kind]["max"], told["quiet"]["max"]
    what = f"{extent.waiting_jobs:,} waiting jobs" if kind == "waiting" else "jobs whose answers have 8 MB each"
    return Row(
        what=f"longest stop of the studio's loop, {what}, {extent.stop_seconds:g} s",
        figure=f"{longest:.1f} ms (p99.9 {told[kind]['p999']:.1f} ms)",
        reference=f"nothing to do: {quiet:.1f} ms",
        reach=f"≤ {MOST_MILLISECONDS:.0f} ms",
        reached=longest <= MOST_MILLISECONDS,
    )
