"""Pictures for tests, made on the spot."""

from io import BytesIO
from pathlib import Path

from PIL import Image

from sora_desktop.domain.image import Fit
from sora_desktop.domain.shapes import Size
from sora_desktop.media.fit import fitted

Pixel = tuple[float, ...]


def picture_bytes(width: int = 1600, height: int = 1200, *, kind: str = "PNG") -> bytes:
    """Left half orange, right half blue: easy to tell which side is which in a clip made from it."""
    image = Image.new("RGB", (width, height), (214, 104, 40))
    image.paste((30, 70, 160), (width // 2, 0, width, height))
    target = BytesIO()
    image.save(target, kind)
    return target.getvalue()


def write_picture(path: Path, width: int = 1600, height: int = 1200) -> Path:
    path.write_bytes(picture_bytes(width, height))
    return path


def sent(path: Path, width: int, height: int) -> Image.Image:
    """The picture as it is sent, at this size."""
    data = fitted(path, Fit(), Size(width, height)).data
    with Image.open(BytesIO(data)) as picture:
        return picture.convert("RGB")


def pixels(picture: Image.Image) -> list[Pixel]:
    return [tuple(pixel) for pixel in zip(*(band.tobytes() for band in picture.split()), strict=True)]


def farthest(expected: list[Pixel], found: list[Pixel]) -> float:
    return max(abs(one - other) for pair in zip(expected, found, strict=True) for one, other in zip(*pair, strict=True))
