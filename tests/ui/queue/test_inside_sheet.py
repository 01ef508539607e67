"""The sheet that shows a job from inside."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QPushButton, QTabWidget, QWidget
from pytestqt.qtbot import QtBot

from sora_desktop.base.sentences import message
from sora_desktop.domain.errors import InputError
from sora_desktop.domain.events import JobAdded
from sora_desktop.domain.exchange import Exchange, Inside
from sora_desktop.domain.job import JobState
from sora_desktop.ui.queue.inside_sheet import InsideSheet
from sora_desktop.ui.queue.item_models import JobList
from sora_desktop.ui.queue.job_actions import JobAction
from sora_desktop.ui.queue.panel import QueuePanel
from sora_desktop.ui.theme import ThemeKeeper
from tests.support.commands import RecordingCommands
from tests.support.finding import child
from tests.ui.samples import NOON, job

SUBMITTED = Exchange(NOON, "POST", "/v1/videos", 200, 1.25, (("x-request-id", "r-1"),), '{"id":"video_1"}', 16)
LOOKED = replace(SUBMITTED, method="GET", place="/v1/videos/video_1", body='{"progress":7}', repeats=57)
LOST = Exchange(
    datetime(2026, 11, 28, tzinfo=UTC), "GET", "/v1/videos/video_1", trouble=message("No server has this name.")
)
INSIDE = Inside("curl -X POST https://video.example.com/v1/videos", None, (SUBMITTED, LOOKED, LOST))


@pytest.fixture
def sheet(qtbot: QtBot, commands: RecordingCommands) -> Iterator[InsideSheet]:
    parent = QWidget()
    qtbot.addWidget(parent)
    made = InsideSheet(commands, job(1, JobState.RUNNING, remote_id="video_1", alias="video_2"), parent)
    made.show()
    yield made
    parent.close()


def test_it_shows_ids_and_times_at_once_and_the_rest_when_it_is_there(
    sheet: InsideSheet, commands: RecordingCommands
) -> None:
    overview = sheet.overview.toPlainText()
    commands.answer("inside.of_job", INSIDE)
    answers = sheet.answers.toPlainText()

    assert [("job-1",)] == commands.of("inside.of_job")
    for part in ("job-1", "video_1", "video_2", "https://video.example.com", "Studio service", "Time waiting"):
        assert part in overview
    assert INSIDE.request == sheet.request.toPlainText()
    for part in ("POST /v1/videos: 200 after 1.2 s, 16 bytes", "x-request-id: r-1", '{"id":"video_1"}', "57 more"):
        assert part in answers
    assert "no answer" in answers
    assert "No server has this name." in answers


def test_each_page_can_be_copied_and_none_be_written_in(
    sheet: InsideSheet, commands: RecordingCommands, qtbot: QtBot
) -> None:
    commands.answer("inside.of_job", INSIDE)
    child(sheet, QTabWidget).setCurrentWidget(sheet.request)
    child(sheet, QPushButton, "insideCopy").click()

    assert INSIDE.request == QGuiApplication.clipboard().text()
    assert all(page.isReadOnly() for page in (sheet.overview, sheet.request, sheet.answers))


def test_a_request_that_cannot_be_made_any_more_and_a_job_of_which_nothing_is_kept_say_so(
    sheet: InsideSheet, commands: RecordingCommands
) -> None:
    commands.answer("inside.of_job", Inside("", message("The picture is gone.")))

    assert "The picture is gone." == sheet.request.toPlainText()
    assert "Nothing was asked" in sheet.answers.toPlainText()


def test_an_answer_is_plain_text_whatever_is_in_it(sheet: InsideSheet, commands: RecordingCommands) -> None:
    commands.answer("inside.of_job", Inside("", None, (replace(SUBMITTED, body="<b>a</b>\u202egpj.exe"),)))

    assert "<b>a</b>\ufffdgpj.exe" in sheet.answers.toPlainText()


def test_it_looks_again_when_asked_to_and_says_what_stops_it(sheet: InsideSheet, commands: RecordingCommands) -> None:
    child(sheet, QPushButton, "insideAgain").click()
    commands.fail("inside.of_job", InputError(message("Gone.")))

    assert 2 == len(commands.of("inside.of_job"))
    assert "Gone." == sheet.answers.toPlainText()


def test_an_answer_that_comes_after_it_was_closed_is_for_nobody(
    sheet: InsideSheet, commands: RecordingCommands, qapp: QApplication
) -> None:
    sheet.close()
    qapp.sendPostedEvents()
    commands.answer("inside.of_job", INSIDE)


def test_the_menu_of_every_job_leads_to_it_once(
    qtbot: QtBot, commands: RecordingCommands, qapp: QApplication, theme: ThemeKeeper
) -> None:
    jobs = JobList()
    panel = QueuePanel(commands, jobs, theme)
    qtbot.addWidget(panel)
    for number, state in enumerate(JobState, 1):
        jobs.apply(JobAdded(job(number, state)))
    assert all(JobAction.INSIDE == jobs.menu_actions(each)[-1] for each in jobs)
    for _ in range(2):
        panel._do(job(1, JobState.WAITING), JobAction.INSIDE)

    assert 1 == len(panel.findChildren(InsideSheet))
    for sheet in panel.findChildren(InsideSheet):
        sheet.close()
