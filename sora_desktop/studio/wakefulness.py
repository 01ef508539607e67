"""Noticing that the machine slept: the wall clock went on, the other one did not."""

from collections.abc import Callable
from datetime import datetime

from sora_desktop.studio.clock import Clock

LOOK_SECONDS = 5.0
JUMP_SECONDS = 30.0


class Wakefulness:
    """Calls `on_wake` after a sleep. A clock that somebody set looks alike: then it only asks once too often."""

    def __init__(self, clock: Clock, on_wake: Callable[[], None]) -> None:
        self._clock = clock
        self._on_wake = on_wake

    async def watch(self) -> None:
        """Look until cancelled."""
        while True:
            wall, steady = self._clock.now(), self._clock.monotonic()
            await self._clock.sleep(LOOK_SECONDS)
            if jumped(wall, self._clock.now(), self._clock.monotonic() - steady):
                self._on_wake()


def jumped(before: datetime, after: datetime, steady_seconds: float) -> bool:
    """Whether the wall clock went another way than the steady one, by more than half a minute."""
    return abs((after - before).total_seconds() - steady_seconds) > JUMP_SECONDS
