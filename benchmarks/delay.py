"""Row "delay": from "the service is done" to "the file is here", and how many questions it took.

The reference is the openai package: `create_and_poll` with looks each second, then the content. Both get jobs of the
same lengths, drawn at random from 20 to 300 s, all at once, at a service of their own. Time passes faster by the same
factor for the service, for the pauses of the app and for those of the package; the figures are in the service's time.
"""

from random import Random
from statistics import mean
from typing import Any

from benchmarks import prepared
from benchmarks.children import measured, running
from benchmarks.extent import Extent
from benchmarks.row import Row

SHORTEST, LONGEST = 20.0, 300.0
MOST_SECONDS_MORE = 3.0
MOST_SHARE_OF_REQUESTS = 1 / 3
SEED = 20261122


def measure(extent: Extent) -> list[Row]:
    """One after the other, so that neither takes the processor from the other."""
    random = Random(SEED)
    lengths = [round(random.uniform(SHORTEST, LONGEST), 2) for _ in range(extent.delayed_jobs)]
    theirs = _told("delay_openai", extent, lengths)
    ours = _told("delay_studio", extent, lengths)
    return [row(extent, theirs, ours)]


def _told(module: str, extent: Extent, lengths: list[float]) -> dict[str, float]:
    scale = str(extent.time_scale)
    with running("service", str(prepared.film()), scale) as service:
        answer = measured(module, service.ready["base_url"], scale, *map(str, lengths))
    return {"requests": float(answer["requests"]), "delay": mean(_delays(answer)) * extent.time_scale}


def _delays(answer: dict[str, Any]) -> list[float]:
    return [job["fetched"] - job["ready"] for job in answer["jobs"]]


def row(extent: Extent, theirs: dict[str, float], ours: dict[str, float]) -> Row:
    more, share = ours["delay"] - theirs["delay"], ours["requests"] / theirs["requests"]
    return Row(
        what=f"service done → file fetched, {extent.delayed_jobs} jobs of {SHORTEST:.0f} to {LONGEST:.0f} s, "
        f"time × {extent.time_scale:g}",
        figure=f"{ours['delay']:.2f} s on average ({more:+.2f} s), {ours['requests']:.0f} requests = {share:.2f} ×",
        reference=f"openai package: {theirs['delay']:.2f} s, {theirs['requests']:.0f} requests",
        reach=f"≤ {MOST_SECONDS_MORE:.0f} s more, ≤ 1/3 of the requests",
        reached=more <= MOST_SECONDS_MORE and share <= MOST_SHARE_OF_REQUESTS,
    )
