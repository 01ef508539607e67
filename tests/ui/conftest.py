"""What tests of widgets are made with."""

from collections.abc import Iterator
from typing import cast

import pytest
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sora_desktop.domain.settings import Settings
from sora_desktop.ui.compose.panel import ComposePanel
from sora_desktop.ui.stage.panel import StagePanel
from sora_desktop.ui.theme import ThemeKeeper
from tests.support.commands import RecordingCommands
from tests.support.opened import Opened
from tests.ui.composer import GATEWAY, Screen
from tests.ui.stages import player


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


@pytest.fixture
def stage(qtbot: QtBot, commands: RecordingCommands, theme: ThemeKeeper) -> StagePanel:
    def let_go(panel: StagePanel) -> None:
        panel.clear()
        qtbot.waitUntil(lambda: player(panel).duration == 0)

    made = StagePanel(commands, theme)
    qtbot.addWidget(made, before_close_func=let_go)
    made.take_settings(Settings(loop=False))
    made.resize(700, 560)
    made.show()
    return made
