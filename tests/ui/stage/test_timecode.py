"""Times of a clip in frames."""

import pytest

from sora_desktop.ui.stage.timecode import FrameClock
from tests.support.rows import rows

RATES = [23.976, 24.0, 25.0, 29.97, 30.0, 60.0]
UNEVEN = FrameClock((*(number * 1_000_000 // 48 for number in range(24)), *range(500_000, 2_000_000, 62_500)))
"""48 frames a second, then 16."""


def length(clock: FrameClock) -> int:
    return round(clock.span(clock.last)[1] / 1000)


def shown_at(clock: FrameClock, place: int | None, held: int | None) -> int | None:
    """The frame that Qt's player shows when it is sent there: the first that has not ended."""
    numbers = range(len(clock.starts))
    return next((number for number in numbers if place and clock.span(number, held)[1] >= place * 1000), None)


@rows("fps", RATES)
def test_a_time_within_a_frame_is_that_of_the_frame(fps: float) -> None:
    clock = FrameClock.steady(fps, 1200)

    assert list(range(1200)) == [clock.frame(sum(clock.span(number)) // 2000) for number in range(1200)]
    assert list(range(1200)) == [clock.frame(clock.start(number)) for number in range(1200)]
    assert list(range(1200)) == [clock.nearest(clock.span(number)[0] + 900) for number in range(1200)]


@pytest.mark.parametrize("clock", [*(FrameClock.steady(fps, 100) for fps in RATES), UNEVEN])
@pytest.mark.parametrize("held", [None, 40_582])
def test_a_player_that_is_sent_to_a_frame_shows_it(clock: FrameClock, held: int | None) -> None:
    """Also one that takes every frame to last as long as they do on average."""
    numbers = list(range(len(clock.starts)))
    places = [clock.place(number, length(clock) + 50, held) for number in numbers]

    assert numbers == [shown_at(clock, place, held) for place in places]


def test_past_the_length_that_the_player_has_it_cannot_be_sent() -> None:
    assert (None, None) == (UNEVEN.place(UNEVEN.last, 1900), FrameClock().place(0, 0))
    assert UNEVEN.place(UNEVEN.last - 2, 1900) is not None


@pytest.mark.parametrize(
    ("milliseconds", "words"), [(0, "00:00:00"), (1500, "00:01:12"), (59_999, "00:59:23"), (61_000, "01:01:00")]
)
def test_a_time_is_written_as_minutes_seconds_frames(milliseconds: int, words: str) -> None:
    assert words == FrameClock.steady(24.0, 2400).words(milliseconds)


def test_an_uneven_clip_counts_the_frames_of_each_second() -> None:
    starts = [UNEVEN.start(number) for number in (24, 31, 32, UNEVEN.last)]

    assert ["00:00:24", "00:00:31", "00:01:00", "00:01:15"] == [UNEVEN.words(start) for start in starts]


def test_a_length_is_written_as_the_time_after_its_last_frame() -> None:
    steady = FrameClock.steady(24.0, 96)

    assert ["00:04:00", "00:04:00"] == [steady.length_words(milliseconds) for milliseconds in (4000, 4040)]
    assert "00:01:16" == UNEVEN.length_words(1960)


@pytest.mark.parametrize("late", [0, 25_000, 83_333, 500_000])
def test_the_seconds_of_a_clip_whose_first_picture_comes_late_are_whole_too(late: int) -> None:
    steady = FrameClock.steady(24.0, 96)
    clock = FrameClock(tuple(start + late for start in steady.starts))

    numbers = range(96)
    assert [steady.words(steady.start(each)) for each in numbers] == [
        clock.words(clock.start(each)) for each in numbers
    ]
    assert ["00:04:00"] * 2 == [clock.length_words(length + late // 1000) for length in (3992, 4000)]


def test_the_last_frame_of_a_clip() -> None:
    assert [95, 0, 0] == [FrameClock.steady(24.0, count).last for count in (96, 1, 0)]


def test_a_clip_of_which_nothing_is_known_has_a_clock_too() -> None:
    clock = FrameClock.steady(0.0, 0)

    assert (0, 0, "00:00:00") == (clock.frame(900), clock.nearest(900), clock.words(900))
