"""A draft: what stands in the composer and was not sent yet."""

from sora_desktop.base.values import dataclass
from sora_desktop.domain.image import InputImage
from sora_desktop.domain.origin import Origin
from sora_desktop.domain.parameters import ParameterValue
from sora_desktop.domain.shapes import Shape, Size
from sora_desktop.domain.shown_character import ShownCharacter
from sora_desktop.domain.source import SourceClip

BATCH_LIMIT = 50
"""So many pictures become clips of their own at once, at most."""


@dataclass(frozen=True, slots=True)
class DraftPicture:
    """A first frame, and the digest of its file as for `Draft.picture_digest`."""

    image: InputImage
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """All that a person has written and chosen; the connection is a setting of its own, and is kept as one.

    `shape`, `size` and `seconds` are wishes, None is "Any". `model` is the id of the picked model, "" for none.
    `image` is the first frame, `others` are the images of other roles. `picture_digest` is the SHA-256 (hex) of the
    first frame's file as the person was last shown it, "" where that is not known: by it a file that has changed
    meanwhile is noticed. `parameters` are those that a person set. `origin` is where it came from, None for nowhere.
    `source` is the clip that is to be changed, None for a new one. `more` are first frames beside `image`, each for
    clips of its own; `image_at` is how many of them come before it. `characters` are to be seen in the clip.
    """

    prompt: str = ""
    image: InputImage | None = None
    picture_digest: str = ""
    shape: Shape | None = None
    seconds: int | None = None
    model: str = ""
    takes: int = 1
    size: Size | None = None
    others: tuple[InputImage, ...] = ()
    parameters: tuple[ParameterValue, ...] = ()
    origin: Origin | None = None
    source: SourceClip | None = None
    more: tuple[DraftPicture, ...] = ()
    image_at: int = 0
    characters: tuple[ShownCharacter, ...] = ()

    @property
    def pictures(self) -> tuple[DraftPicture, ...]:
        """All first frames, in their order: each is for clips of its own."""
        if self.image is None:
            return self.more
        own = DraftPicture(self.image, self.picture_digest)
        return (*self.more[: self.image_at], own, *self.more[self.image_at :])

    @property
    def is_blank(self) -> bool:
        """Whether nothing would be lost with it but a few clicks."""
        is_empty = self.image is None and not self.others and self.source is None and not self.characters
        return is_empty and not self.prompt.strip()
