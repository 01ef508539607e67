"""A clip on its way here: the bytes so far, and a note beside them of where they came from.

The note (`NAME.json`) is what makes going on safe: bytes without one are gone on with only where every one of them
comes again. Its offset is written after the bytes up to it were flushed to the disk. It holds no URL, only a
fingerprint of one: signed URLs are secrets.

What came is paid for: bytes that do not go together with what comes now are put aside (`NAME.old`), not thrown away.
"""

import contextlib
import hashlib
import json
import os
import stat
import threading
from dataclasses import asdict, replace
from pathlib import Path
from typing import Self

from sora_desktop.base.crash_points import CrashPoint, reach
from sora_desktop.base.values import dataclass
from sora_desktop.services.json.reader import JsonError, read_object
from sora_desktop.services.parsing.timestamps import read_number

_FLAGS = (
    os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
)
_CHUNK = 1024 * 1024
_CHECKPOINT_BYTES = 64 * 1024 * 1024


class StoppedError(Exception):
    """A long look through a file was called off."""


class OtherBytesError(Exception):
    """What comes is not what lies here already."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What the bytes are: `source` is a fingerprint of the URL, `total` bytes of the whole, None where nobody said.

    `etag` and `modified` as the service wrote them, "" where it did not.
    """

    source: str
    etag: str = ""
    modified: str = ""
    total: int | None = None

    @property
    def strong_etag(self) -> str:
        """ "" unless equal ones stand for equal bytes."""
        etag = self.etag
        return etag if len(etag) > 2 and etag.startswith('"') and etag.endswith('"') and etag.isascii() else ""

    def agrees(self, other: "Origin") -> bool:
        """Whether both name one version of a file, by whatever they name it."""
        if self.etag or other.etag:
            return self.etag == other.etag
        return bool(self.modified) and self.modified == other.modified


@dataclass(frozen=True, slots=True)
class Whole:
    """A file that came to its end: its SHA-256 (hex), and whether the service `told` its length and all of that came."""

    sha256: str
    byte_count: int
    told: bool


@dataclass(frozen=True, slots=True)
class _Note:
    origin: Origin
    offset: int
    whole: Whole | None = None


def note_path(path: Path) -> Path:
    return path.with_name(path.name + ".json")


def old_path(path: Path) -> Path:
    """Where bytes lie that came earlier, and that do not go together with those that come now."""
    return path.with_name(path.name + ".old")


def discard(path: Path) -> None:
    """Remove a part file, its note and what was put aside, where they are there. Also after the part was moved away."""
    for each in (path, note_path(path), old_path(path)):
        each.unlink(missing_ok=True)


def whole_part(path: Path, stop: threading.Event) -> Whole | None:
    """A part file that came to its end in an earlier life; None where it did not. Raises OSError and StoppedError."""
    note = _read_note(path)
    if note is None or note.whole is None or not path.exists() or path.stat().st_size != note.offset:
        return None
    return note.whole if note.whole.sha256 else replace(note.whole, sha256=sha256_of(path, stop))


def put_whole(path: Path, source: str, data: bytes) -> Whole:
    """Bytes that are here already, as a part file that came to its end. Raises OSError."""
    part = PartFile.open(path, threading.Event())
    try:
        part.put_aside()
        part.begin(Origin(source, total=len(data)))
        part.append([data])
        return part.finish()
    finally:
        part.close()


def sha256_of(path: Path, stop: threading.Event) -> str:
    """Raises OSError, and StoppedError as soon as `stop` is set."""
    with path.open("rb") as file:
        return _hashed(hashlib.sha256(), file.fileno(), stop).hexdigest()


class PartFile:
    """Used by one thread at a time. Every method may raise OSError.

    What arrives has a place of its own (`at`): up to `offset` it must be what lies here, from there on it is new.
    """

    def __init__(self, path: Path, stop: threading.Event) -> None:
        self.origin = Origin("")
        self.offset = 0
        self.whole: Whole | None = None
        self._path = path
        self._stop = stop
        self._coming = self.origin
        self._at = 0
        self._hash = hashlib.sha256()
        self._hashed = 0
        self._flushed = 0
        self._fd = os.open(path, _FLAGS, 0o600)

    @classmethod
    def open(cls, path: Path, stop: threading.Event) -> Self:
        """The part file at `path`, as its note knows it. Never through a link. `stop` ends a long look through it."""
        path.parent.mkdir(exist_ok=True)
        part = cls(path, stop)
        try:
            part._take_up()
        except BaseException:
            os.close(part._fd)
            raise
        reach(CrashPoint.PART_OPENED)
        return part

    def _take_up(self) -> None:
        if not stat.S_ISREG(os.fstat(self._fd).st_mode):
            raise OSError(f"not a plain file: {self._path.name}")
        size = os.fstat(self._fd).st_size
        known = _read_note(self._path)
        if known is None or size < known.offset or (known.whole and size != known.offset):
            known = _Note(Origin(""), size)
        self.origin, self.offset, self.whole = known.origin, known.offset, known.whole
        self._coming = self.origin
        self._flushed = self.offset
        if size > self.offset:
            os.ftruncate(self._fd, self.offset)

    @property
    def all_here(self) -> bool:
        """Whether what came reaches to the end of what is here, and that to the end of the file, as far as anybody said."""
        return self._at == self.offset and self.origin.total in (None, self.offset)

    @property
    def behind(self) -> int:
        """Bytes that are here and have not come again yet."""
        return self.offset - self._at

    @property
    def coming_total(self) -> int | None:
        """The length of the file of which bytes come now."""
        return self._coming.total

    def begin(self, origin: Origin) -> None:
        """A body comes from its first byte on. The bytes that are here are its own as far as they come again."""
        if origin.total is None and origin.source == self.origin.source:
            origin = replace(origin, total=self.origin.total)
        if origin.total is not None and (self.offset > origin.total or self.origin.total not in (None, origin.total)):
            self.put_aside()
        self._coming = origin
        self._reach(0)

    def go_on(self, at: int, total: int | None) -> None:
        """More of the body that is here comes, from the byte `at` on, which is not beyond what is here."""
        self._coming = replace(self.origin, total=total)
        self._reach(at)

    def _reach(self, at: int) -> None:
        """Where all that is here has come again, it is of what comes now."""
        self._at = at
        if at == self.offset:
            self.origin = self._coming

    def put_aside(self) -> None:
        """Start over with an empty file; what is here is kept, unless more was kept before."""
        if self.offset:
            self._keep_old()
        self.origin = self._coming = Origin("")
        self.offset = self._flushed = self._at = self._hashed = 0
        self.whole = None
        self._hash = hashlib.sha256()
        os.ftruncate(self._fd, 0)
        note_path(self._path).unlink(missing_ok=True)

    def _keep_old(self) -> None:
        old = old_path(self._path)
        if old.exists() and old.stat().st_size >= self.offset:
            return
        os.close(self._fd)
        self._fd = -1
        self._path.replace(old)
        self._fd = os.open(self._path, _FLAGS, 0o600)

    def append(self, chunks: list[bytes]) -> None:
        """Take in what came next. Raises OtherBytesError where it differs from what is here already."""
        data = memoryview(b"".join(chunks))
        if self._at < self.offset:
            data = data[self._compared(data) :]
        if data:
            self._write(data)
        reach(CrashPoint.PART_WRITTEN)
        if self.offset - self._flushed >= _CHECKPOINT_BYTES:
            self.checkpoint()

    def _compared(self, data: memoryview) -> int:
        """How much of it lies here already."""
        count = min(len(data), self.offset - self._at)
        os.lseek(self._fd, self._at, os.SEEK_SET)
        here = os.read(self._fd, count)
        if here != data[:count]:
            raise OtherBytesError
        if self._hashed == self._at:
            self._hash.update(here)
            self._hashed += count
        self._reach(self._at + count)
        return count

    def _write(self, data: memoryview) -> None:
        os.lseek(self._fd, self.offset, os.SEEK_SET)
        while data:
            written = os.write(self._fd, data)
            if self._hashed == self.offset:
                self._hash.update(data[:written])
                self._hashed += written
            self.offset += written
            self._at = self.offset
            data = data[written:]

    def checkpoint(self) -> None:
        """Flush to the disk, then note how far."""
        if self._flushed != self.offset:
            os.fsync(self._fd)
            self._flushed = self.offset
            self._write_note()

    def finish(self) -> Whole:
        """Flush a file that came to its end, and note that it did. Raises StoppedError."""
        os.lseek(self._fd, self._hashed, os.SEEK_SET)
        sha256 = _hashed(self._hash, self._fd, self._stop).hexdigest()
        self._hashed = self.offset
        os.fsync(self._fd)
        self._flushed = self.offset
        self.whole = Whole(sha256, self.offset, told=self.offset == self.origin.total)
        self._write_note()
        reach(CrashPoint.PART_FLUSHED)
        return self.whole

    def close(self) -> None:
        """Keep what is here for the next time, as far as it can be kept."""
        try:
            if self.offset and self.whole is None:
                with contextlib.suppress(OSError):
                    self.checkpoint()
        finally:
            if self._fd >= 0:
                os.close(self._fd)
        if not self.offset:
            self._path.unlink(missing_ok=True)

    def _write_note(self) -> None:
        write_note(self._path, self.origin, self._flushed, self.whole)


def write_note(part: Path, origin: Origin, flushed: int, whole: Whole | None) -> None:
    """Note where the bytes of a part file are from, and how many of them are safe on the disk."""
    note = {**asdict(origin), "offset": flushed, "whole": whole is not None}
    if whole is not None:
        note |= {"sha256": whole.sha256, "told": whole.told}
    path = note_path(part)
    fresh = path.with_name(path.name + ".new")
    fresh.write_text(json.dumps(note), encoding="utf-8")
    fresh.replace(path)


def _hashed(so_far: "hashlib._Hash", descriptor: int, stop: threading.Event) -> "hashlib._Hash":
    """The rest of a file into a hash, piece by piece, so that it can be called off."""
    while data := os.read(descriptor, _CHUNK):
        if stop.is_set():
            raise StoppedError
        so_far.update(data)
    return so_far


def _read_note(path: Path) -> _Note | None:
    """None where the note is missing, damaged or of no use."""
    try:
        note = read_object(note_path(path).read_bytes())
    except (OSError, JsonError):
        return None
    said = [note.get(name, "") for name in ("source", "etag", "modified", "sha256")]
    words = [word for word in said if isinstance(word, str)]
    total, offset = read_number(note.get("total")), read_number(note.get("offset"))
    if len(words) < len(said) or not offset or offset < 0:
        return None
    source, etag, modified, sha256 = words
    origin = Origin(source, etag, modified, int(total) if total and total > 0 else None)
    if note.get("whole") is not True:
        return _Note(origin, int(offset))
    return _Note(origin, int(offset), Whole(sha256, int(offset), told=note.get("told") is True))
