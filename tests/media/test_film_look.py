"""When each picture of a film begins, and its colours, by the file alone."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from sora_desktop.domain.errors import MediaError
from sora_desktop.domain.film import ColourTags, FilmLook, shift, shifted
from sora_desktop.media.film_look import look_at_film, picture_at
from tests.support.films import Colour, Film, copy_from, make_film, number_in

BOTH_WAYS = Film(codec_options={"preset": "veryfast", "crf": "12", "bf": "2", "g": "100"}, count=12)
EVEN = tuple(round(number * 1_000_000 / 24) for number in range(12))
UNEVEN = [*(number / 48 for number in range(8)), *(8 / 48 + number / 16 for number in range(4))]


def starts(path: Path, film: Film = BOTH_WAYS) -> tuple[int, ...]:
    return look_at_film(make_film(path, film)).starts


def near(expected: tuple[int, ...], found: tuple[int, ...], by: int = 1) -> bool:
    return all(abs(one - other) <= by for one, other in zip(expected, found, strict=True))


def test_each_picture_begins_where_the_file_says(tmp_path: Path) -> None:
    uneven = tuple(round(time * 1_000_000) for time in UNEVEN)

    assert near(EVEN, starts(tmp_path / "even.mp4"))
    assert near(uneven, starts(tmp_path / "uneven.mp4", replace(BOTH_WAYS, times=UNEVEN)))


def test_without_an_edit_list_the_first_picture_comes_later(tmp_path: Path) -> None:
    film = replace(BOTH_WAYS, container_options={"use_editlist": "0"}, longer=0.0)

    assert near(tuple(start + 83_333 for start in EVEN), starts(tmp_path / "later.mp4", film))


def test_pictures_that_an_edit_list_hides_are_left_out(tmp_path: Path) -> None:
    cut = copy_from(make_film(tmp_path / "whole.mp4", BOTH_WAYS), tmp_path / "cut.mp4", 5 / 24)

    assert near(EVEN[:7], look_at_film(cut).starts, by=100)


def test_containers_that_round_to_milliseconds_are_near_enough(tmp_path: Path) -> None:
    assert near(EVEN, starts(tmp_path / "clip.mkv", replace(BOTH_WAYS, container="matroska")), by=600)


@pytest.mark.parametrize(
    ("film", "colours"),
    [
        (replace(BOTH_WAYS, primaries=1, transfer=1), ColourTags(1, 1, 1, full_range=False)),
        (replace(BOTH_WAYS, matrix=5, layout="yuvj420p", full_range=True), ColourTags(matrix=5, full_range=True)),
        (replace(BOTH_WAYS, matrix=2, paint_with=1, full_range=None), ColourTags()),
    ],
)
def test_the_colours_are_those_that_the_file_names(tmp_path: Path, film: Film, colours: ColourTags) -> None:
    assert colours == look_at_film(make_film(tmp_path / "clip.mp4", film)).colours


def test_a_picture_can_be_had_at_each_of_these_times(tmp_path: Path) -> None:
    film = replace(BOTH_WAYS, container_options={"use_editlist": "0"}, longer=0.0)
    path = make_film(tmp_path / "later.mp4", film)

    def number(start: int) -> int:
        with Image.open(io.BytesIO(picture_at(path, start))) as picture:
            image = picture.convert("RGB")

        def look(x: float, y: float) -> Colour:
            pixel = image.getpixel((int(x * image.width), int(y * image.height)))
            assert isinstance(pixel, tuple)
            return tuple(int(part) for part in pixel)

        return number_in(look)

    assert list(range(12)) == [number(start) for start in look_at_film(path).starts]


PLAYLISTS = {
    "concat": b"ffconcat version 1.0\nfile 'other.mp4'\n",
    "HLS": b"#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\nother.mp4\n#EXT-X-ENDLIST\n",
    "text": b"Dear all,",
    "nothing": b"",
}


@pytest.mark.parametrize("name", PLAYLISTS)
def test_what_is_no_film_or_only_names_one_is_refused(tmp_path: Path, name: str) -> None:
    make_film(tmp_path / "other.mp4", BOTH_WAYS)
    (tmp_path / "clip.mp4").write_bytes(PLAYLISTS[name])

    with pytest.raises(MediaError):
        look_at_film(tmp_path / "clip.mp4")
    with pytest.raises(MediaError):
        picture_at(tmp_path / "clip.mp4", 0)


def test_a_file_that_is_gone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MediaError):
        look_at_film(tmp_path / "gone.mp4")


def test_a_look_is_brought_into_the_time_of_a_player_that_has_the_beginning_elsewhere() -> None:
    look = FilmLook((7_000, 49_000))

    assert [(14_000, 56_000), (0, 42_000)] == [shifted(look, first).starts for first in (14_000, 0)]
    assert [look, look, FilmLook()] == [shifted(look, 7_000), shifted(look, 2_000_000), shifted(FilmLook(), 5)]
    assert [7_000, 0] == [shift(look, first) for first in (14_000, 2_000_000)]
