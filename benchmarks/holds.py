"""How long a loop stands still: by the clock, and of it how long our own code held it, whatever else the machine does."""

import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sora_desktop.store.database import Database


@dataclass
class _Disk:
    """Milliseconds for which commits waited so far, all threads together."""

    waited: float = 0.0


_disk = _Disk()


@dataclass(frozen=True)
class Moment:
    """Milliseconds: the clock, the work of this thread and of the whole program, its waits for a core and for the disk."""

    clock: float
    own: float
    work: float
    queued: float
    disk: float

    @classmethod
    def now(cls) -> "Moment":
        clock, own, work = time.perf_counter(), time.thread_time(), time.process_time()
        return cls(clock * 1000, own * 1000, work * 1000, _queued(), _disk.waited)

    def waited_since(self, before: "Moment") -> float:
        """What this thread did not work, and not for want of a core or for the disk."""
        return max(
            self.clock
            - before.clock
            - (self.own - before.own)
            - (self.queued - before.queued)
            - (self.disk - before.disk),
            0.0,
        )


def _queued() -> float:
    """Milliseconds for which this thread was ready and had no core; 0 where the system does not tell."""
    try:
        told = Path(f"/proc/self/task/{threading.get_native_id()}/schedstat").read_bytes()
    except OSError:
        return 0.0
    return int(told.split()[1]) / 1_000_000


def count_commits() -> None:
    """From now on it is known how long the commits of this thread wait for the disk."""
    execute = Database.execute

    def timed(self: Database, *arguments: Any) -> Any:
        if arguments[0] != "COMMIT":
            return execute(self, *arguments)
        before = Moment.now()
        try:
            return execute(self, *arguments)
        finally:
            _disk.waited += Moment.now().waited_since(before)

    Database.execute = timed  # type: ignore[method-assign, assignment]


@dataclass(frozen=True)
class Stop:
    """Milliseconds by which a tick came too late: by the clock, and of it what our own code held the loop.

    That is the work of the loop's thread, and as much of the work of our other threads as it waited with nothing else to
    wait for: never less than they kept it from the interpreter's one lock. The rest is the machine's.
    """

    late: float
    held: float

    @classmethod
    def between(cls, before: Moment, after: Moment, milliseconds: float) -> "Stop":
        """From one tick to the next, which should have come after so many."""
        late, own = max(after.clock - before.clock - milliseconds, 0.0), after.own - before.own
        waited = max(after.waited_since(before) - milliseconds, 0.0)
        return cls(late, min(late, own + min(waited, max(after.work - before.work - own, 0.0))))
