"""What a person enters as billed counts in place of the estimate and of the service's word, and can be taken away again."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from sora_desktop.domain.charge import ChargeSource
from sora_desktop.domain.errors import InputError
from sora_desktop.domain.events import JobOffListChanged
from sora_desktop.domain.job import Billed, Job
from sora_desktop.domain.pricing import Cost, Price, PriceList, PriceUnit
from tests.servers.service import FakeService
from tests.studio.conftest import OpenHouse
from tests.studio.house import House

EACH = PriceList(prices=(Price("sora2-landscape-4s", Decimal("0.40"), PriceUnit.JOB),))


async def made(open_house: OpenHouse, service: FakeService, prices: PriceList = EACH) -> tuple[House, Job]:
    house = await open_house(service, prices=prices)
    (job,) = await house.submit()
    return house, await house.until(job, "done")


async def totals(house: House, since: date | None = None) -> dict[str, Decimal]:
    return dict((await house.studio.spending.report(since)).whole.total)


async def test_it_is_entered_changed_and_taken_away_and_the_spending_follows(
    open_house: OpenHouse, service: FakeService
) -> None:
    house, job = await made(open_house, service)
    assert {"USD": Decimal("0.40")} == await totals(house)

    for amount in (Decimal("0.55"), Decimal("0.50"), Decimal(0)):
        entered = (await house.studio.charges.enter(job.id, amount, "USD")).charge.entered
        assert entered is not None
        assert (amount, ChargeSource.PERSON) == (entered.amount, entered.source)
        assert {"USD": amount} == await totals(house)
        assert amount == house.studio.spending.spent_today().money

    again = await house.studio.charges.take_away(job.id)
    assert (None, Billed.YES) == (again.charge.standing, again.billed)
    assert {"USD": Decimal("0.40")} == await totals(house)


async def test_a_price_that_was_unknown_is_known_then_also_in_credits_and_in_the_table(
    open_house: OpenHouse, service: FakeService, tmp_path: Path
) -> None:
    house, job = await made(open_house, service, PriceList())
    assert Cost(None) == job.cost

    await house.studio.charges.enter(job.id, Decimal(24), "credits")
    assert {"credits": Decimal(24)} == await totals(house)
    await house.studio.spending.export(tmp_path / "spending.csv")
    assert ",24,credits,entered by hand," in (tmp_path / "spending.csv").read_text("utf-8-sig")


async def test_it_is_kept_over_a_restart(open_house: OpenHouse, service: FakeService) -> None:
    house, job = await made(open_house, service)
    await house.studio.charges.enter(job.id, Decimal("0.55"), "USD")
    await house.studio.close()
    again = await open_house(service, without_key=True)

    assert {"USD": Decimal("0.55")} == await totals(again)


async def test_a_job_that_was_refused_and_billed_all_the_same_counts_as_long_as_a_person_says_so(
    open_house: OpenHouse, service: FakeService
) -> None:
    service.reply_next("submit", service.personality.error(400, "No.", "invalid_request"))
    house = await open_house(service, prices=EACH)
    (job,) = await house.submit()
    await house.until(job, "refused")
    assert {} == await totals(house)

    entered = await house.studio.charges.enter(job.id, Decimal("0.40"), "USD")
    assert Billed.NO is entered.billed, "what the service proved stays beside it"
    assert {"USD": Decimal("0.40")} == await totals(house)
    await house.studio.charges.take_away(job.id)
    assert {} == await totals(house)


async def test_nothing_is_billed_for_what_was_not_sent(open_house: OpenHouse, service: FakeService) -> None:
    house = await open_house(service, prices=EACH)
    await house.studio.jobs.set_paused(True)
    (job,) = await house.submit()
    with pytest.raises(InputError, match="Nothing can have been billed"):
        await house.studio.charges.enter(job.id, Decimal("0.40"), "USD")


async def test_what_was_billed_is_entered_for_a_job_that_is_off_the_list_and_stays_off_it(
    open_house: OpenHouse, service: FakeService
) -> None:
    house, job = await made(open_house, service)
    await house.studio.jobs.remove(job.id)
    assert {"USD": Decimal("0.40")} == await totals(house)

    found = await house.studio.charges.of_job(job.id)
    assert found is not None
    entered = await house.studio.charges.enter(job.id, Decimal("0.55"), "USD")
    assert {"USD": Decimal("0.55")} == await totals(house)
    assert [JobOffListChanged(entered)] == [event for event in house.heard if isinstance(event, JobOffListChanged)]
    assert () == (await house.studio.snapshot()).jobs

    await house.studio.charges.take_away(job.id)
    assert {"USD": Decimal("0.40")} == await totals(house)
    await house.studio.close()
    again = await open_house(service, without_key=True)
    assert () == (await again.studio.snapshot()).jobs


async def test_for_a_clip_whose_job_is_nowhere_on_record_that_is_said(
    open_house: OpenHouse, service: FakeService
) -> None:
    house = await open_house(service, prices=EACH)

    assert await house.studio.charges.of_job("brought-along") is None
    with pytest.raises(InputError, match="isn't on record here"):
        await house.studio.charges.enter("brought-along", Decimal("0.40"), "USD")
