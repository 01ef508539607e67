"""Row "queue": what happens to one of thousands of waiting jobs, until the window's list of them is painted."""

import statistics
import tempfile

from benchmarks.children import measured
from benchmarks.extent import Extent
from benchmarks.row import Row

MOST_MILLISECONDS = 50.0
TIMES = 10
FEW = 4 * TIMES
"""Each thing happens to jobs of its own."""


def measure(extent: Extent) -> list[Row]:
    """Beside the same window with a handful of jobs. What counts is what it takes, not who else has a turn meanwhile."""
    count = max(extent.waiting_jobs, FEW)
    many, few = _took(count), _took(FEW)
    return [
        Row(
            what=f"the list of {count:,} waiting jobs: {name}, until it is painted",
            figure=f"longest {max(times):.1f} ms of work, median {statistics.median(times):.1f} ms; by the clock "
            f"{max(many['took'][name]):.1f} ms",
            reference=f"with {FEW} jobs: median {statistics.median(few['held'][name]):.1f} ms; by the clock "
            f"{max(few['took'][name]):.1f} ms",
            reach=f"≤ {MOST_MILLISECONDS:.0f} ms",
            reached=max(times) <= MOST_MILLISECONDS,
        )
        for name, times in many["held"].items()
    ]


def _took(jobs: int) -> dict[str, dict[str, list[float]]]:
    with tempfile.TemporaryDirectory() as folder:
        return measured("queue_window", folder, str(jobs), str(TIMES))
