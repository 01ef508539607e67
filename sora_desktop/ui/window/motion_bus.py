"""The session's bus, as org.freedesktop.portal.Settings tells of the wish for less motion there. Linux."""

import logging
from typing import Any

from jeepney import DBusAddress, MessageType, new_method_call
from jeepney.io.blocking import open_dbus_connection

log = logging.getLogger(__name__)

_DESKTOP = DBusAddress(
    "/org/freedesktop/portal/desktop", "org.freedesktop.portal.Desktop", "org.freedesktop.portal.Settings"
)
_ANSWER_SECONDS = 2.0
_GONE = (OSError, EOFError, ValueError, KeyError, RuntimeError)
"""What a bus that is not there, or goes, ends with."""
_LESS: dict[tuple[str, str], Any] = {
    ("org.freedesktop.appearance", "reduced-motion"): 1,
    ("org.gnome.desktop.interface", "enable-animations"): False,
    ("org.kde.kdeglobals.KDE", "AnimationDurationFactor"): "0",
}
"""What each desktop says where less shall move."""


def may_move() -> bool:
    """False where the desktop says that less shall move. Waits; for a thread of its own."""
    try:
        connection = open_dbus_connection(bus="SESSION")
    except _GONE as problem:
        log.info("no desktop tells of a wish for less motion: %s", problem)
        return True
    try:
        namespaces = [namespace for namespace, _ in _LESS]
        asked = new_method_call(_DESKTOP, "ReadAll", "as", (namespaces,))
        answer = connection.send_and_get_reply(asked, timeout=_ANSWER_SECONDS)
        told = answer.body[0] if answer.header.message_type is MessageType.method_return else {}
        return not any(_says_less(told, *place) for place in _LESS)
    except _GONE as problem:
        log.info("the desktop does not tell of a wish for less motion: %s", problem)
        return True
    finally:
        connection.close()


def _says_less(told: dict[str, dict[str, tuple[str, Any]]], namespace: str, key: str) -> bool:
    _kind, value = told.get(namespace, {}).get(key, ("", None))
    less = _LESS[namespace, key]
    return str(value) == less if isinstance(less, str) else bool(value == less and value is not None)
