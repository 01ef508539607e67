"""Times of a clip in pictures: where stepping and the written time agree."""

from bisect import bisect_left, bisect_right

from sora_desktop.base.values import dataclass

USUAL_RATE = 24.0
_NEAR = 1500
"""Microseconds by which a container may round the time of a frame."""
_ROUGH = 10
"""Milliseconds, less than most frames last, by which the length that a player tells may be short of the last frame."""


@dataclass(frozen=True, slots=True)
class FrameClock:
    """Converts between milliseconds and the frames of one clip. `starts` are microseconds, rising."""

    starts: tuple[int, ...] = ()

    @classmethod
    def steady(cls, fps: float, count: int) -> "FrameClock":
        """The clock of a clip of which only its rate is known."""
        return cls(tuple(round(number * 1_000_000 / (fps or USUAL_RATE)) for number in range(count)))

    @property
    def last(self) -> int:
        """The number of the last frame."""
        return max(0, len(self.starts) - 1)

    def frame(self, milliseconds: int) -> int:
        """The frame that is shown at this time; what begins within half a millisecond counts."""
        return max(0, bisect_right(self.starts, milliseconds * 1000 + 500) - 1)

    def nearest(self, microseconds: int) -> int:
        """The frame that begins at this time, or nearest to it."""
        after = min(bisect_left(self.starts, microseconds), self.last)
        before = max(0, after - 1)
        return min((before, after), key=lambda frame: abs(self._start(frame) - microseconds))

    def start(self, frame: int) -> int:
        """When a frame begins, in milliseconds."""
        return round(self._start(frame) / 1000)

    def place(self, frame: int, until: int, held: int | None = None) -> int | None:
        """Where a player has to be sent, in milliseconds, so that it shows this very frame; None where there is none.

        It shows the first frame that has not ended there: this is the middle of the time in which that is so. `held`:
        for how many microseconds the player takes every frame to be shown; None where it knows better. `until`: the
        length of the clip as the player has it, past which it cannot be sent.
        """
        start, end = self.span(frame, held)
        before = max(start, self._start(frame - 1) + held) if held and frame else start
        middle = round((before + min(end, until * 1000)) / 2000)
        return middle if before < middle * 1000 <= end else None

    def span(self, frame: int, held: int | None = None) -> tuple[int, int]:
        """From when to when a frame is shown, in microseconds."""
        start = self._start(frame)
        return start, start + (held or self._spacing(frame))

    def is_spacing(self, frame: int, microseconds: int) -> bool:
        """Whether it is so long from this frame to the next."""
        return abs(self._spacing(frame) - microseconds) <= _NEAR

    def words(self, milliseconds: int) -> str:
        """`00:01:12`: minutes, seconds, and the number of the frame in its second, counted from the first frame."""
        frame = self.frame(milliseconds)
        seconds = (self._start(frame) - self._start(0) + 500) // 1_000_000
        return _words(seconds, frame - self._first_of(seconds))

    def length_words(self, milliseconds: int) -> str:
        """The same for the length of the clip: the frames that begin in its last, broken second are left over."""
        seconds = max(0, milliseconds + _ROUGH - self.start(0)) // 1000
        return _words(seconds, len(self.starts) - self._first_of(seconds))

    def _start(self, frame: int) -> int:
        return self.starts[frame] if self.starts else 0

    def _spacing(self, frame: int) -> int:
        """Microseconds until the next frame; the last one is shown as long as the one before."""
        at = min(frame, len(self.starts) - 2)
        return self.starts[at + 1] - self.starts[at] if at >= 0 else round(1_000_000 / USUAL_RATE)

    def _first_of(self, second: int) -> int:
        """The first frame that begins in this second, or later."""
        return bisect_left(self.starts, self._start(0) + second * 1_000_000 - 500)


def _words(seconds: int, frames: int) -> str:
    return f"{seconds // 60:02}:{seconds % 60:02}:{frames:02}"
