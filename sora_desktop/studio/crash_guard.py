"""What nobody caught, and what brings the process down, leaves a report in the logs folder: see `crash_report.py`.

Light, as it is made before the window: what writes a report is loaded when there is one to write.
"""

import contextlib
import faulthandler
import logging
import os
import sys
import threading
from collections.abc import Callable
from io import FileIO
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from sora_desktop import __version__
from sora_desktop.store.paths import NATIVE_CRASH

if TYPE_CHECKING:
    from sora_desktop.studio.crash_report import Writer

log = logging.getLogger(__name__)

MOST_REPORTS = 5
"""Of one process: what fails at each turn of a loop is told once."""

_Raised = tuple[type[BaseException], BaseException, TracebackType | None]


def load_writer() -> "type[Writer]":
    from sora_desktop.studio.crash_report import Writer

    return Writer


class CrashGuard(logging.Handler):
    """Of a process that is the app's own, from `begin` to `end`. `facts` are lines about what else is loaded, such as Qt.

    It hears the log: an error with its stack there is one that nobody handled, of a task, a callback or a slot.
    """

    def __init__(self, logs: Path, facts: Callable[[], list[str]] = list) -> None:
        super().__init__(logging.ERROR)
        self._logs = logs
        self._facts = facts
        self._native: FileIO | None = None
        self._told: set[str] = set()
        self._hooks = sys.excepthook, threading.excepthook

    def begin(self) -> None:
        sys.excepthook = self._hear_main
        threading.excepthook = self._hear_thread
        logging.getLogger().addHandler(self)
        if self._logs.is_dir():
            self._watch_natively()

    def follow_log(self) -> None:
        """The log file is open, and with it the logs folder, which this does not make: what is logged stands there first."""
        root = logging.getLogger()
        root.removeHandler(self)
        root.addHandler(self)
        self._watch_natively()

    def _watch_natively(self) -> None:
        if self._native is not None:
            return
        with contextlib.suppress(OSError):
            self._native = FileIO(self._logs / NATIVE_CRASH.format(os.getpid()), "wb")
            self._native.write("".join(f"{line}\n" for line in (f"version: {__version__}", *self._facts())).encode())
            faulthandler.enable(self._native)

    def end(self) -> None:
        """All was well until here."""
        sys.excepthook, threading.excepthook = self._hooks
        logging.getLogger().removeHandler(self)
        if self._native is not None:
            faulthandler.disable()
            self._native.close()
            with contextlib.suppress(OSError):
                (self._logs / NATIVE_CRASH.format(os.getpid())).unlink(missing_ok=True)
            self._native = None

    def _hear_main(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, Exception):
            log.critical("nobody handled this", exc_info=(kind, error, trace))
        self._hooks[0](kind, error, trace)

    def _hear_thread(self, raised: threading.ExceptHookArgs) -> None:
        if issubclass(raised.exc_type, Exception) and raised.exc_value is not None:
            log.critical("nobody handled this in a thread", exc_info=raised.exc_value)
        self._hooks[1](raised)

    def emit(self, record: logging.LogRecord) -> None:
        """Whatever goes wrong with the report goes wrong with nothing else."""
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, Exception):
            with contextlib.suppress(Exception):
                self._report(error)

    def _report(self, error: Exception) -> None:
        writer = load_writer()(self._logs)
        stack = writer.stack_of(error)
        mark = "\n".join(stack)
        if mark not in self._told and len(self._told) < MOST_REPORTS and self._logs.is_dir():
            self._told.add(mark)
            writer.write(threading.current_thread().name, stack, self._facts())
