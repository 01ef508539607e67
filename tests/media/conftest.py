"""Clips and pictures, made by the same libraries that others make theirs with."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.media.clips import make_clip

Clips = dict[str, Path]


@pytest.fixture(scope="session")
def clips(tmp_path_factory: pytest.TempPathFactory) -> Clips:
    """Whole MP4s of four seconds, by name; nobody changes them."""
    folder = tmp_path_factory.mktemp("clips")
    kinds: dict[str, dict[str, Any]] = {
        "moov last": {},
        "moov first": {"faststart": True},
        "fragments": {"fragments": True},
        "silent": {"sound": False},
        "one group": {"group": 1000},
        "key pictures only": {"group": 1},
        "black start": {"black": 40},
        "all black": {"black": 96},
        "portrait": {"size": (90, 160)},
    }
    return {name: make_clip(folder / f"{name}.mp4", **kind) for name, kind in kinds.items()}


@pytest.fixture
def picture(tmp_path: Path) -> Callable[..., Path]:
    """`picture("name.png", mode, size, **how it is saved)`: a picture with a red left and a blue right half."""

    def make(name: str, mode: str = "RGB", size: tuple[int, int] = (64, 48), **saved: object) -> Path:
        image = Image.new("RGB", size, (200, 30, 30))
        image.paste((30, 30, 200), (size[0] // 2, 0, *size))
        out = io.BytesIO()
        kind = {"jpg": "JPEG"}.get(name.rpartition(".")[2], name.rpartition(".")[2].upper())
        image.convert(mode).save(out, kind, **saved)
        (tmp_path / name).write_bytes(out.getvalue())
        return tmp_path / name

    return make
