"""What speaks against sending a request: the one judge of whether it may go."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum

from sora_desktop.base.sentences import N_, Message, message, plural
from sora_desktop.base.values import dataclass
from sora_desktop.domain.catalog import ImageRole, ImageSlot, VideoModel
from sora_desktop.domain.connection import Connection, KeyPlace
from sora_desktop.domain.field_checks import is_one_field, wire_faults
from sora_desktop.domain.format_facts import BodyWays
from sora_desktop.domain.image import ImageFacts, InputImage
from sora_desktop.domain.parameters import (
    Parameter,
    ParameterKind,
    Place,
    problem_of,
)
from sora_desktop.domain.picture_checks import no_way, picture_problems
from sora_desktop.domain.request import (
    PROMPT_LIMIT,
    Request,
    goes_as_file,
    is_proof,
    own_wire,
    wire_format,
    wire_of,
    wire_options,
)
from sora_desktop.domain.shapes import Shape, Size
from sora_desktop.domain.shown_character import objections as to_characters
from sora_desktop.domain.source import Asked, Change, Part, SourceClip, blank_prompt, objections
from sora_desktop.domain.wire_options import Unproved


class Field(StrEnum):
    """The control a problem stands beside. IMAGE is the first frame's."""

    PROMPT = "prompt"
    IMAGE = "image"
    OTHER_IMAGES = "other-images"
    SHAPE = "shape"
    SIZE = "size"
    SECONDS = "seconds"
    PARAMETERS = "parameters"
    MODEL = "model"
    CONNECTION = "connection"
    SOURCE = "source"
    CHARACTERS = "characters"


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a request may not be sent yet. `settles` is True while something is still being looked at."""

    field: Field
    text: Message
    settles: bool = False


def check(
    request: Request, model: VideoModel | None, connection: Connection, facts: Sequence[ImageFacts | None] = ()
) -> tuple[Problem, ...]:
    """All that speaks against sending `request`, most basic first; empty when it may go.

    Pure: `facts` is what looking at each of `request.images` found (None, or missing, while that is under way).
    """
    looked = (*facts, *(None for _ in request.images))
    return (
        *_check_connection(connection),
        *_check_prompt(request.prompt, request.source),
        *_check_model(request, model, connection),
        *_check_parameters(request, model, connection),
        *(_check_roles(request, model, connection) if request.source is None else _check_source(request, connection)),
        *_check_characters(request, connection),
        *_check_fields(request, connection),
        *_check_unproved(request, model, connection),
        *(
            problem
            for image, found in zip(request.images, looked, strict=False)
            for problem in _check_image(image, request, connection, found)
        ),
    )


def _check_connection(connection: Connection) -> Iterator[Problem]:
    if connection.key_place is KeyPlace.MISSING:
        yield Problem(
            Field.CONNECTION,
            message("“{name}” needs its key before anything can be sent.", name=connection.name),
        )


def _check_prompt(prompt: str, source: SourceClip | None) -> Iterator[Problem]:
    if not prompt.strip():
        yield Problem(Field.PROMPT, blank_prompt(source))
    elif len(prompt) > PROMPT_LIMIT:
        yield Problem(
            Field.PROMPT,
            plural(
                "The prompt is {count} character too long. The limit is {limit}.",
                "The prompt is {count} characters too long. The limit is {limit}.",
                len(prompt) - PROMPT_LIMIT,
                limit=PROMPT_LIMIT,
            ),
        )


def _check_model(request: Request, model: VideoModel | None, connection: Connection) -> Iterator[Problem]:
    if model is None:
        yield Problem(
            Field.MODEL,
            message("“{name}” doesn't offer the model {model}.", name=connection.name, model=request.model.id),
        )
        return
    if request.source is None:
        yield from _check_size(request, model, connection)
    if request.source is None or request.source.change is Change.EXTEND:
        yield from _check_seconds(request.seconds, model)


def _check_unproved(request: Request, model: VideoModel | None, connection: Connection) -> Iterator[Problem]:
    """What the service may drop in silence and bill all the same; a clip that is to prove it asks for it."""
    wire = own_wire(request, connection)
    if request.source is not None:
        return
    now = wire_of(model or request.model, connection)  # it may have been proved since
    unproved = now.unproved if replace(now, unproved=wire.unproved) == wire else wire.unproved
    for each in () if is_proof(request) else unproved:
        if each is Unproved.LENGTH and request.sends_seconds:
            yield Problem(Field.SECONDS, _unproved(_LENGTH_UNPROVED, request, connection))
        elif each is Unproved.PICTURES and request.images:
            yield Problem(_field_of(request.images[0].role), _unproved(_PICTURES_UNPROVED, request, connection))
    if not wire.says_shape and request.sends_size and request.image is None and request.shape is not Shape.LANDSCAPE:
        yield Problem(Field.SHAPE, message(_NO_SHAPE, name=connection.name, model=request.model.title))


def _unproved(source: str, request: Request, connection: Connection) -> Message:
    return message(source, name=connection.name, model=request.model.title).about(
        todo=message(
            "Prove it with one clip of {model} in the connection, or choose there under “Models” how it is sent.",
            model=request.model.title,
        )
    )


_LENGTH_UNPROVED = N_(
    "Nobody knows how “{name}” is told the length for {model}: it may ignore it and bill the clip all the same."
)
_PICTURES_UNPROVED = N_(
    "Nobody knows how “{name}” takes pictures for {model}: it may ignore them and bill the clip all the same."
)
_NO_SHAPE = N_(
    "“{name}” can't be told the shape of a clip for {model}. Choose a wide one, or give a first frame of that shape."
)
_FIELDS = {
    Part.SOURCE: Field.SOURCE,
    Part.MODEL: Field.MODEL,
    Part.SIZE: Field.SIZE,
    Part.SECONDS: Field.SECONDS,
    Part.PICTURES: Field.IMAGE,
}


def _check_source(request: Request, connection: Connection) -> Iterator[Problem]:
    if request.source is None:
        return
    asked = Asked(request.model.id, request.size, request.seconds, bool(request.images))
    for part, text in objections(request.source, own_wire(request, connection), connection, asked):
        yield Problem(_FIELDS[part], text)


def _check_characters(request: Request, connection: Connection) -> Iterator[Problem]:
    is_change = request.source is not None
    for text in to_characters(request.characters, own_wire(request, connection), connection, is_change=is_change):
        yield Problem(Field.CHARACTERS, text)


def _check_size(request: Request, model: VideoModel, connection: Connection) -> Iterator[Problem]:
    size = request.size
    if not model.sizes_of(size.shape):
        ratios = ", ".join(shape.aspect_ratio for shape in model.shapes)
        yield Problem(Field.SHAPE, message("{model} makes {ratio} clips only.", model=model.title, ratio=ratios))
    elif size not in model.sizes:
        sizes = ", ".join(map(str, model.sizes_of(size.shape)))
        yield Problem(
            Field.SIZE,
            message(
                "{model} doesn't make {size} clips, only {sizes}.",
                model=model.title,
                size=str(size),
                sizes=sizes,
            ),
        )
    elif not model.fixes_size and not _body(request, connection).sizes and size != _usual(size, model):
        yield Problem(
            Field.SIZE,
            message(
                "“{name}” can be asked for a shape only, not for {size}. Choose {usual}.",
                name=connection.name,
                size=str(size),
                usual=str(_usual(size, model)),
            ),
        )


def _body(request: Request, connection: Connection) -> BodyWays:
    """What can be said in the format that the whole job is sent in, as it is spelled."""
    ways = _ways(request, connection)
    return wire_options(request, connection).body(ways, as_files=_all_as_files(request, connection))


def _ways(request: Request, connection: Connection) -> BodyWays:
    return connection.body if wire_format(request, connection) == connection.format else connection.file_body


def _all_as_files(request: Request, connection: Connection) -> bool:
    return all(goes_as_file(image, request, connection) for image in request.images)


def _usual(size: Size, model: VideoModel) -> Size:
    """The frame that a service makes when it is told the ratio alone."""
    return next(each for each in model.sizes if each.aspect_ratio == size.aspect_ratio)


_LISTED_AT_MOST = 8
_OTHER_LENGTHS = N_("{model} does not make clips of {seconds} s, only of {lengths} s.")
_ANY_LENGTH_BETWEEN = N_("{model} does not make clips of {seconds} s, only of {shortest} to {longest} s.")
_STEPS_BETWEEN = N_(
    "{model} does not make clips of {seconds} s, only of {shortest} to {longest} s in steps of {step} s."
)


def _check_seconds(seconds: int, model: VideoModel) -> Iterator[Problem]:
    if model.makes(seconds):
        return
    every, spread = model.every_length, model.length_range
    source = _OTHER_LENGTHS
    if spread is not None and len(every) > _LISTED_AT_MOST:
        source = _ANY_LENGTH_BETWEEN if spread.step == 1 else _STEPS_BETWEEN
    yield Problem(
        Field.SECONDS,
        message(
            source,
            model=model.title,
            seconds=seconds,
            lengths=", ".join(map(str, every)),
            shortest=every[0],
            longest=every[-1],
            step=spread.step if spread else 1,
        ),
    )


def _check_parameters(request: Request, model: VideoModel | None, connection: Connection) -> Iterator[Problem]:
    if model is None:
        return
    for value in request.parameters:
        parameter = model.parameter(value.id)
        if parameter is None:
            text: Message | None = message("{model} does not take {name}.", model=model.title, name=value.id)
        elif parameter.place is Place.FORM and not _body(request, connection).forms:
            text = message("“{name}” cannot be asked for {parameter}.", name=connection.name, parameter=parameter.name)
        else:
            text = problem_of(parameter, value.value)
        if text is not None:
            yield Problem(Field.PARAMETERS, text)


def _check_fields(request: Request, connection: Connection) -> Iterator[Problem]:
    """Each field of the wire has one use: what stands in it twice would be another request than the one that is paid for."""
    body = _body(request, connection)
    for fault in wire_faults(own_wire(request, connection), connection.body.fields).values():
        yield Problem(Field.MODEL, fault.about(todo=message(_CORRECT_IT)))
    named = {image.role: (request.model.slot(image.role) or ImageSlot(image.role)).field for image in request.images}
    images = {role: field or _own_field(body, role) for role, field in named.items()}
    shares = _all_as_files(request, connection) or own_wire(request, connection).lists_links
    ways = _ways(request, connection)
    theirs = {role for role, field in named.items() if field or images[role] != _own_field(ways, role)}
    for role, used in images.items():  # of a form several parts may have one name
        if used in body.fields or (used and not shares and _is_shared(used, images, theirs)):
            field = _field_of(role)
            yield Problem(field, message(_PICTURE_FIELD_TAKEN, name=connection.name, field=used))
    yield from _check_parameter_fields(request, connection.name, {*body.taken, *images.values()} - {""})


def _field_of(role: ImageRole) -> Field:
    return Field.IMAGE if role is ImageRole.FIRST else Field.OTHER_IMAGES


def _own_field(body: BodyWays, role: ImageRole) -> str:
    """The format's own place for the pictures of a role, "" where it has none."""
    return {ImageRole.FIRST: body.image_field, ImageRole.LAST: body.last_field}.get(role, body.reference_field)


def _is_shared(used: str, images: Mapping[ImageRole, str], theirs: Collection[ImageRole]) -> bool:
    """Whether a field would hold pictures of several roles, and not as the format itself puts them there."""
    roles = [role for role, field in images.items() if field == used]
    return len(roles) > 1 and any(role in theirs for role in roles)


def _check_parameter_fields(request: Request, name: str, taken: Collection[str]) -> Iterator[Problem]:
    set_ids = {value.id for value in request.parameters}
    sent: list[Parameter] = []
    for each in request.model.parameters:
        if each.id not in set_ids and each.kind is not ParameterKind.SEED:
            continue
        used = each.wire_field
        twin = next((other for other in sent if is_one_field(used, other.wire_field)), None)
        if any(is_one_field(used, each) for each in taken):
            yield Problem(Field.PARAMETERS, message(_FIELD_TAKEN, parameter=each.name, name=name, field=used))
        elif twin is not None:
            yield Problem(Field.PARAMETERS, message(_FIELD_TWICE, one=twin.name, other=each.name, field=used))
        sent.append(each)


_CORRECT_IT = N_("Correct it under “Models”, or under “Advanced” in the connection.")
_FIELD_TAKEN = N_(
    "{parameter} can't be sent to “{name}”: its field “{field}” has another use there. "
    "Give it another field in connections.json."
)
_FIELD_TWICE = N_(
    "{one} and {other} can't be sent together: both use the field “{field}”. "
    "Give one of them another field in connections.json."
)
_PICTURE_FIELD_TAKEN = N_(
    "This picture can't be sent to “{name}”: its field “{field}” has another use there. "
    "Give it another field in connections.json."
)

_NOT_TAKEN = {
    ImageRole.FIRST: N_("{model} takes no first frame."),
    ImageRole.LAST: N_("{model} takes no last frame."),
    ImageRole.REFERENCE: N_("{model} takes no reference pictures."),
}
_TOO_MANY = {
    ImageRole.FIRST: N_("{model} takes {most} first frame only."),
    ImageRole.LAST: N_("{model} takes {most} last frame only."),
    ImageRole.REFERENCE: N_("{model} takes at most {most} reference pictures."),
}
_NEEDED = {
    ImageRole.FIRST: N_("{model} needs a first frame."),
    ImageRole.LAST: N_("{model} needs a last frame."),
    ImageRole.REFERENCE: N_("{model} needs a reference picture."),
}
_NO_PLACE = {
    ImageRole.LAST: N_("“{name}” has no place for a last frame."),
    ImageRole.REFERENCE: N_("“{name}” has no place for reference pictures."),
}
_FRAMES_ALONE = N_("“{name}” would ignore the reference pictures beside a first or last frame. Send one or the other.")


def _check_roles(request: Request, model: VideoModel | None, connection: Connection) -> Iterator[Problem]:
    counts, body = Counter(image.role for image in request.images), _body(request, connection)
    for role, count in counts.items():
        slot = model.slot(role) if model else ImageSlot(role, count)
        field = _field_of(role)
        name = model.title if model else ""
        if slot is None:
            yield Problem(field, message(_NOT_TAKEN[role], model=name))
        elif count > slot.most:
            yield Problem(field, message(_TOO_MANY[role], model=name, most=slot.most))
        elif model and role is not ImageRole.FIRST and not (slot.field or _own_field(body, role)):
            yield Problem(field, message(_NO_PLACE[role], name=connection.name))
    for slot in model.images if model else ():
        if counts[slot.role] < slot.least:
            field = _field_of(slot.role)
            yield Problem(field, message(_NEEDED[slot.role], model=model.title if model else ""))
    if body.frames_alone and ImageRole.REFERENCE in counts and len(counts) > 1:
        yield Problem(Field.OTHER_IMAGES, message(_FRAMES_ALONE, name=connection.name))
    yield from _check_mixture(request, connection)


def _check_mixture(request: Request, connection: Connection) -> Iterator[Problem]:
    """A form carries files, JSON carries links: one body is never both."""
    if len({goes_as_file(image, request, connection) for image in request.images}) > 1:
        yield Problem(
            Field.OTHER_IMAGES,
            message("Give all pictures as files, or all by web addresses: they cannot go in one request."),
        )


def _check_image(
    image: InputImage, request: Request, connection: Connection, facts: ImageFacts | None
) -> Iterator[Problem]:
    field = _field_of(image.role)
    if text := no_way(image, request, connection):
        yield Problem(field, text)
    if facts is None:
        yield Problem(field, message("Checking the picture…"), settles=True)
    else:
        yield from (Problem(field, text) for text in picture_problems(request, connection, facts))
