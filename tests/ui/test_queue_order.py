"""The order of what waits: shown, and changed by mouse, by keys and from the menu."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from sora_desktop.domain.events import JobAdded, JobChanged
from sora_desktop.domain.job import Job, JobState
from sora_desktop.domain.service_ref import ServiceRef
from sora_desktop.ui.common.job_words import state_words
from sora_desktop.ui.queue.item_models import JobList
from sora_desktop.ui.queue.job_actions import JobAction, label, menu_actions
from sora_desktop.ui.queue.job_delegate import JobDelegate
from sora_desktop.ui.queue.job_lift import Gap, LiftedCard, gap_at, order_after
from sora_desktop.ui.queue.job_view import JobView
from sora_desktop.ui.queue.panel import QueuePanel
from sora_desktop.ui.theme import ThemeKeeper
from tests.support.commands import RecordingCommands
from tests.support.finding import child
from tests.ui.samples import SERVICE, job

W = JobState.WAITING


def waits(number: int, position: float | None = None, connection: str = "service") -> Job:
    return job(number, W, position=position or float(number), service=ServiceRef.of(replace(SERVICE, id=connection)))


@pytest.fixture
def jobs(qapp: QApplication, qtmodeltester: ModelTester) -> JobList:
    made = JobList()
    qtmodeltester.check(made)
    return made


@pytest.fixture
def panel(qtbot: QtBot, commands: RecordingCommands, jobs: JobList, theme: ThemeKeeper) -> QueuePanel:
    made = QueuePanel(commands, jobs, theme)
    qtbot.addWidget(made)
    made.resize(740, 500)
    made.show()
    return made


def ids(jobs: JobList) -> list[str]:
    return [one.id for one in jobs]


def view(panel: QueuePanel) -> JobView:
    return child(panel, JobView, "queueList")


def test_the_list_stands_in_the_order_of_going_out_with_the_first_on_top(jobs: JobList) -> None:
    jobs.reset([waits(1, 3.0), job(2, JobState.RUNNING, position=1.0), waits(3, 2.0)])
    jobs.apply(JobAdded(waits(4, 2.5)))
    jobs.apply(JobAdded(waits(5, 9.0)))

    assert ids(jobs) == ["job-2", "job-3", "job-4", "job-1", "job-5"]
    assert [jobs.index_of(each).row() for each in ids(jobs)] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(
    ("number", "position", "expected"),
    [
        (3, 0.5, ["job-3", "job-1", "job-2"]),
        (1, 9.0, ["job-2", "job-3", "job-1"]),
        (3, 1.5, ["job-1", "job-3", "job-2"]),
        (2, 2.5, ["job-1", "job-2", "job-3"]),
    ],
)
def test_a_job_that_is_moved_takes_its_row_along(
    jobs: JobList, number: int, position: float, expected: list[str]
) -> None:
    jobs.reset([waits(1), waits(2), waits(3)])
    held = [QPersistentModelIndex(jobs.index_of(each)) for each in ("job-1", "job-2", "job-3")]
    heard: list[bool] = []
    jobs.counts_changed.connect(lambda: heard.append(True))

    jobs.apply(JobChanged(waits(number, position)))

    assert ids(jobs) == expected
    assert [index.data(Qt.ItemDataRole.UserRole) for index in held] == ["job-1", "job-2", "job-3"]
    assert heard == [True]


def test_who_is_next_and_who_after_is_said_for_each_connection(jobs: JobList) -> None:
    sent, first, other, second = job(1, JobState.RUNNING), waits(2), waits(3, connection="other"), waits(4)
    jobs.reset([sent, first, other, second])

    assert [jobs.ahead(each) for each in (sent, first, other, second)] == [None, 0, 0, 1]
    assert [state_words(each, jobs.around(each)) for each in (first, second)] == ["Next in line", "No. 2 in line"]
    assert "No. 2 in line" in jobs.index_of("job-4").data(Qt.ItemDataRole.AccessibleTextRole)

    jobs.apply(JobChanged(replace(first, state=JobState.SUBMITTING)))
    assert state_words(second, jobs.around(second)) == "Next in line"


def test_alt_and_an_arrow_move_the_card_the_way_it_points(
    qtbot: QtBot, panel: QueuePanel, jobs: JobList, commands: RecordingCommands
) -> None:
    jobs.reset([waits(1), job(2, JobState.RUNNING, position=2), waits(3), waits(4)])
    view(panel).setCurrentIndex(jobs.index_of("job-3"))
    alt = Qt.KeyboardModifier.AltModifier

    qtbot.keyClick(view(panel), Qt.Key.Key_Up, alt)
    qtbot.keyClick(view(panel), Qt.Key.Key_Down, alt)

    assert commands.of("jobs.move") == [("job-3", "job-1"), ("job-3", None)]
    assert view(panel).current_job() == waits(3)


def test_at_the_end_of_the_line_nothing_moves_and_what_was_sent_does_not_move(
    qtbot: QtBot, panel: QueuePanel, jobs: JobList, commands: RecordingCommands
) -> None:
    jobs.reset([job(1, JobState.RUNNING), waits(2)])
    for one in ("job-1", "job-2"):
        view(panel).setCurrentIndex(jobs.index_of(one))
        for key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            qtbot.keyClick(view(panel), key, Qt.KeyboardModifier.AltModifier)

    assert commands.said == []


def test_the_menu_of_a_waiting_job_has_the_same(panel: QueuePanel, jobs: JobList, commands: RecordingCommands) -> None:
    jobs.reset([waits(1), waits(2)])
    words = {label(action, waits(2)): action for action in menu_actions(waits(2))}
    entries = {entry.text(): entry for entry in view(panel).menu_for(waits(2)).actions()}
    for action in (JobAction.EARLIER, JobAction.LATER):
        assert label(action, waits(2)) in words
    entries[label(JobAction.EARLIER, waits(2))].trigger()
    entries[label(JobAction.LATER, waits(2))].trigger()

    assert commands.of("jobs.move") == [("job-2", "job-1")]
    assert JobAction.EARLIER not in menu_actions(job(1, JobState.RUNNING))


def grip(panel: QueuePanel, jobs: JobList, job_id: str) -> QPoint:
    """A point on the card of a job that is no button."""
    return view(panel).visualRect(jobs.index_of(job_id)).topLeft() + QPoint(30, 20)


def drag(panel: QueuePanel, start: QPoint, *way: QPoint) -> None:
    port = view(panel).viewport()
    QTest.mousePress(port, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    for point in way:
        QTest.mouseMove(port, point)


def drop(panel: QueuePanel, at: QPoint) -> None:
    QTest.mouseRelease(view(panel).viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)


@pytest.mark.parametrize(
    ("taken", "over", "lower_half", "expected"),
    [
        ("job-3", "job-1", False, [("job-3", "job-1")]),
        ("job-3", "job-1", True, [("job-3", "job-2")]),
        ("job-1", "job-3", True, [("job-1", None)]),
        ("job-1", "job-3", False, [("job-1", "job-3")]),
        ("job-2", "job-2", True, []),
    ],
)
def test_a_waiting_job_is_dragged_to_its_place(
    panel: QueuePanel,
    jobs: JobList,
    commands: RecordingCommands,
    taken: str,
    over: str,
    lower_half: bool,
    expected: list[tuple[str, str | None]],
) -> None:
    jobs.reset([job(0, JobState.RUNNING, position=0.5), waits(1), waits(2), waits(3)])
    view(panel).setCurrentIndex(jobs.index_of(taken))
    QApplication.sendPostedEvents()
    view(panel).doItemsLayout()
    target = view(panel).visualRect(jobs.index_of(over))
    end = QPoint(40, target.bottom() - 14 if lower_half else target.top() + 2)
    drag(panel, grip(panel, jobs, taken), QPoint(40, 200), end)
    assert view(panel)._carrier.lifted
    view(panel).grab()
    drop(panel, end)

    assert commands.of("jobs.move") == expected
    assert not view(panel)._carrier.scrolls


def rects(panel: QueuePanel, jobs: JobList) -> list[QRect]:
    """Where the cards lie, once what is due is laid out."""
    QApplication.sendPostedEvents()
    return [view(panel).visualRect(jobs.index_of(each)) for each in ids(jobs)]


@pytest.mark.parametrize("pixels", [7, 13, 14, 17, 30])
def test_a_card_goes_where_its_neighbour_stood_when_it_was_pressed_with_letters_of_any_size(
    panel: QueuePanel, jobs: JobList, commands: RecordingCommands, pixels: int
) -> None:
    """A card that opened at the press would push the neighbour away from where the person aims."""
    jobs.reset([waits(1), waits(2), waits(3)])
    font = view(panel).font()
    font.setPixelSize(pixels)
    view(panel).setFont(font)
    stood = rects(panel, jobs)

    below = QPoint(40, stood[1].bottom() - 12)
    drag(panel, grip(panel, jobs, "job-1"), below)
    held = rects(panel, jobs)
    drop(panel, below)

    assert held == stood
    assert commands.of("jobs.move") == [("job-1", "job-3")]
    assert rects(panel, jobs)[0].height() > stood[0].height()


def test_the_open_card_keeps_its_buttons_until_the_pressed_one_is_let_go(
    panel: QueuePanel, jobs: JobList, commands: RecordingCommands
) -> None:
    jobs.reset([waits(1), waits(2)])
    view(panel).setCurrentIndex(jobs.index_of("job-2"))
    lower = rects(panel, jobs)
    buttons = view(panel)._buttons
    stood = buttons.geometry()

    drag(panel, grip(panel, jobs, "job-1"))
    view(panel).updateGeometries()
    assert (view(panel).current_job(), rects(panel, jobs), buttons.geometry()) == (waits(1), lower, stood)

    drop(panel, grip(panel, jobs, "job-1"))
    upper = rects(panel, jobs)
    assert (upper[0].height(), upper[1].height()) == (lower[1].height(), lower[0].height())
    assert upper[0].contains(buttons.geometry())
    assert commands.said == []


def test_a_card_whose_release_went_elsewhere_is_let_go_at_the_next_press(
    panel: QueuePanel, jobs: JobList, commands: RecordingCommands
) -> None:
    jobs.reset([job(1, JobState.RUNNING), waits(2), waits(3)])
    first_in_line = QPoint(40, rects(panel, jobs)[1].bottom() - 12)
    drag(panel, grip(panel, jobs, "job-3"), QPoint(40, 150))
    drag(panel, grip(panel, jobs, "job-1"), first_in_line)
    drop(panel, first_in_line)

    assert commands.said == []
    assert not view(panel)._carrier.scrolls


def test_escape_puts_it_back_and_a_click_moves_nothing(
    qtbot: QtBot, panel: QueuePanel, jobs: JobList, commands: RecordingCommands
) -> None:
    jobs.reset([waits(1), waits(2)])
    start = grip(panel, jobs, "job-2")
    drag(panel, start, QPoint(40, 150))
    qtbot.keyClick(view(panel), Qt.Key.Key_Escape)
    drop(panel, QPoint(40, 150))
    drag(panel, start)
    drop(panel, start)

    assert commands.said == []


def test_what_was_sent_cannot_be_lifted(panel: QueuePanel, jobs: JobList, commands: RecordingCommands) -> None:
    jobs.reset([waits(1), job(2, JobState.QUEUED, position=2)])
    drag(panel, grip(panel, jobs, "job-2"), QPoint(40, 200), QPoint(40, 220))

    assert not view(panel)._carrier.lifted
    drop(panel, QPoint(40, 220))
    assert commands.said == []


def test_a_job_that_goes_out_while_it_is_held_is_not_moved(
    panel: QueuePanel, jobs: JobList, commands: RecordingCommands
) -> None:
    jobs.reset([waits(1), waits(2)])
    drag(panel, grip(panel, jobs, "job-2"), QPoint(40, 300))
    jobs.apply(JobChanged(replace(waits(2), state=JobState.SUBMITTING)))
    view(panel).grab()
    drop(panel, QPoint(40, 300))

    assert commands.said == []


def test_near_its_ends_the_list_moves_under_the_mouse(panel: QueuePanel, jobs: JobList) -> None:
    jobs.reset([waits(number) for number in range(1, 31)])
    bar = view(panel).verticalScrollBar()
    drag(panel, grip(panel, jobs, "job-30"), QPoint(40, 200), QPoint(40, view(panel).viewport().height() - 5))
    view(panel)._carrier.scroll_on()
    assert bar.value() > 0
    gap = view(panel)._carrier._lift.gap
    assert gap is not None
    QTest.mouseMove(view(panel).viewport(), QPoint(40, 2))
    for _ in range(30):
        view(panel)._carrier.scroll_on()
    assert bar.value() == 0
    drop(panel, QPoint(40, 2))


CARDS = (LiftedCard("a", 0, 40), LiftedCard("b", 50, 90), LiftedCard("c", 100, 140))
"""From the top down: `a` goes out first."""


@pytest.mark.parametrize(
    ("y", "gap"),
    [
        (-20, Gap("a", 0)),
        (10, Gap("a", 0)),
        (30, Gap("b", 50)),
        (60, Gap("b", 50)),
        (80, Gap("c", 100)),
        (130, Gap(None, 140)),
        (900, Gap(None, 140)),
    ],
)
def test_the_gap_is_the_nearest_one_and_says_before_whom(y: int, gap: Gap) -> None:
    assert gap_at(y, CARDS) == gap


def test_without_cards_there_is_no_gap() -> None:
    assert gap_at(10, ()) is None


@pytest.mark.parametrize(
    ("job_id", "before_id", "expected"),
    [
        ("c", "a", ["c", "a", "b"]),
        ("a", None, ["b", "c", "a"]),
        ("b", "c", ["a", "b", "c"]),
        ("a", "a", ["a", "b", "c"]),
    ],
)
def test_the_line_after_a_move(job_id: str, before_id: str | None, expected: list[str]) -> None:
    assert order_after(["a", "b", "c"], job_id, before_id) == expected


# ---------------------------------------------------------------- hundreds of them


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A row each time that the list asks how high its card is."""
    rows: list[int] = []
    real = JobDelegate.sizeHint

    def size_hint(self: JobDelegate, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        rows.append(index.row())
        return real(self, option, index)

    monkeypatch.setattr(JobDelegate, "sizeHint", size_hint)
    return rows


def settle(panel: QueuePanel) -> None:
    """Lay out what is due, and paint."""
    QApplication.sendPostedEvents()
    view(panel).doItemsLayout()
    panel.grab()


def test_the_next_job_that_goes_on_lays_out_no_card_out_of_sight(
    panel: QueuePanel, jobs: JobList, asked: list[int]
) -> None:
    jobs.reset([waits(number) for number in range(1, 301)])
    settle(panel)
    asked.clear()
    for state in (JobState.SUBMITTING, JobState.QUEUED, JobState.RUNNING):
        jobs.apply(JobChanged(replace(waits(1), state=state)))
        QApplication.processEvents()
        panel.grab()

    assert max(asked) < 30


def test_jobs_that_come_and_change_in_one_moment_are_laid_out_once(
    panel: QueuePanel, jobs: JobList, asked: list[int]
) -> None:
    jobs.reset([waits(number) for number in range(300)])
    settle(panel)
    asked.clear()
    for number in range(300, 320):
        jobs.apply(JobAdded(waits(number)))
        jobs.apply(JobChanged(replace(waits(number), state=JobState.REFUSED)))
        jobs.apply(JobChanged(replace(waits(number), state=JobState.REFUSED, progress=0.5)))
    QApplication.processEvents()

    assert len(asked) <= 2 * 320


def test_a_dragged_card_is_measured_against_those_in_sight(panel: QueuePanel, jobs: JobList) -> None:
    jobs.reset([waits(number) for number in range(300)])
    settle(panel)
    view(panel).verticalScrollBar().setValue(4_000)
    cards = view(panel)._carrier.waiting_cards()

    assert len(cards) < 20
    assert cards[0].top < 0
    assert cards[-1].bottom > view(panel).viewport().height()
