"""One owner of a data folder at a time."""

from types import TracebackType
from typing import Self

from filelock import FileLock, Timeout

from sora_desktop.domain.errors import InUseError, StorageError
from sora_desktop.store.paths import Paths


class Ownership:
    """The right to write in a data folder, until `release` or the end of the process, however it ends."""

    def __init__(self, lock: FileLock) -> None:
        self._lock = lock

    def release(self) -> None:
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
    return Ownership(lock)
