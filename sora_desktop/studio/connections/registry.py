"""The connections of the app: the engine, the one of the environment, and those a person saved."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from sora_desktop.base.sentences import Message, message
from sora_desktop.domain.catalog import CATALOG
from sora_desktop.domain.connection import (
    ENGINE_ID,
    Connection,
    ConnectionKind,
    KeyPlace,
    engine_connection,
)
from sora_desktop.domain.errors import InputError
from sora_desktop.domain.events import ConnectionsChanged, Health, HealthChanged, Reach
from sora_desktop.domain.format_facts import KEY_HEADER_NAMES, FormatFacts
from sora_desktop.domain.service_ref import Service, is_same_service
from sora_desktop.services.client import VideoClient
from sora_desktop.services.downloads.download import DownloadLimits
from sora_desktop.services.formats import FORMATS, facts_of
from sora_desktop.services.http.redact import RedactingFilter
from sora_desktop.services.http.transport import Transport
from sora_desktop.store.connections import load_connections, save_connections
from sora_desktop.store.secrets import Secrets
from sora_desktop.studio.connections.clients import Clients, HearsOfJob
from sora_desktop.studio.connections.environment_service import EnvironmentService
from sora_desktop.studio.connections.keys import ConnectionKeys
from sora_desktop.studio.connections.new_connections import connection_as_new, gone_along
from sora_desktop.studio.event_bus import EventBus

NOT_REMOVABLE = message("This connection can't be removed: it comes with the app or from your environment.")


class Connections:
    """Which services there are, and which one is picked. `keys` has their keys, `clients` is how each is reached."""

    def __init__(
        self,
        path: Path,
        secrets: Secrets,
        transport: Transport,
        event_bus: EventBus,
        *,
        redaction: RedactingFilter,
        environment: EnvironmentService | None,
        limits: DownloadLimits,
        hears: HearsOfJob,
    ) -> None:
        self._path = path
        self._transport = transport
        self._event_bus = event_bus
        self._environment = environment
        self.said = list[Message]()
        """What a person has to know of how they were found, told once somebody listens."""
        self._saved = {
            connection.id: connection for connection in load_connections(path, self.said.append, connection_as_new)
        }
        self.has_unread = bool(self.said)
        """Whether there may be saved ones that this version cannot read: their keys are theirs all the same."""
        self._health: dict[str, Health] = {}
        self._without_list: set[str] = set()
        self._inside = set[str]()
        self.hidden = set[str]()
        """Saved ones that are offered no more: until this program ends they may be wanted back."""
        self.keys = ConnectionKeys(secrets, event_bus, redaction, environment, self.find)
        self.clients = Clients(transport, self.keys, limits, hears)
        self.selected = environment.connection.id if environment else ENGINE_ID
        for name in (*KEY_HEADER_NAMES, *(each.key.name for each in self.formats())):
            redaction.add_header(name)

    async def recall_keys(self) -> None:
        """Ask the key store once which saved connections have a key."""
        for connection in tuple(self._saved.values()):
            if connection.key_place is KeyPlace.NOT_NEEDED:
                continue
            self._saved[connection.id] = replace(connection, key_place=await self.keys.recall(connection))
        if any(connection.key_place is KeyPlace.MISSING for connection in self._saved.values()):
            self.keys.tell_not_given()

    def all(self) -> tuple[Connection, ...]:
        first = (engine_connection(), *((self._environment.connection,) if self._environment else ()))
        return tuple(
            replace(_with_ways(each), is_inside=each.id in self._inside)
            for each in (*first, *self._saved.values())
            if each.id not in self.hidden
        )

    def formats(self) -> tuple[FormatFacts, ...]:
        """Those that a connection can speak, in the order in which they are offered."""
        return tuple(wire.facts for wire in FORMATS.values())

    async def locate(self, connection_id: str) -> None:
        """See where a service is: one on a network of one's own may be given addresses there."""
        connection = replace(self.get(connection_id), is_inside=False)
        inside = connection.is_public and not await self._transport.is_public(connection.base_url)
        if inside is not (connection_id in self._inside):
            self._inside ^= {connection_id}
            self._tell()

    def get(self, connection_id: str) -> Connection:
        for connection in self.all():
            if connection.id == connection_id:
                return connection
        raise InputError(message("This connection no longer exists."))

    def select(self, connection_id: str) -> None:
        self.selected = self.get(connection_id).id
        self._tell()

    def restore_selection(self, connection_id: str) -> None:
        """Pick what was picked last time; the environment's connection wins while it is set."""
        known = any(connection.id == connection_id for connection in self.all())
        if self._environment is None and known:
            self.selected = connection_id

    def health(self) -> tuple[tuple[str, Health], ...]:
        return tuple(self._health.items())

    def set_health(self, connection_id: str, health: Health) -> None:
        self._health[connection_id] = health
        self._event_bus.emit(HealthChanged(connection_id, health))

    async def save(self, connection: Connection, key: str | None) -> Connection:
        """Add or change a connection. An empty `key` means that the service needs none."""
        if connection.kind is not ConnectionKind.SAVED:
            raise InputError(
                message("This connection can't be changed: it comes with the app or from your environment.")
            )
        named = replace(connection, id=connection.id or uuid.uuid4().hex)
        before = self._saved.get(named.id)
        if before is not None:
            named = gone_along(before, named)
        named = await self.keys.keep(named, key)
        self._saved[named.id] = named
        self._store()
        return named

    def revise(self, asked: Connection, change: Callable[[Connection], Connection]) -> Connection:
        """Take over what was learned of a service when it was asked as this connection; the answer is what came of it.

        That of the environment is changed until the app closes. InputError where the connection is gone, or leads
        elsewhere by now.
        """
        environment = self._environment
        if environment is not None and asked.id == environment.connection.id:
            self._environment = replace(environment, connection=change(environment.connection))
            self._tell()
            return self._environment.connection
        now = self._saved.get(asked.id)
        if now is None or now.base_url != asked.base_url:
            raise InputError(message("This connection no longer exists."))
        self._saved[now.id] = change(now)
        self._store()
        return self._saved[now.id]

    def remove(self, connection_id: str) -> Connection:
        """Forget a connection, but not its key; the answer is what it was."""
        connection = self._saved.pop(connection_id, None)
        if connection is None:
            raise InputError(NOT_REMOVABLE)
        self.hidden.discard(connection_id)
        if self.selected == connection_id:
            self.selected = ENGINE_ID
        self._store()
        return connection

    def reorder(self, ids: Sequence[str]) -> None:
        """The saved connections in this order from now on; those that are not named come after them as they stood."""
        before = self._saved
        self._saved = {**{each: before[each] for each in ids if each in before}, **before}
        if list(self._saved) != list(before):
            self._store()

    def find(self, connection_id: str) -> Connection | None:
        """A saved connection, as it is now."""
        return self._saved.get(connection_id)

    def model_ids(self, service: Service) -> frozenset[str]:
        """The models that a service is known to have: those of its connection, or of the catalogue where that is gone."""
        now = next((each for each in self.all() if each.id == service.id and is_same_service(each, service)), None)
        return frozenset(model.id for model in (now.models if now else CATALOG))

    def has_key_of(self, service: Service) -> bool:
        """Whether a saved connection uses the same key."""
        return self.keys.same(service) is not None

    def has_same_key(self, service: Service) -> bool:
        """Whether the key is the one that this service, of a job, had: with another one a service may know of other jobs."""
        same = self.keys.same(service)
        return same is None or same.key_mark == service.key_mark

    def has_list(self, service: Service) -> bool:
        """Whether a service may be asked for a list of its jobs: it is said to have one, and never said that it has none."""
        now = self._saved.get(service.id)
        known = now is None or not is_same_service(now, service) or now.lists_jobs
        return service.lists_jobs and known and service.base_url not in self._without_list

    def note_no_list(self, service: Service) -> None:
        """The service has no list: it is not asked for one again, also in later starts."""
        self._without_list.add(service.base_url)
        now = self._saved.get(service.id)
        if now is not None and is_same_service(now, service) and now.lists_jobs:
            self._saved[now.id] = replace(now, lists_jobs=False)
            self._store()

    def _store(self) -> None:
        save_connections(self._path, list(self._saved.values()), connection_as_new)
        self._tell()

    def _tell(self) -> None:
        self._event_bus.emit(ConnectionsChanged(self.all(), self.selected))

    async def client(self, service: Service, about: str = "") -> VideoClient:
        """A client for the connection as given; see `Clients.client`."""
        return await self.clients.client(service, about)

    def keyless(self, service: Service, about: str = "") -> VideoClient:
        """A client that has no key and needs none: for links that lead to other places."""
        return self.clients.keyless(service, about)

    async def probe(self, connection_id: str) -> Health:
        """Ask a service whether it answers; costs nothing."""
        connection = self.get(connection_id)
        self.set_health(connection_id, Health(Reach.ASKING))
        await self.locate(connection_id)
        health = await self.clients.ask(connection)
        self.set_health(connection_id, health)
        return health


def _with_ways(connection: Connection) -> Connection:
    """What its format can say, which is never stored."""
    facts = facts_of(connection.format)
    if facts is None:
        return connection
    ways = facts.pictures.local
    local_image = connection.local_image if connection.local_image in ways else ways[0]
    sister = facts_of(facts.pictures.file_format) or facts
    return replace(connection, pictures=facts.pictures, body=facts.body, file_body=sister.body, local_image=local_image)
