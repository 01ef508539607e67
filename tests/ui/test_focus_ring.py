"""Whatever has the keyboard is seen to have it."""

from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget
from pytestqt.qtbot import QtBot

from sora_desktop.domain.connection import engine_connection
from sora_desktop.domain.events import Health, JobAdded, Reach, Snapshot
from sora_desktop.domain.job import JobState
from sora_desktop.domain.settings import Settings, Theme
from sora_desktop.ui.theme import FOCUS_WIDTH, ThemeKeeper
from sora_desktop.ui.window.window import MainWindow
from tests.support.commands import RecordingCommands
from tests.support.samples import sample_clip, sample_job

_AROUND = 3
"""Pixels around a control in which a ring may lie."""


@pytest.fixture
def window(qtbot: QtBot, theme: ThemeKeeper, commands: RecordingCommands, tmp_path: Path) -> MainWindow:
    theme.set_wanted(Theme.DARK)
    made = MainWindow(commands, theme, Settings(), library_folder=Path("/clips"))
    qtbot.addWidget(made, before_close_func=MainWindow.prepare_to_close)
    made.resize(1500, 950)
    made.show()
    made.activateWindow()
    clips = (sample_clip(tmp_path / "gone.mp4"),)
    made.load(Snapshot((), clips, (engine_connection(),), "engine", (("engine", Health(Reach.ANSWERS)),), Settings()))
    made.apply(JobAdded(sample_job("a", JobState.UNKNOWN)))
    made.stage.show_clip(clips[0], play=False)
    made.wishes.open_queue()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def stops(window: MainWindow) -> list[QWidget]:
    """What the Tab key comes to, in its order."""
    found: list[QWidget] = []
    widget: QWidget | None = window
    while (widget := widget.nextInFocusChain() if widget else None) is not None and widget is not window:
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible() and widget.isEnabled():
            found.append(widget)
    return found


def ring_pixels(widget: QWidget, elsewhere: QWidget) -> int:
    """How many pixels at its edges look otherwise with the keyboard than without."""
    place = QRect(widget.mapTo(widget.window(), widget.rect().topLeft()), widget.size())
    place = place.adjusted(-_AROUND, -_AROUND, _AROUND, _AROUND)
    images = []
    for focused in (elsewhere, widget):
        focused.setFocus(Qt.FocusReason.TabFocusReason)
        QApplication.processEvents()
        images.append(widget.window().grab(place).toImage())
    before, after = images
    return sum(before.pixel(x, y) != after.pixel(x, y) for x in range(before.width()) for y in range(before.height()))


def test_everything_that_tab_comes_to_shows_a_ring_as_wide_as_said(window: MainWindow) -> None:
    """So many pixels change as two sides of a ring of that width have, at least."""
    found = stops(window)
    assert len(found) > 20

    pale = []
    for widget in found:
        elsewhere = found[(found.index(widget) + 5) % len(found)]
        sides = 0 if isinstance(widget, QAbstractItemView) else widget.width() + widget.height()
        changed = ring_pixels(widget, elsewhere)
        if changed < max(100, sides * FOCUS_WIDTH):
            pale.append(
                f"{type(widget).__name__} {widget.objectName()} {widget.accessibleName()}: {changed} of {sides}"
            )

    assert [] == pale
