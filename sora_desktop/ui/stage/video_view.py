"""The picture and its controls: one piece, which the stage shows and which can fill the whole screen."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QImage, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sora_desktop.domain.clip import Clip
from sora_desktop.ui.stage.playback_controls import PlaybackControls
from sora_desktop.ui.stage.player import Player
from sora_desktop.ui.stage.stage_message import StageMessage
from sora_desktop.ui.stage.video_surface import VideoSurface
from sora_desktop.ui.theme import ThemeKeeper

if TYPE_CHECKING:
    from sora_desktop.ui.stage.frame_images import ShownFrame
    from sora_desktop.ui.stage.job_screen import JobScreen, StagedJob

_KEYS_FROM_AFAR = (Qt.Key.Key_Space, Qt.Key.Key_J, Qt.Key.Key_K, Qt.Key.Key_L)
HIDE_MILLISECONDS = 2500
"""On the full screen the controls go so long after a person moved the mouse or pressed a key."""
_EDGE = 24
_WIDEST_CONTROLS = 1100
_WAKES = frozenset(
    {QEvent.Type.MouseMove, QEvent.Type.MouseButtonPress, QEvent.Type.KeyPress, QEvent.Type.FocusIn, QEvent.Type.Wheel}
)


def load_job_screen() -> "type[JobScreen]":
    """The first paint needs none."""
    from sora_desktop.ui.stage.job_screen import JobScreen

    return JobScreen


class VideoView(QWidget):
    """A player, its surface, its controls, and the sentence that stands where there is no picture.

    On the full screen the controls lie over the picture, which stays as it is whether they are seen or not.
    Signals: `full_screen_wanted()`; `failed(str)` the player cannot play the clip, in its own words; `unseen()` it
    can, but shows no picture of it; `queue_wanted(str)`: a person wants to see the job of this id in the queue.
    """

    full_screen_wanted = Signal()
    failed = Signal(str)
    unseen = Signal()
    queue_wanted = Signal(str)

    def __init__(self, theme: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.player = Player(self)
        self.surface = VideoSurface(theme)
        self.transport = PlaybackControls(self.player, theme)
        self.message = StageMessage(theme, self.surface)
        self._hiding = QTimer(self, singleShot=True, interval=HIDE_MILLISECONDS)
        self._hiding.timeout.connect(self._hide_controls)
        self._full = False
        self._plays_on: bool | None = None
        self.frames_shown = 0
        self.job_screen: JobScreen | None = None
        """Made for the first job that is shown."""
        self._over = QVBoxLayout(self.surface)
        self._over.setContentsMargins(0, 0, 0, 0)
        self._over.addWidget(self.message)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._column.addWidget(self.surface, 1)
        self._column.addWidget(self.transport)
        self._keys = self._key_table()
        self._connect()

    def show_clip(self, clip: Clip, *, play: bool) -> None:
        """Show the clip's thumbnail at once and its first frame soon."""
        self.show_poster(clip)
        self.player.load(clip.path, play=play, checked=clip.unchecked is None)

    def show_poster(self, clip: Clip) -> None:
        """Show the clip's thumbnail, and nothing of its film before a person asks for that."""
        self.frames_shown = 0
        poster = QImage(str(clip.thumbnail_path))
        self._make_way()
        self.surface.show_image(poster)
        self.transport.show_clip(clip, poster)
        self.player.stand_by(clip.path, checked=clip.unchecked is None)

    def show_job(self, staged: "StagedJob") -> None:
        """Show a clip that is still to come, where it will play."""
        if self.job_screen is None:
            self.job_screen = load_job_screen()(self.surface)
            self.job_screen.queue_wanted.connect(self.queue_wanted)
            self._over.addWidget(self.job_screen)
        if self.job_screen.staged is None:
            self._make_way()
            self.player.unload()
            self.transport.clear()
        self.job_screen.show_job(staged)

    def clear(self) -> None:
        """Let go of the clip; what is said instead is up to the caller."""
        self._make_way()
        self.player.unload()
        self.surface.clear()
        self.transport.clear()

    def _make_way(self) -> None:
        """Nothing lies over the picture any more."""
        self._take_back()
        self.message.hide()
        if self.job_screen is not None:
            self.job_screen.leave()

    # ------------------------------------------------------------ full screen

    def set_full(self, full: bool) -> None:
        """Whether it fills the screen now."""
        self._full = full
        self.transport.show_full_screen(full)
        heard = (self.surface, self.transport, *self.transport.findChildren(QWidget))
        if full:
            self._column.removeWidget(self.transport)
            for widget in heard:
                widget.installEventFilter(self)
        else:
            for widget in heard:
                widget.removeEventFilter(self)
            self._column.addWidget(self.transport)
        self._place_controls()
        self._show_controls()

    def _place_controls(self) -> None:
        if self._full:
            height = self.transport.sizeHint().height()
            width = min(self.width() - 2 * _EDGE, _WIDEST_CONTROLS)
            self.transport.setGeometry((self.width() - width) // 2, self.height() - height - _EDGE, width, height)
            self.transport.raise_()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_controls()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """On the full screen: a person is there."""
        if event.type() in _WAKES:
            self._show_controls()
        return False

    @Slot()
    def _show_controls(self) -> None:
        self.transport.fading.come()
        self.unsetCursor()
        if self._full:
            self._hiding.start()
        else:
            self._hiding.stop()

    @Slot()
    def _hide_controls(self) -> None:
        if not self._full:
            return
        if self.transport.underMouse():
            self._hiding.start()
            return
        self.transport.fading.go()
        self.setCursor(Qt.CursorShape.BlankCursor)

    # ------------------------------------------------------------ keys

    def take_key(self, event: QKeyEvent, *, from_afar: bool = False) -> bool:
        """Do what a key means on the stage; False where it means nothing.

        `from_afar`: the keyboard is elsewhere in the window, where the other keys have a meaning of their own.
        """
        has_clip = self.player.duration > 0 or self.player.stands_by
        is_known = not from_afar or (has_clip and event.key() in _KEYS_FROM_AFAR)
        act = self._keys.get(event.key()) if self.transport.isEnabled() and is_known else None
        if act is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        act()
        return True

    def _key_table(self) -> dict[int, Callable[[], None]]:
        transport = self.transport
        return {
            Qt.Key.Key_Space: transport.toggle,
            Qt.Key.Key_Comma: lambda: transport.step(-1),
            Qt.Key.Key_Period: lambda: transport.step(1),
            Qt.Key.Key_Left: lambda: transport.step(-1),
            Qt.Key.Key_Right: lambda: transport.step(1),
            Qt.Key.Key_Home: transport.to_start,
            Qt.Key.Key_End: transport.to_end,
            Qt.Key.Key_J: lambda: transport.skip(-1),
            Qt.Key.Key_K: transport.toggle,
            Qt.Key.Key_L: lambda: transport.skip(1),
            Qt.Key.Key_R: transport.loop.click,
            Qt.Key.Key_M: transport.sound.toggle,
            Qt.Key.Key_F: self.full_screen_wanted.emit,
        }

    def _connect(self) -> None:
        self.player.seen.connect(self._show)
        self.player.unseen.connect(self._miss)
        self.player.failed.connect(self.failed)
        self.surface.clicked.connect(self._toggle)
        self.surface.double_clicked.connect(self.full_screen_wanted)
        self.transport.full_screen_wanted.connect(self.full_screen_wanted)

    @Slot(object)
    def _show(self, seen: "ShownFrame") -> None:
        if seen.image.isNull():
            self._miss()
            return
        self.frames_shown += 1
        if self.transport.see(seen):
            self.surface.show_image(seen.image)
        if self._take_back():
            self.player.play()

    @Slot()
    def _miss(self) -> None:
        """No picture comes: nothing runs on behind what is said of it."""
        if self._plays_on is None:
            self._plays_on = self.player.is_playing
            self.player.pause()
            self.transport.rest()
            self.surface.clear()
            self.unseen.emit()

    def _take_back(self) -> bool:
        """What was said of the missing picture holds no more. Whether the clip was stopped for that."""
        plays_on, self._plays_on = self._plays_on, None
        if plays_on is not None:
            self.message.hide()
            self.transport.setEnabled(True)
        return bool(plays_on)

    @Slot()
    def _toggle(self) -> None:
        if self.transport.isEnabled():
            self.transport.toggle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.take_key(event):
            super().keyPressEvent(event)
