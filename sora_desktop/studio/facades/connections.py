"""What a person can ask for about connections."""

from collections.abc import Callable
from dataclasses import replace

from sora_desktop.domain.connection import Connection
from sora_desktop.domain.events import Health
from sora_desktop.studio.connections.registry import Connections
from sora_desktop.studio.key_retention import KeyRetention
from sora_desktop.studio.settings import SettingsKeeper


class ConnectionsFacade:
    """`may_send`: a connection changed, and what waits for it is looked at now."""

    def __init__(
        self, registry: Connections, kept_keys: KeyRetention, settings: SettingsKeeper, may_send: Callable[[], None]
    ) -> None:
        self._registry = registry
        self._kept_keys = kept_keys
        self._settings = settings
        self._may_send = may_send

    async def select(self, connection_id: str) -> None:
        """Generate with this one from now on."""
        self._registry.select(connection_id)
        await self._settings.change(selected_connection=connection_id)
        await self._registry.probe(connection_id)

    async def save(self, connection: Connection, key: str | None = None) -> Connection:
        """Add or change a connection; `key` None leaves the key as it is, an empty one says that none is needed.

        The answer says where the key is.
        """
        before = self._registry.find(connection.id)
        if before is None:
            connection = replace(connection, id=self._kept_keys.removed_twin(connection) or connection.id)
        saved = await self._registry.save(connection, key)
        if before is not None and not self._registry.has_key_of(before):
            await self._kept_keys.leave(before)
        self._may_send()
        return saved

    async def remove(self, connection_id: str) -> None:
        """Forget a connection. Its jobs under way go on; its key is forgotten with the end of the last of them."""
        await self._kept_keys.leave(self._registry.remove(connection_id))

    async def probe(self, connection_id: str) -> Health:
        """Ask whether the service answers; costs nothing."""
        return await self._registry.probe(connection_id)

    async def try_out(self, connection: Connection, key: str | None) -> Health:
        """Ask a service as it stands in the sheet whether it answers; costs nothing.

        `key` None is the key that is already kept for it.
        """
        return await self._registry.clients.try_out(connection, key)
