"""Takes of one press of Generate are one card that unfolds; and the open card shows the whole prompt."""

from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from sora_desktop.domain.events import JobAdded, JobChanged, JobRemoved
from sora_desktop.domain.job import Billed, Job, JobState, WaitsFor
from sora_desktop.domain.pricing import Cost
from sora_desktop.ui.common.bill_words import bill_words
from sora_desktop.ui.queue.item_models import JobList
from sora_desktop.ui.queue.job_actions import JobAction
from sora_desktop.ui.queue.job_filter import JobKind
from sora_desktop.ui.queue.job_view import JobView
from sora_desktop.ui.queue.panel import QueuePanel
from sora_desktop.ui.theme import ThemeKeeper
from tests.support.commands import RecordingCommands
from tests.support.finding import child
from tests.ui.samples import FREE, NOON, job

SPOKEN = Qt.ItemDataRole.AccessibleTextRole


def take(number: int, state: JobState, **changes: object) -> Job:
    """One of those that were asked for at noon."""
    return job(number, state, **{"created_at": NOON, "position": float(number), **changes})


FOUR = (
    take(1, JobState.DONE, billed=Billed.YES, clip_id="clip-1"),
    take(2, JobState.RUNNING),
    take(3, JobState.WAITING),
    take(4, JobState.WAITING),
)


@pytest.fixture
def jobs(qapp: QApplication) -> JobList:
    return JobList()


@pytest.fixture
def panel(qtbot: QtBot, commands: RecordingCommands, jobs: JobList, theme: ThemeKeeper) -> QueuePanel:
    made = QueuePanel(commands, jobs, theme)
    qtbot.addWidget(made)
    made.resize(460, 700)
    made.show()
    return made


def view(panel: QueuePanel) -> JobView:
    return child(panel, JobView, "queueList")


def settle() -> None:
    QApplication.sendPostedEvents()
    QApplication.processEvents()


def shown(panel: QueuePanel, jobs: JobList) -> list[str]:
    settle()
    return [jobs.at(row).id for row in range(jobs.rowCount()) if not view(panel).isRowHidden(row)]


def test_takes_of_one_press_are_one_card_that_says_how_far_they_are(panel: QueuePanel, jobs: JobList) -> None:
    jobs.reset([*FOUR, job(9, JobState.RUNNING, position=9.0)])

    assert ["job-1", "job-9"] == shown(panel, jobs)
    assert "1 of 4 done · 1 running · 2 waiting" in jobs.index_of("job-1").data(SPOKEN)


def test_a_refused_or_an_unsure_take_is_counted_on_their_card(panel: QueuePanel, jobs: JobList) -> None:
    jobs.reset([take(1, JobState.UNKNOWN), take(2, JobState.REFUSED), take(3, JobState.DONE, billed=Billed.YES)])
    shown(panel, jobs)

    assert "1 of 3 done · 1 needs you · 1 without a clip" in jobs.index_of("job-1").data(SPOKEN)


def test_it_unfolds_and_folds_by_button_and_by_keys(qtbot: QtBot, panel: QueuePanel, jobs: JobList) -> None:
    jobs.reset([*FOUR])
    shown(panel, jobs)
    view(panel).show_job("job-1")
    settle()
    qtbot.mouseClick(child(panel, QPushButton, "job-unfold"), Qt.MouseButton.LeftButton)
    every = ["job-1", "job-2", "job-3", "job-4"]
    assert every == shown(panel, jobs)
    assert "2 of 4" in jobs.index_of("job-2").data(SPOKEN)

    view(panel).setFocus()
    view(panel).setCurrentIndex(jobs.index_of("job-3"))
    qtbot.keyClick(view(panel), Qt.Key.Key_Left)
    assert ["job-1"] == shown(panel, jobs)
    assert jobs.index_of("job-1") == view(panel).currentIndex()

    qtbot.keyClick(view(panel), Qt.Key.Key_Right)
    assert every == shown(panel, jobs)


def test_the_words_on_a_folded_card_unfold_it(panel: QueuePanel, jobs: JobList) -> None:
    jobs.reset([*FOUR])
    shown(panel, jobs)
    rect = view(panel).visualRect(jobs.index_of("job-1"))
    places = view(panel)._delegate.places(rect, jobs.at(0), view(panel).font())
    at = QPointF(places.action.center())
    for kind, buttons in (
        (QEvent.Type.MouseButtonPress, Qt.MouseButton.LeftButton),
        (QEvent.Type.MouseButtonRelease, Qt.MouseButton.NoButton),
    ):
        event = QMouseEvent(kind, at, at, Qt.MouseButton.LeftButton, buttons, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(view(panel).viewport(), event)

    assert 4 == len(shown(panel, jobs))


def test_what_can_be_done_with_all_takes_is_done_with_those_that_it_can_be_done_with(
    panel: QueuePanel, jobs: JobList, commands: RecordingCommands
) -> None:
    jobs.reset([*FOUR])
    shown(panel, jobs)
    assert (JobAction.UNFOLD, JobAction.CANCEL_TAKES) == jobs.actions(jobs.at(0))
    view(panel).act.emit(jobs.at(0), JobAction.CANCEL_TAKES)
    assert [("job-2",), ("job-3",), ("job-4",)] == commands.of("jobs.cancel")

    jobs.reset([take(1, JobState.DONE), take(2, JobState.REFUSED)])
    shown(panel, jobs)
    view(panel).act.emit(jobs.at(0), JobAction.REMOVE_TAKES)
    assert [(["job-1", "job-2"],)] == commands.of("removals.jobs")


def test_a_paid_take_that_may_come_home_keeps_all_from_being_removed_at_once(panel: QueuePanel, jobs: JobList) -> None:
    jobs.reset([take(1, JobState.DONE), take(2, JobState.LOST)])
    shown(panel, jobs)

    assert JobAction.REMOVE_TAKES not in jobs.actions(jobs.at(0))


def test_takes_on_one_card_are_moved_together_in_their_order(
    panel: QueuePanel, jobs: JobList, commands: RecordingCommands
) -> None:
    jobs.reset([take(1, JobState.WAITING), take(2, JobState.WAITING), job(9, JobState.WAITING, position=9.0)])
    shown(panel, jobs)
    panel._move("job-1", None)

    assert [("job-1", None), ("job-2", None)] == commands.of("jobs.move")


def test_by_what_needs_a_person_the_take_that_does_is_shown(panel: QueuePanel, jobs: JobList) -> None:
    jobs.reset([*FOUR])
    jobs.apply(JobChanged(replace(FOUR[2], state=JobState.UNKNOWN)))
    panel.show_kind(JobKind.NEEDS_YOU)

    assert ["job-3"] == shown(panel, jobs)


def test_takes_that_come_and_go_keep_to_their_card(panel: QueuePanel, jobs: JobList) -> None:
    for each in FOUR:
        jobs.apply(JobAdded(each))
    assert ["job-1"] == shown(panel, jobs)

    jobs.apply(JobRemoved("job-1"))
    assert ["job-2"] == shown(panel, jobs)
    for name in ("job-2", "job-3"):
        jobs.apply(JobRemoved(name))
    assert (["job-4"], []) == (shown(panel, jobs), jobs.folded(jobs.at(0)))


def test_a_card_that_is_asked_for_is_unfolded_from_its_siblings(panel: QueuePanel, jobs: JobList) -> None:
    jobs.reset([*FOUR])
    shown(panel, jobs)
    panel.show_job("job-3")

    assert ("job-3", 4) == (view(panel).current_job().id, len(shown(panel, jobs)))  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("takes", "said"),
    [
        ([take(1, JobState.DONE, cost=FREE), take(2, JobState.DONE, cost=FREE)], "free"),
        ([take(1, JobState.REFUSED), take(2, JobState.CANCELLED)], "not billed"),
        ([take(1, JobState.DONE, billed=Billed.YES), take(2, JobState.DONE, billed=Billed.YES)], "billed about $1.60"),
        ([take(1, JobState.DONE, billed=Billed.YES), take(2, JobState.UNKNOWN, billed=Billed.UNKNOWN)], "maybe billed $1.60"),
        ([take(1, JobState.DONE, billed=Billed.YES), take(2, JobState.REFUSED)], "billed about $0.80"),
        ([take(1, JobState.DONE, billed=Billed.YES), take(2, JobState.DONE, billed=Billed.YES, cost=Cost(None))], "billed, price unknown"),
        ([take(1, JobState.DONE, billed=Billed.YES), take(2, JobState.DONE, billed=Billed.YES, cost=Cost(Decimal(2), "EUR"))], "billed about $0.80 + €2.00"),
    ],
)  # fmt: skip
def test_the_bill_of_several_is_their_sum(takes: list[Job], said: str) -> None:
    assert said == bill_words(takes)


def test_the_open_card_shows_the_whole_prompt(panel: QueuePanel, jobs: JobList) -> None:
    long = replace(job(1).request, prompt="A red fox runs through snow at dawn. " * 60 + "\nThe end.")
    jobs.reset([job(1, request=long), job(2)])
    settle()
    closed = view(panel).visualRect(jobs.index_of("job-1")).height()
    view(panel).show_job("job-1")
    settle()
    rect = view(panel).visualRect(jobs.index_of("job-1"))
    delegate, font = view(panel)._delegate, view(panel).font()
    places = delegate.places(rect, jobs.at(0), font)

    assert rect.height() > 10 * closed
    assert places.title.height() == delegate._prompt.height(delegate._title(jobs.at(0)), font, places.title.width())
    assert places.title.bottom() < places.state.top()
    assert places.card.contains(places.state)


def test_a_job_that_waits_for_its_key_leads_to_the_field_of_it(panel: QueuePanel, jobs: JobList) -> None:
    one = job(1, JobState.WAITING, waits_for=WaitsFor.KEY)
    jobs.reset([one])
    heard: list[Job] = []
    panel.key_wanted.connect(heard.append)
    assert JobAction.KEY == jobs.actions(one)[0]
    view(panel).act.emit(one, JobAction.KEY)

    assert [one] == heard
