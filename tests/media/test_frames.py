"""Thumbnails show something, and a picture at a time is the picture of that time."""

import io
from pathlib import Path

import pytest
from PIL import Image, ImageStat

from sora_desktop.domain.errors import MediaError, StorageError
from sora_desktop.media.frames import frame_png, thumbnail
from tests.media.conftest import Clips


def light(picture: Image.Image) -> float:
    return ImageStat.Stat(picture.convert("L")).mean[0]


def corner(picture: Image.Image) -> tuple[int, ...]:
    """Its colour, which tells the number of the picture."""
    pixel = picture.convert("RGB").getpixel((155, 85))
    assert isinstance(pixel, tuple)
    return pixel


@pytest.mark.parametrize(("kind", "size"), [("moov last", (320, 180)), ("portrait", (320, 569))])
def test_a_thumbnail_is_a_jpeg_of_the_width_that_was_asked_for(
    clips: Clips, kind: str, size: object, tmp_path: Path
) -> None:
    thumbnail(clips[kind], tmp_path / "small.jpg")

    with Image.open(tmp_path / "small.jpg") as picture:
        assert ("JPEG", size) == (picture.format, picture.size)
    assert [tmp_path / "small.jpg"] == list(tmp_path.iterdir())


def test_a_thumbnail_passes_over_a_black_beginning(clips: Clips, tmp_path: Path) -> None:
    thumbnail(clips["black start"], tmp_path / "small.jpg", width=64)

    with Image.open(tmp_path / "small.jpg") as picture:
        assert light(picture) > 50


def test_a_black_clip_has_a_black_thumbnail(clips: Clips, tmp_path: Path) -> None:
    thumbnail(clips["all black"], tmp_path / "small.jpg", width=64)

    with Image.open(tmp_path / "small.jpg") as picture:
        assert light(picture) < 5


@pytest.mark.parametrize("kind", ["moov last", "one group", "fragments"])
@pytest.mark.parametrize("number", [0, 1, 23, 24, 50, 94, 95])
def test_the_picture_in_the_middle_of_its_time_is_that_picture(clips: Clips, kind: str, number: int) -> None:
    picture = Image.open(io.BytesIO(frame_png(clips[kind], (number + 0.5) / 24)))

    red, _, blue = corner(picture)
    assert (160, 90) == picture.size
    assert abs(red - (40 + number)) <= 4
    assert abs(blue - (200 - number)) <= 4


@pytest.mark.parametrize(("seconds", "red"), [(-1.0, 40), (1000.0, 135)])
def test_a_time_outside_the_clip_is_its_nearest_picture(clips: Clips, seconds: float, red: int) -> None:
    picture = Image.open(io.BytesIO(frame_png(clips["moov last"], seconds)))

    assert abs(corner(picture)[0] - red) <= 4


def test_what_is_no_clip_has_no_thumbnail(tmp_path: Path) -> None:
    (tmp_path / "page.mp4").write_bytes(b"<html>" * 100)

    with pytest.raises(MediaError):
        thumbnail(tmp_path / "page.mp4", tmp_path / "small.jpg")

    assert [tmp_path / "page.mp4"] == list(tmp_path.iterdir())


def test_a_folder_that_is_not_there_is_said(clips: Clips, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="No such file"):
        thumbnail(clips["moov last"], tmp_path / "gone" / "small.jpg")
