"""Takes of one request as a stack of the library."""

from hashlib import sha256

from sora_desktop.domain.clip import Clip
from sora_desktop.domain.library import day_of, kind_of


def stack_of(clip: Clip) -> str:
    """The same for all takes of one request, of one service, that came on one day."""
    asked = clip.recipe.request.as_asked
    parts = (
        asked.prompt,
        asked.model.id,
        asked.size.words,
        asked.seconds,
        asked.images,
        asked.parameters,
        asked.source,
        clip.recipe.service or clip.recipe.connection_name,
        kind_of(clip),
        *((asked.characters,) if asked.characters else ()),
    )
    digest = sha256(repr(parts).encode("utf-8", "backslashreplace")).hexdigest()[:20]
    return f"{day_of(clip).toordinal()}:{digest}"
