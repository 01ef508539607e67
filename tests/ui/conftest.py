"""What tests of widgets are made with."""

from collections.abc import Iterator
from typing import cast

import pytest
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sora_desktop.ui.panels.compose import ComposePanel
from sora_desktop.ui.theme import ThemeKeeper
from tests.support.commands import RecordingCommands
from tests.support.opened import Opened
from tests.ui.composer import GATEWAY, Screen


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


@pytest.fixture
def bare(qtbot: QtBot, commands: RecordingCommands, theme: ThemeKeeper) -> Screen:
    panel = ComposePanel(commands, theme)
    qtbot.addWidget(panel)
    panel.resize(344, 852)
    panel.show()
    return Screen(panel, qtbot)


@pytest.fixture
def screen(bare: Screen) -> Screen:
    bare.panel.set_connection(GATEWAY)
    return bare
