"""Waiting for something to become true, on whichever loop the test runs."""

import asyncio
from collections.abc import Callable
from typing import Any

from tests.support.patience import PATIENCE_SECONDS, Patience

LOOK_AGAIN_SECONDS = 0.001
"""The first pause between two looks; each is longer than the one before, as looking takes its time from who works."""
LONGER = 1.25
LONGEST_PAUSE_SECONDS = 0.025


async def until(
    condition: Callable[[], Any],
    *,
    timeout: float = PATIENCE_SECONDS,  # noqa: ASYNC109 -- a deadline around one await would leave a live Qt timer for each wait
    what: str | Callable[[], str] = "",
) -> Any:
    """Let the loop run until `condition()` is true, and give back what it answered.

    The loop itself runs on between looks, so Qt signals, timers and other tasks go on as in the app; no
    nested Qt loop is started. Raises AssertionError after `timeout` seconds of a machine at rest, naming `what` was awaited; a call tells
    it as it stands then.
    """
    patience, pause = Patience(timeout), LOOK_AGAIN_SECONDS
    while True:
        answer = condition()
        if answer:
            return answer
        if patience.is_over():
            awaited = what if isinstance(what, str) else what()
            msg = f"not within {timeout:g} s: {awaited or _describe(condition)}"
            raise AssertionError(msg)
        await asyncio.sleep(pause)
        pause = min(pause * LONGER, LONGEST_PAUSE_SECONDS)


async def turns(count: int = 3) -> None:
    """Let everything that is due right now happen: `count` turns of the loop."""
    for _ in range(count):
        await asyncio.sleep(0)


def _describe(condition: Callable[[], Any]) -> str:
    code = getattr(condition, "__code__", None)
    if code is None:
        return repr(condition)
    return f"the condition in {code.co_filename}:{code.co_firstlineno}"
