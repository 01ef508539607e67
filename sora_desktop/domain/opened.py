"""What files are that a person opens with the app: what the window can show of them, and why it cannot show the rest."""

from datetime import datetime
from pathlib import Path

from sora_desktop.base.sentences import Message
from sora_desktop.base.values import dataclass
from sora_desktop.domain.catalog import CATALOG
from sora_desktop.domain.clip import Clip, Examined, Recipe
from sora_desktop.domain.request import Request

_OUTSIDE = "outside:"
"""What no id of the library begins with."""


@dataclass(frozen=True, slots=True)
class Opened:
    """`clip` is the first one, of the library or a film outside of it; one plays at a time, `left_clips` more were named.

    `request` is that of the first sidecar. Pictures and links stand in the order in which they were named. `refused`
    says of each of the others why nothing is shown of it.
    """

    clip: Clip | None = None
    left_clips: int = 0
    request: Request | None = None
    pictures: tuple[Path, ...] = ()
    links: tuple[str, ...] = ()
    refused: tuple[Message, ...] = ()


def film_outside(path: Path, examined: Examined, byte_count: int, now: datetime, told: Clip | None = None) -> Clip:
    """A clip in no library: it stands for a film on the stage, and nothing is kept of it.

    `told`: what a sidecar beside it tells. Without one it is known by its name, and by what was found in it.
    """
    facts = examined.facts
    model = CATALOG[0]
    request = Request(path.name, model, facts.size or model.sizes[0], round(facts.seconds))
    recipe = told.recipe if told else Recipe(request, "", "", "", now, "")
    return Clip(
        id=f"{_OUTSIDE}{path}",
        job_id="",
        path=path,
        thumbnail_path=path.with_suffix(".no-picture"),
        sha256="",
        byte_count=byte_count,
        media=facts,
        recipe=recipe,
        added_at=told.added_at if told else now,
        unchecked=examined.finding,
    )


def is_outside(clip: Clip) -> bool:
    """Whether it is one of `film_outside`."""
    return clip.id.startswith(_OUTSIDE)


def has_recipe(clip: Clip) -> bool:
    """Whether it is known what made it."""
    return bool(clip.recipe.app_version)
