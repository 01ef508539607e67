"""Whether there is anything to show a window on. Asked before Qt is: without a screen Qt ends the whole program."""

import os
import sys

_TOLD_BY = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


def has_screen() -> bool:
    """Only Linux may have none: no X, no Wayland, and no other platform picked for Qt."""
    return sys.platform != "linux" or any(os.environ.get(name) for name in _TOLD_BY)


def do_without_screen() -> None:
    """From here on Qt paints in memory only."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
