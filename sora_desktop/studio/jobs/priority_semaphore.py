"""A number of places for downloads, given to who has least time. No service ever waits for another one."""

import asyncio
import bisect
import itertools
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import field

from sora_desktop.base.values import dataclass

PATIENCE = 10.0
"""Seconds over which a download has to bring something, or it does not count."""
ENOUGH = 640 * 1024
"""Bytes that are something, in so many seconds."""


@dataclass(order=True, slots=True)
class _Waiting:
    urgency: float
    number: int
    who: str
    turn: asyncio.Future[None] = field(compare=False)


class Permit:
    """Of one download. While it brings next to nothing it is lent to who waits: a slow host holds nobody up."""

    def __init__(self, places: "PrioritySemaphore", who: str) -> None:
        self._places = places
        self._who = who
        self._have = self._had = 0
        self._lent = False
        self._timer = self._look_later()

    def moves(self, have: int) -> None:
        """So many bytes are here by now."""
        self._have = max(have, self._have)
        if self._lent and self._brings_enough():
            self._lent = False
            self._places.enter(self._who)

    def leave(self) -> None:
        self._timer.cancel()
        if not self._lent:
            self._places.leave(self._who)

    def _look_later(self) -> asyncio.TimerHandle:
        return asyncio.get_running_loop().call_later(PATIENCE, self._look)

    def _look(self) -> None:
        if not self._lent and not self._brings_enough():
            self._lent = True
            self._places.leave(self._who)
        self._had = self._have
        self._timer = self._look_later()

    def _brings_enough(self) -> bool:
        return self._have - self._had >= ENOUGH


class PrioritySemaphore:
    """`count` may be inside at one time, and one more of each service that has nobody inside.

    Of those who wait, the one with the smallest `urgency` is next.
    """

    def __init__(self, count: int) -> None:
        self._count = count
        self._inside: Counter[str] = Counter()
        self._waiting: list[_Waiting] = []
        self._order = itertools.count()

    @asynccontextmanager
    async def place(self, who: str, urgency: float) -> AsyncIterator[Permit]:
        """Wait for a place for the service `who`; equals go in the order in which they came."""
        await self._take(who, urgency)
        place = Permit(self, who)
        try:
            yield place
        finally:
            place.leave()

    def enter(self, who: str) -> None:
        """Without waiting: it was inside before."""
        self._inside[who] += 1

    def leave(self, who: str) -> None:
        self._inside[who] -= 1
        self._inside += Counter()  # forget who has nobody inside
        self._call_in()

    def _may_enter(self, who: str) -> bool:
        return self._inside.total() < self._count or not self._inside[who]

    async def _take(self, who: str, urgency: float) -> None:
        waiting = _Waiting(urgency, next(self._order), who, asyncio.get_running_loop().create_future())
        bisect.insort(self._waiting, waiting)
        self._call_in()
        try:
            await waiting.turn
        except asyncio.CancelledError:
            if waiting in self._waiting:
                self._waiting.remove(waiting)
            elif not waiting.turn.cancelled():
                self.leave(who)
            raise

    def _call_in(self) -> None:
        for waiting in tuple(self._waiting):
            if self._may_enter(waiting.who):
                self._waiting.remove(waiting)
                if not waiting.turn.cancelled():
                    self.enter(waiting.who)
                    waiting.turn.set_result(None)
