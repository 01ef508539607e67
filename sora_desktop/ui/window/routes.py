"""Who in the window hears of what: the panels know nothing of each other."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from sora_desktop.base.sentences import Message, Shortcut, message
from sora_desktop.domain.clip import Clip
from sora_desktop.domain.connection import Connection, ConnectionKind
from sora_desktop.domain.draft import Draft
from sora_desktop.domain.events import HELD_TOPIC, Notice, Offer, Severity
from sora_desktop.domain.job import ACTIVE, Job
from sora_desktop.domain.opened import is_outside
from sora_desktop.domain.refusal import Refused
from sora_desktop.domain.request import Request, edited
from sora_desktop.domain.settings import Settings, View
from sora_desktop.domain.source import Change
from sora_desktop.domain.tags import changed
from sora_desktop.ui.commands import SUBMITTING, Commands
from sora_desktop.ui.common.clip_changes import ClipChanges
from sora_desktop.ui.common.clip_jobs import ClipJobs
from sora_desktop.ui.common.motion import MOTION
from sora_desktop.ui.compose import sentences as compose_text
from sora_desktop.ui.language import tr
from sora_desktop.ui.queue import sentences as queue_text
from sora_desktop.ui.queue.job_actions import refused
from sora_desktop.ui.window import sentences as text
from sora_desktop.ui.window.contents import WindowContents
from sora_desktop.ui.window.context_menus import ContextMenus
from sora_desktop.ui.window.notice_bar import NoticeAction
from sora_desktop.ui.window.staging import Staging
from sora_desktop.ui.window.standing import Standing

if TYPE_CHECKING:
    from sora_desktop.ui.library.clip_facts import ClipFacts
    from sora_desktop.ui.library.panel import LibraryPanel

_DRAFT = "draft"


class Routes(QObject):
    """Joins the signals of what stands in the window."""

    def __init__(self, contents: WindowContents, parent: QObject) -> None:
        super().__init__(parent)
        self._contents = contents
        self._paused = False
        self._facts: ClipFacts | None = None
        self._theme_wanted = contents.settings.now.theme
        self.staging = Staging(contents.jobs, contents.panels.stage, self)
        self._changes = ClipChanges(lambda: contents.connections.connections, contents.characters, self)
        self._changes.wanted.connect(self._begin_change)
        self._changes.character_wanted.connect(self._make_character)
        self.clip_jobs = ClipJobs(contents.commands, contents.jobs.job, self)
        self.clip_jobs.told.connect(self._tell_facts)
        contents.panels.stage.change_button.changes = self._changes
        contents.connections.modelReset.connect(contents.panels.stage.change_button.look_again)
        self._menus = ContextMenus(contents, self)
        self._menus.clips.changes, self._menus.clips.jobs = self._changes, self.clip_jobs
        contents.characters.changed.connect(contents.panels.stage.change_button.look_again)
        contents.panels.compose.characters.list_wanted.connect(contents.sheets.open_characters)
        self._standing = Standing(contents, self)
        self._join_panels()
        self._join_lists()
        contents.settings.changed.connect(self._take_settings)
        contents.theme.changed.connect(self._show_appearance)
        contents.panels.stage.take_settings(contents.settings.now)
        MOTION.wanted = contents.settings.now.motion
        self._show_appearance()
        self._count()

    def _join_panels(self) -> None:
        panels = self._contents.panels
        panels.compose.generated.connect(lambda: self._contents.notices.clear_topic(SUBMITTING))
        panels.compose.replaced.connect(self._tell_replaced)
        panels.compose.presets.applied.connect(partial(_tell_preset, contents=self._contents))
        panels.compose.price_wanted.connect(self._contents.sheets.open_prices)
        panels.queue.edit_requested.connect(self._edit_job)
        panels.queue.clip_requested.connect(self.show_clip)
        panels.strip.clip_picked.connect(panels.stage.pick_clip)
        panels.strip.job_picked.connect(self._pick_job)
        panels.stage.clip_changed.connect(panels.strip.show_on_stage)
        panels.stage.job_shown.connect(panels.strip.show_on_stage)
        panels.stage.queue_wanted.connect(self.show_job)
        panels.library_made.connect(self._join_library)
        panels.stage.use_again.connect(self.use_again)
        self._menus.clips.clip_activated.connect(panels.stage.pick_clip)
        self._menus.clips.use_again.connect(self.use_again)
        self._menus.clips.charge_wanted.connect(self._ask_charge)
        self._contents.commands.stage_wanted.connect(panels.stage.guests.host)
        panels.compose.generated.connect(panels.stage.guests.put_away)
        self._contents.views.changed.connect(panels.stage.guests.put_away)
        self._contents.views.changed.connect(self._show_view)

    @Slot(str)
    def _pick_job(self, job_id: str) -> None:
        """One that is under way stands on the stage; of another one it is said what can be done."""
        job = self._contents.jobs.job(job_id)
        if job is not None and job.state in ACTIVE:
            self.staging.pick(job)
        else:
            self.show_job(job_id)

    @Slot(str)
    def show_job(self, job_id: str) -> None:
        self._contents.drawer.open_by_person()
        self._contents.panels.queue.show_job(job_id)

    @Slot(object)
    def _join_library(self, library: "LibraryPanel") -> None:
        stage = self._contents.panels.stage
        library.clip_activated.connect(stage.pick_clip)
        library.use_again.connect(self.use_again)
        library.charge_wanted.connect(self._ask_charge)
        library.menu.changes, library.menu.jobs = self._changes, self.clip_jobs
        self._contents.clips.set_stacked(self._contents.settings.now.stack_takes)
        library.stacked_chosen.connect(lambda stacked: self._contents.settings.change(stack_takes=stacked))
        stage.clip_changed.connect(library.show_on_stage)
        library.show_on_stage(stage.clip.id if stage.clip else "")

    @Slot()
    def _show_view(self) -> None:
        views = self._contents.views
        self._contents.bar.views.set_value(views.shown)
        if self._facts is None and views.choose is not None:
            self._facts = views.choose.preview.facts
            self._facts.use_again.connect(self.use_again)
            self._facts.charge_wanted.connect(self._ask_charge)
            self._facts.tagged.connect(partial(_tag, commands=self._contents.commands))
            self._contents.panels.stage.clip_changed.connect(self._tell_facts)
            self._contents.jobs.counts_changed.connect(self._tell_facts)
        self._tell_facts()

    @Slot()
    def _tell_facts(self) -> None:
        if self._facts is not None and self._contents.views.shown is View.CHOOSE:
            shown = self._contents.panels.stage.clip
            clip = None if shown is None or is_outside(shown) else shown
            self._facts.show_clip(clip, self.clip_jobs.of(clip) if clip else None)

    @Slot(object)
    def _ask_charge(self, clip: Clip) -> None:
        self.clip_jobs.find(clip, self._contents.sheets.open_charge)

    @Slot(object, object)
    def _begin_change(self, clip: Clip, change: Change) -> None:
        """Ask what its service can name the clip by, and put that into the composer."""
        self._contents.commands.run(
            lambda studio: studio.changes.begin(clip.id, change), "begin change", self._change_began
        )

    @Slot(object)
    def _make_character(self, clip: Clip) -> None:
        self._contents.sheets.open_make_character(clip.id, clip.path, clip.recipe.service, clip.prompt)

    def _change_began(self, begun: tuple[Request, Connection]) -> None:
        """Its own connection is the only one that knows the clip."""
        request, connection = begun
        self._contents.commands.run(lambda studio: studio.connections.select(connection.id), "select")
        self.use_again(request)

    @Slot(object)
    def use_again(self, request: Request) -> None:
        """Put a request into the composer, and go there."""
        self._contents.views.show_view(View.MAKE)
        self._contents.panels.compose.restore(request)

    def _join_lists(self) -> None:
        contents = self._contents
        contents.commands.notice.connect(self.show_notice)
        contents.connections.selection_changed.connect(self._use_connection)
        contents.connections.modelReset.connect(self._tell_preview)
        contents.jobs.counts_changed.connect(self._count)

    @Slot(object)
    def show_notice(self, notice: Notice) -> None:
        """Show it, with what a person can do about it with one press."""
        contents, action = self._contents, None
        if notice.offer is Offer.RESUME:
            action = NoticeAction(
                tr(queue_text.QUEUE_RESUME),
                lambda: contents.commands.run(lambda studio: studio.jobs.set_paused(False), "pause"),
            )
        elif notice.offer is Offer.CRASH_REPORT:
            action = NoticeAction(tr(text.CRASH_SHOW), partial(_show_crash_report, contents))
            contents.commands.run(lambda studio: studio.diagnostics.crash_was_told(), "report")
        elif notice.offer is Offer.RELEASE:
            action = NoticeAction(tr(text.RELEASE_SHOW), contents.sheets.open_release)
        contents.notices.show_notice(notice, action)

    @Slot(str)
    def show_clip(self, clip_id: str) -> None:
        """Play a clip of the library."""
        self._contents.clips.known.find(clip_id, self._contents.panels.stage.pick_clip)

    def show_paused(self, *, paused: bool) -> None:
        """Whether the queue sends nothing new."""
        self._paused = paused
        if not paused:
            self._contents.notices.clear_topic(HELD_TOPIC)
        self._contents.panels.queue.set_paused(paused)
        self._standing.show_paused(paused=paused)
        self._count()

    @Slot()
    def _count(self) -> None:
        self._contents.bar.show_jobs(self._contents.jobs, paused=self._paused)

    @Slot(object)
    def _use_connection(self, connection: Connection | None) -> None:
        if connection is not None:
            self._contents.panels.compose.set_connection(connection)

    @Slot()
    def _tell_preview(self) -> None:
        there = self._contents.connections.connections
        is_preview = bool(there) and all(each.kind is ConnectionKind.ENGINE for each in there)
        self._contents.panels.stage.empty.tell_preview(is_preview=is_preview)

    @Slot(object)
    def _edit_job(self, job: Job) -> None:
        """Put the request of a job back into the composer, at what the service refused of it."""
        compose = self._contents.panels.compose
        self.use_again(edited(job.request, job_id=job.id))
        if refused(job) is Refused.PICTURE:
            compose.pictures.focus_picture()

    @Slot(bool)
    def _tell_replaced(self, is_replaced: bool) -> None:
        """What was being written made room for another request, or is back."""
        notices = self._contents.notices
        if is_replaced:
            put_back = NoticeAction(
                tr(compose_text.COMPOSE_PUT_BACK), self._contents.panels.compose.put_back, undoes=True
            )
            notices.show_notice(
                Notice(message(compose_text.COMPOSE_REPLACED, keys=Shortcut("Ctrl+Z")), topic=_DRAFT), put_back
            )
        else:
            notices.clear_topic(_DRAFT)

    @Slot(object)
    def _take_settings(self, settings: Settings) -> None:
        self._contents.panels.stage.take_settings(settings)
        MOTION.wanted = settings.motion
        before, self._theme_wanted = self._theme_wanted, settings.theme
        if settings.theme is not before:
            self._contents.theme.set_wanted(settings.theme)

    @Slot()
    @Slot(object)
    def _show_appearance(self, _colours: object = None) -> None:
        self._contents.bar.show_appearance(dark=self._contents.theme.is_dark)


def _show_crash_report(contents: WindowContents) -> None:
    """The one that the notice tells of, in the sheet of all reports."""
    contents.commands.run(lambda studio: studio.diagnostics.crash_report(), "report", contents.sheets.open_report)


def _tell_preset(words: Message, before: Draft, *, contents: WindowContents) -> None:
    """One stands in the form. What could not be applied stays to be read."""
    take_back = contents.panels.compose.presets.take_back
    undo = NoticeAction(tr(text.UNDO), lambda: take_back(before), undoes=True, lapse=lambda: None)
    severity = Severity.WARNING if words.more else Severity.INFO
    contents.notices.show_notice(Notice(words, severity, topic=_DRAFT), undo)


def _tag(clip: Clip, tags: tuple[str, ...], *, commands: Commands) -> None:
    remove = changed(clip.tags, (), tags)
    commands.run(lambda studio: studio.removals.tags([clip.id], tags, remove), "tags")
