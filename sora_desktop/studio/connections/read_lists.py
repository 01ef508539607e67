"""Asks a service for all that it lists of itself, and puts its lists together."""

from collections.abc import Sequence
from dataclasses import replace

from sora_desktop.base.values import dataclass
from sora_desktop.domain.catalog import VideoModel
from sora_desktop.domain.errors import ServiceError, UnreachableError, WrongKeyError
from sora_desktop.domain.presets import Catalogue
from sora_desktop.domain.pricing import PriceList
from sora_desktop.domain.told import Told
from sora_desktop.services.catalogs import CATALOGS
from sora_desktop.services.client import VideoClient


@dataclass(frozen=True, slots=True)
class ReadLists:
    """`trouble`: why one of the lists cannot be read, while another can."""

    told: Told
    trouble: ServiceError | None = None


async def read_lists(client: VideoClient, wire_format: str, catalogues: Sequence[Catalogue]) -> ReadLists:
    """All that a service lists. Where nothing answers, or the key is wrong, no further list is asked for.

    Raises the ServiceError branch where none of them tells of a model.
    """
    several, trouble = list[Told](), None
    for catalogue in catalogues:
        try:
            several.append(await _read_one(client, wire_format, catalogue))
        except ServiceError as error:
            trouble = trouble or error
            if isinstance(error, UnreachableError | WrongKeyError):
                break
    told = _together(several)
    if trouble is not None and not told.offered:
        raise trouble
    return ReadLists(told, trouble)


async def _read_one(client: VideoClient, wire_format: str, catalogue: Catalogue) -> Told:
    kind, told = CATALOGS[catalogue], Told()
    if kind.tells_models:
        page = await client.list_models(catalogue, wire_format)
        told = Told(page.models, page.doubtful)
    if kind.tells_prices:
        list_ = await client.list_prices(catalogue, wire_format)
        prices = PriceList(list_.currency, list_.prices, group=list_.group)
        told = replace(told, prices=prices if list_.prices else None)
    return told


def _together(several: Sequence[Told]) -> Told:
    """All lists of a service: what one of them calls a video model is one. The last that has prices has the closest."""
    sure = dict[str, VideoModel]()
    for model in (model for told in several for model in told.models):
        sure[model.id] = _closer(sure[model.id], model) if model.id in sure else model
    order = dict.fromkeys(model.id for told in several for model in told.models)
    doubtful = {model.id: model for told in several for model in told.doubtful if model.id not in sure}
    prices = [told.prices for told in several if told.prices is not None]
    return Told(tuple(sure[each] for each in order), tuple(doubtful.values()), prices[-1] if prices else None)


def _closer(first: VideoModel, later: VideoModel) -> VideoModel:
    """What a list itself tells of the frames; else what the later one assumes, which may know what stands behind a name."""
    return first if "sizes" not in first.assumed else replace(later, name=first.name or later.name)
