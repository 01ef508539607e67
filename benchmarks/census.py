"""What lives in the window's process, counted again and again while it works: memory and everything that may pile up."""

import asyncio
import gc
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer

PAGE_MIB = 4096 / 1024**2
WARM_UP_SHARE = 0.2
MOST_MORE = 2
"""A count that is larger by no more than this at the end did not grow: something is always just ending."""


@dataclass(frozen=True)
class Census:
    """`done` jobs or clips so far; `memory` resident MiB; `timers` of Qt, those of the loop among them."""

    done: int
    memory: float
    threads: int
    files: int
    tasks: int
    timers: int
    objects: int


async def take(done: int, bridge: Any) -> Census:
    """Count now, when everything due has been let go."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.collect()
    alive = [each for each in shiboken6.getAllValidWrappers() if isinstance(each, QObject)]
    return Census(
        done=done,
        memory=int(Path("/proc/self/statm").read_text().split()[1]) * PAGE_MIB,
        threads=len(list(Path("/proc/self/task").iterdir())),
        files=len(list(Path("/proc/self/fd").iterdir())),
        tasks=len(asyncio.all_tasks()) + await bridge.call(_tasks_here()),
        timers=sum(isinstance(each, QTimer) and each.isActive() for each in alive) + _timers_of_the_loop(),
        objects=len(_all_objects(alive)),
    )


async def _tasks_here() -> int:
    return len(asyncio.all_tasks())


def _timers_of_the_loop() -> int:
    """qasync keeps one Qt timer for each call that is due later, also for those that were cancelled."""
    loop: Any = asyncio.get_running_loop()
    return len(loop._timer._SimpleTimer__callbacks)


def _all_objects(alive: Sequence[QObject]) -> set[int]:
    """Every QObject that Python knows, and all of their children, whoever made them."""
    found: set[int] = set()
    for each in alive:
        found.update(shiboken6.getCppPointer(child)[0] for child in (each, *each.findChildren(QObject)))
    return found


@dataclass(frozen=True)
class Growth:
    """`memory` in MiB for each one done (Theil-Sen after the warm-up); counts: how much larger at the end."""

    memory: float
    counts: dict[str, float]

    @property
    def grown(self) -> dict[str, float]:
        return {name: more for name, more in self.counts.items() if more > MOST_MORE}


def growth(censuses: Sequence[dict[str, float]]) -> Growth:
    """How things grew after the warm-up."""
    settled = censuses[int(len(censuses) * WARM_UP_SHARE) :]
    names = [name for name in settled[0] if name not in ("done", "memory")]
    return Growth(
        theil_sen([(each["done"], each["memory"]) for each in settled]),
        {name: _more([each[name] for each in settled]) for name in names},
    )


def theil_sen(points: Sequence[tuple[float, float]]) -> float:
    """The median of the slopes of all pairs: a few outliers do not move it."""
    slopes = [(second[1] - first[1]) / (second[0] - first[0]) for first, second in combinations(points, 2)]
    return statistics.median(slopes) if slopes else 0.0


def _more(values: Sequence[float]) -> float:
    third = max(1, len(values) // 3)
    return statistics.median(values[-third:]) - statistics.median(values[:third])


def told(censuses: Sequence[Census]) -> dict[str, Any]:
    return {"censuses": [asdict(each) for each in censuses]}
