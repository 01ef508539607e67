"""What a person can ask for about connections."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from sora_desktop.domain.activity import ActivityKind
from sora_desktop.domain.balance import Balance
from sora_desktop.domain.catalog import VideoModel
from sora_desktop.domain.connection import ENGINE_ID, Connection, ConnectionKind
from sora_desktop.domain.doctor import FREE, Finding
from sora_desktop.domain.errors import AppError, InputError
from sora_desktop.domain.events import Health
from sora_desktop.domain.pricing import PriceList
from sora_desktop.domain.recognition import Recognition
from sora_desktop.domain.told import ListsRead
from sora_desktop.studio.activities import Activities, Progress
from sora_desktop.studio.connections.balances import Balances
from sora_desktop.studio.connections.model_lists import ModelLists
from sora_desktop.studio.connections.passing_on import read_connections, write_connections
from sora_desktop.studio.connections.registry import NOT_REMOVABLE, Connections
from sora_desktop.studio.key_retention import KeyRetention
from sora_desktop.studio.settings import SettingsKeeper

log = logging.getLogger(__name__)


class ConnectionsFacade:
    """`may_send`: a connection changed, and what waits for it is looked at now."""

    def __init__(
        self,
        registry: Connections,
        kept_keys: KeyRetention,
        settings: SettingsKeeper,
        activities: Activities,
        balances: Balances,
        may_send: Callable[[], None],
    ) -> None:
        self._registry = registry
        self._lists = ModelLists(registry)
        self._kept_keys = kept_keys
        self._settings = settings
        self._activities = activities
        self._balances = balances
        self._examining: asyncio.Task[object] | None = None
        self._may_send = may_send

    async def select(self, connection_id: str) -> None:
        """Generate with this one from now on."""
        self._registry.select(connection_id)
        await self._settings.change(selected_connection=connection_id)
        self._balances.ask_soon(connection_id)
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

    async def set_prices(self, connection_id: str, prices: PriceList) -> Connection:
        """Take other prices for a saved connection, as it is now; all else stays."""
        return await self._registry.save(replace(self._registry.get(connection_id), prices=prices), None)

    async def remove(self, connection_id: str) -> None:
        """Forget a connection. Its jobs under way go on; its key is forgotten with the end of the last of them."""
        await self._kept_keys.leave(self._registry.remove(connection_id))

    async def hide(self, connection_id: str) -> Connection:
        """Offer a connection no more; its jobs go on, and its key stays. The answer is what it is.

        On the disk all stays as it is: `remove` or `show` follows.
        """
        connection = self._registry.find(connection_id)
        if connection is None or connection_id in self._registry.hidden:
            raise InputError(NOT_REMOVABLE)
        self._registry.hidden.add(connection_id)
        self._registry.select(ENGINE_ID if self._registry.selected == connection_id else self._registry.selected)
        return connection

    async def show(self, connection_id: str, *, pick: bool) -> None:
        """Offer a hidden one again; `pick` it, unless a person has picked another one since."""
        self._registry.hidden.discard(connection_id)
        selected = self._registry.selected
        self._registry.select(connection_id if pick and selected == ENGINE_ID else selected)
        self._may_send()

    async def reorder(self, ids: Sequence[str]) -> None:
        """Let the saved connections stand in this order, by their ids, here and at each later start."""
        self._registry.reorder(ids)

    async def probe(self, connection_id: str) -> Health:
        """Ask whether the service answers, and what is left there; costs nothing."""
        self._balances.ask_soon(connection_id)
        return await self._registry.probe(connection_id)

    async def balance(self, connection_id: str) -> Balance | None:
        """Ask what is left at a service; None where it does not tell. Costs nothing."""
        return await self._balances.refresh(connection_id)

    async def try_out(self, connection: Connection, key: str | None) -> Health:
        """Ask a service as it stands in the sheet whether it answers; costs nothing.

        `key` None is the key that is already kept for it.
        """
        return await self._registry.clients.try_out(connection, key)

    async def refresh_models(self, connection_id: str) -> ListsRead:
        """Ask a service for its models and prices, and offer them; costs nothing.

        Raises the ServiceError branch where it lists none: then nothing changes.
        """
        return await self._lists.refresh(connection_id)

    async def find_model(self, connection_id: str, model_id: str) -> VideoModel:
        """A model that a connection offers, or that its service lists: it is asked where the connection has none.

        InputError, with what that means for the bill, where it is neither.
        """
        return await self._lists.find(connection_id, model_id)

    async def ask_environment(self) -> None:
        """Ask the service of the environment for its models; one that lists none keeps those that it has."""
        for connection in self._registry.all():
            if connection.kind is ConnectionKind.ENVIRONMENT:
                try:
                    await self._lists.refresh(connection.id)
                except AppError as error:
                    log.info("the environment's service lists no models: %s", error)

    async def recognise(self, connection: Connection, key: str | None) -> Recognition:
        """What a service as it stands in the sheet seems to be; asks nothing that costs or changes anything.

        `key` None is the key that is already kept for it.
        """
        return await self._registry.clients.recognise(connection, key)

    async def examine(self, connection: Connection, key: str | None) -> tuple[Finding, ...]:
        """Examine a service as it stands in the sheet, as an activity; costs nothing.

        All that was found, also where it was stopped. `key` None is the key that is already kept for it. Raises
        InputError while another one is examined, and NeedsKeyError.
        """
        found = list[Finding]()

        async def work(progress: Progress) -> None:
            async for finding in self._registry.clients.examine(connection, key):
                found.append(finding)
                progress(len(found), len(FREE))

        task = self._examining = self._activities.start(ActivityKind.DOCTOR, work, asked_for=False)
        await asyncio.wait((task,))
        return tuple(found)

    async def stop_examining(self) -> None:
        """Nobody waits for the findings any more."""
        if self._examining is not None:
            self._examining.cancel()

    async def export_connections(self, path: Path) -> int:
        """Write the saved connections into a file, without their keys, and say how many they are.

        StorageError where it cannot be written.
        """
        return await asyncio.to_thread(write_connections, path, self._registry.all())

    async def import_connections(self, path: Path) -> int:
        """Add the connections of an exported file, each as a new one without its key, and say how many they are.

        InputError where the file holds none.
        """
        names = {connection.name for connection in self._registry.all()}
        connections = await asyncio.to_thread(read_connections, path, names)
        for connection in connections:
            await self._registry.save(connection, None)
        return len(connections)
