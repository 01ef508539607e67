"""Restored, copied, taken elsewhere, opened twice: a data folder that may not be what it was sends nothing by itself."""

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, closing
from pathlib import Path
from threading import Event

import pytest

from sora_desktop.domain.errors import InputError, InUseError, LedgerError
from sora_desktop.domain.events import Notice, QueuePaused
from sora_desktop.domain.job import Billed, Job
from sora_desktop.store import folder_identity, journal
from sora_desktop.store.database import Database, open_database
from sora_desktop.store.jobs import JobStore
from sora_desktop.store.journal import read_journal
from sora_desktop.studio.build import open_studio
from sora_desktop.studio.clock import Clock
from tests.servers.http_server import Reply
from tests.servers.personalities import RemoteJob
from tests.servers.service import FakeService, Fault
from tests.studio.house import House
from tests.support.logs import ExpectedLogs
from tests.support.paces import AT_ONCE, QUICK
from tests.support.until import until

OpenAt = Callable[[Path], Awaitable[House]]
LEDGER = ("ledger.sqlite3", "ledger.sqlite3-wal", "ledger.sqlite3-shm")


@pytest.fixture
async def open_at(service: FakeService) -> AsyncIterator[OpenAt]:
    """`await open_at(folder)`: the studio of that folder, connected to the service."""
    async with AsyncExitStack() as stack:

        async def opened(folder: Path) -> House:
            studio = await open_studio(folder, environment={}, clock=Clock(), backoff=QUICK, limits=AT_ONCE)
            stack.push_async_callback(studio.close)
            house = await House.furnish(studio, service, folder)
            await studio._tasks.spawn(studio._wake_up(), "tell once more what was told before anybody heard it")
            return house

        yield opened


def copy(source: Path, target: Path) -> Path:
    shutil.copytree(source, target)
    return target


def keep_ledger(folder: Path, kept: Path) -> None:
    kept.mkdir()
    for name in LEDGER:
        if (folder / name).exists():
            shutil.copy2(folder / name, kept / name)


def restore_ledger(kept: Path, folder: Path) -> None:
    for name in LEDGER:
        (folder / name).unlink(missing_ok=True)
        if (kept / name).exists():
            shutil.copy2(kept / name, folder / name)


async def waits_in(house: House, prompt: str = "a wolf in rain") -> Job:
    """A job that waits in a paused queue."""
    await house.studio.jobs.set_paused(True)
    (job,) = await house.submit(prompt)
    return job


async def send(house: House, job: Job) -> None:
    await house.studio.jobs.set_paused(False)
    await house.until(job, "done")


async def left_waiting(open_at: OpenAt, folder: Path) -> Job:
    """A folder that has sent one job, and in which another one waits to be sent at the next start."""
    house = await open_at(folder)
    (first,) = await house.submit()
    await house.until(first, "done")
    job = await waits_in(house)
    await house.studio.close()
    (folder / "settings.json").unlink()  # the queue was not paused
    return job


async def go_on(open_at: OpenAt, folder: Path, job: Job) -> None:
    """The next start of that folder makes what waits in it."""
    house = await open_at(folder)
    await house.until(job, "done")
    await house.studio.close()


async def held(house: House) -> str:
    """What is said of why nothing is sent; "" where it is."""
    snapshot = await house.studio.snapshot()
    said = [str(event.text) for event in house.heard if isinstance(event, Notice) and event.topic == "held"]
    assert snapshot.paused is bool(said)
    return said[-1] if said else ""


def prompts(service: FakeService) -> list[str]:
    return [charge.prompt for charge in service.money.charges]


async def test_a_ledger_that_was_restored_from_a_backup_does_not_send_again_what_is_in_the_library(
    open_at: OpenAt, service: FakeService, tmp_path: Path
) -> None:
    folder = tmp_path / "data"
    job = await left_waiting(open_at, folder)
    keep_ledger(folder, tmp_path / "backup")
    house = await open_at(folder)
    await house.until(job, "done")
    (new,) = await house.submit("an owl at night")
    await house.until(new, "done")
    await house.studio.close()
    restore_ledger(tmp_path / "backup", folder)
    house = await open_at(folder)

    assert "The job list is older than what was sent from here" in await held(house)
    assert ("done", "done") == ((await house.job(job.id)).state, (await house.job(new.id)).state)
    await house.studio.jobs.set_paused(False)
    (last,) = await house.submit("a bear")
    await house.until(last, "done")
    assert ["a fox in snow", "a wolf in rain", "an owl at night", "a bear"] == prompts(service)
    assert "" == str((await house.job(job.id)).reason or "")


async def test_a_restored_ledger_asks_about_what_the_journal_has_an_id_of_and_pays_nothing_again(
    open_at: OpenAt, service: FakeService, tmp_path: Path
) -> None:
    """The library was lost as well."""
    folder = tmp_path / "data"
    job = await left_waiting(open_at, folder)
    keep_ledger(folder, tmp_path / "backup")
    await go_on(open_at, folder, job)
    restore_ledger(tmp_path / "backup", folder)
    for file in (folder / "library").iterdir():
        file.unlink()
    with closing(open_database(folder / "ledger.sqlite3")) as database:
        database.execute("DELETE FROM clips")
    house = await open_at(folder)
    await house.until(job, "done")

    assert 2 == len(service.money.charges) == len(service.requests("submit"))
    assert service.clip.data in [clip.path.read_bytes() for clip in await house.clips()]


async def test_a_restored_ledger_learns_of_a_sending_without_an_answer_and_does_not_send_it(
    open_at: OpenAt, service: FakeService, tmp_path: Path
) -> None:
    folder = tmp_path / "data"
    job = await left_waiting(open_at, folder)
    keep_ledger(folder, tmp_path / "backup")
    service.script(Fault.ACCEPT_THEN_DROP)
    house = await open_at(folder)
    await house.until(job, "unknown")
    await house.studio.close()
    restore_ledger(tmp_path / "backup", folder)
    house = await open_at(folder)
    await house.studio.jobs.set_paused(False)
    again = await house.job(job.id)

    assert ("unknown", Billed.UNKNOWN) == (again.state, again.billed)
    assert "may have been billed" in str(again.reason)
    assert ["a fox in snow", "a wolf in rain"] == prompts(service)


async def test_a_ledger_that_was_restored_while_the_app_was_open_last_is_held_until_a_person_has_looked(
    open_at: OpenAt, service: FakeService, tmp_path: Path
) -> None:
    """Of the same start as its journal: it is by the sending alone that it is known, and that is back on it at once."""
    folder = tmp_path / "data"
    house = await open_at(folder)
    (first,) = await house.submit()
    await house.until(first, "done")
    job, other = await waits_in(house), await waits_in(house, "an owl")
    keep_ledger(folder, tmp_path / "backup")
    await house.studio.jobs.move(other.id, None)
    await house.studio.jobs.set_paused(False)
    await house.until(job, "done")
    await house.until(other, "done")
    await house.studio.close()
    restore_ledger(tmp_path / "backup", folder)
    (folder / "settings.json").unlink(missing_ok=True)
    for _ in range(2):
        house = await open_at(folder)
        assert "The job list is older" in await held(house)
        await house.studio.close()

    assert ["a fox in snow", "a wolf in rain", "an owl"] == sorted(prompts(service))  # two go out at one time


async def test_what_a_held_folder_learns_does_not_make_it_the_last_one_that_was_seen(
    open_at: OpenAt, service: FakeService, tmp_path: Path
) -> None:
    """It asks about its running job and writes that down; at the next start it is held all the same."""
    folder = tmp_path / "data"
    service.script(Fault.ACCEPT_THEN_EMPTY)
    house = await open_at(folder)
    (unknown,) = await house.submit()
    await house.until(unknown, "unknown")
    job = await waits_in(house)
    await house.studio.close()
    (folder / "settings.json").unlink()
    copy(folder, tmp_path / "backup")
    await go_on(open_at, folder, job)
    shutil.rmtree(folder)
    copy(tmp_path / "backup", folder)
    for _ in range(2):
        house = await open_at(folder)
        assert "older than what was last sent" in await held(house)
        if (await house.job(unknown.id)).state == "unknown":
            await house.studio.jobs.bind_remote_id(unknown.id, next(iter(service.jobs)))
            await house.until(unknown, "done")
        await house.studio.close()

    assert ["a fox in snow", "a wolf in rain"] == prompts(service)


async def test_jobs_of_a_ledger_that_was_deleted_are_back_from_the_journal(
    open_at: OpenAt, service: FakeService, tmp_path: Path
) -> None:
    folder = tmp_path / "data"
    house = await open_at(folder)
    service.stall()
    (job,) = await house.submit()
    await house.until(job, "queued", "running")
    await house.studio.close()
    for name in LEDGER:
        (folder / name).unlink(missing_ok=True)
    service.finish(service.only_job().id)
    house = await open_at(folder)
    await house.until(job, "done")

    assert 1 == len(service.money.charges)
    assert "The job list is older" in await held(house)


async def test_a_copy_sends_nothing_until_a_person_says_so_and_then_the_original_is_held_as_well(
    open_at: OpenAt, service: FakeService, tmp_path: Path
) -> None:
    folder = tmp_path / "data"
    job = await left_waiting(open_at, folder)
    house = await open_at(copy(folder, tmp_path / "copy"))

    assert "This data folder is a copy of another one" in await held(house)
    assert ("waiting", "On hold until you resume the queue.") == (
        (await house.job(job.id)).state,
        str((await house.job(job.id)).reason),
    )
    await send(house, job)
    await house.studio.close()
    house = await open_at(folder)
    assert "a copy of it was used elsewhere" in await held(house)
    assert ["a fox in snow", "a wolf in rain"] == prompts(service)


async def test_after_a_persons_word_a_copy_and_its_original_go_their_own_ways_unasked(
    open_at: OpenAt, service: FakeService, tmp_path: Path
) -> None:
    folder = tmp_path / "data"
    job = await left_waiting(open_at, folder)
    other = copy(folder, tmp_path / "copy")
    house = await open_at(other)
    await send(house, job)
    await house.studio.close()
    house = await open_at(folder)
    await house.studio.jobs.cancel(job.id)
    await house.studio.jobs.set_paused(False)
    await house.studio.close()
    for place in (other, folder, other):
        house = await open_at(place)
        assert "" == await held(house)
        (new,) = await house.submit("an owl")
        await house.until(new, "done")
        await house.studio.close()


async def test_a_copy_of_a_folder_that_went_on_since_then_is_held(
    open_at: OpenAt, service: FakeService, tmp_path: Path
) -> None:
    """Whether it lies beside it or was put back in its place."""
    folder = tmp_path / "data"
    job = await left_waiting(open_at, folder)
    copy(folder, tmp_path / "backup")
    await go_on(open_at, folder, job)
    shutil.rmtree(folder)
    house = await open_at(copy(tmp_path / "backup", folder))

    assert "This data folder is older than what was last sent from this computer" in await held(house)
    assert ["a fox in snow", "a wolf in rain"] == prompts(service)


async def test_files_that_were_written_over_by_those_of_a_backup_are_known_to_be_older(
    open_at: OpenAt, service: FakeService, tmp_path: Path
) -> None:
    """They stay the same files: only what this machine noted outside of them tells."""
    folder = tmp_path / "data"
    job = await left_waiting(open_at, folder)
    copy(folder, tmp_path / "backup")
    await go_on(open_at, folder, job)
    for name in ("ledger.sqlite3", "sent.journal"):
        (folder / name).write_bytes((tmp_path / "backup" / name).read_bytes())
    (folder / "ledger.sqlite3-wal").unlink(missing_ok=True)
    house = await open_at(folder)

    assert "older than what was last sent" in await held(house)
    assert ["a fox in snow", "a wolf in rain"] == prompts(service)


async def test_a_folder_that_was_renamed_or_moved_is_not_asked_about(
    open_at: OpenAt, service: FakeService, tmp_path: Path
) -> None:
    job = await left_waiting(open_at, tmp_path / "data")
    (tmp_path / "data").rename(tmp_path / "renamed")
    house = await open_at(tmp_path / "renamed")
    await house.until(job, "done")
    assert "" == await held(house)
    job = await waits_in(house, "an owl")
    await house.studio.close()
    copy(tmp_path / "renamed", tmp_path / "moved")  # as a move to another volume does it
    shutil.rmtree(tmp_path / "renamed")
    house = await open_at(tmp_path / "moved")
    await send(house, job)

    assert "" == await held(house)
    assert ["a fox in snow", "a wolf in rain", "an owl"] == prompts(service)


async def test_a_folder_on_another_machine_is_held(
    open_at: OpenAt, service: FakeService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder_identity, "_machine_id", lambda: "this one")  # a bare root has no id
    await left_waiting(open_at, tmp_path / "data")
    monkeypatch.setattr(folder_identity, "_machine_id", lambda: "another")
    house = await open_at(tmp_path / "data")

    assert "comes from another computer" in await held(house)
    assert ["a fox in snow"] == prompts(service)


async def test_a_folder_without_the_notes_of_this_machine_is_known_by_its_place(
    open_at: OpenAt, service: FakeService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "data"
    job = await left_waiting(open_at, folder)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "new"))
    house = await open_at(folder)
    await house.until(job, "done")
    job = await waits_in(house)
    await house.studio.close()
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "newer"))
    folder.rename(tmp_path / "gone")
    house = await open_at(copy(tmp_path / "gone", folder))

    assert "was moved here or restored from a backup" in await held(house)
    assert "waiting" == (await house.job(job.id)).state


@pytest.mark.parametrize("journal", [None, b"no journal\n"])
async def test_without_its_journal_a_folder_that_has_sent_is_held(
    open_at: OpenAt, service: FakeService, tmp_path: Path, journal: bytes | None
) -> None:
    folder = tmp_path / "data"
    job = await left_waiting(open_at, folder)
    (folder / "sent.journal").unlink()
    if journal is not None:
        (folder / "sent.journal").write_bytes(journal)
    house = await open_at(folder)

    assert "The record of what was sent from here" in await held(house)
    await send(house, job)
    await house.studio.close()
    house = await open_at(folder)
    assert "" == await held(house)
    assert ["a fox in snow", "a wolf in rain"] == prompts(service)


async def test_a_folder_of_an_earlier_version_has_no_journal_and_goes_on_unasked(
    open_at: OpenAt, service: FakeService, tmp_path: Path
) -> None:
    folder = tmp_path / "data"
    job = await left_waiting(open_at, folder)
    (folder / "sent.journal").unlink()
    with closing(open_database(folder / "ledger.sqlite3")) as database:
        database.execute("DELETE FROM marks WHERE name IN ('folder', 'opened')")
    house = await open_at(folder)
    await house.until(job, "done")

    assert "" == await held(house)
    assert ["a fox in snow", "a wolf in rain"] == prompts(service)


async def test_a_copy_whose_original_is_open_cannot_be_resumed_before_that_is_closed(
    open_at: OpenAt, service: FakeService, tmp_path: Path
) -> None:
    folder = tmp_path / "data"
    job = await left_waiting(open_at, folder)
    other = copy(folder, tmp_path / "copy")
    first = await open_at(folder)
    await first.until(job, "done")
    second = await open_at(other)

    assert "A copy of this data folder is open in another window" in await held(second)
    with pytest.raises(InputError, match="open in another window"):
        await second.studio.jobs.set_paused(False)
    await first.studio.close()
    with pytest.raises(InputError, match="older than what was last sent"):
        await second.studio.jobs.set_paused(False)
    assert "waiting" == (await second.job(job.id)).state
    await second.studio.jobs.cancel(job.id)
    await second.studio.jobs.set_paused(False)
    assert ["a fox in snow", "a wolf in rain"] == prompts(service)


async def test_who_lost_the_lock_of_its_folder_sends_nothing_more_and_nobody_else_gets_in(
    open_at: OpenAt, service: FakeService, tmp_path: Path
) -> None:
    folder = tmp_path / "data"
    house = await open_at(folder)
    (first,) = await house.submit()
    await house.until(first, "done")
    (folder / "lock").unlink()
    with pytest.raises(InUseError):
        await open_studio(folder, environment={})
    (job,) = await house.submit("a wolf in rain")
    await until(lambda: any(isinstance(event, QueuePaused) for event in house.heard), what="it stops sending")

    assert "The lock of this data folder was deleted" in await held(house)
    with pytest.raises(InputError, match="quit Sora Desktop and start it again"):
        await house.studio.jobs.set_paused(False)
    await house.studio.close()
    house = await open_at(folder)
    await house.until(job, "done")
    assert ["a fox in snow", "a wolf in rain"] == prompts(service)


async def test_a_job_whose_clip_is_in_the_library_is_never_sent(
    open_at: OpenAt, service: FakeService, tmp_path: Path
) -> None:
    """The ledger and its journal are both older, and nothing else tells."""
    house = await open_at(tmp_path / "data")
    job = await waits_in(house)
    house.studio.library.final_path(job).write_bytes(service.clip.data)
    await house.studio.jobs.set_paused(False)
    await house.until(job, "done")

    assert [] == service.requests("submit")


async def test_what_could_not_be_entered_at_the_start_is_not_sent_when_a_person_resumes(
    open_at: OpenAt, service: FakeService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk was full then: the queue still knows the job as one that waits."""
    folder = tmp_path / "data"
    job = await left_waiting(open_at, folder)
    keep_ledger(folder, tmp_path / "backup")
    await go_on(open_at, folder, job)
    restore_ledger(tmp_path / "backup", folder)
    for file in (folder / "library").iterdir():
        file.unlink()
    with monkeypatch.context() as full:
        full.setattr(JobStore, "add", no_room)
        house = await open_at(folder)
    assert "waiting" == (await house.job(job.id)).state
    with pytest.raises(InputError, match="Restart Sora Desktop and take a look at it"):
        await house.studio.jobs.set_paused(False)
    await house.studio.close()
    house = await open_at(folder)
    await house.until(job, "done")

    assert 2 == len(service.requests("submit")) == len(service.money.charges)


def no_room(*_: object) -> None:
    raise LedgerError("database or disk is full")


async def test_nothing_is_sent_while_the_library_cannot_be_looked_into(
    open_at: OpenAt, service: FakeService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expect_log: ExpectedLogs
) -> None:
    """What waits may lie there already."""
    expect_log("stopped: The job list can't be saved. The library can't be read")
    house = await open_at(tmp_path / "data")
    monkeypatch.setattr(house.studio._parts.custody, "_has_clip_of", closed)
    (job,) = await house.submit()
    await until(lambda: any("library can't be read" in str(getattr(e, "text", "")) for e in house.heard), what="said")

    assert ("waiting", []) == ((await house.job(job.id)).state, service.requests("submit"))


def closed(_job: Job) -> bool:
    raise PermissionError(13, "Permission denied")


async def test_what_is_sent_and_what_became_of_it_stands_in_the_journal(
    open_at: OpenAt, service: FakeService, tmp_path: Path
) -> None:
    service.script(Fault.REFUSE_400)
    house = await open_at(tmp_path / "data")
    (refused,) = await house.submit()
    await house.until(refused, "refused")
    (job,) = await house.submit("a wolf in rain")
    await house.until(job, "done")
    content = read_journal(tmp_path / "data" / "sent.journal")

    assert content is not None
    assert {refused.id: ("refused", None), job.id: ("accepted", service.only_job().id)} == {
        sent.job_id: (sent.became, sent.remote_id) for sent in content.sent.values()
    }


@pytest.mark.parametrize("fails", ["write_at", "sync_file"])
async def test_an_id_that_a_failing_volume_does_not_take_any_more_is_kept_outside_of_the_folder(
    open_at: OpenAt,
    service: FakeService,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    expect_log: ExpectedLogs,
    fails: str,
) -> None:
    """Neither the ledger nor its journal; and the app is closed before they can be written again."""
    expect_log("its state queued is not on disk yet")
    if fails == "write_at":
        expect_log("what became of it cannot be written down")
    service.lists = False
    service.stall()
    house = await open_at(tmp_path / "data")
    broken = Event()

    def breaks(_: RemoteJob, reply: Reply) -> Reply:
        broken.set()
        return reply

    service.twists["submit"] = breaks
    real = getattr(journal, fails), Database.transaction
    with monkeypatch.context() as volume:
        volume.setattr(journal, fails, lambda *details: _broken_off() if broken.is_set() else real[0](*details))
        volume.setattr(Database, "transaction", lambda *details: _lost() if broken.is_set() else real[1](*details))
        (job,) = await house.submit()
        await house.until(job, "queued", "running")
        await house.studio.close()
    service.finish(service.only_job().id)
    house = await open_at(tmp_path / "data")
    await house.until(job, "done")

    assert 1 == len(service.requests("submit")) == len(service.money.charges)


def _broken_off() -> None:
    raise OSError(5, "Input/output error")


def _lost() -> None:
    raise LedgerError("disk I/O error")
