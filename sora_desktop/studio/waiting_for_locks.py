"""Another program may hold the database for a moment, a backup for one: who can wait does, and the loop goes on."""

import asyncio
from typing import Protocol

PAUSES = (0.02, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6)
"""Seconds between tries: three in all, which a person takes for a hiccup. After that it is said."""


class Lockable(Protocol):
    """What another program may hold; a look takes a few milliseconds."""

    def is_free(self) -> bool: ...


async def until_free(database: Lockable) -> None:
    """Wait until nobody else holds it, or long enough; a transaction right after this then fails with the reason."""
    for pause in PAUSES:
        if database.is_free():
            return
        await asyncio.sleep(pause)
