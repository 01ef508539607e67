"""`GET /v1/model/info` of LiteLLM: what each deployment of a model costs, in US dollars a second.

`model_info.output_cost_per_second` or `output_cost_per_video_per_second`, which may have a resolution or a size
behind it. Of
several deployments of one model the dearest counts: the proxy chooses among them.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from sora_desktop.domain.errors import NoModelListError, NoPriceListError
from sora_desktop.domain.presets import Catalogue
from sora_desktop.domain.pricing import Price, PriceUnit
from sora_desktop.services.catalogs.entries import lines_of
from sora_desktop.services.catalogs.known_models import careful, known, sounds_like_video
from sora_desktop.services.catalogs.openai_models import BEHIND, Makes, made_by, page_of
from sora_desktop.services.catalogs.pages import Catalog, CatalogPage, PricePage
from sora_desktop.services.catalogs.rows import Row, amount_of, id_of, rows_of
from sora_desktop.services.wire import Answer

_AMOUNT = re.compile(r"output_cost_per_(?:video_per_)?second(?:_(\d{3,4}p|[124]k|\d{2,4}x\d{2,4}))?", re.IGNORECASE)


class LiteLLMInfo(Catalog):
    id = Catalogue.LITELLM_INFO
    path = "/v1/model/info"
    tells_models = True
    tells_prices = True

    def read_models(self, answer: Answer) -> CatalogPage:
        found, _, is_cut = rows_of(answer, NoModelListError)
        return page_of((_told(row) for row in found), is_cut=is_cut)

    def read_prices(self, answer: Answer) -> PricePage:
        found, _, _ = rows_of(answer, NoPriceListError)
        amounts = dict[str, dict[tuple[str, PriceUnit], Decimal]]()
        for row in map(_told, found):
            model_id, told = id_of(row), list(_amounts(row))
            if not model_id or not (told or made_by(row) is Makes.VIDEO or sounds_like_video(model_id)):
                continue
            dearest = amounts.setdefault(model_id, {})
            for name, amount in told:
                dearest[name, PriceUnit.SECOND] = max(amount, dearest.get((name, PriceUnit.SECOND), amount))
        prices = tuple(line for name, told in amounts.items() for line in _lines(name, told))
        priced = {line.model for line in prices}
        return PricePage(prices, unknown=tuple(name for name in amounts if name not in priced))


def _told(row: Row) -> Row:
    """What the proxy knows of a deployment, under the name that is asked with."""
    info, params = row.get("model_info"), row.get("litellm_params")
    behind = params.get("model") if isinstance(params, dict) else None
    told = {**(info if isinstance(info, dict) else {}), "id": row.get("model_name") or row.get("id")}
    return {**told, BEHIND: behind} if isinstance(behind, str) else told


def _amounts(row: Row) -> Iterator[tuple[str, Decimal]]:
    for key, value in row.items():
        if (found := _AMOUNT.fullmatch(key)) and (amount := amount_of(value)) is not None:
            yield (found[1] or "").lower(), amount


def _lines(model_id: str, amounts: dict[tuple[str, PriceUnit], Decimal]) -> Iterator[Price]:
    return lines_of(known(model_id) or careful(model_id), amounts)
