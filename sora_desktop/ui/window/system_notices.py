"""Whose notices this system has."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from sora_desktop.ui.window.desktop_notices import DesktopNotices

if TYPE_CHECKING:
    from sora_desktop.ui.window.tray_notices import TrayNotices


def load_tray_notices() -> "type[TrayNotices]":
    """Linux has no need of them."""
    from sora_desktop.ui.window.tray_notices import TrayNotices

    return TrayNotices


def notices_of(system: str, app_name: str, button: str, parent: QObject) -> "DesktopNotices | TrayNotices":
    """Those of a system, by its name as `sys.platform` has it."""
    if system.startswith("linux"):
        return DesktopNotices(app_name, button, parent)
    return load_tray_notices()(app_name, parent)
