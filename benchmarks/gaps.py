"""How long a window's loop is held up, seen by a precise timer in its thread; and the studio's, by sleeps on it."""

import asyncio
import threading
import time

from PySide6.QtCore import QObject, Qt, QTimer

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


async def sleeps(over: threading.Event) -> list[float]:
    """Milliseconds by which each short sleep on this loop ended too late, until it is over."""
    late = [0.0]
    while not over.is_set():
        started = time.perf_counter()
        await asyncio.sleep(TICK_MILLISECONDS / 1000)
        late.append((time.perf_counter() - started) * 1000 - TICK_MILLISECONDS)
    return late


def told(values: list[float]) -> dict[str, float]:
    """The figures of one run, in milliseconds."""
    return {"p999": quantile(values, 0.999), "max": max(values), "ticks": len(values)}
