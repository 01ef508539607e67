"""A clock that stands still until a test moves it: hours pass at once, and nothing waits for them."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sora_desktop.studio.clock import Clock
from tests.support.until import until

MORNING = datetime(2026, 11, 22, 9, tzinfo=UTC)


class HandClock(Clock):
    """`parked` counts who waits for it. Whatever is due when time passes goes on at once."""

    def __init__(self) -> None:
        self._wall = MORNING
        self._steady = 1000.0
        self._parked: dict[asyncio.Timeout, float] = {}

    @property
    def parked(self) -> int:
        return len(self._parked)

    def now(self) -> datetime:
        return self._wall

    def monotonic(self) -> float:
        return self._steady

    async def sleep(self, seconds: float) -> None:
        await self.wait(asyncio.Event(), seconds)

    async def wait(self, event: asyncio.Event, seconds: float) -> bool:
        try:
            async with asyncio.timeout(None) as limit:
                self._parked[limit] = self._steady + seconds
                self._call_who_is_due()
                await event.wait()
        except TimeoutError:
            return False
        finally:
            self._parked.pop(limit, None)
        event.clear()
        return True

    def pass_time(self, seconds: float) -> None:
        """Both clocks go on."""
        self._steady += seconds
        self._wall += timedelta(seconds=seconds)
        self._call_who_is_due()

    def set_wall(self, change: timedelta) -> None:
        """Somebody set the clock; or the machine slept, in which the steady clock stands still, too."""
        self._wall += change

    async def let_pass(self, seconds: float, *, until_parked: int, stop: Callable[[], object] = lambda: False) -> float:
        """Let up to so many seconds pass, one by one, each once `until_parked` wait again; how many it took until `stop()`."""
        passed = 0.0
        while not stop() and passed < seconds:
            self.pass_time(1.0)
            passed += 1.0
            await until(
                lambda: stop() or self.parked >= until_parked, what=f"{until_parked} wait again, not {self.parked}"
            )
        return passed

    def _call_who_is_due(self) -> None:
        due = [limit for limit, moment in self._parked.items() if moment <= self._steady]
        for limit in due:
            del self._parked[limit]
            limit.reschedule(asyncio.get_running_loop().time())
