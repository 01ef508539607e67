"""The services of the wild, asked what they are, what they have and what it costs: with the right key and a wrong one."""

from collections.abc import AsyncIterator
from decimal import Decimal

import pytest

from sora_desktop.domain.budget import Budget, Limits, Spend, Verdict, spend_of, weigh
from sora_desktop.domain.errors import WrongKeyError
from sora_desktop.domain.presets import preset_of
from sora_desktop.domain.pricing import PriceList, estimate
from sora_desktop.domain.request import Request
from sora_desktop.services.catalogs import CATALOGS
from sora_desktop.services.client import Endpoint, VideoClient
from sora_desktop.services.detection import Sureness
from sora_desktop.services.http.transport import Transport
from sora_desktop.studio.connections.read_lists import read_lists
from tests.servers.wild import WILD
from tests.servers.wild.service import WildService

PRESET = {
    "uniall": "uniall",
    "openai": "openai-videos",
    "newapi-flat": "new-api",
    "newapi-envelope": "new-api",
    "newapi-kling": "new-api",
    "litellm": "litellm",
    "litellm-vllm": "litellm",
    "vllm-omni": "vllm-omni",
    "sglang": "sglang",
    "openrouter": "openrouter",
}
SURE = {name for name, preset in PRESET.items() if preset in ("new-api", "litellm", "sglang", "openrouter")}
PRICED = {"newapi-flat", "newapi-envelope", "newapi-kling", "litellm", "openrouter"}


@pytest.fixture
async def transport() -> AsyncIterator[Transport]:
    async with Transport() as transport:
        yield transport


@pytest.mark.parametrize("name", PRESET)
async def test_each_of_them_is_recognized(transport: Transport, name: str) -> None:
    with WildService(name) as service:
        found = await VideoClient(transport, Endpoint(service.base_url, service.key)).detect("uniall")

        assert {each.method for each in service.server.seen} == {"GET"}
        assert service.money.charges == []
    assert found.trouble is None
    assert found.best is not None
    assert (found.best.preset, found.best.sureness is Sureness.SURE or name not in SURE) == (PRESET[name], True)


@pytest.mark.parametrize("name", [name for name in PRESET if WILD[name].answers.wrong_key])
async def test_a_wrong_key_is_told_as_what_it_is(transport: Transport, name: str) -> None:
    with WildService(name) as service:
        found = await VideoClient(transport, Endpoint(service.base_url, "sk-of-another")).detect("uniall")

    assert isinstance(found.trouble, WrongKeyError) or name == "openrouter"


@pytest.mark.parametrize("name", PRESET)
async def test_their_models_are_listed_and_priced_as_they_tell(transport: Transport, name: str) -> None:
    preset = preset_of(PRESET[name])
    assert preset is not None
    with WildService(name) as service:
        client = VideoClient(transport, Endpoint(service.base_url, service.key))
        first, *_ = preset.catalogues
        page = await client.list_models(first, preset.format)
        kinds = [each for each in preset.catalogues if CATALOGS[each].tells_prices]
        pages = [await client.list_prices(kind, preset.format) for kind in kinds]

    told = PriceList(prices=tuple(line for each in pages for line in each.prices))
    costs = {
        model.id: estimate(told, Request("", model, model.sizes[0], model.settle_seconds(None))).amount
        for model in page.all
    }
    assert set(costs) == set(WILD[name].models)
    assert all(costs.values()) is (name in PRICED)


@pytest.mark.parametrize(("name", "is_least"), [("newapi-flat", False), ("newapi-kling", True), ("litellm", False)])
async def test_a_guess_about_a_price_goes_from_the_wire_to_the_sum_and_to_the_budget(
    transport: Transport, name: str, is_least: bool
) -> None:
    """Nobody says whether a channel bills per second or per clip: the sum says so, and a person is asked."""
    preset = preset_of(PRESET[name])
    assert preset is not None
    with WildService(name) as service:
        client = VideoClient(transport, Endpoint(service.base_url, service.key))
        told = (await read_lists(client, preset.format, preset.catalogues)).told

    (model, *_) = told.models
    assert told.prices is not None
    cost = estimate(told.prices, Request("", model, model.sizes[0], model.settle_seconds(None)))
    rich = Budget(day=Limits(money=Decimal(1000)))
    asked = weigh(rich, Spend(), spend_of([(cost, 4)], "USD"))
    assert (cost.is_least, asked.verdict) == (is_least, Verdict.ASK if is_least else Verdict.OK)
    assert is_least is ("at least" in " ".join(str(each) for each in asked.reasons))
