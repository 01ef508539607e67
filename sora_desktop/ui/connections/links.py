"""Buttons that look like links."""

from PySide6.QtWidgets import QPushButton


def link(words: str, name: str) -> QPushButton:
    """A button that looks like a link."""
    button = QPushButton(words)
    button.setObjectName(name)
    button.setProperty("role", "link")
    button.setAutoDefault(False)
    button.setAccessibleName(words)
    return button
