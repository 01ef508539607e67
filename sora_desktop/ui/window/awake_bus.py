"""The machine is kept awake by the desktop (org.freedesktop.ScreenSaver) and by systemd-logind. Linux.

Both let go by themselves when the connection ends, and so at a crash.
"""

import logging
import os
from contextlib import suppress
from typing import Self

from jeepney import DBusAddress, new_method_call
from jeepney.io.blocking import DBusConnection

from sora_desktop.ui.window.buses import GONE, answered, joined

log = logging.getLogger(__name__)

_APP = "Sora Desktop"
_SAVER = DBusAddress("/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver", "org.freedesktop.ScreenSaver")
_LOGIND = DBusAddress("/org/freedesktop/login1", "org.freedesktop.login1", "org.freedesktop.login1.Manager")


class HeldByBus:
    """Whichever of the two is there."""

    def __init__(self, saver: DBusConnection | None, number: int, lock: int | None) -> None:
        self._saver, self._number, self._lock = saver, number, lock

    @classmethod
    def take(cls, why: str) -> Self | None:
        """None where neither is there. Waits; for a thread of its own."""
        saver, number = _ask_desktop(why)
        lock = _ask_logind(why)
        return None if saver is None and lock is None else cls(saver, number, lock)

    def release(self) -> None:
        if self._lock is not None:
            with suppress(OSError):
                os.close(self._lock)
            self._lock = None
        if self._saver is not None:
            with suppress(*GONE):
                self._saver.send(new_method_call(_SAVER, "UnInhibit", "u", (self._number,)))
            with suppress(*GONE):
                self._saver.close()
            self._saver = None


def _ask_desktop(why: str) -> tuple[DBusConnection | None, int]:
    """A connection that lives as long as the machine stays awake, and the number to take it back by."""
    connection = joined("no desktop keeps the machine awake")
    if connection is None:
        return None, 0
    try:
        answer = answered(connection, new_method_call(_SAVER, "Inhibit", "ss", (_APP, why)))
        if answer is not None:
            return connection, int(answer.body[0])
    except GONE as problem:
        log.info("the desktop doesn't keep the machine awake: %s", problem)
    connection.close()
    return None, 0


def _ask_logind(why: str) -> int | None:
    """A descriptor that holds the lock for as long as it is open."""
    connection = joined("no logind keeps the machine awake", bus="SYSTEM", enable_fds=True)
    if connection is None:
        return None
    try:
        answer = answered(connection, new_method_call(_LOGIND, "Inhibit", "ssss", ("idle", _APP, why, "block")))
        return None if answer is None else int(answer.body[0].to_raw_fd())
    except (*GONE, AttributeError) as problem:
        log.info("logind doesn't keep the machine awake: %s", problem)
        return None
    finally:
        connection.close()
