"""Row "start": until a typed key shows and 10,000 clips are in the grid, beside the first paint of a bare window."""

import statistics
import tempfile

from benchmarks.children import measured
from benchmarks.row import Row, spread

CLIPS = 10_000
RUNS = 7
MOST_TIMES_THE_REFERENCE = 2.0


def measure() -> list[Row]:
    """Both programs in turn, so that what else the machine does falls on both; one run each to warm up."""
    with tempfile.TemporaryDirectory(prefix="sora-bench-") as folder:
        measured("library", folder, str(CLIPS))
        bare, ours = [], []
        for _ in range(RUNS + 1):
            bare.append(float(measured("bare_window")["painted"]))
            ours.append(float(measured("start_window", folder, str(CLIPS))["usable"]))
    bare, ours = bare[1:], ours[1:]
    times = statistics.median(ours) / statistics.median(bare)
    return [
        Row(
            what=f"start: typed key shows, {CLIPS:,} clips in the grid",
            figure=f"{spread(ours, 's')} = {times:.2f} ×",
            reference=f"bare window paints: {spread(bare, 's')}",
            reach=f"≤ {MOST_TIMES_THE_REFERENCE:.1f} ×",
            reached=times <= MOST_TIMES_THE_REFERENCE,
        )
    ]
