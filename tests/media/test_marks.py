"""The marked picture is known again after all that services and models do to a picture, and nothing else is taken for it."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageOps

from sora_desktop.domain.proof import Seen
from sora_desktop.domain.shapes import Size
from sora_desktop.media.marks import look_in_child, marked_picture, seen_in
from tests.support.rows import rows
from tests.support.still_films import still_film

Look = Callable[[Image.Image], Image.Image]


def marked(width: int = 1280, height: int = 720) -> Image.Image:
    with Image.open(BytesIO(marked_picture(Size(width, height)))) as picture:
        return picture.convert("RGB")


def washed(picture: Image.Image) -> Image.Image:
    return ImageEnhance.Brightness(ImageEnhance.Color(picture).enhance(0.7)).enhance(1.15)


def compressed(picture: Image.Image) -> Image.Image:
    made = BytesIO()
    picture.save(made, "JPEG", quality=8)
    return Image.open(made)


def boxed(picture: Image.Image) -> Image.Image:
    """In a frame of another shape, with borders."""
    return ImageOps.pad(picture, (720, 1280), color=(0, 0, 0)).crop((0, 240, 720, 1040))


def repainted(picture: Image.Image) -> Image.Image:
    """Soft, shifted, with something in front."""
    moved = Image.new("RGB", picture.size, (150, 140, 120))
    moved.paste(picture.filter(ImageFilter.GaussianBlur(25)), (40, 25))
    ImageDraw.Draw(moved).ellipse((500, 200, 900, 700), (90, 70, 60))
    return moved


@rows("size", [(1280, 720), (720, 1280), (1024, 1024), (1792, 1024), (480, 832)])
def test_the_picture_itself_is_known_in_every_shape(size: tuple[int, int]) -> None:
    picture = marked(*size)

    assert size == picture.size
    assert Seen.ARRIVED is seen_in([picture])


@rows(
    "look",
    [
        washed,
        compressed,
        boxed,
        repainted,
        lambda picture: picture.resize((1280, 704)),
        lambda picture: ImageOps.fit(picture, (1280, 1000)),
        lambda picture: picture.crop((100, 60, 1180, 660)),
    ],
)
def test_it_is_known_after_what_is_done_to_it(look: Look) -> None:
    assert Seen.ARRIVED is seen_in([look(marked())])


@rows(
    "look",
    [
        ImageOps.mirror,
        ImageOps.flip,
        lambda picture: picture.rotate(180),
        lambda picture: picture.rotate(90, expand=True),
        lambda picture: picture.rotate(270, expand=True),
    ],
)
def test_one_that_came_turned_is_told_from_one_that_came(look: Look) -> None:
    assert Seen.TURNED is seen_in([look(marked())])


def landscape() -> Image.Image:
    picture = Image.new("RGB", (1280, 720), (110, 160, 230))
    paint = ImageDraw.Draw(picture)
    paint.rectangle((0, 420, 1280, 720), (70, 130, 60))
    paint.ellipse((1000, 60, 1120, 180), (250, 220, 90))
    return picture


@pytest.mark.parametrize(
    "picture",
    [Image.new("RGB", (1280, 720), (150, 150, 150)), landscape(), Image.linear_gradient("L").convert("RGB")],
)
def test_another_picture_is_not_taken_for_it(picture: Image.Image) -> None:
    assert Seen.ABSENT is seen_in([picture])


def test_half_of_it_and_a_clip_that_stays_dark_are_no_proof() -> None:
    half = marked()
    half.paste((120, 120, 120), (640, 0, 1280, 720))

    assert Seen.UNCLEAR is seen_in([half])
    assert Seen.UNCLEAR is seen_in([Image.new("RGB", (1280, 720), (4, 4, 4))] * 3)


def test_a_clip_that_comes_out_of_the_dark_is_looked_at_once_it_is_light(tmp_path: Path) -> None:
    film = tmp_path / "film.mp4"
    film.write_bytes(still_film([Image.new("RGB", (1280, 720)), marked()], size=(640, 360)))

    assert Seen.ARRIVED is look_in_child(film)


def test_what_is_no_clip_says_nothing(tmp_path: Path) -> None:
    broken = tmp_path / "film.mp4"
    broken.write_bytes(b"\0\0\0\x18ftypisom" + b"\0" * 400)

    assert look_in_child(broken) is None
    assert look_in_child(tmp_path / "none.mp4") is None
