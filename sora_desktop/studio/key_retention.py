"""Keys of connections that were removed, or moved to another address, while jobs of them still need the key."""

from sora_desktop.domain.connection import Connection, ConnectionKind
from sora_desktop.domain.events import Event, JobChanged, JobRemoved
from sora_desktop.domain.job import ACTIVE, FINAL, NEEDS_PERSON, Job
from sora_desktop.domain.service_ref import Service, is_same_service
from sora_desktop.studio.connections.keys import key_name
from sora_desktop.studio.connections.registry import Connections
from sora_desktop.studio.event_bus import EventBus
from sora_desktop.studio.jobs.ledger import Ledger
from sora_desktop.studio.tasks import Tasks

_NEEDS_KEY = ACTIVE | NEEDS_PERSON


class KeyRetention:
    """A key outlives its connection until the last job that was made with it has ended; then it is forgotten."""

    def __init__(self, ledger: Ledger, connections: Connections, event_bus: EventBus, tasks: Tasks) -> None:
        self._ledger = ledger
        self._connections = connections
        self._tasks = tasks
        self._kept: dict[str, Service] = {}
        event_bus.subscribe(self._hear)

    async def settle(self) -> None:
        """Find the keys that only jobs know of, and forget those that no job needs. Once at start, and after changes.

        Where a saved connection cannot be read, which of them are gone is not known: then every key stays.
        """
        if self._connections.has_unread:
            return
        for job in self._ledger.jobs():
            if self._is_gone(job.service):
                self._kept[key_name(job.service)] = job.service
        await self.forget_unneeded()

    async def leave(self, connection: Connection) -> None:
        """This connection was removed, or moved to another address."""
        if connection.kind is ConnectionKind.SAVED:
            self._kept[key_name(connection)] = connection
            await self.forget_unneeded()

    def removed_twin(self, connection: Connection) -> str | None:
        """The id of a removed connection to the same address that jobs still need: adding it anew brings it back."""
        return next(
            (
                job.service.id
                for job in self._ledger.in_states(_NEEDS_KEY)
                if self._is_gone(job.service)
                and self._connections.find(job.service.id) is None
                and is_same_service(job.service, connection)
            ),
            None,
        )

    def _is_gone(self, service: Service) -> bool:
        return service.kind is ConnectionKind.SAVED and not self._connections.has_key_of(service)

    def _hear(self, event: Event) -> None:
        ended = isinstance(event, JobRemoved) or (isinstance(event, JobChanged) and event.job.state in FINAL)
        if ended and self._kept:
            self._tasks.spawn(self.forget_unneeded(), "kept keys")

    async def forget_unneeded(self) -> None:
        """Forget the keys that no job needs by now; one that was taken off the list and may come back does."""
        for name, service in tuple(self._kept.items()):
            jobs = (*self._ledger.in_states(_NEEDS_KEY), *self._ledger.aside.jobs())
            if not self._is_gone(service):
                self._kept.pop(name, None)
            elif not any(_needs(job, name) for job in jobs if job.state in _NEEDS_KEY):
                self._kept.pop(name, None)
                await self._connections.keys.forget(service)


def _needs(job: Job, name: str) -> bool:
    return job.service.kind is ConnectionKind.SAVED and key_name(job.service) == name
