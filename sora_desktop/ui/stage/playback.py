"""The real player: the one module of the window that loads QtMultimedia. `player.py` loads it, at the first clip."""

from pathlib import Path

from PySide6.QtCore import Q_ARG, QMetaObject, QObject, Qt, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtMultimedia import QAudioOutput, QMediaPlayer, QVideoFrame, QVideoSink

from sora_desktop.domain.film import FilmLook, shift, shifted
from sora_desktop.ui.stage.film_reader import FilmReader
from sora_desktop.ui.stage.frame_images import FrameImages, ShownFrame

_Status = QMediaPlayer.MediaStatus
_OPENING = frozenset({_Status.NoMedia, _Status.LoadingMedia, _Status.InvalidMedia})


OVERDUE_MILLISECONDS = 1500
"""A decoder that has shown nothing for so long after the file was opened probably never will: Qt says nothing of it."""


class Playback(QObject):
    """One QMediaPlayer with its audio output and video sink, made once and kept for every clip.

    Signals: `seen(ShownFrame)` each picture that is to be shown; `looked(FilmLook)` what the file says of its pictures, empty
    where it cannot be read; `position_changed(int)`, `duration_changed(int)` in
    milliseconds; `playing_changed(bool)`; `unseen()` the file is open, and no picture comes; `failed(str)` the
    player's own words.
    """

    seen = Signal(object)
    looked = Signal(object)
    position_changed = Signal(int)
    duration_changed = Signal(int)
    playing_changed = Signal(bool)
    unseen = Signal()
    failed = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._player = player = QMediaPlayer(self)
        self._audio = QAudioOutput(self)
        self._sink = QVideoSink(self)
        self._url = QUrl()
        self._images = FrameImages(self)
        self._images.ready.connect(self.seen)
        self._reader = FilmReader(self)
        self._reader.seen.connect(self.seen)
        self._reader.looked.connect(self._take_look)
        self._sink.videoFrameChanged.connect(self._take_frame)
        self._first: int | None = None
        self._look: FilmLook | None = None
        self._overdue = QTimer(self, singleShot=True, interval=OVERDUE_MILLISECONDS)
        self._overdue.timeout.connect(self.unseen)
        player.setAudioOutput(self._audio)
        player.setVideoSink(self._sink)
        player.positionChanged.connect(self._tell_position)
        player.durationChanged.connect(self._tell_duration)
        player.playingChanged.connect(self._tell_playing)
        player.mediaStatusChanged.connect(self._tell_status)
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

    def load(self, path: Path, *, play: bool, checked: bool) -> None:
        """`checked`: whether the file has passed the check; else it is looked at with care."""
        self._set_source(QUrl.fromLocalFile(str(path)))
        self._reader.open(path, checked=checked)
        self._later("play" if play else "pause")

    def unload(self) -> None:
        self._set_source(QUrl())

    def _set_source(self, url: QUrl) -> None:
        """Queued, because a `stop` straight from Python can dead-lock with the audio thread."""
        self.forget()
        self._url = url
        self._later("stop")
        QMetaObject.invokeMethod(self._player, "setSource", Qt.ConnectionType.QueuedConnection, Q_ARG(QUrl, url))

    def forget(self) -> None:
        """No picture of this clip comes any more, not even one that is on its way."""
        self._url = QUrl()
        self._images.forget()
        self._reader.close()
        self._first = self._look = None
        self._overdue.stop()

    def play(self) -> None:
        self._player.play()

    def pause(self) -> None:
        self._player.pause()

    def seek(self, milliseconds: int) -> None:
        """A player that has come to its end shows nothing until it is paused."""
        if self._player.playbackState() is QMediaPlayer.PlaybackState.StoppedState:
            self._player.pause()
        self._player.setPosition(max(0, min(milliseconds, self._player.duration())))

    def fetch(self, start: int, end: int) -> None:
        """Show the frame that lies there, in microseconds, although the player itself never does."""
        by = 0 if self._look is None or self._first is None else shift(self._look, self._first)
        self._reader.read(start - by, ShownFrame(QImage(), start, end))

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

    @Slot(object)
    def _take_look(self, look: FilmLook) -> None:
        self._look = look
        self._images.take_tags(look.colours)
        self._tell_look()

    def _tell_look(self) -> None:
        """Once it is known where the player and where the file have the first picture."""
        if self._look is not None and self._first is not None:
            self.looked.emit(shifted(self._look, self._first))

    @Slot("qlonglong")
    def _tell_position(self, milliseconds: int) -> None:
        self.position_changed.emit(milliseconds)

    @Slot("qlonglong")
    def _tell_duration(self, milliseconds: int) -> None:
        self.duration_changed.emit(milliseconds)

    @Slot(bool)
    def _tell_playing(self, playing: bool) -> None:
        if not playing:
            self._images.refine()
        self.playing_changed.emit(playing)

    @Slot(QVideoFrame)
    def _take_frame(self, frame: QVideoFrame) -> None:
        """At the end of a clip an empty frame comes: it is left out, so that the last one stays.

        So is one of the clip before, which was on its way when this one was asked for.
        """
        if frame.isValid() and self._is_open():
            if self._first is None:
                self._first = frame.startTime()
                self._overdue.stop()
                self._tell_look()
            self._images.take(frame, exact=not self._player.isPlaying())

    def _is_open(self) -> bool:
        """Whether the player has the file that was asked for last."""
        return self._player.source() == self._url and self._player.mediaStatus() not in _OPENING

    @Slot(QMediaPlayer.MediaStatus)
    def _tell_status(self, status: QMediaPlayer.MediaStatus) -> None:
        if self._first is not None or not self._is_open():
            return
        if status is _Status.EndOfMedia:
            self._overdue.stop()
            self.unseen.emit()
        elif not self._overdue.isActive():
            self._overdue.start()

    @Slot(QMediaPlayer.Error, str)
    def _fail(self, error: QMediaPlayer.Error, words: str) -> None:
        if error is not QMediaPlayer.Error.NoError:
            self.failed.emit(words)
