"""What goes from requests into the form, and from the form into words."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtWidgets import QVBoxLayout, QWidget

from sora_desktop.domain.catalog import CATALOG, ImageRole, VideoModel
from sora_desktop.domain.connection import Connection
from sora_desktop.domain.draft import Draft
from sora_desktop.domain.parameters import ParameterValue, without_drawn
from sora_desktop.domain.request import Request
from sora_desktop.domain.request_checks import Field, Problem
from sora_desktop.ui.common.captions import CAPTION_GAP


def draft_of(request: Request, takes: int) -> Draft:
    """The form that makes this request again; what its model's id fixes is no wish."""
    return Draft(
        prompt=request.prompt,
        image=request.image,
        shape=request.shape if request.sends_size else None,
        seconds=request.seconds if request.sends_seconds else None,
        model=request.model.id,
        takes=takes,
        size=request.size if request.sends_size else None,
        others=tuple(image for image in request.images if image.role is not ImageRole.FIRST),
        parameters=as_set(request),
        origin=request.origin,
        source=request.source,
        characters=request.characters,
    )


def stacked(*widgets: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(CAPTION_GAP)
    for widget in widgets:
        column.addWidget(widget)
    return column


def as_set(request: Request) -> tuple[ParameterValue, ...]:
    """The parameters of a request as a person set them: what it left to the service is an empty text, seeds are open."""
    given = {each.id for each in request.parameters}
    left = (each for each in request.model.parameters if each.default is not None and each.id not in given)
    return (*without_drawn(request.parameters), *(ParameterValue(each.id, "") for each in left))


def model_of(model_id: str, connection: Connection | None) -> VideoModel | None:
    """The model of this id; where nobody offers it, a stand-in that only names it."""
    if not model_id:
        return None
    offered = connection.model(model_id) if connection else None
    known = next((model for model in CATALOG if model.id == model_id), None)
    return offered or known or replace(CATALOG[0], id=model_id)


def most_telling(problems: Sequence[Problem], *, blank: bool) -> Problem | None:
    """The one that Generate gives as its reason: a real obstacle before a blank prompt or something under way."""
    calm = [each for each in problems if each.settles or (blank and each.field is Field.PROMPT)]
    return next((each for each in problems if each not in calm), calm[0] if calm else None)
