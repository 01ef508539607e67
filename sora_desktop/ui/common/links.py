"""Buttons that look like links."""

from PySide6.QtWidgets import QPushButton


def link(words: str, name: str, *, small: bool = False) -> QPushButton:
    """A button that looks like a link."""
    button = QPushButton(words)
    button.setObjectName(name)
    button.setProperty("role", "link")
    if small:
        button.setProperty("scale", "small")
    button.setAutoDefault(False)
    button.setAccessibleName(words)
    return button
