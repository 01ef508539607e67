"""The sheets of the window, loaded when they are first asked for: the first paint needs none of them."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sora_desktop.ui.connections.sheet import ConnectionSheet
    from sora_desktop.ui.settings.sheet import SettingsSheet
    from sora_desktop.ui.window.about import AboutSheet


def load_connection_sheet() -> "type[ConnectionSheet]":
    from sora_desktop.ui.connections.sheet import ConnectionSheet

    return ConnectionSheet


def load_settings_sheet() -> "type[SettingsSheet]":
    from sora_desktop.ui.settings.sheet import SettingsSheet

    return SettingsSheet


def load_about_sheet() -> "type[AboutSheet]":
    from sora_desktop.ui.window.about import AboutSheet

    return AboutSheet
