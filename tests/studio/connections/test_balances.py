"""What is left at a service is asked after a job has ended and by hand, told where it is told, and stands in nobody's way."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from sora_desktop.domain.balance import Balance, BalanceWay
from sora_desktop.domain.catalog import ImageSlot, VideoModel
from sora_desktop.domain.events import BalanceChanged, JobChanged
from sora_desktop.domain.presets import preset_of
from sora_desktop.domain.pricing import Price, PriceList
from sora_desktop.domain.shapes import Size
from sora_desktop.domain.told import Quota
from sora_desktop.services.balances import balance_calls, read_balance
from sora_desktop.services.quota import read_quota
from sora_desktop.services.wire import Answer
from sora_desktop.studio.connections import balances
from tests.servers.http_server import Reply
from tests.servers.wild.service import WildService
from tests.studio import conftest
from tests.studio.conftest import OpenHouse
from tests.studio.house import CONNECTION_ID, House
from tests.support.paces import QUICK
from tests.support.presets import as_preset
from tests.support.rows import rows
from tests.support.until import until

SERVICES = [
    ("newapi-flat", "new-api", "sora-2"),
    ("litellm", "litellm", "sora-2"),
    ("openrouter", "openrouter", "google/veo-3.1"),
]


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(balances, "REST_SECONDS", 0.0)


def model(model_id: str) -> VideoModel:
    return VideoModel(model_id, (Size(1280, 720),), (4, 8), images=(ImageSlot(),))


async def moved_in(open_house: OpenHouse, service: WildService, preset: str, entry: VideoModel, **more: Any) -> House:
    prices = PriceList(prices=(Price(entry.id, Decimal("0.10")),))
    return await open_house(service, **{**as_preset(preset), "models": (entry,), "prices": prices, **more})


def told(house: House) -> list[Balance | None]:
    return [each.balance for each in house.heard if isinstance(each, BalanceChanged)]


def left(found: Balance | None) -> tuple[Decimal, str] | None:
    return (found.left, found.unit) if found else None


@pytest.mark.parametrize(("name", "preset", "entry"), SERVICES)
async def test_it_is_told_by_hand_and_again_once_a_job_has_ended(
    open_house: OpenHouse, name: str, preset: str, entry: str
) -> None:
    with WildService(name) as service:
        kind = preset_of(preset)
        assert kind is not None
        house = await moved_in(open_house, service, preset, model(entry))
        before = await house.studio.connections.balance(CONNECTION_ID)
        (job,) = await house.submit(model=model(entry), seconds=4)
        await house.until(job, "done")
        paid = service.money.total
        await until(
            lambda: any(each and before and each.left < before.left for each in told(house)), what="asked again"
        )

        assert before is not None
        assert (before.left - paid, "USD") == left(told(house)[-1])


async def test_a_key_without_a_budget_of_its_own_has_that_of_its_owner(open_house: OpenHouse) -> None:
    with WildService("litellm") as service:
        free_key = {"info": {"spend": 0.5, "max_budget": None}}
        pages = {**service.wild.pages, "/key/info": lambda _account, _request: Reply.of_json(free_key)}
        service.wild = replace(service.wild, pages=pages)
        house = await moved_in(open_house, service, "litellm", model("sora-2"))

        assert (Decimal(10), "USD") == left(await house.studio.connections.balance(CONNECTION_ID))


async def test_what_is_left_in_credits_is_told_in_credits(open_house: OpenHouse) -> None:
    with WildService("evolink") as service:
        house = await moved_in(open_house, service, "evolink", model("sora-2-preview"))

        assert (Decimal(5000), "credits") == left(await house.studio.connections.balance(CONNECTION_ID))


async def test_a_sites_own_units_are_asked_for_and_all_its_sums_follow(
    open_house: OpenHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its administrators choose what a unit is worth: here a dollar is half as many units as usual."""
    monkeypatch.setattr(conftest, "QUICK", replace(QUICK, second_looks=(0.1,), settlements=(0.0, 0.0, 0.0)))
    with WildService("newapi-flat") as service:
        status = {"success": True, "data": {"quota_per_unit": 250_000, "quota_display_type": "CNY"}}
        service.wild = replace(
            service.wild, open_pages={"/api/status": lambda _account, _request: Reply.of_json(status)}
        )
        house = await moved_in(open_house, service, "new-api", model("sora-2"))
        before = await house.studio.connections.balance(CONNECTION_ID)
        (job,) = await house.submit(model=model("sora-2"), seconds=4)
        await house.until(job, "done")
        await until(lambda: any(isinstance(e, JobChanged) and e.job.charge.standing for e in house.heard))
        settled = (await house.job(job.id)).charge.standing
        (saved,) = [each for each in (await house.studio.snapshot()).connections if each.id == CONNECTION_ID]

        assert before is not None
        assert settled is not None
        assert (Decimal(20), "USD") == (before.left, before.unit)
        assert (2 * service.money.total, "USD") == (settled.amount, settled.unit)
        assert (Quota(250_000, "CNY"), 250_000) == (saved.told.quota, saved.settling.units_a_dollar)
        assert 1 == len([each for each in service.server.seen if each.path == "/api/status"]), "it is kept"


@rows(
    ("data", "quota"),
    [
        ({"quota_per_unit": 500000}, Quota(500_000, "USD")),
        ({"quota_per_unit": 500000.0, "quota_display_type": "USD"}, Quota(500_000, "USD")),
        ({"quota_per_unit": "1000", "quota_display_type": "CNY"}, Quota(1000, "CNY")),
        ({"quota_per_unit": 500000, "quota_display_type": "TOKENS"}, Quota(500_000, "quota")),
        ({"quota_per_unit": 500000, "display_in_currency": False}, Quota(500_000, "quota")),
        ({"quota_per_unit": 500000, "quota_display_type": "CUSTOM"}, Quota(500_000, "")),
        ({"quota_per_unit": 0}, None),
        ({"quota_per_unit": -5}, None),
        ({"quota_per_unit": "many"}, None),
        ({}, None),
        (None, None),
    ],
)
def test_what_a_unit_is_worth_is_read_from_the_status(data: Any, quota: Quota | None) -> None:
    assert quota == read_quota(answer({"success": True, "data": data}), "quota")
    assert read_quota(answer({"data": data}, 404), "quota") is None


async def test_several_reasons_at_once_are_one_question(open_house: OpenHouse) -> None:
    with WildService("openrouter") as service:
        house = await moved_in(open_house, service, "openrouter", model("google/veo-3.1"))
        for _ in range(3):
            house.studio.connections._balances.ask_soon(CONNECTION_ID)
        await until(lambda: bool(told(house)), what="it is told")

        assert 1 == len([request for request in service.server.seen if request.path == "/api/v1/credits"])


@pytest.mark.parametrize("status", [401, 403, 404, 500])
async def test_where_it_is_not_told_nothing_is_shown_and_nothing_is_said(open_house: OpenHouse, status: int) -> None:
    with WildService("openrouter") as service:
        service.wild = replace(
            service.wild, pages={"/api/v1/credits": lambda _account, _request: Reply.of_json({"error": "no"}, status)}
        )
        house = await moved_in(open_house, service, "openrouter", model("google/veo-3.1"))

        assert await house.studio.connections.balance(CONNECTION_ID) is None
        assert [None] == told(house)


async def test_a_service_of_another_kind_or_a_free_one_is_not_asked(open_house: OpenHouse) -> None:
    with WildService("openai") as service:
        house = await moved_in(open_house, service, "openai-videos", model("sora-2"))
        before = len(service.server.seen)
        assert await house.studio.connections.balance(CONNECTION_ID) is None
        assert before == len(service.server.seen)


@rows(
    ("unit", "found"),
    [("USD", ("7.5", "USD")), ("CNY", ("7.5", "CNY")), ("quota", ("7.5", "quota")), ("", None)],
)
def test_new_apis_billing_pages_count_in_what_their_site_chose(unit: str, found: tuple[str, str] | None) -> None:
    pages = [answer({"hard_limit_usd": 10}), answer({"total_usage": 250})]
    read = read_balance(BalanceWay.NEW_API_BILLING, pages, unit)

    assert (None if found is None else (Decimal(found[0]), found[1])) == read


def answer(body: object, status: int = 200) -> Answer:
    return Answer(status, {}, Reply.of_json(body).body)


@rows(
    ("way", "bodies", "found"),
    [
        (
            BalanceWay.NEW_API_TOKEN,
            [{"data": {"total_available": 4500000, "unlimited_quota": False}}],
            ("4500000", "quota"),
        ),
        (BalanceWay.NEW_API_TOKEN, [{"data": {"total_available": 0, "unlimited_quota": True}}], None),
        (BalanceWay.NEW_API_TOKEN, [{"data": None}], None),
        (BalanceWay.NEW_API_BILLING, [{"hard_limit_usd": 10}, {"total_usage": 250}], ("7.5", "USD")),
        (BalanceWay.NEW_API_BILLING, [{"hard_limit_usd": 100000000}, {"total_usage": 250}], None),
        (BalanceWay.NEW_API_BILLING, [{"error": {"message": "no"}}, {"error": {}}], None),
        (BalanceWay.OPENROUTER_KEY, [{"data": {"limit": 5, "limit_remaining": "3.2"}}], ("3.2", "USD")),
        (BalanceWay.OPENROUTER_KEY, [{"data": {"limit": None, "limit_remaining": None, "usage": 3}}], None),
        (BalanceWay.OPENROUTER_CREDITS, [{"data": {"total_credits": 10, "total_usage": 12.5}}], ("-2.5", "USD")),
        (BalanceWay.OPENROUTER_CREDITS, [{"data": {"total_credits": "NaN", "total_usage": 1}}], None),
        (BalanceWay.OPENROUTER_CREDITS, [{"data": {"total_credits": 1e300, "total_usage": 1}}], None),
        (BalanceWay.OPENROUTER_CREDITS, [{"data": {"total_credits": True, "total_usage": 1}}], None),
        (BalanceWay.LITELLM_KEY, [{"info": {"spend": 1.5, "max_budget": 10.0}}], ("8.5", "USD")),
        (BalanceWay.LITELLM_KEY, [{"info": {"spend": 1.5, "max_budget": None}}], None),
        (BalanceWay.LITELLM_KEY, [["a list"]], None),
        (BalanceWay.LITELLM_OWNER, [{"info": {}}, {"user_info": {"spend": 1.5, "max_budget": 10.0}}], ("8.5", "USD")),
        (BalanceWay.LITELLM_OWNER, [{"info": {"team_id": None}}, {"user_info": {"max_budget": None}}], None),
        (
            BalanceWay.LITELLM_OWNER,
            [
                {"info": {"team_id": "t"}},
                {"user_info": {"spend": 0, "max_budget": 99}, "teams": [{"team_id": "t", "spend": 1, "max_budget": 3}]},
            ],
            ("2", "USD"),
        ),
        (
            BalanceWay.LITELLM_OWNER,
            [{"info": {"team_id": "t"}}, {"user_info": {"spend": 0, "max_budget": 99}, "teams": None}],
            None,
        ),
        (
            BalanceWay.EVOLINK_CREDITS,
            [{"data": {"token": {"remaining_credits": 30.5}, "user": {"remaining_credits": 40}}}],
            ("30.5", "credits"),
        ),
        (
            BalanceWay.EVOLINK_CREDITS,
            [
                {
                    "data": {
                        "token": {"unlimited_credits": True, "remaining_credits": 0},
                        "user": {"remaining_credits": 4},
                    }
                }
            ],
            ("4", "credits"),
        ),
        (BalanceWay.EVOLINK_CREDITS, [{"data": {}}], None),
    ],
)
def test_what_answers_tell(way: BalanceWay, bodies: list[object], found: tuple[str, str] | None) -> None:
    assert len(bodies) == len(balance_calls(way))
    expected = (Decimal(found[0]), found[1]) if found else None
    assert expected == read_balance(way, [answer(body) for body in bodies])
    assert read_balance(way, [answer(body, 403) for body in bodies]) is None
