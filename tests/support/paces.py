"""How often the studio of a test looks, where the test is not about the pace."""

import asyncio
from dataclasses import dataclass

from sora_desktop.services.downloads.download import DownloadLimits
from sora_desktop.studio.jobs.backoff import Backoff


@dataclass(frozen=True, slots=True)
class OftenLooking(Backoff):
    """The app's own paces, but that a job is looked at some times a second."""

    steps: tuple[tuple[float, float], ...] = ((0.0, 0.1),)
    local: float = 0.2


QUICK = Backoff(
    steps=((0.0, 0.01),),
    local=0.01,
    failure_first=0.01,
    failure_limit=0.02,
    fetch_pauses=(0.01,) * 5,
    gone_seconds=0.0,
    reconcile_looks=(0.0, 0.01, 0.01, 0.01),
)
"""The same paces with pauses of a hundredth of a second: nothing in these tests waits for a clock."""


async def no_pause(_seconds: float) -> None:
    await asyncio.sleep(0)


AT_ONCE = DownloadLimits(spare=0, sleep=no_pause)
"""Downloads that are tried again without a pause, and on a small disk."""
