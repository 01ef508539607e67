"""Background tasks that are kept alive, named, and whose errors are never lost."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import TypeVar

T = TypeVar("T")

log = logging.getLogger(__name__)

CANCEL_AGAIN_SECONDS = 10.0
"""A library may swallow a cancellation that comes in the same moment as an answer: closing must not hang by that.

Much longer than anything takes to end in order: a second cancellation would break that off, such as the last flush of
a download on a slow disk.
"""


class Tasks:
    """The tasks of one owner, all on one loop. The one place that starts a task."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[object]] = set()

    def __len__(self) -> int:
        return len(self._running)

    def spawn(self, work: Coroutine[object, object, T], name: str) -> asyncio.Task[T]:
        """Start `work`; an error that nobody awaits is logged with its stack."""
        task = asyncio.get_running_loop().create_task(work, name=name)
        self._running.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[object]) -> None:
        self._running.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("task %s ended with an error", task.get_name(), exc_info=error)

    async def close(self) -> None:
        """Cancel what still runs and wait until it has ended; one that goes on all the same is cancelled again."""
        running = set(self._running)
        while running:
            for task in running:
                task.cancel()
            running = (await asyncio.wait(running, timeout=CANCEL_AGAIN_SECONDS))[1]
