"""What the benchmarks need inside the real window's process."""

import asyncio
import time
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

from benchmarks.holds import Moment, Stop

W = TypeVar("W", bound=QWidget)

LOOK_AGAIN_SECONDS = 0.002


async def until(condition: Callable[[], object], what: str, seconds: float = 60.0) -> None:
    """Let the loop run until `condition()` is true; ends the program where it does not become so."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise SystemExit(f"not within {seconds:g} s: {what}")
        await asyncio.sleep(LOOK_AGAIN_SECONDS)


def child(parent: QWidget, kind: type[W], name: str) -> W:
    """The control with this object name; it must be there."""
    found = parent.findChild(kind, name)
    if not isinstance(found, kind):
        raise SystemExit(f"the window has no {name}")
    return found


class PaintWatch(QObject):
    """Counts how often a widget was painted; `ended` is when the last time was over (`perf_counter` seconds)."""

    def __init__(self, watched: QWidget) -> None:
        super().__init__(watched)
        self.count = 0
        self.ended = 0.0
        self._over = QTimer(self, singleShot=True, interval=0)
        self._over.timeout.connect(self._note)
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint and not self._over.isActive():
            self._over.start()
        return super().eventFilter(watched, event)

    def _note(self) -> None:
        self.ended = time.perf_counter()
        self.count += 1


class Stopwatch:
    """Milliseconds from an act until a widget was painted after it, by the name of the act.

    `took` by the clock; `held`, how long our own code held the window of that.
    """

    def __init__(self, watched: QWidget) -> None:
        self.watch = PaintWatch(watched)
        self.took: dict[str, list[float]] = {}
        self.held: dict[str, list[float]] = {}

    async def timed(self, name: str, act: Callable[[], None]) -> None:
        before, started, moment = self.watch.count, time.perf_counter(), Moment.now()
        act()
        await until(lambda: self.watch.count > before, f"the paint after: {name}")
        self.held.setdefault(name, []).append(Stop.between(moment, Moment.now(), 0.0).held)
        self.took.setdefault(name, []).append((self.watch.ended - started) * 1000)
