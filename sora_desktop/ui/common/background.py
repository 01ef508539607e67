"""Short work beside the window: done in a thread of Qt's pool, heard of in the window's thread."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, QThreadPool, Signal, Slot

T = TypeVar("T")

THREADS = 4
"""At least so many: where two of them wait for a slow disk the frames of a film still get their turn."""


class Background(QObject):
    """What its owner has done in the background; once the owner is gone nothing more is heard of it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        pool = QThreadPool.globalInstance()
        pool.setMaxThreadCount(max(THREADS, pool.maxThreadCount()))
        self._relay = _Relay()
        self._relay.done.connect(self._hand_on, Qt.ConnectionType.QueuedConnection)

    def run(self, work: Callable[[], T], then: Callable[[T], None]) -> None:
        """`work` touches no widget and raises nothing; `then` is called with what it gives."""
        QThreadPool.globalInstance().start(partial(_do, self._relay, work, then))

    @Slot(object, object)
    def _hand_on(self, then: Callable[[object], None], result: object) -> None:
        then(result)


class _Relay(QObject):
    """Carries a result to the window's thread. The worker holds it, so it outlives a window that closes."""

    done = Signal(object, object)


def _do(relay: _Relay, work: Callable[[], T], then: Callable[[T], None]) -> None:
    result = work()
    with suppress(RuntimeError):  # the app has ended meanwhile, and Qt's half of the relay with it
        relay.done.emit(then, result)
