"""A draft: what stands in the composer and was not sent yet."""

from sora_desktop.base.values import dataclass
from sora_desktop.domain.image import InputImage
from sora_desktop.domain.origin import Origin
from sora_desktop.domain.parameters import ParameterValue
from sora_desktop.domain.shapes import Shape, Size
from sora_desktop.domain.source import SourceClip


@dataclass(frozen=True, slots=True)
class Draft:
    """All that a person has written and chosen; the connection is a setting of its own, and is kept as one.

    `shape`, `size` and `seconds` are wishes, None is "Any". `model` is the id of the picked model, "" for none.
    `image` is the first frame, `others` are the images of other roles. `picture_digest` is the SHA-256 (hex) of the
    first frame's file as the person was last shown it, "" where that is not known: by it a file that has changed
    meanwhile is noticed. `parameters` are those that a person set. `origin` is where it came from, None for nowhere.
    `source` is the clip that is to be changed, None for a new one.
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

    @property
    def is_blank(self) -> bool:
        """Whether nothing would be lost with it but a few clicks."""
        return self.image is None and not self.others and self.source is None and not self.prompt.strip()
