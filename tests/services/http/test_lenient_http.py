"""An answer that breaks the rules: what it says is read, nothing is made up, and no cut is taken for an end."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sora_desktop.services.http.lenient_http import Chunks, read_head, read_whole
from tests.support.rows import rows

RAW = b'HTTP/1.1 200 OK\r\nX-Task-Id: task_123456\r\nX Y: 1\r\nContent-Length: 21\r\n\r\n{"id": "task_123456"}'


@given(st.binary(max_size=400), st.booleans())
def test_any_bytes_have_a_head_or_none(data: bytes, ended: bool) -> None:
    head = read_head(data, ended=ended)

    assert head is not None or not ended
    assert head is None or 0 <= head.size <= len(data)
    assert read_whole(data)[0].status in range(1000)


@rows("cut", range(len(RAW)))
def test_of_an_answer_that_is_cut_no_half_line_is_read(cut: int) -> None:
    head, body, _ = read_whole(RAW[:cut])

    assert dict(head.headers).get(b"x-task-id", b"task_123456") == b"task_123456"
    assert head.status in (0, 200)
    assert RAW.endswith(body) or RAW[:cut].endswith(body)


def test_the_head_is_the_same_however_it_comes_in() -> None:
    whole = read_head(RAW)

    assert whole is not None
    assert (whole.status, whole.length, RAW[whole.size :]) == (200, 21, b'{"id": "task_123456"}')
    assert [read_head(RAW[:cut]) for cut in range(5, whole.size)] == [None] * (whole.size - 5)
    assert read_head(RAW[: whole.size]) == whole


@rows(
    ("lengths", "length"),
    [
        ([b"7"], 7),
        ([b"7", b"7"], 7),
        ([b"7, 7"], 7),
        ([b"7", b"8"], None),
        ([b"-7"], None),
        ([b"+7"], None),
        ([b"7.0"], None),
        ([b""], None),
        ([b"9" * 40], None),
        ([], None),
    ],
)
def test_a_length_counts_where_it_can_be_true(lengths: list[bytes], length: int | None) -> None:
    lines = b"".join(b"content-length: " + each + b"\r\n" for each in lengths)
    head = read_head(b"HTTP/1.1 200 OK\r\n" + lines + b"\r\n")

    assert head is not None
    assert head.length == length
    assert (b"content-length" in dict(head.headers)) == (length is not None)


def test_a_folded_header_is_one_and_a_doubled_one_two() -> None:
    head = read_head(b"HTTP/1.1 200 OK\nA: 1\n\t2\nA: 3\n\n")

    assert head is not None
    assert head.headers == ((b"a", b"1 2"), (b"a", b"3"))


@given(st.lists(st.binary(min_size=1, max_size=40), max_size=6), st.data())
def test_chunks_are_read_however_they_come_in(parts: list[bytes], data: st.DataObject) -> None:
    raw = b"".join(b"%x;a=b\r\n%b\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"
    cut = data.draw(st.integers(0, len(raw)))
    chunks = Chunks()

    assert chunks.feed(raw[:cut]) + chunks.feed(raw[cut:]) == b"".join(parts)
    assert (chunks.ended, chunks.garbled, chunks.rest()) == (True, False, b"")


@pytest.mark.parametrize("behind", [b"", b"\r\n", b"HTTP/1.1 404 No\r\n\r\n"])
@pytest.mark.parametrize(
    "raw",
    [
        b"Content-Length: 2\r\n\r\nab",
        b"Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n",
        b"Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\nA: 1\r\nB: 2\r\n\r\n",
    ],
)
def test_what_stands_behind_the_told_end_is_known(raw: bytes, behind: bytes) -> None:
    assert read_whole(b"HTTP/1.1 200 OK\r\n" + raw + behind).behind == behind


def test_behind_a_chunk_that_goes_wrong_the_rest_is_the_body() -> None:
    body = json.dumps({"id": "gen_1"}).encode()
    for raw in (b"zz\r\n" + body, b"5\r\n" + body, b"3\r\n" + body[:3] + b"\r\nxx\r\n" + body[3:], body):
        for end in (b"", b"\r\n0\r\n\r\n"):
            assert read_whole(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + raw + end)[1] == body
