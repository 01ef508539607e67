"""Time, as something that is handed in: deadlines and pauses never read the wall clock."""

import asyncio
import time
from datetime import UTC, datetime


class Clock:
    """`now` is for labels and records, `monotonic` (seconds) is for waiting and deadlines."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    async def wait(self, event: asyncio.Event, seconds: float) -> bool:
        """Wait for `event`, at most `seconds`; True where it came, and it is cleared."""
        try:
            async with asyncio.timeout(max(0.0, seconds)):
                await event.wait()
        except TimeoutError:
            return False
        event.clear()
        return True
