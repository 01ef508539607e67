"""Row "large-library": start, search and scrolling with a hundred thousand clips, beside the same with a hundred."""

import statistics
from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks import prepared
from benchmarks.children import measured
from benchmarks.extent import Extent
from benchmarks.row import Row, quantile, spread
from benchmarks.search import keys_row

FEW = 100
MOST_TIMES = 1.2
LONGEST_STOP_MILLISECONDS = 50.0


def measure(extent: Extent) -> list[Row]:
    """Both in turn, so that what else the machine does falls on both; after runs that warm up."""
    counts = (FEW, extent.many_clips)
    starts: dict[int, list[float]] = {count: [] for count in counts}
    with prepared.library(FEW) as few:
        folders = {FEW: few, extent.many_clips: prepared.enlarged(extent.many_clips)}
        for _ in range(extent.warm_ups + extent.start_runs):
            for count in counts:
                starts[count].append(float(measured("start_window", str(folders[count]), str(count))["usable"]))
        found = {
            count: measured("search_window", str(folders[count]), str(count), str(extent.searches)) for count in counts
        }
    few_starts, many_starts = (starts[count][extent.warm_ups :] for count in counts)
    return [
        _start(extent.many_clips, few_starts, many_starts),
        *_asked(extent.many_clips, found[FEW], found[extent.many_clips]),
    ]


def _start(count: int, few: Sequence[float], many: Sequence[float]) -> Row:
    times = statistics.median(many) / statistics.median(few)
    return Row(
        what=f"start with {count:,} clips: typed key shows, the newest painted in the strip",
        figure=f"{spread(many, 's')} = {times:.2f} ×",
        reference=f"with {FEW} clips: {spread(few, 's')}",
        reach=f"≤ {MOST_TIMES:.1f} ×",
        reached=times <= MOST_TIMES,
    )


def _asked(count: int, few: Mapping[str, Any], many: Mapping[str, Any]) -> list[Row]:
    scrolls, stops = many["clock"]["scrolls"], many["work"]
    few_stops, few_worst = few["work"], quantile(few["work"]["keys"], 0.99)
    return [
        keys_row(f"{count:,} clips", many, f"with {FEW} clips: p99 {few_worst:.1f} ms"),
        Row(
            what=f"scrolling to a place among {count:,} clips, until its clips are painted",
            figure=f"median {spread(scrolls, 'ms', 1)}",
            reference=f"with {FEW} clips: median {spread(few['clock']['scrolls'], 'ms', 1)}",
            reach="–",
            reached=None,
        ),
        Row(
            what=f"longest hold of the window's loop and of the studio's by our own code meanwhile, and behind the start with "
            f"{count:,} clips",
            figure=f"{stops['window']:.1f} ms, {stops['studio']:.1f} ms",
            reference=f"with {FEW} clips: {few_stops['window']:.1f} ms, {few_stops['studio']:.1f} ms",
            reach=f"≤ {LONGEST_STOP_MILLISECONDS:.0f} ms",
            reached=max(stops["window"], stops["studio"]) <= LONGEST_STOP_MILLISECONDS,
        ),
    ]
