"""A choice among connections, by their names."""

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox

from sora_desktop.domain.connection import Connection
from sora_desktop.ui.language import service_name


def connection_box(connections: Sequence[Connection]) -> QComboBox:
    """In their order, the first one chosen."""
    box = QComboBox()
    box.setObjectName("characterConnection")
    box.addItems([service_name(each.name) for each in connections])
    return box
