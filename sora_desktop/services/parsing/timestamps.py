"""Points in time as services write them: seconds, milliseconds, ISO 8601, HTTP dates, Retry-After."""

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

SHORTEST_WAIT, LONGEST_WAIT = 1.0, 120.0
"""No Retry-After is believed beyond this many seconds."""

_FIRST_YEAR, _YEAR_AFTER_LAST = 1990, 2200
_EARLIEST = datetime(2000, 1, 1, tzinfo=UTC).timestamp()
_LATEST = datetime(2200, 1, 1, tzinfo=UTC).timestamp()
_SCALES = (1, 1_000, 1_000_000, 1_000_000_000)


def read_timestamp(value: object) -> datetime | None:
    """An aware UTC datetime, or None where `value` is no believable one. A time without a zone counts as UTC."""
    if isinstance(value, bool) or value is None:
        return None
    number = read_number(value)
    return _from_number(number) if number is not None else _from_text(value)


def read_number(value: object) -> float | None:
    """A finite number, also out of a text such as `"8"`; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def _from_number(number: float) -> datetime | None:
    for scale in _SCALES:
        if _EARLIEST <= number / scale < _LATEST:
            return datetime.fromtimestamp(number / scale, UTC)
    return None


def _from_text(value: object) -> datetime | None:
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value.strip())
        return _believed(moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC))
    except (ValueError, OverflowError):
        return None


def _believed(moment: datetime) -> datetime | None:
    """Years such as 1 and 9999 stand for "never", and nothing can be reckoned with them."""
    return moment if _FIRST_YEAR <= moment.year < _YEAR_AFTER_LAST else None


def read_http_date(text: str) -> datetime | None:
    """The moment of an HTTP date such as `Sun, 06 Nov 1994 08:49:37 GMT`."""
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return _believed(moment if moment.tzinfo else moment.replace(tzinfo=UTC))


def served_at(headers: Mapping[str, str]) -> datetime | None:
    """The service's own clock, from the Date header (`headers` have lower-case names)."""
    return read_http_date(headers.get("date", ""))


def retry_after(headers: Mapping[str, str], longest: float = LONGEST_WAIT) -> float | None:
    """Seconds to wait, SHORTEST_WAIT to `longest`; None where the service does not say.

    "At once" is no leave to ask hundreds of times a second.
    A date is judged by the service's own Date header, where there is one: local clocks may be wrong.
    """
    milliseconds = read_number(headers.get("retry-after-ms"))
    text = headers.get("retry-after", "")
    seconds = milliseconds / 1000 if milliseconds is not None else read_number(text)
    if seconds is None and (moment := read_http_date(text)):
        seconds = (moment - (served_at(headers) or datetime.now(UTC))).total_seconds()
    return None if seconds is None else min(max(seconds, SHORTEST_WAIT), longest)
