"""Times in every spelling that was met, and Retry-After."""

from datetime import UTC, datetime
from typing import Any

import pytest

from sora_desktop.services.parsing.timestamps import read_timestamp, retry_after, served_at
from tests.support.rows import rows

MOMENT = datetime(2026, 2, 6, 19, 18, 3, tzinfo=UTC)


@rows(
    "value",
    [
        1770405483,
        1770405483.0,
        1770405483000,
        1770405483000000,
        "1770405483",
        "2026-02-06T19:18:03Z",
        "2026-02-06T20:18:03+01:00",
        "2026-02-06 19:18:03",
    ],
)
def test_seconds_milliseconds_and_iso_mean_the_same_moment(value: float | str) -> None:
    assert read_timestamp(value) == MOMENT


@rows("value", [None, "", 0, -5, True, "soon", [], {}, 1e300, float("nan"), "9" * 400])
def test_what_is_no_moment_is_none(value: Any) -> None:
    assert read_timestamp(value) is None


@rows(
    "value",
    ["0001-01-01", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "9999-12-31T23:59:59.999999-12:00", "1970-01-01"],
)
def test_a_year_that_stands_for_never_is_no_moment_to_reckon_with(value: str) -> None:
    assert read_timestamp(value) is None


@pytest.mark.parametrize(
    "date",
    ["Fri, 31 Dec 9999 23:59:59 GMT", "Mon, 01 Jan 1900 00:00:00 +2359", "Thu, 01 Jan 1970 00:00:00 GMT", "soon"],
)
def test_a_clock_that_nobody_can_believe_is_none(date: str) -> None:
    assert served_at({"date": date}) is None
    assert retry_after({"retry-after": "7", "date": date}) == 7.0
    assert retry_after({"retry-after": date}) is None


@rows(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "7"}, 7.0),
        ({"retry-after": "1.5"}, 1.5),
        ({"retry-after": "86400"}, 120.0),
        ({"retry-after": "0"}, 1.0),
        ({"retry-after": "-3"}, 1.0),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "later"}, None),
        ({"retry-after-ms": "250", "retry-after": "9"}, 1.0),
        ({"retry-after-ms": "2500", "retry-after": "9"}, 2.5),
        (
            {"retry-after": "Sun, 06 Nov 1994 08:50:07 GMT", "date": "Sun, 06 Nov 1994 08:49:37 GMT"},
            30.0,
        ),
        ({"retry-after": "Sun, 06 Nov 1994 08:49:37 GMT"}, 1.0),
    ],
)
def test_retry_after_is_seconds_or_a_date_from_one_second_to_two_minutes(headers: Any, seconds: float | None) -> None:
    assert retry_after(headers) == seconds
