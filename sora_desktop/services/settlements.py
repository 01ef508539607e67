"""Asking a service, once a job has ended, what it cost. Pure: the questions, and what their answers tell.

These routes belong to a server and not to a wire format: a connection says which of them it has.
"""

from datetime import datetime

from sora_desktop.base.values import dataclass
from sora_desktop.domain.charge import Settlement, SettlementWay
from sora_desktop.services.parsing import charges
from sora_desktop.services.parsing.answers import read_status
from sora_desktop.services.parsing.http_errors import question_failure
from sora_desktop.services.videos_api import job_path
from sora_desktop.services.wire import Answer, Call, RemoteError, RemoteState

_TASKS = "/v1/video/generations"
_LOG = "/api/log/token"


@dataclass(frozen=True, slots=True)
class Sending:
    """What a service's books may know a job by. `sent` is from when until when it was sent, by the service's clock
    where that is known.
    """

    remote_id: str
    model: str
    sent: tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Books:
    """What they say of one job: what it cost, and why it failed where it has. None where they say nothing of that."""

    charge: Settlement | None = None
    failure: RemoteError | None = None

    def __bool__(self) -> bool:
        return (self.charge, self.failure) != (None, None)


def settlement_call(way: SettlementWay, sending: Sending) -> Call:
    match way:
        case SettlementWay.NEW_API_TASK:
            return Call("GET", job_path(_TASKS, sending.remote_id))
        case SettlementWay.NEW_API_LOG:
            return Call("GET", _LOG)


def read_settlement(way: SettlementWay, sending: Sending, answer: Answer, base_url: str) -> Books:
    """What the answer tells of this very job. Raises the ServiceError branch."""
    if way is SettlementWay.NEW_API_TASK:
        status = read_status(answer, base_url)
        if status.id not in ("", sending.remote_id):
            return Books()
        return Books(status.charge, status.error if status.state is RemoteState.FAILED else None)
    if not 200 <= answer.status < 300:
        raise question_failure(answer)
    document = next(iter(answer.documents), None)
    return Books(charges.of_log(document, sending.remote_id, sending.model, sending.sent))
