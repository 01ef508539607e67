"""The stage: plays one clip, and says what it is."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QElapsedTimer, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget

from sora_desktop.base.safe_text import one_line
from sora_desktop.domain.clip import Clip
from sora_desktop.domain.job import Job
from sora_desktop.domain.opened import is_outside
from sora_desktop.domain.request import edited
from sora_desktop.domain.settings import Settings
from sora_desktop.ui.commands import Commands
from sora_desktop.ui.common.clip_actions import delete, fetch_again, open_folder, open_outside
from sora_desktop.ui.language import tr
from sora_desktop.ui.stage import sentences as text
from sora_desktop.ui.stage.clip_foot import ClipFoot
from sora_desktop.ui.stage.empty_stage import EmptyStage
from sora_desktop.ui.stage.full_screen import FullScreenSwitch
from sora_desktop.ui.stage.guest_room import GuestRoom
from sora_desktop.ui.stage.trouble import Trouble
from sora_desktop.ui.stage.unchecked_note import UncheckedNote
from sora_desktop.ui.stage.video_view import VideoView
from sora_desktop.ui.theme import ThemeKeeper

if TYPE_CHECKING:
    from sora_desktop.ui.stage.job_screen import StagedJob

IN_USE_MILLISECONDS = 20_000
"""For so long after a person's last touch no finished clip takes the stage by itself."""


class StagePanel(QFrame):
    """Plays a clip; full screen, file actions and the prompt with it. Or it shows a job, where its clip will play.

    Signals: `use_again(Request)` put the request of the clip back into compose; `clip_changed(str)` the id
    of the clip that is shown, empty where there is none; `job_shown(str)` the id of the job that is;
    `queue_wanted(str)` a person wants to see this job in the queue; `menu_wanted(QPoint)` the menu of what is shown, at
    a place of the screen.
    """

    use_again = Signal(object)
    clip_changed = Signal(str)
    job_shown = Signal(str)
    queue_wanted = Signal(str)
    menu_wanted = Signal(QPoint)

    def __init__(self, commands: Commands, theme: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("stage")
        self.setProperty("role", "stage")
        self.setAccessibleName(tr(text.STAGE_NAME))
        self._commands = commands
        self._theme = theme
        self._clip: Clip | None = None
        self._job: Job | None = None
        self._handled = QElapsedTimer()
        self._paused_by_person = False
        self._is_picked = False
        self._screen = VideoView(theme)
        self.empty = EmptyStage(self._screen)
        self._trouble = Trouble(self._screen, lambda: self._clip)
        self._foot = ClipFoot(commands, theme)
        self.words = self._foot.words
        self.change_button, self.real_button = self._foot.change_button, self._foot.real_button
        self._unchecked = UncheckedNote()
        place = QWidget()
        home = QVBoxLayout(place)
        home.setContentsMargins(0, 0, 0, 0)
        home.addWidget(self._screen)
        self.full = FullScreenSwitch(self._screen, home, self)
        own = QWidget()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(18, 14, 18, 10)
        whole.addWidget(own)
        self.guests = GuestRoom(own, whole)
        self.guests.came.connect(self._make_room)
        column = QVBoxLayout(own)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(place, 1)
        column.addWidget(self._foot)
        column.addWidget(self._unchecked)
        self._connect()
        self.clear()

    @property
    def clip(self) -> Clip | None:
        """What is shown."""
        return self._clip

    @property
    def job(self) -> Job | None:
        """Whose clip is still to come, where that is shown in place of one."""
        return self._job

    @property
    def frames_shown(self) -> int:
        """Frames of this clip that came from the player so far."""
        return self._screen.frames_shown

    def show_clip(self, clip: Clip, play: bool) -> None:
        """Show this clip, and play it from its start where `play` is True. Once more the same: it plays on."""
        if self._clip is not None and clip.id == self._clip.id and not self._screen.message.isVisible():
            if play:
                self._screen.player.play()
            return
        self._tell_of(clip)
        if clip.path.is_file():
            self._screen.show_clip(clip, play=play and not self.guests.is_taken)
        else:
            self._trouble.say_gone(clip)
        self.clip_changed.emit(clip.id)

    def stand_by(self, clip: Clip) -> None:
        """Show this clip where nothing is shown: it stands, and nothing of its film is opened before it is played."""
        if self._clip is None and self._job is None and clip.path.is_file():
            self._tell_of(clip)
            self._screen.show_poster(clip)
            self.clip_changed.emit(clip.id)

    def _tell_of(self, clip: Clip) -> None:
        self._clip, self._job = clip, None
        self.empty.is_shown = False
        self._handled.invalidate()
        self._paused_by_person = self._is_picked = False
        self._foot.show_clip(clip)
        self._unchecked.say(None if is_outside(clip) else clip.unchecked)
        self._screen.surface.setAccessibleName(one_line(clip.prompt))

    def show_job(self, staged: "StagedJob") -> None:
        """Show this job, or what became of it since: its clip is still to come, and will play in the same place."""
        is_new = self._job is None or self._job.id != staged.job.id
        self._clip, self._job = None, staged.job
        self.empty.is_shown = False
        self._screen.show_job(staged)
        if is_new:
            self.full.leave()
            self._handled.invalidate()
            self._paused_by_person = self._is_picked = False
            self._foot.show_job(staged.job)
            self._unchecked.say(None)
            self.clip_changed.emit("")
            self.job_shown.emit(staged.job.id)

    def pick_job(self, staged: "StagedJob") -> None:
        """A person picked this job: it stays for a while."""
        self.guests.put_away()
        self.show_job(staged)
        self._handled.start()

    def renew(self, clip: Clip) -> None:
        """The clip that is shown was fetched once more: show it as it is now. Other tags disturb nothing."""
        if self._clip is None or self._clip.id != clip.id or self._clip == clip:
            return
        if replace(self._clip, tags=clip.tags) == clip:
            self._clip = clip
            self.clip_changed.emit(clip.id)
        else:
            plays, self._clip = self._screen.player.is_playing, None
            self.show_clip(clip, play=plays)

    def pick_clip(self, clip: Clip) -> None:
        """A person picked this clip: it plays, and stays for a while."""
        self.guests.put_away()
        self.show_clip(clip, play=True)
        self._is_picked = True
        self._handled.start()

    @property
    def is_in_use(self) -> bool:
        """Whether a person looks at this clip or job: on the full screen, paused, or touched or picked a moment ago.

        Or works at what another panel shows here.
        """
        if self.full.is_on or self.guests.is_taken:
            return True
        rested = not self._handled.isValid() or self._handled.elapsed() >= IN_USE_MILLISECONDS
        if self._clip is None or not self._screen.message.isHidden():
            return self._job is not None and not rested
        return not rested or (self._paused_by_person and not self._screen.player.is_playing)

    @property
    def is_watched(self) -> bool:
        """Whether a clip plays that a person picked."""
        return self._is_picked and self._screen.player.is_playing

    @Slot()
    def _note_handled(self) -> None:
        self._handled.start()
        self._paused_by_person = not self._screen.player.is_playing

    def let_go(self) -> None:
        """The person has asked for something else: the clip that is shown may make room for it."""
        self._handled.invalidate()
        self._paused_by_person = False

    @Slot()
    def _make_room(self) -> None:
        self.full.leave()
        self._screen.player.pause()

    def clear(self) -> None:
        """Show no clip, and say how to get one."""
        self.full.leave()
        self._clip = self._job = None
        self._screen.clear()
        self._foot.hide()
        self._unchecked.say(None)
        self.empty.show()
        self.clip_changed.emit("")

    def take_settings(self, settings: Settings) -> None:
        """Take over loop and volume."""
        self._screen.transport.show_loop(settings.loop)
        self._screen.transport.sound.show_volume(settings.volume)

    def _connect(self) -> None:
        screen = self._screen
        screen.full_screen_wanted.connect(self._toggle_full_screen)
        screen.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        screen.customContextMenuRequested.connect(self._want_menu)
        screen.queue_wanted.connect(self.queue_wanted)
        screen.transport.handled.connect(self._note_handled)
        screen.message.clicked.connect(lambda: self._do(open_outside))
        self._foot.use_again.connect(self._use_again)
        self._foot.delete_wanted.connect(self._delete)
        self._unchecked.open_wanted.connect(lambda: self._do(open_outside))
        self._unchecked.folder_wanted.connect(lambda: self._do(open_folder))
        self._unchecked.fetch_wanted.connect(lambda: self._do(lambda clip: fetch_again(clip, self._commands)))
        screen.transport.loop_changed.connect(lambda loop: _remember(self._commands, loop=loop))
        screen.transport.sound.settled.connect(lambda percent: _remember(self._commands, volume=percent))

    @Slot(QPoint)
    def _want_menu(self, at: QPoint) -> None:
        """Its sheets would open behind the full screen, and what a guest shows has menus of its own."""
        if not self.full.is_on and not self.guests.is_taken:
            self.menu_wanted.emit(self._screen.mapToGlobal(at))

    @Slot()
    def _toggle_full_screen(self) -> None:
        if self.full.is_on:
            self.full.leave()
        elif self._clip is not None:
            self.full.enter(one_line(self._clip.prompt), self.window())

    def _do(self, act: Callable[[Clip], object]) -> None:
        """With the clip that is shown."""
        if self._clip is not None:
            act(self._clip)

    def _use_again(self) -> None:
        if self._clip is not None:
            clip_id = "" if is_outside(self._clip) else self._clip.id
            self.use_again.emit(edited(self._clip.recipe.request, clip_id=clip_id))

    def _delete(self) -> None:
        if self._clip is not None:
            clip = self._clip
            self.clear()
            delete([clip], self._commands)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Also the keys that no control of the window took."""
        focused = QApplication.focusWidget()
        is_here = focused is not None and self.isAncestorOf(focused)
        if self.guests.is_taken or not self._screen.take_key(event, from_afar=not is_here):
            super().keyPressEvent(event)


def _remember(commands: Commands, **changes: Any) -> None:
    commands.run(lambda studio: studio.settings.change(**changes), "settings")
