"""The app itself with thousands of waiting jobs in its list: how long the window stands still for each thing that happens.

python -m benchmarks.queue_window BORN DATA_DIR JOBS TIMES
"""

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QListView

from benchmarks.driving import Stopwatch, child, until
from sora_desktop.domain.catalog import CATALOG
from sora_desktop.domain.connection import engine_connection
from sora_desktop.domain.events import JobAdded, JobChanged, JobRemoved
from sora_desktop.domain.job import Job, JobState
from sora_desktop.domain.pricing import Cost
from sora_desktop.domain.request import Request
from sora_desktop.domain.service_ref import ServiceRef
from sora_desktop.studio.clock import Clock


def waiting(number: int) -> Job:
    return Job(
        id=f"job-{number}",
        request=Request(f"Take {number} of a red fox in the snow", CATALOG[0], CATALOG[0].sizes[0], 4),
        service=ServiceRef.of(engine_connection()),
        format="uniall",
        state=JobState.WAITING,
        created_at=Clock().now(),
        cost=Cost(None, free=True),
        position=float(number),
    )


class Queue(Stopwatch):
    """What happens to jobs of the list, each until the list is painted."""

    def __init__(self, window: Any) -> None:
        self.window = window
        window.drawer.open_by_person()
        self.list = child(window, QListView, "queueList")
        super().__init__(self.list.viewport())

    def tell(self, event: Any) -> Callable[[], None]:
        return lambda: self.window.apply(event)

    def mouse(self, kind: QEvent.Type, y: int) -> Callable[[], None]:
        at = QPointF(QPoint(60, y))
        left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        event = QMouseEvent(kind, at, QPointF(self.list.viewport().mapToGlobal(at)), left, left, none)

        def send() -> None:
            QApplication.sendEvent(self.list.viewport(), event)

        return send

    async def drag(self, steps: int) -> None:
        await self.timed("drag", self.mouse(QEvent.Type.MouseButtonPress, 30))
        for step in range(steps):
            await self.timed("drag", self.mouse(QEvent.Type.MouseMove, 60 + 4 * step))
        await self.timed("drag", self.mouse(QEvent.Type.MouseButtonRelease, 34))


async def scenario(window: Any, _bridge: Any) -> int:
    count, times = int(sys.argv[3]), int(sys.argv[4])
    await until(window.connections.rowCount, "the studio is open")
    jobs = [waiting(number) for number in range(1, count + 1)]
    for job in jobs:
        window.apply(JobAdded(job))
    queue = Queue(window)
    await until(lambda: queue.watch.count, "the list is painted")
    for number in range(times):
        await queue.timed("a new one", queue.tell(JobAdded(waiting(count + 1 + number))))
        front = replace(jobs[number], state=JobState.RUNNING)
        await queue.timed("one goes on", queue.tell(JobChanged(front)))
        moved = replace(jobs[-1 - number], position=0.5 - number / 1000)
        await queue.timed("one is moved", queue.tell(JobChanged(moved)))
        await queue.timed("one leaves", queue.tell(JobRemoved(jobs[times + number].id)))
    await queue.drag(times)
    print(json.dumps({"held": queue.held, "took": queue.took}))
    return 0


if __name__ == "__main__":
    sys.exit(import_module("sora_desktop.app").run_window(Path(sys.argv[2]), scenario))
