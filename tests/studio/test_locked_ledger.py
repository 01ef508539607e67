"""Another program holds the job list: nothing is sent meanwhile, nothing that was sent is forgotten, and the app goes on."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from sora_desktop.domain.errors import LedgerError
from sora_desktop.domain.events import Notice
from sora_desktop.domain.job import Job
from sora_desktop.store import database as module
from sora_desktop.store.database import Database, open_database
from sora_desktop.studio import folder, waiting_for_locks
from tests.servers.http_server import Received, Reply
from tests.servers.service import FakeService
from tests.studio.conftest import OpenHouse
from tests.studio.house import House
from tests.support.logs import ExpectedLogs
from tests.support.until import until


class OtherProgram:
    """A second connection to a ledger, as a backup or a browser of databases has it."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)

    def hold(self) -> None:
        self._connection.execute("BEGIN IMMEDIATE")

    def hold_once_sent(self, service: FakeService) -> None:
        """From the moment on at which the service has taken a submission."""

        def handle(request: Received) -> Reply:
            reply = service._handle(request)
            if service._kind(request) == "submit":
                self.hold()
            return reply

        service.server._handler = handle

    def let_go(self) -> None:
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")

    def close(self) -> None:
        self.let_go()
        self._connection.close()


@pytest.fixture
def other(tmp_path: Path) -> Iterator[OtherProgram]:
    (tmp_path / "data").mkdir()
    open_database(tmp_path / "data" / "ledger.sqlite3").close()
    program = OtherProgram(tmp_path / "data" / "ledger.sqlite3")
    yield program
    program.close()


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Database]:
    """The databases that studios of this test have open."""
    found: list[Database] = []

    def watched(path: Path) -> Database:
        found.append(open_database(path))
        return found[-1]

    monkeypatch.setattr(folder, "open_database", watched)
    return found


def told(house: House) -> list[str]:
    return [str(event.text) for event in house.heard if isinstance(event, Notice) and event.topic == "ledger"]


async def test_the_loop_never_stands_still_for_longer_than_a_transaction_may_wait(
    open_house: OpenHouse, service: FakeService, opened: list[Database]
) -> None:
    await open_house(service)

    assert [(module.WORKING_WAIT,)] == opened[0].read("PRAGMA busy_timeout")
    assert module.WORKING_WAIT <= 50


async def test_a_job_waits_for_a_program_that_holds_the_ledger_for_a_moment_and_nobody_is_told(
    open_house: OpenHouse, service: FakeService, other: OtherProgram, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = await open_house(service)
    await house.studio.jobs.set_paused(True)
    (job,) = await house.submit()
    looks = 0
    is_free = Database.is_free

    def watched(database: Database) -> bool:
        nonlocal looks
        looks += 1
        if looks == 3:
            other.let_go()
        return is_free(database)

    monkeypatch.setattr(Database, "is_free", watched)
    other.hold()
    await house.studio.jobs.set_paused(False)
    await house.until(job, "done")

    assert ([], 1, True) == (told(house), len(service.money.charges), looks >= 3)


async def test_a_job_that_cannot_be_written_down_is_not_sent_and_goes_out_when_it_can(
    open_house: OpenHouse,
    service: FakeService,
    other: OtherProgram,
    monkeypatch: pytest.MonkeyPatch,
    expect_log: ExpectedLogs,
) -> None:
    expect_log("stopped: The job list can't be saved")
    monkeypatch.setattr(waiting_for_locks, "PAUSES", (0.0,))
    house = await open_house(service)
    await house.studio.jobs.set_paused(True)
    (job,) = await house.submit()
    other.hold()
    await house.studio.jobs.set_paused(False)
    await until(lambda: told(house), what="it is said")

    assert [] == service.requests("submit")
    assert "Another program has the job list open. Close that program." in told(house)[0]
    assert "Nothing was sent, and nothing is billed." in told(house)[0]
    other.let_go()
    house.studio._queue.look_now()
    await house.until(job, "done")
    assert 1 == len(service.money.charges)


async def test_a_request_that_cannot_be_written_down_is_refused_and_says_why(
    open_house: OpenHouse, service: FakeService, other: OtherProgram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting_for_locks, "PAUSES", (0.0,))
    house = await open_house(service)
    other.hold()

    with pytest.raises(LedgerError, match="Another program has the job list open"):
        await house.submit()


async def sent_while_held(
    open_house: OpenHouse, service: FakeService, other: OtherProgram, expect_log: ExpectedLogs
) -> tuple[House, Job]:
    """A job at its service, of which the ledger does not know the id: another program holds it."""
    expect_log("is not on disk yet: database is locked")
    house = await open_house(service)
    service.stall()
    other.hold_once_sent(service)
    (job,) = await house.submit()
    await house.until(job, "queued", "running")
    return house, job


async def test_an_id_that_comes_while_the_ledger_is_held_is_saved_as_soon_as_it_is_free_and_nobody_is_told(
    open_house: OpenHouse, service: FakeService, other: OtherProgram, expect_log: ExpectedLogs
) -> None:
    house, job = await sent_while_held(open_house, service, other, expect_log)
    assert not house.studio._ledger.is_saved(job.id)
    other.let_go()
    await until(lambda: house.studio._ledger.is_saved(job.id), what="its id is saved")

    assert [] == told(house)
    service.finish(service.only_job().id)
    await house.until(job, "done")


async def test_an_id_that_never_got_into_a_held_ledger_is_there_at_the_next_start(
    open_house: OpenHouse, service: FakeService, other: OtherProgram, expect_log: ExpectedLogs
) -> None:
    """The app was closed meanwhile: it stands in the journal."""
    house, job = await sent_while_held(open_house, service, other, expect_log)
    await house.studio.close()
    other.let_go()
    service.server._handler = service._handle
    service.finish(service.only_job().id)
    house = await open_house(service)
    await house.until(job, "done")

    assert (1, 1) == (len(service.requests("submit")), len(service.money.charges))
