"""Row "start": until a typed key shows and 10,000 clips are in the grid, beside the first paint of a bare window."""

import statistics
import tempfile

from benchmarks.children import measured
from benchmarks.extent import Extent
from benchmarks.row import Row, spread

MOST_TIMES_THE_REFERENCE = 2.0


def measure(extent: Extent) -> list[Row]:
    """Both programs in turn, so that what else the machine does falls on both; one run each to warm up."""
    with tempfile.TemporaryDirectory(prefix="sora-bench-") as folder:
        measured("library", folder, str(extent.clips))
        bare, ours = [], []
        for _ in range(extent.start_runs + 1):
            bare.append(float(measured("bare_window")["painted"]))
            ours.append(float(measured("start_window", folder, str(extent.clips))["usable"]))
    bare, ours = bare[1:], ours[1:]
    times = statistics.median(ours) / statistics.median(bare)
    return [
        Row(
            what=f"start: typed key shows, {extent.clips:,} clips in the grid",
            figure=f"{spread(ours, 's')} = {times:.2f} ×",
            reference=f"bare window paints: {spread(bare, 's')}",
            reach=f"≤ {MOST_TIMES_THE_REFERENCE:.1f} ×",
            reached=times <= MOST_TIMES_THE_REFERENCE,
        )
    ]
