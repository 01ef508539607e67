"""The points in the life of a job at which a program may end: named, so that tests can end it at each of them.

A point that is reached is told to the interpreter's audit hooks as the event `sora_desktop.step`; without a hook it costs nothing.
"""

import sys
from enum import StrEnum

EVENT = "sora_desktop.step"


class CrashPoint(StrEnum):
    """In the order of a job's life; not every job comes to every point."""

    ROW_TO_COMMIT = "row-to-commit"
    ROW_COMMITTED = "row-committed"
    SUBMITTING_COMMITTED = "submitting-committed"
    SENDING_JOURNALED = "sending-journaled"
    REQUEST_SENT = "request-sent"
    ANSWER_READ = "answer-read"
    ID_JOURNALED = "id-journaled"
    ID_COMMITTED = "id-committed"
    UNKNOWN_COMMITTED = "unknown-committed"
    LIST_ANSWERED = "list-answered"
    FOUND_COMMITTED = "found-committed"
    LOOK_TO_ASK = "look-to-ask"
    LOOK_ANSWERED = "look-answered"
    CANCELLING_COMMITTED = "cancelling-committed"
    STOP_ANSWERED = "stop-answered"
    FETCHING_COMMITTED = "fetching-committed"
    PART_OPENED = "part-opened"
    PART_WRITTEN = "part-written"
    PART_FLUSHED = "part-flushed"
    VERIFYING_COMMITTED = "verifying-committed"
    VERIFIED = "verified"
    THUMBNAIL_MADE = "thumbnail-made"
    RENAMED = "renamed"
    SIDECAR_WRITTEN = "sidecar-written"
    CLIP_COMMITTED = "clip-committed"
    DONE_COMMITTED = "done-committed"


class TrashPoint(StrEnum):
    """In the order of a clip's way to the trash."""

    NOTED = "trash-noted"
    FILE_MOVED = "trash-file-moved"
    SIDECAR_MOVED = "trash-sidecar-moved"
    UNLISTED = "trash-unlisted"


def reach(point: CrashPoint | TrashPoint) -> None:
    sys.audit(EVENT, point.value)
