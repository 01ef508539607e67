"""Why nothing may be sent from a data folder before a person has looked: it may not be what it was.

A folder that was copied, restored or taken to another machine has jobs that wait, and some of them may have been
sent from elsewhere, or later than the folder remembers. What is known of it is put side by side here, and judged once.
"""

from enum import StrEnum

from sora_desktop.base.values import dataclass


class Concern(StrEnum):
    """What is wrong with a data folder. The last is found while it is open, the others at a start."""

    RECORD_MISSING = "record-missing"
    RECORD_DAMAGED = "record-damaged"
    OPEN_ELSEWHERE = "open-elsewhere"
    LIST_OLDER = "list-older"
    RECORD_OLDER = "record-older"
    FOLDER_OLDER = "folder-older"
    OTHER_MACHINE = "other-machine"
    COPY = "copy"
    RESTORED = "restored"
    NOT_OWNED = "not-owned"


@dataclass(frozen=True, slots=True)
class Record:
    """What the journal of a folder says of itself. `number` lines since ever; `sums` of those that it still has."""

    folder: str
    opened: int
    number: int
    sums: dict[int, str]
    ever_sent: bool


@dataclass(frozen=True, slots=True)
class FolderMark:
    """All that is known at a start.

    `record` None: there is no journal. `list_folder`, `list_opened` are what the ledger says of the folder and of its
    starts, "" and 0 where it never had a journal. `list_lacks`: the journal knows of a sending that the ledger does not.
    `has_jobs`: the ledger has any at all; `waits`: one of them waits to be sent. `witness` is the last line, number and sum, that this machine saw of this folder
    outside of it; None where it never did. `open_elsewhere`: another program has a folder of this name open just now.
    `original_is_there`: where it was at the last start, such a folder still is.
    """

    record: Record | None
    damaged: bool
    list_folder: str
    list_opened: int
    list_lacks: bool
    has_jobs: bool
    waits: bool
    witness: tuple[int, str] | None
    open_elsewhere: bool
    same_machine: bool
    same_folder: bool
    original_is_there: bool


def concern(seen: FolderMark) -> Concern | None:
    """Whether this is the folder that it was; None where it is."""
    record = seen.record
    if seen.damaged:
        return Concern.RECORD_DAMAGED
    if record is None:
        return Concern.RECORD_MISSING if seen.list_folder and seen.has_jobs else None
    if seen.open_elsewhere:
        return Concern.OPEN_ELSEWHERE
    if not record.ever_sent and not seen.waits:
        return None
    return _of_age(seen, record) or _of_place(seen)


def _of_age(seen: FolderMark, record: Record) -> Concern | None:
    list_is_older = seen.list_opened < record.opened or (record.ever_sent and seen.list_folder != record.folder)
    if seen.list_lacks or list_is_older:
        return Concern.LIST_OLDER
    if record.opened < seen.list_opened - 1:  # one less is a start that ended between its two notes
        return Concern.RECORD_OLDER
    if seen.witness is not None and not _descends(record, seen.witness):
        return Concern.FOLDER_OLDER
    return None


def _descends(record: Record, witness: tuple[int, str]) -> bool:
    """Whether the journal has the line that was seen last, or is past the point up to which it keeps lines."""
    number, sum_ = witness
    return record.sums.get(number, sum_) == sum_ if number <= record.number else False


def _of_place(seen: FolderMark) -> Concern | None:
    if not seen.same_machine:
        return Concern.OTHER_MACHINE
    if seen.same_folder:
        return None
    if seen.original_is_there:
        return Concern.COPY
    # Moved to another volume, or on one that numbers its files anew at each start: this machine saw its last line.
    return None if seen.witness is not None else Concern.RESTORED
