"""What a service's own units are worth, asked of it beside its lists and before its balance."""

from sora_desktop.domain.charge import SettlementWay
from sora_desktop.domain.connection import Connection
from sora_desktop.domain.errors import ServiceError
from sora_desktop.domain.told import Quota
from sora_desktop.services.client import VideoClient
from sora_desktop.services.quota import QUOTA_CALL, read_quota

_COUNT_IN_UNITS = {SettlementWay.NEW_API_TASK, SettlementWay.NEW_API_LOG}


async def told_quota(client: VideoClient, connection: Connection) -> Quota | None:
    """None where it has no units, or does not tell: then what its kind is known for holds."""
    if not _COUNT_IN_UNITS.intersection(connection.settling.ways):
        return None
    try:
        return read_quota(await client.ask(QUOTA_CALL, connection.format), connection.settling.unit)
    except ServiceError:
        return None
