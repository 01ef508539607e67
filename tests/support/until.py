"""Waiting for something to become true, on whichever loop the test runs."""

import asyncio
import time
from collections.abc import Callable
from typing import Any

LOOK_AGAIN_SECONDS = 0.005
PATIENCE_SECONDS = 90.0
"""So long a test waits for what must come. Only what never comes takes so long, also where much else runs."""


async def until(
    condition: Callable[[], Any],
    *,
    timeout: float = PATIENCE_SECONDS,  # noqa: ASYNC109 -- a deadline around one await would leave a live Qt timer for each wait
    what: str | Callable[[], str] = "",
) -> Any:
    """Let the loop run until `condition()` is true, and give back what it answered.

    The loop itself runs on between looks, so Qt signals, timers and other tasks go on as in the app; no
    nested Qt loop is started. Raises AssertionError after `timeout` seconds, naming `what` was awaited; a call tells
    it as it stands then.
    """
    deadline = time.monotonic() + timeout
    while True:
        answer = condition()
        if answer:
            return answer
        if time.monotonic() > deadline:
            awaited = what if isinstance(what, str) else what()
            msg = f"not within {timeout:g} s: {awaited or _describe(condition)}"
            raise AssertionError(msg)
        await asyncio.sleep(LOOK_AGAIN_SECONDS)


async def turns(count: int = 3) -> None:
    """Let everything that is due right now happen: `count` turns of the loop."""
    for _ in range(count):
        await asyncio.sleep(0)


def _describe(condition: Callable[[], Any]) -> str:
    code = getattr(condition, "__code__", None)
    if code is None:
        return repr(condition)
    return f"the condition in {code.co_filename}:{code.co_firstlineno}"
