"""A free preview: the same request, drawn by the engine before it is sent to a service that may bill. Pure."""

from dataclasses import replace

from sora_desktop.base.sentences import Message, message
from sora_desktop.base.values import dataclass
from sora_desktop.domain.catalog import ImageRole, VideoModel
from sora_desktop.domain.connection import Connection
from sora_desktop.domain.request import Request
from sora_desktop.domain.service_ref import mark_of


@dataclass(frozen=True, slots=True)
class PreviewOf:
    """`request` is the very one that a preview shows, and `takes` is how many were to be made of it."""

    request: Request
    takes: int = 1


def preview_model(request: Request, engine: Connection) -> VideoModel | None:
    """The engine's model that makes the frame and the length of a request: its own where it has it, None where none does."""
    own = engine.model(request.model.id)
    offered = (*((own,) if own is not None else ()), *engine.models)
    return next((each for each in offered if request.size in each.sizes and each.makes(request.seconds)), None)


def preview_request(request: Request, engine: Connection) -> Request | None:
    """What the engine is asked for; None where `why_no_preview` says why. What only another model takes is left out, and so
    are characters that only another service knows.
    """
    model = preview_model(request, engine)
    if model is None or why_no_preview(request, engine) is not None:
        return None
    taken = tuple(each for each in request.parameters if model.parameter(each.id) is not None)
    known = tuple(each for each in request.characters if each.service == mark_of(engine))
    return replace(request, model=model, parameters=taken, characters=known)


def why_no_preview(request: Request, engine: Connection) -> Message | None:
    """What of a request the engine cannot draw; None where it can."""
    if request.source is not None:
        return message("There is no preview of a change to a clip.")
    if any(image.role is not ImageRole.FIRST for image in request.images):
        return message("No preview: only a first frame can be drawn, no last frame and no references.")
    if not any(request.size in each.sizes for each in engine.models):
        return message("No preview: frames of {size} can't be drawn.", size=request.size.words)
    if preview_model(request, engine) is None:
        lengths = sorted(
            {each for model in engine.models if request.size in model.sizes for each in model.every_length}
        )
        return message(
            "No preview: clips of {seconds} s can't be drawn, only of {lengths} s.",
            seconds=request.seconds,
            lengths=", ".join(map(str, lengths)),
        )
    return None
