"""Between the GUI's qasync loop and the studio's own loop in its own thread.

Commands go down as coroutines (`await bridge.call(...)`), shielded: a GUI task that is cancelled drops
its wait, never a submission. Events come up as Qt signals in the GUI thread, progress coalesced.
"""

import asyncio
import logging
import threading
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from sora_desktop.domain.events import Event, JobChanged, Snapshot
from sora_desktop.studio.loop import StudioLoop
from sora_desktop.studio.tasks import Tasks

if TYPE_CHECKING:
    from sora_desktop.studio.studio import Studio

T = TypeVar("T")

log = logging.getLogger(__name__)

PROGRESS_MILLISECONDS = 100


class Bridge(QObject):
    """Runs the studio in a thread of its own and carries values both ways.

    Signals, all in the GUI thread: `opened(Snapshot)` once, and again for each later window; `happened(Event)`, in the order in which things
    happened (some, such as the list of the library, before the studio is open). Runs of `JobChanged` of one job that differ in progress alone are coalesced to ten a second.
    """

    opened = Signal(object)
    happened = Signal(object)
    _arrived = Signal(object)

    def __init__(self, open_studio: Callable[[], Awaitable["Studio"]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open_studio = open_studio
        self._tasks = Tasks()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._ended: asyncio.Future[None]
        self._opening = asyncio.Lock()
        self._settled = asyncio.Event()
        self._pending: dict[str, JobChanged] = {}
        self._states: dict[str, object] = {}
        self._flush = QTimer(self, singleShot=True, interval=PROGRESS_MILLISECONDS)
        self._flush.timeout.connect(self._emit_pending)
        self._arrived.connect(self._receive)
        self.studio: Studio | None = None

    async def open(self) -> "Studio":
        """Start the thread, open the studio in it, and listen. Raises what opening raises (`InUseError`…).

        After an error it may be tried again. Who asks while it is being opened, or later, gets the same studio.
        """
        async with self._opening:
            if self.studio is not None:
                return self.studio
            self._settled.clear()
            self._start_thread()
            try:
                self.studio = await self.call(self._open())
            except BaseException:
                await self._end_thread(*self._let_go())
                raise
            finally:
                self._settled.set()
            return self.studio

    def _start_thread(self) -> None:
        loop, here = StudioLoop(), asyncio.get_running_loop()
        self._loop, self._ended = loop, here.create_future()
        over = partial(here.call_soon_threadsafe, self._ended.set_result, None)
        self._thread = threading.Thread(target=_run, args=(loop, over), name="studio", daemon=True)
        self._thread.start()

    def _let_go(self) -> tuple[asyncio.AbstractEventLoop | None, threading.Thread | None]:
        """The loop and its thread, for whoever ends them: nothing new is handed to them from here on."""
        loop, thread, self._loop, self._thread = self._loop, self._thread, None, None
        return loop, thread

    async def _end_thread(self, loop: asyncio.AbstractEventLoop | None, thread: threading.Thread | None) -> None:
        if loop is not None and thread is not None:
            loop.call_soon_threadsafe(loop.stop)
            await self._ended
            thread.join()

    async def ready(self) -> "Studio | None":
        """The studio as soon as it is open; None where it did not open, or closes."""
        await self._settled.wait()
        return self.studio if self._loop is not None else None

    async def _open(self) -> "Studio":
        studio = await self._open_studio()
        studio.subscribe(self._arrived.emit)
        self._arrived.emit(await studio.snapshot())
        return studio

    async def tell_again(self) -> None:
        """Emit `opened` once more, for a window that was made later: without the draft, which it has already.

        While the studio opens it is waited for: the window before may have been the one that heard of it.
        """
        studio = await self.ready()
        if studio is not None:
            await self.call(self._snapshot_again(studio))

    async def _snapshot_again(self, studio: "Studio") -> None:
        self._arrived.emit(replace(await studio.snapshot(), draft=None))

    def tell(self, event: Event) -> None:
        """Something that happened before the studio is open; from any thread."""
        self._arrived.emit(event)

    async def call(self, work: Coroutine[object, object, T]) -> T:
        """Run `work` on the studio's loop; cancelling the wait does not cancel the work."""
        if self._loop is None:
            work.close()
            msg = "the studio is not open"
            raise RuntimeError(msg)
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        return await asyncio.shield(asyncio.wrap_future(future))

    def spawn(self, work: Coroutine[object, object, T], name: str) -> asyncio.Task[T]:
        """Start `work` on the GUI's loop; an error that nobody awaits is logged."""
        return self._tasks.spawn(work, name)

    async def close(self) -> None:
        """Close the studio, end its thread and the GUI's own tasks. May be called twice, and while it opens."""
        await asyncio.sleep(0)  # commands of this very turn are handed over before the studio closes
        async with self._opening:
            loop, thread = self._let_go()
            self._flush.stop()
            self._settled.set()
            if loop is not None and self.studio is not None:
                await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(self.studio.close(), loop))
            await self._end_thread(loop, thread)
        await self._tasks.close()

    @Slot(object)
    def _receive(self, event: Event | Snapshot) -> None:
        if isinstance(event, Snapshot):
            self.opened.emit(event)
            return
        if isinstance(event, JobChanged) and self._states.get(event.job.id) is event.job.state:
            self._pending[event.job.id] = event
            if not self._flush.isActive():
                self._flush.start()
            return
        if isinstance(event, JobChanged):
            self._states[event.job.id] = event.job.state
            self._pending.pop(event.job.id, None)
        self.happened.emit(event)

    @Slot()
    def _emit_pending(self) -> None:
        pending, self._pending = self._pending, {}
        for event in pending.values():
            self.happened.emit(event)


def _run(loop: asyncio.AbstractEventLoop, over: Callable[[], object]) -> None:
    """The studio's thread, from its first turn to the last; `over` is called when nothing of it is left."""
    asyncio.set_event_loop(loop)
    try:
        loop.run_forever()
    finally:
        loop.run_until_complete(_end_what_still_runs())
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.run_until_complete(loop.shutdown_default_executor())
        loop.close()
        over()


async def _end_what_still_runs() -> None:
    """A question whose answer nobody waits for any more, such as a look at a picture: the studio itself has closed."""
    rest = asyncio.all_tasks() - {asyncio.current_task()}
    for task in rest:
        task.cancel()
    await asyncio.gather(*rest, return_exceptions=True)
