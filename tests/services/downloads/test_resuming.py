"""Going on with a cut download where no strong ETag vouches for the rest; bodies that come compressed, late or by halves."""

import asyncio
import base64
import gzip
import hashlib
import itertools
import json
import os
import random
from collections import deque
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

import pytest

from sora_desktop.domain.errors import (
    DiskFullError,
    DownloadBrokenError,
    DownloadError,
    NoClipError,
    SameLengthError,
    SlowRoadError,
)
from sora_desktop.services.downloads import download
from sora_desktop.services.downloads.download import DownloadLimits, Hurry
from sora_desktop.services.downloads.part_file import (
    Origin,
    PartFile,
    StoppedError,
    note_path,
    old_path,
    sha256_of,
    whole_part,
)
from sora_desktop.services.downloads.resuming import OVERLAP
from tests.servers.clip_file import SMALL_PART, TINY_MP4, Ranges
from tests.servers.http_server import Framing, Received, Reply
from tests.servers.service import FakeService
from tests.services.downloads.fetcher import CLIP, MIB, CrashError, Fetcher, Pauses, crash, whole
from tests.support.formats import UNIALL
from tests.support.until import until

if TYPE_CHECKING:
    from sora_desktop.services.downloads.download import Fetched

DATE = "Sun, 22 Nov 2026 09:00:00 GMT"
LONG = TINY_MP4 + random.Random(6).randbytes(20 * MIB)
FILM = TINY_MP4 + random.Random(7).randbytes(3 * MIB + 1)


@pytest.mark.parametrize(
    ("etags", "modified"),
    [
        (['W/"v1"'], ""),
        ([""], DATE),
        ([""], ""),
        (['W/"a"', 'W/"b"', 'W/"c"', 'W/"d"'], DATE),
    ],
    ids=["a weak ETag", "a date alone", "no word at all", "another weak ETag from each node"],
)
async def test_without_a_strong_etag_the_last_bytes_come_again_and_are_compared(
    fetch: Fetcher, service: FakeService, target: Path, etags: list[str], modified: str
) -> None:
    service.clip.etags, service.clip.modified = deque(etags), modified
    service.clip.cuts.extend([2 * MIB, MIB])

    assert await fetch() == whole(service)
    assert target.read_bytes() == CLIP
    starts = [2 * MIB - OVERLAP, 3 * MIB - 2 * OVERLAP]
    assert fetch.ranges() == ["", *(f"bytes={start}-" for start in starts)]
    assert {request.headers.get("if-range") for request in fetch.asked()} == {None}


async def test_with_another_strong_etag_from_each_node_it_goes_on_all_the_same(
    fetch: Fetcher, service: FakeService, target: Path
) -> None:
    """Each line is cut after twelve megabytes, as by a proxy that gives it a minute."""
    service.clip.data = LONG
    service.clip.etags = deque(f'"node-{number}"' for number in range(20))
    service.clip.cuts.extend([12 * MIB] * 3)

    assert await fetch() == whole(service)
    assert target.read_bytes() == LONG
    assert fetch.ranges() == ["", f"bytes={12 * MIB}-", f"bytes={12 * MIB - OVERLAP}-"]
    assert [request.headers.get("if-range") for request in fetch.asked()] == [None, '"node-0"', None]


async def test_what_is_here_does_not_come_a_second_time_because_another_node_calls_it_otherwise(
    fetch: Fetcher, service: FakeService, target: Path
) -> None:
    """The second node sends all of it anew; once its start is seen to be the same it is asked for the rest alone."""
    service.clip.data, service.clip.etags = LONG, deque(f'"node-{number}"' for number in range(20))
    service.clip.cuts.append(18 * MIB)

    assert await fetch() == whole(service)
    assert target.read_bytes() == LONG
    assert fetch.ranges() == ["", f"bytes={18 * MIB}-", f"bytes={18 * MIB - OVERLAP}-"]


async def test_a_restart_does_not_stand_in_the_way_of_going_on_without_a_strong_etag(
    fetch: Fetcher, service: FakeService
) -> None:
    service.clip.etags, service.clip.modified = deque([""]), DATE
    service.clip.cuts.append(3 * MIB)
    with pytest.raises(CrashError):
        await fetch(sleep=crash)

    assert await fetch() == whole(service)
    assert fetch.ranges() == ["", f"bytes={3 * MIB - OVERLAP}-"]


async def test_another_file_that_is_as_long_is_noticed_and_what_was_here_is_kept_aside(
    fetch: Fetcher, service: FakeService, target: Path
) -> None:
    service.clip.etags, service.clip.ranges = deque([""]), Ranges.OTHER_BYTES
    service.clip.cuts.append(3 * MIB)

    assert await fetch() == whole(service)
    assert target.read_bytes() == CLIP
    assert old_path(target).read_bytes() == CLIP[: 3 * MIB]


async def test_a_file_that_changed_after_a_cut_is_fetched_from_its_start_and_the_old_bytes_are_kept_aside(
    fetch: Fetcher, service: FakeService, target: Path
) -> None:
    service.clip.etags = deque([""])
    service.clip.cuts.append(3 * MIB)
    with pytest.raises(CrashError):
        await fetch(sleep=crash)
    service.clip.data = TINY_MP4 + b"new" * 1_500_000

    assert await fetch() == whole(service)
    assert target.read_bytes() == service.clip.data
    assert old_path(target).read_bytes() == CLIP[: 3 * MIB]


async def test_of_what_is_kept_aside_the_longest_stays(fetch: Fetcher, service: FakeService, target: Path) -> None:
    service.clip.etags = deque([""])
    versions = [TINY_MP4 + bytes([number]) * (4_000_000 + number) for number in range(1, 5)]
    for version, cut in zip(versions, (2 * MIB, 3 * MIB, MIB, MIB), strict=True):
        service.clip.data = version
        service.clip.cuts.extend([None, cut] if target.exists() else [cut])
        with pytest.raises(CrashError):
            await fetch(sleep=crash)

    assert old_path(target).read_bytes() == versions[1][: 3 * MIB]
    assert target.read_bytes() == versions[3][:MIB]


async def test_without_a_length_and_any_name_of_the_version_it_starts_over_and_compares_as_it_comes(
    fetch: Fetcher, service: FakeService, target: Path
) -> None:
    service.clip.framing, service.clip.etags = Framing.CHUNKED, deque([""])
    service.clip.cuts.append(3 * MIB)

    assert await fetch() == whole(service)
    assert target.read_bytes() == CLIP
    assert fetch.ranges() == ["", f"bytes={3 * MIB - OVERLAP}-", ""]


async def test_without_a_length_the_same_date_lets_it_go_on(fetch: Fetcher, service: FakeService) -> None:
    service.clip.framing, service.clip.etags, service.clip.modified = Framing.CHUNKED, deque([""]), DATE
    service.clip.cuts.append(3 * MIB)

    assert await fetch() == whole(service)
    assert fetch.ranges() == ["", f"bytes={3 * MIB - OVERLAP}-"]


async def test_a_service_that_cannot_go_on_loses_none_of_the_bytes_that_are_here(
    fetch: Fetcher, service: FakeService, target: Path
) -> None:
    """Each answer is cut earlier than the one before: only the first one brings anything new."""
    service.clip.ranges = Ranges.IGNORED
    service.clip.cuts.extend([3 * MIB, 2 * MIB, MIB])
    with pytest.raises(DownloadBrokenError):
        await fetch(attempts=2)
    here = target.read_bytes()

    assert here == CLIP[: 3 * MIB]
    assert await fetch() == whole(service)
    assert target.read_bytes() == CLIP


async def test_a_service_that_gives_small_parts_only_is_asked_until_all_of_them_are_here(
    fetch: Fetcher, service: FakeService, target: Path
) -> None:
    service.clip.ranges = Ranges.SMALL
    service.clip.cuts.append(MIB)

    assert await fetch() == whole(service)
    assert target.read_bytes() == CLIP
    assert len(fetch.asked()) == 1 + -(-(len(CLIP) - MIB) // SMALL_PART)


async def test_another_road_to_the_same_bytes_goes_on_where_the_first_one_ended(
    fetch: Fetcher, service: FakeService, target: Path
) -> None:
    service.clip.cuts.append(3 * MIB)
    with pytest.raises(CrashError):
        await fetch(sleep=crash)
    fetch.url = None
    service.clip.cuts.extend([4 * MIB])

    assert await fetch() == whole(service)
    assert [request.headers.get("range") for request in service.requests("content")] == [None, f"bytes={4 * MIB}-"]
    assert target.read_bytes() == CLIP
    assert not old_path(target).exists()


async def test_another_road_to_another_file_is_not_glued_to_what_is_here(
    fetch: Fetcher, service: FakeService, target: Path
) -> None:
    service.clip.cuts.append(3 * MIB)
    with pytest.raises(CrashError):
        await fetch(sleep=crash)
    fetch.url = None
    service.clip.data = bytes(reversed(CLIP[: 2 * MIB]))

    assert await fetch() == whole(service)
    assert target.read_bytes() == service.clip.data
    assert old_path(target).read_bytes() == CLIP[: 3 * MIB]


@pytest.mark.parametrize("whole_before", [False, True])
async def test_the_note_of_an_earlier_version_is_gone_on_with(
    fetch: Fetcher, service: FakeService, target: Path, whole_before: bool
) -> None:
    here = CLIP if whole_before else CLIP[: 3 * MIB]
    target.parent.mkdir()
    target.write_bytes(here)
    source = hashlib.sha256(f"{service.base_url}/files/gen_1.mp4".encode()).hexdigest()
    note = {"source": source, "etag": '"v1"', "total": len(CLIP), "offset": len(here), "whole": whole_before}
    note_path(target).write_text(json.dumps(note))

    assert await fetch() == whole(service)
    assert fetch.ranges() == ([] if whole_before else [f"bytes={3 * MIB}-"])
    assert target.read_bytes() == CLIP


# What comes compressed.


@pytest.mark.parametrize("cut", [None, 3000])
async def test_a_clip_that_comes_compressed_is_unpacked_and_its_own_hash_is_known(
    fetch: Fetcher, service: FakeService, target: Path, cut: int | None
) -> None:
    service.clip.data, service.clip.encoding = gzip.compress(CLIP), "gzip"
    service.clip.cuts.append(cut)
    fetched = await fetch()

    assert target.read_bytes() == CLIP
    assert (fetched.sha256, fetched.byte_count) == (sha256_of(target, Event()), len(CLIP))
    assert await fetch() == fetched
    assert len(fetch.asked()) == (1 if cut is None else 2)


async def test_a_crash_right_after_unpacking_costs_another_fetch_and_nothing_else(
    fetch: Fetcher, service: FakeService, target: Path
) -> None:
    """The note about the packed bytes is gone before the clip is in their place, and the new one is not there yet."""
    service.clip.data = gzip.compress(CLIP)
    first = await fetch()
    note_path(target).unlink()

    assert await fetch() == first
    assert target.read_bytes() == CLIP


async def test_a_clip_that_is_only_said_to_be_compressed_is_taken_as_it_is(
    fetch: Fetcher, service: FakeService, target: Path
) -> None:
    for coding in ("gzip", "br", "zstd", "deflate"):
        service.clip.encoding = coding
        target.unlink(missing_ok=True)
        note_path(target).unlink(missing_ok=True)

        assert await fetch() == whole(service)
        assert target.read_bytes() == CLIP


@pytest.mark.parametrize(
    "tail", [b"", b"\0\0\0", b"garbage", gzip.compress(b"more")], ids=["nothing", "zeros", "garbage", "more"]
)
async def test_what_stands_behind_the_packed_clip_does_not_spoil_it(
    fetch: Fetcher, service: FakeService, target: Path, tail: bytes
) -> None:
    service.clip.data = gzip.compress(CLIP) + tail
    await fetch()

    assert target.read_bytes() == CLIP + (b"more" if tail.startswith(b"\x1f") else b"")


@pytest.mark.parametrize(
    ("packed", "words"),
    [
        (gzip.compress(bytes(20 * MIB)), "grows beyond"),
        (gzip.compress(CLIP)[:5000], "its end is missing"),
        (gzip.compress(TINY_MP4)[:-40] + bytes(40), "damaged"),
    ],
    ids=["a bomb", "cut", "damaged"],
)
async def test_what_cannot_be_unpacked_is_kept_as_it_came(
    fetch: Fetcher, service: FakeService, target: Path, packed: bytes, words: str, expect_log: Any
) -> None:
    expect_log(words)
    service.clip.data = packed

    assert await fetch(largest=8 * MIB) == whole(service)
    assert target.read_bytes() == packed
    assert sorted(path.name for path in target.parent.iterdir()) == [target.name, note_path(target).name]


async def test_a_disk_without_room_for_the_unpacked_clip_is_said_and_what_came_stays(
    fetch: Fetcher, service: FakeService, target: Path
) -> None:
    service.clip.data = gzip.compress(bytes(2 * MIB))
    with pytest.raises(DiskFullError):
        await fetch(free_bytes=lambda _: MIB, spare=0)

    assert target.read_bytes() == service.clip.data


@pytest.mark.parametrize(
    "text",
    [
        base64.b64encode(FILM),
        base64.urlsafe_b64encode(FILM).rstrip(b"="),
        b'"' + base64.b64encode(FILM) + b'"\n',
        b"data:video/mp4;base64," + base64.encodebytes(FILM),
    ],
    ids=["plain", "for URLs", "in quotes", "a data URL in lines"],
)
async def test_a_clip_that_is_written_as_text_is_unwrapped(
    fetch: Fetcher, service: FakeService, target: Path, text: bytes
) -> None:
    service.clip.data, service.clip.mime = text, "text/plain"
    fetched = await fetch()

    assert target.read_bytes() == FILM
    assert (fetched.sha256, fetched.byte_count) == (sha256_of(target, Event()), len(FILM))


async def test_a_text_that_only_begins_like_a_clip_is_kept_as_it_came(
    fetch: Fetcher, service: FakeService, target: Path, expect_log: Any
) -> None:
    expect_log("kept so: It is packed, and damaged")
    service.clip.data = base64.b64encode(FILM)[:50_000] + b"&&& and so on"

    assert await fetch() == whole(service)
    assert target.read_bytes() == service.clip.data


# What leads on, and what is here already.


async def test_json_in_place_of_a_clip_tells_where_it_is(fetch: Fetcher, service: FakeService) -> None:
    fetch.url = None
    named = {"id": "gen_1", "video_url": "/files/gen_1.mp4", "mirror_urls": ["https://cdn.example/v.mp4"]}
    service.reply_next("content", Reply.of_json(named))
    with pytest.raises(NoClipError, match="JSON instead of the clip") as failed:
        await fetch()

    assert failed.value.links == (f"{service.base_url}/files/gen_1.mp4", "https://cdn.example/v.mp4")


@pytest.mark.parametrize("page", [Reply.of_page(), Reply(200, {"Content-Type": "text/html"}, b'{"url":"/x.mp4"}')])
async def test_a_web_page_leads_nowhere(fetch: Fetcher, service: FakeService, page: Any) -> None:
    service.reply_next("file", page)
    with pytest.raises(NoClipError) as failed:
        await fetch()

    assert failed.value.links == ()


async def test_a_file_as_long_as_the_one_that_is_here_is_not_fetched_a_second_time(
    fetch: Fetcher, service: FakeService, target: Path
) -> None:
    with pytest.raises(SameLengthError):
        await fetch.of_another_length_than(len(CLIP))

    assert not target.exists()
    assert await fetch.of_another_length_than(len(CLIP) + 1) == whole(service)


# What comes late, or in the answer itself.


@pytest.mark.parametrize("late", ["hold", "hold_body"])
async def test_the_first_byte_may_come_later_than_any_other(
    fetch: Fetcher, service: FakeService, pauses: Pauses, late: str
) -> None:
    """After a silence of a minute a body is given up; some services need longer before they send the first byte."""
    held = asyncio.Event()
    service.clip.data = CLIP[:MIB]
    reply = service.clip.serve(Received("GET", "/", {}, b""))
    setattr(reply, late, held)
    service.reply_next("file", reply)
    task = asyncio.get_running_loop().create_task(fetch(stall=0.0))
    await until(lambda: bool(fetch.asked()))
    service.server.call(held.set)

    assert await task == whole(service)
    assert pauses == []


@pytest.mark.parametrize("late", ["hold", "hold_body"])
async def test_who_says_nothing_at_all_is_left_and_not_asked_over_and_over(
    fetch: Fetcher, service: FakeService, pauses: Pauses, late: str
) -> None:
    reply = Reply(200, {}, CLIP)
    setattr(reply, late, asyncio.Event())
    service.reply_next("file", reply)
    with pytest.raises(SlowRoadError):
        await fetch(first_byte=0.1)

    assert (pauses, len(fetch.asked())) == ([], 1)
    assert await fetch() == whole(service)


@pytest.mark.parametrize("hurry", [Hurry(), None, Hurry(may_be_slow=True)])
async def test_in_a_hurry_a_slow_road_is_left_with_all_that_it_brought(
    fetch: Fetcher, service: FakeService, target: Path, hurry: Any
) -> None:
    """Where there is no other road it is fast enough."""
    seconds = itertools.count()
    drip = [CLIP[at : at + 600_000] for at in range(0, len(CLIP), 600_000)]
    service.reply_next("file", Reply(200, {"ETag": '"v1"'}, CLIP, pieces=drip, length=len(CLIP)))
    slow = fetch.client(clock=lambda: float(next(seconds)), hurried=(60.0, 10 * MIB), slowest=10)
    if hurry is None or hurry.may_be_slow:
        assert await slow.fetch("gen_1", UNIALL, fetch.url, target, hurry=hurry) == whole(service)
        return
    with pytest.raises(SlowRoadError):
        await slow.fetch("gen_1", UNIALL, fetch.url, target, hurry=hurry)

    assert CLIP.startswith(here := target.read_bytes())
    assert here
    assert await fetch() == whole(service)
    assert fetch.ranges()[-1] == f"bytes={len(here)}-"


def test_in_a_hurry_the_patience_with_a_silent_road_grows_each_time_up_to_all_that_there_is() -> None:
    patience = [DownloadLimits().within(Hurry(silences)).first_byte for silences in range(5)]

    assert [60.0, 120.0, 240.0, 300.0, 300.0] == patience


async def test_nobody_waits_for_the_words_of_an_error(
    fetch: Fetcher, service: FakeService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(download, "_WORDS_SECONDS", 0.1)
    service.reply_next("file", Reply(404, {}, b"x", hold_body=asyncio.Event()))
    with pytest.raises(DownloadError, match="HTTP 404"):
        await fetch()


async def test_a_silence_in_the_middle_ends_and_the_download_goes_on(
    fetch: Fetcher, service: FakeService, pauses: Pauses
) -> None:
    silent = Reply(200, {"ETag": '"v1"'}, CLIP, pieces=[CLIP[: 3 * MIB]], length=len(CLIP))
    service.reply_next("file", silent)

    assert await fetch(stall=0.2) == whole(service)
    assert fetch.ranges() == ["", f"bytes={3 * MIB}-"]
    assert len(pauses) == 1


@pytest.mark.parametrize(
    "url",
    [
        "data:video/mp4;base64," + base64.b64encode(CLIP).decode(),
        "data:;base64," + base64.urlsafe_b64encode(CLIP).decode().rstrip("="),
        "DATA:video/mp4;base64,\n" + base64.encodebytes(CLIP).decode(),
        "data:video/mp4," + "".join(f"%{byte:02x}" for byte in CLIP[:9000]),
    ],
    ids=["base64", "for URLs", "in lines", "percent"],
)
async def test_a_clip_that_stands_in_the_link_is_written_without_a_question(
    fetch: Fetcher, target: Path, url: str
) -> None:
    fetch.url = url
    fetched = await fetch()

    assert fetch.asked() == []
    assert CLIP.startswith(target.read_bytes())
    assert (fetched.byte_count, fetched.told) == (target.stat().st_size, True)
    assert whole_part(target, Event()) is not None


@pytest.mark.parametrize("url", ["data:", "data:video/mp4;base64,&&&", "data:text/html,<html>no</html>"])
async def test_a_link_with_a_damaged_clip_in_it_is_said(fetch: Fetcher, url: str) -> None:
    fetch.url = url
    with pytest.raises(NoClipError):
        await fetch()


# Long looks through a file can be called off.


def test_a_hash_is_called_off_between_two_pieces(tmp_path: Path) -> None:
    part = PartFile.open(tmp_path / "part", stop := Event())
    part.begin(Origin("s", total=2 * MIB))
    part.append([bytes(2 * MIB)])
    part.close()
    part = PartFile.open(tmp_path / "part", stop)
    stop.set()
    try:
        with pytest.raises(StoppedError):
            part.finish()
        with pytest.raises(StoppedError):
            sha256_of(tmp_path / "part", stop)
    finally:
        part.close()


async def test_taking_up_a_long_part_reads_none_of_it(
    fetch: Fetcher, service: FakeService, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is hashed at the end, beside the rest, and not while a person waits for the app to start or to close."""
    service.clip.cuts.append(3 * MIB)
    with pytest.raises(CrashError):
        await fetch(sleep=crash)
    read: list[int] = []
    real = os.read

    def counting(descriptor: int, count: int) -> bytes:
        data = real(descriptor, count)
        read.append(len(data))
        return data

    monkeypatch.setattr("sora_desktop.services.downloads.part_file.os.read", counting)
    service.reply_next("file", Reply(404))
    with pytest.raises(DownloadError):
        await fetch()
    assert sum(read) == 0
    monkeypatch.undo()

    assert await fetch() == whole(service)


async def test_a_download_without_a_length_says_that_its_end_may_be_missing(
    fetch: Fetcher, service: FakeService
) -> None:
    told: list[Fetched] = []
    for framing in (Framing.LENGTH, Framing.CLOSE, Framing.CHUNKED):
        service.clip.framing = framing
        fetch.target = fetch.target.with_name(f"{framing.name}.part")
        told.append(await fetch())

    assert [fetched.told for fetched in told] == [True, False, False]


@pytest.mark.parametrize("status", [201, 203, 206])
async def test_a_whole_clip_under_an_odd_good_status_is_taken(
    fetch: Fetcher, service: FakeService, target: Path, status: int
) -> None:
    """Nobody asked for a part, and a proxy may name what it handed on in a way of its own."""
    service.reply_next("file", Reply(status, {"Content-Type": "video/mp4"}, CLIP))

    fetched = await fetch()

    assert (CLIP, 1) == (target.read_bytes(), len(fetch.asked()))
    assert fetched.told is (status != 206)
