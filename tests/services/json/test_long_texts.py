"""Long texts of a large answer are read apart, and come out as they went in."""

import json
import random
from typing import Any

import pytest

from sora_desktop.services.json import long_texts
from sora_desktop.services.json.documents import read_documents
from sora_desktop.services.json.long_texts import LONG, LongTexts
from sora_desktop.services.json.reader import DEPTH_LIMIT

LONG_ONES = {
    "plain": "A" * (3 * LONG),
    "with slashes": "a/" * (3 * LONG),
    "of every kind": 'ab"\\\n\tü漢🦊' * LONG,
    "backslashes": "\\" * (3 * LONG),
    "quotes": '"' * (3 * LONG),
    "characters of four bytes": "🦊" * (2 * LONG),
}


@pytest.mark.parametrize("name", LONG_ONES)
@pytest.mark.parametrize("ascii_only", [True, False])
@pytest.mark.parametrize("piece", [1 << 20, 1000, 1013])
def test_a_long_text_comes_out_as_it_went_in(
    monkeypatch: pytest.MonkeyPatch, name: str, ascii_only: bool, piece: int
) -> None:
    monkeypatch.setattr(long_texts, "_PIECE", piece)
    value = {"id": "gen_1", "clip": LONG_ONES[name], "more": [LONG_ONES[name], "short", "\ufdd0x", "\ufdd07"]}
    body = json.dumps(value, ensure_ascii=ascii_only).encode()
    if name == "with slashes":
        body = body.replace(b"/", b"\\/")

    assert read_documents(body) == (value,)


def test_what_is_left_without_the_long_texts_is_small() -> None:
    body = json.dumps({"id": "gen_1", "clip": "A" * (8 << 20), "thumbnail": "B" * (1 << 20)}).encode()

    assert len(LongTexts(body).rest) < 100


def test_a_long_text_that_is_cut_is_left_out_and_what_stood_before_it_read() -> None:
    body = json.dumps({"id": "gen_1", "clip": "A" * (1 << 20), "status": "queued"}).encode()

    assert read_documents(body[: 1 << 19]) == ({"id": "gen_1"},)
    assert read_documents(body[:-10]) == ({"id": "gen_1", "clip": "A" * (1 << 20)},)


def test_escapes_that_are_wrong_cost_the_long_text_no_more_than_themselves() -> None:
    body = b'{"id": "gen_1", "clip": "' + b"A" * (1 << 20) + b'\\q", "status": "queued"}'
    found: Any
    (found,) = read_documents(body)

    assert (found["id"], found["status"], found["clip"][-2:]) == ("gen_1", "queued", "\\q")


@pytest.mark.parametrize(
    "values",
    [
        b"[" + b",".join([b"[]"] * 1_000_000) + b"]",
        b'["' + b'","'.join([b"a"] * 1_000_000) + b'"]',
        b'{"a":' * 300_000,
        b'\\"' * 1_000_000,
    ],
)
def test_of_an_answer_with_more_values_than_any_has_the_beginning_is_read(values: bytes) -> None:
    found: Any
    (found,) = read_documents(b'{"id": "gen_1", "odd": ' + values + b"}")

    assert found["id"] == "gen_1"
    assert len(found.get("odd", ())) < 200_000


def test_a_text_in_a_deep_place_is_put_back_too() -> None:
    text = "".join(random.Random(1).choices("abc/+", k=2 * LONG))
    value: object = [text]
    for _ in range(DEPTH_LIMIT - 2):
        value = [value]
    (found,) = read_documents(json.dumps(value).encode() + b" " * (1 << 18))
    while isinstance(found, list):
        (found,) = found

    assert found == text
