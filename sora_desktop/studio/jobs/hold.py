"""Where the folder may not be what it was, nothing is sent before a person has looked."""

from sora_desktop.domain.events import Notice
from sora_desktop.domain.job import JobState, WaitsFor
from sora_desktop.studio.event_bus import EventBus
from sora_desktop.studio.jobs.custody import HELD, Custody
from sora_desktop.studio.jobs.ledger import Ledger
from sora_desktop.studio.jobs.queue import Queue


class Hold:
    """Stops the queue where custody has a concern, and says of each waiting job that this is why."""

    def __init__(self, ledger: Ledger, queue: Queue, custody: Custody, event_bus: EventBus) -> None:
        self._ledger = ledger
        self._queue = queue
        self._custody = custody
        self._event_bus = event_bus

    def settle(self) -> None:
        """At a start: the queue stands still where there is a concern."""
        self._say()
        self._queue.paused = self._queue.paused or self._custody.concern is not None

    def begin(self, notice: Notice) -> None:
        """Nothing may be sent any more before a person has looked: stop, and say why."""
        self._say()
        self._queue.set_paused(True)
        self._event_bus.emit(notice)

    def end(self) -> None:
        """A person's word that the folder is what it was."""
        self._custody.confirm()
        self._say()

    def _say(self) -> None:
        held = self._custody.concern is not None
        for job in self._ledger.in_states({JobState.WAITING}):
            if held:
                self._ledger.say(job.id, HELD, WaitsFor.LOOK)
            elif job.waits_for is WaitsFor.LOOK:
                self._ledger.say(job.id, None)
