"""A request: everything one generation depends on. What speaks against sending it: `request_checks`."""

import random
from dataclasses import replace

from sora_desktop.base.values import dataclass
from sora_desktop.domain.catalog import ImageRole, VideoModel
from sora_desktop.domain.connection import Connection
from sora_desktop.domain.format_facts import LocalImage
from sora_desktop.domain.image import InputImage
from sora_desktop.domain.origin import Origin, Way
from sora_desktop.domain.parameters import (
    ParameterValue,
    draw_seeds,
    without_drawn,
)
from sora_desktop.domain.presets import preset_of
from sora_desktop.domain.pricing import Cost, Price, estimate
from sora_desktop.domain.shapes import Shape, Size
from sora_desktop.domain.shown_character import ShownCharacter
from sora_desktop.domain.source import Change, SourceClip
from sora_desktop.domain.wire_options import AS_THE_FORMAT_HAS_IT, LinkAs, WireOptions

PROMPT_LIMIT = 32_000
COUNT_LIMIT = 8


@dataclass(frozen=True, slots=True)
class Request:
    """`model` is the catalogue entry as it was; `size` and `seconds` are settled, never "Any".

    Whether they are sent is the model's matter: `sends_size`, `sends_seconds`. `parameters` are all that are sent;
    what is not among them the service decides. `origin` is where it came from, None for nowhere. `source` is the clip
    that it changes, None for a new one; where that goes on, `seconds` is what is added. `characters` are to be seen in it.
    """

    prompt: str
    model: VideoModel
    size: Size
    seconds: int
    images: tuple[InputImage, ...] = ()
    parameters: tuple[ParameterValue, ...] = ()
    origin: Origin | None = None
    source: SourceClip | None = None
    characters: tuple[ShownCharacter, ...] = ()

    @property
    def model_id(self) -> str:
        return self.model.id

    @property
    def clip_seconds(self) -> int:
        """The length of the clip that comes of it."""
        goes_on = self.source is not None and self.source.change is Change.EXTEND
        return self.seconds + (self.source.seconds if self.source and goes_on else 0)

    @property
    def usual_prices(self) -> tuple[Price, ...]:
        """Those of the model's entry, for where the connection has none of it."""
        return self.model.prices

    @property
    def picture_roles(self) -> frozenset[str]:
        """What the pictures are that go along."""
        return frozenset(image.role.value for image in self.images)

    @property
    def shape(self) -> Shape:
        return self.size.shape

    @property
    def image(self) -> InputImage | None:
        """The first frame, None where none is given."""
        return next((image for image in self.images if image.role is ImageRole.FIRST), None)

    @property
    def as_asked(self) -> "Request":
        """It without what differs from take to take, and without where it came from: equal for all takes of one wish."""
        chosen = without_drawn(self.parameters)
        return (
            self if (chosen, None) == (self.parameters, self.origin) else replace(self, parameters=chosen, origin=None)
        )

    @property
    def sends_size(self) -> bool:
        return not self.model.fixes_size

    @property
    def sends_seconds(self) -> bool:
        return not self.model.fixes_seconds


def is_proof(request: Request) -> bool:
    """Whether it is to show what a connection makes of a picture and a length."""
    return request.origin is not None and request.origin.way is Way.PROOF


def edited(request: Request, *, job_id: str = "", clip_id: str = "") -> Request:
    """The request of a job or clip as it goes into the form, to become another one."""
    return replace(request, origin=Origin(Way.EDITED, job_id=job_id, clip_id=clip_id))


def one_take(request: Request, source: random.Random | None = None) -> Request:
    """The request of one take: its seeds are drawn, where a person fixed none."""
    values = draw_seeds(request.model.parameters, request.parameters, source or random.SystemRandom())
    return request if values == request.parameters else replace(request, parameters=values)


def request_cost(request: Request, connection: Connection) -> Cost:
    """What one clip of it costs there, as far as anyone knows."""
    return estimate(connection.prices, request)


def wire_format(request: Request, connection: Connection) -> str:
    """The id of the one format that the whole job is sent in: never a mix.

    Where a format has no place for a picture from this machine, the whole job goes in its sister format if the
    connection says so. A change of a clip goes in the one that knows of changes, and so do characters.
    """
    if request.source is not None:
        return connection.body.changes_in or connection.format
    if request.characters:
        return connection.body.characters_in or connection.format
    if any(goes_as_file(image, request, connection) for image in request.images):
        return connection.pictures.file_format or connection.format
    return connection.format


def wire_options(request: Request, connection: Connection) -> WireOptions:
    """How the whole job is spelled, with what is done to a picture of this machine settled.

    A service that wants its own format in its own way has said nothing of the sister of it.
    """
    wishes, own = own_wire(request, connection), wire_format(request, connection) == connection.format
    spelled = wishes if own else replace(AS_THE_FORMAT_HAS_IT, remix=wishes.remix, extend=wishes.extend)
    return replace(spelled, local=local_handling(request, connection))


def own_wire(request: Request, connection: Connection) -> WireOptions:
    """How its model wants requests spelled: as its entry says, else its family there, else the connection."""
    return wire_of(request.model, connection)


def wire_of(model: VideoModel, connection: Connection) -> WireOptions:
    """As `own_wire`. Whoever wrote the entry by hand need not know of its family."""
    preset = preset_of(connection.preset)
    usual = preset.way_of(model.id, connection.wire) if preset else connection.wire
    return model.wire or usual


def local_handling(request: Request, connection: Connection) -> LocalImage:
    """What is done with a picture of this machine."""
    return own_wire(request, connection).local or connection.local_image


def goes_as_file(image: InputImage, request: Request, connection: Connection) -> bool:
    """A picture of this machine, or one that is brought here."""
    here = image.path is not None or own_wire(request, connection).link is LinkAs.FILE
    return here and local_handling(request, connection) is LocalImage.NATIVE
