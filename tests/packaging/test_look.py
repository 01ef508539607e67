"""The eye that judges what a packaged app has shown."""

from pathlib import Path

from PIL import Image

from tests.packaging.look import PICTURES, complaints, moves
from tests.support.mp4 import asked_mp4


def left_by_a_tour(folder: Path, *, blank: int = 0) -> Path:
    colourful = Image.linear_gradient("L").convert("RGB")
    for number in range(PICTURES):
        picture = Image.new("RGB", (256, 256), "#202020") if number < blank else colourful
        picture.save(folder / f"{number}.png")
    return folder


def test_a_blank_picture_and_a_clip_that_stands_still_are_complained_of(tmp_path: Path) -> None:
    (left_by_a_tour(tmp_path, blank=1) / "clip.mp4").write_bytes(asked_mp4(320, 180, 4.0))

    assert complaints(tmp_path) == ["0.png is blank", "the clip is blank, stands still or is short"]


def test_missing_pictures_are_counted(tmp_path: Path) -> None:
    (left_by_a_tour(tmp_path) / "clip.mp4").write_bytes(asked_mp4(320, 180, 4.0))
    (tmp_path / "0.png").unlink()

    assert complaints(tmp_path)[0] == f"there are {PICTURES - 1} pictures, not {PICTURES}"


def test_a_film_moves_only_where_each_of_its_pictures_differs_from_the_one_before() -> None:
    one, other = (Image.new("RGB", (64, 64), colour) for colour in ("#803020", "#203080"))

    assert [True, False] == [moves([one, other, one]), moves([one, other, other])]
