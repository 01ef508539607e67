"""A window that a person wants to see now."""

import os

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

_VARIABLE = "XDG_ACTIVATION_TOKEN"


def bring_forward(window: QWidget, token: str = "") -> None:
    """Show it before all others and give it the keyboard, also where it was closed or minimised.

    `token` is what a Wayland desktop gives for a press elsewhere: without it the window may only ask for a look. Qt takes
    it from the environment, and out of it.
    """
    if token:
        os.environ[_VARIABLE] = token
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()
    if token:
        os.environ.pop(_VARIABLE, None)
