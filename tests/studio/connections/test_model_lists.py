"""The models and prices that a service lists, and what becomes of them in its connection."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from sora_desktop.domain.catalog import CATALOG
from sora_desktop.domain.connection import Connection, KeyPlace
from sora_desktop.domain.errors import InputError, NoModelListError, UnreachableError, WrongKeyError
from sora_desktop.domain.events import ConnectionsChanged
from sora_desktop.domain.presets import Catalogue
from sora_desktop.services.catalogs import CATALOGS
from sora_desktop.studio.build import open_studio
from tests.servers.http_server import HttpServer, Received, Reply
from tests.servers.service import FakeService
from tests.studio.conftest import OpenHouse
from tests.studio.house import CONNECTION_ID, House
from tests.support.paces import AT_ONCE, QUICK
from tests.support.until import until

VIDEO: dict[str, object] = {"id": "wan-2.2", "object": "model", "mode": "video_generation"}
CHAT: dict[str, object] = {"id": "chatty-large", "object": "model", "mode": "chat"}
UNSAID: dict[str, object] = {"id": "mystery", "object": "model"}


async def shown(house: House, connection_id: str = CONNECTION_ID) -> Connection:
    return next(each for each in (await house.studio.snapshot()).connections if each.id == connection_id)


def ids(connection: Connection) -> list[str]:
    return [each.id for each in connection.models]


def test_each_list_that_a_kind_of_server_is_known_for_has_a_reader() -> None:
    assert set(Catalogue) == {Catalogue(each) for each in CATALOGS}


async def test_a_new_servers_models_come_from_its_list(open_house: OpenHouse, native_service: FakeService) -> None:
    native_service.models = [VIDEO, CHAT]
    house = await open_house(native_service, preset="litellm", models=())
    read = await house.studio.connections.refresh_models(CONNECTION_ID)

    assert (1, ["wan-2.2"]) == (read.models, ids(await shown(house)))
    assert read.trouble is not None, "its price list cannot be read, and that is said"


async def test_the_models_of_a_list_outlive_the_app_and_what_a_person_changed_of_them(
    open_house: OpenHouse, native_service: FakeService
) -> None:
    native_service.models = [VIDEO, {**VIDEO, "id": "wan-3"}]
    house = await open_house(native_service, preset="litellm", models=())
    await house.studio.connections.refresh_models(CONNECTION_ID)
    now = await shown(house)
    mine = replace(now.models[0], name="Mine")
    await house.studio.connections.save(replace(now, models=(mine,)))
    native_service.models = [VIDEO, {**VIDEO, "id": "wan-3"}, {**VIDEO, "id": "wan-4"}]
    await house.studio.connections.refresh_models(CONNECTION_ID)
    await house.studio.close()

    later = await open_house(native_service, without_key=True)
    assert [("wan-2.2", "Mine"), ("wan-4", "")] == [(e.id, e.name) for e in (await shown(later)).models]


async def test_a_list_that_cannot_be_read_changes_nothing_and_says_why(
    open_house: OpenHouse, service: FakeService
) -> None:
    house = await open_house(service, preset="uniall")
    before = await shown(house)

    with pytest.raises(NoModelListError, match="has no list of its models"):
        await house.studio.connections.refresh_models(CONNECTION_ID)
    service.reply_next("models", Reply.of_json({"error": {"message": "Incorrect API key provided."}}, 401))
    with pytest.raises(WrongKeyError):
        await house.studio.connections.refresh_models(CONNECTION_ID)
    await house.studio.connections.save(replace(before, id="gone", name="Gone", base_url="http://127.0.0.1:9"), "")
    with pytest.raises(UnreachableError):
        await house.studio.connections.refresh_models("gone")

    assert before == await shown(house)


async def test_the_list_of_a_gateway_adds_to_what_its_kind_is_known_for(
    open_house: OpenHouse, service: FakeService
) -> None:
    service.models = [{"id": CATALOG[0].id}, VIDEO]
    house = await open_house(service, preset="uniall")
    await house.studio.connections.refresh_models(CONNECTION_ID)

    assert (*CATALOG, "wan-2.2") == (*(await shown(house)).models[:-1], ids(await shown(house))[-1])


async def test_what_was_told_is_forgotten_with_the_address_and_with_the_kind_goes_what_the_kind_had(
    open_house: OpenHouse, service: FakeService, native_service: FakeService
) -> None:
    service.models = [VIDEO]
    house = await open_house(service, preset="uniall")
    await house.studio.connections.refresh_models(CONNECTION_ID)
    own = replace(CATALOG[0], id="mine")
    now = await shown(house)
    moved = replace(now, preset="litellm", format="openai-videos", models=(*now.models, own))
    await house.studio.connections.save(moved)
    assert ["wan-2.2", "mine"] == ids(await shown(house))

    await house.studio.connections.save(replace(await shown(house), base_url=native_service.base_url), "")
    assert ["mine"] == ids(await shown(house))


async def test_a_model_is_found_among_those_that_nobody_calls_a_video_model_and_is_offered_then(
    open_house: OpenHouse, native_service: FakeService
) -> None:
    native_service.models = [VIDEO, UNSAID]
    house = await open_house(native_service, preset="litellm", models=())
    found = await house.studio.connections.find_model(CONNECTION_ID, "mystery")

    assert "mystery" == found.id
    assert ["wan-2.2", "mystery"] == ids(await shown(house))
    (job,) = await house.submit(model=found)
    await house.until(job, "done")


async def test_a_model_that_nobody_has_is_told_with_what_that_costs(
    open_house: OpenHouse, native_service: FakeService
) -> None:
    native_service.models = [VIDEO]
    house = await open_house(native_service, preset="litellm", models=())

    with pytest.raises(InputError, match=r"doesn't offer the model sora-9.* nothing is billed.*It offers: wan-2\.2"):
        await house.studio.connections.find_model(CONNECTION_ID, "sora-9")
    with pytest.raises(InputError, match="nothing is billed"):
        await house.studio.connections.find_model("engine", "sora-9")
    assert [] == native_service.requests("submit")


async def test_the_service_of_the_environment_is_asked_at_the_start_and_nothing_is_written(
    native_service: FakeService, tmp_path: Path
) -> None:
    native_service.models = [VIDEO]
    variables = {"SORA_BASE_URL": native_service.base_url, "SORA_API_KEY": native_service.key, "SORA_FORMAT": "litellm"}
    studio = await open_studio(tmp_path / "data", environment=variables, backoff=QUICK, limits=AT_ONCE)
    house = await House.listen(studio, native_service, tmp_path / "data")
    try:
        told = [event for event in house.heard if isinstance(event, ConnectionsChanged)]
        await until(lambda: [e for e in house.heard if isinstance(e, ConnectionsChanged) and e.connections[1].models])
        assert not any(event.connections[1].models for event in told), "the start does not wait for it"
        assert ["wan-2.2"] == ids(await shown(house, "environment"))
    finally:
        await studio.close()
    assert not (tmp_path / "data" / "connections.json").exists()


PRICES: dict[str, Any] = {
    "data": [
        {
            "model_name": "wan-2.2",
            "model_info": {"mode": "video_generation", "output_cost_per_second": 0.25},
        }
    ]
}


@pytest.fixture
def priced() -> Iterator[HttpServer]:
    """LiteLLM, as far as its lists go."""

    def answer(request: Received) -> Reply:
        lists = {"/v1/models": {"data": [VIDEO]}, "/v1/model/info": PRICES}
        body = lists.get(request.path)
        return Reply.of_json(body) if body else Reply.of_json({"error": {"message": "no such route"}}, 404)

    with HttpServer(answer) as running:
        yield running


async def test_the_prices_of_a_service_are_those_of_its_connection(
    open_house: OpenHouse, native_service: FakeService, priced: HttpServer
) -> None:
    house = await open_house(native_service)
    new = Connection(
        "priced", "Priced", priced.base_url, "openai-videos", preset="litellm", models=(), key_place=KeyPlace.NOT_NEEDED
    )
    await house.studio.connections.save(new, "")
    read = await house.studio.connections.refresh_models("priced")
    (line,) = (await shown(house, "priced")).prices.prices

    assert (1, 1, None) == (read.models, read.prices, read.trouble)
    assert ("wan-2.2", Decimal("0.25")) == (line.model, line.amount)


async def test_who_has_no_key_is_told_that_one_is_wanted_and_not_that_it_is_wrong(
    open_house: OpenHouse, native_service: FakeService
) -> None:
    house = await open_house(native_service, preset="openai-videos")
    keyless = replace(await shown(house), id="keyless", name="Keyless")
    await house.studio.connections.save(keyless, "")
    native_service.reply_next("models", Reply.of_json({"error": {"message": "Unauthorized"}}, 401))

    with pytest.raises(WrongKeyError, match="wants a key"):
        await house.studio.connections.refresh_models("keyless")


async def test_of_two_lists_the_one_that_knows_what_stands_behind_a_name_is_believed(
    open_house: OpenHouse, native_service: FakeService
) -> None:
    """A frame that a server cannot make is refused, or makes another clip than was asked for."""
    behind = {"model": "hosted_vllm/Wan-AI/Wan2.2-TI2V-5B-Diffusers"}
    told = {"data": [{"model_name": "my-wan", "litellm_params": behind, "model_info": {"mode": "video_generation"}}]}

    def answer(request: Received) -> Reply:
        listed = {"data": [{"id": "my-wan", "mode": "video_generation"}]}
        return Reply.of_json(told if request.path == "/v1/model/info" else listed)

    with HttpServer(answer) as proxy:
        house = await open_house(native_service, preset="litellm", models=())
        await house.studio.connections.save(
            replace(await shown(house), id="proxy", name="P", base_url=proxy.base_url), ""
        )
        await house.studio.connections.refresh_models("proxy")
    (model,) = (await shown(house, "proxy")).models

    assert ("my-wan", "1280x704") == (model.title, str(model.sizes[0]))
