"""Telling a person who does not look, or not there: for screen readers, which say it when they have said what they say."""

from types import ModuleType

from PySide6.QtWidgets import QWidget


def load_announcing() -> ModuleType:
    from sora_desktop.ui.common import announcing

    return announcing


def say_aloud(widget: QWidget, words: str) -> None:
    """Say `words` once; the keyboard stays where it is, whether `widget` can be seen or not."""
    if words:
        load_announcing().announce(widget.window(), words)
