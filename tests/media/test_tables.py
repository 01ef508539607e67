"""The tables of an MP4 are read as they stand there, and what is damaged among them is left out."""

import io

import pytest

from sora_desktop.media.boxes import read_top
from sora_desktop.media.tables import Film, Track, read_film
from tests.media import recipes as make
from tests.media.recipes import box
from tests.support.rows import rows


def read(data: bytes) -> Film:
    file = io.BytesIO(data)
    return read_film(file, read_top(file))


def numbers(*values: int, size: int = 4) -> bytes:
    return b"".join(value.to_bytes(size) for value in values)


def full(kind: bytes, *values: int, version: int = 0) -> bytes:
    return box(kind, bytes([version, 0, 0, 0]) + numbers(*values))


def track(**changed: bytes) -> bytes:
    """A picture of three samples of ten bytes in two chunks, three times 40 ticks of 1/100 s."""
    parts = {
        "stts": full(b"stts", 1, 3, 40),
        "stsc": full(b"stsc", 2, 1, 2, 1, 2, 1, 1),
        "stsz": full(b"stsz", 10, 3),
        "stco": full(b"stco", 2, 1000, 5000),
        "elst": b"",
        **changed,
    }
    tables = box(b"stbl", parts["stts"] + parts["stsc"] + parts["stsz"] + parts["stco"])
    media = full(b"mdhd", 0, 0, 100, 0) + box(b"hdlr", bytes(8) + b"vide" + bytes(12)) + box(b"minf", tables)
    edits = box(b"edts", parts["elst"]) if parts["elst"] else b""
    return box(b"trak", box(b"tkhd", b"\0\0\0\1" + numbers(0, 0, 7) + bytes(68)) + edits + box(b"mdia", media))


def only(**changed: bytes) -> Track:
    film = read(box(b"moov", full(b"mvhd", 0, 0, 1000, 0) + track(**changed)))
    (found,) = film.tracks
    return found


def test_a_track_is_told_with_its_length_and_its_last_byte() -> None:
    found = only()

    assert (7, "vide", True, 3, 1.2, 5010) == (
        found.number,
        found.handler,
        found.enabled,
        found.samples,
        found.seconds,
        found.end,
    )


@rows(
    ("changed", "end"),
    [
        ({"stco": full(b"stco", 2, 5000, 1000)}, 5020),
        ({"stsz": full(b"stsz", 0, 3, 1, 2, 300)}, 5300),
        ({"stsc": full(b"stsc", 1, 1, 1, 1)}, 5010),
        ({"stco": box(b"co64", numbers(0, 2) + numbers(1000, 2**33, size=8))}, 2**33 + 10),
        ({"stsc": full(b"stsc", 1, 1, 99, 1)}, 1030),
        ({"stco": full(b"stco", 99, 1000)}, 1020),
        ({"stco": full(b"stco", 0)}, 0),
        ({"stsz": full(b"stsz", 0, 0)}, 0),
        ({"stsz": b""}, 0),
        ({"stsc": b""}, 0),
    ],
)
def test_the_last_byte_is_that_of_the_sample_furthest_back(changed: dict[str, bytes], end: int) -> None:
    assert end == only(**changed).end


@rows(
    ("edits", "seconds"),
    [
        (full(b"elst", 1, 800, 40, 0x10000), 0.8),
        (full(b"elst", 2, 5000, 2**32 - 1, 0x10000, 700, 0, 0x10000), 0.7),
        (full(b"elst", 1, 9999, 0, 0x10000), 1.2),
        (full(b"elst", 1, 0, 0, 0x10000), 1.2),
        (box(b"elst", b"\1\0\0\0" + numbers(1) + numbers(600, 40, size=8) + numbers(0x10000)), 0.6),
        (full(b"elst", 99, 800, 40, 0x10000), 0.8),
        (full(b"elst", 0), 1.2),
    ],
)
def test_an_edit_list_tells_what_is_presented(edits: bytes, seconds: float) -> None:
    """Empty edits are a pause before the film."""
    assert seconds == only(elst=edits).seconds


@pytest.mark.parametrize("data", [b"", box(b"moov"), box(b"moov", bytes(99)), box(b"moov", box(b"trak", b"\xff" * 50))])
def test_damaged_tables_tell_nothing(data: bytes) -> None:
    assert (0, 0.0) == (read(data).end, read(data).declared)


@rows("cut", range(8, 700, 23))
def test_tables_that_end_early_are_read_as_far_as_they_go(cut: int) -> None:
    whole = make.body_of(make.fragments(), "moov")

    assert len(read(box(b"moov", whole[:cut])).tracks) <= 2


def test_hostile_counts_cost_nothing() -> None:
    huge = 0xFFFFFFFF
    found = only(stts=full(b"stts", huge, huge, huge), stsz=full(b"stsz", huge, huge), stco=full(b"stco", huge, huge))

    assert 1_000_000 == found.samples
    assert found.end > 0
