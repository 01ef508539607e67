"""A clip: a finished, verified MP4 in the library, and its recipe."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from sora_desktop.domain.catalog import Size
from sora_desktop.domain.request import Request


@dataclass(frozen=True, slots=True)
class Recipe:
    """The request and where the clip came from. Goes into the sidecar; never holds a key or a URL with one."""

    request: Request
    connection_name: str
    format: str
    remote_id: str
    created_at: datetime
    app_version: str


@dataclass(frozen=True, slots=True)
class MediaFacts:
    """What probing a finished file found. `seconds` and `fps` are measured, not believed."""

    size: Size
    seconds: float
    fps: float
    frames: int
    video_codec: str
    audio_codec: str | None


@dataclass(frozen=True, slots=True)
class Clip:
    """`sha256` (hex) and `byte_count` are of the file as the service sent it. `wanted` as in Job."""

    id: str
    job_id: str
    path: Path
    thumbnail_path: Path
    sha256: str
    byte_count: int
    media: MediaFacts
    recipe: Recipe
    added_at: datetime
    wanted: bool = True

    @property
    def prompt(self) -> str:
        return self.recipe.request.prompt


class ClipLine(NamedTuple):
    """A clip as a list shows it before it is read whole: `day` is local. A tuple, as there are tens of thousands.

    The rest is there for the first of a list alone: without it `prompt` is empty, `seconds` 0.
    """

    id: str
    day: date
    prompt: str = ""
    seconds: float = 0.0
    thumbnail_path: Path | None = None
