"""The real player: the one module of the window that loads QtMultimedia. `widgets/player.py` loads it, at the first clip."""

from PySide6.QtCore import Q_ARG, QMetaObject, QObject, Qt, QUrl, Signal, Slot
from PySide6.QtMultimedia import QAudioOutput, QMediaPlayer, QVideoFrame, QVideoSink


class Playback(QObject):
    """One QMediaPlayer with its audio output and video sink, made once and kept for every clip.

    Signals: `frame(QVideoFrame)` each valid picture; `position_changed(int)`, `duration_changed(int)` in
    milliseconds; `playing_changed(bool)`; `failed(str)` the player's own words.
    """

    frame = Signal(object)
    position_changed = Signal(int)
    duration_changed = Signal(int)
    playing_changed = Signal(bool)
    failed = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._player = player = QMediaPlayer(self)
        self._audio = QAudioOutput(self)
        self._sink = QVideoSink(self)
        self._sink.videoFrameChanged.connect(self._take_frame)
        player.setAudioOutput(self._audio)
        player.setVideoSink(self._sink)
        player.positionChanged.connect(self._tell_position)
        player.durationChanged.connect(self._tell_duration)
        player.playingChanged.connect(self.playing_changed)
        player.errorOccurred.connect(self._fail)

    @property
    def is_playing(self) -> bool:
        return self._player.isPlaying()

    @property
    def position(self) -> int:
        return self._player.position()

    @property
    def duration(self) -> int:
        return self._player.duration()

    def load(self, url: QUrl, *, play: bool) -> None:
        """Queued, because a `stop` straight from Python can dead-lock with the audio thread."""
        self._later("stop")
        QMetaObject.invokeMethod(self._player, "setSource", Qt.ConnectionType.QueuedConnection, Q_ARG(QUrl, url))
        if not url.isEmpty():
            self._later("play" if play else "pause")

    def play(self) -> None:
        self._player.play()

    def pause(self) -> None:
        self._player.pause()

    def seek(self, milliseconds: int) -> None:
        """A player that has come to its end shows nothing until it is paused."""
        if self._player.playbackState() is QMediaPlayer.PlaybackState.StoppedState:
            self._player.pause()
        self._player.setPosition(max(0, min(milliseconds, self._player.duration())))

    def set_loop(self, loop: bool) -> None:
        self._player.setLoops(QMediaPlayer.Loops.Infinite.value if loop else QMediaPlayer.Loops.Once.value)

    def set_volume(self, percent: int) -> None:
        """`percent` as a person hears it."""
        self._audio.setVolume((percent / 100) ** 2)

    def set_muted(self, muted: bool) -> None:
        self._audio.setMuted(muted)

    def _later(self, slot: str) -> None:
        """Call a slot of the player from the event loop, where Python holds no lock."""
        QMetaObject.invokeMethod(self._player, slot, Qt.ConnectionType.QueuedConnection)

    @Slot("qlonglong")
    def _tell_position(self, milliseconds: int) -> None:
        self.position_changed.emit(milliseconds)

    @Slot("qlonglong")
    def _tell_duration(self, milliseconds: int) -> None:
        self.duration_changed.emit(milliseconds)

    @Slot(QVideoFrame)
    def _take_frame(self, frame: QVideoFrame) -> None:
        """At the end of a clip an empty frame comes: it is left out, so that the last one stays."""
        if frame.isValid():
            self.frame.emit(frame)

    @Slot(QMediaPlayer.Error, str)
    def _fail(self, error: QMediaPlayer.Error, words: str) -> None:
        if error is not QMediaPlayer.Error.NoError:
            self.failed.emit(words)
