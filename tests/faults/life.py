"""One life of a real studio in a process of its own, ended at a named step by an audit hook."""

import asyncio
import os
import signal
import sys
from pathlib import Path
from typing import Any

from sora_desktop.domain.catalog import CATALOG
from sora_desktop.domain.connection import Connection, WireFormat
from sora_desktop.domain.events import Event, JobChanged
from sora_desktop.domain.image import ReferenceImage
from sora_desktop.domain.job import ACTIVE, JobState
from sora_desktop.domain.request import Request
from sora_desktop.domain.steps import EVENT
from sora_desktop.studio.build import open_studio
from sora_desktop.studio.studio import Studio
from tests.faults.plan import How, Kill, Order, Plan
from tests.studio.conftest import AT_ONCE, QUICK
from tests.support.until import until

EXIT_CODE = 77
"""Of a process that ended itself by `os._exit` as planned."""
CONNECTION_ID = "fake"


def live(plan: Plan) -> None:
    """Do all of the plan; returns only where its kill was not reached."""
    if plan.kill is not None:
        _arm(plan.kill)
    asyncio.run(_live(plan))


def _arm(kill: Kill) -> None:
    left = kill.nth

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal left
        if event == EVENT and arguments[0] == kill.step:
            left -= 1
            if left == 0:
                _end(kill.how)

    sys.addaudithook(hook)


def _end(how: How) -> None:
    if how is How.KILL:
        os.kill(os.getpid(), signal.SIGKILL)
    os._exit(EXIT_CODE)


async def _live(plan: Plan) -> None:
    studio = await open_studio(Path(plan.folder), environment={}, pace=QUICK, limits=AT_ONCE)
    try:
        if plan.cancels:
            _cancel_what_is_at_the_service(studio)
        await studio.save_connection(_connection(plan), plan.key)
        for order in plan.orders:
            _tell(plan, await _submit(studio, order))
        await until(lambda: _is_settled(studio), timeout=40, what="settled")
    finally:
        await studio.close()


def _connection(plan: Plan) -> Connection:
    return Connection(
        CONNECTION_ID,
        "Fake",
        plan.base_url,
        WireFormat(plan.wire),
        lists_jobs=plan.lists_jobs,
        honours_idempotency_keys=plan.honours_keys,
        can_cancel=plan.can_cancel,
    )


async def _submit(studio: Studio, order: Order) -> list[str]:
    model = CATALOG[0]
    image = ReferenceImage(path=Path(order.picture)) if order.picture else None
    request = Request(order.prompt, model, model.settle_orientation(None), model.settle_seconds(None), image)
    return [job.id for job in await studio.submit(request, CONNECTION_ID, order.takes)]


def _tell(plan: Plan, job_ids: list[str]) -> None:
    with Path(plan.told).open("a") as file:
        file.writelines(f"{job_id}\n" for job_id in job_ids)


def _cancel_what_is_at_the_service(studio: Studio) -> None:
    loop, ordered = asyncio.get_running_loop(), set[str]()
    running: list[asyncio.Task[None]] = []

    def hear(event: Event) -> None:
        if isinstance(event, JobChanged) and event.job.state is JobState.RUNNING and event.job.id not in ordered:
            ordered.add(event.job.id)
            running.append(loop.create_task(studio.cancel(event.job.id)))

    studio.subscribe(hear)


def _is_settled(studio: Studio) -> bool:
    """Nothing lives any more: what is left waits for a person, or for its unknown twin."""
    queue, ledger = studio._queue, studio._ledger
    waiting = ledger.in_states({JobState.WAITING})
    held = all(any(queue._holds_back(other, job) for other in ledger.jobs() if other is not job) for job in waiting)
    return not queue._lives and held and not ledger.in_states(ACTIVE - {JobState.WAITING})
