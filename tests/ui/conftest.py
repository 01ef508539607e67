"""What tests of widgets are made with."""

from collections.abc import Iterator
from typing import cast

import pytest
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication

from sora_desktop.ui.theme import ThemeKeeper
from tests.support.commands import RecordingCommands
from tests.support.opened import Opened


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[ThemeKeeper]:
    """A keeper that has not dressed the application: that costs time, and most tests do not look."""
    made = ThemeKeeper(qapp)
    yield made
    made.deleteLater()


@pytest.fixture
def commands(qapp: QApplication) -> RecordingCommands:
    return RecordingCommands()


@pytest.fixture
def opened(qapp: QApplication) -> Iterator[Opened]:
    """Files that would be opened in a program of the system are noted instead."""
    made = Opened()
    QDesktopServices.setUrlHandler("file", made, cast("bytes", "take"))  # the stub says bytes, the call takes text
    yield made
    QDesktopServices.unsetUrlHandler("file")
