"""The keys of the connections: where each is kept, and which one goes along with a service."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlsplit

from sora_desktop.base.sentences import Message, message
from sora_desktop.domain.connection import Connection, ConnectionKind, KeyPlace
from sora_desktop.domain.errors import ConnectionGoneError, EnvironmentGoneError, NeedsKeyError, NoKeyringError
from sora_desktop.domain.events import Notice, Severity
from sora_desktop.domain.service_ref import Service
from sora_desktop.services.http.redact import RedactingFilter
from sora_desktop.store.secrets import Secrets
from sora_desktop.studio.connections.environment_service import EnvironmentService
from sora_desktop.studio.event_bus import EventBus

_KEYS_NOT_GIVEN = (
    message("Your system's key store doesn't hand over your keys."),
    message("Unlock it and restart Sora Desktop, or enter the keys under Connections."),
)
_KEY_NOT_TAKEN = (
    message("Your system's key store doesn't take the key."),
    message("Unlock it and save the connection again to keep the key."),
)


def key_name(service: Service) -> str:
    """The name a key is kept under: bound to the origin, so that it never goes to another one."""
    parts = urlsplit(service.base_url)
    return f"{service.id}@{parts.scheme}://{parts.netloc}"


class ConnectionKeys:
    """`saved` finds a saved connection by its id, as it is now."""

    def __init__(
        self,
        secrets: Secrets,
        event_bus: EventBus,
        redaction: RedactingFilter,
        environment: EnvironmentService | None,
        saved: Callable[[str], Connection | None],
    ) -> None:
        self._secrets = secrets
        self._event_bus = event_bus
        self._redaction = redaction
        self._environment = environment
        self._saved = saved
        if environment and environment.key:
            redaction.add_secret(environment.key)

    def same(self, service: Service) -> Connection | None:
        """The saved connection that uses the same key."""
        now = self._saved(service.id)
        return now if now is not None and key_name(now) == key_name(service) else None

    async def recall(self, connection: Connection) -> KeyPlace:
        """Ask the key store whether it has the key of a saved connection that needs one."""
        key = await self._secrets.get(key_name(connection))
        if key:
            self._redaction.add_secret(key)
        return KeyPlace.KEYRING if key else KeyPlace.MISSING

    def tell_not_given(self) -> None:
        """Keys that should be there are not."""
        self._tell_trouble(*_KEYS_NOT_GIVEN)

    def _tell_trouble(self, what: Message, todo: Message) -> None:
        """Why the key store, which is there, does not do its work: a person may be able to unlock it."""
        trouble = self._secrets.trouble
        if trouble is not None and not isinstance(trouble, NoKeyringError):
            self._event_bus.emit(Notice(what.about(trouble.detail, todo=todo), Severity.WARNING, topic="key store"))

    async def keep(self, connection: Connection, key: str | None) -> Connection:
        """Keep the key of a connection that is about to be saved, and say with it where that is.

        `key` None leaves it as it is, an empty one says that none is needed.
        """
        same = self.same(connection)
        if key:
            self._redaction.add_secret(key)
            if same is not None and await self._secrets.get(key_name(connection)) not in (None, key):
                connection = replace(connection, key_mark=uuid.uuid4().hex)
            place = await self._secrets.put(key_name(connection), key)
            if place is KeyPlace.SESSION:
                self._tell_trouble(*_KEY_NOT_TAKEN)
            return replace(connection, key_place=place)
        if key == "":
            if same is not None and same.key_place is not KeyPlace.NOT_NEEDED:
                await self._secrets.forget(key_name(connection))
            return replace(connection, key_place=KeyPlace.NOT_NEEDED)
        if connection.key_place is not KeyPlace.NOT_NEEDED and not await self._secrets.get(key_name(connection)):
            return replace(connection, key_place=KeyPlace.MISSING)
        return connection

    async def forget(self, service: Service) -> None:
        await self._secrets.forget(key_name(service))

    def hide(self, key: str) -> None:
        """Let no log show a key that is used without being kept."""
        self._redaction.add_secret(key)

    async def of(self, service: Service) -> str:
        """The key that goes along with a service, "" where it needs none.

        Raises NeedsKeyError, ConnectionGoneError or EnvironmentGoneError where it is gone.
        """
        if service.kind is ConnectionKind.ENVIRONMENT:
            return self._of_environment(service)
        same = self.same(service)
        if (same or service).key_place is KeyPlace.NOT_NEEDED:
            return ""
        key = await self._secrets.get(key_name(service))
        if not key:
            raise NeedsKeyError(service.name) if same else ConnectionGoneError(service.base_url)
        return key

    def _of_environment(self, service: Service) -> str:
        now = self._environment
        if now is None or key_name(now.connection) != key_name(service):
            raise EnvironmentGoneError(service.base_url)
        if service.key_place is KeyPlace.ENVIRONMENT and not now.key:  # the service would refuse it for good
            raise EnvironmentGoneError(service.base_url)
        return now.key
