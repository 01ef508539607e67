"""An answer is understood however it is written down; half of it is never taken for the whole."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sora_desktop.services.json.documents import read_documents
from tests.hostile.examples import examples
from tests.support.rows import rows

JOB: dict[str, Any] = {"id": "gen_1", "status": "queued", "seconds": 8}
PLAIN = json.dumps(JOB).encode()

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**16), 10**16)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
boxes = st.lists(values) | st.dictionaries(st.text(), values)


@rows(
    "body",
    [
        PLAIN,
        b"\xef\xbb\xbf" + PLAIN,
        PLAIN.decode().encode("utf-16"),
        PLAIN.decode().encode("utf-16-le"),
        PLAIN.decode().encode("utf-32"),
        b" \r\n\t" + PLAIN + b"\n\n",
        b")]}'\n" + PLAIN,
        b")]}',\n" + PLAIN,
        b"while(1);" + PLAIN,
        b"for (;;);" + PLAIN,
        b"callback(" + PLAIN + b");",
        b"/**/jQuery.cb_1(" + PLAIN + b")",
        b"data: " + PLAIN + b"\n\n",
        b"data:" + PLAIN,
        b"event: job\r\nid: 7\r\ndata: " + PLAIN + b"\r\n\r\ndata: [DONE]\r\n\r\n",
        b": keep-alive\n\nretry: 100\ndata: " + PLAIN.replace(b", ", b",\ndata: ") + b"\n\ndata: [DONE]\n\n",
        b"\x1e" + PLAIN + b"\n",
        b"OK\n" + PLAIN,
        json.dumps(PLAIN.decode()).encode(),
        PLAIN + b"\x00",
        PLAIN + b" trailing words",
    ],
)
def test_one_job_is_read_however_it_is_wrapped(body: bytes) -> None:
    assert read_documents(body) == (JOB,)


@rows(
    ("body", "found"),
    [
        (b'{"a": 1}\n{"b": 2}\n', ({"a": 1}, {"b": 2})),
        (b'{"a": 1}{"b": 2}', ({"a": 1}, {"b": 2})),
        (b'{"a": 1}\r\nnoise\r\n{"b": 2}', ({"a": 1}, {"b": 2})),
        (b'data: {"a": 1}\n\ndata: {"b": 2}\n\n', ({"a": 1}, {"b": 2})),
        (b'data: {"a": 1}\ndata: {"b": 2}\n', ({"a": 1}, {"b": 2})),
        (b'[{"a": 1}, {"b": 2}]', ([{"a": 1}, {"b": 2}],)),
        (b"[]", ([],)),
        (b"{}", ({},)),
        (b'"task-1"', ("task-1",)),
        (b"null", (None,)),
        (b"404", (404,)),
    ],
)
def test_several_documents_come_in_their_order(body: bytes, found: tuple[Any, ...]) -> None:
    assert read_documents(body) == found


@rows(
    "body",
    [
        b"",
        b"  ",
        b"404 page not found",
        b"<html>\n{}\n</html>",
        b'<!doctype html><script>\n{"id": "of the page"}</script>',
        b"data: [DONE]\n\n",
        b"{",
        b'{"id',
        b'{"id": "gen_1',
        b'{"id": 12',
        b"[1",
        b'[["a',
        b'{"a" "b"}',
        b"{]",
        b"\xff\xfe",
        b"\xff" * 100,
        b"[" * 100_000,
    ],
)
def test_what_is_no_json_or_was_cut_before_anything_stood_whole_is_nothing(body: bytes) -> None:
    assert read_documents(body) == ()


@rows(
    ("body", "found"),
    [
        (b'{"id": "gen_1", "prompt": "a fox', {"id": "gen_1"}),
        (b'{"id": "gen_1", "prompt": "he said "hello" to it", "status": "queued"}', {"id": "gen_1"}),
        (b'{"id": "gen_1", "seconds": 12', {"id": "gen_1"}),
        (b'{"id": "gen_1", "seconds": tru', {"id": "gen_1"}),
        (b'{"id": "gen_1"', {"id": "gen_1"}),
        (b'{"id": "gen_1", "status"', {"id": "gen_1"}),
        (b'{"id": "gen_1", "status":', {"id": "gen_1"}),
        (b'{"id": "gen_1", "status": None}', {"id": "gen_1"}),
        (b'{"data": [{"id": "gen_1"}, {"id": "gen_', {"data": [{"id": "gen_1"}]}),
        (b'{"data": [1, 2', {"data": [1]}),
        (b'{"id": "gen_1", "m": ' + b'{"m": ' * 5000 + b"1", {"id": "gen_1"}),
    ],
)
def test_what_stood_whole_before_it_went_wrong_is_read(body: bytes, found: Any) -> None:
    assert read_documents(body) == (found,)


@pytest.mark.parametrize("empty", [b"null", b'""', b'" "', b"[]", b"{}"])
@pytest.mark.parametrize("rest", [b"}", b', "status": "queued"}', b', "status": "que'])
def test_a_name_that_comes_again_with_nothing_in_it_takes_nothing_away(empty: bytes, rest: bytes) -> None:
    for body in (b'{"id": "gen_1", "id": ' + empty + rest, b'{"id": ' + empty + b', "id": "gen_1"' + rest):
        found: Any
        (found,) = read_documents(body)

        assert "gen_1" == found["id"]


def test_control_characters_in_a_text_and_broken_characters_cost_no_more_than_themselves() -> None:
    assert read_documents(b'{"prompt": "one\ntwo\t\x01", "id": "gen_1"}') == (
        {"prompt": "one\ntwo\t\x01", "id": "gen_1"},
    )
    assert read_documents(b'{"prompt": "caf\xc3", "id": "gen_1"}') == ({"prompt": "caf\ufffd", "id": "gen_1"},)
    assert read_documents(b'{"prompt": "\xe4\xb8", "id": "gen_1"}') == ({"prompt": "\ufffd", "id": "gen_1"},)
    assert read_documents(rb'{"prompt": "\ud83d", "\udc00": "\ud83d\ude00"}') == (
        {"prompt": "\ufffd", "\ufffd": "\U0001f600"},
    )


def test_numbers_beyond_all_bounds_do_no_harm_to_what_stands_beside_them() -> None:
    body = b'{"id": 123456789012345678901234567890, "a": 1e999, "b": NaN, "c": -Infinity, "d": ' + b"9" * 5000 + b"}"

    assert read_documents(body) == (
        {"id": "123456789012345678901234567890", "a": None, "b": None, "c": None, "d": "9" * 5000},
    )


def test_what_is_nested_too_deeply_is_left_out_and_the_rest_is_read() -> None:
    found: Any
    (found,) = read_documents(b'{"id": "gen_1", "deep": ' + b"[" * 100 + b"1" + b"]" * 100 + b"}")
    depth = 0
    inner = found["deep"]
    while isinstance(inner, list):
        inner, depth = inner[0], depth + 1

    assert found["id"] == "gen_1"
    assert (inner, depth) == (None, 63)


@examples(16)
@given(boxes)
def test_any_object_or_list_is_read_as_it_was_written(value: Any) -> None:
    assert read_documents(json.dumps(value).encode()) == (value,)
    assert read_documents(json.dumps(value, ensure_ascii=False, indent=1).encode("utf-8", "replace"))


@examples(16)
@given(st.dictionaries(st.text(), values), st.data())
def test_a_cut_object_holds_nothing_that_the_whole_one_did_not_hold(value: dict[str, Any], data: st.DataObject) -> None:
    body = json.dumps(value).encode()
    cut = data.draw(st.integers(0, len(body) - 1))

    for found in read_documents(body[:cut]):
        assert is_part(found, value)


def is_part(part: Any, whole: Any) -> bool:
    if isinstance(part, dict) and isinstance(whole, dict):
        return all(key in whole and is_part(each, whole[key]) for key, each in part.items())
    if isinstance(part, list) and isinstance(whole, list):
        return len(part) <= len(whole) and all(map(is_part, part, whole))
    return bool(part == whole)


@examples(16)
@given(st.binary() | st.text(alphabet='{}[]",:\\ 1eatdu\n').map(str.encode))
def test_any_bytes_are_read_without_an_error(body: bytes) -> None:
    assert isinstance(read_documents(body), tuple)
