"""A format that the app does not come with, and one that it does not know: what its jobs, cancels and keys do."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from sora_desktop.domain.connection import KeyPlace
from sora_desktop.domain.errors import InputError
from sora_desktop.domain.events import Reach
from sora_desktop.domain.format_facts import LocalImage
from sora_desktop.domain.job import Billed
from sora_desktop.services.formats import FORMATS
from sora_desktop.studio.connections.environment_service import EnvironmentService
from tests.servers.envelope_service import EnvelopeService
from tests.servers.service import CANARY, FakeService
from tests.studio.conftest import OpenHouse
from tests.studio.house import CONNECTION_ID, House
from tests.support.canary import spellings
from tests.support.envelope_format import EnvelopeJobs
from tests.support.mp4 import asked_mp4
from tests.support.until import until

ID = EnvelopeJobs.facts.id


@pytest.fixture
def envelopes(monkeypatch: pytest.MonkeyPatch) -> Iterator[EnvelopeService]:
    monkeypatch.setitem(FORMATS, ID, EnvelopeJobs())
    with EnvelopeService() as running:
        running.clip.data = asked_mp4()
        yield running


async def moved_in(open_house: OpenHouse, service: FakeService) -> House:
    return await open_house(service, format=ID, local_image=LocalImage.DATA_URL, can_cancel=True)


async def test_its_key_is_in_no_log_with_every_library_telling_all(
    open_house: OpenHouse, envelopes: EnvelopeService, tmp_path: Path
) -> None:
    for name in ("httpx", "httpcore", "h11", "asyncio"):
        logging.getLogger(name).setLevel(logging.DEBUG)
    house = await moved_in(open_house, envelopes)
    (job,) = await house.submit()
    await house.until(job, "done")

    assert {envelopes.key} == {request.headers.get("x-api-key") for request in envelopes.requests("status")}
    assert not [request for request in envelopes.server.seen if "authorization" in request.headers]
    log = (tmp_path / "data" / "logs" / "sora-desktop.log").read_bytes()
    assert not any(way in log for way in spellings(CANARY))


async def test_a_cancel_that_was_heard_ends_with_what_looking_tells_and_leaves_the_bill_open(
    open_house: OpenHouse, envelopes: EnvelopeService
) -> None:
    """That the job is cancelled is said by its status, twice; what it cost is not said at all."""
    envelopes.stall()
    envelopes.refunds = False
    house = await moved_in(open_house, envelopes)
    (job,) = await house.submit()
    await house.until(job, "queued", "running")
    await house.studio.jobs.cancel(job.id)
    await until(lambda: envelopes.requests("delete"), what="the service is asked to cancel")
    assert (await house.job(job.id)).state == "cancelling"
    envelopes.call_off(envelopes.only_job().id)
    ended = await house.until(job, "cancelled")

    assert (ended.billed, len(envelopes.requests("delete"))) == (Billed.UNKNOWN, 1)


async def test_a_cancel_that_comes_too_late_costs_no_clip(open_house: OpenHouse, envelopes: EnvelopeService) -> None:
    envelopes.stall()
    house = await moved_in(open_house, envelopes)
    (job,) = await house.submit()
    await house.until(job, "queued", "running")
    too_late = envelopes.personality.error(409, "It is drawn already", "too_late")
    envelopes.reply_next("delete", too_late)
    await house.studio.jobs.cancel(job.id)
    await until(lambda: envelopes.requests("delete"), what="the service is asked to cancel")
    envelopes.finish(envelopes.only_job().id)
    done = await house.until(job, "done")

    assert (done.wanted, done.billed, len(await house.clips())) == (False, Billed.YES, 1)


async def test_a_way_for_pictures_that_the_format_has_not_is_its_own_first_one(
    open_house: OpenHouse, native_service: FakeService
) -> None:
    """Earlier versions offered a data URL for the OpenAI Videos format, and sent a file."""
    house = await open_house(native_service, local_image=LocalImage.DATA_URL)
    snapshot = await house.studio.snapshot()
    saved = next(each for each in snapshot.connections if each.id == CONNECTION_ID)

    assert LocalImage.NATIVE is saved.local_image


async def test_a_format_of_a_newer_version_sends_nothing_and_says_so(
    open_house: OpenHouse, service: FakeService
) -> None:
    house = await open_house(service, format="of-tomorrow")
    (job,) = await house.submit()
    await until(lambda: "of-tomorrow" in house.reason(job), what="the job says what is missing")
    await house.studio.connections.probe(CONNECTION_ID)
    snapshot = await house.studio.snapshot()
    health = dict(snapshot.health)[CONNECTION_ID]

    assert ("waiting", []) == ((await house.job(job.id)).state, service.server.seen)
    assert (Reach.NO_ANSWER, True) == (health.reach, "doesn't know the format" in str(health.detail))
    assert "of-tomorrow" not in [facts.id for facts in snapshot.formats]


def test_the_connection_of_the_environment_speaks_any_format_there_is(envelopes: EnvelopeService) -> None:
    told = {"SORA_BASE_URL": "https://host.example/api/v1/jobs", "SORA_API_KEY": "k-1", "SORA_FORMAT": ID}
    found = EnvironmentService.read(told)

    assert found is not None
    made = found.connection
    assert (ID, "https://host.example", KeyPlace.ENVIRONMENT) == (made.format, made.base_url, made.key_place)
    assert (LocalImage.DATA_URL, EnvelopeJobs.facts.capabilities) == (made.local_image, made.capabilities)


@pytest.mark.parametrize(("format_id", "lists"), [("", False), ("uniall", False), ("openai-videos", True)])
def test_a_connection_of_the_environment_can_what_its_format_says(format_id: str, lists: bool) -> None:
    found = EnvironmentService.read({"SORA_BASE_URL": "https://host.example/v1", "SORA_FORMAT": format_id})

    assert found is not None
    assert (format_id or "uniall", lists) == (found.connection.format, found.connection.lists_jobs)
    assert LocalImage.NATIVE is found.connection.local_image


def test_a_format_that_is_none_is_said_with_those_that_there_are(envelopes: EnvelopeService) -> None:
    with pytest.raises(InputError, match=r"uniall, openai-videos, .*vllm-omni, .*envelope-jobs"):
        EnvironmentService.read({"SORA_BASE_URL": "https://host.example", "SORA_FORMAT": "soap"})
