"""The picture and its controls: one piece, which the stage shows and which can fill the whole screen."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QImage, QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from sora_desktop.base.safe_text import shown
from sora_desktop.domain.clip import Clip
from sora_desktop.ui.stage.playback_controls import PlaybackControls
from sora_desktop.ui.stage.player import Player
from sora_desktop.ui.stage.stage_message import StageMessage
from sora_desktop.ui.stage.video_surface import VideoSurface
from sora_desktop.ui.theme import ThemeKeeper

if TYPE_CHECKING:
    from sora_desktop.ui.stage.frame_images import ShownFrame

_KEYS_FROM_AFAR = (Qt.Key.Key_Space, Qt.Key.Key_J, Qt.Key.Key_K, Qt.Key.Key_L)
HIDE_MILLISECONDS = 2500
"""On the full screen the controls go so long after the mouse came to rest."""


class VideoView(QWidget):
    """A player, its surface, its controls, and the sentence that stands where there is no picture.

    Signals: `full_screen_wanted()`; `failed(str)` the player cannot play the clip, in its own words; `unseen()` it
    can, but shows no picture of it.
    """

    full_screen_wanted = Signal()
    failed = Signal(str)
    unseen = Signal()

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
        over = QVBoxLayout(self.surface)
        over.setContentsMargins(0, 0, 0, 0)
        over.addWidget(self.message)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.surface, 1)
        column.addWidget(self.transport)
        self._keys = self._key_table()
        self._connect()

    def show_clip(self, clip: Clip, *, play: bool) -> None:
        """Show the clip's thumbnail at once and its first frame soon."""
        self.frames_shown = 0
        poster = QImage(str(clip.thumbnail_path))
        self._take_back()
        self.message.hide()
        self.surface.show_image(poster)
        self.transport.show_clip(clip, poster)
        self.player.load(clip.path, play=play, checked=clip.unchecked is None)

    def clear(self) -> None:
        """Let go of the clip; what is said instead is up to the caller."""
        self._take_back()
        self.player.unload()
        self.surface.clear()
        self.transport.clear()

    def set_full(self, full: bool) -> None:
        """Whether it fills the screen now."""
        self._full = full
        self.transport.show_full_screen(full)
        self._show_controls()

    def take_key(self, event: QKeyEvent, *, from_afar: bool = False) -> bool:
        """Do what a key means on the stage; False where it means nothing.

        `from_afar`: the keyboard is elsewhere in the window, where the other keys have a meaning of their own.
        """
        is_known = not from_afar or (self.player.duration > 0 and event.key() in _KEYS_FROM_AFAR)
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
        self.surface.moved.connect(self._show_controls)
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

    @Slot()
    def _show_controls(self) -> None:
        self.transport.show()
        self.surface.unsetCursor()
        if self._full:
            self._hiding.start()
        else:
            self._hiding.stop()

    @Slot()
    def _hide_controls(self) -> None:
        if self._full and not self.transport.underMouse():
            self.transport.hide()
            self.surface.setCursor(Qt.CursorShape.BlankCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.take_key(event):
            super().keyPressEvent(event)


class FullScreen(QFrame):
    """The window that a screen fills.

    Signals: `left()` a person wants the screen back in its place.
    """

    left = Signal()

    def __init__(self, screen: VideoView, title: str, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setProperty("role", "stage")
        self.setWindowTitle(shown(title))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 10)
        column.addWidget(screen)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.left.emit()
        super().closeEvent(event)
