"""The strip: it follows jobs and clips, a click plays or shows, keys walk it, and it reads no more than it shows."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QWheelEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sora_desktop.domain.clip import Clip
from sora_desktop.domain.events import ClipAdded, ClipRemoved, JobAdded, JobChanged, JobRemoved
from sora_desktop.domain.job import JobState
from sora_desktop.domain.library import ClipFilter, LibraryQuery
from sora_desktop.domain.shapes import Size
from sora_desktop.ui.queue.item_models import JobList
from sora_desktop.ui.strip.panel import StripPanel
from sora_desktop.ui.strip.strip_delegate import StripDelegate
from sora_desktop.ui.strip.strip_view import StripView
from sora_desktop.ui.theme import ThemeKeeper
from tests.support.finding import child
from tests.ui.samples import NOON, clip, job, request
from tests.ui.shelf import ShelvedClips

WIDE = Size(1280, 720)
ID = Qt.ItemDataRole.UserRole
WORD = Qt.ItemDataRole.UserRole + 1
SPOKEN = Qt.ItemDataRole.AccessibleTextRole


def of(root: Path, number: int, prompt: str, size: Size = WIDE) -> Clip:
    made = clip(root, number)
    return replace(made, recipe=replace(made.recipe, request=request(prompt)), media=replace(made.media, size=size))


@pytest.fixture
def jobs(qapp: QApplication) -> JobList:
    return JobList()


@pytest.fixture
def clips(qapp: QApplication) -> ShelvedClips:
    return ShelvedClips()


@pytest.fixture
def panel(qtbot: QtBot, jobs: JobList, clips: ShelvedClips, theme: ThemeKeeper) -> StripPanel:
    made = StripPanel(jobs, clips, theme)
    qtbot.addWidget(made)
    made.resize(900, 168)
    made.show()
    return made


@pytest.fixture
def view(panel: StripPanel) -> StripView:
    return child(panel, StripView, "takeStrip")


def column(model: QAbstractItemModel, role: int = ID) -> list[str]:
    return [str(model.index(row, 0).data(role)) for row in range(model.rowCount())]


def settled(qtbot: QtBot, view: StripView, ids: list[str]) -> None:
    qtbot.waitUntil(lambda: column(view.model()) == ids)
    view.doItemsLayout()


def click(qtbot: QtBot, view: StripView, row: int) -> None:
    at = view.visualRect(view.model().index(row, 0)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)


def test_the_rows_are_clips_with_their_paths_and_jobs_with_their_states(
    qtbot: QtBot, jobs: JobList, clips: ShelvedClips, view: StripView, tmp_path: Path
) -> None:
    QAbstractItemModelTester(view.model(), view)
    clips.fill([of(tmp_path, 1, "a fox")])
    jobs.reset([job(1, JobState.RUNNING)])
    settled(qtbot, view, ["job-1", "clip-1"])

    assert ["running", str(tmp_path / "clip-1.mp4")] == column(view.model(), WORD)


def test_a_job_becomes_its_clip_where_it_stands(
    qtbot: QtBot, jobs: JobList, clips: ShelvedClips, view: StripView, tmp_path: Path
) -> None:
    QAbstractItemModelTester(view.model(), view)
    clips.fill([of(tmp_path, 1, "a hen")])
    jobs.apply(JobAdded(job(1, JobState.WAITING)))
    settled(qtbot, view, ["job-1", "clip-1"])
    made = replace(of(tmp_path, 9, "a fox"), id="job-1", job_id="job-1", added_at=NOON + timedelta(minutes=1))
    for told in (JobChanged(job(1, JobState.DONE, clip_id="job-1")), ClipAdded(made)):
        jobs.apply(told)
        clips.apply(told)
    qtbot.waitUntil(lambda: column(view.model(), WORD)[:1] == [str(made.path)])
    assert ["job-1", "clip-1"] == column(view.model())

    clips.apply(ClipRemoved("job-1"))
    settled(qtbot, view, ["clip-1"])


def test_what_comes_and_goes_in_the_middle_moves_nothing_else(
    qtbot: QtBot, jobs: JobList, clips: ShelvedClips, view: StripView, tmp_path: Path
) -> None:
    QAbstractItemModelTester(view.model(), view)
    clips.fill([of(tmp_path, number, f"prompt {number}") for number in (1, 2, 4)])
    settled(qtbot, view, ["clip-1", "clip-2", "clip-4"])
    view.setCurrentIndex(view.model().index(2, 0))
    jobs.apply(JobAdded(job(7, JobState.REFUSED, ended_at=NOON - timedelta(minutes=3))))
    settled(qtbot, view, ["clip-1", "clip-2", "job-7", "clip-4"])
    assert "clip-4" == view.currentIndex().data(ID)

    jobs.apply(JobRemoved("job-7"))
    settled(qtbot, view, ["clip-1", "clip-2", "clip-4"])


def test_progress_is_told_at_once(qtbot: QtBot, jobs: JobList, view: StripView) -> None:
    jobs.apply(JobAdded(job(1, JobState.RUNNING)))
    settled(qtbot, view, ["job-1"])
    jobs.apply(JobChanged(job(1, JobState.RUNNING, progress=0.5)))

    assert "Running 50%" in column(view.model(), SPOKEN)[0]


def test_a_click_on_a_clip_plays_it_and_one_on_a_job_shows_it(
    qtbot: QtBot, panel: StripPanel, jobs: JobList, clips: ShelvedClips, view: StripView, tmp_path: Path
) -> None:
    played: list[Clip] = []
    shown: list[str] = []
    panel.clip_picked.connect(played.append)
    panel.job_picked.connect(shown.append)
    one = of(tmp_path, 1, "a fox")
    clips.fill([one])
    jobs.reset([job(1, JobState.REFUSED, ended_at=NOON)])
    settled(qtbot, view, ["job-1", "clip-1"])
    click(qtbot, view, 1)
    assert ([one], []) == (played, shown)

    click(qtbot, view, 0)
    assert ["job-1"] == shown


def test_takes_lie_on_each_other_and_a_second_click_goes_on_to_the_next(
    qtbot: QtBot, panel: StripPanel, clips: ShelvedClips, view: StripView, tmp_path: Path
) -> None:
    played: list[str] = []
    panel.clip_picked.connect(lambda one: played.append(one.id))
    panel.clip_picked.connect(lambda one: panel.show_on_stage(one.id))
    clips.fill([of(tmp_path, number, "a fox") for number in (1, 2, 3)] + [of(tmp_path, 4, "a hen")])
    settled(qtbot, view, ["clip-1", "clip-2", "clip-3", "clip-4"])
    rects = [view.visualRect(view.model().index(row, 0)) for row in range(4)]
    assert rects[0] == rects[1] == rects[2] != rects[3]

    for _ in range(4):
        click(qtbot, view, 0)
    assert ["clip-1", "clip-2", "clip-3", "clip-1"] == played
    assert [f"Take {number} of 3" for number in (3, 2, 1)] == [said[:11] for said in column(view.model(), SPOKEN)[:3]]


def test_the_keyboard_walks_every_take_and_plays_the_one_it_is_on(
    qtbot: QtBot, panel: StripPanel, clips: ShelvedClips, view: StripView, tmp_path: Path
) -> None:
    played: list[str] = []
    panel.clip_picked.connect(lambda one: played.append(one.id))
    clips.fill([of(tmp_path, number, "a fox") for number in (1, 2)] + [of(tmp_path, 3, "a hen")])
    settled(qtbot, view, ["clip-1", "clip-2", "clip-3"])
    for key in (Qt.Key.Key_Home, Qt.Key.Key_Right, Qt.Key.Key_Return, Qt.Key.Key_Right, Qt.Key.Key_Return):
        qtbot.keyClick(view, key)

    assert ["clip-2", "clip-3"] == played
    assert 1 == view.top_of(0) or "clip-3" == view.currentIndex().data(ID)


def test_a_portrait_clip_is_narrower_than_a_landscape_one_and_as_high(
    qtbot: QtBot, clips: ShelvedClips, view: StripView, tmp_path: Path
) -> None:
    clips.fill([of(tmp_path, 1, "a"), of(tmp_path, 2, "b", Size(720, 1280))])
    settled(qtbot, view, ["clip-1", "clip-2"])
    wide, high = (view.visualRect(view.model().index(row, 0)) for row in (0, 1))

    assert wide.width() > 2 * high.width()
    assert (wide.top(), wide.height()) == (high.top(), high.height())


def turn(view: StripView, pixels: int) -> None:
    at = QPointF(view.viewport().rect().center())
    event = QWheelEvent(
        at,
        QPointF(view.mapToGlobal(at.toPoint())),
        QPoint(),
        QPoint(0, pixels),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.viewport(), event)


def test_of_a_large_library_one_page_is_read_and_more_as_a_person_goes_back(
    qtbot: QtBot, clips: ShelvedClips, view: StripView, tmp_path: Path
) -> None:
    clips.fill([of(tmp_path, number, f"prompt {number}") for number in range(1, 181)])
    qtbot.waitUntil(lambda: view.model().rowCount() > 0)
    view.doItemsLayout()
    first = view.model().rowCount()
    turn(view, -view.horizontalScrollBar().maximum())
    qtbot.waitUntil(lambda: view.model().rowCount() > first)

    assert 50 == first
    assert column(view.model())[:first] == [f"clip-{number}" for number in range(1, first + 1)]


def test_what_comes_at_the_front_leaves_what_is_looked_at_where_it_is(
    qtbot: QtBot, jobs: JobList, clips: ShelvedClips, view: StripView, tmp_path: Path
) -> None:
    clips.fill([of(tmp_path, number, f"prompt {number}") for number in range(1, 41)])
    settled(qtbot, view, [f"clip-{number}" for number in range(1, 41)])
    view.horizontalScrollBar().setValue(1000)
    row = view.visible_rows().start
    before = view.visualRect(view.model().index(row, 0)).left()
    jobs.apply(JobAdded(job(1, JobState.RUNNING)))
    qtbot.waitUntil(lambda: view.model().rowCount() == 41)
    view.doItemsLayout()

    assert before == view.visualRect(view.model().index(row + 1, 0)).left()


def test_it_stays_whole_while_another_list_is_looked_at(
    qtbot: QtBot, clips: ShelvedClips, view: StripView, tmp_path: Path
) -> None:
    """A search of the library is another list of the same studio: each change is told of both."""
    clips.fill([of(tmp_path, 1, "a fox")])
    clips.shelf.view.look_at_once(LibraryQuery(words="hen", filter=ClipFilter.PORTRAIT))
    new = replace(of(tmp_path, 2, "a cow"), added_at=NOON + timedelta(minutes=5))
    clips.apply(ClipAdded(new))

    settled(qtbot, view, ["clip-2", "clip-1"])


def test_an_empty_strip_says_what_will_stand_there(
    panel: StripPanel, view: StripView, jobs: JobList, qtbot: QtBot
) -> None:
    before = view.isVisible()
    jobs.apply(JobAdded(job(1, JobState.WAITING)))
    qtbot.waitUntil(view.isVisible)

    assert not before


def test_the_clock_runs_only_while_somebody_sees_a_job_that_is_under_way(panel: StripPanel, jobs: JobList) -> None:
    states = [panel._clock.isActive()]
    for change in (JobAdded(job(1, JobState.RUNNING)), JobChanged(job(1, JobState.REFUSED))):
        jobs.apply(change)
        states.append(panel._clock.isActive())

    assert [False, True, False] == states


PAINTED = (JobState.WAITING, JobState.RUNNING, JobState.UNKNOWN, JobState.FETCH_FAILED, JobState.REFUSED, JobState.LOST)


@pytest.mark.parametrize("height", [104, 168, 320])
@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_every_state_is_painted_at_every_height_and_found_where_it_is_painted(
    qtbot: QtBot,
    panel: StripPanel,
    jobs: JobList,
    clips: ShelvedClips,
    view: StripView,
    tmp_path: Path,
    height: int,
    direction: Qt.LayoutDirection,
) -> None:
    view.setLayoutDirection(direction)
    panel.resize(900, height)
    clips.fill([of(tmp_path, number, "a fox") for number in (1, 2)])
    jobs.reset([job(number, state, ended_at=NOON) for number, state in enumerate(PAINTED)])
    qtbot.waitUntil(lambda: view.model().rowCount() == len(PAINTED) + 2)
    view.doItemsLayout()
    view.grab()

    found = [view.indexAt(view.visualRect(view.model().index(row, 0)).center()).row() for row in view.visible_rows()]
    assert found
    assert all(view.top_of(row) == at for row, at in zip(view.visible_rows(), found, strict=True))


def test_progress_lays_nothing_out_anew_and_what_has_another_shape_does(
    qtbot: QtBot, jobs: JobList, view: StripView, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs.apply(JobAdded(job(1, JobState.RUNNING)))
    settled(qtbot, view, ["job-1"])
    laid: list[int] = []
    monkeypatch.setattr(StripView, "_lay_out", lambda _view: laid.append(1))
    jobs.apply(JobChanged(job(1, JobState.RUNNING, progress=0.5)))
    QApplication.processEvents()
    after_progress = len(laid)
    jobs.apply(JobAdded(job(2, JobState.RUNNING)))
    qtbot.waitUntil(lambda: bool(laid))

    assert 0 == after_progress


def test_a_stack_unfolds_by_keys_and_by_a_double_click_and_folds_again(
    qtbot: QtBot, view: StripView, clips: ShelvedClips, tmp_path: Path
) -> None:
    clips.fill([of(tmp_path, 1, "a fox"), of(tmp_path, 2, "a fox"), of(tmp_path, 3, "a hen")])
    qtbot.waitUntil(lambda: view.model().rowCount() == 3)

    def lefts() -> list[int]:
        view.executeDelayedItemsLayout()
        view.grab()
        return [view.visualRect(view.model().index(row, 0)).left() for row in range(3)]

    folded = lefts()
    assert folded[0] == folded[1]
    view.setCurrentIndex(view.model().index(0, 0))
    qtbot.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    unfolded = lefts()
    assert unfolded == sorted(set(unfolded))
    at = view.visualRect(view.model().index(1, 0)).center()
    assert 1 == view.indexAt(at).row()

    qtbot.keyClick(view, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert folded == lefts()
    qtbot.mouseDClick(
        view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(view.model().index(0, 0)).center()
    )
    assert unfolded == lefts()


def test_what_moves_within_the_row_takes_the_keyboard_with_it(
    qtbot: QtBot, jobs: JobList, clips: ShelvedClips, view: StripView, tmp_path: Path
) -> None:
    QAbstractItemModelTester(view.model(), view)
    clips.fill([of(tmp_path, 9, "a hen")])
    jobs.reset([job(1, JobState.RUNNING), job(2, JobState.QUEUED), job(3, JobState.WAITING)])
    settled(qtbot, view, ["job-1", "job-2", "job-3", "clip-9"])
    view.setCurrentIndex(view.model().index(0, 0))
    jobs.apply(JobChanged(job(1, JobState.UNKNOWN)))
    settled(qtbot, view, ["job-2", "job-1", "job-3", "clip-9"])
    assert "job-1" == view.currentIndex().data(ID)

    jobs.apply(JobChanged(job(1, JobState.REFUSED, ended_at=NOON - timedelta(days=2))))
    settled(qtbot, view, ["job-2", "job-3", "clip-9", "job-1"])
    assert "job-1" == view.currentIndex().data(ID)


def test_a_stack_that_runs_tells_how_many_are_done_and_its_edge_of_what_lies_below(
    qtbot: QtBot, jobs: JobList, clips: ShelvedClips, view: StripView, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(
        StripDelegate,
        "_paint_said",
        lambda _self, _painter, _room, _font, lines: said.extend(words for words, _ in lines),
    )
    states = (JobState.DONE, JobState.UNKNOWN, JobState.RUNNING, JobState.WAITING)
    jobs.reset([job(number, state, created_at=NOON) for number, state in enumerate(states, 1)])
    settled(qtbot, view, ["job-3", "job-2", "job-4"])
    said.clear()
    view.grab()
    take = view.model().index(0, 0).data(Qt.ItemDataRole.UserRole + 2)

    assert ("1 of 4 done", {"muted", "warn"}) == (said[2], view._delegate._tones(take))
    assert "Take 3 of 4" == column(view.model(), SPOKEN)[0][:11]


def test_a_menu_is_asked_for_by_the_mouse_and_by_the_key(
    qtbot: QtBot, panel: StripPanel, jobs: JobList, clips: ShelvedClips, view: StripView, tmp_path: Path
) -> None:
    asked: list[str] = []
    panel.clip_menu_wanted.connect(lambda one, _at: asked.append(one.id))
    panel.job_menu_wanted.connect(lambda job_id, _at: asked.append(job_id))
    clips.fill([of(tmp_path, 9, "a hen")])
    jobs.reset([job(1, JobState.RUNNING)])
    settled(qtbot, view, ["job-1", "clip-9"])
    at = view.visualRect(view.model().index(1, 0)).center()
    view.setCurrentIndex(view.model().index(0, 0))
    for reason, where in ((QContextMenuEvent.Reason.Keyboard, QPoint()), (QContextMenuEvent.Reason.Mouse, at)):
        QApplication.sendEvent(view.viewport(), QContextMenuEvent(reason, where, view.viewport().mapToGlobal(where)))

    assert (["job-1", "clip-9"], "clip-9") == (asked, view.currentIndex().data(ID))
