"""The boxes of an MP4 are told as they lie there, whatever is between, behind and in them."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sora_desktop.media.boxes import Box, Top, first, inside, read_body, read_top
from tests.hostile.examples import examples
from tests.media.recipes import box


def long_box(kind: bytes, body: bytes = b"", *, length: int | None = None) -> bytes:
    return b"\0\0\0\1" + kind + (len(body) + 16 if length is None else length).to_bytes(8) + body


def said(length: int, kind: bytes, body: bytes = b"") -> bytes:
    """A box that says of its length what it likes."""
    return length.to_bytes(4) + kind + body


FTYP = box(b"ftyp", b"isomiso2")
MDAT = box(b"mdat", b"pictures")
START = Box("ftyp", 0, 16)


def top_of(data: bytes) -> Top:
    return read_top(io.BytesIO(data))


@pytest.mark.parametrize(
    ("data", "boxes"),
    [
        (MDAT, [Box("mdat", 16, 16)]),
        (long_box(b"mdat", b"pictures"), [Box("mdat", 16, 24, 16)]),
        (said(0, b"mdat", b"pictures to the end"), [Box("mdat", 16, 27)]),
        (box(b"sefd") + MDAT, [Box("sefd", 16, 8), Box("mdat", 24, 16)]),
        (box(b"free") * 3, [Box("free", 16, 8), Box("free", 24, 8), Box("free", 32, 8)]),
    ],
)
def test_each_box_is_told_with_its_place(data: bytes, boxes: list[Box]) -> None:
    assert Top(16 + len(data), (START, *boxes)) == top_of(FTYP + data)


@pytest.mark.parametrize(
    "tail",
    [
        b"\n",
        b"\0\0\0",
        bytes(9999),
        b"\r\n--boundary--\r\n",
        b"TAG" + bytes(125),
        b"\xff" * 50,
        said(7, b"free"),
        said(0, b"abcd"),
    ],
)
def test_what_is_no_box_is_told_as_bytes_behind_the_last_one(tail: bytes) -> None:
    assert Top(32 + len(tail), (START, Box("mdat", 16, 16)), None, len(tail)) == top_of(FTYP + MDAT + tail)


@pytest.mark.parametrize(
    ("data", "cut"),
    [
        (MDAT[:-1], Box("mdat", 16, 16)),
        (said(2**32 - 1, b"moof"), Box("moof", 16, 2**32 - 1)),
        (long_box(b"mdat", b"x", length=2**63), Box("mdat", 16, 2**63, 16)),
        (long_box(b"mdat")[:13], Box("mdat", 16, 0, 16)),
    ],
)
def test_a_known_box_that_reaches_past_the_end_is_told_as_cut(data: bytes, cut: Box) -> None:
    assert Top(16 + len(data), (START,), cut, len(data)) == top_of(FTYP + data)


def test_a_box_that_nobody_knows_and_that_reaches_past_the_end_is_none() -> None:
    assert Top(40, (START,), None, 24) == top_of(FTYP + said(999, b"html", bytes(16)))


def test_a_hundred_thousand_boxes_are_enough() -> None:
    assert 100_000 == len(top_of(box(b"free") * 100_001).boxes)


def test_boxes_inside_end_where_there_is_none() -> None:
    body = box(b"tkhd", b"1") + box(b"\xa9nam", b"2") + bytes(8) + box(b"mdia")

    assert [("tkhd", b"1"), ("©nam", b"2")] == list(inside(body))
    assert [("free", b"")] == list(inside(box(b"free") + said(9, b"trak")))
    assert [("long", b"x")] == list(inside(long_box(b"long", b"x")))
    assert [("last", b"up to the end")] == list(inside(said(0, b"last", b"up to the end")))


def test_a_path_of_kinds_leads_to_the_first_of_them() -> None:
    body = box(b"mdia", box(b"hdlr", b"1")) + box(b"mdia", box(b"hdlr", b"2"))

    assert (b"1", b"") == (first(body, "mdia", "hdlr"), first(body, "mdia", "minf", "stbl"))


def test_a_box_that_is_too_large_for_tables_is_not_read() -> None:
    file = io.BytesIO(FTYP)

    assert b"isomiso2" == read_body(file, START)
    assert b"" == read_body(file, Box("moov", 0, 65 * 1024 * 1024))


@given(st.lists(st.tuples(st.integers(0, 2**32 - 1), st.binary(min_size=4, max_size=4), st.binary(max_size=40))))
@examples(100)
def test_no_bytes_break_the_walk(parts: list[tuple[int, bytes, bytes]]) -> None:
    data = b"".join(length.to_bytes(4) + kind + body for length, kind, body in parts)

    top = top_of(data)

    assert [0, *(each.end for each in top.boxes)][:-1] == [each.start for each in top.boxes]
    assert len(data) == sum(each.length for each in top.boxes) + top.tail
