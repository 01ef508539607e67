"""Who rests until a time: a job, or a whole service."""

import asyncio
from collections.abc import Callable

from sora_desktop.studio.clock import Clock
from sora_desktop.studio.tasks import Tasks


class Rests:
    """One timer each; a later one takes the place of an earlier."""

    def __init__(self, clock: Clock, tasks: Tasks) -> None:
        self._clock = clock
        self._tasks = tasks
        self._timers = dict[str, asyncio.Task[None]]()

    def __contains__(self, who: str) -> bool:
        return who in self._timers

    def begin(self, who: str, seconds: float, then: Callable[[], None]) -> None:
        """Call `then` once they are over."""
        self.end(who)
        self._timers[who] = self._tasks.spawn(self._rest(who, seconds, then), f"rest of {who}")

    def end(self, who: str) -> None:
        """It rests no more, and nothing is called."""
        if who in self._timers:
            self._timers.pop(who).cancel()

    def end_all(self) -> None:
        """Nobody rests any more."""
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()

    async def _rest(self, who: str, seconds: float, then: Callable[[], None]) -> None:
        await self._clock.sleep(seconds)
        del self._timers[who]
        then()
