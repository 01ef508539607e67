"""The queue panel: a person handles jobs by mouse and by keys."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QFontMetrics, QGuiApplication, QKeyEvent, QMouseEvent, QTextCursor
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QMenu, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from sora_desktop.base.sentences import message
from sora_desktop.domain.errors import DiffersError, InputError
from sora_desktop.domain.events import ClipAdded, JobAdded, JobChanged, JobRemoved
from sora_desktop.domain.job import Job, JobState
from sora_desktop.domain.service_ref import ServiceRef
from sora_desktop.domain.settings import Theme
from sora_desktop.ui.common.confirm import ConfirmSheet
from sora_desktop.ui.common.job_words import meta_words, state_words
from sora_desktop.ui.common.labels import PlainLabel
from sora_desktop.ui.queue.item_models import JobList
from sora_desktop.ui.queue.job_actions import JobAction, actions, question
from sora_desktop.ui.queue.job_buttons import JobButtons
from sora_desktop.ui.queue.job_delegate import fitting_meta
from sora_desktop.ui.queue.job_view import JobView
from sora_desktop.ui.queue.panel import QueuePanel
from sora_desktop.ui.theme import ThemeKeeper
from tests.support.commands import RecordingCommands
from tests.support.finding import child
from tests.ui.samples import FREE, SERVICE, clip, job
from tests.ui.shelf import ShelvedClips

LISTING = ServiceRef.of(replace(SERVICE, lists_jobs=True))

SAID = {
    JobAction.CANCEL: "jobs.cancel",
    JobAction.RETRY: "jobs.retry",
    JobAction.CHECK: "jobs.check_again",
    JobAction.DISMISS: "removals.dismiss",
    JobAction.FETCH: "jobs.fetch_again",
    JobAction.REMOVE: "removals.jobs",
    JobAction.KEEP: "jobs.keep_as_is",
    JobAction.SEND_ON: "jobs.send_on",
}


@pytest.fixture
def jobs(qapp: QApplication) -> JobList:
    return JobList()


@pytest.fixture
def panel(qtbot: QtBot, commands: RecordingCommands, jobs: JobList, theme: ThemeKeeper) -> QueuePanel:
    made = QueuePanel(commands, jobs, theme)
    qtbot.addWidget(made)
    made.resize(740, 500)
    made.show()
    return made


def view(panel: QueuePanel) -> JobView:
    return child(panel, JobView, "queueList")


def open_card(panel: QueuePanel, jobs: JobList, one: Job) -> None:
    """Make the card of this job the current one, as an arrow key does."""
    view(panel).setFocus()
    view(panel).setCurrentIndex(jobs.index_of(one.id))
    QApplication.sendPostedEvents()
    view(panel).doItemsLayout()


def buttons(panel: QueuePanel) -> dict[str, QPushButton]:
    found = child(panel, JobButtons).findChildren(QPushButton)
    return {button.objectName().removeprefix("job-"): button for button in found if button.isVisible()}


def able(state: JobState) -> Job:
    """A job of which all can be done that can be done in this state."""
    return job(1, state, clip_id="clip-1", remote_id="remote-1", service=LISTING, held=True, kept_bytes=1)


CASES = [(state, action) for state in JobState for action in actions(able(state)) if action in SAID]


@pytest.mark.parametrize("width", [400, 900])
def test_the_bar_of_an_open_card_lies_within_it(panel: QueuePanel, jobs: JobList, width: int) -> None:
    panel.resize(width, 400)
    long = replace(job().request, prompt="a red fox runs through the snow " * 8)
    jobs.reset([job(1, JobState.RUNNING, request=long, progress=0.6)])
    open_card(panel, jobs, jobs.at(0))
    delegate, font = view(panel)._delegate, view(panel).font()
    card = view(panel).visualRect(jobs.index(0, 0))
    places = delegate.places(card, jobs.at(0), font)

    assert delegate.bar_rect(places.state).bottom() < places.card.bottom()


@pytest.mark.parametrize(("state", "action"), CASES)
def test_each_action_of_each_state_is_in_the_menu_and_does_its_command(
    panel: QueuePanel, jobs: JobList, commands: RecordingCommands, state: Any, action: Any
) -> None:
    one = able(state)
    jobs.reset([one])
    place = actions(one).index(action)

    view(panel).menu_for(one).actions()[place].trigger()
    if question(action, one):
        assert commands.said == []
        child(child(panel, ConfirmSheet), QPushButton, "confirmYes").click()

    assert commands.of(SAID[action]) == [(["job-1"] if action is JobAction.REMOVE else "job-1",)]


@pytest.mark.parametrize("state", [state for state in JobState if len(actions(job(1, state))) > 1])
def test_the_open_card_has_a_named_button_for_each_action(panel: QueuePanel, jobs: JobList, state: Any) -> None:
    one = job(1, state)
    jobs.reset([one])
    open_card(panel, jobs, one)

    assert list(map(str, actions(one))) == list(buttons(panel))
    assert all(button.accessibleName() == button.text() for button in buttons(panel).values())


def test_a_button_of_the_open_card_acts_by_mouse_and_by_space(
    qtbot: QtBot, panel: QueuePanel, jobs: JobList, commands: RecordingCommands
) -> None:
    one = job(1, JobState.UNKNOWN, service=LISTING)
    jobs.reset([one])
    open_card(panel, jobs, one)

    qtbot.mouseClick(buttons(panel)["check"], Qt.MouseButton.LeftButton)
    qtbot.keyClick(buttons(panel)["dismiss"], Qt.Key.Key_Space)

    assert [("jobs.check_again", ("job-1",)), ("removals.dismiss", ("job-1",))] == commands.said


def test_the_buttons_of_the_open_card_follow_its_state(panel: QueuePanel, jobs: JobList) -> None:
    jobs.reset([job(1, JobState.UNKNOWN)])
    open_card(panel, jobs, job(1))
    jobs.apply(JobChanged(job(1, JobState.REFUSED)))

    assert list(buttons(panel)) == ["edit", "retry", "remove"]


def test_buttons_lie_inside_their_card_and_below_its_words(panel: QueuePanel, jobs: JobList) -> None:
    jobs.reset([job(number, JobState.UNKNOWN) for number in (1, 2, 3)])
    for width in (380, 740, 1300):
        panel.resize(width, 500)
        open_card(panel, jobs, job(2))
        card = view(panel).visualRect(jobs.index_of("job-2"))

        assert card.contains(child(panel, JobButtons).geometry())
        assert card.height() > view(panel).visualRect(jobs.index_of("job-1")).height()


def test_the_open_card_tells_the_whole_reason_however_long(panel: QueuePanel, jobs: JobList) -> None:
    """What it means for money and what to do stand at its end."""
    told = [message("The service said: {why}. It was not billed.", why="so it is " * length) for length in (5, 60, 120)]
    heights = []
    for reason in told:
        one = job(1, JobState.REFUSED, reason=reason)
        jobs.reset([one])
        open_card(panel, jobs, one)
        heights.append(view(panel).visualRect(jobs.index(0)).height())

    assert heights[2] > heights[1] + 30 > heights[0] + 60


def test_a_long_name_of_a_connection_leaves_the_length_in_sight(panel: QueuePanel) -> None:
    long = job(1, service=ServiceRef.of(replace(SERVICE, name="A service with a name that has no end " * 4)))
    font = view(panel).font()
    words = fitting_meta(long, font, 320)

    assert words.endswith("… · 4 s")
    assert QFontMetrics(font).horizontalAdvance(words) <= 320
    assert fitting_meta(job(1), font, 2000) == meta_words(job(1))


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_does_the_main_action(
    qtbot: QtBot, panel: QueuePanel, jobs: JobList, commands: RecordingCommands, key: Any
) -> None:
    jobs.reset([job(1, JobState.RUNNING)])
    open_card(panel, jobs, job(1))
    qtbot.keyClick(view(panel), key)

    assert [("jobs.cancel", ("job-1",))] == commands.said


def test_enter_never_pays_again_unasked(
    qtbot: QtBot, panel: QueuePanel, jobs: JobList, commands: RecordingCommands
) -> None:
    """Enter opens the question, and Enter on the question means no."""
    jobs.reset([job(1, JobState.FAILED)])
    open_card(panel, jobs, job(1))
    qtbot.keyClick(view(panel), Qt.Key.Key_Return)
    sheet = child(panel, ConfirmSheet)
    qtbot.keyClick(sheet, Qt.Key.Key_Return)

    assert ([], False) == (commands.said, sheet.isVisible())


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Delete])
def test_a_key_that_is_held_down_does_nothing_on_a_card(
    panel: QueuePanel, jobs: JobList, commands: RecordingCommands, key: Any
) -> None:
    one = job(1, JobState.FAILED, cost=FREE)
    jobs.reset([one])
    open_card(panel, jobs, one)
    held = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, "", autorep=True)
    QApplication.sendEvent(view(panel), held)

    assert commands.said == []


def test_a_double_click_on_retry_makes_one_job(
    qtbot: QtBot, panel: QueuePanel, jobs: JobList, commands: RecordingCommands
) -> None:
    """On the closed card, where it is painted, and on the button of the open one."""
    one = job(1, JobState.FAILED, cost=FREE)
    jobs.reset([one])
    card = view(panel).visualRect(jobs.index(0))
    at = QPoint(card.right() - 20, card.top() + 24)
    on_card = view(panel).viewport()
    qtbot.mouseClick(on_card, Qt.MouseButton.LeftButton, pos=at)
    qtbot.mouseDClick(on_card, Qt.MouseButton.LeftButton, pos=at)
    qtbot.mouseRelease(on_card, Qt.MouseButton.LeftButton, pos=at)
    open_card(panel, jobs, one)
    second = QMouseEvent(
        QEvent.Type.MouseButtonDblClick,
        QPointF(5, 5),
        QPointF(5, 5),
        Qt.MouseButton.LeftButton,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(buttons(panel)["retry"], second)
    qtbot.mouseRelease(buttons(panel)["retry"], Qt.MouseButton.LeftButton)

    assert [("jobs.retry", ("job-1",))] == commands.said


def test_no_retry_is_offered_while_one_is_under_way(panel: QueuePanel, jobs: JobList) -> None:
    jobs.reset([job(1, JobState.FAILED), job(2, JobState.RUNNING, retry_of="job-1")])
    open_card(panel, jobs, job(1))
    assert list(buttons(panel)) == ["edit", "remove"]

    jobs.apply(JobChanged(job(2, JobState.FAILED, retry_of="job-1")))
    assert list(buttons(panel)) == ["retry", "edit", "remove"]

    jobs.apply(JobAdded(job(3, JobState.WAITING, retry_of="job-1")))
    assert list(buttons(panel)) == ["edit", "remove"]

    jobs.apply(JobRemoved("job-3"))
    assert JobAction.RETRY in jobs.actions(job(1, JobState.FAILED))


def test_delete_takes_an_ended_job_off_the_list_and_no_other(
    qtbot: QtBot, panel: QueuePanel, jobs: JobList, commands: RecordingCommands
) -> None:
    jobs.reset([job(1, JobState.FAILED), job(2, JobState.RUNNING)])
    for one in (job(1), job(2)):
        open_card(panel, jobs, one)
        qtbot.keyClick(view(panel), Qt.Key.Key_Delete)

    assert [("removals.jobs", (["job-1"],))] == commands.said


def test_a_click_on_the_main_action_does_it_without_opening_the_card(
    qtbot: QtBot, panel: QueuePanel, jobs: JobList, commands: RecordingCommands
) -> None:
    jobs.reset([job(1, JobState.RUNNING)])
    card = view(panel).visualRect(jobs.index(0))
    at = QPoint(card.right() - 20, card.top() + 24)
    qtbot.mouseMove(view(panel).viewport(), at)
    qtbot.mouseClick(view(panel).viewport(), Qt.MouseButton.LeftButton, pos=at)

    assert [("jobs.cancel", ("job-1",))] == commands.said
    assert not view(panel).currentIndex().isValid()


def test_a_press_that_is_let_go_elsewhere_does_nothing(
    qtbot: QtBot, panel: QueuePanel, jobs: JobList, commands: RecordingCommands
) -> None:
    jobs.reset([job(1, JobState.RUNNING)])
    card = view(panel).visualRect(jobs.index(0))
    qtbot.mousePress(view(panel).viewport(), Qt.MouseButton.LeftButton, pos=QPoint(card.right() - 20, card.top() + 24))
    qtbot.mouseRelease(view(panel).viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, card.top() + 24))

    assert commands.said == []


def test_a_click_on_a_finished_job_shows_its_clip(qtbot: QtBot, panel: QueuePanel, jobs: JobList) -> None:
    jobs.reset([job(1, JobState.DONE, clip_id="clip-7")])
    with qtbot.waitSignal(panel.clip_requested) as shown:
        qtbot.mouseClick(
            view(panel).viewport(), Qt.MouseButton.LeftButton, pos=view(panel).visualRect(jobs.index(0)).center()
        )

    assert shown.args == ["clip-7"]


def test_edit_puts_the_job_back_into_compose(panel: QueuePanel, jobs: JobList, commands: RecordingCommands) -> None:
    edited: list[Job] = []
    panel.edit_requested.connect(edited.append)
    jobs.reset([job(1, JobState.REFUSED)])
    view(panel).act.emit(job(1, JobState.REFUSED), JobAction.EDIT)

    assert (edited, commands.said) == ([job(1, JobState.REFUSED)], [])


def test_a_waiting_job_is_taken_back_before_it_is_edited(panel: QueuePanel, commands: RecordingCommands) -> None:
    edited: list[Job] = []
    panel.edit_requested.connect(edited.append)
    view(panel).act.emit(job(1, JobState.WAITING), JobAction.EDIT)

    assert (edited, commands.said) == ([], [("jobs.take_back", ("job-1",))])
    commands.answer("jobs.take_back", None)
    assert edited == [job(1, JobState.WAITING)]


def test_an_id_that_was_found_at_the_service_is_pasted(
    qtbot: QtBot, panel: QueuePanel, commands: RecordingCommands
) -> None:
    view(panel).act.emit(job(1, JobState.UNKNOWN), JobAction.PASTE_ID)
    sheet = child(panel, QDialog, "pasteIdSheet")
    use = child(sheet, QPushButton, "remoteIdUse")
    assert not use.isEnabled()

    child(sheet, QLineEdit, "remoteIdEdit").setText("  video_123 ")
    qtbot.mouseClick(use, Qt.MouseButton.LeftButton)

    assert [("jobs.bind_remote_id", ("job-1", "video_123", {"although_it_differs": False}))] == commands.said


@pytest.fixture
def sheet(panel: QueuePanel, request: pytest.FixtureRequest) -> QDialog:
    """The sheet of an unknown job with an id typed into it."""
    one = job(1, JobState.UNKNOWN, answer=getattr(request, "param", ""))
    view(panel).act.emit(one, JobAction.PASTE_ID)
    opened = child(panel, QDialog, "pasteIdSheet")
    child(opened, QLineEdit, "remoteIdEdit").setText("video_123")
    return opened


def use(sheet: QDialog) -> QPushButton:
    return child(sheet, QPushButton, "remoteIdUse")


def said(sheet: QDialog) -> str:
    label = child(sheet, PlainLabel, "remoteIdSaid")
    return label.text() if label.isVisible() else ""


def test_the_sheet_stays_until_the_service_was_asked_about_the_id(
    qtbot: QtBot, sheet: QDialog, commands: RecordingCommands
) -> None:
    qtbot.mouseClick(use(sheet), Qt.MouseButton.LeftButton)
    assert (True, False, "Asking the service. This costs nothing…") == (
        sheet.isVisible(),
        use(sheet).isEnabled(),
        said(sheet),
    )

    commands.answer("jobs.bind_remote_id", None)
    assert not sheet.isVisible()


def test_an_id_that_cannot_be_taken_is_explained_where_it_stands(
    qtbot: QtBot, sheet: QDialog, commands: RecordingCommands
) -> None:
    qtbot.mouseClick(use(sheet), Qt.MouseButton.LeftButton)
    commands.fail("jobs.bind_remote_id", InputError("The service has no job with that id. Nothing was changed."))

    assert (True, True, "Use this id") == (sheet.isVisible(), use(sheet).isEnabled(), use(sheet).text())
    assert "The service has no job with that id. Nothing was changed." == said(sheet)
    assert [] == commands.notices


def test_an_id_of_a_job_that_differs_is_taken_once_the_person_insists(
    qtbot: QtBot, sheet: QDialog, commands: RecordingCommands
) -> None:
    qtbot.mouseClick(use(sheet), Qt.MouseButton.LeftButton)
    commands.fail("jobs.bind_remote_id", DiffersError("sora2, “a hen”"))
    assert "sora2, “a hen”" in said(sheet)
    assert ("Use it anyway", True) == (use(sheet).text(), use(sheet).isEnabled())

    qtbot.mouseClick(use(sheet), Qt.MouseButton.LeftButton)
    sure = ("job-1", "video_123", {"although_it_differs": True})
    assert [("job-1", "video_123", {"although_it_differs": False}), sure] == commands.of("jobs.bind_remote_id")


def test_insisting_is_on_the_id_that_was_warned_of_and_no_other(
    qtbot: QtBot, sheet: QDialog, commands: RecordingCommands
) -> None:
    qtbot.mouseClick(use(sheet), Qt.MouseButton.LeftButton)
    commands.fail("jobs.bind_remote_id", DiffersError("another"))
    child(sheet, QLineEdit, "remoteIdEdit").setText("video_124")

    assert ("Use this id", "") == (use(sheet).text(), said(sheet))
    qtbot.mouseClick(use(sheet), Qt.MouseButton.LeftButton)
    assert ("job-1", "video_124", {"although_it_differs": False}) == commands.of("jobs.bind_remote_id")[-1]


def test_what_comes_after_the_sheet_was_closed_is_a_notice(
    qtbot: QtBot, sheet: QDialog, commands: RecordingCommands
) -> None:
    qtbot.mouseClick(use(sheet), Qt.MouseButton.LeftButton)
    sheet.reject()
    commands.fail("jobs.bind_remote_id", InputError("Another of your jobs already has that id."))

    assert ["Another of your jobs already has that id."] == [str(each.text) for each in commands.notices]


def test_the_sheet_leaves_the_window_free_and_there_is_one_for_each_job(panel: QueuePanel, sheet: QDialog) -> None:
    view(panel).act.emit(job(1, JobState.UNKNOWN), JobAction.PASTE_ID)

    assert not sheet.isModal()
    assert [sheet] == panel.window().findChildren(QDialog, "pasteIdSheet")


ANSWER = '{"weird":{"reference":"task-7f3a"},"prompt":"a fox\u202e"}' + "x" * 60_000


@pytest.mark.parametrize("sheet", [ANSWER], indirect=True)
def test_what_the_service_answered_can_be_read_copied_and_its_id_taken_by_selecting_it(
    qtbot: QtBot, sheet: QDialog, commands: RecordingCommands
) -> None:
    answer = child(sheet, QPlainTextEdit, "answerText")
    assert answer.toPlainText() == ANSWER.replace("\u202e", "\ufffd")
    assert answer.isReadOnly()

    cursor = answer.textCursor()
    cursor.setPosition(ANSWER.index("task-7f3a"))
    cursor.setPosition(ANSWER.index("task-7f3a") + len("task-7f3a"), QTextCursor.MoveMode.KeepAnchor)
    answer.setTextCursor(cursor)
    qtbot.mouseClick(use(sheet), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(child(sheet, QPushButton, "answerCopy"), Qt.MouseButton.LeftButton)

    assert [("job-1", "task-7f3a", {"although_it_differs": False})] == commands.of("jobs.bind_remote_id")
    assert ANSWER == QGuiApplication.clipboard().text()


def test_the_answer_of_a_job_that_takes_no_id_is_only_read(panel: QueuePanel) -> None:
    view(panel).act.emit(job(1, JobState.REFUSED, answer="no"), JobAction.ANSWER)
    sheet = child(panel, QDialog, "pasteIdSheet")

    assert "no" == child(sheet, QPlainTextEdit, "answerText").toPlainText()
    assert not any(
        button.objectName() == "remoteIdUse" for button in sheet.findChildren(QPushButton) if button.isVisible()
    )


def test_a_twin_that_waits_opens_the_card_that_it_waits_for(panel: QueuePanel, jobs: JobList) -> None:
    jobs.reset([job(1, JobState.UNKNOWN), job(2, JobState.WAITING)])
    open_card(panel, jobs, job(2))
    buttons(panel)["twin"].click()

    current = view(panel).current_job()
    assert current is not None
    assert "job-1" == current.id


def test_the_services_id_goes_to_the_clipboard(panel: QueuePanel) -> None:
    view(panel).act.emit(job(1, JobState.FAILED, remote_id="video_9"), JobAction.COPY_ID)

    assert QGuiApplication.clipboard().text() == "video_9"


def test_the_menu_key_opens_the_menu_of_the_current_job(panel: QueuePanel, jobs: JobList) -> None:
    one = job(1, JobState.UNKNOWN, remote_id="video_9", service=LISTING)
    jobs.reset([one])
    open_card(panel, jobs, one)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(0, 0), QPoint(0, 0))
    QApplication.sendEvent(view(panel), event)
    menu = child(view(panel), QMenu)

    assert menu.isVisible()
    assert [entry.text() for entry in menu.actions()] == [
        "Check again",
        "Paste id…",
        "Send again (may cost twice)",
        "Dismiss",
        "Enter what was billed…",
        "Copy the service's id",
        "Look inside…",
    ]
    menu.close()


def test_tab_leads_from_the_open_card_to_its_buttons_and_on(qtbot: QtBot, panel: QueuePanel, jobs: JobList) -> None:
    first, second = able(JobState.UNKNOWN), job(2, JobState.NO_ANSWER)
    jobs.reset([first, second])
    for one in (first, second, first):
        open_card(panel, jobs, one)
    view(panel).setFocus()
    came_to = []
    for _ in buttons(panel):
        qtbot.keyClick(panel.window().focusWidget(), Qt.Key.Key_Tab)
        came_to.append(panel.window().focusWidget())

    assert list(buttons(panel).values()) == came_to


def test_a_card_that_grows_is_seen_whole(qtbot: QtBot, panel: QueuePanel, jobs: JobList) -> None:
    many = [job(number, JobState.UNKNOWN) for number in range(1, 13)]
    jobs.reset(many)
    panel.resize(400, 300)
    index = jobs.index_of("job-6")
    view(panel).scrollTo(index, JobView.ScrollHint.PositionAtBottom)
    closed = view(panel).visualRect(index)
    view(panel).setCurrentIndex(index)
    qtbot.waitUntil(lambda: view(panel).visualRect(index).height() > closed.height())

    assert view(panel).viewport().rect().contains(view(panel).visualRect(index))


def test_pause_is_a_switch_that_shows_what_is(qtbot: QtBot, panel: QueuePanel, commands: RecordingCommands) -> None:
    button = child(panel, QPushButton, "queuePause")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert button.text() == "Pause"

    panel.set_paused(True)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    assert button.text() == "Resume"
    assert [("jobs.set_paused", (True,)), ("jobs.set_paused", (False,))] == commands.said


def test_each_filter_counts_what_it_shows(panel: QueuePanel, jobs: JobList) -> None:
    def counted() -> list[str]:
        kinds = ("all", "active", "needs-you", "ended")
        return [child(panel, QPushButton, f"queueFilter-{kind}").text() for kind in kinds]

    jobs.reset([job(1, JobState.RUNNING), job(2, JobState.UNKNOWN), job(3, JobState.DONE)])
    assert ["All", "In progress 1", "Needs you 1", "Ended 1"] == counted()

    jobs.apply(JobAdded(job(4, JobState.NO_ANSWER)))
    assert ["All", "In progress 1", "Needs you 2", "Ended 1"] == counted()


def test_clear_takes_off_what_has_surely_ended_and_leaves_what_may_be_paid_for_and_come_home(
    qtbot: QtBot, panel: QueuePanel, jobs: JobList, commands: RecordingCommands
) -> None:
    jobs.reset([job(number, state) for number, state in enumerate(JobState)])
    qtbot.mouseClick(child(panel, QPushButton, "queueClear"), Qt.MouseButton.LeftButton)
    removed = {number for (numbers,) in commands.of("removals.jobs") for number in numbers}

    ended = {"refused", "dismissed", "failed", "expired", "cancelled", "done"}
    assert removed == {f"job-{number}" for number, state in enumerate(JobState) if state in ended}


def test_there_is_nothing_to_clear_while_no_job_has_ended(panel: QueuePanel, jobs: JobList) -> None:
    jobs.reset([job(1, JobState.RUNNING), job(2, JobState.UNKNOWN)])

    assert not child(panel, QPushButton, "queueClear").isVisible()


def test_an_empty_queue_says_what_will_stand_here(panel: QueuePanel, jobs: JobList) -> None:
    assert not view(panel).isVisible()
    jobs.apply(JobAdded(job(1)))
    assert view(panel).isVisible()
    jobs.apply(JobRemoved("job-1"))
    assert not view(panel).isVisible()


def test_the_clock_runs_only_while_somebody_sees_a_job_that_is_under_way(panel: QueuePanel, jobs: JobList) -> None:
    assert not panel._clock.isActive()
    jobs.apply(JobAdded(job(1, JobState.RUNNING)))
    assert panel._clock.isActive()
    panel.hide()
    assert not panel._clock.isActive()
    panel.show()
    assert panel._clock.isActive()
    jobs.apply(JobChanged(job(1, JobState.DONE)))
    assert not panel._clock.isActive()


def test_progress_lays_nothing_out_anew(panel: QueuePanel, jobs: JobList, monkeypatch: pytest.MonkeyPatch) -> None:
    jobs.reset([job(1, JobState.RUNNING)])
    QApplication.sendPostedEvents()
    asked = []
    monkeypatch.setattr(view(panel), "scheduleDelayedItemsLayout", lambda: asked.append(1))
    jobs.apply(JobChanged(job(1, JobState.RUNNING, progress=0.5)))

    assert asked == []


@pytest.mark.parametrize("width", [380, 740, 1300])
@pytest.mark.parametrize("appearance", [Theme.DARK, Theme.LIGHT])
def test_every_state_is_painted_in_both_appearances_and_any_width(
    panel: QueuePanel, jobs: JobList, theme: ThemeKeeper, width: int, appearance: Theme
) -> None:
    """Painting raises nothing, and no two of the cards look alike."""
    theme.set_wanted(appearance)
    panel.resize(width, 1700)
    jobs.reset([job(number, state, progress=0.4, clip_id="c") for number, state in enumerate(JobState)])
    picture = view(panel).viewport().grab().toImage()
    cards = {bytes(picture.copy(view(panel).visualRect(jobs.index(row))).constBits()) for row in range(len(JobState))}

    assert len(cards) == len(JobState)


def test_a_card_tells_its_job_to_a_screen_reader(panel: QueuePanel, jobs: JobList) -> None:
    one = job(1, JobState.UNKNOWN)
    jobs.reset([one])

    assert state_words(one) in view(panel).model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert view(panel).accessibleName() == "Jobs: what runs, then what is next"


def test_a_finished_card_shows_the_picture_of_its_clip(
    qtbot: QtBot, commands: RecordingCommands, theme: ThemeKeeper, tmp_path: Path
) -> None:
    clips, jobs = ShelvedClips(), JobList()
    panel = QueuePanel(commands, jobs, theme, clips)
    qtbot.addWidget(panel)
    panel.resize(740, 200)
    panel.show()
    made = clip(tmp_path)
    Image.new("RGB", (32, 18), (250, 0, 0)).save(made.thumbnail_path)
    clips.apply(ClipAdded(made))
    jobs.apply(JobAdded(job(1, JobState.DONE, clip_id=made.id)))

    def red() -> bool:
        at = view(panel).visualRect(jobs.index(0)).topLeft() + QPoint(38, 24)
        colour = view(panel).viewport().grab().toImage().pixelColor(at)
        return colour.red() > 200 and colour.green() < 60

    qtbot.waitUntil(red)
