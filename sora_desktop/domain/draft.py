"""A draft: what stands in the composer and was not sent yet."""

from dataclasses import dataclass

from sora_desktop.domain.catalog import Shape
from sora_desktop.domain.image import InputImage


@dataclass(frozen=True, slots=True)
class Draft:
    """All that a person has written and chosen; the connection is a setting of its own, and is kept as one.

    `orientation` and `seconds` are wishes, None is "Any". `model` is the id of the picked model, "" for none.
    `picture_digest` is the SHA-256 (hex) of the picture's file as the person was last shown it, "" where that is not
    known: by it a file that has changed meanwhile is noticed.
    """

    prompt: str = ""
    image: InputImage | None = None
    picture_digest: str = ""
    orientation: Shape | None = None
    seconds: int | None = None
    model: str = ""
    takes: int = 1

    @property
    def is_blank(self) -> bool:
        """Whether nothing would be lost with it but a few clicks."""
        return self.image is None and not self.prompt.strip()
