"""Keys of connections that were removed, moved or lost while jobs of them still need one."""

import json
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from sora_desktop.domain.connection import ENVIRONMENT_ID, Connection, KeyPlace
from sora_desktop.domain.events import Event, HealthChanged
from sora_desktop.domain.job import Job
from sora_desktop.store.secrets import Secrets
from sora_desktop.studio.build import open_studio
from sora_desktop.studio.clock import Clock
from sora_desktop.studio.studio import Studio
from tests.servers.service import FakeService, Fault, Reply
from tests.store.test_secrets import MemoryBackend
from tests.studio.conftest import OpenHouse
from tests.studio.house import CONNECTION_ID, House
from tests.support.formats import UNIALL
from tests.support.logs import ExpectedLogs
from tests.support.paces import AT_ONCE, QUICK
from tests.support.samples import sample_job
from tests.support.until import until

OpenStudio = Callable[[], Awaitable[Studio]]


@pytest.fixture
def key_store() -> MemoryBackend:
    """The system's, which outlives the app."""
    return MemoryBackend()


@pytest.fixture
async def start(tmp_path: Path, key_store: MemoryBackend) -> AsyncIterator[OpenStudio]:
    """A start of the app with a key store that remembers. May be called again."""
    async with AsyncExitStack() as stack:

        async def started() -> Studio:
            studio = await open_studio(
                tmp_path / "data",
                environment={},
                clock=Clock(),
                backoff=QUICK,
                limits=AT_ONCE,
                secrets=Secrets(lambda: key_store),
            )
            stack.push_async_callback(studio.close)
            return studio

        yield started


async def a_job_under_way(studio: Studio, service: FakeService, folder: Path) -> tuple[House, Job]:
    service.stall()
    house = await House.furnish(studio, service, folder)
    (job,) = await house.submit()
    await house.until(job, "queued", "running")
    return house, job


async def test_a_key_outlives_its_removed_connection_over_restarts_until_the_last_job_has_ended(
    start: OpenStudio, service: FakeService, key_store: MemoryBackend, tmp_path: Path
) -> None:
    first = await start()
    house, job = await a_job_under_way(first, service, tmp_path)
    await first.connections.remove(CONNECTION_ID)
    assert len(key_store.keys) == 1
    await first.close()
    second = await start()
    house = await House.listen(second, service, tmp_path)
    assert len(key_store.keys) == 1
    service.finish(service.only_job().id)
    await house.until(job, "done")
    await until(lambda: not key_store.keys, what="the key is forgotten")

    assert len(service.money.charges) == 1


async def test_a_key_of_which_a_person_says_that_none_is_needed_is_forgotten(
    start: OpenStudio, service: FakeService, key_store: MemoryBackend, tmp_path: Path
) -> None:
    studio = await start()
    house = await House.furnish(studio, service, tmp_path)
    assert [service.key] == list(key_store.keys.values())
    (connection,) = (each for each in (await house.studio.snapshot()).connections if each.id == CONNECTION_ID)
    await studio.connections.save(connection, "")

    assert {} == key_store.keys


async def test_a_connection_that_never_had_a_key_does_not_touch_the_key_store(
    start: OpenStudio, service: FakeService, key_store: MemoryBackend
) -> None:
    """It may be locked, and would ask for its password."""
    studio = await start()
    before = key_store.calls
    saved = await studio.connections.save(Connection("", "Mine", service.base_url, UNIALL), "")
    await studio.connections.save(saved, "")

    assert before == key_store.calls


async def test_a_key_that_no_job_needs_is_forgotten_with_its_connection(
    start: OpenStudio, service: FakeService, key_store: MemoryBackend, tmp_path: Path
) -> None:
    studio = await start()
    house = await House.furnish(studio, service, tmp_path)
    (job,) = await house.submit()
    await house.until(job, "done")
    await studio.connections.remove(CONNECTION_ID)

    assert {} == key_store.keys


async def test_the_key_of_a_connection_that_cannot_be_read_stays(
    start: OpenStudio, service: FakeService, key_store: MemoryBackend, tmp_path: Path, expect_log: ExpectedLogs
) -> None:
    """A newer version may read it again, and a person may mend the file by hand."""
    expect_log("a connection cannot be read and is left out")
    studio = await start()
    house = await House.furnish(studio, service, tmp_path)
    (job,) = await house.submit()
    await house.until(job, "done")
    await studio.close()
    before = dict(key_store.keys)
    file = tmp_path / "data" / "connections.json"
    (entry,) = json.loads(file.read_text())
    file.write_text(json.dumps([{**entry, "base_url": 5}]))
    heard = list[Event]()
    second = await start()
    second.subscribe(heard.append)
    await until(lambda: any(isinstance(each, HealthChanged) for each in heard), what="it asked its service after that")

    assert before == key_store.keys


async def test_a_key_left_behind_by_a_crash_is_forgotten_at_the_next_start(
    start: OpenStudio, service: FakeService, key_store: MemoryBackend, tmp_path: Path
) -> None:
    studio = await start()
    house = await House.furnish(studio, service, tmp_path)
    (job,) = await house.submit()
    await house.until(job, "done")
    left = dict(key_store.keys)
    await studio.connections.remove(CONNECTION_ID)
    await studio.close()
    key_store.keys.update(left)
    await start()

    await until(lambda: not key_store.keys, what="the key is forgotten")


async def test_a_moved_connection_keeps_the_old_address_and_its_key_for_the_jobs_made_there(
    start: OpenStudio, service: FakeService, key_store: MemoryBackend, tmp_path: Path
) -> None:
    with FakeService(key="sk-elsewhere") as elsewhere:
        studio = await start()
        house, job = await a_job_under_way(studio, service, tmp_path)
        (moved,) = [each for each in (await studio.snapshot()).connections if each.id == CONNECTION_ID]
        await studio.connections.save(replace(moved, base_url=elsewhere.base_url), "sk-elsewhere")
        assert len(key_store.keys) == 2
        service.finish(service.only_job().id)
        done = await house.until(job, "done")
        await until(lambda: len(key_store.keys) == 1, what="the old key is forgotten")

        assert done.service.base_url == service.base_url
        assert service.key.encode() not in elsewhere.server.bytes_seen()
        assert b"sk-elsewhere" not in service.server.bytes_seen()


async def test_a_job_whose_key_is_gone_says_so_and_goes_on_when_it_is_back(
    open_house: OpenHouse, service: FakeService
) -> None:
    """Without a key store a key is gone with its session."""
    service.stall()
    first = await open_house(service)
    (job,) = await first.submit()
    await first.until(job, "queued", "running")
    await first.studio.close()
    service.finish(service.only_job().id)
    second = await open_house(service, without_key=True)
    await until(lambda: "The key of this connection is missing" in second.reason(job))
    saved = (await second.studio.snapshot()).connections[-1]
    await second.studio.connections.save(saved, service.key)
    await second.until(job, "done")

    assert len(service.requests("submit")) == 1


async def test_a_waiting_job_whose_key_is_gone_says_so_and_goes_out_when_it_is_back(
    open_house: OpenHouse, service: FakeService
) -> None:
    first = await open_house(service)
    await first.studio.jobs.set_paused(True)
    (job,) = await first.submit()
    await first.studio.close()
    second = await open_house(service, without_key=True)
    await second.studio.jobs.set_paused(False)
    await until(lambda: "The key of this connection is missing" in second.reason(job))
    assert service.requests("submit") == []
    saved = (await second.studio.snapshot()).connections[-1]
    await second.studio.connections.save(saved, service.key)
    await second.until(job, "done")

    assert len(service.money.charges) == 1


async def test_a_job_of_a_removed_connection_without_a_key_store_is_not_lost_and_says_what_to_do(
    open_house: OpenHouse, service: FakeService
) -> None:
    """Adding the service anew, under whatever name and id, brings back the connection that the job was made with."""
    service.stall()
    first = await open_house(service)
    (job,) = await first.submit()
    await first.until(job, "queued", "running")
    await first.studio.connections.remove(CONNECTION_ID)
    await first.studio.close()
    service.finish(service.only_job().id)
    second = await open_house(service, without_key=True)
    await until(lambda: "Add a connection with this address and its key" in second.reason(job))
    assert service.base_url in second.reason(job)
    anew = await second.studio.connections.save(Connection("another-id", "Anew", service.base_url), service.key)
    await second.until(job, "done")

    assert (anew.id, anew.name, anew.key_place) == (CONNECTION_ID, "Anew", KeyPlace.SESSION)


async def test_a_clip_whose_key_is_gone_waits_for_it_and_is_not_given_up(
    open_house: OpenHouse, native_service: FakeService
) -> None:
    """The clip of a native service comes with the key: it is fetched as soon as the key is back."""
    native_service.clip.statuses.extend([500] * 1000)
    first = await open_house(native_service)
    (job,) = await first.submit()
    await first.until(job, "fetching")
    await first.studio.close()
    native_service.clip.statuses.clear()
    second = await open_house(native_service, without_key=True)
    await until(lambda: "The key of this connection is missing" in second.reason(job))
    assert (await second.job(job.id)).state == "fetching"
    saved = (await second.studio.snapshot()).connections[-1]
    await second.studio.connections.save(saved, native_service.key)
    await second.until(job, "done")


async def test_a_job_of_the_environments_connection_says_what_it_needs_where_that_is_not_set(
    tmp_path: Path, service: FakeService
) -> None:
    service.stall()
    environment = {"SORA_BASE_URL": service.base_url, "SORA_API_KEY": service.key}
    async with AsyncExitStack() as stack:

        async def start(variables: dict[str, str]) -> House:
            studio = await open_studio(tmp_path / "data", environment=variables, backoff=QUICK, limits=AT_ONCE)
            stack.push_async_callback(studio.close)
            return await House.listen(studio, service, tmp_path / "data")

        first = await start(environment)
        (job,) = await first.studio.jobs.submit(sample_job().request, ENVIRONMENT_ID)
        await first.until(job, "queued", "running")
        await first.studio.close()
        service.finish(service.only_job().id)
        without = await start({})
        await until(
            lambda: "Start Sora Desktop with SORA_BASE_URL and SORA_API_KEY set as before" in without.reason(job)
        )
        await without.studio.close()
        again = await start(environment)
        await again.until(job, "done")

    assert len(service.money.charges) == 1


async def test_with_the_key_of_another_account_a_list_does_not_tell_that_nothing_arrived(
    open_house: OpenHouse, native_service: FakeService
) -> None:
    native_service.script(Fault.ACCEPT_THEN_DROP)
    native_service.reply_next("list", *[Reply(503)] * 5000)
    house = await open_house(native_service, lists_jobs=True)
    (job,) = await house.submit()
    await house.until(job, "unknown")
    await house.studio.connections.save((await house.studio.snapshot()).connections[-1], "sk-another-account")
    empty = Reply.of_json({"object": "list", "data": [], "has_more": False})
    native_service._replies["list"] = deque([empty] * 5000)
    await until(lambda: "doesn't show whether this job arrived" in house.reason(job))

    assert (await house.job(job.id)).state == "unknown"
    assert len(native_service.money.charges) == 1
