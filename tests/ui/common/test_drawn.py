"""A window that goes to a screen of other pixels is as sharp there."""

import pytest
from PySide6.QtGui import QPixmap
from pytestqt.qtbot import QtBot

from sora_desktop.base.sentences import message
from sora_desktop.domain.connection import engine_connection
from sora_desktop.domain.events import Health, Notice, Reach, Snapshot
from sora_desktop.domain.settings import Settings
from sora_desktop.ui.assets import pixmap
from sora_desktop.ui.common.drawn import Drawn
from sora_desktop.ui.theme import ThemeKeeper
from sora_desktop.ui.window.window import MainWindow
from tests.support.commands import RecordingCommands


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> dict[str, float]:
    """The ratio of the screen that everything lies on."""
    there = {"ratio": 1.0}
    monkeypatch.setattr(Drawn, "devicePixelRatioF", lambda _self: there["ratio"])
    return there


def test_a_drawing_is_made_anew_for_the_pixels_of_another_screen_and_only_then(
    qtbot: QtBot, screen: dict[str, float]
) -> None:
    made: list[float] = []

    def draw(ratio: float) -> QPixmap:
        made.append(ratio)
        return pixmap("info", "#ffffff", 18, ratio)

    label = Drawn()
    qtbot.addWidget(label)
    label.show_drawn(draw)
    label.show()
    for ratio in (1.0, 2.0, 2.0, 1.5):
        screen["ratio"] = ratio
        label.grab()
        assert label.sizeHint().width() == 18
    assert [1.0, 2.0, 1.5] == made

    label.show_drawn(None)
    assert label.pixmap().isNull()


def test_no_drawing_of_the_window_stays_behind(
    qtbot: QtBot, theme: ThemeKeeper, commands: RecordingCommands, screen: dict[str, float]
) -> None:
    window = MainWindow(commands, theme, Settings())
    qtbot.addWidget(window, before_close_func=MainWindow.prepare_to_close)
    window.show()
    window.load(Snapshot((), (), (engine_connection(),), "engine", (("engine", Health(Reach.ANSWERS)),), Settings()))
    window.apply(Notice(message("The disk is full.")))
    screen["ratio"] = 2.0
    window.grab()
    seen = [label for label in window.findChildren(Drawn) if label.isVisible() and not label.pixmap().isNull()]

    assert len(seen) >= 3
    assert {2.0} == {label._ratio for label in seen}
