"""Reading what strangers write into lists: numbers in texts, odd types, things that stand twice, and too much of all."""

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from itertools import islice
from typing import Any

from sora_desktop.base.safe_text import one_line
from sora_desktop.domain.catalog import ImageRole, ImageSlot
from sora_desktop.domain.errors import BusyError, ServiceError, WrongFormatError
from sora_desktop.domain.shapes import Size
from sora_desktop.services.json.documents import is_read_whole
from sora_desktop.services.parsing.error_envelopes import is_web_page, read_error
from sora_desktop.services.parsing.http_errors import look_failure
from sora_desktop.services.parsing.timestamps import read_number
from sora_desktop.services.resolutions import frame_of
from sora_desktop.services.wire import Answer

Row = Mapping[str, Any]

MOST_ROWS = 5_000
MOST_VALUES = 200
NAME_LIMIT = 80
LONGEST_ID = 300
LONGEST_SECONDS = 600
_SIDES = range(64, 8193)
_LARGEST_AMOUNT = Decimal(100_000)
_BOXES = ("data", "models", "items", "list", "results")
_ID_KEYS = ("id", "model_name", "model", "name")
_NAME_KEYS = ("display_name", "displayName", "title", "name")
_NUMBER = re.compile(r"\s*\$?\s*(\d+(?:\.\d+)?)\s*(?:s|sec|seconds)?\s*", re.IGNORECASE)
_FRAME = re.compile(r"(\d{2,5})\s*[x×*]\s*(\d{2,5})", re.IGNORECASE)


def rows_of(answer: Answer, missing: type[WrongFormatError]) -> tuple[tuple[Row, ...], Row, bool]:
    """The rows of a list, what stands around them, and whether there are more than are read.

    Raises the ServiceError branch: `missing` where the service has no such list.
    """
    document = next(iter(answer.documents), None)
    rows = _list_in(document)
    if not 200 <= answer.status < 300 or rows is None:
        raise _failure(answer, missing)
    found = tuple({"id": each} if isinstance(each, str) else each for each in islice(rows, MOST_ROWS))
    around = document if isinstance(document, dict) else {}
    is_cut = len(rows) > MOST_ROWS or not is_read_whole(answer.body)
    return tuple(each for each in found if isinstance(each, dict)), around, is_cut


def _list_in(document: Any) -> list[Any] | None:
    """A list, one in an object, or the rows of an object that has them by their ids."""
    if isinstance(document, list):
        return document
    if not isinstance(document, dict) or read_error(document) is not None:
        return None
    for key in _BOXES:
        inner = document.get(key)
        if isinstance(inner, list):
            return inner
        if isinstance(inner, dict):
            deeper = _list_in(inner)
            return deeper if deeper is not None else _by_id(inner)
    return None


def _by_id(rows: Row) -> list[Any] | None:
    found = [{"id": name, **each} for name, each in rows.items() if isinstance(each, dict)]
    return found or None


def _failure(answer: Answer, missing: type[WrongFormatError]) -> ServiceError:
    """ "Busy" is a service only where its HTTP status says so; a web page is no service at all."""
    failure = look_failure(answer)
    is_refused = 200 <= answer.status < 300 and isinstance(failure, BusyError)
    has_no_route = answer.status in (400, 404, 405, 410, 501) and isinstance(failure, WrongFormatError | BusyError)
    return missing(failure.detail) if (is_refused or has_no_route) and not is_web_page(answer) else failure


def id_of(row: Row) -> str:
    """The id as it is sent, "" where there is none that can be: it is never mended."""
    found = next((each for key in _ID_KEYS if isinstance(each := row.get(key), str) and each), "")
    return found if len(found) <= LONGEST_ID and found.isprintable() and found == found.strip() else ""


def by_id(found: Iterable[Row]) -> dict[str, Row]:
    """The rows by their ids; of those that stand twice the first."""
    named: dict[str, Row] = {}
    for row in found:
        if model_id := id_of(row):
            named.setdefault(model_id, row)
    return named


def name_of(row: Row) -> str:
    """What people call it, as far as the list says."""
    names = (one_line(each, NAME_LIMIT) for key in _NAME_KEYS if isinstance(each := row.get(key), str))
    return next((each for each in names if each and each != row.get("id")), "")


def values_of(row: Row, *keys: str) -> tuple[Any, ...]:
    """The values of the first of these keys that has any; one value is a list of one."""
    for key in keys:
        value = row.get(key)
        if isinstance(value, list) and value:
            return tuple(value[:MOST_VALUES])
        if isinstance(value, str | int | float) and not isinstance(value, bool) and value != "":
            return (value,)
    return ()


def words_of(row: Row, *keys: str) -> tuple[str, ...]:
    return tuple(each for each in values_of(row, *keys) if isinstance(each, str))


def amount_of(value: Any) -> Decimal | None:
    """An amount of money above zero: a list that says 0 leaves it open more often than it gives something away."""
    number = _NUMBER.fullmatch(value) if isinstance(value, str) and len(value) < MOST_VALUES else None
    try:
        amount = Decimal(number[1] if number else str(value)) if read_number(number[1] if number else value) else None
    except InvalidOperation:
        return None
    return amount if amount is not None and 0 < amount <= _LARGEST_AMOUNT else None


def seconds_of(values: Iterable[Any]) -> tuple[int, ...]:
    """Whole lengths in seconds, the shortest first."""
    found = (_whole(value) for value in values)
    return tuple(sorted({each for each in found if each is not None and 0 < each <= LONGEST_SECONDS}))


def _whole(value: Any) -> int | None:
    text = _NUMBER.fullmatch(value) if isinstance(value, str) and len(value) < MOST_VALUES else None
    number = read_number(text[1] if text else value)
    return int(number) if number is not None and number == int(number) else None


def frames_of(texts: Iterable[str]) -> tuple[Size, ...]:
    """The frames of texts such as `1280x720`, each once."""
    return _possible(Size(int(found[1]), int(found[2])) for text in texts if (found := _FRAME.fullmatch(text.strip())))


def named_frames(resolutions: Iterable[str], ratios: Iterable[str]) -> tuple[Size, ...]:
    """The frames of each resolution in each ratio, as far as these names mean one."""
    shapes = tuple(ratios)
    found = (frame_of(name, ratio) for name in resolutions for ratio in shapes)
    return _possible(each for each in found if each is not None)


def _possible(sizes: Iterable[Size]) -> tuple[Size, ...]:
    able = (each for each in sizes if each.width in _SIDES and each.height in _SIDES)
    return tuple(islice(dict.fromkeys(able), MOST_VALUES))


_FRAME_ROLES = {
    "first": ImageRole.FIRST,
    "last": ImageRole.LAST,
    "end": ImageRole.LAST,
    "reference": ImageRole.REFERENCE,
}


def frame_slots(words: Iterable[str]) -> tuple[ImageSlot, ...]:
    """The roles of words such as `first_frame`, each once."""
    return tuple(ImageSlot(role) for role in dict.fromkeys(_roles(words)))


def _roles(words: Iterable[str]) -> Iterator[ImageRole]:
    for word in words:
        yield from (role for start, role in _FRAME_ROLES.items() if word.lower().startswith(start))
