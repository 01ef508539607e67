"""What the frames of an animatic show: camera, light, reference picture, writing. Measured on the frames themselves."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image, ImageStat
from PySide6.QtGui import QFontMetricsF

from sora_desktop.animatic.painting.overlay import facts_line, font
from sora_desktop.animatic.scene import read
from sora_desktop.animatic.shots import FPS
from sora_desktop.domain.errors import MediaError
from sora_desktop.domain.shapes import Size
from tests.animatic.measures import (
    AFTER_SLATE,
    CLEAR_OF_WRITING,
    SMALL,
    MarkFinder,
    apart,
    band,
    drop,
    first_and_last,
    growth,
    painted,
    shift,
    wish,
    write_pattern,
)

pytestmark = pytest.mark.usefixtures("qapp")

SKY, GROUND, ABOVE_WRITING = (0.0, 0.5), (0.62, 0.8), (0.0, CLEAR_OF_WRITING)
MEDIUM = Size(640, 360)
SLATE = (0.0, 0.2)
"""Where a slate over a reference picture may be."""
ODD_TEXTS = {
    "nothing": "",
    "blanks": " \n\t ",
    "dots": "...",
    "one letter": "a",
    "chinese": "一只狐狸在雪地里奔跑，黎明，镜头缓慢向左平移。然后夜晚的城市，霓虹灯。" * 6,
    "emoji": "🦊❄️👩‍🚀🏳️‍🌈👨‍👩‍👧‍👦" * 20,
    "right to left": "ثعلب أحمر يركض في الثلج عند الفجر \u202e שועל אדום \u2066" * 5,
    "marks upon marks": "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢" * 20,
    "control characters": "".join(map(chr, range(32))) + "a fox\x7f\x9f\ufeff\u2028\u2029",
    "half characters": "\ud83e fox \udd8a",
    "no gaps": "x" * 3000,
    "as long as it gets": ("A fox runs, then it rests; " * 1300)[:32_000],
    "markup": "<b>bold</b> & <img src=x> %s {0} \\n 100%",
}


@pytest.mark.parametrize("place", ["A tree on a hill at noon", "A house in the mountains at dawn", "A city at night"])
def test_a_pan_to_the_left_moves_all_that_is_seen_to_the_right_and_the_near_farther(place: str) -> None:
    before, after = first_and_last(wish(f"{place}, pan left"))

    near, far = shift(band(before, *GROUND), band(after, *GROUND)), shift(band(before, *SKY), band(after, *SKY))

    assert near > far > 0.05 * SMALL.width


def test_a_pan_to_the_right_is_a_pan_to_the_left_turned_round() -> None:
    left, right = (first_and_last(wish(f"A house in the mountains at dawn, pan {way}")) for way in ("left", "right"))

    assert -2 <= shift(*(band(each, *GROUND) for each in left)) + shift(*(band(each, *GROUND) for each in right)) <= 2


def test_a_slow_pan_goes_less_far_than_a_fast_one() -> None:
    slow, usual, fast = (
        shift(*(band(each, *GROUND) for each in first_and_last(wish(f"A city at night, {speed} pan left"))))
        for speed in ("slow", "", "fast")
    )

    assert slow < usual < fast


def test_each_frame_of_a_pan_goes_on_the_same_way() -> None:
    frames = painted(wish("A city at night, pan left"), 20, 35, 50, 65, 80, 95)

    steps = [shift(band(one, *GROUND), band(two, *GROUND)) for one, two in pairwise(frames)]

    assert min(steps) > 0


def test_a_tilt_up_lets_the_ground_sink_and_a_tilt_down_lets_it_rise() -> None:
    up, down = (first_and_last(wish(f"A house in the mountains at dawn, tilt {way}")) for way in ("up", "down"))

    assert drop(*(band(each, *ABOVE_WRITING) for each in up)) > 0.05 * SMALL.height
    assert drop(*(band(each, *ABOVE_WRITING) for each in down)) < -0.05 * SMALL.height


@pytest.mark.parametrize("words", ["zoom in", "dolly in"])
@pytest.mark.parametrize("place", ["A house in the mountains at dawn", "Dunes", "A city at night"])
def test_going_in_enlarges(place: str, words: str) -> None:
    assert growth(*first_and_last(wish(f"{place}, {words}"))) >= 1.05


@pytest.mark.parametrize("words", ["zoom out", "pull back"])
def test_going_out_shows_more(words: str) -> None:
    assert growth(*first_and_last(wish(f"A house in the mountains at dawn, {words}"))) <= 0.95


@pytest.mark.parametrize("place", ["A house in the mountains at dawn", "A city at night", "Dunes at noon"])
def test_a_static_camera_stays(place: str) -> None:
    before, after = (band(each, *ABOVE_WRITING) for each in first_and_last(wish(f"{place}, static")))

    assert (0, 0) == (shift(before, after), drop(before, after))
    assert apart(before, after) < 1.0


def test_a_static_shot_is_not_dead() -> None:
    before, after = (band(each, *ABOVE_WRITING) for each in first_and_last(wish("A fox in the snow, static")))

    assert before != after


def test_a_cut_is_one_frame_and_what_follows_is_another_picture() -> None:
    request = wish("A tree on a hill at noon, static. Cut to a city at night, static.")
    cut = read(request).shots[1].first

    last, first, second = (band(each, *ABOVE_WRITING) for each in painted(request, cut - 1, cut, cut + 1))

    assert apart(last, first) > 20
    assert apart(first, second) < 3


def test_night_is_darker_than_noon_and_sunset_redder() -> None:
    noon, dusk, night = (
        ImageStat.Stat(painted(wish(f"A hill at {time}, static"), 48)[0]).mean for time in ("noon", "sunset", "night")
    )

    assert sum(noon) > sum(dusk) > sum(night)
    assert dusk[0] - dusk[2] > 10 > noon[0] - noon[2]


def test_a_red_car_is_redder_than_a_blue_one() -> None:
    red, blue = (
        painted(wish(f"A {colour} car in the desert at noon, static, close-up"), 48)[0] for colour in ("red", "blue")
    )

    reddest = ImageStat.Stat(red).mean[0] - ImageStat.Stat(red).mean[2]
    bluest = ImageStat.Stat(blue).mean[0] - ImageStat.Stat(blue).mean[2]
    assert reddest > bluest + 3


def test_the_same_request_is_the_same_picture_and_another_prompt_another() -> None:
    first, again, other = (
        painted(wish(prompt), 48)[0] for prompt in ("A fox at dawn", "A fox at dawn", "A fox, at dawn")
    )

    assert first == again
    assert apart(band(first, *ABOVE_WRITING), band(other, *ABOVE_WRITING)) > 1


def test_a_frame_does_not_depend_on_the_frames_painted_before_it() -> None:
    request = wish("Neon alley in the rain. Cut to a whale, aerial")

    in_order = painted(request, *range(0, 96, 12))
    alone = [painted(request, number)[0] for number in range(0, 96, 12)]

    assert in_order == alone


@pytest.mark.parametrize(
    "words", ["fast zoom out and crane up", "fast track left, tilt down", "handheld, fast pan right"]
)
@pytest.mark.parametrize("place", ["A fox in the snow", "Waves", "Neon alley", "Dunes", "A nebula"])
def test_every_pixel_of_the_frame_is_painted_whatever_the_camera_does(place: str, words: str) -> None:
    """What the canvas held before is seen nowhere."""
    request, numbers = wish(f"{place}, {words}"), (0, 30, 60, 95)

    assert painted(request, *numbers, canvas="magenta") == painted(request, *numbers, canvas="lime")


@pytest.mark.parametrize("prompt", ["A polar bear in the snow at noon", "Neon alley", "", "一只狐狸。夜晚的城市。"])
def test_every_frame_says_that_it_is_an_animatic(prompt: str) -> None:
    frames = painted(wish(prompt, MEDIUM), *range(0, 96, 5))
    finder = MarkFinder(MEDIUM)
    place = finder.place(frames[0])

    assert min(finder.contrast(frame, place) for frame in frames) > 90


def test_what_has_no_mark_is_not_taken_for_one() -> None:
    picture = painted(wish("A fox in the snow", MEDIUM), 48)[0].transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    finder = MarkFinder(MEDIUM)

    assert finder.contrast(picture, finder.place(picture)) < 60


def test_the_mark_stands_over_a_white_and_over_a_black_picture(tmp_path: Path) -> None:
    finder = MarkFinder(MEDIUM)
    for level in (0, 255):
        path = tmp_path / f"{level}.png"
        Image.new("L", (MEDIUM.width, MEDIUM.height), level).convert("RGB").save(path)

        for frame in painted(wish("static", MEDIUM, image=path), 0, 30, 95):
            assert finder.contrast(frame, finder.place(frame)) > 90


def test_the_slate_is_gone_before_the_first_second_ends() -> None:
    slate, after, later = (
        band(each, *ABOVE_WRITING) for each in painted(wish("A city at night, static"), 0, AFTER_SLATE, AFTER_SLATE + 1)
    )

    assert apart(slate, after) > 10
    assert apart(after, later) < 1


@pytest.mark.parametrize(
    "model", ["sora2", "sora2-pro-landscape-25s", "some-servers-model-with-a-long-name-720p-preview-2026"]
)
@pytest.mark.parametrize("size", [Size(720, 720), Size(720, 1280), Size(1280, 544)], ids=str)
def test_a_slate_tells_the_whole_order_in_any_shape_and_of_a_long_name_both_ends(size: Size, model: str) -> None:
    face, width = font(16), size.width - 52
    line = facts_line(read(replace(wish("A fox runs. A cat sleeps.", size, 12), model=model)), face, width)

    assert QFontMetricsF(face).horizontalAdvance(line) <= width
    name, *facts = (part.strip() for part in line.split("·"))
    assert [f"{size.width} × {size.height}", "12 s", "24 fps", "2 shots"] == facts
    assert (model[:5], model[-2:]) == (name[:5], name[-2:])


def test_the_timecode_counts_frames(tmp_path: Path) -> None:
    """Over a picture that stands still, so that nothing else in that corner changes."""
    picture = write_pattern(tmp_path / "pattern.png", MEDIUM)
    one, two = painted(wish("static", MEDIUM, image=picture), 40, 41)
    corner = (MEDIUM.width * 3 // 4, MEDIUM.height * 9 // 10, MEDIUM.width, MEDIUM.height)

    assert apart(one.crop(corner), two.crop(corner)) > 0.3


def test_the_reference_picture_is_the_first_frame(tmp_path: Path) -> None:
    picture = write_pattern(tmp_path / "pattern.png")

    frame = painted(wish("A fox, pan left", image=picture), 0)[0]

    clear = (SLATE[1], CLEAR_OF_WRITING)
    assert apart(band(frame, *clear), band(Image.open(picture).convert("RGB"), *clear)) < 0.5


def test_the_reference_picture_is_what_moves(tmp_path: Path) -> None:
    picture = write_pattern(tmp_path / "pattern.png")
    still, left, right, closer = (
        first_and_last(wish(f"A fox, {camera}", image=picture))
        for camera in ("static", "pan left", "pan right", "zoom in")
    )

    assert 1.0 == growth(*still)
    assert apart(*(band(each, SLATE[1], CLEAR_OF_WRITING) for each in still)) < 1
    assert shift(*(_right(each) for each in left)) > shift(*(_right(each) for each in right))
    assert growth(*closer) > 1.05


def _right(picture: Image.Image) -> Image.Image:
    """The right half: a pan over a picture also enlarges it, which there moves what is seen outwards."""
    return picture.crop((picture.width // 2, 0, picture.width, round(picture.height * CLEAR_OF_WRITING)))


def test_a_wider_view_of_a_reference_picture_shows_all_of_it_and_no_bare_edge(tmp_path: Path) -> None:
    request = wish("zoom out", image=write_pattern(tmp_path / "pattern.png"))

    assert growth(*first_and_last(request)) < 0.97
    assert painted(request, 95, canvas="magenta") == painted(request, 95, canvas="lime")


def test_a_reference_picture_of_another_shape_is_cut_to_cover_the_frame(tmp_path: Path) -> None:
    tall = write_pattern(tmp_path / "tall.png", Size(300, 600))

    frame = painted(wish("static", image=tall), 0)[0]

    expected = Image.open(tall).convert("RGB").resize((320, 640), Image.Resampling.BILINEAR).crop((0, 230, 320, 410))
    assert apart(band(frame, SLATE[1], CLEAR_OF_WRITING), band(expected, SLATE[1], CLEAR_OF_WRITING)) < 6


def test_a_reference_that_is_no_picture_is_an_error(tmp_path: Path) -> None:
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"\x89PNG\r\n\x1a\nnot really")

    with pytest.raises(MediaError):
        painted(wish("A fox", image=broken), 0)


@pytest.mark.parametrize("text", ODD_TEXTS.values(), ids=ODD_TEXTS)
def test_any_text_is_painted(text: str) -> None:
    size = Size(360, 640)
    frames = painted(wish(text, size), 0, 4 * FPS - 1)
    finder = MarkFinder(size)

    assert min(ImageStat.Stat(frame.convert("L")).stddev[0] for frame in frames) > 5
    assert min(finder.contrast(frame, finder.place(frame)) for frame in frames) > 90
