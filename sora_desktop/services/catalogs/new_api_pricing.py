"""`GET /api/pricing` of new-api: models with their prices in US dollars, without a login.

`quota_type` 1 is a fixed `model_price`, 0 a ratio by tokens. What is paid is the price times the ratio of the account's
group, and for OpenAI's video models times the seconds, and 5/3 at 1792x1024. Which group a key belongs to is not told:
"default" is assumed where a model is in it, else the dearest of its groups.
"""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from sora_desktop.domain.errors import NoModelListError, NoPriceListError
from sora_desktop.domain.presets import Catalogue
from sora_desktop.domain.pricing import Price, PriceUnit
from sora_desktop.domain.shapes import Size
from sora_desktop.services.catalogs.known_models import sounds_like_video
from sora_desktop.services.catalogs.openai_models import Makes, made_by, page_of
from sora_desktop.services.catalogs.pages import Catalog, CatalogPage, PricePage
from sora_desktop.services.catalogs.rows import MOST_VALUES, Row, amount_of, by_id, rows_of, words_of
from sora_desktop.services.parsing.timestamps import read_number
from sora_desktop.services.wire import Answer

_DEFAULT = "default"
_FIXED = 1
_OF_OPENAI = re.compile(r"sora-2(-pro)?(-\d{4}-\d\d-\d\d)?")
_LARGE, _LARGE_RATIO = Size(1792, 1024), Decimal("1.666667")


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
        prices, unknown, partly = list[Price](), list[str](), list[str]()
        for model_id, row in _videos(found).items():
            lines = tuple(_lines(row, model_id, ratios))
            prices += lines
            if not lines:
                unknown.append(model_id)
            elif lines[0].unit is PriceUnit.JOB:
                partly.append(model_id)
        group = _DEFAULT if _DEFAULT in ratios else max(ratios, key=lambda each: ratios[each], default="")
        return PricePage(tuple(prices), unknown=tuple(unknown), partly=tuple(partly), group=group)


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
    ratio = _ratio_of(row, ratios)
    if not fixed or price is None or ratio is None:
        return
    amount = price * ratio
    if not _OF_OPENAI.fullmatch(model_id):
        yield Price(model_id, amount, PriceUnit.JOB)
        return
    yield Price(model_id, amount)
    for size in (_LARGE, _LARGE.turned()):
        yield Price(model_id, amount * _LARGE_RATIO, size=size)


def _ratio_of(row: Row, ratios: Mapping[str, Decimal]) -> Decimal | None:
    """What the price is multiplied by; 1 where the list knows no groups."""
    if not ratios:
        return Decimal(1)
    groups = words_of(row, "enable_groups", "enable_group")
    its_own = {name: ratio for name, ratio in ratios.items() if not groups or name in groups or "all" in groups}
    return its_own.get(_DEFAULT) or max(its_own.values(), default=None)
