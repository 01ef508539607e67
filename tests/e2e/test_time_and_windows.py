"""What goes on beside the window: a hung player, a hung or dead engine, sheets and menus, damaged and foreign ledgers."""

import os
import signal
import sqlite3
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtMultimedia import QMediaDevices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListView, QMenu

from sora_desktop.domain.catalog import CATALOG
from sora_desktop.domain.job import JobState
from sora_desktop.store import database
from sora_desktop.studio.connections import engine_process
from sora_desktop.studio.jobs import submission
from tests.servers.service import FakeService
from tests.support.drive import Hand, Story, in_window
from tests.support.formats import NATIVE
from tests.support.logs import ExpectedLogs
from tests.support.loops import RunGui
from tests.support.mp4 import asked_mp4
from tests.support.patience import Patience
from tests.support.pictures import write_picture
from tests.support.until import until

ENDED = ("done", "failed", "refused", "fetch_failed", "unknown")
Window = Callable[[Story], None]


@pytest.fixture
def service() -> Iterator[FakeService]:
    with FakeService() as running:
        running.clip.data = asked_mp4()
        running.polls = 1
        yield running


def seen_out(story: Story) -> Story:
    """The story, and then until a clip on the stage shows: Qt warns where a player closes while it opens a file."""

    async def whole(hand: Hand) -> None:
        await story(hand)
        stage = hand.window.stage
        player = stage._screen.player
        await until(
            lambda: stage.clip is None or player.stands_by or stage.frames_shown > 0, what="the clip on the stage shows"
        )

    return whole


@pytest.fixture
def window(run_gui: RunGui, tmp_path: Path, service: FakeService, monkeypatch: pytest.MonkeyPatch) -> Window:
    """Lives a story in a window of the same folder. The environment picks the service: so no engine is started.

    A window takes the key out of the environment as it opens; the next one is told it anew, as at a real start.
    """

    def lived(story: Story) -> None:
        monkeypatch.setenv("SORA_BASE_URL", service.base_url)
        monkeypatch.setenv("SORA_API_KEY", service.key)
        in_window(run_gui, tmp_path, seen_out(story))

    return lived


def states_on_disk(data_dir: Path) -> list[str]:
    """What another reader of the ledger sees."""
    ledger = sqlite3.connect(f"file:{data_dir / 'ledger.sqlite3'}?mode=ro", uri=True)
    try:
        return [state for (state,) in ledger.execute("SELECT state FROM jobs ORDER BY number")]
    finally:
        ledger.close()


# ---------------------------------------------------------------- a window that stands still


def test_a_window_that_hangs_in_its_player_costs_no_clip(window: Window, tmp_path: Path, service: FakeService) -> None:
    """The GUI thread stands still; meanwhile the studio's thread brings the clip home, down to the last commit."""

    async def story(hand: Hand) -> None:
        service.stall()
        hand.type_prompt("a fox in snow")
        await hand.generate()
        await hand.job_in("queued", "running")
        service.finish(service.only_job().id)
        never, patience = threading.Event(), Patience()
        while (states := states_on_disk(tmp_path)) != ["done"]:
            assert not patience.is_over(), states
            never.wait(0.005)
        assert hand.jobs()[0].state is not JobState.DONE
        (clip,) = (tmp_path / "library").glob("*.mp4")
        assert clip.read_bytes() == service.clip.data
        await hand.job_in("done")
        await until(hand.clips, what="the window has caught up")

    window(story)
    assert len(service.money.charges) == 1


def test_without_a_sound_device_a_clip_plays_all_the_same(window: Window, tmp_path: Path, service: FakeService) -> None:
    if QMediaDevices.audioOutputs():
        pytest.skip("this machine has one")

    async def story(hand: Hand) -> None:
        hand.type_prompt("a fox in snow")
        await hand.generate()
        await hand.job_in("done")
        await until(lambda: hand.window.stage.frames_shown > 3, what="it plays")

    window(story)


def test_jobs_go_on_under_an_open_sheet_and_an_open_menu(window: Window, tmp_path: Path, service: FakeService) -> None:
    """Neither runs a loop of its own, in which the tasks of the window would lose their turns."""

    async def story(hand: Hand) -> None:
        for number, cover in enumerate((hand.window.wishes.add_connection, hand.window.wishes.open_connections)):
            hand.type_prompt(f"take {number}")
            await hand.generate()
            cover()
            await hand.clips_are(number + 1)
            hand.window.sheets.connection.reject()
        menus = [menu for menu in hand.window.findChildren(QMenu) if menu.isVisible()]
        assert len(menus) == 1
        for menu in menus:
            menu.close()
        await until(lambda: {job.state for job in hand.jobs()} == {JobState.DONE}, what="both are done")

    window(story)


# ---------------------------------------------------------------- the engine's child


@contextmanager
def stopped(pid: int) -> Iterator[None]:
    """The process stands still; it goes on in the end, whatever happens."""
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGCONT)


@pytest.mark.usefixtures("with_engine")
@pytest.mark.skipif(sys.platform == "win32", reason="no signals that stop a process")
def test_an_engine_that_hangs_is_said_and_started_anew_and_its_job_goes_on(
    run_gui: RunGui, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expect_log: ExpectedLogs
) -> None:
    expect_log("the local engine hangs")
    monkeypatch.setattr(engine_process, "PING_SECONDS", 0.2)
    patient = engine_process.PING_LIMIT

    async def story(hand: Hand) -> None:
        hand.type_prompt("a fox in snow")
        await hand.generate()
        await hand.job_in("queued", "running")
        hung = hand.engine_pid()
        with stopped(hung):
            monkeypatch.setattr(engine_process, "PING_LIMIT", 0.2)
            await until(lambda: "stopped and is restarting" in hand.everything_said(), what="it is said")
            monkeypatch.setattr(engine_process, "PING_LIMIT", patient)
        job = await hand.job_in(*ENDED)
        assert (job.state, job.attempts) == (JobState.DONE, 1)
        assert hand.engine_pid() != hung

    in_window(run_gui, tmp_path, seen_out(story))


@pytest.mark.usefixtures("with_engine")
@pytest.mark.skipif(sys.platform == "win32", reason="no signals that stop a process")
def test_an_engine_that_is_stopped_for_a_moment_goes_on_with_its_jobs(run_gui: RunGui, tmp_path: Path) -> None:
    async def story(hand: Hand) -> None:
        hand.type_prompt("a fox in snow")
        await hand.generate()
        await hand.job_in("queued", "running")
        engine = hand.engine_pid()
        with stopped(engine):
            hand.type_prompt("sent while it stands still")
            await hand.generate()
            await hand.job_in("submitting")
        job = await hand.job_in("queued", "running", *ENDED)
        assert (job.remote_id is not None, job.attempts, job.reason) == (True, 1, None)
        assert hand.engine_pid() == engine

    in_window(run_gui, tmp_path, story)


@pytest.mark.usefixtures("with_engine")
def test_an_engine_that_ends_at_once_is_said_and_the_job_goes_out_once_it_starts(
    run_gui: RunGui, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expect_log: ExpectedLogs
) -> None:
    expect_log("the local engine does not start")
    good = engine_process.engine_command()
    monkeypatch.setattr(engine_process, "RESTART_WINDOW", 0.0)
    monkeypatch.setattr(submission, "NOT_SENT_PAUSES", (0.3,))
    monkeypatch.setattr(engine_process, "engine_command", lambda: [sys.executable, "-S", "-c", "print('garbage')"])

    async def story(hand: Hand) -> None:
        await until(lambda: "doesn't start" in hand.health(), what="the picker says so")
        hand.type_prompt("a fox in snow")
        await hand.generate()
        await until(lambda: hand.jobs()[0].reason is not None, what="the job says why it waits")
        assert "doesn't start" in str(hand.jobs()[0].reason)
        assert hand.jobs()[0].state is JobState.WAITING
        monkeypatch.setattr(engine_process, "engine_command", lambda: good)
        job = await hand.job_in("queued", "running", *ENDED)
        assert (job.remote_id is not None, job.attempts, job.reason) == (True, 1, None)

    in_window(run_gui, tmp_path, story)


# ---------------------------------------------------------------- the queue, by hand


def test_a_waiting_job_goes_back_into_the_composer_with_all_that_it_was_made_of(
    window: Window, tmp_path: Path, service: FakeService
) -> None:
    picture = write_picture(tmp_path / "fox.png")
    pro = CATALOG[6]

    async def story(hand: Hand) -> None:
        await hand.add_connection("Native", service.base_url, NATIVE, service.key)
        hand.click("queuePause")
        await until(lambda: hand.text("queuePause") == "Resume", what="the queue is paused")
        hand.type_prompt("a fox, edited later")
        hand.pick_model(pro.id)
        hand.click("duration-12")
        hand.click("orientation-portrait")
        hand.drop_files(picture)
        await hand.generate()
        made = hand.jobs()[0]
        hand.click("showAllModels")
        hand.type_prompt("something else")
        hand.pick_model(CATALOG[0].id)
        hand.open_queue()
        queue = hand.find(QListView, "queueList")
        queue.setCurrentIndex(hand.index("queueList", made.id))
        await until(lambda: hand.window.findChild(object, "job-edit"), what="the card is open")
        hand.click("job-edit")
        await until(lambda: not hand.jobs(), what="it has left the queue")
        await until(lambda: hand.prompt() == "a fox, edited later", what="its prompt is back")
        hand.click("queuePause")
        await hand.generate()
        again = hand.jobs()[0]
        assert again.request.as_asked == made.request.as_asked
        await hand.job_in(*ENDED)

    window(story)
    assert len(service.money.charges) == 1


def test_order_and_pause_are_there_after_a_restart(window: Window, tmp_path: Path, service: FakeService) -> None:
    prompts = ["one", "two", "three"]

    async def first(hand: Hand) -> None:
        hand.click("queuePause")
        await until(lambda: hand.text("queuePause") == "Resume", what="the queue is paused")
        for prompt in prompts:
            hand.type_prompt(prompt)
            await hand.generate()
        hand.open_queue()
        queue = hand.find(QListView, "queueList")
        queue.setCurrentIndex(queue.model().index(2, 0))
        QTest.keyClick(queue, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
        await until(lambda: [job.request.prompt for job in hand.jobs()] == ["two", "three", "one"], what="it moved")

    async def second(hand: Hand) -> None:
        await until(lambda: len(hand.jobs()) == 3, what="the jobs are there")
        assert [job.request.prompt for job in hand.jobs()] == ["two", "three", "one"]
        assert hand.text("queuePause") == "Resume"
        assert service.requests("submit") == []
        hand.click("queuePause")
        await hand.clips_are(3)

    window(first)
    window(second)
    assert len(service.money.charges) == 3


def test_a_job_of_the_environment_is_not_sent_without_the_key_that_it_was_made_with(
    run_gui: RunGui, tmp_path: Path, window: Window, service: FakeService
) -> None:
    """The window of the second start has the address alone, as the first one took the key out of the environment."""

    async def first(hand: Hand) -> None:
        hand.click("queuePause")
        await until(lambda: hand.text("queuePause") == "Resume", what="the queue is paused")
        hand.type_prompt("a fox in snow")
        await hand.generate()

    async def without_key(hand: Hand) -> None:
        hand.click("queuePause")
        await until(lambda: hand.jobs()[0].reason is not None, what="the job says why it waits")
        assert "SORA_API_KEY set as before" in str(hand.jobs()[0].reason)
        assert (hand.jobs()[0].state, service.requests("submit")) == (JobState.WAITING, [])

    async def again(hand: Hand) -> None:
        await hand.clips_are(1)

    window(first)
    in_window(run_gui, tmp_path, without_key)
    window(again)
    assert len(service.money.charges) == 1


def test_a_waiting_job_is_dragged_up_to_go_out_first(window: Window, tmp_path: Path, service: FakeService) -> None:
    async def story(hand: Hand) -> None:
        hand.click("queuePause")
        await until(lambda: hand.text("queuePause") == "Resume", what="the queue is paused")
        for prompt in ("one", "two"):
            hand.type_prompt(prompt)
            await hand.generate()
        hand.open_queue()
        queue = hand.find(QListView, "queueList")
        port, grip = queue.viewport(), queue.visualRect(queue.model().index(1, 0)).topLeft() + QPoint(30, 20)
        above = QPoint(40, queue.visualRect(queue.model().index(0, 0)).top())
        QTest.mousePress(port, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, grip)
        QTest.mouseMove(port, above)
        QTest.mouseRelease(port, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, above)
        await until(lambda: [job.request.prompt for job in hand.jobs()] == ["one", "two"], what="it moved")

    window(story)


# ---------------------------------------------------------------- the ledger at the start


def one_finished_clip(window: Window) -> str:
    """One clip comes into the library; its SHA-256."""
    sha: list[str] = []

    async def story(hand: Hand) -> None:
        hand.type_prompt("a fox in snow")
        await hand.generate()
        await hand.job_in("done")
        clips = await until(hand.clips, what="the clip")
        sha.append(clips[0].sha256)

    window(story)
    return sha[0]


def damage(ledger: Path) -> None:
    """As a bad disk leaves it: the first page is overwritten."""
    with ledger.open("r+b") as file:
        file.write(b"\0" * 4096)


def age(ledger: Path) -> None:
    """As a later version of the app leaves it."""
    later = sqlite3.connect(ledger)
    later.execute(f"PRAGMA user_version = {len(database.MIGRATIONS) + 3}")
    later.close()


OLDER_LIST = "The job list is older than what was sent from here"
"""The first of what is said; that the old list is kept aside stands behind it, and in the log."""


@pytest.mark.parametrize(
    ("spoil", "words", "kept"), [(damage, "is damaged", "damaged"), (age, "is of a newer version", "newer")]
)
def test_a_ledger_that_cannot_be_read_is_kept_aside_and_the_library_is_there_all_the_same(
    window: Window, tmp_path: Path, expect_log: ExpectedLogs, spoil: Callable[[Path], None], words: str, kept: str
) -> None:
    sha = one_finished_clip(window)
    spoil(tmp_path / "ledger.sqlite3")
    expect_log(f"the database {words}")

    async def story(hand: Hand) -> None:
        await until(lambda: OLDER_LIST in hand.everything_said(), what="the window says that the list is a new one")
        clips = await until(hand.clips, what="the library")
        assert [clip.sha256 for clip in clips] == [sha]
        hand.open_clip(hand.clips()[0].id)
        await until(lambda: hand.window.stage.frames_shown > 3, what="it plays")
        assert hand.bridge.studio is not None
        await hand.bridge.call(hand.bridge.studio.jobs.set_paused(False))  # a person has looked
        hand.type_prompt("another one")
        await hand.generate()
        await hand.job_in("done")

    window(story)
    assert len(list(tmp_path.glob(f"ledger.{kept}-*.sqlite3"))) == 1


def test_a_ledger_of_an_older_version_is_taken_over_with_a_backup(
    window: Window, tmp_path: Path, service: FakeService, monkeypatch: pytest.MonkeyPatch
) -> None:
    sha = one_finished_clip(window)
    step = ("CREATE TABLE of_the_next_version (name TEXT) STRICT",)
    monkeypatch.setattr(database, "MIGRATIONS", (*database.MIGRATIONS, step))

    async def story(hand: Hand) -> None:
        await until(hand.clips, what="the library")
        assert [clip.sha256 for clip in hand.clips()] == [sha]
        assert [job.state for job in hand.jobs()] == [JobState.DONE]

    window(story)
    assert len(list(tmp_path.glob("ledger.version-*.sqlite3"))) == 1
