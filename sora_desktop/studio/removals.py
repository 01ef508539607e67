"""Removals that can be taken back: done at once, and for good only once nobody can want them back any more.

What cannot be done backwards (a file goes to the trash, a key is forgotten) waits for that. So a program that is killed
meanwhile has done nothing that a person could still take back: after the next start it is there again.
"""

import logging
import uuid
from collections.abc import Awaitable, Callable
from typing import NamedTuple

from sora_desktop.base.sentences import Message, message
from sora_desktop.domain.errors import AppError, InputError
from sora_desktop.domain.events import RemovalBegan, RemovalEnded
from sora_desktop.domain.removal import Removal
from sora_desktop.studio.event_bus import EventBus

log = logging.getLogger(__name__)

Step = Callable[[], Awaitable[None]]


async def _nothing() -> None:
    """All was done at once."""


class _Standing(NamedTuple):
    removal: Removal
    take_back: Step
    for_good: Step


class Removals:
    """Several may stand at once, the latest last. Each ends once: taken back or for good."""

    def __init__(self, event_bus: EventBus) -> None:
        self._event_bus = event_bus
        self._standing: dict[str, _Standing] = {}

    def begin(self, text: Message, take_back: Step, for_good: Step = _nothing) -> Removal:
        """Something was taken away. `take_back` brings it back, `for_good` does what cannot be done backwards."""
        removal = Removal(uuid.uuid4().hex, text)
        self._stand(_Standing(removal, take_back, for_good))
        return removal

    def _stand(self, standing: _Standing) -> None:
        self._standing[standing.removal.id] = standing
        self._event_bus.emit(RemovalBegan(standing.removal))

    def standing(self) -> tuple[Removal, ...]:
        """Those that can be taken back, the latest last."""
        return tuple(each.removal for each in self._standing.values())

    async def take_back(self, removal_id: str) -> None:
        """Let all be as it was. Where that does not work the removal stands, and says so again; InputError where it ended."""
        standing = self._end(removal_id)
        if standing is None:
            raise InputError(message("This can no longer be undone."))
        try:
            await standing.take_back()
        except AppError:
            self._stand(standing)
            raise

    async def finish(self, removal_id: str) -> None:
        """Nobody wants it back. One that has ended is left alone."""
        standing = self._end(removal_id)
        if standing is not None:
            await standing.for_good()

    def _end(self, removal_id: str) -> _Standing | None:
        standing = self._standing.pop(removal_id, None)
        if standing is not None:
            self._event_bus.emit(RemovalEnded(removal_id))
        return standing

    async def close(self) -> None:
        """The app closes: all are for good. What cannot be is there again at the next start."""
        for removal in self.standing():
            try:
                await self.finish(removal.id)
            except AppError as error:
                log.warning("a removal could not be finished: %s", error)
