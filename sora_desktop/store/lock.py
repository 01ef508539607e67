"""One owner of a data folder at a time."""

from types import TracebackType
from typing import Self

from filelock import FileLock, Timeout

from sora_desktop.domain.errors import InUseError, StorageError
from sora_desktop.store.files import file_at
from sora_desktop.store.paths import Paths


class Ownership:
    """The right to write in a data folder, until `release` or the end of the process, however it ends."""

    def __init__(self, lock: FileLock, paths: Paths) -> None:
        self._lock = lock
        self._path = paths.lock
        self._file = file_at(paths.lock)
        self._to_the_end = False

    def is_held(self) -> bool:
        """Whether the file of the lock's name is still the one that is locked: else another program may own the folder."""
        return self._lock.is_locked and self._file is not None and file_at(self._path) == self._file

    def keep_to_the_end(self) -> None:
        """Something of this process still works in the folder: it is nobody else's before the process has ended."""
        self._to_the_end = True

    def release(self) -> None:
        if not self._to_the_end:
            self._lock.release(force=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, stack: TracebackType | None
    ) -> None:
        self.release()


def own(paths: Paths) -> Ownership:
    """Take the data folder, or InUseError at once where another process (or this one) has it.

    StorageError where the folder cannot be written, so that nobody can own it.

    The lock is the system's own: it is gone with its process, and a file left behind means nothing.
    """
    lock = FileLock(paths.lock, timeout=0, thread_local=False, mode=0o600)
    try:
        lock.acquire()
        paths.lock.chmod(0o600)
    except Timeout as problem:
        raise InUseError from problem
    except (OSError, NotImplementedError) as problem:  # the latter: a file system without locks
        lock.release(force=True)
        raise StorageError(f"{paths.lock}: {getattr(problem, 'strerror', None) or problem}") from problem
    return Ownership(lock, paths)
