"""A loop whose time passes only while everything waits: an hour of pauses takes milliseconds.

    with VirtualLoop() as loop:
        loop.run_until_complete(asyncio.sleep(3600))

For coroutines that wait for nothing outside: no sockets. What they give to a thread is done at once instead, or how much
time passes meanwhile would depend on the machine.
"""

import asyncio
import selectors
from collections.abc import Callable
from concurrent.futures import Executor
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Any, Self, TypeVar, TypeVarTuple, Unpack

from sora_desktop.studio.clock import Clock

T = TypeVar("T")
Arguments = TypeVarTuple("Arguments")

START = datetime(2026, 11, 22, 12, tzinfo=UTC)


class _Skipping(selectors.SelectSelector):
    """Does not wait: it lets that much time have passed."""

    passed = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            raise RuntimeError("everything waits for something that never comes")
        self.passed += max(timeout, 0.0)
        return super().select(0)


class VirtualLoop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._skipping = _Skipping()
        self.errors: list[dict[str, Any]] = []
        super().__init__(self._skipping)
        self.set_exception_handler(lambda _loop, context: self.errors.append(context))

    def time(self) -> float:
        return self._skipping.passed

    def run_in_executor(
        self, executor: Executor | None, func: Callable[[Unpack[Arguments]], T], *args: *Arguments
    ) -> asyncio.Future[T]:
        """Done before it returns."""
        done: asyncio.Future[T] = self.create_future()
        try:
            done.set_result(func(*args))
        except Exception as error:  # noqa: BLE001 -- whoever awaits it gets it, as from a thread
            done.set_exception(error)
        return done

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, stack: TracebackType | None
    ) -> None:
        self.close()


class VirtualClock(Clock):
    """The clock of such a loop. `set_wrong_by` is what somebody set the wall clock to, beside the true time."""

    def __init__(self, loop: VirtualLoop) -> None:
        self._loop = loop
        self.set_wrong_by = timedelta(0)

    def true_now(self) -> datetime:
        return START + timedelta(seconds=self._loop.time())

    def now(self) -> datetime:
        return self.true_now() + self.set_wrong_by

    def monotonic(self) -> float:
        return self._loop.time()
