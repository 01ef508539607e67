"""Room that is kept on the disk for what must be written when the disk is full."""

import os
from pathlib import Path

from sora_desktop.base.atomic_files import sync_file
from sora_desktop.store.files import open_plain, write_at

RESERVE_BYTES = 256 * 1024


class Reserve:
    """A file of random bytes, which no file system can make smaller; `give` makes room of it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._kept = False

    def keep(self) -> None:
        """The room is there. OSError where the disk has none."""
        if self._kept:
            return
        descriptor = open_plain(self._path, os.O_RDWR | os.O_CREAT)
        try:
            length = os.fstat(descriptor).st_size
            if length < RESERVE_BYTES:
                write_at(descriptor, os.urandom(RESERVE_BYTES - length), length)
                sync_file(descriptor)
        finally:
            os.close(descriptor)
        self._kept = True

    def give(self) -> bool:
        """Whether there was room to give."""
        try:
            had_some = self._path.stat().st_size > 0
            os.truncate(self._path, 0)
        except OSError:
            return False
        self._kept = False
        return had_some
