"""What a job keeps of the connection that it was made with: enough to find the service again, never its models."""

from hashlib import sha256

from sora_desktop.base.values import dataclass
from sora_desktop.domain.charge import Settling
from sora_desktop.domain.connection import Connection, ConnectionKind, KeyPlace
from sora_desktop.domain.format_facts import DEFAULT_FORMAT, KeyAs


@dataclass(frozen=True, slots=True)
class ServiceRef:
    """A service as a job was sent to it. Each field is that of `Connection`, as it was; it has no key.

    A connection may be changed or removed while its jobs are under way: they go on with what stands here. `base_url`
    is empty for the engine, whose address is found at use. The model of a job is in its request.
    """

    id: str
    name: str
    base_url: str
    format: str = DEFAULT_FORMAT
    kind: ConnectionKind = ConnectionKind.SAVED
    concurrency: int = 4
    deadline_seconds: int = 3600
    submissions_per_minute: int = 0
    lists_jobs: bool = False
    honours_idempotency_keys: bool = False
    can_cancel: bool = False
    settling: Settling = Settling()
    key_as: KeyAs = KeyAs.OWN
    key_place: KeyPlace = KeyPlace.MISSING
    key_mark: str = ""

    @classmethod
    def of(cls, connection: Connection) -> "ServiceRef":
        """The service of a connection as it is now."""
        return cls(
            id=connection.id,
            name=connection.name,
            base_url="" if connection.kind is ConnectionKind.ENGINE else connection.base_url,
            format=connection.format,
            kind=connection.kind,
            concurrency=connection.concurrency,
            deadline_seconds=connection.deadline_seconds,
            submissions_per_minute=connection.submissions_per_minute,
            lists_jobs=connection.lists_jobs,
            honours_idempotency_keys=connection.honours_idempotency_keys,
            can_cancel=connection.can_cancel,
            settling=connection.settling,
            key_as=connection.key_as,
            key_place=connection.key_place,
            key_mark=connection.key_mark,
        )


Service = Connection | ServiceRef
"""Both lead to the same place."""


def mark_of(service: Service) -> str:
    """By which a service is known again without its address: another one for another connection, or at another place."""
    return sha256(f"{service.id}\n{service.base_url}".encode("utf-8", "surrogatepass")).hexdigest()[:16]


def is_same_service(one: Service, other: Service) -> bool:
    """Whether two, of which one may be an older state of the other, lead to the same jobs."""
    return one.base_url == other.base_url
