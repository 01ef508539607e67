"""The controls under the picture: the line of time, play and pause, frame steps, loop, sound."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from sora_desktop.domain.clip import Clip
from sora_desktop.ui.common.labels import set_role
from sora_desktop.ui.language import tr
from sora_desktop.ui.stage import sentences as text
from sora_desktop.ui.stage.control_button import control_button, with_key
from sora_desktop.ui.stage.fading import Fading
from sora_desktop.ui.stage.frame_seeker import FrameSeeker
from sora_desktop.ui.stage.play_buttons import PlayButtons
from sora_desktop.ui.stage.player import Player
from sora_desktop.ui.stage.scrubber import Scrubber
from sora_desktop.ui.stage.sound_controls import SoundControls
from sora_desktop.ui.stage.time_label import TimeLabel
from sora_desktop.ui.stage.timecode import FrameClock
from sora_desktop.ui.theme import ThemeKeeper

if TYPE_CHECKING:
    from sora_desktop.ui.stage.frame_images import ShownFrame

_GAP = 6
_WIDE = 560
_NARROW = 440
_OVER = (16, 12, 16, 10)
"""What is free at the edges where they lie over the picture."""


class PlaybackControls(QWidget):
    """Ties one player to its controls, both ways.

    Signals: `loop_changed(bool)` by a person; `full_screen_wanted()`;
    `handled()` a person plays, pauses, steps or goes to another time.
    """

    loop_changed = Signal(bool)
    full_screen_wanted = Signal()
    handled = Signal()

    def __init__(self, player: Player, theme: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._player = player
        self._seeker = FrameSeeker(player, self)
        self._slider = Scrubber(theme, self._clock_words)
        self._slider.setObjectName("positionSlider")
        self._slider.setAccessibleName(tr(text.STAGE_POSITION))
        self.loop = control_button(theme, "loop", text.STAGE_LOOP, key="R")
        self.loop.setCheckable(True)
        self._time = TimeLabel()
        self._buttons = PlayButtons(theme)
        self.sound = SoundControls(player, theme)
        self._full = control_button(theme, "fullscreen", text.STAGE_FULL_SCREEN, key="F")
        self.fading = Fading(self)
        self._lay_out()
        self._connect()
        self.clear()

    # ------------------------------------------------------------ what the stage asks

    def show_clip(self, clip: Clip, poster: QImage) -> None:
        self._seeker.begin(FrameClock.steady(clip.media.fps, clip.media.frames))
        self._slider.show_clip(clip.id, poster)
        self._slider.show_length(round(clip.media.seconds * 1000))
        self._enable(True)
        self._show_time(0)

    def clear(self) -> None:
        self._slider.show_length(0)
        self._enable(False)
        self._show_time(0)

    def rest(self) -> None:
        """There is no picture to go to: nothing can be done until it is enabled again."""
        self.setEnabled(False)
        self._show_place(self._seeker.clock.start(0))

    def show_loop(self, loop: bool) -> None:
        self.loop.setChecked(loop)
        self._player.set_loop(loop)

    def show_full_screen(self, full: bool) -> None:
        """On the full screen they lie over the picture, on a dark of their own."""
        self.setContentsMargins(*(_OVER if full else (0, 0, 0, 0)))
        set_role(self, "over" if full else "plain")
        self._full.show_icon("fullscreen-exit" if full else "fullscreen")
        words = text.STAGE_LEAVE_FULL_SCREEN if full else text.STAGE_FULL_SCREEN
        self._full.says(tr(words), tip=with_key(words, "F"))

    def see(self, seen: "ShownFrame") -> bool:
        """Whether a picture that came is to be shown; it is kept for the film strip where its place is still empty."""
        if not self._seeker.see(seen.start, seen.end):
            return False
        self._slider.keep_frame(seen.start // 1000, seen.image)
        return True

    @Slot()
    def toggle(self) -> None:
        self._player.toggle()
        if not self._player.is_playing:
            self._time.say_soon(self._slider)
        self.handled.emit()

    @Slot(int)
    def step(self, frames: int) -> None:
        """Pause, and show the frame so many on (or back)."""
        self._pause_at(self._seeker.frame + frames)

    def skip(self, seconds: int) -> None:
        """Go so many seconds on (or back), and play on from there where it plays."""
        plays = self._player.is_playing
        self._seeker.go_to_time(min(self._slider.maximum(), max(0, self._slider.place + 1000 * seconds)))
        if plays:
            self._player.play()
        else:
            self._time.say_soon(self._slider)
        self.handled.emit()

    @Slot()
    def to_start(self) -> None:
        self._pause_at(0)

    @Slot()
    def to_end(self) -> None:
        self._pause_at(self._seeker.clock.last)

    def _pause_at(self, frame: int) -> None:
        self._player.pause()
        self._seeker.go(frame)
        self._time.say_soon(self._slider)
        self.handled.emit()

    # ------------------------------------------------------------ parts

    def _lay_out(self) -> None:
        left, right = QHBoxLayout(), QHBoxLayout()
        left.setSpacing(_GAP)
        left.addWidget(self.loop)
        left.addWidget(self._time)
        left.addStretch()
        right.setSpacing(_GAP)
        right.addStretch()
        right.addLayout(self.sound)
        right.addWidget(self._full)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addLayout(left, 1)
        row.addLayout(self._buttons)
        row.addLayout(right, 1)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_GAP)
        column.addWidget(self._slider)
        column.addLayout(row)

    def _connect(self) -> None:
        player, slider, seeker, buttons = self._player, self._slider, self._seeker, self._buttons
        seeker.stood.connect(self._show_place)
        seeker.passed.connect(self._show_time)
        seeker.clock_changed.connect(self._show_time_anew)
        player.position_changed.connect(self._follow)
        player.duration_changed.connect(self._take_length)
        player.playing_changed.connect(buttons.show_playing)
        buttons.toggled.connect(self.toggle)
        buttons.stepped.connect(self.step)
        buttons.start_wanted.connect(self.to_start)
        buttons.end_wanted.connect(self.to_end)
        slider.sought.connect(seeker.go_to_time)
        slider.stepped.connect(self.step)
        slider.held.connect(seeker.hold)
        slider.let_go.connect(seeker.let_go)
        for moved in (slider.sought, slider.held, slider.let_go):
            moved.connect(self.handled)
        self._full.clicked.connect(self.full_screen_wanted)
        self.loop.toggled.connect(player.set_loop)
        self.loop.clicked.connect(self.loop_changed)

    # ------------------------------------------------------------ both ways

    @Slot(int)
    def _follow(self, milliseconds: int) -> None:
        """Where it stands the place is that of the frame; the player is sent elsewhere to show it.

        The written time is always that of the picture on show: the sound may be ahead of it on a busy machine.
        """
        if self._player.is_playing:
            self._slider.show_position(milliseconds, runs=True)

    @Slot(int)
    def _take_length(self, milliseconds: int) -> None:
        if milliseconds > 0:
            self._slider.show_length(milliseconds)
            self._seeker.take_length(milliseconds)
            self._show_time_anew()

    @Slot(int)
    def _show_place(self, start: int) -> None:
        self._slider.show_position(start)
        self._show_time(start)

    def _clock_words(self, milliseconds: int) -> str:
        return self._seeker.clock.words(milliseconds)

    @Slot(int)
    def _show_time(self, milliseconds: int) -> None:
        end = self._slider.maximum()
        clock = self._seeker.clock
        time, length = (self._clock_words(milliseconds), clock.length_words(end)) if end else ("", "")
        self._time.show_time(time, length, is_short=self.width() < _WIDE, runs=self._player.is_playing)

    @Slot()
    def _show_time_anew(self) -> None:
        self._slider.say_anew()
        self._show_time(self._slider.place)

    def _enable(self, on: bool) -> None:
        self._slider.setEnabled(on)
        self._buttons.enable(on)
        self._full.setEnabled(on)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.sound.show_slider(self.width() >= _NARROW)
        self._show_time_anew()
