"""Presets of the form: what a person sets again and again, under a name. Pure."""

from dataclasses import replace
from enum import StrEnum

from sora_desktop.base.values import dataclass
from sora_desktop.domain.catalog import VideoModel, fitting
from sora_desktop.domain.connection import Connection
from sora_desktop.domain.draft import Draft
from sora_desktop.domain.image import Fit, InputImage
from sora_desktop.domain.parameters import ParameterValue, problem_of
from sora_desktop.domain.shapes import Shape, Size

LONGEST_NAME = 60
"""Characters, of presets and snippets."""


@dataclass(frozen=True, slots=True)
class FormPreset:
    """What it holds of a `Draft`, and whatever connection is picked. Prompt and pictures only where a person wants that.

    `fit` is how pictures fill the frame, None where none was there. `prompt` and `images` are None where they are no part
    of it.
    """

    id: str
    name: str
    model: str = ""
    shape: Shape | None = None
    seconds: int | None = None
    size: Size | None = None
    takes: int = 1
    parameters: tuple[ParameterValue, ...] = ()
    fit: Fit | None = None
    prompt: str | None = None
    images: tuple[InputImage, ...] | None = None


class Lacks(StrEnum):
    """What of a preset a connection, or the model there, does not have."""

    MODEL = "model"
    SHAPE = "shape"
    SECONDS = "seconds"
    SIZE = "size"
    PARAMETER = "parameter"
    VALUE = "value"


@dataclass(frozen=True, slots=True)
class Lacking:
    """`value` is what it is called; `name` is the parameter whose value it is."""

    lacks: Lacks
    value: object
    name: str = ""


@dataclass(frozen=True, slots=True)
class Applied:
    """The form with a preset in it, and what of the preset is not in it, most basic first."""

    draft: Draft
    lacking: tuple[Lacking, ...] = ()


def preset_of(
    draft: Draft, model: VideoModel | None, name: str, *, with_prompt: bool = False, with_pictures: bool = False
) -> FormPreset:
    """A new preset, without an id, of what stands in the form. Of the parameters it has those of the picked model."""
    known = {each.id for each in model.parameters} if model else {each.id for each in draft.parameters}
    return FormPreset(
        id="",
        name=name,
        model=draft.model,
        shape=draft.shape,
        seconds=draft.seconds,
        size=draft.size,
        takes=draft.takes,
        parameters=tuple(each for each in draft.parameters if each.id in known and not each.drawn),
        fit=draft.image.fit if draft.image else None,
        prompt=draft.prompt if with_prompt else None,
        images=(*((draft.image,) if draft.image else ()), *draft.others) if with_pictures else None,
    )


def apply_preset(preset: FormPreset, draft: Draft, connection: Connection | None) -> Applied:
    """The form with all of the preset that the connection has; the rest of it stays. A changed clip keeps its model."""
    lacking: list[Lacking] = []
    model = connection.model(draft.model) if connection else None
    if preset.model and draft.source is None:
        offered = connection.model(preset.model) if connection else None
        if connection is not None and offered is None:
            lacking.append(Lacking(Lacks.MODEL, preset.model))
        else:
            model, draft = offered, replace(draft, model=preset.model)
    models = (model,) if model else connection.models if connection else None
    draft = _with_wishes(preset, draft, models, lacking)
    draft = replace(draft, takes=preset.takes, parameters=_parameters(preset, draft, model, lacking))
    draft = draft if preset.fit is None else _fitted(draft, preset.fit)
    draft = draft if preset.prompt is None else replace(draft, prompt=preset.prompt, origin=None)
    return Applied(draft if preset.images is None else _with_images(draft, preset.images), tuple(lacking))


def _with_wishes(
    preset: FormPreset, draft: Draft, models: tuple[VideoModel, ...] | None, lacking: list[Lacking]
) -> Draft:
    shape, seconds, size = preset.shape, preset.seconds, preset.size
    if models is not None:
        if shape is not None and not fitting(models, shape, None):
            lacking.append(Lacking(Lacks.SHAPE, shape.aspect_ratio))
            shape = draft.shape
        if seconds is not None and not fitting(models, None, seconds):
            lacking.append(Lacking(Lacks.SECONDS, seconds))
            seconds = draft.seconds
        if size is not None and not any(size in each.sizes for each in models):
            lacking.append(Lacking(Lacks.SIZE, size))
            size = draft.size
    return replace(draft, shape=shape, seconds=seconds, size=size)


def _parameters(
    preset: FormPreset, draft: Draft, model: VideoModel | None, lacking: list[Lacking]
) -> tuple[ParameterValue, ...]:
    if model is None:
        return preset.parameters or draft.parameters
    known = {each.id: each for each in model.parameters}
    taken = []
    for value in preset.parameters:
        parameter = known.get(value.id)
        if parameter is None:
            lacking.append(Lacking(Lacks.PARAMETER, value.id))
        elif value.value != "" and problem_of(parameter, value.value) is not None:
            lacking.append(Lacking(Lacks.VALUE, value.value, parameter.name))
        else:
            taken.append(value)
    others = (each for each in draft.parameters if each.id not in known)
    return (*taken, *others)


def _fitted(draft: Draft, fit: Fit) -> Draft:
    """The pictures of the form filled in this way; which part of each is seen stays its own."""
    first = draft.image and _fitted_image(draft.image, fit)
    more = tuple(replace(each, image=_fitted_image(each.image, fit)) for each in draft.more)
    return replace(draft, image=first, more=more)


def _fitted_image(image: InputImage, fit: Fit) -> InputImage:
    return replace(image, fit=replace(image.fit, mode=fit.mode, colour=fit.colour))


def _with_images(draft: Draft, images: tuple[InputImage, ...]) -> Draft:
    first = next((each for each in images if each.role is each.role.FIRST), None)
    others = tuple(each for each in images if each is not first)
    return replace(draft, image=first, picture_digest="", others=others, more=(), image_at=0)
