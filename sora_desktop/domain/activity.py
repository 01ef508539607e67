"""A longer piece of work that is no job: it costs nothing, can be cancelled, and ends in words."""

from enum import StrEnum

from sora_desktop.base.sentences import Message
from sora_desktop.base.values import dataclass


class ActivityKind(StrEnum):
    READ_LIBRARY = "read-library"
    THUMBNAILS = "thumbnails"
    DOCTOR = "doctor"


@dataclass(frozen=True, slots=True)
class Activity:
    """`fraction` is from 0 to 1, None where nobody knows how much there is to do."""

    id: str
    kind: ActivityKind
    title: Message
    fraction: float | None = None
