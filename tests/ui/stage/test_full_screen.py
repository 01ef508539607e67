"""The full screen: the picture stays still, and the controls lie over it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QAccessible, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QGraphicsOpacityEffect, QWidget
from pytestqt.qtbot import QtBot

from sora_desktop.domain.settings import Settings
from sora_desktop.domain.shapes import Size
from sora_desktop.ui.common import motion
from sora_desktop.ui.stage.full_screen import FullScreen
from sora_desktop.ui.stage.panel import StagePanel
from sora_desktop.ui.stage.playback_controls import PlaybackControls
from tests.support.finding import child
from tests.ui.samples import film_clip
from tests.ui.stages import player, slider, surface


@pytest.fixture
def full(qtbot: QtBot, stage: StagePanel, tmp_path: Path) -> FullScreen:
    stage.show_clip(film_clip(tmp_path, frames=96), play=False)
    qtbot.waitUntil(lambda: stage.frames_shown > 0)
    qtbot.keyClick(surface(stage), Qt.Key.Key_F)
    return child(stage, FullScreen)


def controls(stage_or_full: QWidget) -> PlaybackControls:
    return child(stage_or_full, PlaybackControls)


def rest(stage: StagePanel) -> None:
    """The mouse and the keyboard have rested for a while."""
    stage._screen._hiding.timeout.emit()


def move_mouse(widget: QWidget) -> None:
    at, none = QPointF(80, 50), Qt.MouseButton.NoButton
    event = QMouseEvent(QEvent.Type.MouseMove, at, widget.mapToGlobal(at), none, none, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(widget, event)


def place(stage: StagePanel) -> QRect:
    return surface(stage).picture_rect().toAlignedRect()


def test_the_picture_has_the_whole_screen_and_stays_whether_the_controls_are_seen(
    stage: StagePanel, full: FullScreen
) -> None:
    assert full.rect() == QRect(surface(stage).mapTo(full, QPoint()), surface(stage).size())
    assert full.rect().contains(controls(full).geometry())
    before = place(stage)
    rest(stage)
    assert (True, before) == (controls(full).fading.is_gone, place(stage))

    move_mouse(surface(stage))
    assert (False, before) == (controls(full).fading.is_gone, place(stage))


def test_controls_that_are_gone_are_there_for_a_screen_reader_and_no_mouse_hits_them(
    stage: StagePanel, full: FullScreen
) -> None:
    rest(stage)
    play = child(full, QWidget, "playButton")
    spoken = QAccessible.queryAccessibleInterface(play)

    assert play.isVisible()
    assert not spoken.state().invisible
    assert controls(full).testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    assert Qt.CursorShape.BlankCursor == stage._screen.cursor().shape()


@pytest.mark.parametrize("wake", ["move", "key", "focus", "click"])
def test_any_sign_of_a_person_brings_them_back(stage: StagePanel, full: FullScreen, qtbot: QtBot, wake: str) -> None:
    rest(stage)
    signs: dict[str, Callable[[], object]] = {
        "move": lambda: move_mouse(surface(stage)),
        "key": lambda: qtbot.keyClick(surface(stage), Qt.Key.Key_Period),
        "focus": lambda: QTest.keyClick(surface(stage), Qt.Key.Key_Tab),
        "click": lambda: qtbot.mousePress(surface(stage), Qt.MouseButton.LeftButton),
    }
    signs[wake]()

    assert not controls(full).fading.is_gone
    assert Qt.CursorShape.ArrowCursor == stage._screen.cursor().shape()


def test_they_stay_while_the_mouse_is_on_them(
    stage: StagePanel, monkeypatch: pytest.MonkeyPatch, full: FullScreen
) -> None:
    monkeypatch.setattr(controls(full), "underMouse", lambda: True)
    rest(stage)

    assert not controls(full).fading.is_gone
    assert stage._screen._hiding.isActive()


@pytest.mark.parametrize("size", [Size(160, 90), Size(90, 160), Size(120, 120)])
def test_to_the_full_screen_and_back_nothing_of_the_film_is_another(
    qtbot: QtBot, stage: StagePanel, tmp_path: Path, size: Size
) -> None:
    stage.take_settings(Settings(loop=True, volume=37))
    stage.show_clip(film_clip(tmp_path, frames=96, size=size), play=True)
    qtbot.waitUntil(lambda: stage.frames_shown > 8)
    before, playback, position, seen = place(stage), player(stage)._playback, player(stage).position, stage.frames_shown
    qtbot.keyClick(surface(stage), Qt.Key.Key_F)
    picture = surface(stage).picture_rect()
    assert picture.width() / picture.height() == pytest.approx(size.width / size.height, rel=0.01)
    qtbot.keyClick(surface(stage), Qt.Key.Key_Escape)

    assert before == place(stage)
    assert playback is player(stage)._playback
    assert player(stage).is_playing
    assert player(stage).position >= position
    assert stage.frames_shown >= seen
    assert (True, 37) == (player(stage)._loop, player(stage)._volume)
    QApplication.sendPostedEvents(None, 0)


def test_while_it_is_away_the_stage_keeps_its_room(stage: StagePanel, full: FullScreen, qtbot: QtBot) -> None:
    QApplication.sendPostedEvents()
    away = stage._foot.geometry()
    qtbot.keyClick(surface(stage), Qt.Key.Key_Escape)
    QApplication.sendPostedEvents()

    assert away == stage._foot.geometry()


@pytest.mark.parametrize("find", [surface, slider, lambda stage: child(stage, QWidget, "playButton")])
@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_F11])
def test_escape_leaves_whatever_has_the_keyboard(
    stage: StagePanel, full: FullScreen, qtbot: QtBot, find: Callable[[StagePanel], QWidget], key: Qt.Key
) -> None:
    on = find(stage)
    on.setFocus()
    qtbot.keyClick(on, key)

    assert not stage.full.is_on
    assert surface(stage).window() is stage


def test_it_fills_the_screen_that_the_window_stands_on(stage: StagePanel, full: FullScreen) -> None:
    assert stage.screen() is full.screen()
    assert full.geometry() == stage.screen().geometry()


def test_back_in_the_stage_the_controls_lie_below_the_picture_again(
    stage: StagePanel, full: FullScreen, qtbot: QtBot
) -> None:
    rest(stage)
    qtbot.keyClick(surface(stage), Qt.Key.Key_Escape)
    QApplication.sendPostedEvents()
    shown = controls(stage)

    assert not shown.fading.is_gone
    assert shown.geometry().top() > surface(stage).geometry().bottom()
    rest(stage)
    assert not shown.fading.is_gone


def test_nobody_on_the_full_screen_is_torn_away(stage: StagePanel, full: FullScreen) -> None:
    assert stage.is_in_use


def test_where_things_may_move_the_controls_fade(
    stage: StagePanel, full: FullScreen, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(motion, "UNSEEN", ())
    rest(stage)
    effect = child(controls(full), QGraphicsOpacityEffect)
    assert effect.opacity() > 0.0
    qtbot.waitUntil(lambda: effect.opacity() == 0.0)

    monkeypatch.setattr(motion.MOTION, "wanted", False)
    controls(full).fading.come()
    rest(stage)
    assert effect.opacity() == 0.0
