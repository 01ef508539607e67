"""A clip that was paid for comes home over whatever road leads to it, and nothing that came is thrown away.

The oracle: every paid byte is somewhere, and in the end the job is done.
"""

import asyncio
import base64
import gzip
import threading
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from sora_desktop.base.sentences import message
from sora_desktop.domain.catalog import CATALOG
from sora_desktop.domain.clip import NOTHING_KNOWN, Clip, Examined, FileVerdict
from sora_desktop.domain.connection import ENGINE_ID, Connection
from sora_desktop.domain.errors import InputError
from sora_desktop.domain.job import Billed, Job
from sora_desktop.domain.request import Request
from sora_desktop.services.client import Endpoint
from sora_desktop.store.clips import sidecar_path
from sora_desktop.studio.build import WORKERS
from sora_desktop.studio.connections.clients import Clients
from sora_desktop.studio.jobs import roads
from tests.media import recipes
from tests.servers.http_server import Framing, Received, Reply
from tests.servers.service import CANARY, FakeService
from tests.studio import conftest
from tests.studio.conftest import OpenHouse
from tests.studio.house import House
from tests.support.mp4 import asked_mp4
from tests.support.paces import AT_ONCE
from tests.support.patience import patient
from tests.support.until import until

JPEG = b"\xff\xd8\xff\xe0" + bytes(3000)
JOB_JSON = {"id": "gen_000000000001", "object": "video", "status": "in_progress", "progress": 99}
GOOD = "gen_000000000001.mp4?signature=9"


@cache
def in_fragments(seconds: int = 4) -> bytes:
    """A clip that is whole at the end of each of its parts."""
    return recipes.film(count=24 * seconds, size=(1280, 720), movflags="frag_keyframe+empty_moov", sound=None)


@cache
def webm() -> bytes:
    return recipes.film(count=96, codec="libvpx", container="webm", sound=None)


async def done(house: House, job: Job) -> tuple[Job, Clip]:
    """The finished job and its clip: all that is left of it is in the library, byte for byte as it came."""
    ended = await house.until(job, "done")
    (clip,) = await house.clips()
    assert list((house.data_dir / "incoming").iterdir()) == []
    assert len(house.service.money.charges) == 1
    assert ended.billed is Billed.YES
    return ended, clip


DEAD_ROADS: dict[str, Reply] = {
    "404": Reply(404),
    "403": Reply(403, {"Content-Type": "application/xml"}, b"<Error><Code>AccessDenied</Code></Error>"),
    "410": Reply(410),
    "another key": Reply.of_json({"error": {"message": "Invalid API key"}}, 401),
    "500": Reply(500),
    "cut before the head": Reply(drop=True),
    "reset": Reply(drop=True, reset=True),
    "a web page": Reply.of_page(),
    "JSON": Reply.of_json(JOB_JSON),
    "a still picture": Reply(200, {"Content-Type": "image/jpeg"}, JPEG),
    "a playlist": Reply(200, {}, b"#EXTM3U\n#EXTINF:4,\nhttp://127.0.0.1/a.ts\n"),
    "nothing": Reply(200),
    "not yet": Reply(202),
    "on and on": Reply(302, {"Location": "/files/dead"}),
}


@pytest.mark.parametrize("dead", DEAD_ROADS)
async def test_a_dead_first_link_does_not_end_the_others(
    open_house: OpenHouse, service: FakeService, dead: str
) -> None:
    service.files["dead"] = DEAD_ROADS[dead]
    service.result_url = f"{service.base_url}/files/dead"
    service.more_links = (f"{service.base_url}/files/{GOOD}",)
    house = await open_house(service)
    (job,) = await house.submit()
    ended, clip = await done(house, job)

    assert "fetch_failed" not in house.story(job)
    assert (ended.reason, clip.unchecked, clip.path.read_bytes()) == (None, None, service.clip.data)
    assert service.requests("content") == []


@pytest.mark.parametrize("dead", DEAD_ROADS)
async def test_where_every_link_is_dead_the_service_itself_is_asked(
    open_house: OpenHouse, service: FakeService, dead: str
) -> None:
    service.files["dead"] = DEAD_ROADS[dead]
    service.result_url = f"{service.base_url}/files/dead"
    house = await open_house(service)
    (job,) = await house.submit()
    _, clip = await done(house, job)

    assert clip.path.read_bytes() == service.clip.data
    assert [request.headers["authorization"] for request in service.requests("content")] == [f"Bearer {CANARY}"]


@pytest.mark.parametrize(
    "link",
    [
        "http://127.0.0.1:1/closed.mp4",
        "http://localhost:1/closed.mp4",
        "https://127.0.0.1:{port}/speaks-no-tls.mp4",
        "http://[::1]:1/closed.mp4",
    ],
)
async def test_a_link_to_where_nothing_answers_does_not_end_the_others(
    open_house: OpenHouse, service: FakeService, link: str
) -> None:
    service.result_url = link.format(port=service.server.port)
    house = await open_house(service)
    (job,) = await house.submit()
    _, clip = await done(house, job)

    assert clip.path.read_bytes() == service.clip.data


async def test_a_link_that_says_nothing_is_left_for_the_others_and_comes_last_after_that(
    open_house: OpenHouse, service: FakeService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conftest, "AT_ONCE", replace(AT_ONCE, hurried=(0.1, 0)))
    service.files["silent"] = Reply(200, hold=asyncio.Event())
    service.result_url = f"{service.base_url}/files/silent"
    service.reply_next("content", *[Reply(404)] * 2)
    house = await open_house(service)
    (job,) = await house.submit()
    _, clip = await done(house, job)

    assert clip.path.read_bytes() == service.clip.data
    asked = [service._kind(request) for request in service.server.seen]
    assert [kind for kind in asked if kind in ("file", "content")] == ["file", *["content"] * 2, "file", "content"]


NOT_READY: dict[str, Reply] = {
    "400": Reply.of_json({"error": {"message": "Task is not completed yet"}}, 400),
    "404": Reply.of_json({"detail": "Generation is still in-progress"}, 404),
    "409": Reply.of_json({"detail": "Video output not yet available"}, 409),
    "425": Reply(425),
    "202": Reply.of_json(JOB_JSON, 202),
    "an empty 200": Reply(200),
    "JSON": Reply.of_json(JOB_JSON),
    "503": Reply(503),
}


@pytest.mark.parametrize("answer", NOT_READY)
async def test_a_service_that_says_completed_too_early_is_waited_for(
    open_house: OpenHouse, native_service: FakeService, answer: str
) -> None:
    native_service.reply_next("content", *[NOT_READY[answer]] * 4)
    house = await open_house(native_service)
    (job,) = await house.submit()
    ended, clip = await done(house, job)

    assert "fetch_failed" not in house.story(job)
    assert (ended.reason, clip.path.read_bytes()) == (None, native_service.clip.data)


async def test_links_of_every_answer_are_tried_and_remembered(open_house: OpenHouse, service: FakeService) -> None:
    """The first answer names a dead link, the second one another; the first one comes to life after that."""
    first, second = (f"{service.base_url}/files/{name}" for name in ("first", "second"))
    service.files |= {"first": Reply(404), "second": Reply(404)}
    service.result_url = first
    service.reply_next("content", *[Reply(404)] * 100)
    house = await open_house(service)
    (job,) = await house.submit()
    await until(lambda: "/files/first" in [request.path for request in service.server.seen])
    service.result_url = second
    await until(lambda: "/files/second" in [request.path for request in service.server.seen])
    assert (await house.job(job.id)).links == (second, first)
    service.files["first"] = Reply(200, {}, service.clip.data)
    _, clip = await done(house, job)

    assert clip.path.read_bytes() == service.clip.data


async def test_json_in_place_of_the_clip_leads_to_it(open_house: OpenHouse, native_service: FakeService) -> None:
    named = {"object": "video", "url": f"{native_service.base_url}/files/{GOOD}"}
    native_service.reply_next("content", *[Reply.of_json(named)] * 100)
    house = await open_house(native_service)
    (job,) = await house.submit()
    _, clip = await done(house, job)

    assert clip.path.read_bytes() == native_service.clip.data
    assert len(native_service.requests("content")) == 1


async def test_links_of_an_answer_about_another_job_are_not_followed(
    open_house: OpenHouse, service: FakeService
) -> None:
    """A fresh look may meet the wrong replica: what is finished there is somebody else's clip."""
    service.files |= {"strange": Reply(200, {}, asked_mp4(1280, 720, 2.0)), "none": Reply(404)}
    service.result_url = f"{service.base_url}/files/none"
    service.reply_next("content", *[Reply(404)] * 3)
    house = await open_house(service)
    (job,) = await house.submit()
    await until(lambda: service.requests("file"))
    strange = {"id": "gen_999999999999", "status": "completed", "video_url": f"{service.base_url}/files/strange"}
    service.reply_next("status", *[Reply.of_json(strange)] * 2)
    _, clip = await done(house, job)

    assert clip.path.read_bytes() == service.clip.data
    assert "/files/strange" not in [request.path for request in service.server.seen]


@pytest.mark.usefixtures("with_engine")
async def test_the_addresses_of_the_engine_are_good_for_one_start_and_are_never_stored(
    open_house: OpenHouse, service: FakeService, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def endpoint(_clients: Clients, _connection: Connection) -> Endpoint:
        return Endpoint(service.base_url, service.key)

    monkeypatch.setattr(Clients, "_endpoint", endpoint)
    service.clip.statuses.extend([500] * 9)
    house = await open_house(service)
    request = Request("a fox in snow", CATALOG[0], CATALOG[0].settle_size(None), 4)
    (job,) = await house.studio.jobs.submit(request, ENGINE_ID)
    ended = await house.until(job, "done")

    assert (ended.links, ended.billed, len(service.requests("file")) > 1) == ((), Billed.NO, True)


# What comes is judged by its content, and kept.


async def test_another_container_is_kept_under_its_own_ending_as_the_service_sent_it(
    open_house: OpenHouse, service: FakeService
) -> None:
    service.clip.data = webm()
    house = await open_house(service)
    (job,) = await house.submit()
    ended, clip = await done(house, job)

    assert (clip.path.suffix, clip.path.read_bytes()) == (".webm", service.clip.data)
    assert str(clip.unchecked) == "The file is a WebM, not an MP4."
    assert str(ended.reason) == "Kept, but it couldn't be checked. The file is a WebM, not an MP4."
    assert sidecar_path(clip.path).exists()
    assert [len(service.requests(kind)) for kind in ("file", "content")] == [1, 1]


async def test_a_better_file_on_another_road_is_taken_instead_of_a_doubtful_one(
    open_house: OpenHouse, service: FakeService
) -> None:
    service.files["odd"] = Reply(200, {}, webm())
    service.result_url = f"{service.base_url}/files/odd"
    house = await open_house(service)
    (job,) = await house.submit()
    ended, clip = await done(house, job)

    assert (ended.reason, clip.unchecked, clip.path.read_bytes()) == (None, None, service.clip.data)


async def test_a_clip_of_another_size_is_taken_only_where_no_road_has_what_was_asked_for(
    open_house: OpenHouse, service: FakeService
) -> None:
    """The first link is a preview, or the clip of another job."""
    service.files["preview"] = Reply(200, {"Content-Type": "video/mp4"}, asked_mp4(640, 360, 4.0))
    service.result_url = f"{service.base_url}/files/preview"
    service.more_links = (f"{service.base_url}/files/{GOOD}",)
    house = await open_house(service)
    (job,) = await house.submit()
    ended, clip = await done(house, job)

    assert (ended.reason, clip.unchecked, clip.path.read_bytes()) == (None, None, service.clip.data)


async def test_a_clip_of_another_size_on_every_road_is_what_the_service_made(
    open_house: OpenHouse, service: FakeService
) -> None:
    service.clip.data = asked_mp4(640, 360, 4.0)
    service.result_url = f"{service.base_url}/files/{GOOD}"
    house = await open_house(service)
    (job,) = await house.submit()
    ended, clip = await done(house, job)

    assert "640 × 360" in str(ended.reason)
    assert (clip.unchecked, clip.path.read_bytes()) == (None, service.clip.data)
    assert "fetch_failed" not in house.story(job)


async def test_a_clip_that_comes_cut_once_is_fetched_again_and_is_whole(
    open_house: OpenHouse, native_service: FakeService
) -> None:
    whole = native_service.clip.data
    native_service.reply_next("content", Reply(200, {}, whole[: len(whole) // 2]))
    house = await open_house(native_service)
    (job,) = await house.submit()
    ended, clip = await done(house, job)

    assert (ended.reason, clip.unchecked, clip.path.read_bytes()) == (None, None, whole)


async def test_what_comes_cut_twice_alike_is_what_the_service_has_and_is_kept(
    open_house: OpenHouse, native_service: FakeService
) -> None:
    native_service.clip.data = native_service.clip.data[: len(native_service.clip.data) // 2]
    house = await open_house(native_service)
    (job,) = await house.submit()
    ended, clip = await done(house, job)

    assert clip.path.read_bytes() == native_service.clip.data
    assert "cut off" in str(clip.unchecked)
    assert str(ended.reason).startswith("Kept, but it couldn't be checked. ")
    assert len(native_service.requests("content")) == 2


@pytest.mark.parametrize("framing", [Framing.CLOSE, Framing.CHUNKED])
async def test_a_clip_in_fragments_that_ends_too_early_without_a_length_is_fetched_again_and_compared(
    open_house: OpenHouse, native_service: FakeService, framing: Framing
) -> None:
    """Half of it is a whole, playable film, and the line tells nothing."""
    whole, half = in_fragments(4), in_fragments(2)
    native_service.clip.data, native_service.clip.framing = whole, framing
    native_service.reply_next("content", Reply(200, {}, half, framing))
    house = await open_house(native_service)
    (job,) = await house.submit()
    ended, clip = await done(house, job)

    assert (ended.reason, clip.unchecked, clip.path.read_bytes()) == (None, None, whole)


async def test_a_short_clip_without_a_length_that_comes_twice_alike_is_done_and_the_difference_is_said(
    open_house: OpenHouse, native_service: FakeService
) -> None:
    native_service.clip.data, native_service.clip.framing = in_fragments(2), Framing.CLOSE
    house = await open_house(native_service)
    (job,) = await house.submit()
    ended, clip = await done(house, job)

    assert clip.unchecked is None
    assert "The service made 2 s instead of 4 s." == str(ended.reason)
    assert len(native_service.requests("content")) == 2


async def test_a_short_clip_whose_length_was_told_is_done_at_once(
    open_house: OpenHouse, native_service: FakeService
) -> None:
    native_service.clip.data = in_fragments(2)
    house = await open_house(native_service)
    (job,) = await house.submit()
    await done(house, job)

    assert len(native_service.requests("content")) == 1


async def test_a_compressed_clip_is_in_the_library_unpacked(open_house: OpenHouse, service: FakeService) -> None:
    plain = service.clip.data
    service.clip.data, service.clip.encoding = gzip.compress(plain), "gzip"
    house = await open_house(service)
    (job,) = await house.submit()
    _, clip = await done(house, job)

    assert (clip.path.read_bytes(), clip.byte_count, clip.unchecked) == (plain, len(plain), None)


@pytest.fixture
def check_dies(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Until it is undone."""

    def examine(_path: Path) -> Examined:
        return Examined(FileVerdict.DOUBTFUL, ".mp4", NOTHING_KNOWN, message("The check could not be finished."))

    monkeypatch.setattr(roads, "examine_in_child", examine)
    return monkeypatch


async def test_a_check_that_dies_says_nothing_against_the_clip(
    open_house: OpenHouse, service: FakeService, check_dies: pytest.MonkeyPatch
) -> None:
    house = await open_house(service)
    (job,) = await house.submit()
    _, clip = await done(house, job)

    assert (str(clip.unchecked), clip.path.read_bytes()) == ("The check could not be finished.", service.clip.data)
    check_dies.undo()
    await house.studio.jobs.fetch_again(job.id)
    await house.until(job, "fetching", "verifying")
    ended, checked = await done(house, job)

    assert (ended.reason, checked.unchecked, checked.media.seconds) == (None, None, 4.0)
    assert checked.path.read_bytes() == service.clip.data


async def test_no_download_waits_until_other_clips_are_checked(
    open_house: OpenHouse, service: FakeService, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A link may end while a minute of 4K is looked at."""
    go_on = threading.Event()

    def examine(_path: Path) -> Examined:
        assert go_on.wait(patient())
        return Examined(FileVerdict.WHOLE, ".mp4", NOTHING_KNOWN)

    monkeypatch.setattr(roads, "examine_in_child", examine)
    house = await open_house(service, concurrency=8)
    jobs = [(await house.submit(f"take {number}"))[0] for number in range(WORKERS + 2)]
    try:
        await until(lambda: len(service.requests("file")) == len(jobs), what="all of them are fetched")
    finally:
        go_on.set()
    for job in jobs:
        await house.until(job, "done")


# Fetched again, and kept as it is.


async def test_a_clip_that_is_kept_unchecked_stays_until_a_whole_one_takes_its_place(
    open_house: OpenHouse, service: FakeService
) -> None:
    good, service.clip.data = service.clip.data, webm()
    house = await open_house(service)
    (job,) = await house.submit()
    _, old = await done(house, job)
    service.clip.statuses.extend([500] * 1000)
    await house.studio.jobs.fetch_again(job.id)
    failed = await house.until(job, "fetch_failed")
    (still,) = await house.clips()
    assert (still.path, still.path.exists(), failed.kept_bytes) == (old.path, True, old.byte_count)
    assert "is kept" in str(failed.reason)
    service.clip.statuses.clear()
    service.clip.data = good
    await house.studio.jobs.fetch_again(job.id)
    ended, clip = await done(house, job)

    assert (ended.reason, clip.unchecked, clip.path.suffix, clip.path.read_bytes()) == (None, None, ".mp4", good)
    assert sorted(path.suffix for path in (house.data_dir / "library").iterdir()) == [".json", ".mp4"]


async def test_the_old_clip_is_as_it_was_where_the_service_still_has_the_same(
    open_house: OpenHouse, service: FakeService
) -> None:
    service.clip.data = webm()
    house = await open_house(service)
    (job,) = await house.submit()
    before, old = await done(house, job)
    await house.studio.jobs.fetch_again(job.id)
    await house.until(job, "fetching", "verifying")
    after, clip = await done(house, job)

    assert (after.reason, clip) == (before.reason, old)


async def test_after_fetching_again_in_vain_the_old_clip_can_be_kept_as_it_is(
    open_house: OpenHouse, service: FakeService
) -> None:
    service.clip.data = webm()
    house = await open_house(service)
    (job,) = await house.submit()
    _, old = await done(house, job)
    service.clip.statuses.extend([404] * 1000)
    await house.studio.jobs.fetch_again(job.id)
    await house.until(job, "fetch_failed")
    await house.studio.jobs.keep_as_is(job.id)
    ended, clip = await done(house, job)

    assert clip == old
    assert str(ended.reason) == "Kept, but it couldn't be checked. The file is a WebM, not an MP4."


async def test_only_a_clip_that_is_kept_unchecked_is_fetched_again_after_it_is_done(
    open_house: OpenHouse, service: FakeService
) -> None:
    house = await open_house(service)
    (job,) = await house.submit()
    await done(house, job)

    with pytest.raises(InputError, match="has changed in the meantime"):
        await house.studio.jobs.fetch_again(job.id)
    with pytest.raises(InputError, match="has changed in the meantime"):
        await house.studio.jobs.keep_as_is(job.id)


async def test_half_a_clip_can_be_kept_as_it_is_where_no_more_of_it_comes(
    open_house: OpenHouse, service: FakeService
) -> None:
    whole = service.clip.data
    service.clip.data = whole = in_fragments(4)
    service.clip.cuts.extend([len(whole) // 2] * 1000)
    service.clip.ranges = service.clip.ranges.IGNORED
    house = await open_house(service)
    (job,) = await house.submit()
    failed = await house.until(job, "fetch_failed")
    kept = await house.studio.jobs.kept_file(job.id)
    assert kept is not None
    assert whole.startswith(kept.read_bytes())
    assert (failed.kept_bytes, "is kept" in str(failed.reason)) == (len(whole) // 2, True)
    await house.studio.jobs.keep_as_is(job.id)
    ended, clip = await done(house, job)

    assert clip.path.read_bytes() == whole[: len(whole) // 2]
    assert clip.unchecked is not None
    assert (ended.kept_bytes, ended.clip_id) == (0, clip.id)


async def test_where_nothing_came_there_is_nothing_to_keep(open_house: OpenHouse, service: FakeService) -> None:
    service.clip.statuses.extend([404] * 1000)
    house = await open_house(service)
    (job,) = await house.submit()
    failed = await house.until(job, "fetch_failed")

    with pytest.raises(InputError, match="There is nothing of this clip"):
        await house.studio.jobs.keep_as_is(job.id)
    assert (failed.kept_bytes, await house.studio.jobs.kept_file(job.id)) == (0, None)
    assert "You have paid for it. The service says it still has it." in str(failed.reason)
    assert (await house.job(job.id)).state == "fetch_failed"


async def test_of_what_comes_cut_each_time_elsewhere_the_best_is_kept_over_a_restart(
    open_house: OpenHouse, native_service: FakeService
) -> None:
    whole = in_fragments(4)
    native_service.clip.data, native_service.clip.framing = whole, Framing.CLOSE
    native_service.clip.ranges = native_service.clip.ranges.IGNORED
    native_service.clip.cuts.extend([9000, 20_000, 15_000, 8000, 12_000, 10_000, 11_000, 7000, *range(6000, 2000, -7)])
    house = await open_house(native_service)
    (job,) = await house.submit()
    failed = await house.until(job, "fetch_failed")
    await house.studio.close()
    assert failed.kept_bytes == 20_000
    assert (house.data_dir / "incoming" / f"{job.id}.best").read_bytes() == whole[:20_000]
    native_service.clip.cuts.clear()
    again = await open_house(native_service)
    ended, clip = await done(again, job)

    assert (ended.kept_bytes, clip.unchecked, clip.path.read_bytes()) == (0, None, whole)


# Clips in answers, keys that are gone, jobs without an id.


async def test_a_clip_that_stands_in_the_answer_needs_no_road(open_house: OpenHouse, service: FakeService) -> None:
    text = base64.b64encode(service.clip.data).decode()
    service.stall()
    house = await open_house(service)
    (job,) = await house.submit()
    await house.until(job, "queued", "running")
    body = {**service.personality.body(service.only_job()), "status": "completed", "b64_json": text}
    service.reply_next("status", *[Reply.of_json(body)] * 3)
    _, clip = await done(house, job)

    assert clip.path.read_bytes() == service.clip.data
    assert (service.requests("file"), service.requests("content")) == ([], [])


async def test_a_damaged_clip_in_the_answer_is_kept_and_the_roads_are_tried(
    open_house: OpenHouse, service: FakeService
) -> None:
    half = service.clip.data[: len(service.clip.data) // 2]
    service.stall()
    house = await open_house(service)
    (job,) = await house.submit()
    await house.until(job, "queued", "running")
    service.finish(service.only_job().id)
    body = {**service.personality.body(service.only_job()), "b64_json": base64.b64encode(half).decode()}
    service.reply_next("status", Reply.of_json(body))
    _, clip = await done(house, job)

    assert (clip.unchecked, clip.path.read_bytes()) == (None, service.clip.data)


async def test_a_link_to_another_place_is_fetched_although_the_key_is_gone(
    open_house: OpenHouse, service: FakeService
) -> None:
    """The link may end before the key is entered again."""
    service.result_elsewhere = True
    service.files |= {"gen_000000000001.mp4": Reply(500)}
    service.reply_next("content", *[Reply(500)] * 1000)
    answer, service.elsewhere._handler = service.elsewhere._handler, lambda _: Reply(500)
    house = await open_house(service)
    (job,) = await house.submit()
    await house.until(job, "fetch_failed")
    await house.studio.close()
    service.elsewhere._handler = answer
    asked = len(service.server.seen)
    again = await open_house(service, without_key=True)
    _, clip = await done(again, job)

    assert clip.path.read_bytes() == service.clip.data
    assert [request for request in service.server.seen[asked:] if "/v1/videos/gen" in request.path] == []
    assert CANARY.encode() not in service.elsewhere.bytes_seen()


async def test_by_itself_a_clip_is_tried_for_a_moment_and_for_minutes_when_a_person_says_so(
    open_house: OpenHouse, native_service: FakeService
) -> None:
    native_service.clip.statuses.extend([404] * 1000)
    house = await open_house(native_service)
    (job,) = await house.submit()
    await house.until(job, "fetch_failed")
    tries = [len(native_service.requests("content"))]
    house.heard.clear()
    house.studio._queue.look_now()
    await house.until(job, "fetch_failed")
    tries.append(len(native_service.requests("content")) - sum(tries))
    house.heard.clear()
    await house.studio.jobs.fetch_again(job.id)
    await house.until(job, "fetch_failed")
    tries.append(len(native_service.requests("content")) - sum(tries))

    assert tries == [6, 2, 6]


# The words.


async def test_that_the_service_has_it_is_said_only_where_it_said_so_itself(
    open_house: OpenHouse, service: FakeService
) -> None:
    service.clip.statuses.extend([404] * 1000)
    house = await open_house(service)
    (job,) = await house.submit()
    await until(lambda: service.requests("file"))
    service.forget(service.only_job().id)
    failed = await house.until(job, "fetch_failed")

    assert "still has it" not in str(failed.reason)
    assert "You have paid for it. The service no longer knows it." in str(failed.reason)


async def test_of_several_dead_roads_the_most_telling_one_is_told(open_house: OpenHouse, service: FakeService) -> None:
    service.result_url = f"{service.base_url}/files/none"
    service.reply_next("content", *[Reply.of_json({"error": {"message": "Kept for members only"}}, 402)] * 100)
    house = await open_house(service)
    (job,) = await house.submit()
    failed = await house.until(job, "fetch_failed")

    assert "Kept for members only." in str(failed.reason)
    assert "link" not in str(failed.reason)


async def test_where_two_jobs_are_given_one_link_the_service_itself_is_asked_for_the_second_clip(
    open_house: OpenHouse, service: FakeService
) -> None:
    service.result_url = f"{service.base_url}/files/{GOOD}"
    house = await open_house(service)
    (first,) = await house.submit(prompt="a fox")
    await house.until(first, "done")
    its_own = service.clip.data + b"\x00\x00\x00\x08free"
    service.reply_next("content", Reply(body=its_own))
    (second,) = await house.submit(prompt="a hen")
    ended = await house.until(second, "done")

    assert {clip.job_id: clip.path.read_bytes() for clip in await house.clips()} == {
        first.id: service.clip.data,
        second.id: its_own,
    }
    assert "“a fox”" not in str(ended.reason)
    assert len(service.money.charges) == 2


async def test_where_two_jobs_bring_one_file_the_second_says_so(open_house: OpenHouse, service: FakeService) -> None:
    house = await open_house(service)
    (first,) = await house.submit(prompt="a fox")
    before = await house.until(first, "done")
    (second,) = await house.submit(prompt="a hen")
    ended = await house.until(second, "done")

    assert before.reason is None
    assert "The service sent the same file as for “a fox”. You may be billed for both jobs" in str(ended.reason)
    assert [clip.unchecked for clip in await house.clips()] == [None, None]
    assert len(service.requests("file")) == 2


async def test_a_clip_whose_links_each_live_for_one_request_comes_home_piece_by_piece(
    open_house: OpenHouse, service: FakeService
) -> None:
    """As a link that lives one second: it is dead for whoever goes on with it after the line was cut."""
    answer, opened = service.server._handler, set[str]()

    def handle(request: Received) -> Reply:
        if request.target in opened or request.path.endswith("/content"):
            return Reply(403)
        if request.path.startswith("/files/"):
            opened.add(request.target)
        return answer(request)

    service.server._handler = handle
    third = len(service.clip.data) // 3
    service.clip.cuts.extend([third, third])
    house = await open_house(service)
    (job,) = await house.submit()
    _, clip = await done(house, job)

    assert clip.path.read_bytes() == service.clip.data
    assert [each.headers.get("range", "") for each in service.requests("file") if "if-range" in each.headers]
    assert len(opened) == 3
