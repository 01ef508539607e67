"""Times of a clip in frames: where frame stepping and the written time agree."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FrameClock:
    """Converts between milliseconds and the frames of one clip; `fps` is measured."""

    fps: float = 24.0

    def frame(self, milliseconds: int) -> int:
        """The frame that is shown at this time."""
        return int(milliseconds * self.fps / 1000 + 1e-6)

    def middle(self, frame: int) -> int:
        """The middle of a frame in milliseconds: seeking there shows exactly that frame."""
        return round((frame + 0.5) * 1000 / self.fps)

    def last(self, duration: int) -> int:
        """The number of the last frame of a clip of `duration` milliseconds."""
        return max(0, round(duration * self.fps / 1000) - 1)

    def words(self, milliseconds: int) -> str:
        """`00:01:12`: minutes, seconds, frames."""
        whole = max(1, round(self.fps))
        seconds, frames = divmod(self.frame(milliseconds), whole)
        return f"{seconds // 60:02}:{seconds % 60:02}:{frames:02}"
