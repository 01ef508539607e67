"""Readers of strangers' bytes, given anything at all: the documented errors, bounded time, bounded memory, and nothing else.

`FUZZ_EXAMPLES=100000` makes it a long run (scripts/soak does).
"""

import io
import json
import random
import re
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from functools import cache
from ipaddress import ip_address
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from PIL import Image

from sora_desktop.base.addresses import is_private_host, is_public_address, is_stand_in
from sora_desktop.base.safe_text import one_line, shown
from sora_desktop.base.url_guard import UnsafeUrlError, UrlGuard, origin
from sora_desktop.domain.clip import FileVerdict
from sora_desktop.domain.connection import base_url_problem, normalise_base_url
from sora_desktop.domain.errors import ServiceError, SubmitError
from sora_desktop.domain.format_facts import FormatFacts
from sora_desktop.domain.image import ImageVerdict, InputImage
from sora_desktop.engine.http_errors import RequestError
from sora_desktop.engine.strict_json import read_object
from sora_desktop.media.boxes import read_top
from sora_desktop.media.fit import inspect_bytes
from sora_desktop.media.pictures import PictureError, decode
from sora_desktop.media.probe import examine_in_child
from sora_desktop.media.tables import read_film
from sora_desktop.services.catalogs import CATALOGS
from sora_desktop.services.catalogs.pages import Catalog
from sora_desktop.services.catalogs.rows import LONGEST_SECONDS
from sora_desktop.services.detection import LOOKS, judge_seen, next_look
from sora_desktop.services.downloads.part_file import PartFile, note_path
from sora_desktop.services.downloads.resuming import content_range, length, read_served
from sora_desktop.services.formats import FORMATS
from sora_desktop.services.http.redact import RedactingFilter, without_key
from sora_desktop.services.json.reader import JsonError, read_json
from sora_desktop.services.parsing.answers import read_progress
from sora_desktop.services.parsing.expiry import link_expiry
from sora_desktop.services.parsing.image_header import read_image_header
from sora_desktop.services.parsing.result_url import absolute_url, find_clip, find_links
from sora_desktop.services.parsing.timestamps import LONGEST_WAIT, SHORTEST_WAIT, read_timestamp, retry_after, served_at
from sora_desktop.services.videos_api import job_path
from sora_desktop.services.wire import Answer, Format, RemoteStatus
from sora_desktop.store.files import NAME_LIMIT, clip_file_name
from tests.hostile.examples import examples, some_of
from tests.hostile.strings import STRINGS
from tests.servers.personalities import PERSONALITIES, RemoteJob
from tests.servers.service import CANARY
from tests.support.mp4 import small_mp4
from tests.support.pictures import picture_bytes

BASE = "https://api.example"
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
KEYS = [
    "id",
    "task_id",
    "video_id",
    "job_id",
    "status",
    "state",
    "data",
    "job",
    "video",
    "result",
    "error",
    "message",
    "code",
    "detail",
    "msg",
    "success",
    "progress",
    "url",
    "video_url",
    "output_url",
    "metadata",
    "outputs",
    "fail_reason",
    "seconds",
    "duration",
    "size",
    "model",
    "prompt",
    "created_at",
    "expires_at",
    "has_more",
    "last_id",
    "successFlag",
    "items",
    "videos",
    "resultUrls",
    "content",
]
WORDS = ("queued", "completed", "failed", "expired", "cancelled", "succeeded", "unknown", "gone", "💥", "")

texts = st.text(alphabet=st.characters(), max_size=40) | st.sampled_from([each[:400] for each in STRINGS.values()])
"""Any text, half pairs and all."""
numbers = st.integers() | st.integers(-(10**60), 10**60) | st.floats() | st.sampled_from([10**400, -(2**63), 2**64])
urls = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(
        ["https://", "http://", "//", "file://", "HTTPS:", "javascript:", "data:", "\\\\", "smb://", "/", ""]
    ),
    st.sampled_from(
        ["127.1", "0x7f.1", "[::1]", "169.254.169.254", "h.example", "u@h.example", "１２７.0.0.1", "a。b", "", "h."]
    ),
    st.sampled_from(["", ":443", ":0", ":99999", ":x", ":"]),
    st.text(max_size=8).map("/{}".format) | st.just(".mp4"),
)
leaves = st.none() | st.booleans() | numbers | texts | urls | st.sampled_from(WORDS)
documents = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS) | texts, inner, max_size=6),
    max_leaves=20,
)


def as_bytes(document: Any) -> bytes:
    """JSON as a careless server writes it: NaN, infinities and half pairs as they are."""
    return json.dumps(document, ensure_ascii=True).encode()


@cache
def real_answers() -> tuple[bytes, ...]:
    """What services of all dialects say of a job, and of an error."""
    job = RemoteJob("gen_1", "sora2-landscape-4s", "a fox", "4", "1280x720", 1_700_000_000, {})
    spoken = [as_bytes(each.body(job)) for each in PERSONALITIES.values()]
    return (*spoken, *(each.error(400, "No such thing", "x").body for each in PERSONALITIES.values()))


@st.composite
def damaged(draw: st.DrawFn, wholes: tuple[bytes, ...]) -> bytes:
    """A real thing with some of its bytes changed, cut out, doubled or cut off."""
    data = bytearray(draw(st.sampled_from(wholes)))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, max(len(data) - 1, 0)))
        piece = draw(st.binary(max_size=8) | st.sampled_from([b"\xff\xff\xff\xff", bytes(4), b"\0\0\0\1", b"\x7f" * 8]))
        match draw(st.integers(0, 4)):
            case 0:
                data[at : at + len(piece)] = piece
            case 1:
                data[at:at] = piece
            case 2:
                del data[at : at + draw(st.integers(1, 64))]
            case 3:
                del data[at:]
            case 4:
                data += data[at : at + 64]
    return bytes(data)


bodies = documents.map(as_bytes) | st.binary(max_size=200) | damaged(real_answers())
headers = st.fixed_dictionaries(
    {},
    optional={
        "date": texts | st.just("Sun, 06 Nov 1994 08:49:37 GMT"),
        "retry-after": texts | st.integers().map(str) | st.just("Sun, 06 Nov 9999 08:49:37 GMT"),
        "retry-after-ms": texts | st.floats().map(str),
        "content-type": texts | st.just("text/html"),
        "location": texts | urls,
    },
)
answers = st.builds(Answer, st.integers(100, 599), headers, bodies)


# ---------------------------------------------------------------- JSON and answers


@examples(50)
@given(bodies)
def test_json_is_read_or_refused(body: bytes) -> None:
    try:
        value = read_json(body)
    except JsonError:
        return
    json.dumps(value, allow_nan=False).encode("utf-8")
    assert json.dumps(value, ensure_ascii=False).encode("utf-8")


@examples(26)
@given(bodies)
def test_the_engine_reads_json_or_refuses_it(body: bytes) -> None:
    with suppress(RequestError):
        assert isinstance(read_object(body), dict)


@pytest.mark.parametrize("depth", [65, 1_000, 100_000])
@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}"), ('[{"data":', "}]")])
@pytest.mark.parametrize("whole", [True, False])
def test_json_of_any_depth_is_refused(depth: int, opening: str, closing: str, whole: bool) -> None:
    body = (opening * depth + "0" + closing * (depth if whole else 0)).encode()

    with pytest.raises(JsonError):
        read_json(body)
    with suppress(RequestError):
        read_object(body)


READERS: dict[str, Callable[[Format, Answer], Any]] = {
    "submitted": lambda wire, answer: wire.read_submitted(answer, base_url=BASE),
    "status": lambda wire, answer: wire.read_status(answer, base_url=BASE),
    "cancelled": lambda wire, answer: wire.read_cancelled(answer),
    "list": lambda wire, answer: wire.read_list(answer, base_url=BASE),
    "probe": lambda wire, answer: wire.read_probe(answer),
}


@pytest.mark.parametrize("reader", READERS)
@examples(40)
@given(answer=answers, wire=st.sampled_from(list(FORMATS.values())))
def test_a_reader_of_answers_knows_its_errors_and_no_other(reader: str, answer: Answer, wire: Format) -> None:
    """A submission's errors are those of submissions, a question's those of questions; their words can be shown."""
    allowed = SubmitError if reader == "submitted" else ServiceError
    try:
        read = READERS[reader](wire, answer)
    except allowed as error:
        assert_can_be_kept(str(error.detail), str(error))
        return
    for status in statuses(read):
        assert_can_be_kept(status.id, status.word, status.prompt, status.model, status.size)
        assert status.progress is None or 0 <= status.progress <= 1
        assert status.result_url is None or urlsplit(status.result_url).scheme in ("http", "https")
        assert status.error is None or status.error.message
        assert_can_be_kept(job_path("/v1/videos", status.id or "x"))


LISTS = [
    "data",
    "id",
    "name",
    "mode",
    "task_type",
    "supported_endpoint_types",
    "supported_sizes",
    "supported_durations",
    "supported_resolutions",
    "supported_aspect_ratios",
    "supported_frame_images",
    "pricing_skus",
    "duration_seconds_720p",
    "model_name",
    "model_price",
    "quota_type",
    "enable_groups",
    "group_ratio",
    "model_info",
    "output_cost_per_second",
    "owned_by",
    "paths",
    "info",
]
told = leaves | st.sampled_from(
    ["1280x720", "720p", "4K", "16:9", "8", "0.40", "video_generation", "T2V", "sora-2", 8, 0.4]
)
rows = st.dictionaries(
    st.sampled_from(LISTS) | texts,
    st.recursive(
        told, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(LISTS), inner), max_leaves=6
    ),
    max_size=8,
)
lists = st.builds(lambda found, more: {**more, "data": found}, st.lists(rows | leaves, max_size=5), rows).map(as_bytes)
list_answers = st.builds(Answer, st.sampled_from([200, 200, 200, 401, 404]), headers, lists | bodies)


@examples(300)
@given(answer=list_answers, catalog=st.sampled_from(list(CATALOGS.values())))
def test_a_list_of_models_or_prices_is_read_or_refused(answer: Answer, catalog: Catalog) -> None:
    """What is read can be kept, sent and reckoned with."""
    if catalog.tells_models:
        with suppress(ServiceError):
            for model in catalog.read_models(answer).all:
                assert_can_be_kept(model.id, model.title)
                assert model.id.isprintable()
                assert "\n" not in model.title
                assert all(0 < seconds <= LONGEST_SECONDS for seconds in model.every_length)
                assert all(0 < side <= 8192 for size in model.sizes for side in (size.width, size.height))
    if catalog.tells_prices:
        with suppress(ServiceError):
            assert all(line.amount.is_finite() and line.amount > 0 for line in catalog.read_prices(answer).prices)


@examples(150)
@given(st.dictionaries(st.sampled_from(LOOKS), list_answers | answers))
def test_what_a_service_is_may_be_guessed_from_anything(seen: dict[str, Answer]) -> None:
    found = judge_seen(seen)

    assert all(str(reason) for guess in found.guesses for reason in guess.reasons)
    assert found.trouble is None or "billed" not in str(found.trouble.sentence)
    assert (call := next_look(seen)) is None or call.method == "GET"


def statuses(read: Any) -> Iterator[RemoteStatus]:
    if isinstance(read, RemoteStatus):
        yield read
    elif hasattr(read, "jobs"):
        yield from read.jobs
    elif hasattr(read, "status"):
        assert read.remote_id or read.status.result_url or read.status.clip
        yield read.status


def assert_can_be_kept(*words: str) -> None:
    """SQLite and UTF-8 can hold it."""
    for each in words:
        each.encode("utf-8")


@examples(33)
@given(documents)
def test_progress_is_a_share_or_nothing(value: Any) -> None:
    progress = read_progress(value)

    assert progress is None or 0 <= progress <= 1


# ---------------------------------------------------------------- headers


@examples(50)
@given(headers, st.text(max_size=40) | st.sampled_from(["1e308", "-1", "nan", "inf", "9" * 400, "٣", "0x10", "1_0"]))
def test_a_wait_is_between_a_second_and_two_minutes(given_headers: dict[str, str], text: str) -> None:
    for each in (given_headers, {**given_headers, "retry-after": text}, {"retry-after-ms": text}):
        wait = retry_after(each)
        assert wait is None or SHORTEST_WAIT <= wait <= LONGEST_WAIT
        moment = served_at(each)
        assert moment is None or moment.tzinfo is not None


@examples(50)
@given(leaves | st.from_regex(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?", fullmatch=True))
def test_a_moment_is_believable_or_none(value: Any) -> None:
    moment = read_timestamp(value)

    assert moment is None or (moment.tzinfo is not None and moment.astimezone(UTC).isoformat())


HEADER = st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x7f"), max_size=60)


@examples(66)
@given(
    HEADER
    | st.builds(
        "bytes {}-{}/{}".format,
        st.integers(-9, 10**25),
        st.integers(-9, 10**25),
        st.integers(-9, 10**25) | st.just("*"),
    )
)
def test_the_headers_of_a_download_give_plain_numbers_or_nothing(text: str) -> None:
    raw = text.encode("latin-1")
    response = httpx.Response(206, headers=[(b"content-range", raw), (b"content-length", raw), (b"etag", raw)])

    for number in (*content_range(response.headers), length(response.headers)):
        assert number is None or 0 <= number < 10**18
    served = read_served(200, response.headers, "s")
    assert served is not None
    etag = served.origin.strong_etag
    assert etag == "" or (etag.isascii() and etag[0] == etag[-1] == '"' and not etag.startswith("W/"))


@examples(50)
@given(
    urls | texts,
    st.dictionaries(
        st.sampled_from(["X-Amz-Date", "X-Amz-Expires", "Expires", "se", "ex", "q-sign-time"]),
        texts | st.integers().map(str),
    ),
)
def test_the_end_of_a_link_is_a_moment_or_nothing(url: str, fields: dict[str, str]) -> None:
    query = "&".join(f"{name}={value}" for name, value in fields.items())
    ends = link_expiry(f"{url}?{query}")

    assert ends is None or ends.tzinfo is not None


# ---------------------------------------------------------------- URLs


@examples(83)
@given(urls | texts | st.builds("https://{}/".format, texts))
def test_no_gate_of_a_public_service_lets_a_private_or_strange_url_through(url: str) -> None:
    try:
        parts = UrlGuard(http=False, private=False).check(url)
    except UnsafeUrlError:
        return
    assert (parts.scheme, bool(parts.hostname), "@" in parts.netloc) == ("https", True, False)
    assert not is_private_host(parts.hostname or "")
    with suppress(ValueError):
        assert is_public_address(str(ip_address(parts.hostname or "")))
    assert origin(url)[0] == "https"


@examples(20)
@given(st.lists(st.ip_addresses().map(str), min_size=1, max_size=4))
async def test_a_name_leads_to_public_addresses_alone_or_to_none(found: list[str]) -> None:
    """Also where the name is pointed elsewhere between two looks: what was looked up is what is connected to."""

    async def resolve(_host: str, _port: int) -> tuple[str, ...]:
        return tuple(found)

    gate = UrlGuard(http=False, private=False)
    try:
        addresses = await gate.addresses(gate.check("https://rebinding.example/"), resolve)
    except UnsafeUrlError:
        assert not all(is_public_address(each) for each in found)
        return
    assert all(is_public_address(each) or is_stand_in(each) for each in addresses)


@examples(66)
@given(documents, urls | texts)
def test_a_result_is_an_address_of_the_web_or_none(document: Any, text: str) -> None:
    find_clip(document)
    for url in (*find_links(document, BASE), absolute_url(text, BASE)):
        if url is not None:
            parts = urlsplit(url)
            assert (parts.scheme in ("http", "https"), bool(parts.hostname), "@" in parts.netloc) == (True, True, False)
            assert url.isprintable()


@examples(66)
@given(urls | texts | st.builds("{}/v1/".format, urls), st.sampled_from([wire.facts for wire in FORMATS.values()]))
def test_a_base_url_is_settled_once_and_for_all_or_refused_in_words(text: str, facts: FormatFacts) -> None:
    try:
        base = normalise_base_url(text, facts)
    except ValueError:
        assert base_url_problem(text, facts) is not None
        return
    parts = urlsplit(base)
    assert normalise_base_url(base, facts) == base
    assert (parts.scheme in ("http", "https"), "@" in parts.netloc, parts.query, parts.fragment) == (
        True,
        False,
        "",
        "",
    )
    assert base.isprintable()
    assert not base.endswith(("/", facts.root))


@examples(33)
@given(texts, texts)
def test_a_key_is_taken_out_of_whatever_a_service_says(before: str, after: str) -> None:
    said = f"{before}{CANARY}{after}".encode("utf-8", "replace")
    redaction = RedactingFilter()
    redaction.add_secret(CANARY)

    assert CANARY.encode() not in without_key(CANARY, said)
    assert CANARY not in redaction.redact(said.decode())


@pytest.mark.parametrize(
    "text",
    [
        "http://" * 60_000,
        "a" * 500_000,
        "bearer " * 60_000,
        "sk-" * 100_000,
        "?" * 300_000,
        "https://" + "a@" * 200_000,
    ],
)
def test_redaction_takes_time_in_proportion(text: str) -> None:
    """It ends at all, within the time that a test has: no pattern goes back and forth."""
    assert RedactingFilter().redact(text)


# ---------------------------------------------------------------- names and words

DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


@examples(100)
@given(texts, texts, st.datetimes(NOON.replace(year=2000, tzinfo=None), timezones=st.just(UTC)))
def test_a_file_name_is_safe_on_every_system(prompt: str, clip_id: str, when: datetime) -> None:
    name = clip_file_name(prompt, when, clip_id)

    assert len(name.encode("utf-8")) <= NAME_LIMIT
    assert re.fullmatch(r"\d{4}-\d\d-\d\d_[^/\\:*?\"<>|\s.]+_[0-9a-z]{8}\.mp4", name)
    assert not DEVICES.fullmatch(name)
    assert not {unicodedata.category(char)[0] for char in name} & {"C", "Z", "S"}
    assert unicodedata.normalize("NFC", name) == name
    assert clip_file_name(prompt, when, clip_id) == name


@examples(50)
@given(texts, st.integers(1, 60))
def test_words_are_shown_within_their_limit(text: str, limit: int) -> None:
    assert len(one_line(text, limit)) <= limit
    assert len(shown(text, limit)) <= limit


# ---------------------------------------------------------------- films and pictures


@cache
def films() -> tuple[bytes, ...]:
    return (small_mp4(seconds=0.5),)


@examples(83)
@given(st.data())
def test_the_boxes_of_a_damaged_film_are_walked_to_an_end(data: st.DataObject) -> None:
    file = data.draw(damaged(films()) | st.binary(max_size=300))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "film.mp4"
        path.write_bytes(file)
        with path.open("rb") as opened:
            top = read_top(opened)
            film = read_film(opened, top)
        assert all(box.end <= len(file) for box in top.boxes)
        assert len(film.tracks) <= len(file)


def damaged_films() -> list[int]:
    return list(range(200))


@pytest.mark.parametrize("seed", some_of(damaged_films(), every=20))
def test_a_damaged_film_costs_the_child_at_most(tmp_path: Path, seed: int) -> None:
    """Many bytes of one film changed at random: decoded in the child, or found damaged."""
    chance = random.Random(seed)
    data = bytearray(films()[0])
    for _ in range(chance.choice([1, 4, 40, 400])):
        data[chance.randrange(len(data))] = chance.randrange(256)
    path = tmp_path / "film.mp4"
    path.write_bytes(data)

    found = examine_in_child(path)

    assert found.verdict in (FileVerdict.WHOLE, FileVerdict.DOUBTFUL, FileVerdict.CUT)
    assert found.finding is not None or found.facts.frames > 0


@cache
def pictures() -> tuple[bytes, ...]:
    target = io.BytesIO()
    Image.new("RGB", (37, 23), (200, 100, 50)).save(target, "WEBP")
    exif = Image.Exif()
    exif[0x0112] = 6
    turned = io.BytesIO()
    Image.new("RGB", (40, 20)).save(turned, "JPEG", exif=exif, icc_profile=b"\0" * 200)
    return (picture_bytes(40, 30), picture_bytes(40, 30, kind="JPEG"), target.getvalue(), turned.getvalue())


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
@examples(83)
@given(damaged(pictures()) | st.binary(max_size=200))
def test_a_damaged_picture_is_decoded_or_refused(data: bytes) -> None:
    header = read_image_header(data)
    assert header is None or header.size is None or (header.size.width > 0 and header.size.height > 0)
    assume(header is None or header.size is None or header.size.width * header.size.height < 4_000_000)
    with suppress(PictureError):
        assert decode(data).pixels.size > (0, 0)
    facts = inspect_bytes(InputImage(url="https://h.example/x.png"), data)
    assert facts.verdict is not ImageVerdict.OK or facts.thumbnail


@examples(33)
@given(
    documents
    | st.fixed_dictionaries(
        {
            "source": st.just("s"),
            "etag": st.just('"e"'),
            "modified": leaves,
            "total": numbers,
            "offset": numbers,
            "whole": leaves,
            "sha256": leaves,
            "told": leaves,
        }
    )
)
def test_the_note_of_a_download_is_used_or_ignored(note: Any) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "clip.part"
        path.write_bytes(bytes(100))
        note_path(path).write_bytes(as_bytes(note))
        part = PartFile.open(path, Event())
        try:
            assert 0 <= part.offset <= 100
        finally:
            part.close()
