"""A request: everything one generation depends on, and the one judge of whether it may be sent."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from sora_desktop.base.sentences import Message, message
from sora_desktop.domain.catalog import Shape, Size, VideoModel
from sora_desktop.domain.connection import Connection, ConnectionKind, KeyPlace
from sora_desktop.domain.format_facts import LocalImage
from sora_desktop.domain.image import ImageFacts, ImageVerdict, InputImage

PROMPT_LIMIT = 32_000
COUNT_LIMIT = 8


@dataclass(frozen=True, slots=True)
class Request:
    """`model` is the catalogue entry as it was; `orientation` and `seconds` are settled, never "Any".

    Whether they are sent is the model's matter: `sends_orientation`, `sends_seconds`.
    """

    prompt: str
    model: VideoModel
    orientation: Shape
    seconds: int
    image: InputImage | None = None

    @property
    def size(self) -> Size:
        return self.model.size(self.orientation)

    @property
    def sends_orientation(self) -> bool:
        return self.model.orientation is None

    @property
    def sends_seconds(self) -> bool:
        return self.model.seconds is None


class Field(StrEnum):
    """The control a problem stands beside."""

    PROMPT = "prompt"
    IMAGE = "image"
    SHAPE = "shape"
    SECONDS = "seconds"
    MODEL = "model"
    CONNECTION = "connection"


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a request may not be sent yet. `settles` is True while something is still being looked at."""

    field: Field
    text: Message
    settles: bool = False


def wire_format(request: Request, connection: Connection) -> str:
    """The id of the one format that the whole job is sent in: never a mix.

    Where a format has no place for a picture from this machine, the whole job goes in its sister format if the
    connection says so.
    """
    local = request.image is not None and request.image.path is not None
    if local and connection.local_image is LocalImage.NATIVE:
        return connection.pictures.file_format or connection.format
    return connection.format


def check(
    request: Request, model: VideoModel | None, connection: Connection, facts: ImageFacts | None
) -> tuple[Problem, ...]:
    """All that speaks against sending `request`, most basic first; empty when it may go.

    Pure: `facts` is what looking at `request.image` found (None while that is under way).
    """
    return (
        *_check_connection(connection),
        *_check_prompt(request.prompt),
        *_check_model(request, model, connection),
        *_check_image(request.image, connection, facts),
    )


def _check_connection(connection: Connection) -> Iterator[Problem]:
    if connection.key_place is KeyPlace.MISSING:
        yield Problem(
            Field.CONNECTION,
            message("“{name}” needs its key before anything can be sent.", name=connection.name),
        )


def _check_prompt(prompt: str) -> Iterator[Problem]:
    if not prompt.strip():
        yield Problem(Field.PROMPT, message("Write what should be seen."))
    elif len(prompt) > PROMPT_LIMIT:
        yield Problem(
            Field.PROMPT,
            message(
                "The prompt is {over} characters too long: {limit} is the most a service takes.",
                over=len(prompt) - PROMPT_LIMIT,
                limit=PROMPT_LIMIT,
            ),
        )


def _check_model(request: Request, model: VideoModel | None, connection: Connection) -> Iterator[Problem]:
    if model is None:
        yield Problem(
            Field.MODEL,
            message("“{name}” does not offer the model {model}.", name=connection.name, model=request.model.id),
        )
        return
    if model.orientation and request.orientation is not model.orientation:
        yield Problem(
            Field.SHAPE,
            message("{model} makes {ratio} clips only.", model=model.id, ratio=model.orientation.aspect_ratio),
        )
    if request.seconds not in model.lengths:
        yield Problem(
            Field.SECONDS,
            message(
                "{model} does not make clips of {seconds} s, only of {lengths} s.",
                model=model.id,
                seconds=request.seconds,
                lengths=", ".join(map(str, model.lengths)),
            ),
        )


_VERDICT_TEXT = {
    ImageVerdict.NOT_FOUND: "The picture is not there any more. Drop it again.",
    ImageVerdict.NOT_A_FILE: "That is a folder. Drop one picture: PNG, JPEG or WebP.",
    ImageVerdict.EMPTY: "The picture is empty: its file has no bytes.",
    ImageVerdict.NOT_AN_IMAGE: "That is not a picture that can be used. PNG, JPEG and WebP can.",
    ImageVerdict.TOO_LARGE: "The picture is too large: 64 megapixels and 50 MB are the most.",
    ImageVerdict.UNREADABLE: "The picture cannot be read: its file is damaged or may not be opened.",
    ImageVerdict.BAD_URL: "That is not a web address of a picture. It must start with http:// or https://.",
    ImageVerdict.PRIVATE: (
        "The picture's address is private: the service could not open it. Save the picture and drop the file."
    ),
    ImageVerdict.EXPIRED: "The picture's address has expired. Save the picture and drop the file.",
    ImageVerdict.EXPIRES_SOON: (
        "The picture's address expires before the clip could be made. Save the picture and drop the file."
    ),
    ImageVerdict.UNREACHABLE: (
        "The picture's address could not be looked at. Check the network, or save the picture and drop the file."
    ),
}
PRIVATE_ADDRESS = _VERDICT_TEXT[ImageVerdict.PRIVATE]


def _check_image(image: InputImage | None, connection: Connection, facts: ImageFacts | None) -> Iterator[Problem]:
    if image is None:
        return
    if image.path is not None and connection.local_image is LocalImage.REFUSE:
        yield Problem(
            Field.IMAGE,
            message(
                "“{name}” takes pictures only by a public web address, not from this machine.", name=connection.name
            ),
        )
    if image.url is not None and not connection.pictures.links:
        yield Problem(
            Field.IMAGE,
            message("“{name}” takes pictures only as files. Save this one and drop the file.", name=connection.name),
        )
    if facts is None:
        yield Problem(Field.IMAGE, message("Looking at the picture…"), settles=True)
    elif facts.verdict is not ImageVerdict.OK:
        yield Problem(Field.IMAGE, facts.detail or message(_VERDICT_TEXT[facts.verdict]))
    elif facts.private_address and (connection.is_public or connection.kind is ConnectionKind.ENGINE):
        yield Problem(Field.IMAGE, message(PRIVATE_ADDRESS))
