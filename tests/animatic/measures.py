"""What the tests of the animatic measure pictures with: small grey pictures, shifts, scales, letters."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageStat
from PySide6.QtGui import QColor, QFont, QImage, QPainter

from sora_desktop.animatic.painting.frames import FramePainter
from sora_desktop.animatic.painting.overlay import font
from sora_desktop.animatic.scene import SceneRequest, read
from sora_desktop.animatic.shots import FPS
from sora_desktop.domain.shapes import Size

SMALL = Size(320, 180)
MODEL = "sora2-landscape-4s"
MARK = "PREVIEW"
CLEAR_OF_WRITING = 0.7
"""The share of a frame's height, from the top, that no caption reaches."""
AFTER_SLATE = 20
"""The first frame that surely shows no slate."""


def wish(prompt: str, size: Size = SMALL, seconds: int = 4, image: Path | None = None) -> SceneRequest:
    return SceneRequest(prompt, size, seconds, MODEL, image)


def painted(request: SceneRequest, *numbers: int, canvas: str = "magenta") -> list[Image.Image]:
    """Frames of a request by their numbers, as they go to the encoder, painted over a canvas of that colour."""
    painter = FramePainter(read(request))
    pictures = []
    for number in numbers:
        image = QImage(request.size.width, request.size.height, QImage.Format.Format_RGB32)
        image.fill(QColor(canvas))
        painter.paint(number, image)
        pictures.append(to_pil(image))
    return pictures


def first_and_last(request: SceneRequest) -> tuple[Image.Image, Image.Image]:
    """The first frame without a slate, and the last one."""
    first, last = painted(request, AFTER_SLATE, request.seconds * FPS - 1)
    return first, last


def to_pil(image: QImage) -> Image.Image:
    return Image.frombytes(
        "RGB", (image.width(), image.height()), bytes(image.constBits()), "raw", "BGRX", image.bytesPerLine()
    )


def band(picture: Image.Image, top: float, bottom: float) -> Image.Image:
    """The part between two heights in shares of the whole."""
    return picture.crop((0, round(picture.height * top), picture.width, round(picture.height * bottom)))


def apart(one: Image.Image, two: Image.Image) -> float:
    """The mean difference of two pictures in levels of 255."""
    return sum(ImageStat.Stat(ImageChops.difference(one, two)).mean) / len(one.getbands())


def shift(before: Image.Image, after: Image.Image) -> int:
    """How many pixels what is seen has moved to the right."""
    return _best_shift(_profile(before, (before.width, 1)), _profile(after, (after.width, 1)))


def drop(before: Image.Image, after: Image.Image) -> int:
    """How many pixels what is seen has moved down."""
    return _best_shift(_profile(before, (1, before.height)), _profile(after, (1, after.height)))


def _profile(picture: Image.Image, size: tuple[int, int]) -> list[int]:
    return list(picture.convert("L").resize(size, Image.Resampling.BOX).tobytes())


def _best_shift(before: Sequence[int], after: Sequence[int]) -> int:
    reach = len(before) // 3
    return min(range(-reach, reach + 1), key=lambda step: (_mismatch(before, after, step), abs(step)))


def _mismatch(before: Sequence[int], after: Sequence[int], step: int) -> float:
    """How badly two lines agree, each less its own mean, where they overlap once the first is moved by `step`."""
    one = before[max(0, -step) : len(before) - max(0, step)]
    two = after[max(0, step) : len(after) - max(0, -step)]
    offset = (sum(two) - sum(one)) / len(one)
    return sum((b - a - offset) ** 2 for a, b in zip(one, two, strict=True)) / len(one)


def growth(before: Image.Image, after: Image.Image) -> float:
    """How much larger what is seen has become: 1.1 is a tenth."""
    scales = [1 + step / 100 for step in range(-34, 35)]
    return min(scales, key=lambda scale: (_unlike(before, after, scale), abs(scale - 1)))


def _unlike(before: Image.Image, after: Image.Image, scale: float) -> float:
    small, large = (before, after) if scale >= 1 else (after, before)
    times = max(scale, 1 / scale)
    x, y = small.width / 2 * (1 - 1 / times), small.height / 2 * (1 - 1 / times)
    box = (x, y, small.width - x, small.height - y)
    grown = small.resize(small.size, Image.Resampling.BILINEAR, box=box)
    return apart(band(grown.convert("L"), 0.15, CLEAR_OF_WRITING), band(large.convert("L"), 0.15, CLEAR_OF_WRITING))


class MarkFinder:
    """Looks for the word of the mark in the lower left of frames of one size.

    The letters are drawn here, by their font alone: nothing is taken from what paints the caption.
    """

    def __init__(self, size: Size) -> None:
        unit = min(size.width, size.height) / 720
        face = font(17 * unit, QFont.Weight.DemiBold, spacing=1.6 * unit)
        image = QImage(round(118 * unit), round(24 * unit), QImage.Format.Format_RGB32)
        image.fill(QColor("black"))
        painter = QPainter(image)
        painter.setPen(QColor("white"))
        painter.setFont(face)
        painter.drawText(round(6 * unit), round(18 * unit), MARK)
        painter.end()
        grey = to_pil(image).convert("L")
        self._letters = grey.point([255 if level > 150 else 0 for level in range(256)])
        self._between = grey.point([255 if level < 40 else 0 for level in range(256)])
        left = round(20 * unit)
        self._area = (left - 3, round(0.66 * size.height), left + 4, size.height - image.height())

    def place(self, picture: Image.Image) -> tuple[int, int]:
        """Where in a frame it stands out most."""
        left, top, right, bottom = self._area
        return max(
            ((x, y) for y in range(top, bottom) for x in range(left, right)), key=partial(self.contrast, picture)
        )

    def contrast(self, picture: Image.Image, place: tuple[int, int]) -> float:
        """How much brighter the letters are than what is between them, in levels."""
        x, y = place
        part = picture.crop((x, y, x + self._letters.width, y + self._letters.height)).convert("L")
        return ImageStat.Stat(part, self._letters).mean[0] - ImageStat.Stat(part, self._between).mean[0]


def write_pattern(path: Path, size: Size = SMALL) -> Path:
    """A picture of patches that differ everywhere, so that any shift or scale of it can be told."""
    dice = Random(7)
    image = Image.new("RGB", (size.width, size.height), (128, 128, 128))
    draw = ImageDraw.Draw(image)
    for _ in range(90):
        x, y = dice.randrange(size.width), dice.randrange(size.height)
        width, height = dice.randrange(8, size.width // 5), dice.randrange(8, size.height // 4)
        draw.rectangle(
            (x, y, x + width, y + height), fill=(dice.randrange(256), dice.randrange(256), dice.randrange(256))
        )
    image.save(path)
    return path
