"""When a signed link ends, as its own parameters say."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlsplit

from sora_desktop.services.parsing.timestamps import read_number, read_timestamp

_SPANS = (
    ("x-amz-date", "x-amz-expires"),
    ("x-goog-date", "x-goog-expires"),
    ("x-oss-date", "x-oss-expires"),
    ("x-tos-date", "x-tos-expires"),
    ("x-obs-date", "x-obs-expires"),
)
_MOMENTS = ("expires", "se", "expires_at", "expire", "exp")
_LONGEST = 10 * 365 * 86_400.0


def link_expiry(url: str) -> datetime | None:
    """The earliest end that the parameters name (S3, Google, Alibaba, Azure, Tencent, CloudFront, Discord…), aware UTC.

    None where there is none; what does not parse says nothing.
    """
    try:
        parts = urlsplit(url)
        fields = {name.lower(): value for name, value in parse_qsl(parts.query, max_num_fields=200)}
    except ValueError:
        return None
    ends = (*_spans(fields), *(read_timestamp(fields.get(name)) for name in _MOMENTS), _tencent(fields))
    discord = _discord(fields) if (parts.hostname or "").endswith((".discordapp.com", ".discordapp.net")) else None
    return min((end for end in (*ends, discord) if end), default=None)


def _spans(fields: dict[str, str]) -> list[datetime | None]:
    return [_end_of_span(fields.get(start), fields.get(length)) for start, length in _SPANS]


def _end_of_span(start: str | None, length: str | None) -> datetime | None:
    seconds = read_number(length)
    if start is None or seconds is None or not 0 <= seconds <= _LONGEST:
        return None
    moment = read_timestamp(start) or _compact(start)
    return moment + timedelta(seconds=seconds) if moment else None


def _compact(text: str) -> datetime | None:
    try:
        moment = datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        return None
    return read_timestamp(moment.isoformat())


def _tencent(fields: dict[str, str]) -> datetime | None:
    return read_timestamp(fields.get("q-sign-time", "").partition(";")[2])


def _discord(fields: dict[str, str]) -> datetime | None:
    try:
        return read_timestamp(int(fields.get("ex", ""), 16))
    except ValueError:
        return None
