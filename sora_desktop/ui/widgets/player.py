"""The one player of the window: made once, at the first clip, and then kept for every other.

Traps that shape it: a player made inside a coroutine crashes, `stop` called straight from Python can
dead-lock with the audio thread, and a player made anew for each clip leaks a megabyte each time. So it is
made in a slot of a timer, and `stop` and `setSource` go through the event loop.
"""

from pathlib import Path

from PySide6.QtCore import Q_ARG, QMetaObject, QObject, Qt, QTimer, QUrl, Signal, Slot
from PySide6.QtMultimedia import QAudioOutput, QMediaPlayer, QVideoFrame, QVideoSink


class Player(QObject):
    """Plays one file at a time into frames.

    Signals: `frame(QVideoFrame)` each valid picture; `position_changed(int)`, `duration_changed(int)` in
    milliseconds; `playing_changed(bool)`; `failed(str)` the player's own words.
    """

    frame = Signal(QVideoFrame)
    position_changed = Signal("qlonglong")
    duration_changed = Signal("qlonglong")
    playing_changed = Signal(bool)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._player: QMediaPlayer | None = None
        self._path: Path | None = None
        self._play_when_loaded = False
        self._loop = True
        self._volume = 0.8
        self._muted = False
        self._starting = QTimer(self, singleShot=True, interval=0)
        self._starting.timeout.connect(self._start)

    @property
    def is_made(self) -> bool:
        """Whether the player exists: it does not before the first clip."""
        return self._player is not None

    @property
    def is_playing(self) -> bool:
        return self._player is not None and self._player.isPlaying()

    @property
    def position(self) -> int:
        """Milliseconds."""
        return self._player.position() if self._player else 0

    @property
    def duration(self) -> int:
        """Milliseconds; 0 while nothing is loaded."""
        return self._player.duration() if self._player else 0

    def load(self, path: Path, *, play: bool) -> None:
        """Show the first frame of `path` soon, and play on from there where `play` is True."""
        self._path = path
        self._play_when_loaded = play
        self._starting.start()

    def unload(self) -> None:
        """Let go of the file."""
        self._path = None
        self._starting.stop()
        if self._player is not None:
            _later(self._player, "stop")
            _set_source(self._player, QUrl())

    def play(self) -> None:
        """Play on; at the end, from the start."""
        if self._player is not None:
            self._player.play()

    def pause(self) -> None:
        if self._player is not None:
            self._player.pause()

    def toggle(self) -> None:
        if self.is_playing:
            self.pause()
        else:
            self.play()

    def seek(self, milliseconds: int) -> None:
        """Show the frame at this time; a player that has come to its end is paused there first."""
        if self._player is None:
            return
        if self._player.playbackState() is QMediaPlayer.PlaybackState.StoppedState:
            self._player.pause()
        self._player.setPosition(max(0, min(milliseconds, self._player.duration())))

    def set_loop(self, loop: bool) -> None:
        self._loop = loop
        if self._player is not None:
            self._player.setLoops(_loops(loop))

    def set_volume(self, percent: int) -> None:
        """`percent` as a person hears it."""
        self._volume = (percent / 100) ** 2
        if self._player is not None:
            self._player.audioOutput().setVolume(self._volume)

    def set_muted(self, muted: bool) -> None:
        self._muted = muted
        if self._player is not None:
            self._player.audioOutput().setMuted(muted)

    @Slot()
    def _start(self) -> None:
        if self._path is None:
            return
        if self._player is None:
            self._player = self._make()
        _later(self._player, "stop")
        _set_source(self._player, QUrl.fromLocalFile(str(self._path)))
        _later(self._player, "play" if self._play_when_loaded else "pause")

    def _make(self) -> QMediaPlayer:
        player = QMediaPlayer(self)
        audio = QAudioOutput(player)
        audio.setVolume(self._volume)
        audio.setMuted(self._muted)
        sink = QVideoSink(player)
        sink.videoFrameChanged.connect(self._take_frame)
        player.setAudioOutput(audio)
        player.setVideoSink(sink)
        player.setLoops(_loops(self._loop))
        player.positionChanged.connect(self.position_changed)
        player.durationChanged.connect(self.duration_changed)
        player.playingChanged.connect(self.playing_changed)
        player.errorOccurred.connect(self._fail)
        return player

    @Slot(QVideoFrame)
    def _take_frame(self, frame: QVideoFrame) -> None:
        """At the end of a clip an empty frame comes: it is left out, so that the last one stays."""
        if frame.isValid():
            self.frame.emit(frame)

    @Slot(QMediaPlayer.Error, str)
    def _fail(self, error: QMediaPlayer.Error, words: str) -> None:
        if error is not QMediaPlayer.Error.NoError:
            self.failed.emit(words)


def _loops(loop: bool) -> int:
    return QMediaPlayer.Loops.Infinite.value if loop else QMediaPlayer.Loops.Once.value


def _later(player: QMediaPlayer, slot: str) -> None:
    """Call a slot of the player from the event loop, where Python holds no lock."""
    QMetaObject.invokeMethod(player, slot, Qt.ConnectionType.QueuedConnection)


def _set_source(player: QMediaPlayer, url: QUrl) -> None:
    QMetaObject.invokeMethod(player, "setSource", Qt.ConnectionType.QueuedConnection, Q_ARG(QUrl, url))
