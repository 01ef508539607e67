"""What was asked of services about jobs, and what they answered: two files of bounded size, a line of JSON each.

It is for a person who looks, nothing else is ever concluded from it: what cannot be written or read is left out.
"""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from sora_desktop.domain.exchange import Exchange
from sora_desktop.store.codec import Codec, as_text, parse
from sora_desktop.store.files import open_plain
from sora_desktop.store.paths import Paths
from sora_desktop.store.unreadable import UnreadableError

FILE_LIMIT = 8 * 1024 * 1024
"""Bytes from which on a file becomes the older one, and takes the place of the one before."""
_JOB = "job"


class ExchangeFiles:
    """Those of one data folder, with one writer."""

    def __init__(self, paths: Paths) -> None:
        self._path = paths.exchanges
        self._older = paths.older_exchanges
        self._codec = Codec()
        self._begun = False

    def append(self, job_id: str, exchange: Exchange) -> None:
        """Write one down. OSError where the disk does not take it."""
        line = as_text({_JOB: job_id, **self._codec.plain(exchange)}) + "\n"
        descriptor = open_plain(self._path, os.O_RDWR | os.O_APPEND | os.O_CREAT)
        try:
            size = os.fstat(descriptor).st_size
            torn = not self._begun and size > 0 and _last_byte(descriptor, size) != b"\n"
            os.write(descriptor, (("\n" if torn else "") + line).encode())
        finally:
            os.close(descriptor)
        self._begun = True
        if size + len(line) >= FILE_LIMIT:
            self._path.replace(self._older)

    def of(self, job_id: str) -> list[Exchange]:
        """Those of a job that are still there, in the order in which they were written."""
        return [*self._read(self._older, job_id), *self._read(self._path, job_id)]

    def _read(self, path: Path, job_id: str) -> Iterator[Exchange]:
        wanted = job_id.encode()
        for line in _lines(path):
            if wanted not in line:
                continue
            with contextlib.suppress(UnreadableError):
                plain = parse(line)
                if isinstance(plain, dict) and plain.pop(_JOB, None) == job_id:
                    yield self._codec.structure(plain, Exchange)


def _last_byte(descriptor: int, size: int) -> bytes:
    os.lseek(descriptor, size - 1, os.SEEK_SET)
    return os.read(descriptor, 1)


def _lines(path: Path) -> Iterator[bytes]:
    try:
        with os.fdopen(open_plain(path), "rb") as file:
            yield from file.read(2 * FILE_LIMIT).splitlines()
    except OSError:
        return
