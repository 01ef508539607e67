"""What was sent, in a file of its own beside the database: a ledger that is older than the truth cannot send it again.

Append-only, a line of JSON each, in the order in which things happened. Each line begins with a check sum over itself
and the sum of the line before it: a line that a power cut tore is known by it, and two copies of a journal that went
on apart from each other, too. The file is longer than what is written in it, filled up with spaces: the id of a job
that is paid for finds room also on a full disk.

    {"sum":…,"is":"head","version":1,"folder":…,"after":…,"opened":…,"place":{…}}
    {"sum":…,"is":"opened","opened":…,"place":{…}}
    {"sum":…,"is":"sent","job":…,"attempt":…,"row":{…}}
    {"sum":…,"is":"became","job":…,"attempt":…,"what":…,"id":…}
"""

import contextlib
import json
import logging
import os
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, field, replace
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sora_desktop.base.atomic_files import NO_ROOM, sync_file
from sora_desktop.base.sentences import message
from sora_desktop.base.values import dataclass
from sora_desktop.domain.errors import StorageError, UnsavedJobError
from sora_desktop.domain.job import Job
from sora_desktop.store.files import open_plain, read_plain, write_at, write_atomically
from sora_desktop.store.folder_identity import FolderPlace
from sora_desktop.store.reserve import Reserve
from sora_desktop.store.unreadable import UnreadableError

if TYPE_CHECKING:
    from sora_desktop.store.codec import Codec

log = logging.getLogger(__name__)

VERSION = 1
STEP_BYTES = 128 * 1024
"""The file grows by so much at a time."""
SPARE_BYTES = 64 * 1024
"""Room for what becomes of the jobs under way: kept free before each sending."""
COMPACT_BYTES = 1024 * 1024
"""From this length on a start leaves out of it what ended long ago."""
LENGTH_LIMIT = 256 * 1024 * 1024
HEAD_LIMIT = 64 * 1024
KEEP_ENDED = 500
"""So many jobs that have ended are kept at a compaction: the newest."""
_SUM_LETTERS = 16
_FIRST_SUM = "0" * _SUM_LETTERS
_ROW = b',"row":'
_START = len('{"sum":"') + _SUM_LETTERS + len('",')


class Became(StrEnum):
    """What a sending led to, as far as is known."""

    OPEN = "open"
    ACCEPTED = "accepted"
    NOT_SENT = "not sent"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Sent:
    """The last sending of a job. `row` is the job as it was then, as JSON text; empty where that line is lost."""

    job_id: str
    attempt: int
    became: Became = Became.OPEN
    remote_id: str | None = None
    row: bytes = b""


@dataclass(frozen=True, slots=True)
class JournalHead:
    """Which folder this is: `folder` is a random id. `opened` counts the starts; `place` is where it was at the last."""

    folder: str
    opened: int
    place: FolderPlace


@dataclass(slots=True)
class Content:
    """All that a journal says. `number` counts its lines since ever, `sums` are those of the lines in the file."""

    head: JournalHead | None = None
    sent: dict[str, Sent] = field(default_factory=dict)
    number: int = 0
    sums: dict[int, str] = field(default_factory=dict)
    end: int = 0
    length: int = 0
    damaged: bool = False
    torn: bool = False

    def learn_ids(self, ids: Mapping[str, str]) -> None:
        """Ids of jobs that could not be written here any more, and were kept elsewhere."""
        for job_id, remote_id in ids.items():
            sent = self.sent.get(job_id)
            if sent is not None and sent.remote_id is None:
                self.sent[job_id] = replace(sent, became=Became.ACCEPTED, remote_id=remote_id)

    @property
    def sum(self) -> str:
        return self.sums.get(self.number, _FIRST_SUM)


def read_journal(path: Path) -> Content | None:
    """What a journal says; None where there is none. OSError where it cannot be read.

    The last line may be torn by a power cut: what it says was not done yet, for it had not been flushed.
    """
    try:
        data = read_plain(path, LENGTH_LIMIT)
    except FileNotFoundError:
        return None
    content = Content(length=len(data), damaged=len(data) >= LENGTH_LIMIT)
    unreadable: list[bytes] = []
    for start, raw in _lines(data):
        record = None if unreadable or content.damaged else _checked(raw, content)
        if record is None:
            unreadable.append(raw)
        else:
            _take(content, record)
            content.end = start + len(raw) + 1
    of_no_version = content.head is None and bool(unreadable or content.number)
    content.damaged = content.damaged or of_no_version or len(unreadable) > 1
    content.torn = bool(unreadable) and not content.damaged
    if content.damaged:
        _salvage(content, unreadable)
    return content


def folder_of(path: Path) -> str:
    """The folder id of a journal, by its first line alone; "" where there is none that can be read."""
    try:
        record = _parsed(read_plain(path, HEAD_LIMIT).partition(b"\n")[0])
        return str(record["folder"]) if record is not None else ""
    except (OSError, KeyError):
        return ""


def _lines(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Each line that is not blank, and where it begins."""
    start = 0
    for raw in data.split(b"\n"):
        if raw.strip(b" \r\0"):
            yield start, raw
        start += len(raw) + 1


def _checked(raw: bytes, content: Content) -> dict[str, Any] | None:
    """The first line goes on from what was before it at the last compaction."""
    record = _parsed(raw)
    if record is None:
        return None
    after = record.get("after") if not content.number else None
    before = str(after.get("sum")) if isinstance(after, dict) else content.sum
    return record if record.get("sum") == _sum(before, b"{" + raw[_START:]) else None


def _parsed(raw: bytes) -> dict[str, Any] | None:
    """A line, its row left as text: most of them are never asked for."""
    known, has_row, row = raw.rstrip().partition(_ROW)
    try:
        record = json.loads(known + b"}" if has_row else known)
    except (ValueError, RecursionError):
        return None
    if not isinstance(record, dict):
        return None
    return {**record, "row": row[:-1]} if has_row else record


def _salvage(content: Content, lines: list[bytes]) -> None:
    """What stands in a part that is damaged: to know too much of what was sent costs a question, too little costs money."""
    for raw in lines:
        record = _parsed(raw)
        if record is not None and record.get("is") in ("sent", "became"):
            _take(content, record)


def _sum(before: str, body: bytes) -> str:
    return sha256(before.encode() + body).hexdigest()[:_SUM_LETTERS]


def _take(content: Content, record: dict[str, Any]) -> None:
    content.number += 1
    content.sums[content.number] = str(record.get("sum", ""))
    with contextlib.suppress(KeyError, TypeError, ValueError):
        match record["is"]:
            case "head" if record["version"] <= VERSION:
                content.head = JournalHead(str(record["folder"]), int(record["opened"]), FolderPlace(**record["place"]))
                last = int(record["after"]["number"])
                content.number = last + 1
                content.sums = {last: str(record["after"]["sum"]), last + 1: str(record["sum"])}
            case "opened" if content.head:
                content.head = replace(content.head, opened=int(record["opened"]), place=FolderPlace(**record["place"]))
            case "sent":
                before = _known(content, record)
                content.sent[before.job_id] = replace(
                    before, attempt=int(record["attempt"]), became=Became.OPEN, row=record.get("row", b"")
                )
            case "became":
                before = _known(content, record)
                remote_id = record.get("id") or before.remote_id
                became = before.became if _is_outdated(record, before) else Became(record["what"])
                content.sent[before.job_id] = replace(before, became=became, remote_id=remote_id)


def _is_outdated(record: dict[str, Any], sent: Sent) -> bool:
    """What became of a sending before the last one, as a list tells that was put back, says nothing of the last; an id does."""
    return not record.get("id") and int(record.get("attempt", sent.attempt)) < sent.attempt


def _known(content: Content, record: dict[str, Any]) -> Sent:
    job_id = str(record["job"])
    return content.sent.get(job_id) or Sent(job_id, 0)


class Journal:
    """The journal of a data folder, to be written by its owner alone. `opened_before` is the number of the last start.

    `will_send` is on the disk when it returns; of what else is written only the ids are made sure of, by `flush`.
    """

    def __init__(self, path: Path, content: Content, codec: "Codec") -> None:
        self._path = path
        self._codec = codec
        self._reserve = Reserve(path.with_name("sent.reserve"))
        self._file: int | None = None
        self.folder = content.head.folder if content.head else ""
        self.opened_before = content.head.opened if content.head else 0
        self._number, self._sum = content.number, content.sum
        self._end, self._length = content.end, content.length
        self._blank_from = content.length if content.torn else content.end

    @property
    def mark(self) -> tuple[int, str]:
        """How many lines it has had since ever, and the sum of the last."""
        return self._number, self._sum

    def will_send(self, job: Job, attempt: int) -> None:
        """On the disk before the first byte of a submission may leave; UnsavedJobError where it cannot be."""
        row = self._codec.dump(job).encode()
        record = {"is": "sent", "job": job.id, "attempt": attempt}
        try:
            self._reserve.keep()
            self._append(record, row=row, spare=SPARE_BYTES)
            self.flush()
        except OSError as problem:
            raise UnsavedJobError(problem.strerror or str(problem)) from problem

    def became(self, job_id: str, attempt: int, what: Became, remote_id: str | None = None) -> None:
        """What became of a sending. Not flushed, as the ledger has it too. StorageError where it cannot be written."""
        try:
            self._append({"is": "became", "job": job_id, "attempt": attempt, "what": what.value, "id": remote_id})
        except OSError as problem:
            raise StorageError(problem.strerror or str(problem)) from problem

    def opened(self, opened: int, place: FolderPlace) -> None:
        """A start of the app, at this place. OSError where it cannot be written."""
        self._append({"is": "opened", "opened": opened, "place": asdict(place)})
        self.flush()

    def flush(self) -> None:
        """All that was written is on the disk. OSError where the disk fails."""
        if self._file is not None:
            sync_file(self._file)

    def close(self) -> None:
        """Flush as far as possible, and close."""
        if self._file is not None:
            with contextlib.suppress(OSError):
                sync_file(self._file)
            os.close(self._file)
            self._file = None

    def _append(self, record: dict[str, Any], *, row: bytes = b"", spare: int = 0) -> None:
        body = _text(record, row)
        sum_ = _sum(self._sum, body)
        line = f'{{"sum":"{sum_}",'.encode() + body[1:] + b"\n"
        self._file = open_plain(self._path, os.O_RDWR) if self._file is None else self._file
        self._make_room(self._file, len(line) + spare)
        self._blank(self._file)
        self._blank_from = max(self._blank_from, self._end + len(line))  # where it breaks off, that much is no line
        self._write(self._file, line, self._end)
        self._end += len(line)
        self._number, self._sum = self._number + 1, sum_

    def _blank(self, descriptor: int) -> None:
        """What a power cut or a full disk left of a line is no line."""
        if self._blank_from > self._end:
            self._write(descriptor, b" " * (self._blank_from - self._end), self._end)
            self._blank_from = self._end

    def _make_room(self, descriptor: int, wanted: int) -> None:
        if self._end + wanted > self._length:
            more = b" " * (wanted + STEP_BYTES)
            write_at(descriptor, more, self._length)
            sync_file(descriptor)
            self._length += len(more)

    def _write(self, descriptor: int, data: bytes, at: int) -> None:
        """Some file systems take new room also for what is written over: then the reserve gives way."""
        try:
            write_at(descriptor, data, at)
        except OSError as problem:
            if problem.errno not in NO_ROOM or not self._reserve.give():
                raise
            write_at(descriptor, data, at)


def begin_journal(
    path: Path, codec: "Codec", head: JournalHead, keep: Sequence[Sent] = (), content: Content | None = None
) -> Journal:
    """A new journal in the place of the old one, atomically; the old one is `content`, and of it `keep` goes on.

    StorageError or OSError where it cannot be written; the old one is then as it was. One that is damaged, or of
    which nothing could be read, is kept beside it.
    """
    if (content is None or content.damaged) and path.exists():
        path.replace(path.with_name(f"{path.name}.unreadable"))
    before = {"number": content.number, "sum": content.sum} if content else {"number": 0, "sum": _FIRST_SUM}
    lines: list[bytes] = []
    last = str(before["sum"])
    for text in _kept_lines(head, before, keep):
        last = _sum(last, text)
        lines.append(f'{{"sum":"{last}",'.encode() + text[1:] + b"\n")
    written = b"".join(lines)
    write_atomically(path, written + b" " * (STEP_BYTES + SPARE_BYTES))
    now = read_journal(path)
    if now is None or now.head != head:
        raise StorageError(message("The record of what was sent can't be read back."))
    return Journal(path, now, codec)


def _kept_lines(head: JournalHead, before: dict[str, Any], keep: Sequence[Sent]) -> Iterator[bytes]:
    first = {"is": "head", "version": VERSION, "folder": head.folder, "after": before, "opened": head.opened}
    yield _text({**first, "place": asdict(head.place)})
    for sent in keep:
        yield _text({"is": "sent", "job": sent.job_id, "attempt": sent.attempt}, sent.row)
        if sent.became is not Became.OPEN or sent.remote_id:
            yield _text({"is": "became", "job": sent.job_id, "what": sent.became.value, "id": sent.remote_id})


def _text(record: dict[str, Any], row: bytes = b"") -> bytes:
    text = json.dumps(record, separators=(",", ":")).encode()
    return text[:-1] + _ROW + row + b"}" if row else text


def new_folder_id() -> str:
    return secrets.token_hex(16)


def job_of(sent: Sent, read: Callable[[str, bytes], Job]) -> Job | None:
    """The job as it was when it was sent, by `JobStore.read`; None where its line is lost or cannot be read."""
    try:
        return read(sent.job_id, sent.row) if sent.row else None
    except UnreadableError as problem:
        log.warning("job %s of the journal cannot be read: %s", sent.job_id, problem)
        return None
