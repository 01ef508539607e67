"""An order: what one accepted request asks for, whichever format it came in."""

import hashlib
import json
from dataclasses import dataclass

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
class Order:
    """`size` in pixels and `seconds` are settled: what the model fixes or defaults to is filled in."""

    format: WireFormat
    model: VideoModel
    prompt: str
    size: Size
    seconds: int
    image: ImageSource | None = None

    def fingerprint(self) -> str:
        """Hex digest that is equal for two bodies that ask for the same, however they were written."""
        image = self.image or ImageSource("")
        parts = [
            self.format,
            self.model.id,
            self.prompt,
            str(self.size),
            self.seconds,
            image.url,
            hashlib.sha256(image.data).hexdigest() if image.data is not None else None,
        ]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
