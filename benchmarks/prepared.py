"""Data folders with a library: built once for each size, and handed out as copies."""

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from benchmarks.children import measured


@cache
def _built(clips: int) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="sora-bench-library-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    measured("library", str(folder), str(clips))
    return folder


@cache
def enlarged(clips: int) -> Path:
    """A data folder with so many clips, for whoever leaves them as they are: there is no copy of it."""
    folder = Path(tempfile.mkdtemp(prefix="sora-bench-large-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    measured("enlarged", str(folder), str(clips))
    return folder


@contextmanager
def library(clips: int) -> Iterator[Path]:
    """A data folder with so many clips; its films and pictures are links, as nothing writes to them."""
    with tempfile.TemporaryDirectory(prefix="sora-bench-") as folder:
        target = Path(folder) / "data"
        shutil.copytree(_built(clips), target, copy_function=_copy)
        yield target


def film(clips: int = 1) -> Path:
    """The small film that every clip of these libraries is."""
    return _built(clips) / "film.mp4"


def _copy(source: str, target: str) -> None:
    if Path(source).suffix in (".mp4", ".jpg"):
        os.link(source, target)
    else:
        shutil.copy2(source, target)
