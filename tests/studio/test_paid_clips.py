"""A clip that was paid for comes home: through outages, full disks and restarts, the most urgent first."""

import asyncio
import contextlib
import json
import math
import os
import shutil
import threading
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from sora_desktop.domain.clip import Examined, FileVerdict
from sora_desktop.domain.errors import InputError
from sora_desktop.domain.job import Billed
from sora_desktop.services.downloads.part_file import note_path
from sora_desktop.store.files import clip_file_name
from sora_desktop.studio.jobs import kept, queue, roads
from tests.servers.http_server import Reply
from tests.servers.service import FakeService
from tests.studio.conftest import OpenHouse
from tests.support.logs import ExpectedLogs
from tests.support.rows import rows
from tests.support.samples import NOON, sample_job
from tests.support.until import turns, until

SIGNED = "https://cdn.example/clip.mp4?X-Amz-Date=20261122T120000Z&X-Amz-Expires=3600"


@rows(
    ("changes", "seconds"),
    [
        ({}, math.inf),
        ({"result_url": "https://cdn.example/clip.mp4"}, math.inf),
        ({"result_url": SIGNED}, 3600.0),
        ({"result_expires_at": NOON + timedelta(seconds=60)}, 60.0),
        ({"result_expires_at": NOON + timedelta(days=1), "result_url": SIGNED}, 3600.0),
        ({"result_url": "https://cdn.example/clip.mp4", "other_urls": ("https://b.example/1", SIGNED)}, 3600.0),
    ],
    ids=["nothing", "a plain link", "a signed link", "the clip itself", "both", "a signed link among others"],
)
def test_how_urgent_a_clip_is_says_what_is_gone_first(changes: dict[str, Any], seconds: float) -> None:
    assert roads.urgency(sample_job(**changes)) - NOON.timestamp() == seconds


async def test_an_outage_in_the_middle_of_a_download_is_waited_out(open_house: OpenHouse, service: FakeService) -> None:
    service.clip.cuts.extend([1000] * 4)
    house = await open_house(service)
    (job,) = await house.submit()
    await house.until(job, "fetching", "verifying")
    service.server.stop()
    await until(lambda: "doesn't answer" in house.reason(job))
    assert (await house.job(job.id)).state == "fetching"
    service.server.start()
    await house.until(job, "done")

    assert len(service.money.charges) == 1


async def test_a_clip_that_could_not_be_fetched_is_fetched_at_the_next_start(
    open_house: OpenHouse, service: FakeService
) -> None:
    service.clip.statuses.extend([500] * 1000)
    first = await open_house(service)
    (job,) = await first.submit()
    await first.until(job, "fetch_failed")
    await first.studio.close()
    service.clip.statuses.clear()
    second = await open_house(service)
    await second.until(job, "done")

    assert len(service.requests("submit")) == 1


@dataclass
class Volume:
    """The room that the disk says it has, in bytes, and how often it was asked."""

    free: int = 1 << 40
    looks: int = 0

    def usage(self, _folder: Path) -> "Volume":
        self.looks += 1
        return self


@pytest.fixture
def volume(monkeypatch: pytest.MonkeyPatch) -> Volume:
    monkeypatch.setattr(queue, "ROOM_PAUSE", 0.01)
    volume = Volume()
    monkeypatch.setattr(shutil, "disk_usage", volume.usage)
    return volume


async def test_a_clip_that_the_disk_has_no_room_for_is_fetched_as_soon_as_there_is(
    open_house: OpenHouse, service: FakeService, volume: Volume
) -> None:
    volume.free = 1000
    house = await open_house(service)
    (job,) = await house.submit()
    await house.until(job, "fetch_failed")
    assert "The disk is full" in house.reason(job)
    asked, looks = len(service.requests("file")), volume.looks
    await until(lambda: volume.looks > looks + 3)
    assert asked == len(service.requests("file"))
    volume.free = 1 << 30
    await house.until(job, "done")

    assert len(service.money.charges) == 1


async def test_a_clip_that_was_taken_off_the_list_is_not_fetched_when_there_is_room_again(
    open_house: OpenHouse, service: FakeService, volume: Volume
) -> None:
    volume.free = 1000
    house = await open_house(service)
    (job,) = await house.submit()
    await house.until(job, "fetch_failed")
    await house.studio.jobs.remove(job.id)
    volume.free = 1 << 30
    await turns(50)

    assert (await house.clips(), (await house.studio.snapshot()).jobs) == ((), ())


async def test_what_lies_damaged_under_the_clips_own_name_is_fetched_anew(
    open_house: OpenHouse, service: FakeService, expect_log: ExpectedLogs
) -> None:
    service.clip.statuses.extend([500] * 1000)
    house = await open_house(service)
    (job,) = await house.submit()
    await house.until(job, "fetch_failed")
    name = clip_file_name(job.request.prompt, job.created_at, job.id)
    (house.data_dir / "library" / name).write_bytes(service.clip.data[:5000])
    service.clip.statuses.clear()
    await house.studio.jobs.fetch_again(job.id)
    await house.until(job, "done")
    (clip,) = await house.clips()

    assert (clip.path.name, clip.path.read_bytes()) == (name, service.clip.data)


async def test_a_cancelled_job_that_is_finished_at_the_service_is_fetched_and_not_deleted_there(
    open_house: OpenHouse, native_service: FakeService
) -> None:
    """Its clip is paid for: it is looked at before the service is asked to throw it away."""
    native_service.stall()
    house = await open_house(native_service, can_cancel=True)
    (job,) = await house.submit()
    await house.until(job, "queued", "running")
    native_service.finish(native_service.only_job().id)
    with contextlib.suppress(InputError):
        await house.studio.jobs.cancel(job.id)
    done = await house.until(job, "done")

    assert [] == native_service.requests("delete")
    assert len(await house.clips()) == 1
    assert done.billed is Billed.YES


async def test_a_look_that_is_older_than_the_wish_to_stop_does_not_throw_a_finished_clip_away(
    open_house: OpenHouse, native_service: FakeService
) -> None:
    """Its answer, that the job still runs, arrives after the job has ended and the person has cancelled it."""
    native_service.stall()
    house = await open_house(native_service, can_cancel=True)
    (job,) = await house.submit()
    await house.until(job, "queued", "running")
    remote, late = native_service.only_job(), asyncio.Event()
    answer = Reply.of_json(native_service.personality.body(remote))
    looks = len(native_service.requests("status"))
    native_service.reply_next("status", replace(answer, hold=late))
    await until(lambda: len(native_service.requests("status")) > looks, what="it is being looked at")
    native_service.finish(remote.id)
    await house.studio.jobs.cancel(job.id)
    native_service.server.call(late.set)
    await house.until(job, "done")

    assert [] == native_service.requests("delete")
    assert len(await house.clips()) == 1


async def test_a_folder_that_cannot_be_read_is_said_and_the_clip_is_not_given_up(
    open_house: OpenHouse, service: FakeService, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error of the system in the middle of it, whatever it is, is a failed download and no dead end."""

    def refuse(_path: Path) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as broken:
        broken.setattr(kept, "discard", refuse)
        house = await open_house(service)
        (job,) = await house.submit()
        failed = await house.until(job, "fetch_failed")
    await house.studio.jobs.fetch_again(job.id)
    await house.until(job, "done")

    assert "Permission denied" in str(failed.reason)
    assert len(await house.clips()) == 1


async def test_a_library_that_is_gone_for_a_while_costs_no_clip(open_house: OpenHouse, service: FakeService) -> None:
    """Its disk was taken out: the fetched clip is kept where it came in."""
    service.stall()
    house = await open_house(service)
    library, away = house.data_dir / "library", house.data_dir / "away"
    (job,) = await house.submit()
    await house.until(job, "queued", "running")
    library.rename(away)
    service.finish(service.only_job().id)
    failed = await house.until(job, "fetch_failed")
    away.rename(library)
    await house.studio.jobs.fetch_again(job.id)
    await house.until(job, "done")

    assert "You have paid for it." in str(failed.reason)
    assert len(service.requests("file")) == 1


LONG = 3 << 30


@pytest.mark.parametrize("how", ["whole", "renamed"])
async def test_closing_does_not_wait_until_a_long_file_is_hashed(
    open_house: OpenHouse, service: FakeService, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    """Three gigabytes that an earlier start left, and behind them more without an end: only being told ends the look."""
    service.clip.statuses.extend([404] * 1000)
    first = await open_house(service)
    (job,) = await first.submit()
    await first.until(job, "fetch_failed")
    await first.studio.close()
    part = first.data_dir / "incoming" / f"{job.id}.mp4.part"
    name = clip_file_name(job.request.prompt, job.created_at, job.id)
    with (part if how == "whole" else first.data_dir / "library" / name).open("wb") as file:
        file.truncate(LONG)
    note_path(part).write_text(json.dumps({"source": "s", "offset": LONG, "whole": True}))
    read, began, real = [0], threading.Event(), os.read

    def counting(descriptor: int, count: int) -> bytes:
        if os.fstat(descriptor).st_size < LONG:
            return bytes(real(descriptor, count))
        read[0] += count
        if read[0] > 1 << 23:
            began.set()
        return bytes(real(descriptor, count)) or bytes(count)

    monkeypatch.setattr("sora_desktop.services.downloads.part_file.os.read", counting)
    monkeypatch.setattr(roads, "examine_in_child", lambda _path: Examined(FileVerdict.WHOLE))
    second = await open_house(service)
    await until(began.is_set)
    await second.studio.close()
