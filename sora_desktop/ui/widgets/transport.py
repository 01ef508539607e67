"""The controls under the picture: the line of time, play and pause, frame steps, loop, sound."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFont, QImage, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSlider, QVBoxLayout, QWidget

from sora_desktop.domain.clip import Clip
from sora_desktop.ui import text
from sora_desktop.ui.text import tr
from sora_desktop.ui.theme import ThemeKeeper
from sora_desktop.ui.widgets.icon_button import IconButton
from sora_desktop.ui.widgets.labels import PlainLabel, set_role, set_tip
from sora_desktop.ui.widgets.player import Player
from sora_desktop.ui.widgets.scrubber import Scrubber
from sora_desktop.ui.widgets.timecode import FrameClock

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QVideoFrame

SEEK_MILLISECONDS = 40
"""While the handle is dragged the player is asked for a frame so often, not at each move of the mouse."""

_WIDE = 560
_NARROW = 440


class Transport(QWidget):
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
        self._plays_on = False
        self._wanted: int | None = None
        self._seeking = QTimer(self, singleShot=True, interval=SEEK_MILLISECONDS)
        self._seeking.timeout.connect(self._seek_pending)
        self._build()
        self._lay_out()
        self._connect()
        self.clear()

    # ------------------------------------------------------------ what the stage asks

    def show_clip(self, clip: Clip, poster: QImage) -> None:
        self._clock = FrameClock(clip.media.fps)
        self._slider.show_clip(clip.id, poster)
        self._slider.show_length(round(clip.media.seconds * 1000))
        self._enable(True)
        self._show_time(0)

    def clear(self) -> None:
        self._slider.show_length(0)
        self._enable(False)
        self._show_time(0)

    def show_loop(self, loop: bool) -> None:
        self._loop.setChecked(loop)
        self._player.set_loop(loop)

    def show_volume(self, percent: int) -> None:
        self._volume.setValue(percent)

    def show_full_screen(self, full: bool) -> None:
        self._full.show_icon("fullscreen-exit" if full else "fullscreen")
        self._full.says(_with_key(text.STAGE_LEAVE_FULL_SCREEN if full else text.STAGE_FULL_SCREEN, "F"))

    def see(self, frame: "QVideoFrame", image: Callable[[], QImage]) -> None:
        """A frame came: keep it for the film strip where its place is still empty."""
        milliseconds = frame.startTime() // 1000
        if self._slider.wants_frame(milliseconds):
            self._slider.add_frame(milliseconds, image())

    def toggle(self) -> None:
        self._player.toggle()
        self.handled.emit()

    def toggle_loop(self) -> None:
        self._loop.click()

    def toggle_sound(self) -> None:
        self._mute.click()

    def step(self, frames: int) -> None:
        """Pause, and show the frame so many on (or back)."""
        duration = self._player.duration
        last = self._clock.last(duration)
        shown = min(last, self._clock.frame(self._wanted if self._wanted is not None else self._player.position))
        self._player.pause()
        self._seek(self._clock.middle(min(last, max(0, shown + frames))))
        self.handled.emit()

    def to_start(self) -> None:
        self._player.pause()
        self._seek(self._clock.middle(0))
        self.handled.emit()

    def to_end(self) -> None:
        self._player.pause()
        self._seek(self._clock.middle(self._clock.last(self._player.duration)))
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

    @Slot(int)
    def _follow(self, milliseconds: int) -> None:
        if self._wanted is None:
            self._slider.show_position(milliseconds)
        self._show_time(self._slider.value() if self._slider.isSliderDown() else milliseconds)

    @Slot(int)
    def _take_length(self, milliseconds: int) -> None:
        if milliseconds > 0:
            self._slider.show_length(milliseconds)

    @Slot(bool)
    def _show_playing(self, playing: bool) -> None:
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
        """To the middle of the frame at this time: its edge may show the one before."""
        last = self._clock.last(self._slider.maximum())
        self._seek(self._clock.middle(min(last, self._clock.frame(milliseconds))))

    def _seek(self, milliseconds: int) -> None:
        self._wanted = milliseconds
        self._slider.show_position(milliseconds)
        self._show_time(milliseconds)
        if not self._seeking.isActive():
            self._seek_pending()

    @Slot()
    def _seek_pending(self) -> None:
        if self._wanted is not None:
            wanted, self._wanted = self._wanted, None
            self._player.seek(wanted)
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
            words += f" / {self._clock.words(self._slider.maximum())}"
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
    font = QFont(label.font())
    font.setFeature(QFont.Tag("tnum"), 1)
    label.setFont(font)
    label.setAccessibleName(tr(text.STAGE_TIMECODE))
    return label
