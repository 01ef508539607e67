"""What a catalogue entry adds to the body of a format: its parameters, and the images of its roles. No I/O."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from sora_desktop.domain.catalog import ImageRole, ImageSlot
from sora_desktop.domain.parameters import Place
from sora_desktop.domain.request import Request
from sora_desktop.domain.shapes import Size
from sora_desktop.domain.wire_options import AS_THE_FORMAT_HAS_IT, LinkAs, SecondsAs, SizeAs, WireOptions
from sora_desktop.services.resolutions import named_by_short_side
from sora_desktop.services.wire import FilePart, PreparedImage

FILM_FIELD = "video"
"""Of a clip that is changed, or made a character of."""
_FILM_TYPES = {".webm": "video/webm", ".mov": "video/quicktime", ".mkv": "video/x-matroska"}
_ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp"}


def model_field(request: Request, options: WireOptions) -> dict[str, str]:
    """The model, unless this server has one only and wants no name."""
    return {"model": request.model.id} if options.sends_model else {}


def length_field(
    request: Request, options: WireOptions, usual: str, spelled: Callable[[int], object]
) -> dict[str, object]:
    """The length in seconds; `usual` is the format's own place for it, `spelled` its way to write it."""
    spell = {SecondsAs.TEXT: str, SecondsAs.NUMBER: int}.get(options.seconds, spelled)
    return {options.seconds_field or usual: spell(request.seconds)}


def size_fields(request: Request, options: WireOptions) -> dict[str, object]:
    """The frame, and its ratio beside it where that has a place."""
    ratio = {options.ratio_field: request.size.aspect_ratio} if options.ratio_field else {}
    return {options.size_field or "size": _SPELLED_SIZES[options.size](request.size), **ratio}


_SPELLED_SIZES: Mapping[SizeAs, Callable[[Size], str]] = {
    SizeAs.OWN: str,
    SizeAs.STAR: lambda size: f"{size.width}*{size.height}",
    SizeAs.NAME: named_by_short_side,
    SizeAs.SMALL_NAME: lambda size: named_by_short_side(size).lower(),
}


def spelled_link(options: WireOptions, own: Callable[[str], object]) -> Callable[[str], object]:
    """How the web address of a picture is written; `own` is the format's way."""
    match options.link:
        case LinkAs.TEXT | LinkAs.FILE:  # what is fetched and goes as no file is a data URL
            return str
        case LinkAs.OBJECT:
            return as_object
        case _:
            return own


def as_object(url: str) -> dict[str, str]:
    return {"image_url": url}


def with_parameters(request: Request, own: Mapping[str, object]) -> dict[str, object]:
    """The `own` fields of a format and, behind them, the parameters of the request where its entry puts them.

    A field such as `metadata.ratio` stands inside of `metadata`.
    """
    body = dict[str, object]()
    for name, value in own.items():
        _put(body, name.split("."), value)
    for each in request.parameters:
        parameter = request.model.parameter(each.id)
        _put(body, (parameter.wire_field if parameter else each.id).split("."), each.value)
    return body


def _put(body: dict[str, object], path: Sequence[str], value: object) -> None:
    for name in path[:-1]:
        inner = body.setdefault(name, {})
        body[name] = body = inner if isinstance(inner, dict) else {}
    body[path[-1]] = value


def wants_form(request: Request) -> bool:
    """Whether a parameter stands in forms only."""
    found = (request.model.parameter(each.id) for each in request.parameters)
    return any(parameter is not None and parameter.place is Place.FORM for parameter in found)


def as_form(body: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    """The fields of a body as texts of a form: what is neither text nor number is written as JSON."""
    return tuple((name, value if isinstance(value, str) else json.dumps(value)) for name, value in body.items())


def file_parts(
    request: Request, images: Sequence[PreparedImage], usual: str, options: WireOptions = AS_THE_FORMAT_HAS_IT
) -> tuple[FilePart, ...]:
    """The images that lie on this machine, each in the place of its role; `usual` is the format's own."""
    parts = []
    for image in images:
        if image.path is not None:
            stem = "reference" if image.role == "first" else image.role
            filename = f"{stem}.{_ENDINGS.get(image.mime, 'bin')}"
            parts.append(FilePart(_place(request, image, usual, options), image.path, filename, image.mime))
    return tuple(parts)


def film_part(path: Path) -> FilePart:
    """A clip of this machine as a file of a form."""
    ending = path.suffix.lower()
    return FilePart(FILM_FIELD, path, f"{FILM_FIELD}{ending}", _FILM_TYPES.get(ending, "video/mp4"))


def _place(request: Request, image: PreparedImage, usual: str, options: WireOptions) -> str:
    """Where its role stands: as the entry has it, else as the service has it, else as the format has it."""
    roles = {ImageRole.LAST: options.last_field, ImageRole.REFERENCE: options.reference_field}
    return slot_of(request, image).field or roles.get(image.role) or usual


def links(
    request: Request,
    images: Sequence[PreparedImage],
    usual: str,
    spelled: Callable[[str], object],
    options: WireOptions = AS_THE_FORMAT_HAS_IT,
) -> Iterator[tuple[str, object]]:
    """Field and value of the images that have an address: one value, or a list where the entry takes several."""
    listed: dict[str, list[object]] = {}
    for image in sorted(images, key=lambda image: _ORDER.index(image.role)):
        if image.url is None:
            continue
        place = _place(request, image, usual, options)
        if options.lists_links or slot_of(request, image).most > 1:
            listed.setdefault(place, []).append(spelled(image.url))
        else:
            yield place, spelled(image.url)
    yield from listed.items()


_ORDER = tuple(ImageRole)


def slot_of(request: Request, image: PreparedImage) -> ImageSlot:
    """The place of a picture's role in the entry of the request."""
    return request.model.slot(image.role) or ImageSlot(image.role)
