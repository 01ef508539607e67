"""The two views: what is made when, where the keyboard goes, and the one stage that goes with them."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QListView, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from sora_desktop.base.sentences import message
from sora_desktop.domain.connection import engine_connection
from sora_desktop.domain.events import ClipAdded, JobAdded, Notice, Severity, Snapshot
from sora_desktop.domain.job import JobState
from sora_desktop.domain.settings import Settings, View
from sora_desktop.ui.theme import ThemeKeeper
from sora_desktop.ui.window.window import MainWindow
from tests.support.commands import RecordingCommands
from tests.support.finding import child
from tests.support.samples import FOX, sample_clip, sample_job


@pytest.fixture
def open_window(
    qtbot: QtBot, theme: ThemeKeeper, commands: RecordingCommands, tmp_path: Path
) -> Callable[..., MainWindow]:
    def make(settings: Settings | None = None) -> MainWindow:
        window = MainWindow(commands, theme, settings or Settings(), library_folder=Path("/clips"))
        qtbot.addWidget(window, before_close_func=MainWindow.prepare_to_close)
        window.show()
        window.activateWindow()
        clips = (sample_clip(tmp_path / "gone.mp4"),)
        window.load(Snapshot((), clips, (engine_connection(),), "engine", (), settings or Settings()))
        return window

    return make


@pytest.fixture
def window(open_window: Callable[..., MainWindow]) -> MainWindow:
    return open_window()


def press(qtbot: QtBot, window: MainWindow, view: View) -> None:
    name = "viewMake" if view is View.MAKE else "viewChoose"
    qtbot.mouseClick(child(window, QAbstractButton, name), Qt.MouseButton.LeftButton)


def test_the_library_is_made_when_choose_is_first_shown(window: MainWindow, qtbot: QtBot) -> None:
    names = ("libraryGrid", "librarySearch")
    before = [window.findChild(QObject, name) for name in names]
    press(qtbot, window, View.CHOOSE)

    assert [None, None] == before
    assert all(child(window, QWidget, name).isVisible() for name in names)


@pytest.mark.parametrize(
    ("keys", "goes_to"),
    [("ctrl+2", "libraryGrid"), ("ctrl+f", "librarySearch"), ("ctrl+2 ctrl+1", "promptEdit")],
)
def test_the_keyboard_goes_from_view_to_view_without_a_stop(
    window: MainWindow, qtbot: QtBot, keys: str, goes_to: str
) -> None:
    """A screen reader says each place that it comes to."""
    prompt = child(window, QPlainTextEdit, "promptEdit")
    prompt.setFocus()
    *before, last = keys.split()
    for each in before:
        qtbot.keySequence(window, each)
    stops: list[str] = []
    application = cast("QApplication", QApplication.instance())
    note = partial(_note_stop, stops)
    application.focusChanged.connect(note)
    qtbot.keySequence(window, last)
    application.focusChanged.disconnect(note)

    assert [goes_to] == stops


def _note_stop(stops: list[str], _before: QWidget | None, now: QWidget | None) -> None:
    if now is not None:
        stops.append(now.objectName())


def test_the_buttons_tell_which_view_is_shown_whatever_brought_it(window: MainWindow, qtbot: QtBot) -> None:
    make, choose = (child(window, QAbstractButton, name) for name in ("viewMake", "viewChoose"))
    told = [(make.isChecked(), choose.isChecked())]
    for key in (Qt.Key.Key_2, Qt.Key.Key_1):
        qtbot.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
        told.append((make.isChecked(), choose.isChecked()))

    assert [(True, False), (False, True), (True, False)] == told


def test_the_keyboard_goes_to_the_clips_and_comes_back_to_where_it_was(window: MainWindow, qtbot: QtBot) -> None:
    prompt = child(window, QPlainTextEdit, "promptEdit")
    prompt.setFocus()
    press(qtbot, window, View.CHOOSE)
    assert child(window, QListView, "libraryGrid") is window.focusWidget()

    press(qtbot, window, View.MAKE)
    assert prompt is window.focusWidget()


def test_there_is_one_stage_and_it_goes_with_the_view(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    clip = sample_clip(tmp_path / "gone.mp4")
    window.stage.show_clip(clip, play=False)
    for view in (View.CHOOSE, View.MAKE, View.CHOOSE):
        press(qtbot, window, view)
        assert (True, clip) == (window.stage.isVisible(), window.stage.clip)


def test_a_clip_of_choose_tells_what_it_is_and_its_request_leads_back_to_make(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    press(qtbot, window, View.CHOOSE)
    facts = child(window, QWidget, "clipFacts")
    before = facts.isVisible()
    window.library.clip_activated.emit(sample_clip(tmp_path / "gone.mp4"))
    assert (False, True) == (before, facts.isVisible())

    qtbot.mouseClick(child(window, QPushButton, "previewUseAgain"), Qt.MouseButton.LeftButton)
    assert (View.MAKE, FOX.prompt) == (window.views.shown, child(window, QPlainTextEdit, "promptEdit").toPlainText())


def test_a_finished_clip_does_not_play_to_a_person_who_chooses(window: MainWindow, tmp_path: Path) -> None:
    first = sample_clip(tmp_path / "first.mp4")
    window.stage.show_clip(first, play=False)
    window.wishes.show_choose()
    window.apply(JobAdded(sample_job("job")))
    window.apply(ClipAdded(replace(first, id="second", path=tmp_path / "second.mp4")))

    assert first == window.stage.clip


def test_searching_leads_to_choose_and_writing_to_make(window: MainWindow) -> None:
    window.wishes.focus_search()
    searched = (window.views.shown, window.focusWidget())
    window.wishes.focus_prompt()

    assert (View.CHOOSE, child(window, QWidget, "librarySearch")) == searched
    assert (View.MAKE, child(window, QWidget, "promptEdit")) == (window.views.shown, window.focusWidget())


def test_a_job_that_is_edited_leads_to_make(window: MainWindow) -> None:
    window.wishes.show_choose()
    window.queue.edit_requested.emit(sample_job(state=JobState.REFUSED))

    assert View.MAKE is window.views.shown


def test_the_view_and_its_columns_are_there_at_the_next_start(
    open_window: Callable[..., MainWindow], commands: RecordingCommands
) -> None:
    first = open_window()
    first.wishes.show_choose()
    assert first.views.choose is not None
    first.views.choose.setSizes([900, 540])
    first.views.rearranged.emit()
    first.settings.writer.write()
    kept = commands.of("settings.change")[-1][0]
    second = open_window(Settings(view=kept["view"], choose_columns=kept["choose_columns"]))

    assert View.CHOOSE is second.views.shown
    assert second.views.choose is not None
    assert first.views.choose.arrangement == second.views.choose.arrangement


@pytest.mark.parametrize("view", View)
@pytest.mark.parametrize("size", [(1000, 620), (2560, 1440), (3840, 2160)])
def test_each_view_fills_the_window_and_needs_no_more(
    window: MainWindow, qtbot: QtBot, size: tuple[int, int], view: View
) -> None:
    press(qtbot, window, view)
    window.resize(*size)

    assert size == (window.width(), window.height())
    assert (size[0], size[1] - window.bar.height()) == (window.views.width(), window.views.height())
    shown = window.views.currentWidget()
    assert shown is not None
    assert shown.minimumSizeHint().width() <= 1000
    assert shown.minimumSizeHint().height() <= 620 - window.bar.height()


def test_a_notice_lies_over_the_clips_and_covers_no_search(window: MainWindow, qtbot: QtBot) -> None:
    press(qtbot, window, View.CHOOSE)
    window.apply(Notice(message("The disk is full."), Severity.ERROR))
    search = child(window, QWidget, "librarySearch")

    assert window.notices.isVisible()
    assert not window.notices.geometry().intersects(
        search.rect().translated(search.mapTo(window.views, search.pos() * 0))
    )


def test_a_clip_of_the_strip_plays_and_a_job_of_it_opens_its_card_in_the_queue(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.apply(JobAdded(sample_job("odd", JobState.UNKNOWN)))
    strip = child(window, QListView, "takeStrip")
    qtbot.waitUntil(lambda: strip.model().rowCount() == 2)
    for row in (1, 0):
        strip.setCurrentIndex(strip.model().index(row, 0))
        qtbot.keyClick(strip, Qt.Key.Key_Return)

    queue = child(window, QListView, "queueList")
    assert window.stage.clip is not None
    assert ("clip", "odd") == (window.stage.clip.id, queue.currentIndex().data(Qt.ItemDataRole.UserRole))
    assert queue.isVisible()


def test_the_strip_keeps_its_height_and_that_of_an_older_queue_is_not_taken_for_it(
    open_window: Callable[..., MainWindow],
) -> None:
    first = open_window(Settings(window_columns="344,768,328;560,286"))
    strip = child(first, QWidget, "stripPanel")
    usual = child(open_window(), QWidget, "stripPanel").height()
    assert usual == strip.height()

    kept = open_window(Settings(window_columns="352,1088;600,252"))
    assert child(kept, QWidget, "stripPanel").height() > usual
