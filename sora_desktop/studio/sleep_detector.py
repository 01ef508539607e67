"""Noticing that the machine slept: the wall clock went on, the steady one did not."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from sora_desktop.studio.clock import Clock

LOOK_SECONDS = 5.0
JUMP_SECONDS = 30.0


class SleepDetector:
    """Awaits `on_wake` after a sleep. A clock that was set forward looks alike: then it only asks once too often."""

    def __init__(self, clock: Clock, on_wake: Callable[[], Awaitable[None]]) -> None:
        self._clock = clock
        self._on_wake = on_wake

    async def watch(self) -> None:
        """Look until cancelled."""
        while True:
            wall, steady = self._clock.now(), self._clock.monotonic()
            await self._clock.sleep(LOOK_SECONDS)
            if slept(wall, self._clock.now(), self._clock.monotonic() - steady):
                await self._on_wake()


def slept(before: datetime, after: datetime, steady_seconds: float) -> bool:
    """Whether the wall clock is ahead of the steady one by more than half a minute. One set back is no sleep."""
    return (after - before).total_seconds() - steady_seconds > JUMP_SECONDS
