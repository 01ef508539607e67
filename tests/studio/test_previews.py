"""A free preview, and its very request sent for real: the studio, its ledger, and a service on a real socket."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from sora_desktop.domain.budget import Budget, Limits
from sora_desktop.domain.catalog import CATALOG
from sora_desktop.domain.connection import ENGINE_ID, ConnectionKind
from sora_desktop.domain.errors import InputError, OverBudgetError, PictureChangedError
from sora_desktop.domain.image import InputImage
from sora_desktop.domain.job import Job
from sora_desktop.domain.pricing import Cost, Price, PriceList, PriceUnit
from sora_desktop.domain.request import Request
from sora_desktop.domain.shapes import Size
from tests.servers.service import FakeService
from tests.studio.conftest import OpenHouse
from tests.studio.house import CONNECTION_ID, House
from tests.support.pictures import write_picture

EACH = PriceList(prices=(Price("sora2-landscape-4s", Decimal("0.40"), PriceUnit.JOB),))
TWO = Cost(Decimal("0.80"))
FOX = Request("a fox in snow", CATALOG[0], CATALOG[0].sizes[0], 4)


async def previewed(house: House, request: Request = FOX, takes: int = 2) -> Job:
    return await house.studio.previews.make(request, takes)


async def test_a_preview_is_a_free_job_of_the_engine_and_the_picked_connection_stays(
    open_house: OpenHouse, service: FakeService
) -> None:
    house = await open_house(service, prices=EACH)
    before = (await house.studio.snapshot()).selected
    job = await previewed(house)

    assert (ENGINE_ID, ConnectionKind.ENGINE, True) == (job.service.id, job.service.kind, job.cost.free)
    assert before == (await house.studio.snapshot()).selected
    assert [] == service.requests("submit")


async def test_now_for_real_sends_the_very_request_so_many_times_and_only_once(
    open_house: OpenHouse, service: FakeService, tmp_path: Path
) -> None:
    house = await open_house(service, prices=EACH)
    request = replace(FOX, images=(InputImage(path=write_picture(tmp_path / "fox.png")),))
    preview = await previewed(house, request)
    jobs = await house.studio.previews.send(preview.id, CONNECTION_ID, TWO)

    assert [request, request] == [job.request for job in jobs]
    assert [preview.input_paths] * 2 == [job.input_paths for job in jobs]
    with pytest.raises(InputError, match="sent already"):
        await house.studio.previews.send(preview.id, CONNECTION_ID, TWO)
    for job in jobs:
        await house.until(job, "done")
    assert 2 == len(service.requests("submit"))


async def test_another_price_than_was_shown_sends_nothing(open_house: OpenHouse, service: FakeService) -> None:
    house = await open_house(service, prices=EACH)
    preview = await previewed(house)

    with pytest.raises(InputError, match=r"Its price is \$0\.80 by now"):
        await house.studio.previews.send(preview.id, CONNECTION_ID, Cost(Decimal("0.40")))
    assert (preview.id,) == tuple(job.id for job in (await house.studio.snapshot()).jobs)


async def test_a_picture_that_is_another_since_the_preview_sends_nothing_also_after_a_restart(
    open_house: OpenHouse, service: FakeService, tmp_path: Path
) -> None:
    house = await open_house(service, prices=EACH)
    picture = write_picture(tmp_path / "fox.png")
    preview = await previewed(house, replace(FOX, images=(InputImage(path=picture),)))
    await house.studio.close()
    write_picture(picture, 500, 500)
    again = await open_house(service, prices=EACH)

    with pytest.raises(PictureChangedError):
        await again.studio.previews.send(preview.id, CONNECTION_ID, TWO)
    assert [] == service.requests("submit")


async def test_the_budget_holds_for_the_real_thing_and_not_for_the_preview(
    open_house: OpenHouse, service: FakeService
) -> None:
    house = await open_house(service, prices=EACH)
    await house.studio.settings.change(budget=Budget(batch=Limits(money=Decimal("0.40"))))
    preview = await previewed(house)

    with pytest.raises(OverBudgetError) as above:
        await house.studio.previews.send(preview.id, CONNECTION_ID, TWO)
    assert 2 == len(await house.studio.previews.send(preview.id, CONNECTION_ID, TWO, agreed=above.value.asked))


async def test_what_the_engine_cannot_draw_makes_no_job(open_house: OpenHouse, service: FakeService) -> None:
    house = await open_house(service)
    odd = replace(CATALOG[0], id="odd", sizes=(Size(640, 360),))

    with pytest.raises(InputError, match="640 × 360"):
        await previewed(house, Request("a fox", odd, odd.sizes[0], 4))
    assert () == (await house.studio.snapshot()).jobs
