"""What a test may not leave behind: threads, child processes, windows, running timers and Qt threads."""

import gc
import os
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QThread, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from tests.support import forked_children
from tests.support.patience import Patience
from tests.support.processes import children, told

Q = TypeVar("Q", QTimer, QThread)

GRACE_SECONDS = 20.0
"""What is just ending gets so long: a machine that does much else is slow to end it."""
PYTHONS_OWN_CHILDREN = ("multiprocessing.resource_tracker", "multiprocessing.forkserver")


@dataclass(frozen=True)
class Running:
    """What ran at one instant."""

    threads: frozenset[threading.Thread]
    children: frozenset[int]
    windows: frozenset[QWidget]


def look() -> Running:
    """What runs right now in this process."""
    return Running(frozenset(threading.enumerate()), frozenset(_children()), frozenset(_windows()))


def leftovers(before: Running) -> list[str]:
    """One line for each thing that runs now and did not run `before`; what is just ending gets a while."""
    if QCoreApplication.instance() is not None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.collect()
    return [
        *_after_grace(lambda: _threads_since(before)),
        *_after_grace(lambda: _children_since(before)),
        *_windows_since(before),
        *_timers(),
        *_after_grace(_qt_threads),
    ]


def _after_grace(find: Callable[[], list[str]]) -> list[str]:
    patience = Patience(GRACE_SECONDS)
    while (found := find()) and not patience.is_over():
        time.sleep(0.01)
    return found


def _threads_since(before: Running) -> list[str]:
    return [
        f"thread still running: {thread.name}"
        for thread in threading.enumerate()
        if thread not in before.threads and not isinstance(thread, threading._DummyThread)
    ]


def _children_since(before: Running) -> list[str]:
    lines = {pid: _command_line(pid) for pid in sorted(set(_children()) - before.children - forked_children.servers)}
    return [
        f"child process still there: {pid} {line or '(ended, not waited for)'}"
        for pid, line in lines.items()
        if not any(own in line for own in PYTHONS_OWN_CHILDREN)
    ]


def _children() -> Iterable[int]:
    """Direct children, and those of the processes that are forked from."""
    for parent in (os.getpid(), *forked_children.servers):
        yield from children(parent)


def _command_line(pid: int) -> str:
    return told(pid, "cmdline").replace(b"\0", b" ").decode(errors="replace").strip()


def _windows() -> list[QWidget]:
    return list(QApplication.topLevelWidgets()) if isinstance(QCoreApplication.instance(), QApplication) else []


def _windows_since(before: Running) -> list[str]:
    return [f"window still there: {window!r}" for window in _windows() if window not in before.windows]


def _timers() -> list[str]:
    return [f"timer still running: {timer!r}" for timer in _alive(QTimer) if timer.isActive()]


def _qt_threads() -> list[str]:
    return [f"Qt thread still running: {thread!r}" for thread in _alive(QThread) if thread.isRunning()]


def _alive(kind: type[Q]) -> list[Q]:
    """Objects of this kind made since `gc.freeze()`. `type()` and not isinstance: that would wake lazy proxies."""
    found = [thing for thing in gc.get_objects() if issubclass(type(thing), kind)]
    return [thing for thing in found if shiboken6.isValid(thing)]
