"""What became of a job finds a person who looks at something else: a real bus, and a desktop that shows notices."""

import os
import queue
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, ClassVar

import pytest
from PySide6.QtCore import QObject, QSize, Qt, QUrl, Signal
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QApplication, QPushButton, QSystemTrayIcon, QWidget
from pytestqt.qtbot import QtBot

from sora_desktop.domain.events import ClipAdded, JobAdded, JobChanged
from sora_desktop.domain.job import Billed, Job, JobState
from sora_desktop.domain.pricing import Cost
from sora_desktop.domain.settings import Settings
from sora_desktop.ui.common.forward import bring_forward
from sora_desktop.ui.queue.item_models import JobList
from sora_desktop.ui.queue.job_filter import JobKind
from sora_desktop.ui.window import away, closed_time
from sora_desktop.ui.window.absence import summary
from sora_desktop.ui.window.awake_bus import HeldByBus
from sora_desktop.ui.window.desktop_notices import DesktopNotice, DesktopNotices
from sora_desktop.ui.window.done_sound import DoneSound
from sora_desktop.ui.window.stay_awake import StayAwake
from sora_desktop.ui.window.system_notices import notices_of
from sora_desktop.ui.window.tray_notices import Tray, TrayNotices
from sora_desktop.ui.window.window import MainWindow
from tests.support.notification_desk import NotificationDesk
from tests.support.patience import PATIENCE_SECONDS
from tests.support.samples import sample_clip, sample_job
from tests.ui.window.test_window import open_window, snapshot, window

__all__ = ["open_window", "window"]


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
    assert ["job", ""] == pressed.args
    qtbot.waitUntil(lambda: not notices._numbers)


def test_the_token_of_a_press_lets_the_window_come_to_the_front(
    qtbot: QtBot, desk: NotificationDesk, notices: DesktopNotices
) -> None:
    notices.show(DesktopNotice("job", "Done", "a fox"))
    pumped(qtbot, desk)
    notice = desk.next_notice()
    qtbot.waitUntil(lambda: notices._numbers == {"job": notice.number})
    with qtbot.waitSignal(notices.clicked) as pressed:
        desk.press(notice, token="let-me-in")
    assert ["job", "let-me-in"] == pressed.args

    seen: list[str | None] = []

    class Watched(QWidget):
        def activateWindow(self) -> None:
            seen.append(os.environ.get("XDG_ACTIVATION_TOKEN"))

    window = Watched()
    qtbot.addWidget(window)
    for token in ("let-me-in", ""):
        bring_forward(window, token)
    assert ["let-me-in", None] == seen
    assert "XDG_ACTIVATION_TOKEN" not in os.environ
    qtbot.waitUntil(lambda: not notices._numbers)
    assert {} == notices._tokens


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
    notices = window._away._notices
    assert isinstance(notices, DesktopNotices)
    qtbot.waitUntil(lambda: notices._numbers == {job.id: notice.number})
    desk.press(notice)

    qtbot.waitUntil(lambda: window.stage.clip is not None)
    assert (job.clip_id, False) == (window.stage.clip.id if window.stage.clip else "", window.isMinimized())


class FakeTray(QObject):
    """The place of Windows and macOS for notices."""

    messageClicked = Signal()  # noqa: N815 -- Qt calls it so
    activated = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.is_shown = False
        self.tip = ""
        self.told: list[tuple[str, str, bool]] = []

    def setToolTip(self, tip: str) -> None:
        self.tip = tip

    def show(self) -> None:
        self.is_shown = True

    def hide(self) -> None:
        self.is_shown = False

    def showMessage(self, title: str, message: str, icon: QIcon, _milliseconds: int) -> None:
        assert self.is_shown, "without its icon no notice is seen"
        self.told.append((title, message, QSize(256, 256) in icon.availableSizes()))


@pytest.mark.parametrize("system", ["win32", "darwin"])
def test_windows_and_macos_tell_through_their_tray_until_somebody_looks(
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    open_window: Callable[..., MainWindow],
    tmp_path: Path,
    system: str,
) -> None:
    trays: list[FakeTray] = []

    def made(_system: str, name: str, button: str, parent: QObject) -> TrayNotices:
        notices = notices_of(system, name, button, parent)
        assert isinstance(notices, TrayNotices)
        notices._load = lambda owner: kept(trays, owner)
        return notices

    monkeypatch.setattr(away, "notices_of", made)
    window = open_window()
    go_away(window, monkeypatch)
    assert [] == trays
    job = run_to_the_end(window, tmp_path)
    qtbot.waitUntil(lambda: bool(trays and trays[0].told))
    ((title, body, is_app_icon),) = trays[0].told
    assert (True, "Sora Desktop") == (trays[0].is_shown, trays[0].tip)
    assert title.startswith("Done · ")
    assert job.request.prompt in body
    assert is_app_icon, "the picture of this clip is not there"

    window.stage.clear()
    window.showMinimized()
    trays[0].messageClicked.emit()
    qtbot.waitUntil(lambda: window.stage.clip is not None)
    assert not window.isMinimized()
    come_back(window, monkeypatch)
    assert not trays[0].is_shown


def kept(trays: list[FakeTray], owner: QObject) -> FakeTray:
    trays.append(FakeTray(owner))
    return trays[-1]


def test_a_picture_goes_with_a_notice_of_the_tray_and_a_system_without_one_shows_none(
    qtbot: QtBot, tmp_path: Path
) -> None:
    picture = tmp_path / "fox.png"
    drawn = QPixmap(64, 36)
    drawn.fill(Qt.GlobalColor.red)
    assert drawn.save(str(picture))
    trays: list[FakeTray] = []
    notices = TrayNotices("Sora Desktop", load=lambda owner: kept(trays, owner))
    notices.show(DesktopNotice("a", "Done", "a fox", picture))
    notices.show(DesktopNotice("b", "Done", "a hen"))
    assert [("Done", "a fox", False), ("Done", "a hen", True)] == trays[0].told
    with qtbot.waitSignal(notices.clicked) as pressed:
        trays[0].activated.emit(object())
    assert ["b", ""] == pressed.args

    notices.close()
    notices.show(DesktopNotice("c", "Done", "a cow"))
    assert (1, False) == (len(trays), trays[0].is_shown)
    asked: list[QObject] = []

    def none(owner: QObject) -> None:
        asked.append(owner)

    without = TrayNotices("Sora Desktop", load=none)
    for _ in range(2):
        without.show(DesktopNotice("a", "Done", "a fox"))
    assert [without] == asked


def test_what_the_tray_of_qt_takes_is_what_is_given(qtbot: QtBot) -> None:
    """The fake has the shape of the real one."""
    for name in (each for each in vars(Tray) if not each.startswith("_")):
        assert hasattr(QSystemTrayIcon, name), name


def go_away(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(window, "isActiveWindow", lambda: False)
    monkeypatch.setattr(QApplication, "activeWindow", lambda: None)
    window._away.look()


def come_back(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(window, "isActiveWindow", lambda: True)
    window._away.look()


def paid(name: str, state: JobState, **changes: Any) -> Job:
    cost = {"cost": Cost(Decimal("0.80")), "billed": Billed.YES if state is JobState.DONE else Billed.NO}
    return sample_job(name, state, **{**cost, **changes})


def end(window: MainWindow, *jobs: Job) -> None:
    """Each of these, from running on."""
    for job in jobs:
        window.apply(JobAdded(replace(job, state=JobState.RUNNING, billed=Billed.NO)))
        window.apply(JobChanged(job))


def told(window: MainWindow) -> list[str]:
    return [str(notice.text) for notice in window.notices.notices]


def test_who_comes_back_is_told_once_what_happened_and_what_it_cost(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    go_away(window, monkeypatch)
    end(window, *(paid(f"job-{number}", JobState.DONE) for number in range(6)))
    end(window, paid("odd", JobState.NO_ANSWER), paid("no", JobState.REFUSED))
    assert ([], "(8) Sora Desktop") == (told(window), window.windowTitle())

    come_back(window, monkeypatch)
    assert "Sora Desktop" == window.windowTitle()
    assert ["While you were away: 6 clips finished, 1 needs you, 1 ended without a clip · $4.80"] == told(window)

    show = next(each for each in window.notices.findChildren(QPushButton) if each.text() == "Show")
    qtbot.mouseClick(show, Qt.MouseButton.LeftButton)
    assert (True, JobKind.NEEDS_YOU) == (window.drawer.is_open, window.queue._filter.kind)
    come_back(window, monkeypatch)
    assert [] == told(window)


@pytest.mark.parametrize(
    ("jobs", "said"),
    [
        ([sample_job("a", JobState.DONE)], "While you were away: 1 clip finished."),
        ([paid("a", JobState.REFUSED)], "While you were away: 1 ended without a clip."),
        (
            [paid("a", JobState.DONE), paid("b", JobState.UNKNOWN, billed=Billed.UNKNOWN)],
            "While you were away: 1 clip finished, 1 needs you · $1.60, or less",
        ),
    ],
)
def test_the_summary_says_no_more_than_is_known(jobs: list[Job], said: str) -> None:
    assert said == str(summary(jobs))


def test_what_happens_under_the_eyes_of_a_person_is_not_summed_up(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(window, "isActiveWindow", lambda: True)
    end(window, paid("a", JobState.DONE))
    assert "Sora Desktop" == window.windowTitle()
    come_back(window, monkeypatch)

    assert [] == told(window)


def test_a_sheet_of_the_window_is_looked_at_too(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(window, "isActiveWindow", lambda: False)
    monkeypatch.setattr(QApplication, "activeWindow", lambda: window.notices)

    assert window._away.is_looked_at


def next_of(qtbot: QtBot, heard: queue.Queue[Any]) -> Any:
    qtbot.waitUntil(lambda: not heard.empty(), timeout=60_000)
    return heard.get()


def test_the_dock_tells_how_much_there_is_to_see_and_how_far_what_runs_is(
    qtbot: QtBot, desk: NotificationDesk, open_window: Callable[..., MainWindow], monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window()
    window.load(snapshot())
    go_away(window, monkeypatch)
    window.apply(JobAdded(sample_job("a", JobState.RUNNING, progress=0.5)))
    first = next_of(qtbot, desk.dock)
    assert (0, False, 0.5, True) == tuple(
        first[each] for each in ("count", "count-visible", "progress", "progress-visible")
    )

    window.apply(JobChanged(sample_job("a", JobState.DONE)))
    seen = next_of(qtbot, desk.dock)
    while not seen["count-visible"]:
        seen = next_of(qtbot, desk.dock)
    assert (1, False) == (seen["count"], seen["progress-visible"])

    come_back(window, monkeypatch)
    assert not next_of(qtbot, desk.dock)["count-visible"]


@pytest.mark.parametrize(("wished", "looked_at", "played"), [(True, False, 1), (False, False, 0), (True, True, 0)])
def test_a_sound_is_heard_where_it_is_wished_and_nobody_looks(
    open_window: Callable[..., MainWindow],
    monkeypatch: pytest.MonkeyPatch,
    wished: bool,
    looked_at: bool,
    played: int,
) -> None:
    window = open_window(Settings(sound_when_done=wished, tell_when_away=False))
    window.load(snapshot(settings=window.settings.now))
    heard: list[None] = []
    monkeypatch.setattr(window._away._sound, "play", lambda: heard.append(None))
    monkeypatch.setattr(window, "isActiveWindow", lambda: looked_at)
    monkeypatch.setattr(QApplication, "activeWindow", lambda: None)
    end(window, paid("a", JobState.DONE))

    assert played == len(heard)


class Effect(QObject):
    """Notes what a sound is told."""

    told: ClassVar[list[str]] = []

    def setSource(self, source: QUrl) -> None:
        assert Path(source.toLocalFile()).is_file()

    def setVolume(self, _volume: float) -> None: ...

    def play(self) -> None:
        self.told.append("play")

    def stop(self) -> None:
        self.told.append("stop")


def test_several_ends_are_one_sound_and_nothing_is_held_after_it(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sora_desktop.ui.window.done_sound.load_sound_effect", lambda: Effect)
    Effect.told.clear()
    sound = DoneSound()
    sound._rest.setInterval(0)
    sound.play()
    sound.play()
    qtbot.waitUntil(lambda: not sound.is_held)

    assert ["play", "stop"] == Effect.told


# ---------------------------------------------------------------- awake


def test_the_machine_is_kept_awake_for_as_long_as_jobs_run_and_that_is_wished(
    qtbot: QtBot, desk: NotificationDesk, open_window: Callable[..., MainWindow]
) -> None:
    window = open_window(Settings(keep_awake=True))
    window.load(snapshot(settings=window.settings.now))
    window.apply(JobAdded(sample_job("a", JobState.RUNNING)))
    assert "held" == next_of(qtbot, desk.awake)
    qtbot.waitUntil(lambda: window._away._awake.is_held, timeout=60_000)

    window.apply(JobChanged(sample_job("a", JobState.DONE)))
    assert "let go" == next_of(qtbot, desk.awake)
    window.apply(JobAdded(sample_job("b", JobState.RUNNING)))
    assert "held" == next_of(qtbot, desk.awake)
    qtbot.waitUntil(lambda: window._away._awake.is_held, timeout=60_000)
    window.settings.change(keep_awake=False)
    assert "let go" == next_of(qtbot, desk.awake)


def test_without_the_wish_it_may_fall_asleep(qapp: QApplication) -> None:
    asked: list[str] = []
    jobs = JobList()
    awake = StayAwake(jobs, "why", jobs, take=asked.append)
    awake.take_settings(Settings())
    jobs.apply(JobAdded(sample_job("a", JobState.RUNNING)))

    assert [] == asked


def test_a_window_that_closes_lets_it_sleep(
    qtbot: QtBot, desk: NotificationDesk, open_window: Callable[..., MainWindow]
) -> None:
    window = open_window(Settings(keep_awake=True))
    window.load(snapshot(jobs=(sample_job("a", JobState.RUNNING),), settings=window.settings.now))
    assert "held" == next_of(qtbot, desk.awake)
    qtbot.waitUntil(lambda: window._away._awake.is_held, timeout=60_000)
    window.prepare_to_close()

    assert "let go" == next_of(qtbot, desk.awake)


def test_a_program_that_is_killed_lets_it_sleep(desk: NotificationDesk) -> None:
    code = (
        "import os; from sora_desktop.ui.window.awake_bus import HeldByBus; held = HeldByBus.take('why'); os._exit(9)"
    )
    environment = {**os.environ, "DBUS_SESSION_BUS_ADDRESS": desk.address}
    subprocess.run([sys.executable, "-c", code], env=environment, check=False)

    assert ["held", "gone"] == [desk.awake.get(timeout=PATIENCE_SECONDS) for _ in range(2)]


def test_where_no_desktop_can_do_it_nothing_is_held_and_nobody_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/at/all")
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nowhere/at/all")

    assert HeldByBus.take("why") is None


# ---------------------------------------------------------------- closed


def opened(window: MainWindow, *jobs: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    """With these jobs there, before the eyes of a person."""
    monkeypatch.setattr(window, "isActiveWindow", lambda: True)
    window.load(snapshot(jobs=jobs, settings=window.settings.now))


def test_what_ended_while_the_app_was_closed_is_summed_up_once_all_of_it_is_known(
    qtbot: QtBot, open_window: Callable[..., MainWindow], monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window()
    under_way = [paid(name, JobState.RUNNING) for name in ("a", "b", "c")]
    opened(window, *under_way, paid("w", JobState.WAITING), monkeypatch=monkeypatch)
    for job in (paid("a", JobState.DONE), paid("b", JobState.FETCHING), paid("c", JobState.UNKNOWN)):
        window.apply(JobChanged(job))
    window._away.look()
    assert [] == told(window), "one is still on its way"

    window.apply(JobChanged(paid("b", JobState.DONE)))
    qtbot.waitUntil(lambda: bool(told(window)))
    assert ["While you were away: 2 clips finished, 1 needs you · $1.60"] == told(window)
    window.apply(JobChanged(paid("w", JobState.DONE)))
    window._away.look()
    assert 1 == len(told(window)), "that one ended before the eyes of a person"


def test_what_is_still_being_made_is_awaited_no_longer_and_what_is_being_fetched_is(
    qtbot: QtBot, open_window: Callable[..., MainWindow], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(closed_time, "_LOOK_MILLISECONDS", 0)
    window = open_window()
    opened(window, paid("a", JobState.RUNNING), paid("b", JobState.FETCHING), monkeypatch=monkeypatch)
    qtbot.waitUntil(lambda: window._away.closed_time._awaited == {"b"})
    window.apply(JobChanged(paid("a", JobState.DONE)))
    window.apply(JobChanged(paid("b", JobState.DONE)))
    qtbot.waitUntil(lambda: bool(told(window)))

    assert ["While you were away: 1 clip finished · $0.80"] == told(window)


def test_an_end_that_was_found_before_the_window_had_its_jobs_counts_and_an_old_one_does_not(
    open_window: Callable[..., MainWindow], monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window()
    now = datetime.now(UTC)
    found = paid("a", JobState.DONE, ended_at=now)
    opened(window, found, paid("b", JobState.DONE, ended_at=now - timedelta(days=1)), monkeypatch=monkeypatch)
    assert ["While you were away: 1 clip finished · $0.80"] == told(window)

    again = open_window()
    again.go_on_from(window)
    opened(again, found, monkeypatch=monkeypatch)
    assert [] == told(again)
