"""A library to measure with: one real MP4 and one real thumbnail, linked as often as clips are wanted."""

import json
import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

import av

from sora_desktop.domain.catalog import CATALOG
from sora_desktop.domain.clip import Clip, MediaFacts, Recipe
from sora_desktop.domain.request import Request
from sora_desktop.domain.shapes import Shape, Size
from sora_desktop.media.frames import thumbnail
from sora_desktop.store.clips import ClipStore
from sora_desktop.store.database import open_database
from sora_desktop.store.paths import Paths

SUBJECTS = (
    "a paper boat",
    "an old lighthouse",
    "two dancers",
    "a red fox",
    "a glass city",
    "a steam train",
    "a violin",
)
PLACES = ("in the rain", "at dawn", "under neon light", "on a frozen lake", "in a field of wheat", "above the clouds")
MOVES = ("slow pan left", "tilt up", "dolly in", "static shot", "handheld", "orbit", "zoom out", "crane down")
FRAMES = 96
SIZE = Size(320, 180)


def prompt(number: int) -> str:
    """A prompt like those that people write; no two numbers below 336 give the same."""
    subject, place, move = SUBJECTS[number % 7], PLACES[number // 7 % 6], MOVES[number // 42 % 8]
    return f"{subject.capitalize()} {place}, {move}, 35 mm film, take {number}"


def write_film(path: Path) -> None:
    """A small h264 film of four seconds: stripes that move and grow lighter."""
    with av.open(str(path), "w") as film:
        stream = film.add_stream("libx264", rate=24)
        stream.width, stream.height, stream.pix_fmt = SIZE.width, SIZE.height, "yuv420p"
        for number in range(FRAMES):
            frame = av.VideoFrame(SIZE.width, SIZE.height, "yuv420p")
            for plane in frame.planes:
                plane.update(_stripes(number, plane.buffer_size))
            film.mux(stream.encode(frame))
        film.mux(stream.encode(None))


def _stripes(number: int, length: int) -> bytes:
    """Something to compress, so that a picture of it is as large as one of a real film."""
    pattern = bytes(60 + number + (place * 7 + number * 3) % 97 for place in range(89))
    return (pattern * (length // len(pattern) + 1))[:length]


def clip(number: int, paths: Paths) -> Clip:
    """The clip that stands at `number` in the library, its files linked from the first."""
    path, thumbnail = paths.library / f"clip-{number:05}.mp4", paths.thumbnails / f"clip-{number:05}.jpg"
    os.link(paths.root / "film.mp4", path)
    os.link(paths.root / "picture.jpg", thumbnail)
    moment = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=number)
    request = Request(
        prompt(number), CATALOG[number % 3], CATALOG[number % 3].settle_size(Shape.LANDSCAPE), (4, 8, 12)[number % 3]
    )
    return Clip(
        id=f"clip-{number}",
        job_id=f"job-{number}",
        path=path,
        thumbnail_path=thumbnail,
        sha256=f"{number:064x}",
        byte_count=path.stat().st_size,
        media=MediaFacts(SIZE, FRAMES / 24, 24.0, FRAMES, "h264", None),
        recipe=Recipe(request, "Local engine", "uniall", f"task-{number}", moment, "0.1.0"),
        added_at=moment,
    )


def build(root: Path, count: int) -> None:
    """Make a data folder with `count` clips. Nothing waits for the disk: the folder is thrown away after."""
    paths = Paths(root)
    paths.make()
    write_film(root / "film.mp4")
    thumbnail(root / "film.mp4", root / "picture.jpg")
    with patch.object(os, "fsync"):
        database = open_database(paths.ledger)
        database.execute("PRAGMA synchronous = OFF")
        store = ClipStore(database, paths)
        for number in range(count):
            store.add(clip(number, paths))
        database.close()


if __name__ == "__main__":
    build(Path(sys.argv[2]), int(sys.argv[3]))
    print(json.dumps({"clips": int(sys.argv[3])}))
