"""What keeps jobs from being sent is said beside Generate, with what to do."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from sora_desktop.domain.connection import Connection, KeyPlace
from sora_desktop.domain.events import ConnectionsChanged, Health, HealthChanged, QueuePaused, Reach
from sora_desktop.domain.job import JobState, WaitsFor
from sora_desktop.domain.service_ref import ServiceRef
from sora_desktop.ui.common.labels import PlainLabel
from sora_desktop.ui.window.window import MainWindow
from tests.support.commands import RecordingCommands
from tests.support.finding import child
from tests.ui.samples import SERVICE, job
from tests.ui.window.test_window import open_window, snapshot

__all__ = ["open_window"]

KEYED = replace(SERVICE, key_place=KeyPlace.KEYRING)


@pytest.fixture
def window(open_window: Callable[..., MainWindow]) -> MainWindow:
    made = open_window()
    made.load(snapshot(connections=(KEYED,), selected="service", health=(("service", Health(Reach.ANSWERS)),)))
    return made


def said(window: MainWindow) -> str:
    note = child(window, QWidget, "standingNote")
    return child(note, PlainLabel, "standingWords").text() if note.isVisible() else ""


def press(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.mouseClick(child(window, QPushButton, "standingAction"), Qt.MouseButton.LeftButton)


def test_a_paused_queue_is_said_and_goes_on_by_one_press(
    window: MainWindow, qtbot: QtBot, commands: RecordingCommands
) -> None:
    assert "" == said(window)
    window.apply(QueuePaused(True))
    assert said(window).startswith("The queue is paused.")
    press(window, qtbot)
    assert [(False,)] == commands.of("jobs.set_paused")

    window.apply(QueuePaused(False))
    assert "" == said(window)


def test_a_service_that_is_away_is_said_and_asked_again_by_one_press(
    window: MainWindow, qtbot: QtBot, commands: RecordingCommands
) -> None:
    window.apply(HealthChanged("service", Health(Reach.NO_ANSWER)))
    assert said(window).startswith("“Studio service” doesn't answer now.")
    press(window, qtbot)
    assert [("service",)] == commands.of("connections.probe")

    window.apply(HealthChanged("service", Health(Reach.ANSWERS)))
    assert "" == said(window)


def key_field(window: MainWindow) -> QLineEdit:
    return window.sheets.connection.form.key.field


@pytest.mark.parametrize(
    ("connection", "reach"),
    [(replace(KEYED, key_place=KeyPlace.MISSING), Reach.UNTRIED), (KEYED, Reach.WRONG_KEY)],
)
def test_a_key_that_is_missing_or_wrong_is_entered_where_generate_is(
    window: MainWindow, qtbot: QtBot, connection: Connection, reach: Reach
) -> None:
    window.apply(ConnectionsChanged((connection,), "service"))
    window.apply(HealthChanged("service", Health(reach)))
    press(window, qtbot)

    assert window.sheets.connection.isVisible()
    assert key_field(window) is window.sheets.connection.focusWidget()
    window.sheets.connection.reject()


def test_a_job_of_a_connection_that_is_gone_leads_to_a_new_one_with_its_address(window: MainWindow) -> None:
    gone = replace(SERVICE, id="gone", name="Old", base_url="https://old.example.com")
    window.queue.key_wanted.emit(job(1, JobState.WAITING, waits_for=WaitsFor.KEY, service=ServiceRef.of(gone)))
    form = window.sheets.connection.form

    assert ("Old", "https://old.example.com") == (form.name.field.text(), form.url.field.text())
    assert key_field(window) is window.sheets.connection.focusWidget()
    window.sheets.connection.reject()
