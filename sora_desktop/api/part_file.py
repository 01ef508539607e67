"""A clip on its way here: the bytes so far, their hash, and a note beside them of where they came from.

The note (`NAME.json`) is what makes going on after a restart safe: bytes without one are thrown away, as equal names
and sizes prove nothing. Its offset is written after the bytes up to it were flushed to the disk. It holds no URL,
only a fingerprint of one: signed URLs are secrets.
"""

import contextlib
import hashlib
import json
import os
import stat
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

from sora_desktop.api.json_reader import JsonError, read_object
from sora_desktop.api.moments import read_number
from sora_desktop.domain.steps import Step, step

_FLAGS = (
    os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
)
_CHUNK = 1024 * 1024
_CHECKPOINT_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Origin:
    """What the bytes are: `source` is a fingerprint of the URL, `etag` "" unless it is a strong one, `total` bytes."""

    source: str
    etag: str = ""
    total: int | None = None


def note_path(path: Path) -> Path:
    return path.with_name(path.name + ".json")


def discard(path: Path) -> None:
    """Remove a part file and its note, where they are there. Also called after the part was moved away."""
    path.unlink(missing_ok=True)
    note_path(path).unlink(missing_ok=True)


class PartFile:
    """Used by one thread at a time. Every method may raise OSError."""

    def __init__(self, path: Path, source: str) -> None:
        self.origin = Origin(source)
        self.offset = 0
        self.whole = False
        self._path = path
        self._hash = hashlib.sha256()
        self._flushed = 0
        self._fd = os.open(path, _FLAGS, 0o600)

    @classmethod
    def open(cls, path: Path, source: str) -> Self:
        """The part file at `path`, going on where its note says that it can; else empty. Never through a link."""
        path.parent.mkdir(parents=True, exist_ok=True)
        part = cls(path, source)
        try:
            part._take_up()
        except BaseException:
            os.close(part._fd)
            raise
        step(Step.PART_OPENED)
        return part

    def _take_up(self) -> None:
        if not stat.S_ISREG(os.fstat(self._fd).st_mode):
            raise OSError(f"not a plain file: {self._path.name}")
        known = _read_note(self._path)
        if known is None or known[0].source != self.origin.source or os.fstat(self._fd).st_size < known[1]:
            self.restart()
            return
        self.origin, self.offset, self.whole = known
        self._flushed = self.offset
        os.ftruncate(self._fd, self.offset)
        self._hash_what_is_here()

    def _hash_what_is_here(self) -> None:
        os.lseek(self._fd, 0, os.SEEK_SET)
        while data := os.read(self._fd, _CHUNK):
            self._hash.update(data)

    @property
    def can_resume(self) -> bool:
        return self.offset > 0 and bool(self.origin.etag)

    def restart(self, etag: str = "", total: int | None = None) -> None:
        """Start over with an empty file."""
        self.origin = Origin(self.origin.source, etag, total)
        self.offset = self._flushed = 0
        self.whole = False
        self._hash = hashlib.sha256()
        os.ftruncate(self._fd, 0)
        os.lseek(self._fd, 0, os.SEEK_SET)
        self._write_note()

    def append(self, chunks: list[bytes]) -> None:
        data = memoryview(b"".join(chunks))
        while data:
            written = os.write(self._fd, data)
            self._hash.update(data[:written])
            self.offset += written
            data = data[written:]
        step(Step.PART_WRITTEN)
        if self.offset - self._flushed >= _CHECKPOINT_BYTES:
            self.checkpoint()

    def checkpoint(self) -> None:
        """Flush to the disk, then note how far."""
        if self._flushed != self.offset:
            os.fsync(self._fd)
            self._flushed = self.offset
            self._write_note()

    def finish(self) -> str:
        """Flush a whole file; its SHA-256 as hex."""
        os.fsync(self._fd)
        self._flushed = self.offset
        self.whole = True
        self._write_note()
        step(Step.PART_FLUSHED)
        return self._hash.hexdigest()

    def close(self) -> None:
        """Keep what is here for the next time, as far as it can be kept."""
        try:
            if self.can_resume and not self.whole:
                with contextlib.suppress(OSError):
                    self.checkpoint()
        finally:
            os.close(self._fd)

    def _write_note(self) -> None:
        note = {**asdict(self.origin), "offset": self._flushed, "whole": self.whole}
        path = note_path(self._path)
        fresh = path.with_name(path.name + ".new")
        fresh.write_text(json.dumps(note), encoding="utf-8")
        fresh.replace(path)


def _read_note(path: Path) -> tuple[Origin, int, bool] | None:
    """Origin, flushed bytes and whether they are all; None where the note is missing, damaged or of no use."""
    try:
        note = read_object(note_path(path).read_bytes())
    except (OSError, JsonError):
        return None
    source, etag, total = note.get("source"), note.get("etag"), read_number(note.get("total"))
    offset, whole = read_number(note.get("offset")), note.get("whole") is True
    if not isinstance(source, str) or not isinstance(etag, str) or not offset or offset < 0:
        return None
    if not etag and not whole:
        return None
    return Origin(source, etag, None if total is None else int(total)), int(offset), whole
