"""What is left at each service that tells it: asked after a job has ended or was settled, and by hand. Never at a rate."""

import logging
from dataclasses import replace

from sora_desktop.domain.balance import Balance, BalanceWay
from sora_desktop.domain.connection import Connection
from sora_desktop.domain.errors import AppError
from sora_desktop.domain.events import BalanceChanged
from sora_desktop.domain.presets import preset_of
from sora_desktop.services.balances import balance_calls, read_balance
from sora_desktop.services.client import VideoClient
from sora_desktop.studio.clock import Clock
from sora_desktop.studio.connections.new_connections import with_told
from sora_desktop.studio.connections.quotas import told_quota
from sora_desktop.studio.connections.registry import Connections
from sora_desktop.studio.event_bus import EventBus
from sora_desktop.studio.tasks import Tasks

log = logging.getLogger(__name__)

REST_SECONDS = 2.0
"""Jobs that end together are one reason to ask."""


class Balances:
    """Nothing waits for it, and where a service does not tell, nothing is shown."""

    def __init__(self, registry: Connections, event_bus: EventBus, clock: Clock, tasks: Tasks) -> None:
        self._registry = registry
        self._event_bus = event_bus
        self._clock = clock
        self._tasks = tasks
        self._due = set[str]()

    def ask_soon(self, connection_id: str) -> None:
        """What is left there may be another sum by now."""
        if connection_id not in self._due and self._ways_of(connection_id):
            self._due.add(connection_id)
            self._tasks.spawn(self._ask_after_a_rest(connection_id), "balance")

    async def _ask_after_a_rest(self, connection_id: str) -> None:
        await self._clock.sleep(REST_SECONDS)
        self._due.discard(connection_id)
        await self.refresh(connection_id)

    async def refresh(self, connection_id: str) -> Balance | None:
        """Ask now; None where the service does not tell, or does not answer. Then nothing is shown any more."""
        ways = self._ways_of(connection_id)
        balance = await self._told(self._registry.get(connection_id), ways) if ways else None
        self._event_bus.emit(BalanceChanged(connection_id, balance))
        return balance

    def _ways_of(self, connection_id: str) -> tuple[BalanceWay, ...]:
        try:
            connection = self._registry.get(connection_id)
        except AppError:
            return ()
        preset = preset_of(connection.preset)
        return preset.balances if preset and not connection.prices.free else ()

    async def _told(self, connection: Connection, ways: tuple[BalanceWay, ...]) -> Balance | None:
        try:
            client = await self._registry.client(connection)
            connection = await self._with_quota(client, connection)
            for way in ways:
                if found := await self._by(way, client, connection):
                    return found
        except AppError as error:
            log.info("the balance of %s could not be asked: %s", connection.id, error)
        return None

    async def _with_quota(self, client: VideoClient, connection: Connection) -> Connection:
        """What its units are worth belongs to its sums."""
        quota = None if connection.told.quota else await told_quota(client, connection)
        if quota is None:
            return connection
        return self._registry.revise(connection, lambda was: with_told(was, replace(was.told, quota=quota)))

    async def _by(self, way: BalanceWay, client: VideoClient, connection: Connection) -> Balance | None:
        answers = []
        for call in balance_calls(way):
            answer = await client.ask(call, connection.format)
            answers.append(answer)
            if answer.status != 200:
                return None
        quota = connection.told.quota
        found = read_balance(way, answers, quota.billing_unit if quota else "USD")
        if found is None:
            return None
        left, unit = found
        settling = connection.settling
        if unit == settling.unit and settling.units_a_dollar > 0:
            left, unit = left / settling.units_a_dollar, "USD"
        return Balance(left, unit, self._clock.now())
