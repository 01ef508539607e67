"""What tests of widgets are made with."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from sora_desktop.ui.theme import ThemeKeeper
from tests.support.commands import RecordingCommands


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[ThemeKeeper]:
    """A keeper that has not dressed the application: that costs time, and most tests do not look."""
    made = ThemeKeeper(qapp)
    yield made
    made.deleteLater()


@pytest.fixture
def commands(qapp: QApplication) -> RecordingCommands:
    return RecordingCommands()
