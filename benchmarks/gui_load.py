"""Row "gui-load": gaps of a 4 ms precise timer while 200 jobs are watched, four clips come in and the library scrolls.

The reference is a bare window with the same studio at the same work in a thread of its own.
"""

import statistics
import tempfile

from benchmarks import prepared
from benchmarks.children import measured, running
from benchmarks.extent import Extent
from benchmarks.gui_gap import FRAME_MILLISECONDS
from benchmarks.row import Row, spread
from benchmarks.working import BYTES_A_SECOND, DOWNLOADS

MOST_TIMES_THE_REFERENCE = 1.7


def measure(extent: Extent) -> list[Row]:
    """Both in turn, each run on a data folder and against a service of its own."""
    bare, ours = [], []
    for _ in range(extent.gap_runs):
        with running("service", str(prepared.film())) as service, tempfile.TemporaryDirectory() as empty:
            bare.append(measured("bare_load", empty, *_arguments(service.ready, extent)))
        with running("service", str(prepared.film())) as service, prepared.library(extent.clips) as folder:
            ours.append(measured("gui_load_window", str(folder), *_arguments(service.ready, extent)))
    return [row(extent, [float(run["p999"]) for run in bare], [float(run["p999"]) for run in ours], ours)]


def _arguments(service: dict[str, str], extent: Extent) -> tuple[str, str, str]:
    return service["base_url"], str(extent.jobs_in_flight), str(extent.gap_seconds)


def row(extent: Extent, bare: list[float], ours: list[float], runs: list[dict[str, float]]) -> Row:
    middle = statistics.median(ours)
    times = middle / statistics.median(bare)
    rate = DOWNLOADS * BYTES_A_SECOND // 1_000_000
    return Row(
        what=f"GUI gap p99.9, {extent.jobs_in_flight} jobs in flight, {DOWNLOADS} of them coming in at {rate} MB/s "
        f"together, library of {extent.clips:,} scrolling, {extent.gap_seconds:g} s × {extent.gap_runs}",
        figure=f"{spread(ours, 'ms', 1)} = {times:.2f} ×, longest {max(run['max'] for run in runs):.1f} ms",
        reference=f"bare window, same work: {spread(bare, 'ms', 1)}",
        reach=f"≤ {MOST_TIMES_THE_REFERENCE} × and ≤ {FRAME_MILLISECONDS:.1f} ms",
        reached=times <= MOST_TIMES_THE_REFERENCE and middle <= FRAME_MILLISECONDS,
    )
