"""What became of a job finds a person who looks at something else: a real bus, and a desktop that shows notices."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sora_desktop.domain.events import ClipAdded, JobChanged
from sora_desktop.domain.job import Job, JobState
from sora_desktop.domain.settings import Settings
from sora_desktop.ui.window.desktop_notices import DesktopNotice, DesktopNotices
from sora_desktop.ui.window.window import MainWindow
from tests.support.notification_desk import NotificationDesk
from tests.support.samples import sample_clip, sample_job
from tests.ui.window.test_window import open_window, snapshot

__all__ = ["open_window"]


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Iterator[NotificationDesk]:
    with NotificationDesk() as made:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", made.address)
        yield made


@pytest.fixture
def notices(qtbot: QtBot, desk: NotificationDesk) -> Iterator[DesktopNotices]:
    made = DesktopNotices("Sora Desktop", "Show")
    yield made
    made.close()


def pumped(qtbot: QtBot, desk: NotificationDesk) -> None:
    """Let the window's loop run until the desktop was asked for something."""
    qtbot.waitUntil(lambda: not desk.is_empty)


def test_a_strangers_words_are_no_markup_and_a_picture_comes_along(
    qtbot: QtBot, desk: NotificationDesk, notices: DesktopNotices, tmp_path: Path
) -> None:
    notices.show(DesktopNotice("job", "Done", "<b>a fox</b> & snow", tmp_path / "fox.jpg"))
    pumped(qtbot, desk)
    notice = desk.next_notice()

    assert ("Done", "&lt;b&gt;a fox&lt;/b&gt; &amp; snow") == (notice.title, notice.body)
    assert str(tmp_path / "fox.jpg") == notice.hints["image-path"]


def test_a_desktop_that_reads_no_markup_gets_the_words_as_they_are(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    with NotificationDesk(reads_markup=False) as desk:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", desk.address)
        notices = DesktopNotices("Sora Desktop", "Show")
        notices.show(DesktopNotice("job", "Done", "a & b"))
        pumped(qtbot, desk)

        assert "a & b" == desk.next_notice().body
        notices.close()


def test_a_press_names_the_key_and_a_later_notice_of_it_takes_the_place_of_the_first(
    qtbot: QtBot, desk: NotificationDesk, notices: DesktopNotices
) -> None:
    notices.show(DesktopNotice("job", "Not sure it arrived", "a fox"))
    pumped(qtbot, desk)
    first = desk.next_notice()
    qtbot.waitUntil(lambda: notices._numbers == {"job": first.number})
    notices.show(DesktopNotice("job", "Done", "a fox"))
    pumped(qtbot, desk)
    second = desk.next_notice()
    with qtbot.waitSignal(notices.clicked) as pressed:
        desk.press(second)

    assert first.number == second.replaces
    assert ["job"] == pressed.args
    qtbot.waitUntil(lambda: not notices._numbers)


@pytest.mark.parametrize("address", ["disabled:", "unix:path=/nowhere/at/all", "nonsense"])
def test_where_there_is_no_desktop_nothing_is_shown_and_nobody_is_told(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    notices = DesktopNotices("Sora Desktop", "Show")
    notices.show(DesktopNotice("job", "Done", "a fox"))

    qtbot.waitUntil(lambda: not notices._can_be_shown)
    notices.show(DesktopNotice("job", "Done", "a fox"))
    assert [] == notices._waiting


def run_to_the_end(window: MainWindow, root: Path) -> Job:
    clip = sample_clip(root)
    job = sample_job(clip.job_id, JobState.RUNNING)
    window.load(snapshot(jobs=(job,), settings=window.settings.now))
    window.apply(ClipAdded(clip))
    done = replace(job, state=JobState.DONE, clip_id=clip.id)
    window.apply(JobChanged(done))
    return done


def test_a_finished_clip_is_told_with_its_picture_while_another_window_is_looked_at(
    qtbot: QtBot, desk: NotificationDesk, open_window: Callable[..., MainWindow], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    window = open_window()
    asked: list[object] = []
    monkeypatch.setattr(QApplication, "alert", asked.append)
    monkeypatch.setattr(window, "isActiveWindow", lambda: False)
    job = run_to_the_end(window, tmp_path)
    pumped(qtbot, desk)
    notice = desk.next_notice()

    assert [window] == asked
    assert notice.title.startswith("Done · ")
    assert job.request.prompt in notice.body
    assert notice.hints["image-path"].endswith(".png")


@pytest.mark.parametrize(("looked_at", "wished"), [(True, True), (False, False)])
def test_nothing_is_told_to_a_person_who_looks_or_does_not_want_it(
    open_window: Callable[..., MainWindow],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    looked_at: bool,
    wished: bool,
) -> None:
    window = open_window(Settings(tell_when_away=wished))
    monkeypatch.setattr(window, "isActiveWindow", lambda: looked_at)
    shown: list[DesktopNotice] = []
    monkeypatch.setattr(window._away._notices, "show", shown.append)
    run_to_the_end(window, tmp_path)

    assert [] == shown


def test_a_press_on_a_notice_brings_a_minimised_window_back_and_its_clip_to_the_stage(
    qtbot: QtBot, desk: NotificationDesk, open_window: Callable[..., MainWindow], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    window = open_window()
    monkeypatch.setattr(window, "isActiveWindow", lambda: False)
    job = run_to_the_end(window, tmp_path)
    pumped(qtbot, desk)
    window.stage.clear()
    window.showMinimized()
    notice = desk.next_notice()
    qtbot.waitUntil(lambda: window._away._notices._numbers == {job.id: notice.number})
    desk.press(notice)

    qtbot.waitUntil(lambda: window.stage.clip is not None)
    assert (job.clip_id, False) == (window.stage.clip.id if window.stage.clip else "", window.isMinimized())
