"""Which frame of a clip is on show, and how the player is brought to another."""

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from sora_desktop.domain.film import FilmLook
from sora_desktop.ui.stage.player import Player
from sora_desktop.ui.stage.timecode import USUAL_RATE, FrameClock

SEEK_MILLISECONDS = 40
"""While the handle is dragged the player is asked for a frame so often, not at each move of the mouse."""

TRIES = 3
"""How often the player is sent to a frame at most."""


class FrameSeeker(QObject):
    """Knows the frame where a person is, and sends the player to the one where they want to be.

    Signals: `stood(int)` the clip stands, or is about to, at a frame that begins at this time, in milliseconds;
    `passed(int)` it runs, and shows the frame that begins then; `clock_changed()` frames begin elsewhere than was thought.
    """

    stood = Signal(int)
    passed = Signal(int)
    clock_changed = Signal()

    def __init__(self, player: Player, parent: QObject) -> None:
        super().__init__(parent)
        self.clock = FrameClock()
        self._player = player
        self._held: int | None = None
        self._shown = 0
        self._goal: int | None = None
        self._plays_on = False
        self._asked = -1
        self._tries = 0
        self._stands = False
        self._overshot = False
        self._seeking = QTimer(self, singleShot=True, interval=SEEK_MILLISECONDS)
        self._seeking.timeout.connect(self._seek_pending)
        player.looked.connect(self._take_look)
        player.playing_changed.connect(self._run_on)

    @property
    def frame(self) -> int:
        """The frame where a person is, or is going."""
        return self._shown if self._goal is None else self._goal

    def begin(self, clock: FrameClock) -> None:
        """Another clip, at its start; what its file says of its frames comes later."""
        self.clock = clock
        self._held, self._shown, self._goal, self._stands = None, 0, None, False

    def take_length(self, milliseconds: int) -> None:
        """The length of the clip as the player has it: where nothing else is known, its frames are guessed from it.

        From then on the player can be sent where a person wanted to be before.
        """
        if not self.clock.starts:
            self.clock = FrameClock.steady(USUAL_RATE, round(milliseconds * USUAL_RATE / 1000))
        if self._goal is not None and self._asked < 0:
            self._seek_pending()

    def see(self, start: int, end: int) -> bool:
        """Whether a picture that came, of these microseconds, is to be shown.

        Where a person stands, one that was on its way before comes too late.
        """
        frame, lasts = self.clock.nearest(start), end - start
        if self._stands and self._goal is None and frame != self._shown:
            return False
        self._held = None if self.clock.is_spacing(frame, lasts) else lasts
        if self._goal is None or frame == self._goal:
            self._shown, self._goal = frame, None
            (self.passed if self._player.is_playing else self.stood).emit(self.clock.start(frame))
        else:
            self._overshot = self._overshot or frame > self._goal
            if not self._seeking.isActive():
                self._seek_pending()
        return True

    def go(self, frame: int) -> None:
        """Show this frame (the first or the last where there is none): soon, and none of those on the way there."""
        self._goal, self._asked, self._tries = min(self.clock.last, max(0, frame)), -1, TRIES
        self._stands, self._overshot = True, False
        self.stood.emit(self.clock.start(self._goal))
        if not self._seeking.isActive():
            self._seek_pending()

    @Slot(int)
    def go_to_time(self, milliseconds: int) -> None:
        """Show the frame of this time."""
        self.go(self.clock.frame(milliseconds))

    @Slot()
    def hold(self) -> None:
        """A person has the line of time in hand: the clip stands until they let go."""
        self._plays_on = self._player.is_playing
        self._player.pause()

    @Slot()
    def let_go(self) -> None:
        self._seek_pending()
        if self._plays_on:
            self._player.play()

    @Slot(object)
    def _take_look(self, look: FilmLook) -> None:
        """From here on the frames are where the file says."""
        if not look.starts:
            return
        before, self.clock = self.clock, FrameClock(look.starts)
        self._shown = self.clock.nearest(before.span(self._shown)[0])
        if self._goal is not None:
            self.go(self.clock.nearest(before.span(self._goal)[0]))
        self.clock_changed.emit()

    @Slot(bool)
    def _run_on(self, playing: bool) -> None:
        if playing:
            self._goal, self._stands = None, False

    @Slot()
    def _seek_pending(self) -> None:
        """Send the player to the goal; once more where what came tells more of how it reckons.

        There are frames that it skips: those at the beginning of an open group of pictures, and those past the length
        that the file claims. They are fetched without it.
        """
        if self._goal is None or not self._tries:
            return
        if self._player.duration <= 0:  # not open yet: it would take each place for the beginning
            self._player.wake()
            return
        place = self.clock.place(self._goal, self._player.duration, self._held)
        if place is None or (place == self._asked and self._overshot):
            self._tries = 0
            self._player.fetch(*self.clock.span(self._goal, self._held))
        elif place != self._asked:
            self._asked, self._tries = place, self._tries - 1
            self._player.seek(place)
            self._seeking.start()
