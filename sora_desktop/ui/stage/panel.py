"""The stage: plays one clip, and says what it is."""

from typing import Any

from PySide6.QtCore import QElapsedTimer, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from sora_desktop.base.safe_text import one_line
from sora_desktop.domain.clip import Clip
from sora_desktop.domain.request import edited
from sora_desktop.domain.settings import Settings
from sora_desktop.ui.commands import Commands
from sora_desktop.ui.common import sentences as shared
from sora_desktop.ui.common.clip_actions import ask_to_delete, copy_paths, fetch_again, open_folder, open_outside
from sora_desktop.ui.common.clip_words import codec_words, meta_words
from sora_desktop.ui.common.icon_button import IconButton
from sora_desktop.ui.common.labels import ElidedLabel
from sora_desktop.ui.language import tr
from sora_desktop.ui.stage import sentences as text
from sora_desktop.ui.stage.change_button import ChangeButton
from sora_desktop.ui.stage.empty_stage import EmptyStage
from sora_desktop.ui.stage.real_button import RealButton
from sora_desktop.ui.stage.unchecked_note import UncheckedNote
from sora_desktop.ui.stage.video_view import FullScreen, VideoView
from sora_desktop.ui.theme import ThemeKeeper

IN_USE_MILLISECONDS = 20_000
"""For so long after a person's last touch no finished clip takes the stage by itself."""


class StagePanel(QFrame):
    """Plays a clip; full screen, file actions and the prompt with it.

    Signals: `use_again(Request)` put the request of the clip back into compose; `clip_changed(str)` the id
    of the clip that is shown, empty where there is none.
    """

    use_again = Signal(object)
    clip_changed = Signal(str)

    def __init__(self, commands: Commands, theme: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("stage")
        self.setProperty("role", "stage")
        self.setAccessibleName(tr(text.STAGE_NAME))
        self._commands = commands
        self._theme = theme
        self._clip: Clip | None = None
        self._full: FullScreen | None = None
        self._handled = QElapsedTimer()
        self._paused_by_person = False
        self._screen = VideoView(theme)
        self.empty = EmptyStage(self._screen)
        self._about = self._make_about()
        self._unchecked = UncheckedNote()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(18, 14, 18, 10)
        self._column.setSpacing(8)
        self._column.addWidget(self._screen, 1)
        self._column.addWidget(self._about)
        self._column.addWidget(self._unchecked)
        self._connect()
        self.clear()

    @property
    def clip(self) -> Clip | None:
        """What is shown."""
        return self._clip

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
        self._clip = clip
        self.empty.is_shown = False
        self._handled.invalidate()
        self._paused_by_person = False
        self._prompt.setText(one_line(clip.prompt))
        self._facts.setText(meta_words(clip))
        self._about.show()
        self._unchecked.say(clip.unchecked)
        self.change_button.show_clip(clip)
        self._screen.surface.setAccessibleName(one_line(clip.prompt))
        if clip.path.is_file():
            self._screen.show_clip(clip, play=play)
        else:
            self._say_gone(clip)
        self.clip_changed.emit(clip.id)

    def renew(self, clip: Clip) -> None:
        """The clip that is shown was fetched once more: show it as it is now."""
        if self._clip is not None and self._clip.id == clip.id and self._clip != clip:
            plays, self._clip = self._screen.player.is_playing, None
            self.show_clip(clip, play=plays)

    def pick_clip(self, clip: Clip) -> None:
        """A person picked this clip: it plays, and stays for a while."""
        self.show_clip(clip, play=True)
        self._handled.start()

    @property
    def is_in_use(self) -> bool:
        """Whether a person looks at this clip: paused it, or stepped, scrubbed or picked it a moment ago."""
        if self._clip is None or not self._screen.message.isHidden():
            return False
        rested = not self._handled.isValid() or self._handled.elapsed() >= IN_USE_MILLISECONDS
        return not rested or (self._paused_by_person and not self._screen.player.is_playing)

    @Slot()
    def _note_handled(self) -> None:
        self._handled.start()
        self._paused_by_person = not self._screen.player.is_playing

    def let_go(self) -> None:
        """The person has asked for something else: the clip that is shown may make room for it."""
        self._handled.invalidate()
        self._paused_by_person = False

    def clear(self) -> None:
        """Show no clip, and say how to get one."""
        self._leave_full_screen()
        self._clip = None
        self._screen.clear()
        self._about.hide()
        self._unchecked.say(None)
        self.empty.show()
        self.clip_changed.emit("")

    def take_settings(self, settings: Settings) -> None:
        """Take over loop and volume."""
        self._screen.transport.show_loop(settings.loop)
        self._screen.transport.sound.show_volume(settings.volume)

    def _make_about(self) -> QWidget:
        self._prompt = ElidedLabel(elide=Qt.TextElideMode.ElideRight)
        self._facts = ElidedLabel(role="caption", elide=Qt.TextElideMode.ElideRight)
        self.words = QWidget()
        """What the clip is: hidden where that stands beside the stage."""
        words = QVBoxLayout(self.words)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(1)
        words.addWidget(self._prompt)
        words.addWidget(self._facts)
        about = QWidget()
        row = QHBoxLayout(about)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.words, 1)
        row.addStretch()
        self.change_button = ChangeButton(self._theme)
        self.real_button = RealButton()
        row.addWidget(self.real_button)
        row.addWidget(self.change_button)
        for icon, says, act in (
            ("edit", text.STAGE_USE_AGAIN, self._use_again),
            ("folder", shared.CLIP_OPEN_FOLDER, self._open_folder),
            ("copy", shared.CLIP_COPY_PATH, self._copy_path),
            ("trash", shared.CLIP_DELETE, self._delete),
        ):
            button = IconButton(self._theme, icon, tr(says), colour="stage_muted")
            button.clicked.connect(act)
            row.addWidget(button)
        return about

    def _connect(self) -> None:
        screen = self._screen
        screen.full_screen_wanted.connect(self._toggle_full_screen)
        screen.failed.connect(self._say_failed)
        screen.unseen.connect(self._say_unseen)
        screen.transport.handled.connect(self._note_handled)
        screen.message.clicked.connect(self._open_outside)
        self._unchecked.open_wanted.connect(self._open_outside)
        self._unchecked.folder_wanted.connect(self._open_folder)
        self._unchecked.fetch_wanted.connect(self._fetch_again)
        screen.transport.loop_changed.connect(lambda loop: _remember(self._commands, loop=loop))
        screen.transport.sound.settled.connect(lambda percent: _remember(self._commands, volume=percent))

    def _say_gone(self, clip: Clip) -> None:
        self._screen.clear()
        self._screen.message.say(
            "warning", tr(text.STAGE_FILE_GONE_TITLE), tr(text.STAGE_FILE_GONE, path=str(clip.path))
        )

    @Slot(str)
    def _say_failed(self, detail: str) -> None:
        if self._clip is None:
            return
        if not self._clip.path.is_file():
            self._say_gone(self._clip)
            return
        self._screen.clear()
        self._screen.message.say(
            "warning",
            tr(text.STAGE_CANNOT_PLAY_TITLE),
            tr(text.STAGE_CANNOT_PLAY, detail=one_line(detail)),
            tr(shared.STAGE_OPEN_OUTSIDE),
        )

    @Slot()
    def _say_unseen(self) -> None:
        if self._clip is not None:
            codec = codec_words(self._clip.media.video_codec)
            whole = codec and self._clip.unchecked is None
            says = tr(text.STAGE_UNSEEN, codec=codec) if whole else tr(text.STAGE_UNSEEN_UNCHECKED)
            self._screen.message.say("warning", tr(text.STAGE_UNSEEN_TITLE), says, tr(shared.STAGE_OPEN_OUTSIDE))

    @Slot()
    def _toggle_full_screen(self) -> None:
        if self._full is not None:
            self._leave_full_screen()
        elif self._clip is not None:
            self._full = FullScreen(self._screen, one_line(self._clip.prompt), self.window())
            self._full.left.connect(self._leave_full_screen)
            self._screen.set_full(True)
            self._full.setGeometry(self.screen().geometry())
            self._full.showFullScreen()
            self._screen.surface.setFocus()

    @Slot()
    def _leave_full_screen(self) -> None:
        full, self._full = self._full, None
        if full is not None:
            self._column.insertWidget(0, self._screen, 1)
            self._screen.set_full(False)
            self._screen.surface.setFocus()
            full.close()

    def _use_again(self) -> None:
        if self._clip is not None:
            self.use_again.emit(edited(self._clip.recipe.request, clip_id=self._clip.id))

    def _open_folder(self) -> None:
        if self._clip is not None:
            open_folder(self._clip)

    def _open_outside(self) -> None:
        if self._clip is not None:
            open_outside(self._clip)

    def _fetch_again(self) -> None:
        if self._clip is not None:
            fetch_again(self._clip, self._commands)

    def _copy_path(self) -> None:
        if self._clip is not None:
            copy_paths([self._clip], self._commands)

    def _delete(self) -> None:
        if self._clip is not None:
            ask_to_delete([self._clip], self._commands, self, before=self.clear)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Also the keys that no control of the window took."""
        focused = QApplication.focusWidget()
        is_here = focused is not None and self.isAncestorOf(focused)
        if not self._screen.take_key(event, from_afar=not is_here):
            super().keyPressEvent(event)


def _remember(commands: Commands, **changes: Any) -> None:
    commands.run(lambda studio: studio.settings.change(**changes), "settings")
