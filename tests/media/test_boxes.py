"""The box walk takes whole MP4s, and nothing that is cut, glued or another thing."""

import io
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from sora_desktop.domain.errors import NotAVideoError
from sora_desktop.media.boxes import Box, check_boxes, walk
from tests.media.conftest import Clips


def box(kind: bytes, body: bytes = b"", *, length: int | None = None) -> bytes:
    return (len(body) + 8 if length is None else length).to_bytes(4) + kind + body


def long_box(kind: bytes, body: bytes = b"", *, length: int | None = None) -> bytes:
    return b"\0\0\0\1" + kind + (len(body) + 16 if length is None else length).to_bytes(8) + body


FTYP = box(b"ftyp", b"isomiso2")
MOOV = box(b"moov", box(b"mvhd") + box(b"trak", box(b"tkhd")))
MDAT = box(b"mdat", b"pictures")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "clip.mp4"


@pytest.mark.parametrize(
    "parts",
    [
        (FTYP, MOOV, MDAT),
        (FTYP, MDAT, MOOV),
        (FTYP, box(b"free"), long_box(b"mdat", b"pictures"), MOOV),
        (FTYP, MOOV, box(b"mdat", b"pictures", length=0)),
        (FTYP, MOOV, MDAT, bytes(1000)),
        (FTYP, MOOV, MDAT, MDAT, box(b"uuid", b"\xff" * 99)),
    ],
)
def test_a_whole_file_is_whole(file: Path, parts: tuple[bytes, ...]) -> None:
    file.write_bytes(b"".join(parts))

    assert "ftyp" == check_boxes(file)[0].kind


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "does not begin"),
        (b"\0\0\0", "cut off"),
        (b"<!DOCTYPE html><html>", "cut off"),
        (b'{"error": "gone"}' * 10, "cut off|not an MP4"),
        (b"#EXTM3U\n#EXTINF:4,\nhttp://127.0.0.1/a.ts\n", "cut off|not an MP4"),
        (bytes(5000), "not an MP4"),
        (b"\xff" * 5000, "cut off"),
        (MOOV + MDAT, "does not begin"),
        (FTYP, "“moov” part"),
        (FTYP + MDAT, "“moov” part"),
        (FTYP + MOOV, "“mdat” part"),
        (FTYP + MOOV + MDAT[:-1], "1 bytes are missing"),
        (FTYP + MOOV + MDAT + b"\0\0\0", "cut off"),
        (FTYP + MOOV + MDAT + b"\0\0\0\1mdat\0\0", "cut off"),
        (FTYP + MOOV + box(b"mdat", b"x", length=7), "impossible length"),
        (FTYP + MOOV + long_box(b"mdat", b"x", length=15), "impossible length"),
        (FTYP + MOOV + long_box(b"mdat", b"x", length=2**64 - 1), "bytes are missing"),
        (FTYP + MOOV + MDAT + bytes(100) + b"x", "impossible length"),
        (FTYP + MOOV + MDAT + b"<html>not found</html>", "cut off"),
        (FTYP + box(b"moov", b"tables") + MDAT, "cut off"),
        (FTYP + box(b"moov", box(b"mvhd") + bytes(40)) + MDAT, "damaged"),
        (FTYP + box(b"moov", box(b"trak", box(b"mdia", bytes(99)))) + MDAT, "damaged"),
        (FTYP + box(b"moov", box(b"trak", length=500)) + MDAT, "492 bytes are missing"),
        (FTYP + box(b"moov", box(b"trak") * 100_001) + MDAT, "too many parts"),
        (FTYP + box(b"free") * 100_000 + MOOV + MDAT, "too many parts"),
    ],
)
def test_what_is_not_whole_is_said(file: Path, data: bytes, said: str) -> None:
    file.write_bytes(data)

    with pytest.raises(NotAVideoError, match=said):
        check_boxes(file)


def test_boxes_inside_boxes_without_end_are_not_followed(file: Path) -> None:
    nested = b""
    for _ in range(3000):
        nested = box(b"trak", nested)
    file.write_bytes(FTYP + box(b"moov", nested) + MDAT)

    assert ["ftyp", "moov", "mdat"] == [each.kind for each in check_boxes(file)]


def test_the_walk_tells_where_each_box_lies(file: Path) -> None:
    file.write_bytes(FTYP + long_box(b"mdat", b"pictures") + MOOV)

    with file.open("rb") as opened:
        assert [Box("ftyp", 0, 16), Box("mdat", 16, 24, 16), Box("moov", 40, 32)] == list(walk(opened))


@pytest.mark.parametrize("kind", ["moov last", "moov first", "fragments"])
def test_real_clips_are_whole(clips: Clips, kind: str) -> None:
    assert {"ftyp", "moov", "mdat"} <= {each.kind for each in check_boxes(clips[kind])}


@given(st.lists(st.tuples(st.integers(0, 2**32 - 1), st.binary(min_size=4, max_size=4), st.binary(max_size=40))))
@hypothesis_settings(max_examples=300, deadline=None)
def test_no_bytes_break_the_walk(parts: list[tuple[int, bytes, bytes]]) -> None:
    data = b"".join(length.to_bytes(4) + kind + body for length, kind, body in parts)
    descriptor = os.memfd_create("clip")
    with io.FileIO(descriptor, "r+") as file:
        file.write(data)
        try:
            boxes = list(walk(file))
        except NotAVideoError:
            return

    assert [0, *(each.end for each in boxes)][:-1] == [each.start for each in boxes]
