"""The one window: the bar, the notices and the panels, and how they hear of each other."""

from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QByteArray, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QMoveEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QMainWindow, QVBoxLayout, QWidget

from sora_desktop.base.sentences import Message, message
from sora_desktop.domain.clip import Clip
from sora_desktop.domain.connection import Connection
from sora_desktop.domain.draft import Draft
from sora_desktop.domain.events import (
    HELD_TOPIC,
    ClipAdded,
    ClipRemoved,
    Event,
    JobAdded,
    Notice,
    Offer,
    QueuePaused,
    SettingsChanged,
    Severity,
    Snapshot,
)
from sora_desktop.domain.job import Job
from sora_desktop.domain.request import Request
from sora_desktop.domain.settings import Settings, Theme
from sora_desktop.ui import wording as text
from sora_desktop.ui.actions import build_actions, menu_actions
from sora_desktop.ui.assets import app_icon
from sora_desktop.ui.commands import SUBMITTING, Commands
from sora_desktop.ui.common.confirm import ConfirmSheet
from sora_desktop.ui.common.job_words import unchecked_words
from sora_desktop.ui.compose.panel import ComposePanel
from sora_desktop.ui.connections.connection_picker import ConnectionPicker
from sora_desktop.ui.connections.item_models import ConnectionList
from sora_desktop.ui.library.item_models import ClipList
from sora_desktop.ui.library.panel import LibraryPanel
from sora_desktop.ui.queue.item_models import JobList, Sort
from sora_desktop.ui.queue.panel import QueuePanel
from sora_desktop.ui.stage.panel import StagePanel
from sora_desktop.ui.theme import ThemeKeeper
from sora_desktop.ui.window.columns import FIRST_SIZE, PANELS, Columns, WindowParts
from sora_desktop.ui.window.notice_bar import NoticeAction, NoticeBar
from sora_desktop.ui.window.settings_writer import DraftWriter, SettingsWriter
from sora_desktop.ui.window.sheets import load_about_sheet, load_connection_sheet, load_settings_sheet
from sora_desktop.ui.window.top_bar import TopBar, summary
from sora_desktop.ui.wording import say, tr

if TYPE_CHECKING:
    from sora_desktop.ui.connections.sheet import ConnectionSheet
    from sora_desktop.ui.settings.sheet import SettingsSheet
    from sora_desktop.ui.window.about import AboutSheet

P = TypeVar("P", bound=QWidget)

LEAST_SIZE = (1000, 620)
_OPENING = "open"
_DRAFT = "draft"


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
        self._commands, self._theme, self._settings = commands, theme, settings
        self._library_folder = library_folder
        self._own_jobs: set[str] = set()
        self._has_been_shown = False
        self._paused = False
        self._writer = SettingsWriter(commands, self)
        self.jobs, self.clips, self.connections = JobList(self), ClipList(self), ConnectionList()
        self.connections.setParent(self)
        self.notices = NoticeBar(theme)
        self._make_panels()
        self.compose.open_draft(draft or Draft())
        self._drafts = DraftWriter(commands, self.compose.draft, self)
        self._make_bar()
        self._lay_out()
        self._wire()
        self._stand_as_remembered()
        self.stage.take_settings(settings)

    def _make_panels(self) -> None:
        parts = WindowParts(self._commands, self._theme, self.jobs, self.clips)
        self._panels = {name: place.make(parts) for name, place in PANELS.items()}
        self.compose = self._panel("compose", ComposePanel)
        self.stage = self._panel("stage", StagePanel)
        self.queue = self._panel("queue", QueuePanel)
        self.library = self._panel("library", LibraryPanel)

    def _panel(self, name: str, kind: type[P]) -> P:
        panel = self._panels[name]
        if not isinstance(panel, kind):
            raise TypeError(name)
        return panel

    def _make_bar(self) -> None:
        self.picker = ConnectionPicker(self._commands, self.connections, self._theme)
        self.bar = TopBar(self.picker, self._theme)
        self._actions = build_actions(self)
        self.bar.fill_menu(menu_actions(self._actions))

    def _lay_out(self) -> None:
        self.columns = Columns(self._panels)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.notices)
        column.addWidget(self.columns, 1)
        self.setCentralWidget(whole)
        self.setWindowIcon(app_icon())
        self.setMinimumSize(*LEAST_SIZE)

    def _wire(self) -> None:
        self._commands.notice.connect(self.notices.show_notice)
        self.connections.selection_changed.connect(self._use_connection)
        self.jobs.counts_changed.connect(self._count)
        self.picker.add_wanted.connect(self.add_connection)
        self.picker.edit_wanted.connect(self._edit_connection)
        self.bar.library_button.clicked.connect(self.toggle_library)
        self.bar.theme_button.clicked.connect(self.toggle_appearance)
        self.bar.settings_button.clicked.connect(self.open_settings)
        self.compose.draft_changed.connect(self._drafts.note_change)
        self.compose.generated.connect(self._forget_refused)
        self.compose.replaced.connect(self._tell_replaced)
        self.queue.edit_requested.connect(self._edit_job)
        self.queue.clip_requested.connect(self._show_clip_by_id)
        self.library.clip_activated.connect(self._show_clip)
        self.library.use_again.connect(self._edit_request)
        self.stage.use_again.connect(self._edit_request)
        self.stage.clip_changed.connect(self.library.show_on_stage)
        self.columns.rearranged.connect(self._remember_place)
        self._theme.changed.connect(self._show_appearance)
        self._show_appearance()
        self._count()

    # ------------------------------------------------------------ what there is, and what happens

    def show_not_open(self, why: Message) -> None:
        """The studio did not open: nothing can be done in this window but to read why, and to try again."""
        again = NoticeAction(tr(text.OPEN_AGAIN), self.open_wanted.emit)
        self.notices.show_notice(Notice(why, Severity.ERROR, topic=_OPENING), again)
        self.picker.show_not_open(say(why))
        self.compose.show_unavailable(why)

    def load(self, snapshot: Snapshot) -> None:
        """Show what the studio has. Changes that were made before it was open are handed to it now."""
        self.notices.clear_topic(_OPENING)
        if snapshot.draft is not None:
            self._drafts.start_with(snapshot.draft, self.compose.open_draft)
        self.jobs.reset(snapshot.jobs, snapshot.clips)
        self.clips.reset(snapshot.clips, snapshot.unread)
        self.connections.load(snapshot)
        self._pause(snapshot.paused)
        self._take_settings(snapshot.settings)
        self._writer.open()
        self._drafts.open()
        self.compose.look_at_picture()

    @Slot(object)
    def apply(self, event: Event) -> None:
        """Follow one event of the studio."""
        for follower in (self.jobs, self.clips, self.connections):
            follower.apply(event)
        match event:
            case JobAdded(job=job):
                self._own_jobs.add(job.id)
            case ClipAdded(clip=clip):
                self._take_finished(clip)
            case ClipRemoved(clip_id=clip_id):
                self._clear_stage(clip_id)
            case QueuePaused(paused=paused):
                self._pause(paused)
            case SettingsChanged(settings=settings):
                self._take_settings(settings)
            case Notice():
                self.notices.show_notice(event, self._action_for(event))

    def _action_for(self, notice: Notice) -> NoticeAction | None:
        """What a person can do about a notice of the studio with one press."""
        if notice.offer is Offer.RESUME:
            return NoticeAction(tr(text.QUEUE_RESUME), self._resume)
        return None

    def _resume(self) -> None:
        self._commands.run(lambda studio: studio.jobs.set_paused(False), "pause")

    def _take_finished(self, clip: Clip) -> None:
        """A wanted clip plays by itself; one of an earlier start, or against the wish, only fills an empty stage.

        None takes the stage from a person who is looking at another one, and none that could not be checked: what
        the check could not bear this program shall not open unasked.
        """
        self.stage.renew(clip)
        if clip.unchecked is not None:
            self._tell_unchecked(clip, clip.unchecked)
            return
        plays = self._settings.play_when_done and clip.job_id in self._own_jobs and not self.stage.is_in_use
        if clip.wanted and (plays or self.stage.clip is None):
            self.stage.show_clip(clip, play=plays)

    def _tell_unchecked(self, clip: Clip, finding: Message) -> None:
        if clip.job_id in self._own_jobs:
            told = Notice(
                message(text.CLIP_UNCHECKED_CAME, why=unchecked_words(finding)), Severity.WARNING, topic=clip.id
            )
            self.notices.show_notice(told, NoticeAction(tr(text.QUEUE_SHOW), lambda: self._show_clip_by_id(clip.id)))

    def _clear_stage(self, clip_id: str) -> None:
        if self.stage.clip is not None and self.stage.clip.id == clip_id:
            self.stage.clear()

    @Slot(object)
    def _use_connection(self, connection: Connection | None) -> None:
        if connection is not None:
            self.compose.set_connection(connection)

    def _pause(self, paused: bool) -> None:
        self._paused = paused
        if not paused:
            self.notices.clear_topic(HELD_TOPIC)
        self.queue.set_paused(paused)
        self._count()

    @Slot()
    def _count(self) -> None:
        active = self.jobs.count(Sort.ACTIVE)
        name = tr(text.APP_NAME)
        self.setWindowTitle(tr(text.TITLE_RUNNING, count=active, app=name) if active else name)
        self.bar.summary.setText(summary(self.jobs, paused=self._paused))

    # ------------------------------------------------------------ settings, appearance, place

    def change_settings(self, **changes: Any) -> None:
        """Change settings at once in the window, and soon in the studio."""
        self._writer.change(**changes)
        self._take_settings(replace(self._settings, **changes))

    def _take_settings(self, settings: Settings) -> None:
        before, self._settings = self._settings, replace(settings, **self._writer.waiting)
        self.stage.take_settings(self._settings)
        if self._settings.theme is not before.theme:
            self._theme.set_wanted(self._settings.theme)
        if "settings_sheet" in self.__dict__:
            self.settings_sheet.show_settings(self._settings)

    @Slot(bool)
    def _tell_replaced(self, is_replaced: bool) -> None:
        """What was being written made room for another request, or is back."""
        if is_replaced:
            put_back = NoticeAction(tr(text.COMPOSE_PUT_BACK), self.compose.put_back)
            self.notices.show_notice(Notice(message(text.COMPOSE_REPLACED), topic=_DRAFT), put_back)
        else:
            self.notices.clear_topic(_DRAFT)

    @Slot()
    def _forget_refused(self) -> None:
        """What spoke against the press before this one is settled."""
        self.notices.clear_topic(SUBMITTING)

    @Slot()
    @Slot(object)
    def _show_appearance(self, _colours: object = None) -> None:
        self.bar.show_appearance(dark=self._theme.is_dark)

    def _stand_as_remembered(self) -> None:
        self.resize(*FIRST_SIZE)
        geometry = QByteArray.fromBase64(self._settings.window_geometry.encode("ascii", "ignore"))
        if not geometry.isEmpty():
            self.restoreGeometry(geometry)

    @Slot()
    def _remember_place(self) -> None:
        if not self._has_been_shown or self.isFullScreen():
            return
        geometry = bytes(self.saveGeometry().toBase64().data()).decode("ascii")
        place = {"window_geometry": geometry, "window_columns": self.columns.arrangement}
        if place != {name: getattr(self._settings, name) for name in place}:
            self.change_settings(**place)

    def showEvent(self, event: QShowEvent) -> None:
        """The columns can only be shared out once the window has its size. Then a person can type at once."""
        super().showEvent(event)
        if not self._has_been_shown:
            self._has_been_shown = True
            self.columns.arrange(self._settings.window_columns)
            self.bar.library_button.setChecked(self.columns.shows_library)
            self.compose.focus_prompt()

    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        self._remember_place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._remember_place()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask the owner of the window to close it; until then it stays."""
        event.ignore()
        self._writer.write()
        self._drafts.write()
        count = self.jobs.count(Sort.UNFETCHED)
        if count:
            self._ask_to_close(count)
        else:
            self.close_requested.emit()

    def _ask_to_close(self, unfetched: int) -> None:
        title = tr(text.CLOSE_ONE_TITLE) if unfetched == 1 else tr(text.CLOSE_TITLE, count=unfetched)
        sheet = ConfirmSheet(title, tr(text.CLOSE_HINT), tr(text.CLOSE_ANYWAY), tr(text.CLOSE_STAY), self)
        sheet.accepted.connect(self.close_requested)
        sheet.open()

    def prepare_to_close(self) -> None:
        """The owner takes everything down now: nothing plays and nothing is written any more."""
        self._writer.stop()
        self._drafts.stop()
        self.stage.clear()

    # ------------------------------------------------------------ what a person asks for

    def _control(self, name: str) -> QWidget:
        control = self.findChild(QWidget, name)
        if not isinstance(control, QWidget):
            raise TypeError(name)
        return control

    @Slot()
    def focus_prompt(self) -> None:
        self.compose.focus_prompt()

    @Slot()
    def paste_image(self) -> None:
        self.compose.paste_image()

    @Slot()
    def focus_search(self) -> None:
        self._show_library(shown=True)
        self._control("librarySearch").setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def open_connections(self) -> None:
        self.picker.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.picker.open_list()

    @Slot()
    def toggle_library(self) -> None:
        self._show_library(shown=not self.columns.shows_library)

    def _show_library(self, *, shown: bool) -> None:
        self.columns.show_library(shown)
        self.bar.library_button.setChecked(shown)

    @Slot()
    def toggle_appearance(self) -> None:
        self.change_settings(theme=Theme.LIGHT if self._theme.is_dark else Theme.DARK)

    @Slot()
    def toggle_full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    @cached_property
    def connection_sheet(self) -> "ConnectionSheet":
        return load_connection_sheet()(self._commands, self.connections, self._theme, self)

    @cached_property
    def settings_sheet(self) -> "SettingsSheet":
        return load_settings_sheet()(self._settings, self.change_settings, self)

    @cached_property
    def about_sheet(self) -> "AboutSheet":
        return load_about_sheet()(self._library_folder, self)

    def select_connection(self, connection_id: str) -> None:
        self._commands.run(lambda studio: studio.connections.select(connection_id), "select connection")

    @Slot()
    def add_connection(self) -> None:
        self.connection_sheet.open_for(None)

    @Slot(object)
    def _edit_connection(self, connection: Connection) -> None:
        self.connection_sheet.open_for(connection)

    @Slot()
    def open_settings(self) -> None:
        self.settings_sheet.open()

    @Slot()
    def open_about(self) -> None:
        self.about_sheet.open()

    @Slot(object)
    def _edit_job(self, job: Job) -> None:
        """Put the request of a job back into the composer."""
        self.compose.restore(job.request)

    @Slot(object)
    def _edit_request(self, request: Request) -> None:
        self.compose.restore(request)

    @Slot(object)
    def _show_clip(self, clip: Clip) -> None:
        self.stage.pick_clip(clip)

    @Slot(str)
    def _show_clip_by_id(self, clip_id: str) -> None:
        clip = self.clips.clip(clip_id)
        if clip is not None:
            self._show_clip(clip)
