"""The budget, held before anything is sent: all of a batch goes, or nothing."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from sora_desktop.domain.budget import Asked, Budget, Limits, Spend
from sora_desktop.domain.errors import InputError, OverBudgetError
from sora_desktop.domain.job import Billed
from sora_desktop.domain.listed_job import ListedJob
from sora_desktop.domain.pricing import Price, PriceList, PriceUnit
from tests.servers.service import FakeService, Fault
from tests.studio.conftest import OpenHouse
from tests.studio.house import House

EACH = PriceList(prices=(Price("sora2-landscape-4s", Decimal("0.40"), PriceUnit.JOB),))


ANYTHING = Asked("USD", Spend(Decimal(1000), 1000, 1000))


async def a_house(open_house: OpenHouse, service: FakeService, budget: Budget, prices: PriceList = EACH) -> House:
    house = await open_house(service, prices=prices)
    await house.studio.settings.change(budget=budget)
    return house


async def nothing_was_sent(house: House, service: FakeService) -> bool:
    return (await house.studio.snapshot()).jobs == () and service.requests("submit") == []


async def asked_about(house: House, count: int = 3) -> Asked:
    """What a person is asked to agree to."""
    with pytest.raises(OverBudgetError) as over:
        await house.submit(count=count)
    return over.value.asked


async def test_above_the_budget_nothing_goes_before_a_person_agrees_and_then_all_of_it(
    open_house: OpenHouse, service: FakeService
) -> None:
    house = await a_house(open_house, service, Budget(batch=Limits(money=Decimal("0.80"))))
    with pytest.raises(
        OverBudgetError, match=r"This comes to \$1\.20; your budget for one press of Generate is \$0\.80"
    ) as over:
        await house.submit(count=3)
    assert await nothing_was_sent(house, service)

    request = (await house.submit())[0].request
    agreed = await house.studio.jobs.submit(request, "fake", 3, agreed=over.value.asked)

    assert 3 == len(agreed)


DEARER = PriceList(prices=(Price("sora2-landscape-4s", Decimal("0.41"), PriceUnit.JOB),))
CHEAPER = PriceList(prices=(Price("sora2-landscape-4s", Decimal("0.39"), PriceUnit.JOB),))


@pytest.mark.parametrize(
    ("prices", "budget", "count"),
    [
        (DEARER, Budget(batch=Limits(money=Decimal("0.80"))), 3),
        (EACH, Budget(batch=Limits(money=Decimal("0.80"))), 4),
        (EACH, Budget(batch=Limits(money=Decimal("0.79"))), 3),
        (EACH, Budget(batch=Limits(money=Decimal("0.80"), clips=2)), 3),
        (EACH, Budget(batch=Limits(money=Decimal("0.80")), day=Limits(seconds=10)), 3),
        (EACH, Budget("EUR", batch=Limits(money=Decimal("0.80"))), 3),
        (PriceList(), Budget(batch=Limits(money=Decimal("0.80"))), 3),
    ],
    ids=["price", "count", "lower budget", "another limit", "limit of the day", "currency", "price is gone"],
)
async def test_a_yes_covers_no_more_than_was_shown(
    open_house: OpenHouse, service: FakeService, prices: PriceList, budget: Budget, count: int
) -> None:
    house = await a_house(open_house, service, Budget(batch=Limits(money=Decimal("0.80"))))
    shown = await asked_about(house)
    await house.studio.connections.set_prices("fake", prices)
    await house.studio.settings.change(budget=budget)

    with pytest.raises(OverBudgetError):
        await house.submit(count=count, agreed=shown)
    assert await nothing_was_sent(house, service)


@pytest.mark.parametrize(
    ("prices", "budget", "count"),
    [
        (CHEAPER, Budget(batch=Limits(money=Decimal("0.80"))), 3),
        (EACH, Budget(batch=Limits(money=Decimal("0.90"))), 3),
        (EACH, Budget(batch=Limits(money=Decimal("0.80"), clips=9)), 3),
    ],
    ids=["price", "higher budget", "a limit that it keeps to"],
)
async def test_a_yes_holds_where_it_came_to_less(
    open_house: OpenHouse, service: FakeService, prices: PriceList, budget: Budget, count: int
) -> None:
    house = await a_house(open_house, service, Budget(batch=Limits(money=Decimal("0.80"))))
    shown = await asked_about(house)
    await house.studio.connections.set_prices("fake", prices)
    await house.studio.settings.change(budget=budget)

    assert 3 == len(await house.submit(count=count, agreed=shown))


async def test_a_yes_does_not_cover_what_was_spent_since(open_house: OpenHouse, service: FakeService) -> None:
    house = await a_house(open_house, service, Budget(day=Limits(money=Decimal("0.80"))))
    shown = await asked_about(house)
    await house.submit("another fox")

    with pytest.raises(OverBudgetError, match=r"today comes to \$1\.60"):
        await house.submit(count=3, agreed=shown)


async def test_the_question_says_what_a_yes_costs_whatever_limit_it_is_about(
    open_house: OpenHouse, service: FakeService
) -> None:
    house = await a_house(open_house, service, Budget(batch=Limits(clips=2)))
    with pytest.raises(OverBudgetError, match=r"This comes to \$1\.20\. This makes 3 clips"):
        await house.submit(count=3)

    shown = await asked_about(house)
    await house.studio.connections.set_prices("fake", DEARER)
    with pytest.raises(OverBudgetError, match=r"This comes to \$1\.23\."):
        await house.submit(count=3, agreed=shown)


async def test_a_budget_of_zero_lets_nothing_go_to_a_service_that_bills_whoever_agrees(
    open_house: OpenHouse, service: FakeService
) -> None:
    house = await a_house(open_house, service, Budget(day=Limits(clips=1)))
    request = (await house.submit())[0].request
    await house.studio.settings.change(budget=Budget(day=Limits(money=Decimal(0))))

    with pytest.raises(InputError, match="Your budget is zero") as refused:
        await house.studio.jobs.submit(request, "fake", 1, agreed=ANYTHING)
    assert not isinstance(refused.value, OverBudgetError)


async def test_the_day_counts_what_was_sent_also_where_it_is_off_the_list(
    open_house: OpenHouse, service: FakeService
) -> None:
    house = await a_house(open_house, service, Budget(day=Limits(money=Decimal("0.80"))))
    (first,) = await house.submit()
    await house.until(first, "done")
    await house.studio.jobs.remove(first.id)
    (second,) = await house.submit("another fox")
    await house.until(second, "done")

    with pytest.raises(OverBudgetError, match=r"today comes to \$1\.20"):
        await house.submit("one more")
    spent, _budget = await house.studio.spending.today()
    assert (Decimal("0.80"), 8, 2, 0) == (spent.money, spent.seconds, spent.clips, spent.unknown)


async def test_what_was_refused_takes_nothing_of_the_budget(open_house: OpenHouse, service: FakeService) -> None:
    house = await a_house(open_house, service, Budget(day=Limits(clips=1)))
    service.script(Fault.REFUSE_400)
    (refused,) = await house.submit()
    assert Billed.NO is (await house.until(refused, "refused")).billed

    (job,) = await house.submit("another fox")
    await house.until(job, "done")


async def test_a_clip_without_a_known_price_is_asked_about_where_money_is_limited(
    open_house: OpenHouse, service: FakeService
) -> None:
    house = await a_house(open_house, service, Budget(day=Limits(money=Decimal(50))), PriceList())
    with pytest.raises(OverBudgetError, match="The price of this clip is unknown"):
        await house.submit()

    assert await nothing_was_sent(house, service)


async def test_a_server_that_is_marked_free_is_sent_to_whatever_the_budget_is(
    open_house: OpenHouse, service: FakeService
) -> None:
    house = await a_house(open_house, service, Budget(day=Limits(clips=0)), PriceList(free=True))
    (job,) = await house.submit()
    await house.until(job, "done")

    assert 0 == (await house.studio.spending.today())[0].clips


async def test_trying_again_keeps_to_the_budget_and_leaves_the_first_job_as_it_is(
    open_house: OpenHouse, service: FakeService
) -> None:
    house = await a_house(open_house, service, Budget())
    service.script(Fault.ACCEPT_THEN_DROP)
    service.lists = False
    (job,) = await house.submit()
    await house.until(job, "unknown")
    await house.studio.settings.change(budget=Budget(day=Limits(clips=1)))

    with pytest.raises(OverBudgetError) as over:
        await house.studio.jobs.retry(job.id)
    assert "unknown" == (await house.job(job.id)).state
    again = await house.studio.jobs.retry(job.id, agreed=over.value.asked)
    assert job.id == again.retry_of


NOW = datetime.now(UTC).replace(microsecond=0)
ELSEWHERE = ListedJob("video_elsewhere", "sora2-landscape-4s", "a heron", 4.0, "1280x720", NOW, is_finished=False)


@pytest.mark.parametrize(
    ("listed", "spent"),
    [
        (ELSEWHERE, (Decimal("0.40"), 1)),
        (replace(ELSEWHERE, created_at=NOW - timedelta(days=3)), (Decimal(0), 0)),
        (replace(ELSEWHERE, created_at=None), (Decimal(0), 0)),
    ],
    ids=["today", "three days ago", "nobody says when"],
)
async def test_what_another_program_sent_counts_on_the_day_of_which_its_service_tells(
    open_house: OpenHouse, native_service: FakeService, listed: ListedJob, spent: tuple[Decimal, int]
) -> None:
    house = await open_house(native_service, prices=EACH, lists_jobs=True)
    await house.studio.made_elsewhere.take_in("fake", [listed])
    today = house.studio.spending.spent_today()

    assert spent == (today.money, today.clips)
    assert 1 == (await house.studio.spending.report()).whole.clips, "it is spend of the day on which it was made"


async def test_an_unknown_price_of_what_another_program_sent_is_no_reason_to_ask(
    open_house: OpenHouse, native_service: FakeService
) -> None:
    budget = Budget(day=Limits(money=Decimal("0.80")))
    house = await open_house(native_service, prices=EACH, lists_jobs=True)
    await house.studio.settings.change(budget=budget)
    await house.studio.made_elsewhere.take_in("fake", [replace(ELSEWHERE, model="nobody-knows")])

    (job,) = await house.submit()
    await house.until(job, "done")
