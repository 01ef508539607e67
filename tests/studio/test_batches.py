"""Several pictures in one press: a job each, with its own picture, all or none of them."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from sora_desktop.domain.budget import Budget, Limits
from sora_desktop.domain.catalog import CATALOG
from sora_desktop.domain.errors import InputError, OverBudgetError
from sora_desktop.domain.image import InputImage
from sora_desktop.domain.pricing import Price, PriceList, PriceUnit
from sora_desktop.domain.request import Request
from tests.servers.service import FakeService
from tests.studio.conftest import OpenHouse
from tests.studio.house import CONNECTION_ID
from tests.support.pictures import write_picture

EACH = PriceList(prices=(Price("sora2-landscape-4s", Decimal("0.40"), PriceUnit.JOB),))
FOX = Request("a fox in snow", CATALOG[0], CATALOG[0].sizes[0], 4)


def batch(folder: Path, count: int = 3) -> list[Request]:
    pictures = [write_picture(folder / f"{number}.png", 400 + number, 300) for number in range(count)]
    return [replace(FOX, images=(InputImage(path=path),)) for path in pictures]


async def test_each_job_has_its_own_picture_and_each_is_sent_once(
    open_house: OpenHouse, native_service: FakeService, tmp_path: Path
) -> None:
    house = await open_house(native_service, prices=EACH)
    requests = batch(tmp_path)
    jobs = await house.studio.jobs.submit_each(requests, CONNECTION_ID, 2)
    for job in jobs:
        await house.until(job, "done")

    assert [request for request in requests for _take in range(2)] == [job.request for job in jobs]
    assert 3 == len({job.input_path for job in jobs})
    assert sorted(job.position for job in jobs) == [job.position for job in jobs]
    assert 6 == len(native_service.requests("submit"))


async def test_above_the_budget_none_goes_and_with_a_yes_all_do(
    open_house: OpenHouse, service: FakeService, tmp_path: Path
) -> None:
    house = await open_house(service, prices=EACH)
    await house.studio.settings.change(budget=Budget(batch=Limits(money=Decimal("0.80"))))
    requests = batch(tmp_path)
    with pytest.raises(OverBudgetError, match=r"This comes to \$1\.20") as above:
        await house.studio.jobs.submit_each(requests, CONNECTION_ID)
    before = (await house.studio.snapshot()).jobs

    assert () == before
    assert 3 == len(await house.studio.jobs.submit_each(requests, CONNECTION_ID, agreed=above.value.asked))


async def test_one_picture_that_is_no_good_keeps_all_back(
    open_house: OpenHouse, service: FakeService, tmp_path: Path
) -> None:
    house = await open_house(service, prices=EACH)
    requests = batch(tmp_path)
    (tmp_path / "1.png").write_text("no picture any more")

    with pytest.raises(InputError):
        await house.studio.jobs.submit_each(requests, CONNECTION_ID)
    assert () == (await house.studio.snapshot()).jobs
    assert [] == service.requests("submit")
