"""Where a picture that is dragged over the window can go, as words on a sign."""

from typing import NamedTuple

from sora_desktop.base.sentences import Message, message
from sora_desktop.domain.catalog import ImageRole, VideoModel
from sora_desktop.ui.compose import sentences as text
from sora_desktop.ui.compose.drops import Dragged
from sora_desktop.ui.language import tr

_WORDS = {
    ImageRole.FIRST: text.COMPOSE_DROP_FIRST,
    ImageRole.LAST: text.COMPOSE_DROP_LAST,
    ImageRole.REFERENCE: text.COMPOSE_DROP_REFERENCE,
}


class DropPlace(NamedTuple):
    """What a drop does there. `refusal`: it would do nothing, and this says what can be done instead."""

    role: ImageRole
    words: str
    hint: str = ""
    refusal: Message | None = None


def places_for(dragged: Dragged, model: VideoModel | None, *, is_change: bool) -> tuple[DropPlace, ...]:
    """One for each role of the picture that the model takes; the first frame where none is picked."""
    if dragged.is_film:
        return (_refusal(text.COMPOSE_DROP_NO_FILM, text.COMPOSE_DROP_FILM),)
    if is_change:
        return (_refusal(text.COMPOSE_DROP_NO_PICTURE, text.COMPOSE_DROP_CHANGE),)
    taken = [role for role in ImageRole if model is not None and model.slot(role) is not None]
    return tuple(_place(role, dragged.pictures) for role in taken or [ImageRole.FIRST])


def _place(role: ImageRole, count: int) -> DropPlace:
    """Several last frames are none: the first of them would be a guess."""
    if count == 1 or role is ImageRole.LAST:
        return DropPlace(role, tr(_WORDS[role]))
    source = text.COMPOSE_DROP_MANY if role is ImageRole.FIRST else text.COMPOSE_DROP_REFERENCES
    return DropPlace(role, tr(source, number=count))


def _refusal(title: str, why: str) -> DropPlace:
    return DropPlace(ImageRole.FIRST, tr(title), tr(why), message(why))
