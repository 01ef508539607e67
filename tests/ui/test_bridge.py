"""The bridge: commands go down shielded, events come up in order, nothing is left when it closes."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Self

import pytest

from sora_desktop.domain.catalog import CATALOG
from sora_desktop.domain.connection import engine_connection
from sora_desktop.domain.errors import AppError, DiffersError, InUseError
from sora_desktop.domain.events import Event, JobAdded, JobChanged, Snapshot
from sora_desktop.domain.job import Job, JobState
from sora_desktop.domain.pricing import Cost
from sora_desktop.domain.request import Request
from sora_desktop.domain.service_ref import ServiceRef
from sora_desktop.domain.settings import Settings
from sora_desktop.studio.event_bus import EventBus
from sora_desktop.studio.studio import Studio
from sora_desktop.ui.bridge import Bridge
from sora_desktop.ui.commands import Commands
from tests.support.formats import UNIALL
from tests.support.loops import RunGui
from tests.support.until import until

MODEL = CATALOG[0]
JOB = Job(
    "1",
    Request("a fox", MODEL, MODEL.settle_size(None), 4),
    ServiceRef.of(engine_connection()),
    UNIALL,
    JobState.WAITING,
    datetime(2026, 1, 1, tzinfo=UTC),
    Cost(Decimal(0)),
)


class SmallStudio:
    """As much of a studio as the bridge touches, on the real thread and loop."""

    def __init__(self) -> None:
        self.hub = EventBus()
        self.gate = asyncio.Event()
        self.done = False
        self.closed_on = ""

    def subscribe(self, listener: Callable[[Event], None]) -> Callable[[], None]:
        return self.hub.subscribe(listener)

    async def snapshot(self) -> Snapshot:
        return Snapshot((), (), (), "engine", (), Settings())

    async def pay(self) -> str:
        await self.gate.wait()
        self.done = True
        return threading.current_thread().name

    async def say(self, *events: Event) -> None:
        for event in events:
            self.hub.emit(event)

    async def open_gate(self) -> None:
        self.gate.set()

    async def bind_remote_id(self, _job_id: str, remote_id: str, *, although_it_differs: bool) -> None:
        if not although_it_differs:
            raise DiffersError(remote_id)

    @property
    def jobs(self) -> Self:
        return self

    async def close(self) -> None:
        self.closed_on = threading.current_thread().name


Story = Callable[[Bridge, SmallStudio, list[object]], Awaitable[None]]


def with_bridge(run_gui: RunGui, story: Story) -> None:
    async def scenario() -> None:
        async def opener() -> Any:
            return SmallStudio()

        bridge = Bridge(opener)
        seen: list[object] = []
        bridge.happened.connect(seen.append)
        try:
            studio: Any = await bridge.open()
            await story(bridge, studio, seen)
        finally:
            await bridge.close()
            await bridge.close()

    run_gui(scenario())


def test_work_runs_on_the_studios_thread_and_its_answer_comes_back(run_gui: RunGui) -> None:
    async def story(bridge: Bridge, studio: SmallStudio, seen: list[object]) -> None:
        await bridge.call(studio.open_gate())
        assert await bridge.call(studio.pay()) == "studio"

    with_bridge(run_gui, story)


def test_a_studio_that_is_opened_by_two_at_once_is_opened_once(run_gui: RunGui) -> None:
    """A person tries again just when the window does so by itself."""
    made: list[SmallStudio] = []

    async def opener() -> Any:
        made.append(SmallStudio())
        await asyncio.sleep(0)
        return made[-1]

    async def scenario() -> None:
        bridge = Bridge(opener)
        one, other = await asyncio.gather(bridge.open(), bridge.open())
        again = await bridge.open()
        assert all(each is one for each in (other, again, *made))
        await bridge.close()
        assert len(made) == 1

    run_gui(scenario())


def test_cancelling_the_wait_does_not_cancel_the_work(run_gui: RunGui) -> None:
    async def story(bridge: Bridge, studio: SmallStudio, seen: list[object]) -> None:
        waiting = bridge.spawn(bridge.call(studio.pay()), "pay")
        await asyncio.sleep(0)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        await bridge.call(studio.open_gate())
        await until(lambda: studio.done, what="the work is done all the same")

    with_bridge(run_gui, story)


def test_a_question_that_is_still_open_when_the_studio_has_closed_ends_with_it(run_gui: RunGui) -> None:
    """Else Python says at some later moment that it was destroyed while it was pending."""
    ended: list[str] = []

    async def look(studio: SmallStudio) -> None:
        try:
            await studio.gate.wait()
        except asyncio.CancelledError:
            ended.append(threading.current_thread().name)
            raise

    async def story(bridge: Bridge, studio: SmallStudio, seen: list[object]) -> None:
        bridge.spawn(bridge.call(look(studio)), "look")
        await bridge.call(studio.say())

    with_bridge(run_gui, story)

    assert ["studio"] == ended


def test_events_arrive_in_order_and_progress_is_coalesced_but_never_the_last(run_gui: RunGui) -> None:
    running = [JobChanged(replace(JOB, state=JobState.RUNNING, progress=step / 50)) for step in range(51)]
    done = JobChanged(replace(JOB, state=JobState.FETCHING))

    async def story(bridge: Bridge, studio: SmallStudio, seen: list[object]) -> None:
        await bridge.call(studio.say(JobAdded(JOB), *running))
        await until(lambda: seen and seen[-1] == running[-1], what="the last progress is told")
        assert seen[:2] == [JobAdded(JOB), running[0]]
        assert len(seen) < 10
        await bridge.call(studio.say(running[3], done, running[4]))
        await until(lambda: len(seen) and seen[-1] == running[4])
        assert seen[-2] == done

    with_bridge(run_gui, story)


def paste(commands: Commands, heard: list[AppError | None], *, although_it_differs: bool) -> None:
    commands.run(
        lambda studio: studio.jobs.bind_remote_id("1", "video_9", although_it_differs=although_it_differs),
        "paste id",
        heard.append,
        failed=heard.append,
    )


def test_why_an_id_cannot_be_taken_is_told_to_whoever_asked_and_is_no_notice(run_gui: RunGui) -> None:
    async def story(bridge: Bridge, studio: SmallStudio, seen: list[object]) -> None:
        commands = Commands(bridge)
        notices: list[object] = []
        heard: list[AppError | None] = []
        commands.notice.connect(notices.append)
        paste(commands, heard, although_it_differs=False)
        await until(lambda: len(heard) == 1, what="why not")
        paste(commands, heard, although_it_differs=True)
        await until(lambda: len(heard) == 2, what="that it is taken")
        assert [type(heard[0]), heard[1], notices] == [DiffersError, None, []]

    with_bridge(run_gui, story)


def test_an_error_of_opening_reaches_the_window_and_nothing_is_left(run_gui: RunGui) -> None:
    async def opener() -> Studio:
        raise InUseError

    async def scenario() -> None:
        bridge = Bridge(opener)
        with pytest.raises(InUseError):
            await bridge.open()
        await bridge.close()

    run_gui(scenario())
