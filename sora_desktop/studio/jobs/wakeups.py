"""Pauses in the lives of jobs that good news end at once."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from sora_desktop.studio.clock import Clock


class Wakeups:
    """Each living job may be nudged, also while it does not pause just then: its next pause ends at once."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._events: dict[str, asyncio.Event] = {}

    @contextmanager
    def heard_by(self, job_id: str) -> Iterator[None]:
        """Wakeups of this job are heard for as long as the block lasts."""
        self._events[job_id] = asyncio.Event()
        try:
            yield
        finally:
            del self._events[job_id]

    def wake(self, job_id: str) -> None:
        if job_id in self._events:
            self._events[job_id].set()

    def wake_all(self) -> None:
        for event in self._events.values():
            event.set()

    async def pause(self, job_id: str, seconds: float) -> None:
        """Wait `seconds`, or until the job is nudged."""
        await self._clock.wait(self._events[job_id], seconds)
