"""The session's bus, as docks listen to it (com.canonical.Unity.LauncherEntry: Unity, KDE Plasma, Dash to Dock). Linux."""

import logging
from typing import Self

from jeepney import DBusAddress, new_signal
from jeepney.io.blocking import DBusConnection

from sora_desktop.ui.window.buses import GONE, joined

log = logging.getLogger(__name__)

_INTERFACE = "com.canonical.Unity.LauncherEntry"
_PATH = "/com/canonical/unity/launcherentry/1"
_APP = "application://sora-desktop.desktop"


class LauncherBus:
    """Only ever told something: nobody answers."""

    def __init__(self, connection: DBusConnection) -> None:
        self._connection = connection

    @classmethod
    def join(cls) -> Self | None:
        """None where there is no bus. Waits; for a thread of its own."""
        connection = joined("there is no dock that could tell of jobs")
        return None if connection is None else cls(connection)

    def update(self, count: int, progress: float | None) -> bool:
        """Show these; False where the bus has gone."""
        values = {
            "count": ("x", count),
            "count-visible": ("b", count > 0),
            "progress": ("d", progress or 0.0),
            "progress-visible": ("b", progress is not None),
        }
        said = new_signal(DBusAddress(_PATH, interface=_INTERFACE), "Update", "sa{sv}", (_APP, values))
        try:
            self._connection.send(said)
        except GONE as problem:
            log.info("the dock is told of no jobs any more: %s", problem)
            return False
        return True

    def close(self) -> None:
        self._connection.close()
