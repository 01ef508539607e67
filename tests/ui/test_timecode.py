"""Times of a clip in frames."""

import pytest

from sora_desktop.ui.widgets.timecode import FrameClock


@pytest.mark.parametrize("fps", [23.976, 24.0, 25.0, 29.97, 30.0, 60.0])
def test_the_middle_of_a_frame_is_in_that_frame(fps: float) -> None:
    clock = FrameClock(fps)

    assert list(range(1200)) == [clock.frame(clock.middle(number)) for number in range(1200)]


@pytest.mark.parametrize(
    ("milliseconds", "words"), [(0, "00:00:00"), (1500, "00:01:12"), (59_999, "00:59:23"), (61_000, "01:01:00")]
)
def test_a_time_is_written_as_minutes_seconds_frames(milliseconds: int, words: str) -> None:
    assert FrameClock(24.0).words(milliseconds) == words


def test_the_last_frame_of_a_clip() -> None:
    assert [95, 0, 0] == [FrameClock(24.0).last(milliseconds) for milliseconds in (4000, 41, 0)]
