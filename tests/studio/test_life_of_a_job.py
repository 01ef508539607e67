"""The life of a job, against a service with a money ledger: the row first, the id second, the clip last."""

import asyncio
import hashlib
import sqlite3
from dataclasses import replace
from decimal import Decimal
from unittest.mock import patch

import pytest

from sora_desktop.domain.catalog import CATALOG
from sora_desktop.domain.errors import InputError
from sora_desktop.domain.image import ImageFacts
from sora_desktop.domain.job import Billed, Job
from sora_desktop.domain.pricing import Price, PriceList
from tests.servers.http_server import Received, Reply
from tests.servers.service import FakeService, Fault
from tests.studio.conftest import OpenHouse
from tests.support.until import until

PRO = CATALOG[6]


async def test_a_prompt_becomes_a_clip_that_is_byte_for_byte_what_the_service_sent(
    open_house: OpenHouse, service: FakeService
) -> None:
    house = await open_house(service)
    (job,) = await house.submit()
    done = await house.until(job, "done")
    (clip,) = await house.clips()

    assert house.story(job) == ["waiting", "submitting", "queued", "running", "fetching", "verifying", "done"]
    assert clip.path.read_bytes() == service.clip.data
    assert clip.sha256 == hashlib.sha256(service.clip.data).hexdigest()
    assert (done.clip_id, done.billed, done.reason) == (clip.id, Billed.YES, None)
    assert len(service.money.charges) == 1
    assert list((house.data_dir / "incoming").iterdir()) == []


async def test_only_the_seeds_fields_go_out_and_only_those_that_the_models_name_leaves_open(
    open_house: OpenHouse, service: FakeService
) -> None:
    house = await open_house(service)
    (fixed,) = await house.submit("one")
    (open_one,) = await house.submit("two", model=PRO, seconds=16)
    await house.until(fixed, "done", "fetch_failed")
    await house.until(open_one, "done", "fetch_failed")

    fields = {job.prompt: job.fields for job in service.jobs.values()}
    assert fields["one"] == {"model": "sora2-landscape-4s", "prompt": "one"}
    assert fields["two"] == {"model": "sora2-pro-720p", "prompt": "two", "aspect_ratio": "16:9", "duration": 16}


async def test_the_row_is_on_disk_before_the_first_byte_leaves_and_the_id_before_the_first_look(
    open_house: OpenHouse, service: FakeService
) -> None:
    """Looked at from outside: what another reader of the file sees at the moment of each request."""
    house = await open_house(service)
    seen: dict[str, tuple[str, str | None]] = {}
    answer = service._handle

    def spy(request: Received) -> Reply:
        kind = service._kind(request)
        rows = sqlite3.connect(f"file:{house.data_dir / 'ledger.sqlite3'}?mode=ro", uri=True)
        seen.setdefault(kind, rows.execute("SELECT state, remote_id FROM jobs").fetchone())
        rows.close()
        return answer(request)

    service.server._handler = spy
    (job,) = await house.submit()
    await house.until(job, "done")

    assert seen["submit"] == ("submitting", None)
    assert seen["status"][1] == service.only_job().id


async def test_a_refusal_is_final_not_billed_and_in_the_services_words(
    open_house: OpenHouse, service: FakeService
) -> None:
    service.script(Fault.REFUSE_422)
    house = await open_house(service)
    (job,) = await house.submit()
    refused = await house.until(job, "refused")

    assert refused.billed is Billed.NO
    assert "No: REFUSE_422" in str(refused.reason)
    assert (len(service.requests("submit")), service.money.charges) == (1, [])


STILL_THERE = (Fault.ACCEPT_THEN_CUT, Fault.ACCEPT_THEN_GZIP)
"""The id stands in what arrives."""
LOST = [fault for fault in Fault if fault.name.startswith("ACCEPT") and fault not in STILL_THERE]


@pytest.mark.parametrize("fault", LOST)
async def test_a_lost_answer_is_unknown_is_never_sent_again_and_says_that_it_may_be_billed(
    open_house: OpenHouse, service: FakeService, fault: Fault
) -> None:
    service.script(fault)
    house = await open_house(service)
    (job,) = await house.submit()
    unknown = await house.until(job, "unknown")

    assert unknown.billed is Billed.UNKNOWN
    assert "may have been billed" in str(unknown.reason)
    assert len(service.requests("submit")) == len(service.money.charges) == 1


async def test_an_unknown_job_is_found_in_the_services_list_and_lives_on(
    open_house: OpenHouse, native_service: FakeService
) -> None:
    native_service.script(Fault.ACCEPT_THEN_DROP)
    house = await open_house(native_service, lists_jobs=True)
    (job,) = await house.submit()
    done = await house.until(job, "done")

    assert done.remote_id == native_service.only_job().id
    assert house.story(job)[:4] == ["waiting", "submitting", "unknown", "queued"]
    assert len(native_service.money.charges) == 1


async def test_an_unknown_job_that_is_in_no_list_is_settled_as_not_found(
    open_house: OpenHouse, native_service: FakeService
) -> None:
    native_service.script(Fault.BAD_GATEWAY)
    house = await open_house(native_service, lists_jobs=True)
    (job,) = await house.submit()
    settled = await house.until(job, "not_found")

    assert settled.billed is Billed.UNKNOWN
    assert "may have been billed" in str(settled.reason)
    assert native_service.money.charges == []


async def test_a_429_waits_and_goes_out_once(open_house: OpenHouse, service: FakeService) -> None:
    service.reply_next("submit")
    service.script(Fault.PACE)
    house = await open_house(service)
    (job,) = await house.submit()
    waiting = await house.until(job, "waiting")
    await until(lambda: "submitting" in house.story(job) and house.story(job)[-1] == "waiting")

    assert waiting.billed is Billed.NO
    assert service.money.charges == []


async def test_a_failed_job_says_the_services_reason_and_is_not_tried_again(
    open_house: OpenHouse, service: FakeService
) -> None:
    service.stall()
    house = await open_house(service)
    (job,) = await house.submit()
    await house.until(job, "queued", "running")
    service.fail(service.only_job().id, "The model gave up.")
    failed = await house.until(job, "failed")

    assert str(failed.reason) == (
        "The service couldn't make this clip: The model gave up. "
        "You may have been billed: check your records at the service. Generate again to try once more."
    )
    assert len(service.requests("submit")) == 1


async def test_a_job_that_the_service_forgot_is_lost_after_several_looks_and_not_made_anew(
    open_house: OpenHouse, service: FakeService
) -> None:
    service.stall()
    house = await open_house(service)
    (job,) = await house.submit()
    await house.until(job, "queued", "running")
    service.forget(service.only_job().id)
    lost = await house.until(job, "lost")

    assert lost.billed is Billed.UNKNOWN
    assert len(service.requests("submit")) == 1


async def test_a_lost_job_is_asked_about_again_when_a_person_says_so(
    open_house: OpenHouse, service: FakeService
) -> None:
    """With the key of another account a service does not know a job either; with the right one it does."""
    service.stall()
    house = await open_house(service)
    (job,) = await house.submit()
    await house.until(job, "queued", "running")
    made = service.only_job()
    service.forget(made.id)
    await house.until(job, "lost")
    service.jobs[made.id] = made
    service.finish(made.id)
    await house.studio.jobs.check_again(job.id)
    await house.until(job, "done")

    assert len(service.money.charges) == 1


async def test_a_job_that_was_found_while_its_picture_was_looked_at_is_not_made_anew(
    open_house: OpenHouse, service: FakeService
) -> None:
    service.script(Fault.ACCEPT_THEN_DROP)
    service.stall()
    house = await open_house(service)
    (job,) = await house.submit()
    await house.until(job, "unknown")

    async def find_it(_job: Job) -> tuple[ImageFacts, ...]:
        await house.studio.jobs.bind_remote_id(job.id, service.only_job().id)
        return ()

    with (
        patch.object(house.studio.jobs._preparing, "_facts_for_retry", find_it),
        pytest.raises(InputError, match="still in progress"),
    ):
        await house.studio.jobs.retry(job.id)

    assert len(service.money.charges) == 1


async def test_an_id_that_is_pasted_into_two_jobs_at_once_is_that_of_one(
    open_house: OpenHouse, service: FakeService
) -> None:
    service.script(Fault.ACCEPT_THEN_DROP, Fault.ACCEPT_THEN_DROP)
    house = await open_house(service)
    jobs = (*await house.submit(), *await house.submit("an owl"))
    for job in jobs:
        await house.until(job, "unknown")
    (first, _) = service.jobs
    service.jobs[first].prompt = ""
    bound = await asyncio.gather(
        *(house.studio.jobs.bind_remote_id(job.id, first) for job in jobs), return_exceptions=True
    )

    assert [None] == [each for each in bound if not isinstance(each, InputError)]
    await house.until(jobs[bound.index(None)], "done")  # a line that is just being opened is not ended cleanly by anyio


async def test_two_wishes_for_the_same_retry_are_one(open_house: OpenHouse, service: FakeService) -> None:
    """A picture may take long to look at, and a person may think that the first press was not heard."""
    service.script(Fault.ACCEPT_THEN_DROP)
    house = await open_house(service)
    (job,) = await house.submit()
    await house.until(job, "unknown")

    async def look(_job: Job) -> tuple[ImageFacts, ...]:
        await asyncio.sleep(0)
        return ()

    with patch.object(house.studio.jobs._preparing, "_facts_for_retry", look):
        first, second = await asyncio.gather(*(house.studio.jobs.retry(job.id) for _ in "12"), return_exceptions=True)

    assert isinstance(first, Job)
    assert isinstance(second, InputError)
    await house.until(first, "done")
    assert len(service.money.charges) == 2


async def test_a_job_that_another_connection_to_the_same_service_made_is_not_taken_for_this_one(
    open_house: OpenHouse, native_service: FakeService
) -> None:
    """Not even when it is off the list already."""
    house = await open_house(native_service, lists_jobs=True)
    (first,) = await house.submit()
    await house.until(first, "done")
    await house.studio.jobs.remove(first.id)
    used = next(each for each in (await house.studio.snapshot()).connections if each.id == first.service.id)
    other = replace(used, id="other", name="Other")
    await house.studio.connections.save(other, native_service.key)
    native_service.reply_next("submit", Reply(502))
    (second,) = await house.studio.jobs.submit(first.request, "other")
    settled = await house.until(second, "not_found", "done")

    assert ("not_found", Billed.UNKNOWN) == (settled.state, settled.billed)
    assert len(native_service.money.charges) == 1


async def test_twins_go_one_after_another_and_an_unknown_one_holds_the_others_back(
    open_house: OpenHouse, service: FakeService
) -> None:
    service.script(Fault.ACCEPT_THEN_DROP)
    house = await open_house(service)
    first, second = await house.submit("twins", count=2)
    other = (await house.submit("another"))[0]
    await house.until(first, "unknown")
    await house.until(other, "done")

    assert house.story(second) == ["waiting"]
    await house.studio.jobs.dismiss(first.id)
    await house.until(second, "done")
    assert len(service.money.of_prompt("twins")) == 2


async def test_submitting_again_after_unknown_is_a_new_job_and_settles_the_old_one(
    open_house: OpenHouse, service: FakeService
) -> None:
    service.script(Fault.ACCEPT_THEN_500)
    house = await open_house(service)
    (job,) = await house.submit()
    await house.until(job, "unknown")
    again = await house.studio.jobs.retry(job.id)
    await house.until(again, "done")
    old = await house.job(job.id)

    assert (again.retry_of, old.state, old.billed) == (job.id, "dismissed", Billed.UNKNOWN)
    assert len(service.money.charges) == 2


async def test_a_pasted_id_binds_an_unknown_job(open_house: OpenHouse, service: FakeService) -> None:
    service.script(Fault.ACCEPT_THEN_EMPTY)
    house = await open_house(service)
    (job,) = await house.submit()
    await house.until(job, "unknown")
    await house.studio.jobs.bind_remote_id(job.id, f"  {service.only_job().id}\n")
    done = await house.until(job, "done")

    assert done.remote_id == service.only_job().id
    with pytest.raises(InputError):
        await house.studio.jobs.bind_remote_id(job.id, done.remote_id)


async def test_after_a_restart_a_job_with_an_id_is_watched_on_and_fetched(
    open_house: OpenHouse, service: FakeService
) -> None:
    service.stall()
    first = await open_house(service)
    (job,) = await first.submit()
    await first.until(job, "queued", "running")
    await first.studio.close()
    service.finish(service.only_job().id)
    second = await open_house(service)
    await until(lambda: any(type(event).__name__ == "ClipAdded" for event in second.heard))

    assert len(service.requests("submit")) == 1
    assert (await second.job(job.id)).state in ("verifying", "done")


async def test_a_row_caught_in_submitting_is_unknown_after_a_restart(
    open_house: OpenHouse, service: FakeService
) -> None:
    first = await open_house(service)
    (job,) = await first.submit()
    await first.until(job, "done")
    await first.studio.close()
    rows = sqlite3.connect(first.data_dir / "ledger.sqlite3")
    (document,) = rows.execute("SELECT document FROM jobs").fetchone()
    changed = document.replace('"state":"done"', '"state":"submitting"').replace(
        '"state": "done"', '"state": "submitting"'
    )
    assert changed != document
    rows.execute("UPDATE jobs SET state = 'submitting', document = ?", (changed,))
    rows.commit()
    rows.close()
    second = await open_house(service)

    assert (await second.job(job.id)).state == "unknown"
    assert len(service.requests("submit")) == 1


async def test_cancelling_before_the_turn_sends_nothing(open_house: OpenHouse, service: FakeService) -> None:
    house = await open_house(service)
    await house.studio.jobs.set_paused(True)
    (job,) = await house.submit()
    await house.studio.jobs.cancel(job.id)
    await house.studio.jobs.set_paused(False)
    cancelled = await house.until(job, "cancelled")

    assert cancelled.billed is Billed.NO
    assert service.requests("submit") == []


async def test_a_clip_that_was_made_after_cancelling_is_kept_and_shown_as_such(
    open_house: OpenHouse, service: FakeService
) -> None:
    service.stall()
    house = await open_house(service)
    (job,) = await house.submit()
    await house.until(job, "queued", "running")
    await house.studio.jobs.cancel(job.id)
    await house.until(job, "cancelling")
    service.finish(service.only_job().id)
    done = await house.until(job, "done")
    (clip,) = await house.clips()

    assert (done.wanted, clip.wanted, done.billed) == (False, False, Billed.YES)
    assert service.requests("delete") == []


async def test_a_connection_that_can_cancel_is_asked_to(open_house: OpenHouse, native_service: FakeService) -> None:
    native_service.stall()
    house = await open_house(native_service, can_cancel=True)
    (job,) = await house.submit()
    await house.until(job, "queued", "running")
    await house.studio.jobs.cancel(job.id)
    await house.until(job, "cancelled")

    assert len(native_service.requests("delete")) == 1


async def test_a_link_that_has_died_is_replaced_by_a_fresh_one(open_house: OpenHouse, service: FakeService) -> None:
    service.clip.statuses.extend([403, 410, 404])
    house = await open_house(service)
    (job,) = await house.submit()
    await house.until(job, "done")

    assert len(service.money.charges) == 1
    assert (len(service.requests("file")), len(service.requests("content"))) == (2, 2)


async def test_a_download_that_fails_for_good_is_never_a_failed_job_and_can_be_fetched_again(
    open_house: OpenHouse, service: FakeService
) -> None:
    service.clip.statuses.extend([500] * 1000)
    house = await open_house(service)
    (job,) = await house.submit()
    failed = await house.until(job, "fetch_failed")
    service.clip.statuses.clear()
    await house.studio.jobs.fetch_again(job.id)
    done = await house.until(job, "done")

    assert failed.billed is Billed.YES
    assert "You have paid for it." in str(failed.reason)
    assert (done.billed, len(service.money.charges)) == (Billed.YES, 1)


async def test_what_is_no_clip_is_never_in_the_library(open_house: OpenHouse, service: FakeService) -> None:
    good, service.clip.data = service.clip.data, Reply.of_page().body
    house = await open_house(service)
    (job,) = await house.submit()
    failed = await house.until(job, "fetch_failed")

    assert await house.clips() == ()
    assert list((house.data_dir / "library").iterdir()) == []
    assert (failed.kept_bytes, "web page" in str(failed.reason)) == (0, True)
    service.clip.data = good
    await house.studio.jobs.fetch_again(job.id)
    await house.until(job, "done")


async def test_another_picture_than_the_one_asked_for_is_said(open_house: OpenHouse, service: FakeService) -> None:
    house = await open_house(service)
    (job,) = await house.submit(model=CATALOG[3])
    done = await house.until(job, "done")

    assert "1280 × 720" in str(done.reason)
    assert "720 × 1280" in str(done.reason)


async def test_after_the_deadline_there_is_no_answer_yet_and_a_later_look_finds_the_clip(
    open_house: OpenHouse, service: FakeService
) -> None:
    service.stall()
    house = await open_house(service, deadline_seconds=0)
    (job,) = await house.submit()
    silent = await house.until(job, "no_answer")
    service.finish(service.only_job().id)

    assert silent.billed is Billed.UNKNOWN
    await house.studio.jobs.check_again(job.id)
    await house.until(job, "done")


async def test_a_job_keeps_the_connection_it_was_made_with(open_house: OpenHouse, service: FakeService) -> None:
    service.stall()
    house = await open_house(service)
    (job,) = await house.submit()
    await house.until(job, "queued", "running")
    await house.studio.connections.remove("fake")
    service.finish(service.only_job().id)
    done = await house.until(job, "done")

    assert done.service.base_url == service.base_url


async def test_what_may_not_go_out_is_said_and_costs_nothing(open_house: OpenHouse, service: FakeService) -> None:
    house = await open_house(service)
    for prompt, model, seconds in (("", CATALOG[0], None), ("x" * 40_000, CATALOG[0], None), ("a", CATALOG[0], 8)):
        with pytest.raises(InputError):
            await house.submit(prompt, model=model, seconds=seconds)
    with pytest.raises(InputError):
        await house.submit(count=9)

    assert (await house.studio.snapshot()).jobs == ()
    assert service.server.seen == [request for request in service.server.seen if request.method == "GET"]


async def test_what_a_clip_costs_is_kept_with_its_job(open_house: OpenHouse, service: FakeService) -> None:
    prices = PriceList(prices=(Price("sora2-landscape-4s", Decimal("0.10")),))
    house = await open_house(service, prices=prices)
    (job,) = await house.submit()

    assert str(job.cost.amount) == "0.40"
