"""The one window: the bar, the notices and the panels."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent, QMoveEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QMainWindow, QVBoxLayout, QWidget

from sora_desktop.base.sentences import Message
from sora_desktop.domain.clip import Clip
from sora_desktop.domain.draft import Draft
from sora_desktop.domain.events import (
    Event,
    Notice,
    PresetsChanged,
    QueuePaused,
    SettingsChanged,
    Severity,
    Snapshot,
    SnippetsChanged,
    ThumbnailsMade,
)
from sora_desktop.domain.job import Job
from sora_desktop.domain.settings import Settings
from sora_desktop.ui.actions import HAS_MENU_BAR, build_actions, build_menu_bar, menu_actions
from sora_desktop.ui.assets import app_icon
from sora_desktop.ui.commands import BudgetQuestion, Commands
from sora_desktop.ui.common.confirm import ConfirmSheet
from sora_desktop.ui.common.known_characters import KnownCharacters
from sora_desktop.ui.common.over_budget import ask_over_budget
from sora_desktop.ui.common.thumbnails import Thumbnails
from sora_desktop.ui.connections.connection_picker import ConnectionPicker
from sora_desktop.ui.connections.item_models import ConnectionList
from sora_desktop.ui.language import say, tr
from sora_desktop.ui.library.clip_source import StudioClips, WholeLibrary
from sora_desktop.ui.library.item_models import ClipList
from sora_desktop.ui.queue.item_models import JobList
from sora_desktop.ui.queue.job_counts import Sort
from sora_desktop.ui.theme import ThemeKeeper
from sora_desktop.ui.window import sentences as text
from sora_desktop.ui.window.away import Away
from sora_desktop.ui.window.body import WindowBody
from sora_desktop.ui.window.contents import WindowContents
from sora_desktop.ui.window.finished_clips import FinishedClips
from sora_desktop.ui.window.motion_wish import MotionWish
from sora_desktop.ui.window.notice_bar import NoticeAction, NoticeBar
from sora_desktop.ui.window.panels import Panels, WindowParts
from sora_desktop.ui.window.previews import Previews
from sora_desktop.ui.window.queue_drawer import QueueDrawer
from sora_desktop.ui.window.routes import Routes
from sora_desktop.ui.window.settings_writer import DraftWriter
from sora_desktop.ui.window.sheets import Sheets
from sora_desktop.ui.window.spend_today import SpendToday
from sora_desktop.ui.window.top_bar import TopBar
from sora_desktop.ui.window.undo_notices import UndoNotices
from sora_desktop.ui.window.views import Views
from sora_desktop.ui.window.window_actions import WindowActions
from sora_desktop.ui.window.window_drops import WindowDrops
from sora_desktop.ui.window.window_settings import WindowSettings
from sora_desktop.ui.window.window_state import WindowState

if TYPE_CHECKING:
    from sora_desktop.base.start_wish import StartWish
    from sora_desktop.ui.library.panel import LibraryPanel
    from sora_desktop.ui.window.window_opens import WindowOpens

LEAST_SIZE = (1000, 620)
_OPENING = "not open"


def load_window_opens() -> "type[WindowOpens]":
    """Most starts open nothing."""
    from sora_desktop.ui.window.window_opens import WindowOpens

    return WindowOpens


class MainWindow(QMainWindow):
    """Shown before the studio is open; `load` gives it what there is, `apply` what happens from then on.

    Signals: `close_requested()` when a person wants to close it. It does not close by itself: whoever owns
    it takes everything down in order. `open_wanted()`: a person wants the studio to be opened after all.
    """

    close_requested = Signal()
    open_wanted = Signal()

    def __init__(
        self,
        commands: Commands,
        theme: ThemeKeeper,
        settings: Settings,
        *,
        draft: Draft | None = None,
        library_folder: Path = Path(),
    ) -> None:
        super().__init__()
        self.setObjectName("mainWindow")
        self.why_closed: Message | None = None
        self.settings = WindowSettings(commands, settings, self)
        self._make_lists(commands)
        self._make_widgets(commands, theme, library_folder)
        self.compose.open_draft(draft or Draft())
        self.drafts = DraftWriter(commands, self.compose.draft, self)
        self._lay_out()
        self._join(commands, theme)
        self._state.restore()

    def _make_lists(self, commands: Commands) -> None:
        self.jobs, self.connections = JobList(self), ConnectionList()
        self.clips = ClipList(StudioClips(commands), self)
        self.newest = ClipList(WholeLibrary(commands), self, self.clips.known)
        self.connections.setParent(self)
        self.characters = KnownCharacters(self)

    def _make_widgets(self, commands: Commands, theme: ThemeKeeper, library_folder: Path) -> None:
        panels = Panels(WindowParts(commands, theme, self.jobs, self.clips, self.newest), self)
        self._panels = panels
        self.compose, self.stage, self.queue = panels.compose, panels.stage, panels.queue
        self.compose.characters.follow(self.characters)
        self.notices = NoticeBar(theme)
        self.picker = ConnectionPicker(commands, self.connections, theme)
        self.bar = TopBar(self.picker, theme)
        self.views = Views(panels, lambda: self.settings.now.choose_columns)
        self.drawer = QueueDrawer(panels.queue)
        self.sheets = Sheets(
            self,
            commands,
            theme,
            connections=self.connections,
            settings=self.settings,
            characters=self.characters,
            library_folder=library_folder,
        )

    def _lay_out(self) -> None:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(WindowBody(self.views, self.drawer, self.notices), 1)
        self.setCentralWidget(whole)
        self.setWindowIcon(app_icon())
        self.setMinimumSize(*LEAST_SIZE)

    @property
    def library(self) -> "LibraryPanel":
        """Made when it is first asked for."""
        return self._panels.library

    def _join(self, commands: Commands, theme: ThemeKeeper) -> None:
        contents = WindowContents(
            commands,
            theme,
            self.settings,
            jobs=self.jobs,
            clips=self.clips,
            connections=self.connections,
            characters=self.characters,
            panels=self._panels,
            views=self.views,
            bar=self.bar,
            notices=self.notices,
            drawer=self.drawer,
            sheets=self.sheets,
        )
        self.wishes = WindowActions(self, contents)
        actions = build_actions(self, self.wishes)
        self.bar.fill_menu(menu_actions(actions))
        if HAS_MENU_BAR:
            build_menu_bar(self, actions)
        self._state = WindowState(self, self.views, self.drawer, self.settings)
        self._routes = Routes(contents, self)
        self.finished = FinishedClips(contents, self._routes)
        self._previews = Previews(contents, self)
        self._drops = WindowDrops(self, contents)
        self._contents = contents
        self._opens: WindowOpens | None = None
        self._away = Away(self, contents, self._routes)
        self.closed_time = self._away.closed_time
        self._motion = MotionWish(self)
        self._undo = UndoNotices(commands, self.notices, self)
        self._spend = SpendToday(commands, self)
        self._spend.told.connect(self.bar.show_spend)
        self.compose.draft_changed.connect(self.drafts.note_change)
        self._commands = commands
        commands.budget_question.connect(self._ask_over_budget)

    @Slot(object)
    def _ask_over_budget(self, question: BudgetQuestion) -> None:
        ask_over_budget(question, self, self._commands)

    def take_wish(self, wish: "StartWish") -> None:
        """Do what a start of the app asks: open files, show a view."""
        if self._opens is None:
            self._opens = load_window_opens()(self._contents, self._routes, self.wishes, self)
        self._opens.take(wish)

    def go_on_from(self, before: "MainWindow") -> None:
        """Have what a window, whose place this one takes, has not handed to the studio, and tell what it still told."""
        self.settings.change(**before.settings.writer.waiting)
        self.drafts.go_on_from(before.drafts)
        self.finished.go_on_from(before.finished)
        self.closed_time.go_on_from(before.closed_time)
        self.compose.go_on_from(before.compose)
        for notice in reversed(before.notices.notices):
            if notice.severity is not Severity.INFO and notice.topic != _OPENING:
                self._routes.show_notice(notice)
        if before.why_closed is not None:
            self.show_not_open(before.why_closed)

    def show_what_stood(self, clip: Clip | None, job: Job | None) -> None:
        """Have this on the stage, which stood on that of a window whose place this one takes."""
        now = self.jobs.job(job.id) if job is not None else None
        if clip is not None:
            self.stage.show_clip(clip, play=False)
        elif now is not None:
            self._routes.staging.start(now)

    def step_aside(self) -> None:
        """Another window takes its place: its sheets go with it, which would stay on the screen by themselves."""
        self.stage.guests.put_away()
        self.prepare_to_close()
        self._commands.budget_question.disconnect(self._ask_over_budget)
        for sheet in self.findChildren(QDialog):
            sheet.hide()
        self.hide()

    def show_not_open(self, why: Message) -> None:
        """The studio did not open: nothing can be done in this window but to read why, and to try again."""
        self.why_closed = why
        again = NoticeAction(tr(text.OPEN_AGAIN), self.open_wanted.emit)
        self.notices.show_notice(Notice(why, Severity.ERROR, topic=_OPENING), again)
        self.picker.show_not_open(say(why))
        self.compose.show_unavailable(why)

    def load(self, snapshot: Snapshot) -> None:
        """Show what the studio has. Changes that were made before it was open are handed to it now."""
        self.why_closed = None
        self.notices.clear_topic(_OPENING)
        if snapshot.draft is not None:
            self.drafts.start_with(snapshot.draft, self.compose.open_draft)
        self.jobs.reset(snapshot.jobs, (*snapshot.clips, *snapshot.unchecked))
        for clips in (self.clips, self.newest):
            clips.reset(snapshot.first_page)
        self.connections.load(snapshot)
        self.characters.load(snapshot.characters)
        self._routes.show_paused(paused=snapshot.paused)
        self.settings.take(snapshot.settings)
        self.bar.activity.load(snapshot.activities)
        self._undo.load(snapshot.removals)
        self.compose.presets.show_presets(snapshot.presets)
        self.compose.snippets.show_snippets(snapshot.snippets)
        self.settings.writer.open()
        self.drafts.open()
        self.compose.look_at_picture()
        self.finished.show_last(snapshot.first_page)
        self._spend.ask()
        self._motion.ask_later()
        self._away.begin(snapshot.jobs)
        self.sheets.look_for_releases()

    @Slot(object)
    def apply(self, event: Event) -> None:
        """Follow one event of the studio."""
        for follower in (
            self.jobs,
            self.clips,
            self.newest,
            self.connections,
            self.characters,
            self.bar.activity,
            self.finished,
            self._spend,
            self._undo,
            self._routes.clip_jobs,
        ):
            follower.apply(event)
        match event:
            case QueuePaused(paused=paused):
                self._routes.show_paused(paused=paused)
            case PresetsChanged(presets=presets):
                self.compose.presets.show_presets(presets)
            case SnippetsChanged(snippets=snippets):
                self.compose.snippets.show_snippets(snippets)
            case SettingsChanged(settings=settings):
                self.settings.take(settings)
            case ThumbnailsMade(paths=paths):
                for thumbnails in self.findChildren(Thumbnails):
                    thumbnails.renew(paths)
            case Notice():
                self._routes.show_notice(event)

    def showEvent(self, event: QShowEvent) -> None:
        """The views can only be shared out once the window has its size. Then a person can type at once."""
        super().showEvent(event)
        if not self._state.is_shown:
            self.compose.focus_prompt()
            self._state.first_shown()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What no control took: the clip can be played from anywhere but where something is typed."""
        self.stage.keyPressEvent(event)

    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        self._state.remember()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._state.remember()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask the owner of the window to close it; until then it stays."""
        event.ignore()
        self.settings.writer.write()
        self.drafts.write()
        unfetched, running = self.jobs.count(Sort.UNFETCHED), self.jobs.count(Sort.PAID_RUNNING)
        if unfetched:
            self._ask_to_close(tr(text.CLOSE_TITLE, count=unfetched), tr(text.CLOSE_HINT))
        elif running:
            self._ask_to_close(tr(text.CLOSE_RUNNING_TITLE, count=running), tr(text.CLOSE_RUNNING_HINT))
        elif self.characters.is_making:
            self._ask_to_close(tr(text.CLOSE_MAKING_TITLE), tr(text.CLOSE_MAKING_HINT))
        else:
            self.close_requested.emit()

    def _ask_to_close(self, title: str, hint: str) -> None:
        sheet = ConfirmSheet(title, hint, tr(text.CLOSE_ANYWAY), tr(text.CLOSE_STAY), self, careful=True)
        sheet.accepted.connect(self.close_requested)
        sheet.open()

    def prepare_to_close(self) -> None:
        """The owner takes everything down now: nothing plays and nothing is written any more."""
        self.settings.writer.stop()
        self.drafts.stop()
        self._away.close()
        self._motion.close()
        self.stage.clear()
