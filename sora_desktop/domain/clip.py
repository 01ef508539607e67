"""A clip: a finished video file in the library, and its recipe. Verified, or kept unchecked as it says itself."""

from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from sora_desktop.base.sentences import Message
from sora_desktop.base.values import dataclass
from sora_desktop.domain.request import Request
from sora_desktop.domain.shapes import Size


@dataclass(frozen=True, slots=True)
class Recipe:
    """The request and where the clip came from. Goes into the sidecar; never holds a key or a URL with one.

    `service` is `mark_of` the one that made it, "" where that is not known.
    """

    request: Request
    connection_name: str
    format: str
    remote_id: str
    created_at: datetime
    app_version: str
    service: str = ""


@dataclass(frozen=True, slots=True)
class MediaFacts:
    """What probing a finished file found. `seconds` and `fps` are measured, not believed.

    Of a file that could not be checked some of it, or all, is not known: `size` None, numbers 0, words empty.
    """

    size: Size | None
    seconds: float
    fps: float
    frames: int
    video_codec: str
    audio_codec: str | None


NOTHING_KNOWN = MediaFacts(None, 0.0, 0.0, 0, "", None)


class FileVerdict(StrEnum):
    """What a look into a file that came in place of a clip proves.

    WHOLE: it is a whole, playable clip.
    DOUBTFUL: nothing is known to be missing, but the check does not like it, does not know its kind, or did not
    come to its end: that says nothing against the file.
    CUT: bytes are surely missing.
    NOT_A_CLIP: it is something else altogether: a web page, JSON, a still picture, a playlist, or empty.
    """

    WHOLE = "whole"
    DOUBTFUL = "doubtful"
    CUT = "cut"
    NOT_A_CLIP = "not_a_clip"


@dataclass(frozen=True, slots=True)
class Examined:
    """`ending` is the one that the content has (".mp4", ".webm"), "" where nobody knows. `finding` says what is wrong."""

    verdict: FileVerdict
    ending: str = ".mp4"
    facts: MediaFacts = NOTHING_KNOWN
    finding: Message | None = None


@dataclass(frozen=True, slots=True)
class Clip:
    """`sha256` (hex) and `byte_count` are of the file as the service sent it. `wanted` as in Job.

    `unchecked` is what the check found where the clip is kept although it could not be checked, or did not pass.
    `tags` are words of a person's own.
    """

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
    unchecked: Message | None = None
    tags: tuple[str, ...] = ()

    @property
    def prompt(self) -> str:
        return self.recipe.request.prompt

    @property
    def size(self) -> Size:
        """The measured one; that of the request where the file could not be measured."""
        return self.media.size or self.recipe.request.size


class ClipLine(NamedTuple):
    """A clip as a list shows it before it is read whole: `day` is local. A tuple, as there are tens of thousands.

    The rest is there for the first of a list alone: without it `prompt` is empty, `seconds` 0.
    """

    id: str
    day: date
    prompt: str = ""
    seconds: float = 0.0
    thumbnail_path: Path | None = None
