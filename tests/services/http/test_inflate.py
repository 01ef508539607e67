"""Compressed bodies are read whatever they say of themselves, piece by piece, and never beyond what is wanted."""

import gzip
import itertools
import json
import zlib
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sora_desktop.services.http.inflate import Inflater, Layers
from tests.hostile.examples import examples

BODY = json.dumps({"id": "gen_1", "prompt": "a fox " * 300}).encode()
Squeeze = Callable[[bytes], bytes]


def bare(data: bytes) -> bytes:
    work = zlib.compressobj(wbits=-15)
    return work.compress(data) + work.flush()


def read(said: str, *chunks: bytes) -> tuple[bytes, bool]:
    layers = Layers({"content-encoding": said})
    pieces = [piece for chunk in chunks for piece in layers.feed(chunk)]
    return b"".join([*pieces, *layers.finish()]), layers.are_cut


def as_it_is(data: bytes) -> bytes:
    return data


def twice(data: bytes) -> bytes:
    return gzip.compress(gzip.compress(data))


def in_two_members(data: bytes) -> bytes:
    return gzip.compress(data[:100]) + gzip.compress(data[100:])


def padded(data: bytes) -> bytes:
    return gzip.compress(data) + bytes(40)


@pytest.mark.parametrize(
    ("said", "squeeze"),
    [
        ("gzip", gzip.compress),
        ("GZIP", gzip.compress),
        ("x-gzip", gzip.compress),
        ("gzip, identity", gzip.compress),
        ("gzip", zlib.compress),
        ("gzip", in_two_members),
        ("gzip", padded),
        ("deflate", zlib.compress),
        ("deflate", bare),
        ("deflate", gzip.compress),
        ("deflate, gzip", lambda data: gzip.compress(bare(data))),
        (" gzip ,gzip", twice),
        ("gzip, gzip", gzip.compress),
        ("gzip", as_it_is),
        ("deflate", as_it_is),
        ("gzip, deflate", as_it_is),
        ("identity", as_it_is),
        ("", as_it_is),
        ("br", as_it_is),
    ],
)
@pytest.mark.parametrize("step", [1, 7, 511, 10_000])
def test_a_body_comes_out_as_it_was_meant(said: str, squeeze: Squeeze, step: int) -> None:
    sent = squeeze(BODY)

    assert read(said, *(sent[at : at + step] for at in range(0, len(sent), step))) == (BODY, False)


@pytest.mark.parametrize("said", ["gzip", "deflate", "br", "identity"])
@pytest.mark.parametrize("body", [b"", b"1", b"{", b"{}", b"404 page not found", b"\x00\x00\x00\x18ftyp"])
def test_a_short_body_that_is_not_compressed_is_taken_as_it_is(said: str, body: bytes) -> None:
    assert read(said, body) == (body, False)


def test_an_encoding_that_is_not_known_is_handed_on_and_what_lies_around_it_undone() -> None:
    assert read("br, gzip", gzip.compress(b"\x0b\x02\x80brotli\x03")) == (b"\x0b\x02\x80brotli\x03", False)
    assert read("gzip, br", gzip.compress(b"x")) == (gzip.compress(b"x"), False)


@pytest.mark.parametrize("squeeze", [gzip.compress, zlib.compress])
def test_of_a_body_that_was_cut_comes_what_was_there_and_it_is_known(squeeze: Squeeze) -> None:
    data = bytes(range(256)) * 64
    sent = squeeze(data)

    for cut in range(30, len(sent)):
        found, is_cut = read("gzip", sent[:cut])
        assert is_cut
        assert data.startswith(found)
    assert data == read("gzip", sent[:-1])[0]


def test_of_a_body_that_goes_wrong_comes_what_stood_before_and_it_is_known() -> None:
    data = b"".join(number.to_bytes(4) for number in range(50_000))
    sent = bytearray(gzip.compress(data))
    sent[len(sent) // 2 :] = bytes(len(sent) // 2)
    found, is_cut = read("gzip", bytes(sent), b"and more")

    assert (is_cut, data.startswith(found[:50_000]), len(found) > 50_000) == (True, True, True)


def test_a_bomb_comes_in_small_pieces_and_only_while_they_are_taken() -> None:
    bomb = gzip.compress(gzip.compress(bytes(64 << 20)))
    layers = Layers({"content-encoding": "gzip, gzip"})
    pieces = list(itertools.islice(itertools.chain(layers.feed(bomb), layers.finish()), 8))

    assert len(bomb) < 1000
    assert [256 * 1024] * 8 == [len(piece) for piece in pieces]


@examples(33)
@given(st.binary(), st.sampled_from([gzip.compress, zlib.compress, twice]), st.data())
def test_any_bytes_come_back_however_they_are_cut_into_chunks(
    data: bytes, squeeze: Squeeze, draw: st.DataObject
) -> None:
    sent = squeeze(data)
    cuts = sorted(draw.draw(st.sets(st.integers(0, len(sent)), max_size=5)))

    assert read(
        "gzip, gzip" if squeeze is twice else "gzip", *(sent[a:b] for a, b in itertools.pairwise([0, *cuts, len(sent)]))
    ) == (data, False)


@examples(66)
@given(st.binary(), st.sampled_from(["gzip", "deflate", "gzip, deflate", "deflate, gzip"]))
def test_whatever_comes_nothing_is_raised(data: bytes, said: str) -> None:
    found, _ = read(said, data)

    assert len(found) <= 2000 * len(data)


def test_an_inflater_of_its_own_tells_whether_it_reached_the_end() -> None:
    def of(data: bytes) -> Iterator[object]:
        inflater = Inflater()
        yield b"".join([*inflater.feed(data), *inflater.finish()])
        yield inflater.is_cut

    assert [BODY, False] == list(of(gzip.compress(BODY)))
    assert [BODY, True] == list(of(gzip.compress(BODY)[:-4]))
    assert [b"", False] == list(of(b""))
