"""Files that are whole or absent: bytes first, then the name, then the folder. For every floor; raises OSError."""

import errno
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

if sys.platform == "darwin":
    from fcntl import F_FULLFSYNC, fcntl

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""What a system says where a file finds no room."""

COPY_BYTES = 1 << 20
_REPLACE_TRIES = 10
_REPLACE_PAUSE = 0.1


def sync_file(descriptor: int) -> None:
    """Bytes of an open file onto the disk itself, not only out of this process."""
    if sys.platform == "darwin":
        try:
            fcntl(descriptor, F_FULLFSYNC)
        except OSError:  # network volumes do not know it
            os.fsync(descriptor)
    else:
        os.fsync(descriptor)


def sync_folder(folder: Path) -> None:
    """Make renames in a folder last through a power cut. Windows has no such call and needs none.

    A folder that may be written in but not read cannot be asked to: what stands in it is left to the system.
    """
    if sys.platform == "win32":
        return
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except PermissionError:
        return
    try:
        os.fsync(descriptor)
    except OSError as problem:
        if problem.errno not in (errno.EINVAL, errno.ENOTSUP):  # file systems without folder sync
            raise
    finally:
        os.close(descriptor)


def rename_over(source: Path, target: Path) -> None:
    """Rename, also over what is there; a virus scanner on Windows may hold either for a moment."""
    for _ in range(_REPLACE_TRIES - 1 if sys.platform == "win32" else 0):
        try:
            source.replace(target)
        except PermissionError:
            time.sleep(_REPLACE_PAUSE)
        else:
            return
    source.replace(target)


def write_whole(path: Path, data: bytes) -> None:
    """Put `data` at `path`: after a crash at any instant the old bytes or the new stand there, never a mix.

    Readable by this person only. OSError where it cannot be; `path` is then as it was.
    """
    _make_whole(path, lambda file: file.write(data))


def copy_whole(source: Path, target: Path) -> None:
    """As `write_whole`, with the bytes of another file."""

    def copy(file: BinaryIO) -> None:
        with source.open("rb") as read:
            shutil.copyfileobj(read, file, COPY_BYTES)

    _make_whole(target, copy)


def _make_whole(path: Path, write: Callable[[BinaryIO], object]) -> None:
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", suffix=".tmp", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            write(file)
            file.flush()
            sync_file(file.fileno())
        rename_over(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)
