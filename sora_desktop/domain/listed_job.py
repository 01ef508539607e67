"""A job as a service lists it, which this app did not send."""

from datetime import datetime

from sora_desktop.base.values import dataclass
from sora_desktop.domain.catalog import VideoModel
from sora_desktop.domain.connection import Connection
from sora_desktop.domain.origin import Origin, Way
from sora_desktop.domain.request import Request
from sora_desktop.domain.shapes import Size


@dataclass(frozen=True, slots=True)
class ListedJob:
    """What the service tells of it; all but the id may be missing. `created_at` is an aware UTC datetime.

    `size` as the service writes it. `is_finished`: its clip can be fetched, else it is still being made.
    """

    remote_id: str
    model: str = ""
    prompt: str = ""
    seconds: float | None = None
    size: str = ""
    created_at: datetime | None = None
    is_finished: bool = False


_UNTOLD_SIZE, _UNTOLD_SECONDS = Size(1280, 720), 4


def request_of(listed: ListedJob, connection: Connection) -> Request:
    """The request that it was made from, as far as is told; `origin` says that the rest is a guess."""
    size, seconds = _size(listed.size), max(round(listed.seconds), 1) if listed.seconds else None
    known = connection.model(listed.model)
    model = known or VideoModel(listed.model or "?", (size or _UNTOLD_SIZE,), (seconds or _UNTOLD_SECONDS,))
    return Request(
        prompt=listed.prompt,
        model=model,
        size=size or model.sizes[0],
        seconds=seconds or model.settle_seconds(None),
        origin=Origin(Way.ELSEWHERE),
    )


def _size(text: str) -> Size | None:
    try:
        return Size.parse(text)
    except ValueError:
        return None
