"""How long a window's loop is held up, seen by a precise timer in its thread; and the studio's, by sleeps on it."""

import asyncio
import threading
import time

from PySide6.QtCore import QObject, Qt, QTimer

from benchmarks.holds import Moment, Stop
from benchmarks.row import quantile

TICK_MILLISECONDS = 4


class Gaps(QObject):
    """Milliseconds between the firings of a precise timer in the window's thread."""

    def __init__(self) -> None:
        super().__init__()
        self.values: list[float] = []
        self._last = time.perf_counter()
        self._timer = QTimer(self, interval=TICK_MILLISECONDS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def _tick(self) -> None:
        now = time.perf_counter()
        self.values.append((now - self._last) * 1000)
        self._last = now

    def stop(self) -> list[float]:
        self._timer.stop()
        return self.values


class Holds(Gaps):
    """Likewise; `held` are the milliseconds of each gap beyond its tick in which our own code held the loop."""

    def __init__(self) -> None:
        super().__init__()
        self.held: list[float] = []
        self._moment = Moment.now()

    def _tick(self) -> None:
        super()._tick()
        before, self._moment = self._moment, Moment.now()
        self.held.append(Stop.between(before, self._moment, TICK_MILLISECONDS).held)


async def sleeps(over: threading.Event) -> list[float]:
    """Milliseconds for which our own code held this loop at the end of each short sleep on it, until it is over."""
    held, moment = [0.0], Moment.now()
    while not over.is_set():
        before = moment
        await asyncio.sleep(TICK_MILLISECONDS / 1000)
        moment = Moment.now()
        held.append(Stop.between(before, moment, TICK_MILLISECONDS).held)
    return held


def told(values: list[float]) -> dict[str, float]:
    """The figures of one run, in milliseconds."""
    return {"p999": quantile(values, 0.999), "max": max(values), "ticks": len(values)}
