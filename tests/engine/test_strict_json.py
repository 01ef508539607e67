"""Bodies that are no honest JSON object are refused with one code; none of them breaks the reader."""

import pytest

from sora_desktop.engine.http_errors import RequestError
from sora_desktop.engine.strict_json import read_object
from tests.support.rows import rows


@rows(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'"text"',
        b"12",
        b'{"a": NaN}',
        b'{"a": Infinity}',
        b'{"a": -Infinity}',
        b'{"a": 1, "a": 2}',
        b'{"a": {"b": 1, "b": 2}}',
        b'{"a": "\xff"}',
        b"\xff\xfe{\x00}\x00",
        b'\xef\xbb\xbf{"a": 1}',
        b'{"a": ' + b"9" * 5000 + b"}",
        b'{"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b"{'a': 1}",
        b'{"a": 1} {"b": 2}',
        b'{"a": "\x00"}',
    ],
    ids=range(19),
)
def test_what_is_no_json_object_is_refused(body: bytes) -> None:
    """The code is `invalid_json`, whatever is wrong with it."""
    with pytest.raises(RequestError) as caught:
        read_object(body)

    assert ("invalid_json", 400) == (caught.value.code, caught.value.status)


def test_an_object_is_read() -> None:
    """Plain JSON comes through as it is."""
    assert {"a": [1, "é", None]} == read_object('{"a": [1, "é", null]}'.encode())
