"""Row "gui-gap": gaps of a 4 ms precise timer while the engine renders two clips and one plays, beside a frame."""

import statistics
import tempfile

from benchmarks.children import measured
from benchmarks.extent import Extent
from benchmarks.row import Row, spread

FRAME_MILLISECONDS = 1000 / 60


def measure(extent: Extent) -> list[Row]:
    """Each run has a data folder and an engine of its own."""
    runs = []
    for _ in range(extent.gap_runs):
        with tempfile.TemporaryDirectory(prefix="sora-bench-") as folder:
            runs.append(measured("gui_gap_window", folder, str(extent.gap_seconds)))
    worst = [float(run["p999"]) for run in runs]
    speeds = [float(run["render_speed"]) for run in runs]
    return [
        Row(
            what=f"GUI gap p99.9, two clips render and one plays, {extent.gap_seconds:g} s × {extent.gap_runs}",
            figure=f"{spread(worst, 'ms', 1)}, longest {max(float(run['max']) for run in runs):.1f} ms",
            reference=f"a frame: {FRAME_MILLISECONDS:.1f} ms",
            reach=f"≤ {FRAME_MILLISECONDS:.1f} ms",
            reached=statistics.median(worst) <= FRAME_MILLISECONDS,
        ),
        Row(
            what="… render speed meanwhile, both clips together",
            figure=spread(speeds, "× real time"),
            reference=f"two rendered in {min(float(run['busy']) for run in runs):.0%} of looks",
            reach="–",
            reached=None,
        ),
    ]
