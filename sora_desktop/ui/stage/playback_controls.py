"""The controls under the picture: the line of time, play and pause, frame steps, loop, sound."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFont, QImage, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSlider, QVBoxLayout, QWidget

from sora_desktop.domain.clip import Clip
from sora_desktop.domain.film import FilmLook
from sora_desktop.ui.common.icon_button import IconButton
from sora_desktop.ui.common.labels import PlainLabel, set_role, set_tip
from sora_desktop.ui.language import tr
from sora_desktop.ui.stage import sentences as text
from sora_desktop.ui.stage.player import Player
from sora_desktop.ui.stage.scrubber import Scrubber
from sora_desktop.ui.stage.timecode import USUAL_RATE, FrameClock
from sora_desktop.ui.theme import ThemeKeeper

if TYPE_CHECKING:
    from sora_desktop.ui.stage.frame_images import ShownFrame

SEEK_MILLISECONDS = 40
"""While the handle is dragged the player is asked for a frame so often, not at each move of the mouse."""

TRIES = 3
"""How often the player is sent to a frame at most."""

_WIDE = 560
_NARROW = 440


class PlaybackControls(QWidget):
    """Ties one player to its controls, both ways.

    Signals: `loop_changed(bool)`, `volume_settled(int)` in percent, by a person; `full_screen_wanted()`;
    `handled()` a person plays, pauses, steps or goes to another time.
    """

    loop_changed = Signal(bool)
    volume_settled = Signal(int)
    full_screen_wanted = Signal()
    handled = Signal()

    def __init__(self, player: Player, theme: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._player = player
        self._theme = theme
        self._clock = FrameClock()
        self._held: int | None = None
        self._shown = 0
        self._goal: int | None = None
        self._plays_on = False
        self._asked = -1
        self._tries = 0
        self._stands = False
        self._passed = False
        self._seeking = QTimer(self, singleShot=True, interval=SEEK_MILLISECONDS)
        self._seeking.timeout.connect(self._seek_pending)
        self._build()
        self._lay_out()
        self._connect()
        self.clear()

    # ------------------------------------------------------------ what the stage asks

    def show_clip(self, clip: Clip, poster: QImage) -> None:
        self._clock = FrameClock.steady(clip.media.fps, clip.media.frames)
        self._held, self._shown, self._goal, self._stands = None, 0, None, False
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
        self._show_place(0)

    def show_loop(self, loop: bool) -> None:
        self._loop.setChecked(loop)
        self._player.set_loop(loop)

    def show_volume(self, percent: int) -> None:
        self._volume.setValue(percent)

    def show_full_screen(self, full: bool) -> None:
        self._full.show_icon("fullscreen-exit" if full else "fullscreen")
        self._full.says(_with_key(text.STAGE_LEAVE_FULL_SCREEN if full else text.STAGE_FULL_SCREEN, "F"))

    def see(self, seen: "ShownFrame") -> bool:
        """Whether a picture that came is to be shown; it is kept for the film strip where its place is still empty.

        Where a person stands, one that was on its way before comes too late.
        """
        frame, lasts = self._clock.nearest(seen.start), seen.end - seen.start
        if self._stands and self._goal is None and frame != self._shown:
            return False
        self._strip(seen)
        self._held = None if self._clock.is_spacing(frame, lasts) else lasts
        if self._goal is None or frame == self._goal:
            self._shown, self._goal = frame, None
            if self._player.is_playing:
                self._show_time(self._clock.start(frame))
            else:
                self._show_place(frame)
        else:
            self._passed = self._passed or frame > self._goal
            if not self._seeking.isActive():
                self._seek_pending()
        return True

    def _strip(self, seen: "ShownFrame") -> None:
        milliseconds = seen.start // 1000
        if self._slider.wants_frame(milliseconds):
            self._slider.add_frame(milliseconds, seen.image)

    def toggle(self) -> None:
        self._player.toggle()
        self.handled.emit()

    def toggle_loop(self) -> None:
        self._loop.click()

    def toggle_sound(self) -> None:
        self._mute.click()

    def step(self, frames: int) -> None:
        """Pause, and show the frame so many on (or back)."""
        shown = self._shown if self._goal is None else self._goal
        self._pause_at(min(self._clock.last, max(0, shown + frames)))

    def to_start(self) -> None:
        self._pause_at(0)

    def to_end(self) -> None:
        self._pause_at(self._clock.last)

    def _pause_at(self, frame: int) -> None:
        self._player.pause()
        self._go(frame)
        self.handled.emit()

    # ------------------------------------------------------------ parts

    def _build(self) -> None:
        self._slider = Scrubber(self._theme, self._clock_words)
        self._slider.setObjectName("positionSlider")
        self._slider.setAccessibleName(tr(text.STAGE_POSITION))
        self._loop = self._button("loop", _with_key(text.STAGE_LOOP, "L"))
        self._loop.setCheckable(True)
        self._time = _time_label()
        self._start = self._button("to-start", tr(text.STAGE_TO_START), self.to_start)
        self._back = self._button("step-back", _with_key(text.STAGE_FRAME_BACK, ","), lambda: self.step(-1))
        self._play = self._button("play", _with_key(text.STAGE_PLAY, tr(text.KEY_SPACE)), self.toggle, colour="stage")
        self._play.setObjectName("playButton")
        set_role(self._play, "play")
        self._on = self._button("step-forward", _with_key(text.STAGE_FRAME_ON, "."), lambda: self.step(1))
        self._end = self._button("to-end", tr(text.STAGE_TO_END), self.to_end)
        self._mute = self._button("volume", _with_key(text.STAGE_MUTE, "M"))
        self._mute.setCheckable(True)
        self._volume = QSlider(Qt.Orientation.Horizontal)
        self._volume.setObjectName("volumeSlider")
        self._volume.setRange(0, 100)
        self._volume.setFixedWidth(72)
        self._volume.setAccessibleName(tr(text.STAGE_VOLUME))
        self._full = self._button("fullscreen", _with_key(text.STAGE_FULL_SCREEN, "F"))

    def _button(
        self, icon: str, says: str, act: Callable[[], None] | None = None, *, colour: str = "stage_muted"
    ) -> IconButton:
        button = IconButton(self._theme, icon, says, colour=colour)
        if act is not None:
            button.clicked.connect(act)
        return button

    def _lay_out(self) -> None:
        left, middle, right = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        for box, widgets in (
            (left, (self._loop, self._time)),
            (middle, (self._start, self._back, self._play, self._on, self._end)),
            (right, (self._mute, self._volume, self._full)),
        ):
            box.setSpacing(6)
            for widget in widgets:
                box.addWidget(widget)
        left.addStretch()
        right.insertStretch(0)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addLayout(left, 1)
        row.addLayout(middle)
        row.addLayout(right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._slider)
        column.addLayout(row)

    def _connect(self) -> None:
        player, slider = self._player, self._slider
        player.looked.connect(self._take_look)
        player.position_changed.connect(self._follow)
        player.duration_changed.connect(self._take_length)
        player.playing_changed.connect(self._show_playing)
        slider.sought.connect(self._seek_frame)
        slider.stepped.connect(self.step)
        slider.sliderPressed.connect(self._hold)
        slider.sliderReleased.connect(self._let_go)
        for moved in (slider.sought, slider.sliderPressed, slider.sliderReleased):
            moved.connect(self.handled)
        self._full.clicked.connect(self.full_screen_wanted)
        self._loop.toggled.connect(player.set_loop)
        self._loop.clicked.connect(self.loop_changed)
        self._mute.toggled.connect(self._set_muted)
        self._volume.valueChanged.connect(self._set_volume)
        self._volume.sliderReleased.connect(self._settle_volume)
        self._volume.actionTriggered.connect(self._settle_volume)

    # ------------------------------------------------------------ both ways

    @Slot(object)
    def _take_look(self, look: FilmLook) -> None:
        """From here on the frames are where the file says."""
        if not look.starts:
            return
        before, self._clock = self._clock, FrameClock(look.starts)
        self._shown = self._clock.nearest(before.span(self._shown)[0])
        if self._goal is not None:
            self._go(self._clock.nearest(before.span(self._goal)[0]))
        self._show_time(self._slider.value())

    @Slot(int)
    def _follow(self, milliseconds: int) -> None:
        """Where it stands the place is that of the frame; the player is sent elsewhere to show it.

        The written time is always that of the picture on show: the sound may be ahead of it on a busy machine.
        """
        if self._player.is_playing:
            self._slider.show_position(milliseconds)

    @Slot(int)
    def _take_length(self, milliseconds: int) -> None:
        if milliseconds > 0:
            self._slider.show_length(milliseconds)
            if not self._clock.starts:
                self._clock = FrameClock.steady(USUAL_RATE, round(milliseconds * USUAL_RATE / 1000))
            self._show_time(self._slider.value())

    @Slot(bool)
    def _show_playing(self, playing: bool) -> None:
        if playing:
            self._goal, self._stands = None, False
        self._play.show_icon("pause" if playing else "play")
        self._play.says(_with_key(text.STAGE_PAUSE if playing else text.STAGE_PLAY, tr(text.KEY_SPACE)))

    def _hold(self) -> None:
        self._plays_on = self._player.is_playing
        self._player.pause()

    def _let_go(self) -> None:
        self._seek_pending()
        if self._plays_on:
            self._player.play()

    @Slot(int)
    def _seek_frame(self, milliseconds: int) -> None:
        self._go(self._clock.frame(milliseconds))

    def _go(self, frame: int) -> None:
        """Show this frame, where a person is going: soon, and none of those on the way there."""
        self._goal, self._asked, self._tries = frame, -1, TRIES
        self._stands, self._passed = True, False
        self._show_place(frame)
        if not self._seeking.isActive():
            self._seek_pending()

    def _show_place(self, frame: int) -> None:
        start = self._clock.start(frame)
        self._slider.show_position(start)
        self._show_time(start)

    @Slot()
    def _seek_pending(self) -> None:
        """Send the player to the goal; once more where what came tells more of how it reckons.

        There are frames that it skips: those at the beginning of an open group of pictures, and those past the length
        that the file claims. They are fetched without it.
        """
        if self._goal is None or not self._tries:
            return
        place = self._clock.place(self._goal, self._player.duration, self._held)
        if place is None or (place == self._asked and self._passed):
            self._tries = 0
            self._player.fetch(*self._clock.span(self._goal, self._held))
        elif place != self._asked:
            self._asked, self._tries = place, self._tries - 1
            self._player.seek(place)
            self._seeking.start()

    def _set_muted(self, muted: bool) -> None:
        self._player.set_muted(muted)
        self._mute.show_icon("volume-off" if muted else "volume")
        self._mute.says(_with_key(text.STAGE_UNMUTE if muted else text.STAGE_MUTE, "M"))

    def _set_volume(self, percent: int) -> None:
        self._player.set_volume(percent)
        set_tip(self._volume, tr(text.STAGE_VOLUME_VALUE, percent=percent))

    def _settle_volume(self) -> None:
        if not self._volume.isSliderDown():
            self.volume_settled.emit(self._volume.sliderPosition())

    def _clock_words(self, milliseconds: int) -> str:
        return self._clock.words(milliseconds)

    def _show_time(self, milliseconds: int) -> None:
        words = self._clock.words(milliseconds)
        if self.width() >= _WIDE:
            words += f" / {self._clock.length_words(self._slider.maximum())}"
        self._time.setText(words if self._slider.maximum() else "")

    def _enable(self, on: bool) -> None:
        self._slider.setEnabled(on)
        for button in (self._start, self._back, self._play, self._on, self._end, self._full):
            button.setEnabled(on)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._volume.setVisible(self.width() >= _NARROW)
        self._show_time(self._slider.value())


def _with_key(source: str, key: str) -> str:
    return tr(text.STAGE_WITH_KEY, action=tr(source), key=key)


def _time_label() -> PlainLabel:
    """Digits of one width, so that the line does not shake while it runs."""
    label = PlainLabel(role="muted")
    label.setObjectName("timecode")
    font = QFont(label.font())
    font.setFeature(QFont.Tag("tnum"), 1)
    label.setFont(font)
    label.setAccessibleName(tr(text.STAGE_TIMECODE))
    return label
