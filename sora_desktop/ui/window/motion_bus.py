"""The session's bus, as org.freedesktop.portal.Settings tells of the wish for less motion there. Linux."""

import logging
from typing import Any

from jeepney import DBusAddress, new_method_call

from sora_desktop.ui.window.buses import GONE, answered, joined

log = logging.getLogger(__name__)

_DESKTOP = DBusAddress(
    "/org/freedesktop/portal/desktop", "org.freedesktop.portal.Desktop", "org.freedesktop.portal.Settings"
)
_LESS: dict[tuple[str, str], Any] = {
    ("org.freedesktop.appearance", "reduced-motion"): 1,
    ("org.gnome.desktop.interface", "enable-animations"): False,
    ("org.kde.kdeglobals.KDE", "AnimationDurationFactor"): "0",
}
"""What each desktop says where less shall move."""


def may_move() -> bool:
    """False where the desktop says that less shall move. Waits; for a thread of its own."""
    connection = joined("no desktop tells of a wish for less motion")
    if connection is None:
        return True
    try:
        namespaces = [namespace for namespace, _ in _LESS]
        answer = answered(connection, new_method_call(_DESKTOP, "ReadAll", "as", (namespaces,)))
        told = answer.body[0] if answer is not None else {}
        return not any(_says_less(told, *place) for place in _LESS)
    except GONE as problem:
        log.info("the desktop does not tell of a wish for less motion: %s", problem)
        return True
    finally:
        connection.close()


def _says_less(told: dict[str, dict[str, tuple[str, Any]]], namespace: str, key: str) -> bool:
    _kind, value = told.get(namespace, {}).get(key, ("", None))
    less = _LESS[namespace, key]
    return str(value) == less if isinstance(less, str) else bool(value == less and value is not None)
