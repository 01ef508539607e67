"""Tasks that are kept alive, and that end with whoever started them."""

import asyncio

import pytest

from sora_desktop.studio import tasks as studio_tasks
from sora_desktop.studio.tasks import Tasks


async def test_a_task_that_swallows_a_cancellation_holds_up_no_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """As some libraries do where an answer comes in the same moment."""
    monkeypatch.setattr(studio_tasks, "CANCEL_AGAIN_SECONDS", 0.01)
    tasks, swallowed = Tasks(), list[str]()

    async def deaf_once() -> None:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            swallowed.append("once")
        await asyncio.Event().wait()

    task = tasks.spawn(deaf_once(), "deaf once")
    await asyncio.sleep(0)
    await tasks.close()

    assert (["once"], True, 0) == (swallowed, task.cancelled(), len(tasks))


async def test_what_was_not_spawned_here_is_left_alone() -> None:
    tasks, others = Tasks(), Tasks()
    other = others.spawn(asyncio.Event().wait(), "other")
    await tasks.close()

    assert not other.done()
    await others.close()
