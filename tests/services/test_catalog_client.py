"""A service is asked for its models, its prices and what it is: over the wire, with the key, and only by reading."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from sora_desktop.domain.errors import NoPriceListError, UnreachableError, WrongKeyError
from sora_desktop.domain.presets import Catalogue
from sora_desktop.services.client import Endpoint, VideoClient
from sora_desktop.services.detection import LOOKS, Sureness
from sora_desktop.services.http.transport import Transport
from tests.servers.http_server import HttpServer, Received, Reply
from tests.servers.service import CANARY
from tests.support.formats import UNIALL

Routes = dict[str, Reply]
PRICING = {
    "success": True,
    "data": [{"model_name": "sora-2", "quota_type": 1, "model_price": 0.1, "enable_groups": ["default"]}],
    "group_ratio": {"default": 1},
}


@pytest.fixture
async def transport() -> AsyncIterator[Transport]:
    async with Transport() as transport:
        yield transport


@pytest.fixture
def routes() -> Routes:
    return {}


@pytest.fixture
def server(routes: Routes) -> Iterator[HttpServer]:
    def serve(request: Received) -> Reply:
        return routes.get(request.path, Reply.of_json({"detail": "Not Found"}, 404))

    with HttpServer(serve) as server:
        yield server


@pytest.fixture
def client(server: HttpServer, transport: Transport) -> VideoClient:
    return VideoClient(transport, Endpoint(server.base_url, CANARY))


def listed(*rows: dict[str, Any]) -> Reply:
    return Reply.of_json({"object": "list", "data": list(rows)})


async def test_models_and_prices_are_asked_for_with_the_key(
    client: VideoClient, server: HttpServer, routes: Routes
) -> None:
    routes |= {"/v1/models": listed({"id": "sora-2"}), "/api/pricing": Reply.of_json(PRICING)}
    page = await client.list_models(Catalogue.OPENAI_MODELS, UNIALL)
    prices = await client.list_prices(Catalogue.NEW_API_PRICING, UNIALL)

    assert [model.title for model in page.models] == ["Sora 2"]
    assert {line.model for line in prices.prices} == {"sora-2"}
    assert [(each.method, each.target, each.body) for each in server.seen] == [
        ("GET", "/v1/models", b""),
        ("GET", "/api/pricing", b""),
    ]
    assert {each.headers["authorization"] for each in server.seen} == {f"Bearer {CANARY}"}


async def test_a_list_that_moved_is_followed_at_its_own_service(client: VideoClient, routes: Routes) -> None:
    routes["/v1/models"] = Reply(308, {"Location": "/openai/v1/models"})
    routes["/openai/v1/models"] = listed({"id": "sora-2"})

    assert [model.id for model in (await client.list_models(Catalogue.OPENAI_MODELS, UNIALL)).models] == ["sora-2"]


async def test_three_thousand_models_come_in_one_answer(client: VideoClient, routes: Routes) -> None:
    routes["/v1/models"] = listed(*({"id": f"video-{number}", "object": "model"} for number in range(3_000)))

    assert len((await client.list_models(Catalogue.OPENAI_MODELS, UNIALL)).models) == 3_000


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (Reply.of_json({"error": "Unauthorized"}, 401), WrongKeyError),
        (Reply.of_json({"detail": "Not Found"}, 404), NoPriceListError),
        (Reply(drop=True), UnreachableError),
        (Reply(200, {}, b'{"data": [{"id": "sora-2"', length=500, cut_at=20), UnreachableError),
    ],
)
async def test_a_list_that_does_not_come_is_told_in_words(
    client: VideoClient, routes: Routes, reply: Reply, kind: type[Exception]
) -> None:
    routes["/api/pricing"] = reply

    with pytest.raises(kind):
        await client.list_prices(Catalogue.NEW_API_PRICING, UNIALL)


async def test_the_key_is_in_nothing_that_a_list_says(client: VideoClient, routes: Routes) -> None:
    routes["/v1/models"] = listed({"id": f"m-{CANARY}", "name": f"Yours: {CANARY}"})
    page = await client.list_models(Catalogue.OPENAI_MODELS, UNIALL)

    assert CANARY not in str(page)


async def test_a_service_is_looked_at_until_it_is_known(
    client: VideoClient, server: HttpServer, routes: Routes
) -> None:
    routes["/v1/models"] = Reply.of_json({"data": [{"id": "a"}]}, 200)
    routes["/api/status"] = Reply.of_json({"success": True, "data": {"quota_per_unit": 500_000}})
    found = await client.detect(UNIALL)

    assert found.best is not None
    assert (found.best.preset, found.best.sureness, found.trouble) == ("new-api", Sureness.SURE, None)
    assert [each.target for each in server.seen] == list(LOOKS[:3])
    assert {each.method for each in server.seen} == {"GET"}


async def test_where_nobody_answers_one_look_is_enough(transport: Transport) -> None:
    with HttpServer(lambda _: Reply(200)) as gone:
        address = gone.base_url
    found = await VideoClient(transport, Endpoint(address)).detect(UNIALL)

    assert found.guesses == ()
    assert isinstance(found.trouble, UnreachableError)


async def test_a_key_that_cannot_be_sent_is_no_look_at_all(server: HttpServer, transport: Transport) -> None:
    found = await VideoClient(transport, Endpoint(server.base_url, "sk-\nx")).detect(UNIALL)

    assert isinstance(found.trouble, WrongKeyError)
    assert server.seen == []
