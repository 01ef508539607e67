"""The smallest job that shows what becomes of a picture and a length at a service. Pure."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

from sora_desktop.base.values import dataclass
from sora_desktop.domain.catalog import ImageRole, VideoModel
from sora_desktop.domain.connection import Connection
from sora_desktop.domain.image import ImageFacts, ImageVerdict, InputImage
from sora_desktop.domain.origin import Origin, Way
from sora_desktop.domain.parameters import defaults
from sora_desktop.domain.pricing import Cost, Price, estimate
from sora_desktop.domain.request import Request, request_cost, wire_of
from sora_desktop.domain.request_checks import check
from sora_desktop.domain.wire_options import Unproved, WireOptions

PROMPT = "A quiet, still shot in soft grey light. Nothing moves, and the camera stands still."
"""Not shown as a sentence of the app: a service reads it. Of itself it makes none of the colours of the mark."""
_NO_FILE = Path("marked.png")
"""Stands for the picture until that is drawn."""


class Seen(StrEnum):
    """What a look at the first pictures of a clip found of the marked picture.

    TURNED: it is there, but mirrored or turned. UNCLEAR: something of it, or nothing that can be judged.
    """

    ARRIVED = "arrived"
    TURNED = "turned"
    UNCLEAR = "unclear"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Proof:
    """The job that would be sent, and what it costs as far as anyone knows."""

    request: Request
    cost: Cost

    @property
    def has_picture(self) -> bool:
        return self.request.image is not None

    def with_picture(self, picture: InputImage) -> Request:
        """The very request, once the picture is drawn."""
        return replace(self.request, images=(picture,)) if self.has_picture else self.request


def proof_for(connection: Connection, model_id: str = "") -> Proof | None:
    """The cheapest job that takes a first frame, else the cheapest of words alone; None where nothing may be sent.

    What nobody calls a video model comes last, and so does what has no price. `model_id`: of this model alone, "" for any.
    """
    drafts = [each for each in _drafts(connection) if model_id in ("", each.model_id)]
    with_picture = [replace(each, images=(_PICTURE,)) for each in drafts if each.model.slot(ImageRole.FIRST)]
    for requests in (with_picture, drafts):
        for request in _cheapest_first(requests, connection):
            facts = [ImageFacts(image, ImageVerdict.OK, request.size) for image in request.images]
            if not check(request, request.model, connection, facts):
                return Proof(request, request_cost(request, connection))
    return None


_PICTURE = InputImage(path=_NO_FILE)


def _drafts(connection: Connection) -> Iterator[Request]:
    """Every size of every model at its shortest, or at another one where that would prove nothing."""
    for model in connection.models:
        seconds = model.settle_seconds(None) if model.fixes_seconds else _telling_length(model, connection)
        for size in model.sizes[:1] if model.fixes_size else model.sizes:
            yield Request(PROMPT, model, size, seconds, parameters=defaults(model.parameters), origin=Origin(Way.PROOF))


_MADE_UNASKED = frozenset({5, 6, 8})
"""Lengths that models make where they are told none: such a clip would not show that the length was heard."""


def _telling_length(model: VideoModel, connection: Connection) -> int:
    every = model.every_length
    if Unproved.LENGTH not in wire_of(model, connection).unproved:
        return every[0]
    return next((each for each in every if each not in _MADE_UNASKED), every[-1])


def proved(wire: WireOptions, *, picture: bool, length: bool) -> WireOptions:
    """`wire` once a clip has shown that its picture and its length arrive as they are sent."""
    shown = {Unproved.PICTURES: picture, Unproved.LENGTH: length}
    return replace(wire, unproved=tuple(each for each in wire.unproved if not shown[each]))


def with_wire(connection: Connection, model_id: str, wire: WireOptions) -> Connection:
    """`connection` whose entry of a model has this way."""
    models = tuple(replace(each, wire=wire) if each.id == model_id else each for each in connection.models)
    return replace(connection, models=models)


def _cheapest_first(requests: list[Request], connection: Connection) -> list[Request]:
    """Prices are looked up by model once: a service may list thousands of both."""
    lines = defaultdict[str, list[Price]](list)
    for line in connection.prices.prices:
        lines[line.model].append(line)
    doubtful = {model.id for model in connection.told.doubtful} if not connection.told.models else set[str]()

    def rank(request: Request) -> tuple[bool, bool, Decimal, int, int]:
        own = replace(connection.prices, prices=tuple(lines.get(request.model_id, ())))
        cost = estimate(own, request).amount
        pixels = request.size.width * request.size.height
        return _is_unsure(request.model, doubtful), cost is None, cost or Decimal(0), request.seconds, pixels

    return sorted(requests, key=rank)


def _is_unsure(model: VideoModel, doubtful: set[str]) -> bool:
    return model.if_enabled or model.id in doubtful
