"""An order: what one accepted request asks for, whichever format it came in."""

import hashlib
import json
from enum import StrEnum
from pathlib import Path

from sora_desktop.base.values import dataclass
from sora_desktop.domain.catalog import VideoModel
from sora_desktop.domain.shapes import Size
from sora_desktop.engine.wire_format import WireFormat


@dataclass(frozen=True, slots=True)
class ImageSource:
    """The reference image as it was sent: its bytes, or the URL that they are at. Exactly one of the two.

    `parameter` is the field that it came in.
    """

    parameter: str
    data: bytes | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Film:
    """A film that came with a request. It lies at `path`.

    `digest` is the SHA-256 (hex) of its bytes, `seconds` its length.
    """

    path: Path
    digest: str
    size: Size
    seconds: float


class Change(StrEnum):
    """What an order does with a video that is there. EDIT: the same with other words. EXTENSION: it goes on."""

    EDIT = "edit"
    EXTENSION = "extension"


@dataclass(frozen=True, slots=True)
class Source:
    """The video that an order changes: one of the engine's by its id, or `film`, which came along. One of the two.

    `digest` is the SHA-256 (hex) of the film. `story` are the words that it was made from, and `edits` those that
    changed it since; none for a film. `seconds` is its length.
    """

    change: Change
    id: str = ""
    film: Path | None = None
    digest: str = ""
    story: str = ""
    edits: tuple[str, ...] = ()
    seconds: int = 0


@dataclass(frozen=True, slots=True)
class Order:
    """`size` in pixels and `seconds` are settled: what the model fixes or defaults to is filled in.

    `seconds` is the length of the whole clip, of an extension too. `cast` are ids of characters.
    """

    format: WireFormat
    model: VideoModel
    prompt: str
    size: Size
    seconds: int
    image: ImageSource | None = None
    source: Source | None = None
    cast: tuple[str, ...] = ()

    def fingerprint(self) -> str:
        """Hex digest that is equal for two bodies that ask for the same, however they were written."""
        image = self.image or ImageSource("")
        parts: list[object] = [
            self.format,
            self.model.id,
            self.prompt,
            str(self.size),
            self.seconds,
            image.url,
            hashlib.sha256(image.data).hexdigest() if image.data is not None else None,
        ]
        if self.source is not None:
            parts += [self.source.change, self.source.id, self.source.digest]
        parts += self.cast
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
