"""JSON of strangers is read within bounds, and never ends in anything but a value or JsonError."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sora_desktop.services.json.reader import BYTE_LIMIT, JsonError, read_json, read_object
from tests.support.rows import rows


@rows(
    ("body", "value"),
    [
        (b'{"id":"a"}', {"id": "a"}),
        (b'\xef\xbb\xbf{"id":"a"}', {"id": "a"}),
        (b'{"progress":NaN,"id":"a"}', {"progress": None, "id": "a"}),
        (b'{"progress":1e999,"id":"a"}', {"progress": None, "id": "a"}),
        (b'{"progress":-Infinity}', {"progress": None}),
        (b'{"id":18446744073709551615}', {"id": "18446744073709551615"}),
        (b'{"n":' + b"9" * 5000 + b"}", {"n": "9" * 5000}),
        (b'{"prompt":"a\\ud800b"}', {"prompt": "a\ufffdb"}),
        (b'{"prompt":"\\ud83e\\udd8a"}', {"prompt": "🦊"}),
        (b'{"id":"a","id":"b"}', {"id": "b"}),
        (b'{"id":"a","n":1,"id":null}', {"id": "a", "n": 1}),
        (b'{"id":null,"id":"a","id":" ","id":[]}', {"id": "a"}),
        (b'{"n":7,"n":0,"is":true,"is":false}', {"n": 0, "is": False}),
        (b'{"id":"","id":null}', {"id": None}),
    ],
)
def test_what_services_do_is_understood(body: bytes, value: Any) -> None:
    assert read_json(body) == value


@rows(
    "body",
    [
        b"",
        b"<html>",
        b'{"id":',
        b"\xff\xfe\x00",
        b"[" * 100_000,
        b"[" * 66 + b"]" * 66,
        b'"' + b"a" * BYTE_LIMIT + b'"',
    ],
    ids=["empty", "html", "cut", "not utf-8", "100,000 deep", "66 deep", "too large"],
)
def test_what_is_no_json_or_too_much_is_a_json_error(body: bytes) -> None:
    with pytest.raises(JsonError):
        read_json(body)


def test_an_object_is_asked_for_and_a_list_is_none() -> None:
    with pytest.raises(JsonError):
        read_object(b"[]")


@given(st.binary())
def test_any_bytes_give_a_value_or_a_json_error(body: Any) -> None:
    try:
        read_json(body)
    except JsonError:
        return
