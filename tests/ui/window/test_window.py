"""The window around the panels: what it loads, follows, remembers and asks for."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QDialog, QMenu, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from sora_desktop.base.sentences import message
from sora_desktop.domain.activity import Activity, ActivityKind
from sora_desktop.domain.character import Character
from sora_desktop.domain.connection import Connection, KeyPlace, engine_connection
from sora_desktop.domain.events import (
    HELD_TOPIC,
    ActivityChanged,
    ActivityEnded,
    CharactersChanged,
    ClipAdded,
    ClipRemoved,
    ConnectionsChanged,
    Health,
    HealthChanged,
    JobAdded,
    JobChanged,
    JobRemoved,
    Notice,
    Offer,
    QueuePaused,
    Reach,
    SettingsChanged,
    Severity,
    Snapshot,
)
from sora_desktop.domain.image import InputImage
from sora_desktop.domain.job import Billed, JobState
from sora_desktop.domain.pricing import Cost
from sora_desktop.domain.refusal import Refused
from sora_desktop.domain.release import Release, UpdateNews
from sora_desktop.domain.settings import Settings, Theme
from sora_desktop.ui.actions import ACTIONS, build_actions, shortcut_lines
from sora_desktop.ui.common.confirm import ConfirmSheet
from sora_desktop.ui.stage.panel import StagePanel
from sora_desktop.ui.stage.stage_message import StageMessage
from sora_desktop.ui.theme import ThemeKeeper
from sora_desktop.ui.window.window import MainWindow
from tests.support.commands import RecordingCommands
from tests.support.finding import child
from tests.support.samples import FOX, NOON, sample_clip, sample_job

ENGINE = engine_connection()
READY = (("engine", Health(Reach.ANSWERS)),)


def snapshot(**changes: Any) -> Snapshot:
    whole = Snapshot((), (), (ENGINE,), "engine", READY, Settings())
    return replace(whole, **changes)


@pytest.fixture
def open_window(qtbot: QtBot, theme: ThemeKeeper, commands: RecordingCommands) -> Callable[..., MainWindow]:
    """Makes a window of these settings, shown, before the studio is open."""

    def make(settings: Settings | None = None) -> MainWindow:
        window = MainWindow(commands, theme, settings or Settings(), library_folder=Path("/clips"))
        qtbot.addWidget(window, before_close_func=MainWindow.prepare_to_close)
        window.show()
        return window

    return make


@pytest.fixture
def window(open_window: Callable[..., MainWindow]) -> MainWindow:
    """A window whose studio is open."""
    made = open_window()
    made.load(snapshot())
    return made


HELD = Notice(message("Nothing is sent."), Severity.WARNING, HELD_TOPIC, stands_out=True, offer=Offer.RESUME)


def test_a_folder_that_is_held_can_be_resumed_from_its_notice(
    window: MainWindow, qtbot: QtBot, commands: RecordingCommands
) -> None:
    window.apply(QueuePaused(True))
    window.apply(HELD)
    resume = next(each for each in window.notices.findChildren(QPushButton) if each.text() == "Resume")
    qtbot.mouseClick(resume, Qt.MouseButton.LeftButton)

    assert ("jobs.set_paused", (False,)) in commands.said
    assert () == window.notices.notices


def test_why_a_folder_was_held_is_put_away_once_the_queue_goes_on(window: MainWindow) -> None:
    window.apply(QueuePaused(True))
    window.apply(HELD)
    told = len(window.notices.notices)
    window.apply(QueuePaused(False))

    assert (1, ()) == (told, window.notices.notices)


def write_settings_now(window: MainWindow) -> None:
    window.settings.writer.write()


def test_before_the_studio_is_open_a_prompt_can_be_typed_and_generate_says_why_it_is_off(
    open_window: Callable[..., MainWindow], qtbot: QtBot
) -> None:
    window = open_window()
    qtbot.keyClicks(child(window, QPlainTextEdit, "promptEdit"), "a fox")

    assert "a fox" == child(window, QPlainTextEdit, "promptEdit").toPlainText()
    assert not child(window, QAbstractButton, "generateButton").isEnabled()
    assert child(window, QAbstractButton, "generateButton").accessibleDescription()


def test_with_a_connection_and_a_prompt_generate_is_on(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClicks(child(window, QPlainTextEdit, "promptEdit"), "a fox")

    assert child(window, QAbstractButton, "generateButton").isEnabled()


def test_every_name_that_the_design_promises_is_there(window: MainWindow) -> None:
    names = [
        "viewMake",
        "viewChoose",
        "connectionPicker",
        "promptEdit",
        "imageDropZone",
        "modelPicker",
        "countSpin",
        "costLabel",
        "problemLabel",
        "generateButton",
        "queueList",
        "takeStrip",
        "stage",
        "playButton",
        "positionSlider",
        "noticeBar",
        "orientation-landscape",
        "orientation-portrait",
        "duration-4",
        "duration-8",
        "duration-12",
        "duration-16",
        "duration-20",
    ]

    assert [] == [name for name in names if window.findChild(QObject, name) is None]
    assert "mainWindow" == window.objectName()


def test_a_first_run_leads_from_the_free_preview_to_a_service(window: MainWindow) -> None:
    window.load(snapshot(connections=(engine_connection(),), selected="engine"))
    stage = child(window, StagePanel)
    stage.empty.connect_wanted.emit()

    assert "free previews" in str(child(stage, StageMessage).accessibleName())
    assert window.sheets.connection.isVisible()
    window.sheets.connection.reject()


def test_the_bar_counts_what_is_under_way(window: MainWindow) -> None:
    window.apply(JobAdded(sample_job("a", JobState.WAITING)))
    window.apply(JobAdded(sample_job("b", JobState.RUNNING)))
    window.apply(JobAdded(sample_job("c", JobState.UNKNOWN)))
    assert ("1 running · 1 waiting", "1 needs you") == (window.bar.summary.text(), window.bar.needs.text())

    window.apply(JobChanged(sample_job("b", JobState.DONE)))
    window.apply(JobRemoved("a"))
    assert (False, "1 needs you") == (window.bar.summary.isVisible(), window.bar.needs.text())


def test_a_paused_queue_is_said_in_the_bar(window: MainWindow) -> None:
    window.apply(QueuePaused(True))

    assert "queue paused" == window.bar.summary.text()


def test_a_loaded_window_shows_the_jobs_and_clips_of_the_studio(
    open_window: Callable[..., MainWindow], tmp_path: Path
) -> None:
    window = open_window()
    clip = sample_clip(tmp_path / "a.mp4")
    window.load(snapshot(jobs=(sample_job(state=JobState.DONE),), clips=(clip,), paused=True))

    assert (1, 1, clip) == (window.jobs.rowCount(), window.clips.rowCount(), window.clips.known.get("clip"))
    assert "queue paused" == window.bar.summary.text()


def test_a_finished_clip_comes_to_the_stage_and_leaves_it_when_it_is_deleted(
    window: MainWindow, tmp_path: Path
) -> None:
    clip = sample_clip(tmp_path / "gone.mp4")
    window.apply(JobAdded(sample_job()))
    window.apply(ClipAdded(clip))
    assert clip == window.stage.clip

    window.apply(ClipRemoved("clip"))
    assert window.stage.clip is None


def test_no_finished_clip_takes_the_stage_from_a_person_who_uses_it(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The library gets it; the stage keeps what is looked at."""
    first = sample_clip(tmp_path / "first.mp4")
    window.apply(JobAdded(sample_job()))
    window.apply(ClipAdded(first))
    monkeypatch.setattr(StagePanel, "is_in_use", True)
    window.apply(ClipAdded(replace(first, id="second", path=tmp_path / "second.mp4")))

    assert first == window.stage.clip


def test_a_clip_that_was_cancelled_does_not_take_the_stage(window: MainWindow, tmp_path: Path) -> None:
    window.apply(ClipAdded(sample_clip(tmp_path / "gone.mp4", wanted=False)))

    assert window.stage.clip is None


def test_a_clip_that_could_not_be_checked_is_told_and_opened_only_when_a_person_asks(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    """What the check could not bear is not opened by this program unasked."""
    odd = sample_clip(tmp_path / "gone.mp4", unchecked=message("The check could not be finished."))
    window.apply(JobAdded(sample_job()))
    window.apply(ClipAdded(odd))
    assert window.stage.clip is None
    told = (
        "A clip has arrived that couldn't be checked. The check could not be finished. "
        "It is kept as received: open it in another app, or download it again."
    )
    assert [told] == [str(each.text) for each in window.notices.notices]

    show = next(each for each in window.notices.findChildren(QPushButton) if each.text() == "Show")
    qtbot.mouseClick(show, Qt.MouseButton.LeftButton)
    assert odd == window.stage.clip


def test_the_queue_leads_to_the_clip_of_a_job(window: MainWindow, tmp_path: Path) -> None:
    window.apply(ClipAdded(sample_clip(tmp_path / "gone.mp4", wanted=False)))
    window.queue.clip_requested.emit("clip")

    assert window.stage.clip is not None
    assert "clip" == window.stage.clip.id


def test_a_job_can_be_put_back_into_the_composer(window: MainWindow) -> None:
    window.queue.edit_requested.emit(sample_job(state=JobState.REFUSED))

    assert FOX.prompt == child(window, QPlainTextEdit, "promptEdit").toPlainText()


WITH_PICTURE = replace(FOX, images=(InputImage(url="https://example.com/fox.png"),))


@pytest.mark.parametrize(
    ("part", "place"),
    [(Refused.WORDS, "promptEdit"), (Refused.CLIP, "promptEdit"), (Refused.PICTURE, "imageDropZone")],
)
def test_what_a_service_refused_is_what_the_keyboard_is_on_and_nothing_is_sent(
    window: MainWindow, commands: RecordingCommands, part: Refused, place: str
) -> None:
    window.activateWindow()
    window.queue.edit_requested.emit(replace(sample_job(state=JobState.REFUSED), request=WITH_PICTURE, refused=part))
    on = window.focusWidget()

    assert on is not None
    assert place == on.objectName()
    assert FOX.prompt == child(window, QPlainTextEdit, "promptEdit").toPlainText()
    assert "jobs.submit" not in [name for name, _ in commands.said]


def test_the_recipe_of_the_shown_clip_can_be_used_again(window: MainWindow) -> None:
    window.stage.use_again.emit(FOX)

    assert FOX.prompt == child(window, QPlainTextEdit, "promptEdit").toPlainText()


def test_another_connection_reaches_the_composer(window: MainWindow) -> None:
    keyless = Connection(id="x", name="X", base_url="https://x.example.com", key_place=KeyPlace.MISSING)
    window.apply(ConnectionsChanged((ENGINE, keyless), "x"))

    assert not child(window, QAbstractButton, "generateButton").isEnabled()
    assert "X" in child(window, QAbstractButton, "generateButton").accessibleDescription()
    assert "Connection: X, needs its key" == window.picker.accessibleName()


def test_the_state_of_a_connection_reaches_the_picker(window: MainWindow) -> None:
    window.apply(HealthChanged("engine", Health(Reach.NO_ANSWER)))

    assert "Connection: Local engine, no answer" == window.picker.accessibleName()


def test_what_the_studio_and_the_commands_tell_stands_in_the_notice_bar(
    window: MainWindow, commands: RecordingCommands
) -> None:
    window.apply(Notice(message("from the studio"), Severity.WARNING))
    commands.tell(Notice(message("from a command"), Severity.ERROR))

    assert ["from a command", "from the studio"] == [str(each.text) for each in window.notices.notices]


def test_the_appearance_changes_at_once_and_is_remembered(
    open_window: Callable[..., MainWindow], theme: ThemeKeeper, commands: RecordingCommands
) -> None:
    window = open_window(Settings(theme=Theme.DARK))
    window.load(snapshot(settings=Settings(theme=Theme.DARK)))
    theme.set_wanted(Theme.DARK)
    window.bar.theme_button.click()
    assert not theme.is_dark

    write_settings_now(window)
    assert Theme.LIGHT is commands.of("settings.change")[-1][0]["theme"]


def test_what_was_changed_just_before_the_end_is_handed_over_also_where_nobody_is_asked(
    open_window: Callable[..., MainWindow], commands: RecordingCommands
) -> None:
    window = open_window()
    window.load(snapshot())
    window.settings.change(theme=Theme.LIGHT)
    window.prepare_to_close()

    assert Theme.LIGHT is commands.of("settings.change")[-1][0]["theme"]


def test_what_is_changed_before_the_studio_is_open_is_handed_over_when_it_is(
    open_window: Callable[..., MainWindow], commands: RecordingCommands, theme: ThemeKeeper
) -> None:
    window = open_window(Settings(theme=Theme.DARK))
    window.settings.change(theme=Theme.LIGHT)
    write_settings_now(window)
    assert [] == commands.of("settings.change")

    window.load(snapshot(settings=Settings(theme=Theme.DARK)))
    assert Theme.LIGHT is commands.of("settings.change")[0][0]["theme"]
    assert not theme.is_dark


def test_a_setting_that_the_studio_changed_is_followed(window: MainWindow, theme: ThemeKeeper) -> None:
    window.apply(SettingsChanged(Settings(theme=Theme.LIGHT)))
    assert not theme.is_dark

    window.apply(SettingsChanged(Settings(theme=Theme.DARK)))
    assert theme.is_dark


def test_the_columns_stand_where_they_stood(
    open_window: Callable[..., MainWindow], commands: RecordingCommands
) -> None:
    first = open_window()
    first.load(snapshot())
    first.views.make.setSizes([480, 960])
    first.views.rearranged.emit()
    write_settings_now(first)
    remembered = commands.of("settings.change")[-1][0]["window_columns"]
    second = open_window(Settings(window_columns=remembered))

    assert [480, 960] == first.views.make.sizes()
    assert first.views.make.arrangement == second.views.make.arrangement


@pytest.mark.parametrize("kept", ["480,632,328;560,286", "480,960,0;560,286", "480,960,0;846,0"])
def test_what_a_version_with_three_columns_kept_opens_as_two(open_window: Callable[..., MainWindow], kept: str) -> None:
    """The library at the right, or the queue below, may have been hidden."""
    window = open_window(Settings(window_columns=kept))

    assert [480, 960] == window.views.make.sizes()


def test_a_maximised_window_is_maximised_at_the_next_start(
    open_window: Callable[..., MainWindow], commands: RecordingCommands
) -> None:
    first = open_window()
    first.load(snapshot())
    first.showMaximized()
    first.views.rearranged.emit()
    write_settings_now(first)
    second = open_window(Settings(window_geometry=commands.of("settings.change")[-1][0]["window_geometry"]))

    assert second.isMaximized()


@pytest.mark.parametrize("broken", ["", "a,b,c;d,e", "1,2;3,4", "0,0,0;0,0", "-1,5,5;1,1", "999999999999,1,1;1,1"])
def test_a_broken_memory_of_the_columns_does_no_harm(open_window: Callable[..., MainWindow], broken: str) -> None:
    window = open_window(Settings(window_columns=broken, window_geometry="%%%"))

    assert all(size > 100 for size in window.views.make.sizes())


def test_the_window_is_usable_at_1100_by_700(window: MainWindow) -> None:
    window.resize(1100, 700)

    assert (1100, 700) == (window.width(), window.height())
    assert child(window, QAbstractButton, "generateButton").isVisible()
    assert min(window.views.make.sizes()) > 200


def test_closing_asks_the_owner_and_leaves_the_window_open(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.close_requested):
        window.close()

    assert window.isVisible()


PAID, FREE = Cost(Decimal("0.4")), Cost(Decimal(), free=True)


@pytest.mark.parametrize(
    ("state", "cost", "question"),
    [
        (JobState.RUNNING, PAID, "1 clip is still being made. Close anyway?"),
        (JobState.QUEUED, PAID, "1 clip is still being made. Close anyway?"),
        (JobState.FETCH_FAILED, PAID, "1 finished clip isn't downloaded yet. Close anyway?"),
        (JobState.RUNNING, FREE, ""),
        (JobState.WAITING, PAID, ""),
        (JobState.DONE, PAID, ""),
    ],
)
def test_closing_with_paid_work_at_a_service_asks_and_enter_stays(
    window: MainWindow, qtbot: QtBot, state: JobState, cost: Cost, question: str
) -> None:
    window.load(snapshot(jobs=(sample_job(state=state, cost=cost, billed=Billed.UNKNOWN),)))
    closed: list[bool] = []
    window.close_requested.connect(lambda: closed.append(True))
    window.close()
    sheets = window.findChildren(ConfirmSheet)

    assert [question] == [*(sheet.accessibleName() for sheet in sheets), *([] if sheets else [""])]
    assert closed == ([] if question else [True])
    for sheet in sheets:
        qtbot.keyClick(sheet, Qt.Key.Key_Return)
        assert (False, []) == (sheet.isVisible(), closed)


@pytest.mark.parametrize(("cost", "asks"), [(Cost(None), True), (FREE, False)])
def test_closing_while_a_character_is_made_asks_where_it_may_cost_something(
    window: MainWindow, qtbot: QtBot, cost: Cost, asks: bool
) -> None:
    making = Character("1", "Rusty", "mark", "fake", "Fake", NOON, cost=cost)
    window.load(replace(snapshot(), characters=(making,)))
    closed: list[bool] = []
    window.close_requested.connect(lambda: closed.append(True))
    window.close()

    assert ([] if asks else [True]) == closed
    assert asks == any(
        "A character is being made" in each.accessibleName() for each in window.findChildren(ConfirmSheet)
    )
    window.apply(CharactersChanged(()))
    assert not window.characters.is_making


def test_a_window_that_is_taken_down_writes_nothing_any_more(window: MainWindow, commands: RecordingCommands) -> None:
    write_settings_now(window)
    said = len(commands.said)
    window.prepare_to_close()
    window.settings.change(theme=Theme.LIGHT)
    write_settings_now(window)

    assert said == len(commands.said)


def test_every_action_can_be_asked_for_and_no_two_share_a_shortcut(window: MainWindow) -> None:
    assert [] == [line.slot for line in ACTIONS if not callable(getattr(window.wishes, line.slot, None))]
    shortcuts = Counter(each for line in ACTIONS for each in line.shortcut.split("; ") if each)

    assert [] == [shortcut for shortcut, count in shortcuts.items() if count > 1]
    assert all(not QKeySequence(shortcut).isEmpty() for shortcut in shortcuts)


def test_the_shortcuts_are_listed_in_words(window: MainWindow) -> None:
    assert ("Search the library", "Ctrl+F") in shortcut_lines()
    assert len(ACTIONS) == len(build_actions(window, window.wishes))


def test_where_the_system_has_a_menu_bar_everything_stands_in_it(
    open_window: Callable[..., MainWindow], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sora_desktop.ui.window.window.HAS_MENU_BAR", True)
    window = open_window()
    menus = {entry.text(): entry.menu() for entry in window.menuBar().actions()}
    entries = {entry.text(): entry for menu in menus.values() if isinstance(menu, QMenu) for entry in menu.actions()}

    assert ["File", "View", "Library", "Help"] == list(menus)
    assert {line.words for line in ACTIONS} - {"Open the menu"} == set(entries)
    assert QAction.MenuRole.PreferencesRole is entries["Settings…"].menuRole()
    assert QAction.MenuRole.QuitRole is entries["Quit"].menuRole()


@pytest.mark.parametrize(("key", "place"), [(Qt.Key.Key_Space, "queueList"), (Qt.Key.Key_K, "generateButton")])
def test_a_clip_is_played_from_anywhere_but_where_something_is_typed(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, key: Qt.Key, place: str
) -> None:
    toggled: list[str] = []
    player = window.stage._screen.player
    monkeypatch.setattr(type(player), "duration", 4000)
    monkeypatch.setattr(player, "toggle", lambda: toggled.append(place))
    prompt = child(window, QPlainTextEdit, "promptEdit")
    qtbot.keyClicks(prompt, "a fox, k")
    qtbot.keyClick(child(window, QWidget, place), key)

    assert ("a fox, k", [place]) == (prompt.toPlainText(), toggled)


def test_long_work_stands_in_the_bar_and_can_be_stopped(
    window: MainWindow, qtbot: QtBot, commands: RecordingCommands
) -> None:
    reading = Activity("1", ActivityKind.READ_LIBRARY, message("Reading the library"))
    entry = window.bar.activity
    before = entry.isVisible()
    window.apply(ActivityChanged(reading))
    first = entry.words.text()
    window.apply(ActivityChanged(replace(reading, fraction=0.42)))
    qtbot.mouseClick(entry.cancel_button, Qt.MouseButton.LeftButton)

    assert (False, "Reading the library", "Reading the library · 42%") == (before, first, entry.words.text())
    assert "Stop: Reading the library" == entry.cancel_button.accessibleName()
    assert [("1",)] == commands.of("activities.cancel")
    window.apply(ActivityEnded("1"))
    assert not entry.isVisible()


def test_what_runs_already_stands_in_the_bar_of_a_window_that_opens(open_window: Callable[..., MainWindow]) -> None:
    window = open_window()
    window.load(snapshot(activities=(Activity("1", ActivityKind.THUMBNAILS, message("Making pictures"), 0.5),)))

    assert (True, "Making pictures · 50%") == (window.bar.activity.isVisible(), window.bar.activity.words.text())


def test_a_person_has_the_library_read_again(window: MainWindow, commands: RecordingCommands) -> None:
    next(each for each in window.actions() if each.text() == "Read the library again").trigger()

    assert [()] == commands.of("upkeep.read_again")


@pytest.mark.parametrize("sheet", ["settings", "about"])
def test_a_sheet_opens_over_the_window_and_closes(window: MainWindow, qtbot: QtBot, sheet: str) -> None:
    getattr(window.wishes, f"open_{sheet}")()
    opened = getattr(window.sheets, sheet)
    assert opened.isVisible()

    close = next(button for button in opened.findChildren(QAbstractButton) if button.text() == "Close")
    qtbot.mouseClick(close, Qt.MouseButton.LeftButton)
    assert not opened.isVisible()


def test_the_sheet_for_a_connection_opens_from_the_picker(window: MainWindow) -> None:
    window.picker.add_wanted.emit()

    assert window.sheets.connection.isVisible()
    window.sheets.connection.reject()


def test_where_the_clips_lie_is_said_and_can_be_copied(window: MainWindow) -> None:
    assert "/clips" == window.sheets.about.folder.text()
    assert window.sheets.about.folder.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse


def test_third_party_licences_open_at_once_and_are_filled_when_they_are_read(
    window: MainWindow, commands: RecordingCommands
) -> None:
    window.sheets.about.licences_wanted.emit()
    opened = window.sheets.licences
    assert opened.isVisible()

    commands.answer("notices.third_party", "av 18\n")
    assert "av 18\n" == opened.page.toPlainText()
    opened.close()


def test_the_guide_opens_beside_the_window_and_stays(window: MainWindow) -> None:
    next(each for each in window.actions() if each.text() == "User guide").trigger()
    guide = window.sheets.guide

    assert guide.isVisible()
    assert not guide.isModal()
    assert "F1" in [keys.toString() for each in window.actions() for keys in each.shortcuts()]
    guide.close()


def test_a_notice_of_a_new_version_leads_to_what_is_new(window: MainWindow, commands: RecordingCommands) -> None:
    window.apply(Notice(message("Version 9.0 is out."), topic="release", offer=Offer.RELEASE))
    button = next(each for each in window.findChildren(QPushButton) if each.text() == "What's new")
    button.click()
    commands.answer("updates.news", UpdateNews(release=Release(1, "9.0", (("en", "New"),), "https://example.com")))

    sheet = child(window, QDialog, "releaseSheet")
    assert sheet.isVisible()
    sheet.close()


def test_a_build_without_a_feed_asks_for_no_new_versions(window: MainWindow, commands: RecordingCommands) -> None:
    window.sheets.look_for_releases()

    assert [] == [said for said, _ in commands.said if said.startswith("updates")]
