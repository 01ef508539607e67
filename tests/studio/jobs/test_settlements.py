"""What a job cost: read from the answers, asked of the service's books, kept with the job over a restart."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from sora_desktop.domain.catalog import VideoModel
from sora_desktop.domain.charge import ChargeSource, SettlementWay, Settling
from sora_desktop.domain.events import JobChanged
from sora_desktop.domain.job import Billed, Job, JobState
from sora_desktop.domain.pricing import Price, PriceList, PriceUnit
from sora_desktop.domain.shapes import Size
from tests.servers.http_server import Reply
from tests.servers.personalities import RemoteJob
from tests.servers.service import FakeService
from tests.servers.wild.service import WildService
from tests.studio import conftest
from tests.studio.conftest import OpenHouse
from tests.studio.house import CONNECTION_ID
from tests.support.paces import QUICK
from tests.support.presets import as_preset
from tests.support.until import until

EACH = PriceList(prices=(Price("sora2-landscape-4s", Decimal("0.40"), PriceUnit.JOB),))
NEW_API = Settling((SettlementWay.NEW_API_TASK, SettlementWay.NEW_API_LOG), units_a_dollar=500_000)


def told(job: Job) -> list[tuple[ChargeSource, Decimal, str]]:
    return [(entry.told.source, entry.told.amount, entry.told.unit) for entry in job.charge.entries]


async def test_the_sum_in_the_answer_about_a_finished_job_is_kept_beside_its_estimate(
    open_house: OpenHouse, service: FakeService
) -> None:
    def with_cost(_job: RemoteJob, reply: Reply) -> Reply:
        return Reply.of_json({**json.loads(reply.body), "usage": {"cost": "0.37"}})

    service.twists["status"] = with_cost
    house = await open_house(service, prices=EACH)
    (job,) = await house.submit()
    done = await house.until(job, "done")

    assert (Decimal("0.40"), Billed.YES) == (done.cost.amount, done.billed)
    assert [(ChargeSource.ANSWER, Decimal("0.37"), "USD")] == told(done)


async def test_a_sum_in_the_header_of_the_answer_to_a_submission_proves_the_bill_at_once(
    open_house: OpenHouse, service: FakeService
) -> None:
    def with_header(_job: RemoteJob, reply: Reply) -> Reply:
        return replace(reply, headers={**reply.headers, "x-litellm-response-cost": "0.41"})

    service.twists["submit"] = with_header
    service.stall()
    house = await open_house(service, prices=EACH)
    (job,) = await house.submit()
    taken = await house.until(job, "queued", "running")

    assert (Billed.YES, [(ChargeSource.HEADER, Decimal("0.41"), "USD")]) == (taken.billed, told(taken))


@pytest.fixture
def asked_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """The questions after the end come at once."""
    soon = replace(QUICK, second_looks=(0.1,), settlements=(0.0, 0.0, 0.0))
    monkeypatch.setattr(conftest, "QUICK", soon)


async def settled(open_house: OpenHouse, service: FakeService) -> Job:
    """A job of a service that can be asked, once something was settled."""
    house = await open_house(service, prices=EACH, settling=NEW_API)
    (job,) = await house.submit()
    await house.until(job, "done")
    await until(lambda: any(isinstance(each, JobChanged) and each.job.charge.entries for each in house.heard))
    return await house.job(job.id)


@pytest.mark.usefixtures("asked_soon")
async def test_the_task_is_asked_what_it_cost_after_its_end(open_house: OpenHouse, service: FakeService) -> None:
    task = {"code": "success", "data": {"task_id": "gen_000000000001", "status": "SUCCESS", "quota": 185_000}}
    service.reply_next("other", Reply.of_json(task))
    job = await settled(open_house, service)

    assert [(ChargeSource.TASK, Decimal("0.37"), "USD")] == told(job)
    assert "/v1/video/generations/gen_000000000001" in {each.path for each in service.requests("other")}


@pytest.mark.usefixtures("asked_soon")
async def test_where_the_task_says_nothing_the_log_is_asked(open_house: OpenHouse, service: FakeService) -> None:
    line = {"type": 2, "quota": 190_000, "model_name": "sora2-landscape-4s", "content": "gen_000000000001"}
    service.reply_next("other", Reply(404), Reply.of_json({"success": True, "data": [line]}))
    job = await settled(open_house, service)

    assert [(ChargeSource.LOG, Decimal("0.38"), "USD")] == told(job)


@pytest.mark.usefixtures("asked_soon")
async def test_a_service_whose_kind_was_changed_is_asked_as_its_new_kind_is(
    open_house: OpenHouse, native_service: FakeService
) -> None:
    task = {"code": "success", "data": {"status": "SUCCESS", "quota": 185_000}}
    native_service.reply_next("other", *[Reply.of_json(task)] * 9)
    house = await open_house(native_service, **{**as_preset("openai-videos"), "prices": EACH})
    (saved,) = [each for each in (await house.studio.snapshot()).connections if each.id == CONNECTION_ID]
    mine = replace(saved.models[0], name="Mine")
    await house.studio.connections.save(replace(saved, preset="new-api", models=(mine,)))
    (job,) = await house.submit()
    await house.until(job, "done")
    await until(lambda: any(isinstance(each, JobChanged) and each.job.charge.entries for each in house.heard))
    assert [(ChargeSource.TASK, Decimal("0.37"), "USD")] == told(await house.job(job.id))
    await house.studio.connections.save(replace(saved, preset="litellm", settling=NEW_API))
    (again,) = [each for each in (await house.studio.snapshot()).connections if each.id == CONNECTION_ID]

    assert Settling() == again.settling, "a LiteLLM proxy has no such books"


@pytest.mark.usefixtures("asked_soon")
async def test_why_a_job_failed_is_told_where_only_the_services_books_say_it(open_house: OpenHouse) -> None:
    """new-api's flat form has no word of it; its older route has."""
    with WildService("newapi-flat") as service:
        model = VideoModel("sora-2", (Size(1280, 720),), (4, 8))
        house = await open_house(service, **{**as_preset("new-api"), "models": (model,), "prices": EACH})
        (job,) = await house.submit(model=model, seconds=4)
        taken = await house.until(job, "queued", "running")
        service.fail(taken.remote_id or "", "The GPU farm is on fire.")
        await house.until(job, "failed")
        await until(lambda: any(isinstance(e, JobChanged) and "on fire" in str(e.job.reason) for e in house.heard))
        failed = await house.job(job.id)

        assert (JobState.FAILED, Billed.UNKNOWN) == (failed.state, failed.billed)
        assert "The GPU farm is on fire." == str(failed.reason and failed.reason.detail)
