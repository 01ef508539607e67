"""Downloads against a service that cuts, lies, drips, moves and forgets: whole bytes, or a clear error. Never a key elsewhere."""

import asyncio
import errno
import gzip
import hashlib
import itertools
import json
import os
from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

import httpx
import pytest

from sora_desktop.base.sentences import Bytes
from sora_desktop.domain.errors import (
    DiskFullError,
    DownloadBrokenError,
    DownloadError,
    LinkExpiredError,
    NoClipError,
    NotHandedOutError,
)
from sora_desktop.services.client import Endpoint, VideoClient
from sora_desktop.services.downloads.download import DownloadLimits
from sora_desktop.services.downloads.part_file import Origin, PartFile, discard, note_path
from sora_desktop.services.http.transport import Transport
from tests.servers.clip_file import TINY_MP4, ClipFile, Ranges
from tests.servers.http_server import Framing, HttpServer, Received, Reply
from tests.servers.service import CANARY, FakeService
from tests.services.downloads.fetcher import CLIP, MIB, CrashError, Fetcher, Pauses, crash, whole
from tests.support.formats import UNIALL
from tests.support.until import until

STARTS = {
    "mp4": b"\0\0\0\x18ftypisom",
    "webm": b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\xf7\x81",
    "avi": b"RIFF\x10\0\x20\0AVI LIST",
    "gif": b"GIF89a\x80\x02\x68\x01\xf7\0\0",
    "animated webp": b"RIFF\x10\0\x20\0WEBPVP8X\x0a\0\0\0\x02",
    "flv": b"FLV\x01\x05\0\0\0\x09\0\0\0",
    "ts": b"\x47\x40\0\x10\0\0\xb0\x0d\0\1\xc1\0",
    "ogg": b"OggS\0\x02\0\0\0\0\0\0",
    "credentials first": b"\0\0\1\0uuid" + bytes(range(16)),
    "nobody knows": bytes(range(64)),
}


@pytest.mark.parametrize("framing", Framing)
async def test_a_clip_arrives_byte_for_byte_however_its_end_is_told(
    fetch: Fetcher, service: FakeService, target: Path, framing: Framing
) -> None:
    service.clip.framing = framing

    assert await fetch() == whole(service)
    assert target.read_bytes() == CLIP
    assert fetch.progress[-1] == (len(CLIP), len(CLIP) if framing is Framing.LENGTH else None)


async def test_without_a_url_the_bytes_come_from_content_with_the_key(fetch: Fetcher, service: FakeService) -> None:
    fetch.url = None

    assert await fetch() == whole(service)
    assert [request.headers["authorization"] for request in service.requests("content")] == [f"Bearer {CANARY}"]


@pytest.mark.parametrize("cut_at", [1, 7, 8, 11, 12, 13, 100, 8_192, len(TINY_MP4), MIB, len(CLIP) - 1])
async def test_a_cut_line_is_gone_on_from_where_it_was_cut(
    fetch: Fetcher, service: FakeService, target: Path, cut_at: Any, pauses: Pauses
) -> None:
    service.clip.cuts.append(cut_at)

    assert await fetch() == whole(service)
    assert target.read_bytes() == CLIP
    assert len(fetch.asked()) == 2
    assert fetch.ranges()[1] in (f"bytes={cut_at}-", "")
    assert len(pauses) == 1


async def test_going_on_asks_with_range_and_if_range_and_takes_a_matching_206(
    fetch: Fetcher, service: FakeService
) -> None:
    service.clip.cuts.extend([2 * MIB, MIB, None])

    assert await fetch() == whole(service)
    assert fetch.ranges() == ["", f"bytes={2 * MIB}-", f"bytes={3 * MIB}-"]
    assert [request.headers.get("if-range") for request in fetch.asked()] == [None, '"v1"', '"v1"']


@pytest.mark.parametrize(
    ("ranges", "etags"),
    [
        (Ranges.IGNORED, ['"v1"']),
        (Ranges.WRONG_START, ['"v1"']),
        (Ranges.WRONG_TOTAL, ['"v1"']),
        (Ranges.HONEST, [""]),
        (Ranges.HONEST, ['W/"v1"']),
        (Ranges.HONEST, ['"v1"', '"v2"']),
        (Ranges.HONEST, ['"v1"', '"v2"', '"v3"']),
        (Ranges.IGNORED, [""]),
    ],
)
async def test_where_going_on_is_not_safe_it_starts_over_and_the_bytes_are_right(
    fetch: Fetcher, service: FakeService, target: Path, ranges: Ranges, etags: Any
) -> None:
    service.clip.ranges = ranges
    service.clip.etags = deque(etags)
    service.clip.cuts.append(2 * MIB)

    assert await fetch() == whole(service)
    assert target.read_bytes() == CLIP


async def test_a_file_that_changed_in_between_is_never_glued_together(
    fetch: Fetcher, service: FakeService, target: Path
) -> None:
    service.clip.cuts.append(2 * MIB)
    service.clip.etags = deque(['"v1"', '"v2"'])
    old, service.clip.data = service.clip.data, TINY_MP4 + b"new" * 1_000_000
    replies = [ClipFile(data=old, cuts=deque([2 * MIB])).serve(_plain_get())]
    service.reply_next("file", *replies)

    assert await fetch() == whole(service)
    assert target.read_bytes() == service.clip.data


def _plain_get() -> Received:
    return Received("GET", "/", {}, b"")


async def test_half_a_download_goes_on_after_a_restart(
    fetch: Fetcher, service: FakeService, transport: Transport, target: Path, limits: DownloadLimits
) -> None:
    service.clip.cuts.append(3 * MIB)
    with pytest.raises(CrashError):
        await fetch(sleep=crash)
    note = note_path(target).read_text()
    async with Transport() as fresh:
        again = Fetcher(service, fresh, target, limits)
        again.url = f"{service.base_url}/files/gen_1.mp4?signature=2"

        assert await again() == whole(service)
    assert "signature" not in note
    assert again.ranges()[-1] == f"bytes={3 * MIB}-"
    assert target.read_bytes() == CLIP


async def test_bytes_that_were_not_flushed_before_a_crash_are_not_trusted(
    fetch: Fetcher, service: FakeService, target: Path
) -> None:
    service.clip.cuts.append(3 * MIB)
    with pytest.raises(CrashError):
        await fetch(sleep=crash)
    with target.open("ab") as part:
        part.write(b"torn")

    assert await fetch() == whole(service)
    assert target.read_bytes() == CLIP


@pytest.mark.parametrize(
    "damage", ["no note", "garbage", "another url", "shorter file", "longer and whole", "empty note"]
)
async def test_a_part_whose_note_does_not_fit_is_thrown_away(
    fetch: Fetcher, service: FakeService, target: Path, damage: str
) -> None:
    service.clip.cuts.append(3 * MIB)
    with pytest.raises(CrashError):
        await fetch(sleep=crash)
    note = note_path(target)
    known = json.loads(note.read_text())
    match damage:
        case "no note":
            note.unlink()
        case "garbage":
            note.write_bytes(b"{half")
        case "another url":
            note.write_text(json.dumps({**known, "source": "other"}))
        case "shorter file":
            target.write_bytes(b"x")
        case "longer and whole":
            target.write_bytes(CLIP[: 3 * MIB] + b"more")
            note.write_text(json.dumps({**known, "whole": True, "sha256": "0" * 64, "told": True}))
        case _:
            note.write_text("{}")

    assert await fetch() == whole(service)
    assert fetch.ranges()[-1] == ""
    assert target.read_bytes() == CLIP


async def test_a_whole_file_is_not_asked_for_again_after_a_restart(fetch: Fetcher, service: FakeService) -> None:
    first = await fetch()
    asked = len(fetch.asked())

    assert await fetch() == first
    assert len(fetch.asked()) == asked


async def test_discard_removes_the_part_and_its_note(fetch: Fetcher, target: Path) -> None:
    await fetch()
    discard(target)
    discard(target)

    assert list(target.parent.iterdir()) == []


@pytest.mark.parametrize("total", [len(CLIP), len(CLIP) + 5])
async def test_416_means_whole_only_where_the_lengths_agree(
    fetch: Fetcher, service: FakeService, target: Path, total: Any
) -> None:
    part = PartFile.open(target, Event())
    part.begin(Origin(_source(fetch), '"v1"'))
    part.append([CLIP])
    part.checkpoint()
    part.close()
    if total != len(CLIP):
        service.reply_next("file", Reply(416, {"Content-Range": f"bytes */{total}"}))

    assert await fetch() == whole(service)
    assert len(fetch.asked()) == (1 if total == len(CLIP) else 2)
    assert target.read_bytes() == CLIP


def _source(fetch: Fetcher) -> str:
    url = fetch.url or ""
    return hashlib.sha256(url.partition("?")[0].encode()).hexdigest()


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (202, NotHandedOutError),
        (400, NotHandedOutError),
        (401, NotHandedOutError),
        (403, LinkExpiredError),
        (404, LinkExpiredError),
        (409, NotHandedOutError),
        (410, LinkExpiredError),
    ],
)
async def test_a_link_that_brings_no_clip_is_left_at_once_in_the_words_of_who_answered(
    fetch: Fetcher, service: FakeService, status: int, error: type[DownloadError]
) -> None:
    service.clip.statuses.append(status)
    with pytest.raises(error, match="on purpose"):
        await fetch()

    assert len(fetch.asked()) == 1


@pytest.mark.parametrize("status", [400, 403, 404, 409, 410, 425])
async def test_of_the_services_own_place_it_is_never_said_that_a_link_does_not_work(
    fetch: Fetcher, service: FakeService, status: int
) -> None:
    fetch.url = None
    service.clip.statuses.extend([status] * 9)
    with pytest.raises(DownloadError) as failed:
        await fetch()

    assert "link" not in str(failed.value)


async def test_a_fresh_link_to_the_same_file_goes_on_where_the_old_one_ended(
    fetch: Fetcher, service: FakeService, target: Path
) -> None:
    service.clip.cuts.append(3 * MIB)
    with pytest.raises(CrashError):
        await fetch(sleep=crash)
    service.clip.links_last = 1
    with pytest.raises(LinkExpiredError):
        await fetch()
    fetch.url = f"{service.base_url}/files/gen_1.mp4?signature=2"

    assert await fetch() == whole(service)
    assert fetch.ranges()[-1] == f"bytes={3 * MIB}-"


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
async def test_a_busy_server_is_asked_again_with_growing_pauses(
    fetch: Fetcher, service: FakeService, pauses: Pauses, status: int
) -> None:
    service.clip.statuses.extend([status] * 2)

    assert await fetch() == whole(service)
    assert pauses == [1.0, 2.0]


async def test_a_server_that_says_how_long_is_believed(fetch: Fetcher, service: FakeService, pauses: Pauses) -> None:
    service.reply_next("file", Reply(503, {"Retry-After": "9"}))

    assert await fetch() == whole(service)
    assert pauses == [9.0]


async def test_a_server_that_wants_a_long_rest_is_left_for_now_and_its_wish_is_told(
    fetch: Fetcher, service: FakeService, pauses: Pauses
) -> None:
    service.reply_next("file", Reply(503, {"Retry-After": "90"}))
    with pytest.raises(DownloadBrokenError) as failed:
        await fetch()

    assert (failed.value.retry_after, pauses) == (90.0, [])


async def test_it_gives_up_after_so_many_attempts_that_bring_nothing(
    fetch: Fetcher, service: FakeService, pauses: Pauses
) -> None:
    service.clip.cuts.extend([10] * 50)
    with pytest.raises(DownloadBrokenError):
        await fetch()

    assert len(fetch.asked()) == 3
    assert len(pauses) == 2


async def test_attempts_that_bring_something_do_not_count_against_it(fetch: Fetcher, service: FakeService) -> None:
    service.clip.data = TINY_MP4 + b"x" * (10 * MIB)
    service.clip.cuts.extend([MIB] * 9)

    assert await fetch(attempts=2) == whole(service)
    assert len(fetch.asked()) == 10


async def test_a_length_that_is_a_lie_is_not_chased_for_ever(fetch: Fetcher, service: FakeService) -> None:
    service.clip.claims, service.clip.ranges = len(CLIP) + 10, Ranges.IGNORED
    service.clip.cuts.extend([len(CLIP)] * 9)
    with pytest.raises(DownloadBrokenError):
        await fetch(attempts=2)

    assert len(fetch.asked()) <= 4


async def test_a_length_that_the_service_takes_back_is_not_held_against_the_bytes(
    fetch: Fetcher, service: FakeService, target: Path
) -> None:
    """Asked for what follows, it says that nothing does."""
    service.clip.claims = len(CLIP) + 10
    service.clip.cuts.append(len(CLIP))
    fetched = await fetch()

    assert (fetched, fetched.told) == (whole(service), False)
    assert target.read_bytes() == CLIP


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (Reply.of_json({"error": {"message": "Task is not completed"}}), "Task is not completed"),
        (Reply.of_page(), "web page"),
        (Reply(200, {"Content-Type": "video/mp4"}, b"#EXTM3U\nhttp://x/a.ts\n"), "playlist"),
        (Reply(200, {"Content-Type": "video/mp4"}, b"abc"), "isn't a clip: abc"),
        (Reply(200, {"Content-Type": "video/mp4"}, b"\0\0"), "sends no clip"),
        (Reply(200, {"Content-Type": "video/mp4"}, b""), "empty"),
        (Reply(200, {}, b'{"id":"gen_1","status":"in_progress","padding":"' + b"x" * 600 + b'"}'), "JSON"),
        (Reply(200, {}, b"\xff\xd8\xff\xe0" + bytes(2000)), "still picture .JPEG."),
        (Reply(200, {}, b"\x89PNG\r\n\x1a\n" + bytes(2000)), "still picture .PNG."),
        (Reply(200, {}, b"RIFF\0\1\0\0WEBPVP8 " + bytes(2000)), "still picture .WebP."),
        (Reply(200, {}, b"\0\0\0\x1cftypavif" + bytes(2000)), "still picture .HEIF."),
        (Reply(200, {"Content-Encoding": "gzip"}, gzip.compress(Reply.of_page().body)), "web page"),
        (Reply(200, {"Content-Encoding": "gzip"}, gzip.compress(b'{"error":{"message":"Not yet"}}')), "Not yet"),
        (Reply(202, {}, b""), "empty"),
    ],
    ids=[
        "json",
        "page",
        "playlist",
        "three letters",
        "two bytes",
        "empty",
        "the job",
        "jpeg",
        "png",
        "webp",
        "avif",
        "compressed page",
        "compressed json",
        "202",
    ],
)
async def test_what_is_no_clip_is_said_and_touches_nothing_that_is_here(
    fetch: Fetcher, service: FakeService, target: Path, reply: Any, words: str
) -> None:
    service.clip.cuts.append(3 * MIB)
    with pytest.raises(CrashError):
        await fetch(sleep=crash)
    service.reply_next("file", reply)
    with pytest.raises((NoClipError, NotHandedOutError), match=words):
        await fetch()

    assert target.read_bytes() == CLIP[: 3 * MIB]
    assert await fetch() == whole(service)
    assert fetch.ranges()[-1] == f"bytes={3 * MIB}-"


@pytest.mark.parametrize("start", STARTS.values(), ids=list(STARTS))
async def test_what_may_be_a_clip_is_fetched_whatever_its_container_is(
    fetch: Fetcher, service: FakeService, target: Path, start: bytes
) -> None:
    service.clip.data = start + bytes(range(256)) * 100

    assert await fetch() == whole(service)
    assert target.read_bytes() == service.clip.data


@pytest.mark.parametrize("framing", [Framing.LENGTH, Framing.CHUNKED])
async def test_an_endless_file_ends_at_the_limit(fetch: Fetcher, service: FakeService, framing: Framing) -> None:
    service.clip.framing = framing
    with pytest.raises(DownloadError, match=f"larger than {Bytes(3 * MIB)}"):
        await fetch(largest=3 * MIB)


@pytest.mark.parametrize("free", [0, len(CLIP), len(CLIP) + 512 * MIB - 1])
async def test_without_room_for_it_nothing_is_fetched(fetch: Fetcher, target: Path, free: Any) -> None:
    with pytest.raises(DiskFullError):
        await fetch(free_bytes=lambda _: free)

    assert not target.exists()


async def test_a_disk_that_fills_up_is_said_and_the_download_goes_on_later(
    fetch: Fetcher, service: FakeService, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, room = os.write, [2 * MIB]

    def write(fd: int, data: memoryview) -> int:
        if room[0] <= 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        written = real(fd, data[: room[0]])
        room[0] -= written
        return written

    monkeypatch.setattr("sora_desktop.services.downloads.part_file.os.write", write)
    with pytest.raises(DiskFullError):
        await fetch()
    room[0] = 100 * MIB

    assert await fetch() == whole(service)
    assert fetch.ranges()[-1] == f"bytes={2 * MIB}-"
    assert target.read_bytes() == CLIP


async def test_a_folder_that_cannot_be_written_is_said(fetch: Fetcher, target: Path) -> None:
    target.parent.parent.mkdir(exist_ok=True)
    target.parent.write_text("a file in the folder's place")
    with pytest.raises(DownloadError):
        await fetch()


async def test_a_link_in_the_parts_place_is_not_written_through(fetch: Fetcher, target: Path, tmp_path: Path) -> None:
    precious = tmp_path / "precious.txt"
    precious.write_text("mine")
    target.parent.mkdir()
    target.symlink_to(precious)
    with pytest.raises(DownloadError):
        await fetch()

    assert precious.read_text() == "mine"


async def test_a_dripping_server_is_left_and_asked_again(target: Path, limits: DownloadLimits, pauses: Pauses) -> None:
    clock = itertools.chain([0], itertools.repeat(100))
    drip = Reply(200, {"ETag": '"v1"'}, CLIP, pieces=[TINY_MP4[:12], *(b"x" for _ in range(20))], length=len(CLIP))
    replies = deque([drip, Reply(200, {}, CLIP)])
    with HttpServer(lambda _: replies.popleft()) as server:
        async with Transport() as transport:
            client = VideoClient(
                transport, Endpoint(server.base_url), limits=replace(limits, clock=lambda: float(next(clock)))
            )

            assert (await client.fetch("a", UNIALL, None, target)).byte_count == len(CLIP)
    assert len(pauses) == 1


async def test_a_cancelled_download_ends_at_once_and_goes_on_later(
    fetch: Fetcher, service: FakeService, target: Path
) -> None:
    held = asyncio.Event()
    service.clip.cuts.append(None)

    def pieces() -> Iterator[bytes]:
        yield CLIP[: 3 * MIB]
        service.server.call(held.set)

    service.reply_next("file", Reply(200, {"ETag": '"v1"'}, CLIP, pieces=pieces(), length=len(CLIP)))
    task = asyncio.get_running_loop().create_task(fetch())
    await until(lambda: fetch.progress or (target.exists() and target.stat().st_size > MIB))
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    have = json.loads(note_path(target).read_text())["offset"]

    assert 0 < have <= 3 * MIB
    assert await fetch() == whole(service)
    assert fetch.ranges()[-1] == f"bytes={have}-"


# Other origins, redirects and addresses.


async def test_a_result_at_another_origin_is_fetched_without_the_key(fetch: Fetcher, service: FakeService) -> None:
    fetch.url = f"{service.elsewhere.base_url}/v.mp4?sig=1"

    assert await fetch() == whole(service)
    assert len(service.elsewhere.seen) == 1
    assert CANARY.encode() not in service.elsewhere.bytes_seen()


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("kind", ["file", "content"])
async def test_a_redirect_to_another_origin_is_followed_without_the_key(
    fetch: Fetcher, service: FakeService, kind: str, status: int
) -> None:
    fetch.url = None if kind == "content" else fetch.url
    service.reply_next(kind, Reply(status, {"Location": f"{service.elsewhere.base_url}/v.mp4"}))

    assert await fetch() == whole(service)
    assert len(service.elsewhere.seen) == 1
    assert b"authorization" not in service.elsewhere.bytes_seen().lower()
    assert CANARY.encode() not in service.elsewhere.bytes_seen()


async def test_a_redirect_within_the_service_keeps_the_key(fetch: Fetcher, service: FakeService) -> None:
    service.reply_next("file", Reply(302, {"Location": "/v1/videos/gen_1/content"}))

    assert await fetch() == whole(service)


@pytest.mark.parametrize("status", [302, 307, 308])
async def test_a_redirect_to_the_same_place_with_a_slash_is_followed_with_the_key(
    fetch: Fetcher, service: FakeService, status: int
) -> None:
    fetch.url = None
    service.reply_next("content", Reply(status, {"Location": "/v1/videos/gen_1/content/"}))
    service.reply_next("other", service.clip.serve(_plain_get()))

    assert await fetch() == whole(service)
    assert service.requests("other")[0].headers["authorization"] == f"Bearer {CANARY}"


async def test_a_redirect_without_end_is_left_after_five_hops(fetch: Fetcher, service: FakeService) -> None:
    service.clip.redirect_to = "/files/gen_1.mp4"
    with pytest.raises(DownloadError, match="keeps redirecting"):
        await fetch()

    assert len(fetch.asked()) == 6


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "javascript:alert(1)",
        "http://user:pass@127.0.0.1/v.mp4",
        "smb://host/share/v.mp4",
        "\\\\host\\share\\v.mp4",
        "http://",
        "http://[::1",
    ],
)
async def test_a_link_that_is_none_is_not_opened_and_why_is_said(
    fetch: Fetcher, service: FakeService, url: str
) -> None:
    fetch.url = url
    with pytest.raises(DownloadError, match="Its link isn't opened"):
        await fetch()

    assert fetch.asked() == []


def test_the_roads_are_each_link_once_and_then_the_service_itself(transport: Transport) -> None:
    client = VideoClient(transport, Endpoint("https://service.example"))
    links = ("https://a.example/1", "/v1/videos/x/content", "https://b.example/2", "https://a.example/1", "/files/3")
    content = "https://service.example/v1/videos/x/content"

    assert ("https://a.example/1", "https://b.example/2", "/files/3", None) == client.roads("x", UNIALL, links)
    assert (None,) == client.roads("x", UNIALL, (content,))


async def test_a_place_below_the_services_own_address_is_fetched_from_there(
    fetch: Fetcher, service: FakeService
) -> None:
    fetch.url = "/files/gen_1.mp4"

    assert await fetch() == whole(service)


PUBLIC = "https://service.example"


def network(routes: dict[str, httpx.Response | list[httpx.Response]], seen: list[httpx.Request]) -> Transport:
    """A network where names lead to addresses, and addresses and names to answers."""

    def handle(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        found = routes[request.headers["host"]]
        return found.pop(0) if isinstance(found, list) else found

    async def resolve(host: str, port: int) -> tuple[str, ...]:
        return {
            "service.example": ("93.184.215.15",),
            "company.example": ("10.0.0.5",),
            "cdn.example": ("93.184.215.14",),
            "six.example": ("2606:2800:21f:cb07::1",),
            "inside.example": ("10.0.0.7",),
            "both.example": ("93.184.215.14", "127.0.0.1"),
            "mapped.example": ("::ffff:169.254.169.254",),
            "nat.example": ("64:ff9b::7f00:1",),
        }[host]

    return Transport(network=httpx.MockTransport(handle), resolve=resolve)


def video() -> httpx.Response:
    return httpx.Response(200, content=TINY_MP4)


@pytest.mark.parametrize("host", ["cdn.example", "six.example"])
async def test_a_public_result_is_fetched_from_the_address_that_was_checked(
    target: Path, limits: DownloadLimits, host: str
) -> None:
    seen: list[httpx.Request] = []
    async with network({host: video()}, seen) as transport:
        client = VideoClient(transport, Endpoint(PUBLIC, CANARY), limits=limits)
        await client.fetch("a", UNIALL, f"https://{host}/v.mp4?sig=1", target)

    (request,) = seen
    assert request.url.host in ("93.184.215.14", "2606:2800:21f:cb07::1")
    assert request.extensions["sni_hostname"] == host
    assert request.url.raw_path == b"/v.mp4?sig=1"
    assert "authorization" not in request.headers


async def test_on_a_company_network_service_and_file_host_may_both_have_private_addresses(
    target: Path, limits: DownloadLimits
) -> None:
    seen: list[httpx.Request] = []
    async with network({"inside.example": video()}, seen) as transport:
        client = VideoClient(transport, Endpoint("https://company.example", CANARY), limits=limits)
        await client.fetch("a", UNIALL, "https://inside.example/v.mp4", target)

    assert [request.url.host for request in seen] == ["inside.example"]
    assert "authorization" not in seen[0].headers


async def test_a_link_without_encryption_is_opened_with_it_where_the_service_is_spoken_to_so(
    target: Path, limits: DownloadLimits
) -> None:
    seen: list[httpx.Request] = []
    async with network({"cdn.example": video()}, seen) as transport:
        client = VideoClient(transport, Endpoint(PUBLIC, CANARY), limits=limits)
        await client.fetch("a", UNIALL, "http://cdn.example/v.mp4?sig=1", target)

    assert [(request.url.scheme, request.extensions["sni_hostname"]) for request in seen] == [("https", "cdn.example")]


@pytest.mark.parametrize("host", ["inside.example", "both.example", "mapped.example", "nat.example"])
async def test_a_name_that_leads_to_a_private_address_is_not_opened(
    target: Path, limits: DownloadLimits, host: str
) -> None:
    seen: list[httpx.Request] = []
    async with network({}, seen) as transport:
        client = VideoClient(transport, Endpoint(PUBLIC, CANARY), limits=limits)
        with pytest.raises(DownloadError, match="private address"):
            await client.fetch("a", UNIALL, f"https://{host}/v.mp4", target)

    assert seen == []


@pytest.mark.parametrize(
    "url",
    [
        "ftp://cdn.example/v.mp4",
        "http://127.0.0.1/v.mp4",
        "https://127.0.0.1/v.mp4",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/v.mp4",
        "https://[::ffff:10.0.0.1]/v.mp4",
        "https://localhost/v.mp4",
        "https://printer.local/v.mp4",
        "https://user@cdn.example/v.mp4",
    ],
)
async def test_of_a_public_service_no_unsafe_result_is_opened(target: Path, limits: DownloadLimits, url: str) -> None:
    seen: list[httpx.Request] = []
    async with network({"service.example": video()}, seen) as transport:
        client = VideoClient(transport, Endpoint(PUBLIC, CANARY), limits=limits)
        with pytest.raises(DownloadError, match="Its link isn't opened"):
            await client.fetch("a", UNIALL, url, target)

    assert seen == []


@pytest.mark.parametrize(
    "place",
    [
        "http://me@service.example/v.mp4",
        "http://10.0.0.1/v.mp4",
        "https://10.0.0.1/v.mp4",
        "https://inside.example/v.mp4",
        "ftp://cdn.example/v.mp4",
    ],
)
async def test_every_hop_of_a_redirect_is_judged_anew(target: Path, limits: DownloadLimits, place: str) -> None:
    seen: list[httpx.Request] = []
    routes: dict[str, Any] = {"service.example": httpx.Response(302, headers={"location": place})}
    async with network(routes, seen) as transport:
        client = VideoClient(transport, Endpoint(PUBLIC, CANARY), limits=limits)
        with pytest.raises(DownloadError, match="Its link isn't opened"):
            await client.fetch("a", UNIALL, None, target)

    assert len(seen) == 1


@pytest.mark.parametrize(
    "place", ["http://cdn.example/v.mp4", "http://cdn.example:80/v.mp4", "http://service.example:80/v"]
)
async def test_whoever_sends_on_without_encryption_is_asked_with_it_and_never_without(
    target: Path, limits: DownloadLimits, place: str
) -> None:
    seen: list[httpx.Request] = []
    at_home = [httpx.Response(302, headers={"location": place}), video()]
    async with network({"service.example": at_home, "cdn.example": video()}, seen) as transport:
        await VideoClient(transport, Endpoint(PUBLIC, CANARY), limits=limits).fetch("a", UNIALL, None, target)

    assert {request.url.scheme for request in seen} == {"https"}
    assert ["authorization" in request.headers for request in seen] == [True, "service" in place]


@pytest.mark.parametrize(
    "place",
    ["https://cdn.example/v", "https://service.example:8443/v", "https://sub.service.example/v"],
)
async def test_another_port_or_subdomain_is_another_origin_and_gets_no_key(
    target: Path, limits: DownloadLimits, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[httpx.Request] = []
    host = place.split("/")[2]
    routes: dict[str, Any] = {"service.example": httpx.Response(302, headers={"location": place}), host: video()}
    async with network(routes, seen) as transport:

        async def resolve(_host: str, _port: int) -> tuple[str, ...]:
            return ("93.184.215.14",)

        transport.resolve = resolve
        client = VideoClient(transport, Endpoint(PUBLIC, CANARY), limits=limits)
        await client.fetch("a", UNIALL, None, target)

    assert ["authorization" in request.headers for request in seen] == [True, False]
