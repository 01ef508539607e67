"""Chips: of a row of them one is on, and says what is shown below."""

from collections.abc import Callable

from PySide6.QtWidgets import QButtonGroup, QPushButton


def chip(words: str, name: str, spoken: str, chosen: Callable[[], object], group: QButtonGroup) -> QPushButton:
    """One more of a row, the first of which is on. `spoken` is what a screen reader says; `chosen` hears of it."""
    button = QPushButton(words)
    button.setObjectName(name)
    button.setProperty("role", "chip")
    button.setCheckable(True)
    button.setAutoExclusive(True)
    button.setChecked(not group.buttons())
    button.setAccessibleName(spoken)
    button.toggled.connect(lambda on: chosen() if on else None)
    group.addButton(button)
    return button
