"""The one player of the window: there from the start, but loaded and made only at the first clip.

Traps that shape it: a player made inside a coroutine crashes, and a player made anew for each clip leaks a
megabyte each time. So it is made once, in a slot of a timer. Loading QtMultimedia would hold up the start.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

if TYPE_CHECKING:
    from sora_desktop.ui.stage.playback import Playback


class Player(QObject):
    """Plays one file at a time into pictures. Before the first clip every command is remembered, none is lost.

    Signals: `seen(Seen)` each picture that is to be shown; `looked(FilmLook)` what the file says of its pictures, empty
    where it cannot be read; `position_changed(int)`, `duration_changed(int)` in
    milliseconds; `playing_changed(bool)`; `unseen()` no picture comes; `failed(str)` the player's own words.
    """

    seen = Signal(object)
    looked = Signal(object)
    position_changed = Signal(int)
    duration_changed = Signal(int)
    playing_changed = Signal(bool)
    unseen = Signal()
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._playback: Playback | None = None
        self._path: Path | None = None
        self._play_when_loaded = False
        self._checked = True
        self.stands_by = False
        """Whether there is a file that nobody wanted to see move yet: nothing of it is opened, and no player made for it."""
        self._loop = True
        self._volume = 80
        self._muted = False
        self._starting = QTimer(self, singleShot=True, interval=0)
        self._starting.timeout.connect(self._start)

    @property
    def is_playing(self) -> bool:
        return self._playback is not None and self._playback.is_playing

    @property
    def position(self) -> int:
        """Milliseconds."""
        return self._playback.position if self._playback else 0

    @property
    def duration(self) -> int:
        """Milliseconds; 0 while nothing is loaded."""
        return self._playback.duration if self._playback else 0

    def load(self, path: Path, *, play: bool, checked: bool = True) -> None:
        """Show the first frame of `path` soon, and play on from there where `play` is True.

        `checked`: whether the file has passed the check.
        """
        self.stand_by(path, checked=checked)
        self._play_when_loaded = play
        self.wake()

    def stand_by(self, path: Path, *, checked: bool = True) -> None:
        """Load `path` once a person wants to play it, or to see another frame than its poster."""
        self._path, self._play_when_loaded, self._checked = path, False, checked
        self.stands_by = True
        self._starting.stop()
        if self._playback is not None:
            self._playback.forget()

    def wake(self) -> bool:
        """Load what stands by. Whether something did."""
        is_due, self.stands_by = self.stands_by and self._path is not None, False
        if is_due:
            self._starting.start()
        return is_due

    def unload(self) -> None:
        """Let go of the file."""
        self._path = None
        self.stands_by = False
        self._starting.stop()
        if self._playback is not None:
            self._playback.unload()

    def play(self) -> None:
        """Play on; at the end, from the start."""
        self._play_when_loaded = True
        if not self.wake() and self._playback is not None and self._path is not None:
            self._playback.play()

    def pause(self) -> None:
        self._play_when_loaded = False
        if self._playback is not None and self._path is not None:
            self._playback.pause()

    def toggle(self) -> None:
        if self.is_playing:
            self.pause()
        else:
            self.play()

    def seek(self, milliseconds: int) -> None:
        """Show the frame at this time; the middle of a frame hits that frame."""
        if not self.wake() and self._playback is not None and self._path is not None:
            self._playback.seek(milliseconds)

    def fetch(self, start: int, end: int) -> None:
        """Show a frame that the player cannot be sent to: the one from `start` to `end`, in microseconds."""
        if not self.wake() and self._playback is not None and self._path is not None:
            self._playback.fetch(start, end)

    def set_loop(self, loop: bool) -> None:
        self._loop = loop
        if self._playback is not None:
            self._playback.set_loop(loop)

    def set_volume(self, percent: int) -> None:
        self._volume = percent
        if self._playback is not None:
            self._playback.set_volume(percent)

    def set_muted(self, muted: bool) -> None:
        self._muted = muted
        if self._playback is not None:
            self._playback.set_muted(muted)

    @Slot()
    def _start(self) -> None:
        if self._path is None:
            return
        if self._playback is None:
            self._playback = self._make()
        self._playback.load(self._path, play=self._play_when_loaded, checked=self._checked)

    def _make(self) -> "Playback":
        playback = load_playback(self)
        playback.set_loop(self._loop)
        playback.set_volume(self._volume)
        playback.set_muted(self._muted)
        playback.seen.connect(self.seen)
        playback.looked.connect(self.looked)
        playback.position_changed.connect(self.position_changed)
        playback.duration_changed.connect(self.duration_changed)
        playback.playing_changed.connect(self.playing_changed)
        playback.unseen.connect(self.unseen)
        playback.failed.connect(self.failed)
        return playback


def load_playback(parent: QObject) -> "Playback":
    """Load QtMultimedia and make the player."""
    from sora_desktop.ui.stage.playback import Playback

    return Playback(parent)
