"""Threads that closing does not wait for without end: a disk, a key store or a device may never answer."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Any, ParamSpec, TypeVar

T = TypeVar("T")
P = ParamSpec("P")

END_SECONDS = 0.3
"""So long the end of a pool waits for what its threads are at."""


class Pool(ThreadPoolExecutor):
    """Knows what it works on, so that it can be ended within a time."""

    def __init__(self, workers: int, name: str) -> None:
        super().__init__(workers, thread_name_prefix=name)
        self._open: set[Future[Any]] = set()

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        future = super().submit(fn, *args, **kwargs)
        self._open.add(future)
        future.add_done_callback(self._open.discard)
        return future

    def end(self, seconds: float = END_SECONDS) -> bool:
        """Take nothing more, drop what has not begun, and wait `seconds` for the rest; whether nothing is left."""
        self.shutdown(wait=False, cancel_futures=True)
        if wait(tuple(self._open), timeout=seconds).not_done:
            return False
        self.shutdown(wait=True)
        return True
