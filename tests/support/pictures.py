"""Pictures for tests, made on the spot."""

from io import BytesIO
from pathlib import Path

from PIL import Image


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
