"""Rows "soak-jobs" and "soak-clips": what piles up over a thousand jobs and two thousand changes of the clip.

They are what `scripts/soak memory` runs.
"""

import tempfile
from typing import Any

from benchmarks import prepared
from benchmarks.census import Growth, growth
from benchmarks.children import measured, running
from benchmarks.extent import Extent
from benchmarks.row import Row

MOST_MIB_A_CLIP = 0.05
CLIPS = 3


def measure_jobs(extent: Extent) -> list[Row]:
    with running("service", str(prepared.film())) as service, tempfile.TemporaryDirectory() as folder:
        answer = measured("soak_jobs", folder, service.ready["base_url"], str(extent.soaked_jobs))
    return [row(f"{extent.soaked_jobs:,} jobs through the window, each fetched, kept and played", answer)]


def measure_clips(extent: Extent) -> list[Row]:
    with prepared.library(CLIPS) as folder:
        answer = measured("soak_clips", str(folder), str(extent.soaked_clips))
    return [row(f"{extent.soaked_clips:,} clip changes in the player", answer)]


def row(what: str, answer: dict[str, Any]) -> Row:
    found = growth(answer["censuses"])
    first, last = answer["censuses"][0], answer["censuses"][-1]
    return Row(
        what=f"memory, {what}",
        figure=f"slope {found.memory:+.4f} MiB each, {first['memory']:.0f} → {last['memory']:.0f} MiB; {_counts(found)}",
        reference="–",
        reach=f"≤ {MOST_MIB_A_CLIP} MiB each; no growth in timers, tasks, threads, files, objects",
        reached=found.memory <= MOST_MIB_A_CLIP and not found.grown,
    )


def _counts(found: Growth) -> str:
    return ", ".join(f"{name} {more:+.0f}" for name, more in found.counts.items())
