"""How a download is gone on with, and which answers to that can be taken. Pure: no file, no line."""

import re
from collections.abc import Mapping
from enum import Enum, auto

from sora_desktop.base.values import dataclass
from sora_desktop.services.downloads.part_file import Origin
from sora_desktop.services.http.transport import Headers

OVERLAP = 64 * 1024
"""Bytes before the end of what is here that are asked for again, where no strong ETag vouches for what follows."""

_CONTENT_RANGE = re.compile(r"bytes (?:(\d{1,18})-(\d{1,18})|\*)/(\d{1,18}|\*)", re.IGNORECASE)


class ResumeWay(Enum):
    """How the rest is asked for. A way that a service does not go is not tried again over the same road."""

    IF_RANGE = auto()
    OVERLAP = auto()
    WHOLE = auto()


@dataclass(frozen=True, slots=True)
class Ask:
    """`start` is the first byte that is asked for."""

    way: ResumeWay
    start: int
    headers: Headers


@dataclass(frozen=True, slots=True)
class Served:
    """A body that begins at the byte `start` of the file that `origin` names."""

    start: int
    origin: Origin


def ask(here: Origin, offset: int, source: str, refused: frozenset[ResumeWay]) -> Ask:
    """How to ask for what follows the `offset` bytes that are here; `source` is the fingerprint of what is asked."""
    same = offset > 0 and here.source == source
    if same and here.strong_etag and ResumeWay.IF_RANGE not in refused:
        return Ask(ResumeWay.IF_RANGE, offset, (("range", f"bytes={offset}-"), ("if-range", here.strong_etag)))
    start = offset - OVERLAP
    if same and start > 0 and ResumeWay.OVERLAP not in refused:
        return Ask(ResumeWay.OVERLAP, start, (("range", f"bytes={start}-"),))
    return Ask(ResumeWay.WHOLE, 0, ())


def read_served(status: int, headers: Mapping[str, str], source: str, *, asked_whole: bool = False) -> Served | None:
    """What a good answer (206, or one with the whole file) brings; None where it does not say which part it is.

    A 206 to nobody's wish for a part, which names none, is the file from its start: how much of it, its content shows.
    """
    first, last, total = (0, None, length(headers)) if status != 206 else content_range(headers)
    if first is None and asked_whole:
        first = 0
    if first is None:
        return None
    if status == 206 and total is None and last is not None:
        total = last + 1
    etag, modified = headers.get("etag", "").strip(), headers.get("last-modified", "").strip()
    return Served(first, Origin(source, etag, modified, total))


def fits(asked: Ask, here: Origin, served: Served) -> bool:
    """Whether what comes may go on with what is here; bytes that come again are compared all the same."""
    if served.start != asked.start:
        return False
    if asked.way is ResumeWay.IF_RANGE and served.origin.etag not in ("", here.etag):
        return False
    if here.total is None:
        return here.agrees(served.origin)
    return served.origin.total == here.total


def length(headers: Mapping[str, str]) -> int | None:
    text = headers.get("content-length", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None


def content_range(headers: Mapping[str, str]) -> tuple[int | None, int | None, int | None]:
    """First byte, last byte and total of a Content-Range; None for each that it does not say."""
    found = _CONTENT_RANGE.fullmatch(headers.get("content-range", "").strip())
    if not found:
        return None, None, None
    first, last, total = (int(text) if text and text != "*" else None for text in found.groups())
    return first, last, total
