"""One life of a real studio in a process of its own, ended at a named step by an audit hook."""

import asyncio
import os
import resource
import signal
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

from sora_desktop.base.crash_points import EVENT
from sora_desktop.domain.catalog import CATALOG
from sora_desktop.domain.connection import Connection
from sora_desktop.domain.errors import AppError
from sora_desktop.domain.events import Event, JobChanged
from sora_desktop.domain.image import InputImage
from sora_desktop.domain.job import ACTIVE, Job, JobState
from sora_desktop.domain.request import Request
from sora_desktop.studio.build import open_studio
from sora_desktop.studio.connections.engine_process import EngineProcess
from sora_desktop.studio.jobs.turns import Turns
from sora_desktop.studio.studio import Studio
from tests.faults.plan import How, Order, Plan
from tests.support.paces import AT_ONCE, QUICK
from tests.support.quick_studio import no_engine
from tests.support.until import until

EXIT_CODE = 77
"""Of a process that ended itself by `os._exit` as planned."""
CONNECTION_ID = "fake"
SECONDS_ON_A_FULL_DISK = 0.5
"""Enough for everything that goes on without a disk."""


def live(plan: Plan) -> None:
    """Do all of the plan; returns only where its kill was not reached."""
    if plan.kill is not None:
        _at_step(plan.kill.step, plan.kill.nth, partial(_end, plan.kill.how))
    if plan.fills_at:
        _at_step(plan.fills_at, 1, _fill_the_disk)
    with patch.object(EngineProcess, "address", no_engine):
        asyncio.run(_live(plan))


def _at_step(step: str, nth: int, act: Callable[[], None]) -> None:
    left = nth

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal left
        if event == EVENT and arguments[0] == step:
            left -= 1
            if left == 0:
                act()

    sys.addaudithook(hook)


def _fill_the_disk() -> None:
    """From now on no file takes another byte; Python ignores the signal that comes with it."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _end(how: How) -> None:
    if how is How.KILL:
        os.kill(os.getpid(), signal.SIGKILL)
    os._exit(EXIT_CODE)


async def _live(plan: Plan) -> None:
    studio = await open_studio(Path(plan.folder), environment={}, backoff=QUICK, limits=AT_ONCE)
    try:
        if plan.cancels:
            _cancel_what_is_at_the_service(studio)
        await studio.connections.save(_connection(plan), plan.key)
        for order in plan.orders:
            await _give(studio, plan, order)
        if plan.fills_at:
            await asyncio.sleep(SECONDS_ON_A_FULL_DISK)
            _end(How.KILL)
        await until(lambda: _is_settled(studio), what="settled")
    finally:
        await studio.close()


def _connection(plan: Plan) -> Connection:
    return Connection(
        CONNECTION_ID,
        "Fake",
        plan.base_url,
        plan.wire,
        lists_jobs=plan.lists_jobs,
        honours_idempotency_keys=plan.honours_keys,
        can_cancel=plan.can_cancel,
    )


async def _give(studio: Studio, plan: Plan, order: Order) -> None:
    """On a full disk an order may be refused; what was taken is told while there is room to tell it."""
    model = CATALOG[0]
    images = (InputImage(path=Path(order.picture)),) if order.picture else ()
    request = Request(order.prompt, model, model.settle_size(None), model.settle_seconds(None), images)
    try:
        _tell(plan, await studio.jobs.submit(request, CONNECTION_ID, order.takes))
    except (AppError, OSError):
        if not plan.fills_at:
            raise


def _tell(plan: Plan, jobs: tuple[Job, ...]) -> None:
    with Path(plan.told).open("a") as file:
        file.writelines(f"{job.id}\n" for job in jobs)


def _cancel_what_is_at_the_service(studio: Studio) -> None:
    loop, ordered = asyncio.get_running_loop(), set[str]()
    running: list[asyncio.Task[None]] = []

    def hear(event: Event) -> None:
        if isinstance(event, JobChanged) and event.job.state is JobState.RUNNING and event.job.id not in ordered:
            ordered.add(event.job.id)
            running.append(loop.create_task(studio.jobs.cancel(event.job.id)))

    studio.subscribe(hear)


def _is_settled(studio: Studio) -> bool:
    """Nothing lives any more: what is left waits for a person, or for its unknown twin."""
    queue, ledger = studio._queue, studio._ledger
    waiting = ledger.in_states({JobState.WAITING})
    turns = Turns([job for job in ledger.jobs() if job.state is not JobState.WAITING])
    held = all(turns.twin(job) is not None for job in waiting)
    return not queue._lives and held and not ledger.in_states(ACTIVE - {JobState.WAITING})
