"""The connections of the app: the engine, the one of the environment, and those a person saved."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from sora_desktop.base.sentences import Message, message
from sora_desktop.domain.catalog import CATALOG
from sora_desktop.domain.connection import (
    ENGINE_ID,
    ENVIRONMENT_ID,
    Connection,
    ConnectionKind,
    KeyPlace,
    engine_connection,
    new_connection,
    normalise_base_url,
)
from sora_desktop.domain.errors import (
    ConnectionGoneError,
    EngineError,
    EnvironmentGoneError,
    InputError,
    NeedsKeyError,
    NoKeyringError,
    ServiceError,
    UnknownFormatError,
    UnreachableError,
    WrongFormatError,
    WrongKeyError,
)
from sora_desktop.domain.events import ConnectionsChanged, Health, HealthChanged, Notice, Reach, Severity
from sora_desktop.domain.format_facts import DEFAULT_FORMAT, FormatFacts
from sora_desktop.domain.service_ref import Service, is_same_service
from sora_desktop.services.client import Endpoint, VideoClient
from sora_desktop.services.downloads.download import DownloadLimits
from sora_desktop.services.formats import FORMATS, facts_of
from sora_desktop.services.http.redact import RedactingFilter
from sora_desktop.services.http.transport import Transport
from sora_desktop.store.connection_changes import plain_defaults
from sora_desktop.store.connections import load_connections, save_connections
from sora_desktop.store.secrets import Secrets
from sora_desktop.studio.connections.engine_process import EngineProcess
from sora_desktop.studio.event_bus import EventBus

KEY_VARIABLE = "SORA_API_KEY"

_KEYS_NOT_GIVEN = (
    message("Your system's key store doesn't hand over your keys."),
    message("Unlock it and restart Sora Desktop, or enter the keys under Connections."),
)
_KEY_NOT_TAKEN = (
    message("Your system's key store doesn't take the key."),
    message("Unlock it and save the connection again to keep the key."),
)


@dataclass(frozen=True, slots=True)
class EnvironmentService:
    """What `SORA_BASE_URL`, `SORA_API_KEY` and `SORA_FORMAT` say; the key is in memory only."""

    connection: Connection
    key: str

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> "EnvironmentService | None":
        """None where `SORA_BASE_URL` is not set; InputError where what is set cannot be used."""
        base_url = environment.get("SORA_BASE_URL", "").strip()
        if not base_url:
            return None
        facts = facts_of(environment.get("SORA_FORMAT", "").strip() or DEFAULT_FORMAT)
        if facts is None:
            raise InputError(message("SORA_FORMAT must be one of: {formats}.", formats=", ".join(FORMATS)))
        try:
            base = normalise_base_url(base_url, facts)
        except ValueError:
            raise InputError(
                message("SORA_BASE_URL isn't a web address. It looks like https://host or http://host:port.")
            ) from None
        key = environment.get(KEY_VARIABLE, "").strip()
        connection = replace(
            new_connection(facts),
            id=ENVIRONMENT_ID,
            name="Environment",
            base_url=base,
            kind=ConnectionKind.ENVIRONMENT,
            key_place=KeyPlace.ENVIRONMENT if key else KeyPlace.NOT_NEEDED,
        )
        return cls(connection, key)


def key_name(service: Service) -> str:
    """The name a key is kept under: bound to the origin, so that it never goes to another one."""
    parts = urlsplit(service.base_url)
    return f"{service.id}@{parts.scheme}://{parts.netloc}"


class Connections:
    """Which services there are, which one is picked, and how each is reached."""

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
    ) -> None:
        self._path = path
        self._secrets = secrets
        self._transport = transport
        self._event_bus = event_bus
        self._redaction = redaction
        self._environment = environment
        self._limits = limits
        self.said = list[Message]()
        """What a person has to know of how they were found, told once somebody listens."""
        self._saved = {connection.id: connection for connection in load_connections(path, self.said.append, _as_new)}
        self._health: dict[str, Health] = {}
        self._without_list: set[str] = set()
        self._inside = set[str]()
        self._engine: EngineProcess | None = None
        self.selected = environment.connection.id if environment else ENGINE_ID
        for each in self.formats():
            redaction.add_header(each.key.name)
        if environment and environment.key:
            redaction.add_secret(environment.key)

    def use_engine(self, engine: EngineProcess) -> None:
        self._engine = engine

    async def recall_keys(self) -> None:
        """Ask the key store once which saved connections have a key."""
        for connection in tuple(self._saved.values()):
            if connection.key_place is KeyPlace.NOT_NEEDED:
                continue
            key = await self._secrets.get(key_name(connection))
            place = KeyPlace.KEYRING if key else KeyPlace.MISSING
            self._saved[connection.id] = replace(connection, key_place=place)
            if key:
                self._redaction.add_secret(key)
        if any(connection.key_place is KeyPlace.MISSING for connection in self._saved.values()):
            self._tell_trouble(*_KEYS_NOT_GIVEN)

    def _tell_trouble(self, what: Message, todo: Message) -> None:
        """Why the key store, which is there, does not do its work: a person may be able to unlock it."""
        trouble = self._secrets.trouble
        if trouble is not None and not isinstance(trouble, NoKeyringError):
            self._event_bus.emit(Notice(what.about(trouble.detail, todo=todo), Severity.WARNING, topic="key store"))

    def all(self) -> tuple[Connection, ...]:
        first = (engine_connection(), *((self._environment.connection,) if self._environment else ()))
        return tuple(
            replace(_with_ways(each), is_inside=each.id in self._inside) for each in (*first, *self._saved.values())
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
        if key:
            self._redaction.add_secret(key)
            if self.has_key_of(named) and await self._secrets.get(key_name(named)) not in (None, key):
                named = replace(named, key_mark=uuid.uuid4().hex)
            named = replace(named, key_place=await self._secrets.put(key_name(named), key))
            if named.key_place is KeyPlace.SESSION:
                self._tell_trouble(*_KEY_NOT_TAKEN)
        elif key == "":
            if self.has_key_of(named) and self._saved[named.id].key_place is not KeyPlace.NOT_NEEDED:
                await self._secrets.forget(key_name(named))
            named = replace(named, key_place=KeyPlace.NOT_NEEDED)
        elif named.key_place is not KeyPlace.NOT_NEEDED and not await self._secrets.get(key_name(named)):
            named = replace(named, key_place=KeyPlace.MISSING)
        self._saved[named.id] = named
        self._store()
        return named

    def remove(self, connection_id: str) -> Connection:
        """Forget a connection, but not its key; the answer is what it was."""
        connection = self._saved.pop(connection_id, None)
        if connection is None:
            raise InputError(
                message("This connection can't be removed: it comes with the app or from your environment.")
            )
        if self.selected == connection_id:
            self.selected = ENGINE_ID
        self._store()
        return connection

    async def forget_key(self, service: Service) -> None:
        await self._secrets.forget(key_name(service))

    def find(self, connection_id: str) -> Connection | None:
        """A saved connection, as it is now."""
        return self._saved.get(connection_id)

    def model_ids(self, service: Service) -> frozenset[str]:
        """The models that a service is known to have: those of its connection, or of the catalogue where that is gone."""
        now = next((each for each in self.all() if each.id == service.id and is_same_service(each, service)), None)
        return frozenset(model.id for model in (now.models if now else CATALOG))

    def has_key_of(self, service: Service) -> bool:
        """Whether a saved connection uses the same key."""
        now = self._saved.get(service.id)
        return now is not None and key_name(now) == key_name(service)

    def has_same_key(self, service: Service) -> bool:
        """Whether the key is the one that this service, of a job, had: with another one a service may know of other jobs."""
        return not self.has_key_of(service) or self._saved[service.id].key_mark == service.key_mark

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
        save_connections(self._path, list(self._saved.values()), _as_new)
        self._tell()

    def _tell(self) -> None:
        self._event_bus.emit(ConnectionsChanged(self.all(), self.selected))

    async def drop(self) -> None:
        """Reach every service over fresh lines from now on."""
        await self._transport.drop_connections()

    async def client(self, service: Service) -> VideoClient:
        """A client for the connection as given: of a job, as it was when the job was made.

        Raises NeedsKeyError where its key is gone, or its format is none that this version speaks, and EngineError where
        the engine does not start.
        """
        _need_format(service)
        return VideoClient(self._transport, await self._endpoint(service), limits=self._limits)

    def keyless(self, service: Service) -> VideoClient:
        """A client that has no key and needs none: for links that lead to other places."""
        return VideoClient(self._transport, Endpoint(service.base_url), limits=self._limits)

    async def _endpoint(self, service: Service) -> Endpoint:
        if service.kind is ConnectionKind.ENGINE:
            if self._engine is None:
                raise EngineError
            address = await self._engine.address()
            self._redaction.add_secret(address.token)
            return Endpoint(address.base_url, address.token)
        return Endpoint(service.base_url, await self._key(service))

    async def _key(self, service: Service) -> str:
        if service.kind is ConnectionKind.ENVIRONMENT:
            now = self._environment
            if now is None or key_name(now.connection) != key_name(service):
                raise EnvironmentGoneError(service.base_url)
            if service.key_place is KeyPlace.ENVIRONMENT and not now.key:  # the service would refuse it for good
                raise EnvironmentGoneError(service.base_url)
            return now.key
        same = self._saved[service.id] if self.has_key_of(service) else None
        if (same or service).key_place is KeyPlace.NOT_NEEDED:
            return ""
        key = await self._secrets.get(key_name(service))
        if not key:
            raise NeedsKeyError(service.name) if same else ConnectionGoneError(service.base_url)
        return key

    async def probe(self, connection_id: str) -> Health:
        connection = self.get(connection_id)
        self.set_health(connection_id, Health(Reach.ASKING))
        await self.locate(connection_id)
        health = await self._ask(connection)
        self.set_health(connection_id, health)
        return health

    async def _ask(self, connection: Connection) -> Health:
        try:
            client = await self.client(connection)
        except (EngineError, NeedsKeyError) as error:
            return Health(Reach.NO_ANSWER, error.sentence)
        return await ask(client, connection.format)

    async def try_out(self, connection: Connection, key: str | None) -> Health:
        """Ask a service as a person is about to save it; a new key is used for this question only."""
        if key is None:
            return await self._ask(connection)
        self._redaction.add_secret(key)
        return await ask(VideoClient(self._transport, Endpoint(connection.base_url, key)), connection.format)


def _as_new(wire: str) -> Connection:
    """A connection as its format has it before a person says anything."""
    facts = facts_of(wire)
    return new_connection(facts) if facts else plain_defaults(wire)


def _need_format(connection: Service) -> None:
    if facts_of(connection.format) is None:
        raise UnknownFormatError(connection.format)


def _with_ways(connection: Connection) -> Connection:
    """What its format can say, which is never stored."""
    facts = facts_of(connection.format)
    if facts is None:
        return connection
    ways = facts.pictures.local
    local_image = connection.local_image if connection.local_image in ways else ways[0]
    return replace(connection, pictures=facts.pictures, body=facts.body, local_image=local_image)


async def ask(client: VideoClient, format_id: str) -> Health:
    """Whether a service answers, in words; costs nothing."""
    try:
        await client.probe(format_id)
    except WrongKeyError as error:
        return Health(Reach.WRONG_KEY, error.sentence)
    except WrongFormatError as error:
        return Health(Reach.NOT_THE_FORMAT, error.sentence)
    except (UnreachableError, ServiceError) as error:
        return Health(Reach.NO_ANSWER, error.sentence)
    return Health(Reach.ANSWERS)
