"""What a person takes away is gone at once, comes back as it was, and is for good only in the end or when the app closes."""

import asyncio
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from sora_desktop.base.crash_points import TrashPoint
from sora_desktop.domain.clip import Clip
from sora_desktop.domain.connection import ENGINE_ID
from sora_desktop.domain.errors import InputError, LedgerError, NoTrashError
from sora_desktop.domain.events import ClipAdded, ClipRemoved, ClipReturned, JobReturned, RemovalBegan, RemovalEnded
from sora_desktop.domain.job import Job
from sora_desktop.domain.library import LibraryQuery
from sora_desktop.domain.removal import Removal
from sora_desktop.store.clips import sidecar_path
from sora_desktop.studio.library import deletion
from sora_desktop.studio.studio import Studio
from tests.servers.service import FakeService, Fault
from tests.store.test_secrets import MemoryBackend
from tests.studio.conftest import OpenHouse
from tests.studio.house import CONNECTION_ID, House
from tests.studio.test_key_retention import OpenStudio, key_store, start
from tests.support.until import turns, until

__all__ = ["key_store", "start"]


@pytest.fixture(autouse=True)
def trash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A trash on the volume of the test's files, for this process and for those that it starts."""
    home = tmp_path / "home"
    monkeypatch.setenv("XDG_DATA_HOME", str(home))
    monkeypatch.setattr("send2trash.plat_other.HOMETRASH_B", bytes(home / "Trash"), raising=False)
    return home / "Trash" / "files"


async def made(house: House, prompt: str = "a fox in snow") -> tuple[Job, Clip]:
    (job,) = await house.submit(prompt)
    done = await house.until(job, "done")
    clip = house.studio.library.find(done.clip_id or "")
    assert clip is not None
    return done, clip


async def clips_gone(house: House, clip_ids: list[str]) -> Removal:
    gone = await house.studio.removals.clips(clip_ids)
    assert gone is not None
    return gone


async def prompts(studio: Studio) -> list[str]:
    answer = await studio.library.look(LibraryQuery())
    assert answer is not None
    return sorted(clip.prompt for clip in answer.clips)


async def settled(house: House) -> None:
    """What an earlier run has begun is at its end."""
    await until(lambda: not house.studio.library.deletion._notes.begun(), what="nothing is half in the trash")


def in_trash(trash: Path) -> set[str]:
    return {path.suffix for path in trash.iterdir()} if trash.is_dir() else set()


async def test_a_clip_is_out_of_sight_at_once_and_comes_back_as_it_was(
    open_house: OpenHouse, service: FakeService, trash: Path
) -> None:
    house = await open_house(service)
    _, fox = await made(house, "a fox")
    _, owl = await made(house, "an owl")
    gone = await clips_gone(house, [fox.id])

    assert ["an owl"] == await prompts(house.studio)
    assert () == await house.studio.library.these([fox.id])
    assert None is await house.studio.removals.clips([fox.id]), "a key that was pressed twice"
    assert (True, "“a fox” is on its way to the trash.") == (fox.path.exists(), str(gone.text))

    await house.studio.removals.take_back(gone.id)

    assert ["a fox", "an owl"] == await prompts(house.studio)
    assert (fox, owl) == await house.studio.library.these([fox.id, owl.id])
    assert [ClipRemoved(fox.id), RemovalBegan(gone), RemovalEnded(gone.id), ClipReturned(fox)] == [
        event for event in house.heard if isinstance(event, ClipRemoved | ClipReturned | RemovalBegan | RemovalEnded)
    ]
    with pytest.raises(InputError, match="can no longer be undone"):
        await house.studio.removals.take_back(gone.id)
    assert set() == in_trash(trash)


async def test_several_clips_go_and_come_together_and_several_removals_stand_at_once(
    open_house: OpenHouse, service: FakeService, trash: Path
) -> None:
    house = await open_house(service)
    clips = [(await made(house, prompt))[1] for prompt in ("a fox", "an owl", "a hare")]
    two = await clips_gone(house, [clips[0].id, clips[1].id])
    one = await clips_gone(house, [clips[2].id])
    assert ("2 clips are on their way to the trash.", []) == (str(two.text), await prompts(house.studio))
    assert (two, one) == (await house.studio.snapshot()).removals

    await house.studio.removals.take_back(two.id)
    await house.studio.removals.finish(one.id)

    assert ["a fox", "an owl"] == await prompts(house.studio)
    assert ({".mp4", ".json"}, ()) == (in_trash(trash), (await house.studio.snapshot()).removals)


async def test_at_the_close_what_stands_is_for_good(open_house: OpenHouse, service: FakeService, trash: Path) -> None:
    first = await open_house(service)
    _, clip = await made(first)
    await clips_gone(first, [clip.id])
    await first.studio.close()
    second = await open_house(service)
    await settled(second)

    assert ({".mp4", ".json"}, []) == (in_trash(trash), await prompts(second.studio))
    assert not clip.path.exists()


async def test_a_clip_that_cannot_go_to_the_trash_is_in_sight_again(
    open_house: OpenHouse, service: FakeService, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = await open_house(service)
    _, clip = await made(house)
    gone = await clips_gone(house, [clip.id])

    def refuse(_paths: object) -> None:
        raise NoTrashError("no trash here")

    monkeypatch.setattr(deletion, "move_to_trash", refuse)
    with pytest.raises(NoTrashError):
        await house.studio.removals.finish(gone.id)

    assert ([clip.prompt], True) == (await prompts(house.studio), clip.path.exists())


async def test_reading_the_library_again_brings_no_clip_back_that_is_on_its_way_to_the_trash(
    open_house: OpenHouse, service: FakeService
) -> None:
    house = await open_house(service)
    _, clip = await made(house)
    gone = await clips_gone(house, [clip.id])
    heard = len(house.heard)
    assert 0 == await house.studio.library.take_stock(lambda _clip: None)

    assert ([], []) == (await prompts(house.studio), [e for e in house.heard[heard:] if isinstance(e, ClipAdded)])
    await house.studio.removals.take_back(gone.id)
    assert [clip.prompt] == await prompts(house.studio)


async def killed_while_removing(
    open_house: OpenHouse, service: FakeService, step: str, tmp_path: Path
) -> tuple[House, Clip]:
    """Of a clip that is made, a program of its own takes it away, and is killed; the house that is opened after it."""
    first = await open_house(service)
    _, clip = await made(first)
    await first.studio.close()
    command = [sys.executable, "-m", "tests.studio.removing_child", str(tmp_path / "data"), step, clip.id]
    ended = await asyncio.to_thread(subprocess.run, command, check=False, capture_output=True)
    assert -signal.SIGKILL == ended.returncode, ended.stderr.decode()
    second = await open_house(service, without_key=True)
    await settled(second)
    return second, clip


async def test_what_stands_when_the_program_is_killed_is_there_again(
    open_house: OpenHouse, service: FakeService, trash: Path, tmp_path: Path
) -> None:
    """A paid clip does not go for want of a word against it: nobody had the time to say it."""
    house, clip = await killed_while_removing(open_house, service, "standing", tmp_path)

    assert ([clip.prompt], set()) == (await prompts(house.studio), in_trash(trash))
    assert clip == house.studio.library.find(clip.id)
    assert CONNECTION_ID in [each.id for each in (await house.studio.snapshot()).connections]


@pytest.mark.parametrize("step", TrashPoint)
async def test_a_clip_is_wholly_there_or_wholly_gone_wherever_its_way_to_the_trash_was_cut(
    open_house: OpenHouse, service: FakeService, trash: Path, tmp_path: Path, step: TrashPoint
) -> None:
    house, clip = await killed_while_removing(open_house, service, step, tmp_path)

    is_there = step is TrashPoint.NOTED
    assert ([clip.prompt] if is_there else []) == await prompts(house.studio)
    assert (is_there, is_there) == (clip.path.exists(), sidecar_path(clip.path).exists())
    assert (set() if is_there else {".mp4", ".json"}) == in_trash(trash)
    assert (is_there, ()) == (clip.thumbnail_path.exists(), house.studio.library.deletion._notes.begun())


async def test_a_start_leaves_alone_what_this_run_is_just_moving_to_the_trash(
    open_house: OpenHouse, service: FakeService, trash: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A person may delete before the start has looked: a note that is forgotten then is missed by the next start."""
    house = await open_house(service)
    _, clip = await made(house)
    own, goes_on = deletion._to_trash, threading.Event()
    monkeypatch.setattr(deletion, "_to_trash", lambda clip: goes_on.wait() and own(clip))
    async with asyncio.TaskGroup() as moving:
        moving.create_task(house.studio.library.deletion.delete(clip.id))
        await until(house.studio.library.deletion._notes.begun, what="it is noted")
        await house.studio.library.deletion.settle()
        noted = house.studio.library.deletion._notes.begun()
        goes_on.set()

    assert ((clip.id,), (), []) == (noted, house.studio.library.deletion._notes.begun(), await prompts(house.studio))


async def test_jobs_come_back_in_their_old_places(open_house: OpenHouse, service: FakeService) -> None:
    house = await open_house(service)
    jobs = [(await made(house, prompt))[0] for prompt in ("one", "two", "three")]
    gone = await house.studio.removals.jobs([jobs[0].id, jobs[1].id])
    assert ("2 jobs are off the list.", [jobs[2].id]) == (
        str(gone.text),
        [job.id for job in (await house.studio.snapshot()).jobs],
    )
    await house.studio.removals.take_back(gone.id)

    assert [job.id for job in jobs] == [job.id for job in (await house.studio.snapshot()).jobs]
    assert jobs[:2] == [event.job for event in house.heard if isinstance(event, JobReturned)]


async def test_jobs_leave_the_list_all_or_none(open_house: OpenHouse, service: FakeService) -> None:
    house = await open_house(service)
    ended, _ = await made(house)
    service.stall()
    (running,) = await house.submit("a hare")
    await house.until(running, "queued", "running")
    with pytest.raises(InputError, match="hasn't ended"):
        await house.studio.removals.jobs([ended.id, running.id])

    assert [ended.id, running.id] == [job.id for job in (await house.studio.snapshot()).jobs]


async def test_a_dismissed_job_is_unknown_again_and_its_twin_waits_as_long_as_that_may_be(
    open_house: OpenHouse, service: FakeService
) -> None:
    """Else it would be sent in the time in which a person may still say that the first is not settled."""
    service.script(Fault.ACCEPT_THEN_DROP)
    house = await open_house(service, lists_jobs=False)
    first, second = await house.submit(count=2)
    await house.until(first, "unknown")
    gone = await house.studio.removals.dismiss(first.id)
    await house.until(first, "dismissed")
    assert ("waiting", 1) == ((await house.job(second.id)).state, len(service.requests("submit")))
    await house.studio.removals.take_back(gone.id)
    again = await house.job(first.id)
    assert ("unknown", None) == (again.state, again.ended_at)

    once_more = await house.studio.removals.dismiss(first.id)
    await house.studio.removals.finish(once_more.id)
    await house.until(second, "done")

    assert 2 == len(service.requests("submit"))


async def test_a_removed_connection_keeps_its_key_until_that_is_for_good_and_is_picked_again_when_it_comes_back(
    start: OpenStudio, service: FakeService, key_store: MemoryBackend, tmp_path: Path
) -> None:
    studio = await start()
    house = await House.furnish(studio, service, tmp_path)
    await studio.connections.select(CONNECTION_ID)
    gone = await studio.removals.connection(CONNECTION_ID)
    now = await studio.snapshot()
    assert (ENGINE_ID, [ENGINE_ID], 1) == (now.selected, [each.id for each in now.connections], len(key_store.keys))

    await studio.removals.take_back(gone.id)
    now = await studio.snapshot()
    assert (CONNECTION_ID, [ENGINE_ID, CONNECTION_ID]) == (now.selected, [each.id for each in now.connections])
    (job,) = await house.submit()
    await house.until(job, "done")

    again = await studio.removals.connection(CONNECTION_ID)
    await studio.removals.finish(again.id)
    assert ({}, [ENGINE_ID]) == (key_store.keys, [each.id for each in (await studio.snapshot()).connections])


async def test_the_key_of_a_job_that_may_come_back_stays(
    start: OpenStudio, service: FakeService, key_store: MemoryBackend, tmp_path: Path
) -> None:
    """Its connection is gone, and it is the last job that needs the key."""
    studio = await start()
    service.clip.statuses.extend([500] * 1000)
    house = await House.furnish(studio, service, tmp_path)
    (job,) = await house.submit()
    await house.until(job, "fetch_failed")
    await studio.connections.remove(CONNECTION_ID)
    gone = await studio.removals.jobs([job.id])
    await turns(50)
    assert 1 == len(key_store.keys)
    await studio.removals.take_back(gone.id)
    await house.until(job, "fetch_failed")

    again = await studio.removals.jobs([job.id])
    await studio.removals.finish(again.id)
    await until(lambda: not key_store.keys, what="the key is forgotten")


async def test_tags_come_back_in_their_order_beside_what_came_since(
    open_house: OpenHouse, service: FakeService
) -> None:
    house = await open_house(service)
    _, clip = await made(house)
    await house.studio.tags.change([clip.id], ["winter", "Client A", "best"])
    await house.studio.removals.tags([clip.id], [], ["winter", "best", "never there"])
    (gone,) = (await house.studio.snapshot()).removals
    await house.studio.tags.change([clip.id], ["new"])
    await house.studio.removals.take_back(gone.id)

    (tagged,) = await house.studio.library.these([clip.id])
    assert ("2 tags are removed.", ("new", "winter", "Client A", "best")) == (str(gone.text), tagged.tags)


async def test_where_tags_only_came_there_is_nothing_to_take_back(open_house: OpenHouse, service: FakeService) -> None:
    house = await open_house(service)
    _, clip = await made(house)
    await house.studio.removals.tags([clip.id], ["winter"], ["Winter"])

    assert () == (await house.studio.snapshot()).removals


async def test_what_the_disk_does_not_let_come_back_can_be_tried_again(
    open_house: OpenHouse, service: FakeService, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = await open_house(service)
    job, _ = await made(house)
    gone = await house.studio.removals.jobs([job.id])

    def refuse(*_job_ids: str, hidden: bool) -> None:
        raise LedgerError("disk full")

    with monkeypatch.context() as full:
        full.setattr(house.studio._ledger.aside._rows, "hide", refuse)
        with pytest.raises(LedgerError):
            await house.studio.removals.take_back(gone.id)
    assert (gone,) == (await house.studio.snapshot()).removals
    await house.studio.removals.take_back(gone.id)

    assert [job.id] == [each.id for each in (await house.studio.snapshot()).jobs]
