"""What is known of a picture that a person gave, and what is said of it."""

from sora_desktop.base.values import dataclass
from sora_desktop.domain.image import FitMode, ImageFacts, ImageVerdict, InputImage
from sora_desktop.domain.shapes import Size
from sora_desktop.ui.compose import sentences as text
from sora_desktop.ui.compose.fit_paint import same_shape
from sora_desktop.ui.language import tr


@dataclass(frozen=True, slots=True)
class GivenPicture:
    """`facts` is None while it is being looked at."""

    image: InputImage
    facts: ImageFacts | None = None

    @property
    def is_good(self) -> bool:
        return self.facts is not None and self.facts.verdict is ImageVerdict.OK


@dataclass(frozen=True, slots=True)
class Sight:
    """What a person last saw of a picture's file: its digest, "" where it is not known, and its size."""

    digest: str = ""
    size: Size | None = None

    def differs(self, facts: ImageFacts) -> bool:
        return bool(self.digest and facts.digest and self.digest != facts.digest)


def sight_of(facts: ImageFacts) -> Sight:
    return Sight(facts.digest, facts.size)


def changed_words(before: Sight, facts: ImageFacts) -> str:
    """That the file holds another picture now; with what can be told of the two."""
    if before.size is None or facts.size is None or before.size == facts.size:
        return tr(text.COMPOSE_IMAGE_CHANGED)
    return tr(text.COMPOSE_IMAGE_CHANGED_SIZE, before=_pixels(before.size), now=_pixels(facts.size))


def _pixels(size: Size) -> str:
    """With spaces that do not break, so that a line ends between sizes only."""
    return tr(text.COMPOSE_MODEL_SIZE, width=str(size.width), height=str(size.height)).replace(" ", "\u00a0")


_FIT_WORDS = {
    FitMode.CROP: text.COMPOSE_IMAGE_CROPPED,
    FitMode.PAD: text.COMPOSE_IMAGE_PADDED,
    FitMode.BLUR: text.COMPOSE_IMAGE_BLURRED,
}


_TILE_WORDS = {
    FitMode.CROP: text.COMPOSE_TILE_CROPPED,
    FitMode.PAD: text.COMPOSE_TILE_PADDED,
    FitMode.BLUR: text.COMPOSE_TILE_BLURRED,
}


def tile_words(slot: str, picture: GivenPicture, target: Size | None, *, refused: bool) -> str:
    """The role of a picture, and in a word what becomes of it."""
    if refused:
        return tr(text.COMPOSE_TILE_REFUSED, slot=slot)
    if picture.facts is None:
        return tr(text.COMPOSE_TILE_CHECKING, slot=slot)
    size = picture.facts.size
    if size is None or target is None:
        return slot
    fits = size == target or same_shape(size, target)
    if picture.image.path is None:
        return slot if fits else tr(text.COMPOSE_TILE_OTHER_SHAPE, slot=slot)
    return tr(text.COMPOSE_TILE_FITS if fits else _TILE_WORDS[picture.image.fit.mode], slot=slot)


def picture_words(picture: GivenPicture, target: Size | None) -> str:
    """The pixel size of the picture and what becomes of it."""
    if picture.facts is None:
        return tr(text.COMPOSE_IMAGE_LOOKING)
    size = picture.facts.size
    if size is None:
        return tr(text.COMPOSE_IMAGE_BY_SERVICE_UNKNOWN)
    if target is None:
        return _pixels(size)
    if size == target:
        return tr(text.COMPOSE_IMAGE_EXACT, size=_pixels(size))
    if picture.image.path is None:
        source = text.COMPOSE_IMAGE_BY_SERVICE if same_shape(size, target) else text.COMPOSE_IMAGE_OTHER_SHAPE
    elif same_shape(size, target):
        source = text.COMPOSE_IMAGE_SCALED
    else:
        source = _FIT_WORDS[picture.image.fit.mode]
    return tr(source, size=_pixels(size), target=_pixels(target)).replace("→ ", "→\u00a0")
