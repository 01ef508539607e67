"""The drawer of the queue: what opens and closes it, what it covers, and which jobs it shows."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QListView, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from sora_desktop.base.sentences import message
from sora_desktop.domain.connection import engine_connection
from sora_desktop.domain.events import JobAdded, JobChanged, Notice, Severity, Snapshot
from sora_desktop.domain.job import Job, JobState
from sora_desktop.domain.settings import Settings
from sora_desktop.ui.theme import ThemeKeeper
from sora_desktop.ui.window.window import MainWindow
from tests.support.commands import RecordingCommands
from tests.support.finding import child
from tests.support.samples import sample_job

ONLY_CHILDREN = Qt.FindChildOption.FindDirectChildrenOnly


KINDS = {"a": JobState.RUNNING, "b": JobState.UNKNOWN, "c": JobState.REFUSED}


def one(name: str, state: JobState | None = None) -> Job:
    """Each of a press of its own."""
    made = sample_job(name, state or KINDS[name])
    return replace(made, created_at=made.created_at + timedelta(seconds=list(KINDS).index(name)))


@pytest.fixture
def open_window(qtbot: QtBot, theme: ThemeKeeper, commands: RecordingCommands) -> Callable[..., MainWindow]:
    def make(settings: Settings | None = None) -> MainWindow:
        window = MainWindow(commands, theme, settings or Settings(), library_folder=Path("/clips"))
        qtbot.addWidget(window, before_close_func=MainWindow.prepare_to_close)
        window.show()
        window.activateWindow()
        window.load(Snapshot((), (), (engine_connection(),), "engine", (), settings or Settings()))
        return window

    return make


@pytest.fixture
def window(open_window: Callable[..., MainWindow]) -> MainWindow:
    made = open_window()
    for name in KINDS:
        made.apply(JobAdded(one(name)))
    return made


def shown_jobs(window: MainWindow) -> list[str]:
    view = child(window, QListView, "queueList")
    rows = range(view.model().rowCount())
    return sorted(
        str(view.model().index(row, 0).data(Qt.ItemDataRole.UserRole)) for row in rows if not view.isRowHidden(row)
    )


def test_the_list_is_there_before_its_drawer_is_opened(window: MainWindow) -> None:
    view = child(window, QListView, "queueList")

    assert (False, 3) == (view.isVisible(), view.model().rowCount())


def test_a_key_opens_it_with_the_keyboard_in_its_list_and_closes_it_again(window: MainWindow, qtbot: QtBot) -> None:
    prompt, view = child(window, QPlainTextEdit, "promptEdit"), child(window, QListView, "queueList")
    prompt.setFocus()
    qtbot.keyClick(window, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    assert (True, view) == (view.isVisible(), window.focusWidget())

    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert (False, prompt) == (view.isVisible(), window.focusWidget())


def test_what_needs_a_person_is_shown_by_the_pill(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.mouseClick(window.bar.needs, Qt.MouseButton.LeftButton)
    assert (True, ["b"]) == (window.drawer.isVisible(), shown_jobs(window))

    qtbot.mouseClick(window.bar.summary, Qt.MouseButton.LeftButton)
    assert ["a", "b", "c"] == shown_jobs(window)


@pytest.mark.parametrize(
    ("kind", "ids"), [("all", ["a", "b", "c"]), ("active", ["a"]), ("needs-you", ["b"]), ("ended", ["c"])]
)
def test_the_list_is_filtered_by_state(window: MainWindow, qtbot: QtBot, kind: str, ids: list[str]) -> None:
    window.drawer.open_by_person()
    qtbot.mouseClick(child(window, QAbstractButton, f"queueFilter-{kind}"), Qt.MouseButton.LeftButton)

    assert ids == shown_jobs(window)
    assert 3 == window.jobs.rowCount()


def test_a_job_that_changes_leaves_the_filtered_list_and_the_last_leaves_a_sentence(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.wishes.show_what_needs_you()
    window.apply(JobChanged(one("b", JobState.QUEUED)))
    qtbot.waitUntil(lambda: shown_jobs(window) == [])
    show_all = next(each for each in window.queue.findChildren(QAbstractButton) if each.text() == "Show all jobs")
    qtbot.mouseClick(show_all, Qt.MouseButton.LeftButton)

    assert ["a", "b", "c"] == shown_jobs(window)


def test_it_is_as_it_was_left_at_the_next_start(
    open_window: Callable[..., MainWindow], commands: RecordingCommands
) -> None:
    first = open_window()
    first.drawer.open_by_person()
    first.settings.writer.write()

    assert commands.of("settings.change")[-1][0]["queue_open"]
    assert open_window(Settings(queue_open=True)).drawer.isVisible()


@pytest.mark.parametrize(("width", "gives_room"), [(1000, False), (1600, True)])
def test_it_stands_beside_the_view_where_there_is_room_and_else_over_it(
    window: MainWindow, width: int, gives_room: bool
) -> None:
    window.resize(width, 700)
    before = window.views.width()
    window.drawer.open_by_person()

    assert width == before
    assert gives_room is (window.views.width() < width)
    assert window.drawer.geometry().right() == width - 1
    assert window.views.geometry().intersects(window.drawer.geometry()) is not gives_room


def test_a_notice_lies_over_the_stage_and_moves_nothing(window: MainWindow) -> None:
    places = [window.views.geometry(), window.stage.geometry()]
    window.apply(Notice(message("The disk is full."), Severity.ERROR))
    notice = window.notices.geometry()

    assert places == [window.views.geometry(), window.stage.geometry()]
    assert window.notices.isVisible()
    assert window.stage.rect().translated(window.stage.mapTo(window.views, notice.topLeft() * 0)).contains(notice)


def test_the_drawer_takes_its_room_from_the_stage_alone(window: MainWindow) -> None:
    window.resize(1600, 700)
    before = window.views.make.sizes()[0]
    window.drawer.open_by_person()
    opened = window.views.make.sizes()[0]
    window.drawer.close_by_person()

    assert [before, before] == [opened, window.views.make.sizes()[0]]


def test_in_a_narrow_window_nothing_of_the_bar_lies_over_anything_else(window: MainWindow) -> None:
    window.bar.show_spend("Today $1,234.56 of $10,000.00, and what else a language needs many words for")
    window.bar.summary.setText("12 of them are running at the moment · 345 of them are waiting in line")
    window.resize(1000, 620)
    layout = window.bar.layout()
    assert layout is not None
    layout.activate()
    parts = [part for part in window.bar.findChildren(QWidget, options=ONLY_CHILDREN) if part.isVisible()]

    assert 1000 == window.width()
    assert not any(one.geometry().intersects(other.geometry()) for one in parts for other in parts if one is not other)
    assert window.bar.rect().contains(parts[-1].geometry())


def test_words_of_the_bar_that_fit_are_shown_whole(window: MainWindow) -> None:
    window.resize(1600, 700)
    window.bar.show_spend("Today $1.60 of $10.00")
    window.bar.grab()
    layout = window.bar.layout()
    assert layout is not None
    layout.activate()

    for button in (window.bar.summary, window.bar.spend):
        assert button.isVisible()
        assert button.width() >= button.sizeHint().width() >= button.fontMetrics().horizontalAdvance(button.text())
