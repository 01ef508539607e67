"""Row "start": until a typed key shows and 10,000 clips are in the list, beside the first paint of a bare window.

The grid of the library is made when a person goes to Choose. At a start the strip stands in its place: the list knows
all clips, and the newest of them are painted.
"""

import statistics

from benchmarks import prepared
from benchmarks.children import measured
from benchmarks.extent import Extent
from benchmarks.row import Row, spread

MOST_TIMES_THE_REFERENCE = 2.0


def measure(extent: Extent) -> list[Row]:
    """Both programs in turn, so that what else the machine does falls on both; after runs that warm up."""
    bare: list[dict[str, float]] = []
    ours: list[dict[str, float]] = []
    with prepared.library(extent.clips) as folder:
        for _ in range(extent.warm_ups + extent.start_runs):
            bare.append(measured("bare_window"))
            ours.append(measured("start_window", str(folder), str(extent.clips)))
    return rows(extent, bare[extent.warm_ups :], ours[extent.warm_ups :])


def rows(extent: Extent, bare: list[dict[str, float]], ours: list[dict[str, float]]) -> list[Row]:
    seconds = {name: [run[name] for run in ours] for name in ours[0]}
    painted, spent = ([run[name] for run in bare] for name in ("painted", "spent"))
    references = {name: statistics.median(spent if name == "spent" else painted) for name in seconds}
    times = {name: statistics.median(values) / references[name] for name, values in seconds.items()}
    return [
        Row(
            what=f"start: typed key shows, {extent.clips:,} clips known and the newest painted in the strip, the loop runs",
            figure=f"{spread(seconds['usable'], 's')} = {times['usable']:.2f} ×",
            reference=f"bare window paints: {spread(painted, 's')}",
            reach=f"≤ {MOST_TIMES_THE_REFERENCE:.1f} ×",
            reached=times["usable"] <= MOST_TIMES_THE_REFERENCE,
        ),
        Row(
            what="… of that, until the typed key shows",
            figure=f"{spread(seconds['typed'], 's')} = {times['typed']:.2f} ×",
            reference="likewise",
            reach="–",
            reached=None,
        ),
        Row(
            what="… of the processor's time, all threads together",
            figure=f"{spread(seconds['spent'], 's')} = {times['spent']:.2f} ×",
            reference=f"likewise: {spread(spent, 's')}",
            reach="–",
            reached=None,
        ),
        Row(
            what="… and until the clips in sight are read behind the window",
            figure=spread(seconds["whole"], "s"),
            reference="–",
            reach="–",
            reached=None,
        ),
    ]
