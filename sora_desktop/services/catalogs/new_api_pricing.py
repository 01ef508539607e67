"""`GET /api/pricing` of new-api: models with their prices in US dollars, without a login.

`quota_type` 1 is a fixed `model_price`, 0 a ratio by tokens. What is paid is the price times the ratio of the account's
group, and times what the model's channel multiplies it with: the list does not tell that, `CHANNELS` does. Which group a
key belongs to is not told: "default" is assumed where a model is in it, else the dearest of its groups.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from sora_desktop.base.values import dataclass
from sora_desktop.domain.errors import NoModelListError, NoPriceListError
from sora_desktop.domain.presets import Catalogue
from sora_desktop.domain.pricing import Doubt, Price, PriceUnit
from sora_desktop.domain.shapes import Size
from sora_desktop.services.catalogs.known_models import careful, known, sounds_like_video
from sora_desktop.services.catalogs.openai_models import Makes, made_by, page_of
from sora_desktop.services.catalogs.pages import Catalog, CatalogPage, PricePage
from sora_desktop.services.catalogs.rows import MOST_VALUES, Row, amount_of, by_id, rows_of, words_of
from sora_desktop.services.parsing.timestamps import read_number
from sora_desktop.services.resolutions import frame_of, short_side
from sora_desktop.services.wire import Answer

_DEFAULT = "default"
_FIXED = 1


@dataclass(frozen=True, slots=True)
class BilledBySeconds:
    """Models whose ids begin like this cost their fixed price for each second.

    `ratios`: what larger frames are multiplied with, by size or by resolution. `may_be_more`: those of some of them are
    not known.
    """

    start: str
    ratios: tuple[tuple[str, Decimal], ...] = ()
    may_be_more: bool = False


def _ratios_of(**ratios: str) -> tuple[tuple[str, Decimal], ...]:
    return tuple((name.lstrip("_"), Decimal(ratio)) for name, ratio in ratios.items())


CHANNELS = (
    BilledBySeconds("sora-2", _ratios_of(_1792x1024="1.666667", _1024x1792="1.666667")),
    BilledBySeconds("veo-3.1-fast", _ratios_of(_4k="2.333333")),
    BilledBySeconds("veo-3.1", _ratios_of(_4k="1.5")),
    BilledBySeconds("veo-"),
    BilledBySeconds("wan2.5-i2v", _ratios_of(_720p="2", _1080p="3.333334")),
    BilledBySeconds("wan2.2-i2v-plus", _ratios_of(_1080p="5")),
    BilledBySeconds("wan2.2-i2v-flash", _ratios_of(_720p="2")),
    BilledBySeconds("wan2.2-kf2v-flash", _ratios_of(_720p="2", _1080p="4.8")),
    BilledBySeconds("wan2.2-s2v", _ratios_of(_720p="1.8")),
    BilledBySeconds("wan", may_be_more=True),
)
"""By its source of 2026-11, the closest first. What stands not here is billed per second by some of its versions and per
clip by others, and more cannot be said than what it costs at least."""


class NewApiPricing(Catalog):
    id = Catalogue.NEW_API_PRICING
    path = "/api/pricing"
    tells_models = True
    tells_prices = True

    def read_models(self, answer: Answer) -> CatalogPage:
        found, _, is_cut = rows_of(answer, NoModelListError)
        return page_of(found, is_cut=is_cut)

    def read_prices(self, answer: Answer) -> PricePage:
        found, around, _ = rows_of(answer, NoPriceListError)
        ratios = _ratios(around.get("group_ratio"))
        prices, unknown = list[Price](), list[str]()
        for model_id, row in _videos(found).items():
            lines = tuple(_lines(row, model_id, ratios))
            prices += lines
            if not lines:
                unknown.append(model_id)
        group = _DEFAULT if _DEFAULT in ratios else max(ratios, key=lambda each: ratios[each], default="")
        return PricePage(tuple(prices), unknown=tuple(unknown), group=group)


def _videos(found: tuple[Row, ...]) -> dict[str, Row]:
    """The rows of video models, by their ids; of those that stand twice the first."""
    named = by_id(found)
    return {name: row for name, row in named.items() if made_by(row) is Makes.VIDEO or sounds_like_video(name)}


def _ratios(told: Any) -> dict[str, Decimal]:
    if not isinstance(told, Mapping):
        return {}
    found = ((str(name), amount_of(ratio)) for name, ratio in list(told.items())[:MOST_VALUES])
    return {name: ratio for name, ratio in found if ratio is not None}


def _lines(row: Row, model_id: str, ratios: Mapping[str, Decimal]) -> Iterator[Price]:
    fixed = read_number(row.get("quota_type")) == _FIXED and not row.get("billing_expr")
    price = amount_of(row.get("model_price"))
    its_own = _own_ratios(row, ratios)
    ratio = its_own.get(_DEFAULT) or max(its_own.values(), default=None)
    if not fixed or price is None or ratio is None:
        return
    groups = (Doubt.GROUP,) if any(each > ratio for each in its_own.values()) else ()
    channel = _channel_of(model_id)
    if channel is None:
        yield Price(model_id, price * ratio, PriceUnit.JOB, doubts=(Doubt.UNIT, *groups))
        return
    doubts = (*groups, *((Doubt.FURTHER,) if channel.may_be_more else ()))
    yield Price(model_id, price * ratio, doubts=doubts)
    for name, larger in channel.ratios:
        for size in _sizes_of(name, model_id):
            yield Price(model_id, price * ratio * larger, size=size, doubts=doubts)


def _channel_of(model_id: str) -> BilledBySeconds | None:
    name = model_id.rpartition("/")[2].lower()
    return next((each for each in CHANNELS if name.startswith(each.start)), None)


def _sizes_of(name: str, model_id: str) -> tuple[Size, ...]:
    """The frames that have this name: a size itself, a resolution those of the model and the usual ones."""
    wide, _, high = name.partition("x")
    if high:
        return (Size(int(wide), int(high)),)
    side = short_side(name)
    sizes = (known(model_id) or careful(model_id)).sizes
    usual = frame_of(name, "16:9")
    found = (
        *(size for size in sizes if min(size.width, size.height) == side),
        *((usual, usual.turned()) if usual else ()),
    )
    return tuple(dict.fromkeys(found))


def _own_ratios(row: Row, ratios: Mapping[str, Decimal]) -> Mapping[str, Decimal]:
    """What the price is multiplied by for each group that has the model; 1 where the list knows no groups."""
    if not ratios:
        return {_DEFAULT: Decimal(1)}
    groups = words_of(row, "enable_groups", "enable_group")
    return {name: ratio for name, ratio in ratios.items() if not groups or name in groups or "all" in groups}
