"""Looks at what a tour left: python -m tests.packaging.look FOLDER. Ends with 1 where a picture is blank or the clip stands still."""

import sys
from itertools import pairwise
from pathlib import Path

import av
from PIL import Image, ImageChops, ImageStat

PICTURES = 8
"""At least so many a tour leaves."""


def is_blank(picture: Image.Image) -> bool:
    """Whether it is of nearly one colour."""
    return max(ImageStat.Stat(picture.convert("RGB")).stddev) < 8


def frames(clip: Path) -> list[Image.Image]:
    """Two of a second each, for the first four seconds."""
    with av.open(clip) as film:
        return [frame.to_image() for number, frame in enumerate(film.decode(video=0)) if number % 12 == 0][:8]


def moves(film: list[Image.Image]) -> bool:
    """Whether each two that follow each other differ."""
    return all(max(ImageStat.Stat(ImageChops.difference(one, other)).mean) > 0.2 for one, other in pairwise(film))


def complaints(folder: Path) -> list[str]:
    pictures = sorted(folder.glob("*.png"))
    said = [f"{path.name} is blank" for path in pictures if is_blank(Image.open(path))]
    if len(pictures) < PICTURES:
        said.append(f"there are {len(pictures)} pictures, not {PICTURES}")
    film = frames(folder / "clip.mp4")
    if len(film) < 8 or any(map(is_blank, film)) or not moves(film):
        said.append("the clip is blank, stands still or is short")
    return said


if __name__ == "__main__":
    told = complaints(Path(sys.argv[1]))
    print("\n".join(told) or "Nothing is blank, and the clip moves.")  # noqa: T201 -- a command's answer
    sys.exit(bool(told))
