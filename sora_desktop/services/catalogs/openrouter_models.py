"""`GET /api/v1/videos/models` of OpenRouter: frames, lengths, roles, parameters and prices of each model.

`pricing_skus` has no table of its names. Known are those by the second: `duration_seconds`, `per-video-second`,
`cents_per_second_output`, each with a resolution, with or without sound, from words or from a picture. A frame has the
highest of them, as it is without a word about sound; where a request says that it wants none, it has that without.
Amounts by tokens are worked out for models whose maker says how many tokens a clip is, else left unknown. Charges for
further pictures that go along, and names that nobody knows, are no part of a sum, which then is said to be the least.

`allowed_passthrough_parameters` are names alone, and stand under `provider.options`, by the name of whoever serves the
model, which the list does not tell. Known by the documentation are those of Google's models. What takes references is
not told at all.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from sora_desktop.domain.catalog import VideoModel
from sora_desktop.domain.errors import NoModelListError, NoPriceListError
from sora_desktop.domain.parameters import Choice, Parameter, ParameterKind
from sora_desktop.domain.presets import Catalogue
from sora_desktop.domain.pricing import Doubt, PictureWhen, Price, PriceUnit
from sora_desktop.services.catalogs.entries import lines_of, told_entry
from sora_desktop.services.catalogs.known_models import careful, known
from sora_desktop.services.catalogs.pages import Catalog, CatalogPage, PricePage, each_once
from sora_desktop.services.catalogs.rows import MOST_VALUES, Row, amount_of, by_id, id_of, name_of, rows_of, words_of
from sora_desktop.services.resolutions import short_side
from sora_desktop.services.wire import Answer

_RESOLUTION = re.compile(r"_(\d{3,4}p|[124]k)(?=_|$)")
_BY_SECOND = re.compile(r"(^|_)(duration_seconds|(video_|output_)*second(s|_output)?)(_|$)")
_BY_JOB = re.compile(r"(cents_)?per_(video|generation|request|clip)(_(\d{3,4}p|[124]k))?")
_FURTHER = re.compile(
    r"input|reference|continuation|edit|extend|extension|upscale|minimum|megapixel|video_to_video|(?<!with_)(?<!without_)audio"
)
"""Charges for something else than the seconds of the clip."""
_NOT_ASKED_FOR = re.compile(
    r"edit|exten[ds]|continuation|upscale|video_to_video|(video|audio)_input|input_(video|audio)"
)
"""Charges for what this app does not ask for there."""
_FOR_PICTURES = re.compile(r"image|picture|reference")

_SOUND = "generate_audio"
_PERSONS = ("allow_adult", "dont_allow", "allow_all")
"""The service's own words."""
_OF_VERTEX = "provider.options.google-vertex.parameters."
_PASSED_ON = {
    "google/": (
        Parameter("negativePrompt", ParameterKind.TEXT, label="Negative prompt", field=f"{_OF_VERTEX}negativePrompt"),
        Parameter("enhancePrompt", ParameterKind.YES_NO, label="Enhance prompt", field=f"{_OF_VERTEX}enhancePrompt"),
        Parameter(
            "personGeneration",
            ParameterKind.CHOICE,
            choices=tuple(map(Choice, _PERSONS)),
            label="Person generation",
            field=f"{_OF_VERTEX}personGeneration",
        ),
    ),
}
"""By how an id begins: what its model takes under the name of its maker's own endpoint."""
_WITHOUT_SOUND = ((_SOUND, False),)
_Pictures = tuple[PictureWhen, ...]
_FROM: Mapping[str, _Pictures] = {
    "text_to_video": (PictureWhen(is_there=False),),
    "image_to_video": (PictureWhen(),),
}
_TOKENS = {"bytedance/": 24}
"""Frames a second by which a maker counts its tokens: width × height × frames a second × seconds / 1024."""
_PIXELS_A_TOKEN = 1024
_TOKEN_SKU = re.compile(r"video_tokens(_(?P<name>\d{3,4}p|[124]k))?(?P<silent>_without_audio)?")
_Told = Mapping[tuple[str, PriceUnit], list[tuple[str, Decimal]]]
"""The names and amounts of each resolution and unit."""


class OpenRouterModels(Catalog):
    id = Catalogue.OPENROUTER_VIDEO
    path = "/api/v1/videos/models"
    tells_models = True
    tells_prices = True

    def read_models(self, answer: Answer) -> CatalogPage:
        found, _, is_cut = rows_of(answer, NoModelListError)
        models = (_entry(row, model_id) for row in found if (model_id := id_of(row)))
        return CatalogPage(each_once(models), tells_kinds=True, is_cut=is_cut)

    def read_prices(self, answer: Answer) -> PricePage:
        found, _, _ = rows_of(answer, NoPriceListError)
        prices, unknown = list[Price](), list[str]()
        for model_id, row in by_id(found).items():
            lines = _entry(row, model_id).prices
            prices += lines
            if not lines:
                unknown.append(model_id)
        return PricePage(tuple(prices), unknown=tuple(unknown))


def _entry(row: Row, model_id: str) -> VideoModel:
    entry = told_entry(row, model_id, known(model_id) or careful(model_id))
    named = replace(entry, name=name_of(row) or entry.name)
    doubts = doubts_of(row)
    prices = tuple(replace(line, doubts=doubts) for line in prices_of(row, named))
    return replace(named, prices=prices, parameters=tuple(_parameters(row)))


def _parameters(row: Row) -> Iterator[Parameter]:
    if row.get("seed") is True:
        yield Parameter("seed", ParameterKind.SEED)
    if row.get(_SOUND) is True:
        yield Parameter(_SOUND, ParameterKind.YES_NO, label="Sound")
    allowed = words_of(row, "allowed_passthrough_parameters")
    for start, parameters in _PASSED_ON.items():
        yield from (each for each in parameters if str(row.get("id")).startswith(start) and each.id in allowed)


def prices_of(row: Row, entry: VideoModel) -> tuple[Price, ...]:
    """The lines of a row's `pricing_skus`: those of a resolution for each frame of it."""
    by_kind = defaultdict[_Pictures, defaultdict[tuple[str, PriceUnit], list[tuple[str, Decimal]]]](
        lambda: defaultdict(list)
    )
    for sku, amount in _skus(row):
        unit = PriceUnit.SECOND if _BY_SECOND.search(sku) else PriceUnit.JOB if _BY_JOB.fullmatch(sku) else None
        if unit is not None and not _FURTHER.search(sku):
            resolution = _RESOLUTION.search(sku)
            by_kind[_pictures_of(sku)][resolution[1] if resolution else "", unit].append((sku, amount))
    if not by_kind:
        return tuple(_by_tokens(row, entry))
    found = list[Price]()
    for pictures, by_name in by_kind.items():
        only = pictures if len(by_kind) > 1 else ()
        amounts = {name: max(amount for _, amount in _with_sound(told)) for name, told in by_name.items()}
        found += lines_of(entry, amounts, pictures=only)
        found += lines_of(entry, _silent(row, by_name), _WITHOUT_SOUND, only)
    return tuple(found)


def _pictures_of(sku: str) -> _Pictures:
    """Whether an amount is that of a clip from words alone, or from a picture."""
    return next((pictures for word, pictures in _FROM.items() if word in sku), ())


def _by_tokens(row: Row, entry: VideoModel) -> Iterator[Price]:
    """By the second of each frame, for models whose maker says how many tokens that is."""
    rate = next((rate for start, rate in _TOKENS.items() if entry.id.startswith(start)), None)
    skus = [(found, amount) for sku, amount in _skus(row) if (found := _TOKEN_SKU.fullmatch(sku))]
    for found, amount in skus if rate else ():
        silent, side = found["silent"] is not None, short_side(found["name"] or "")
        if silent and row.get(_SOUND) is not True:
            continue
        for size in entry.sizes:
            if not side or min(size.width, size.height) == side:
                tokens = Decimal(size.width * size.height * (rate or 0)) / _PIXELS_A_TOKEN
                yield Price(entry.id, amount * tokens, PriceUnit.SECOND, size, _WITHOUT_SOUND if silent else ())


def _silent(row: Row, by_name: _Told) -> dict[tuple[str, PriceUnit], Decimal]:
    """What it costs without sound, where a request can say so and that has an amount of its own."""
    found = {name: [amount for sku, amount in told if "without_audio" in sku] for name, told in by_name.items()}
    can_be_said = row.get(_SOUND) is True
    return {name: max(told) for name, told in found.items() if can_be_said and 0 < len(told) < len(by_name[name])}


def _skus(row: Row) -> Iterator[tuple[str, Decimal]]:
    """Each name, with `_` between its words, and its amount in dollars."""
    skus = row.get("pricing_skus")
    for name, value in list(skus.items())[:MOST_VALUES] if isinstance(skus, Mapping) else ():
        sku, amount = str(name).lower().replace("-", "_"), amount_of(value)
        if amount is not None:
            yield sku, amount / 100 if sku.startswith("cents_") else amount


def _with_sound(told: list[tuple[str, Decimal]]) -> list[tuple[str, Decimal]]:
    """Of amounts with and without sound those with it: it is made where nobody says otherwise."""
    return [each for each in told if "without_audio" not in each[0]] or told


def doubts_of(row: Row) -> tuple[Doubt, ...]:
    """Why a clip may cost more than its lines say: there are amounts that none of them holds."""
    further = [sku for sku, _ in _skus(row) if _FURTHER.search(sku) or not _is_read(sku)]
    asked = [sku for sku in further if not _NOT_ASKED_FOR.search(sku)]
    return tuple(dict.fromkeys(Doubt.PICTURES if _FOR_PICTURES.search(sku) else Doubt.FURTHER for sku in asked))


def _is_read(sku: str) -> bool:
    return bool(_BY_SECOND.search(sku) or _BY_JOB.fullmatch(sku) or _TOKEN_SKU.fullmatch(sku))
