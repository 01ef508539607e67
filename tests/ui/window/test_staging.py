"""Which job stands on the stage of the window, and who takes its place."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu
from pytestqt.qtbot import QtBot

from sora_desktop.base.sentences import message
from sora_desktop.domain.connection import engine_connection
from sora_desktop.domain.events import ClipAdded, Health, JobAdded, JobChanged, JobRemoved, Reach, Snapshot
from sora_desktop.domain.job import JobState
from sora_desktop.domain.settings import Settings, View
from sora_desktop.ui.stage.panel import StagePanel
from sora_desktop.ui.stage.playback_controls import PlaybackControls
from sora_desktop.ui.strip.strip_view import StripView
from sora_desktop.ui.theme import ThemeKeeper
from sora_desktop.ui.window.window import MainWindow
from tests.support.commands import RecordingCommands
from tests.support.finding import child
from tests.support.samples import sample_clip, sample_job
from tests.ui.samples import film_clip
from tests.ui.stages import player, surface

WHOLE = Snapshot((), (), (engine_connection(),), "engine", (("engine", Health(Reach.ANSWERS)),), Settings())
RUNNING = sample_job("job", JobState.RUNNING)


@pytest.fixture
def open_window(qtbot: QtBot, theme: ThemeKeeper, commands: RecordingCommands) -> Callable[..., MainWindow]:
    def make(**changes: Any) -> MainWindow:
        window = MainWindow(commands, theme, Settings(), library_folder=Path("/clips"))
        qtbot.addWidget(window, before_close_func=MainWindow.prepare_to_close)
        window.show()
        window.load(replace(WHOLE, **changes))
        return window

    return make


@pytest.fixture
def window(open_window: Callable[..., MainWindow]) -> MainWindow:
    return open_window()


def shown(window: MainWindow) -> str:
    return window.stage.job.id if window.stage.job is not None else ""


def strip(window: MainWindow) -> StripView:
    return child(window, StripView, "takeStrip")


def test_a_job_that_is_started_stands_on_the_stage_and_then_its_clip(window: MainWindow, tmp_path: Path) -> None:
    window.apply(JobAdded(sample_job()))
    assert ("job", "job") == (shown(window), strip(window)._delegate.shown_id)

    window.apply(JobChanged(RUNNING))
    assert RUNNING == window.stage.job

    window.apply(ClipAdded(sample_clip(tmp_path / "a.mp4")))
    assert window.stage.clip is not None
    assert ("clip", "", "clip") == (window.stage.clip.id, shown(window), strip(window)._delegate.shown_id)


@pytest.mark.parametrize("how", ["is_in_use", "is_watched"])
def test_a_job_takes_the_stage_from_nobody_who_looks_at_a_clip(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    first = sample_clip(tmp_path / "a.mp4", "first")
    window.stage.show_clip(first, play=False)
    monkeypatch.setattr(StagePanel, how, True)
    window.apply(JobAdded(RUNNING))

    assert (first, "") == (window.stage.clip, shown(window))


def test_of_several_takes_the_first_stays_until_it_has_ended(window: MainWindow) -> None:
    for name in ("job", "second"):
        window.apply(JobAdded(sample_job(name)))
    assert "job" == shown(window)

    window.apply(JobChanged(sample_job("job", JobState.REFUSED)))
    window.apply(JobAdded(sample_job("third")))
    assert "third" == shown(window)


def test_its_own_clip_comes_although_a_person_has_just_picked_the_job(window: MainWindow, tmp_path: Path) -> None:
    window.apply(JobAdded(RUNNING))
    window.stage.clear()
    window._panels.strip.job_picked.emit("job")
    assert window.stage.is_in_use

    window.apply(ClipAdded(sample_clip(tmp_path / "a.mp4")))
    assert window.stage.clip is not None


def test_a_running_job_that_is_picked_in_the_strip_stands_on_the_stage_and_another_one_in_the_queue(
    window: MainWindow,
) -> None:
    window.apply(JobAdded(RUNNING))
    window.apply(JobAdded(sample_job("odd", JobState.UNKNOWN)))
    window.stage.clear()
    window._panels.strip.job_picked.emit("job")
    assert ("job", False) == (shown(window), window.drawer.is_open)

    window._panels.strip.job_picked.emit("odd")
    assert ("job", True) == (shown(window), window.drawer.is_open)


def test_the_stage_leads_to_the_job_in_the_queue(window: MainWindow) -> None:
    window.apply(JobAdded(RUNNING))
    window.stage.queue_wanted.emit("job")

    assert window.drawer.is_open


def test_a_job_that_is_taken_off_the_list_leaves_the_stage(window: MainWindow) -> None:
    window.apply(JobAdded(sample_job("job", JobState.WAITING)))
    window.apply(JobRemoved("job"))

    assert ("", True) == (shown(window), window.stage.empty.is_shown)


def test_where_finished_clips_do_not_play_it_stands_in_the_place_of_its_job(
    open_window: Callable[..., MainWindow], tmp_path: Path
) -> None:
    window = open_window(settings=Settings(play_when_done=False))
    window.apply(JobAdded(RUNNING))
    window.apply(ClipAdded(sample_clip(tmp_path / "a.mp4")))

    assert window.stage.clip is not None
    assert not window.stage._screen.player._play_when_loaded


def test_in_choose_no_job_takes_the_stage(window: MainWindow) -> None:
    window.wishes.show_view(View.CHOOSE)
    window.apply(JobAdded(RUNNING))

    assert "" == shown(window)


def test_a_clip_of_an_earlier_start_takes_the_stage_from_no_job(window: MainWindow, tmp_path: Path) -> None:
    window.apply(JobAdded(RUNNING))
    window.apply(ClipAdded(sample_clip(tmp_path / "a.mp4", "old", job_id="earlier")))

    assert "job" == shown(window)


def test_a_clip_that_could_not_be_checked_is_said_where_its_job_stands(window: MainWindow, tmp_path: Path) -> None:
    window.apply(JobAdded(RUNNING))
    window.apply(ClipAdded(sample_clip(tmp_path / "a.mp4", unchecked=message("The check could not be finished."))))
    window.apply(JobChanged(sample_job("job", JobState.DONE, clip_id="clip")))

    assert "job" == shown(window)
    assert "Kept, but not checked" in window.stage._screen.surface.accessibleName()


def test_after_a_start_the_newest_clip_stands_on_the_stage_and_no_player_is_made_before_it_is_played(
    open_window: Callable[..., MainWindow], tmp_path: Path, qtbot: QtBot
) -> None:
    odd = replace(film_clip(tmp_path, 1), unchecked=message("Nobody knows."))
    unwanted, last, older = (film_clip(tmp_path, number, frames=96) for number in (2, 3, 4))
    window = open_window(clips=(odd, replace(unwanted, wanted=False), last, older))
    stage = window.stage

    assert (last, QSize(32, 18)) == (stage.clip, surface(stage).image.size())
    assert player(stage)._playback is None
    assert not stage.is_in_use
    assert last.id == strip(window)._delegate.shown_id

    qtbot.mouseClick(child(stage, QAbstractButton, "playButton"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: player(stage).is_playing and stage.frames_shown > 3)


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_K])
def test_the_clip_that_stands_by_plays_by_a_key_from_the_strip(
    open_window: Callable[..., MainWindow], tmp_path: Path, qtbot: QtBot, key: Qt.Key
) -> None:
    window = open_window(clips=(film_clip(tmp_path, frames=96),))
    strip(window).setFocus()
    qtbot.keyClick(strip(window), key)

    qtbot.waitUntil(lambda: player(window.stage).is_playing)


def test_the_clip_that_stands_by_can_be_stepped_through_at_once(
    open_window: Callable[..., MainWindow], tmp_path: Path, qtbot: QtBot
) -> None:
    stage = open_window(clips=(film_clip(tmp_path),)).stage
    controls = child(stage, PlaybackControls)
    controls.step(3)
    qtbot.waitUntil(lambda: stage.frames_shown > 0 and abs(surface(stage).image.pixelColor(80, 45).red() - 24) <= 4)

    assert 125 == controls._slider.place
    assert not player(stage).is_playing


def test_a_clip_whose_file_is_gone_does_not_stand_there_after_a_start(
    open_window: Callable[..., MainWindow], tmp_path: Path
) -> None:
    window = open_window(clips=(sample_clip(tmp_path / "gone.mp4"),))

    assert (None, True) == (window.stage.clip, window.stage.empty.is_shown)


def test_what_stands_by_makes_room_for_a_job_and_for_its_clip(
    open_window: Callable[..., MainWindow], tmp_path: Path
) -> None:
    window = open_window(clips=(film_clip(tmp_path),))
    window.apply(JobAdded(RUNNING))
    assert "job" == shown(window)

    made = sample_clip(film_clip(tmp_path, 2).path)
    window.apply(ClipAdded(made))
    assert made == window.stage.clip


def test_a_tile_and_the_stage_have_the_menus_of_choose_and_of_the_queue(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    def entries() -> list[str]:
        qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        words = [entry.text() for entry in menu.actions()]
        menu.close()
        return words

    clip = sample_clip(tmp_path / "a.mp4")
    window._panels.strip.clip_menu_wanted.emit(clip, QPoint(10, 10))
    of_clip = entries()
    window.apply(JobAdded(RUNNING))
    window._panels.strip.job_menu_wanted.emit("job", QPoint(10, 10))
    of_job = entries()
    assert {"Play", "Tags…", "Move to trash"} <= set(of_clip)
    assert "Cancel" in of_job

    found = [of_job]
    for _ in range(2):
        at = QPoint(40, 40)
        screen = window.stage._screen
        QApplication.sendEvent(
            screen.surface,
            QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, screen.surface.mapToGlobal(at)),
        )
        found.append(entries())
        window.stage.show_clip(clip, play=False)
    assert [of_job, of_job, of_clip] == found
