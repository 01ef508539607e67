"""What an answer says that a job cost. Tolerant of how it is written, and of nothing that is no sum."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from sora_desktop.domain.charge import ChargeSource, Settlement
from sora_desktop.services.parsing.timestamps import read_timestamp

COST_HEADER = "x-litellm-response-cost"
"""LiteLLM says in it what it has put down for the key, in US dollars."""

_LARGEST = Decimal(10) ** 12
_SMALLEST = Decimal(10) ** -10
_AMOUNT = re.compile(r"(\$)?\s*([0-9]+(?:\.[0-9]*)?(?:[eE][+-]?[0-9]{1,3})?|\.[0-9]+)\s*([A-Za-z]{3,10})?")
_LONGEST = 40
_UNIT = re.compile(r"[A-Za-z]{3,10}")
_PLACES = (
    ("usage.cost", ""),
    ("usage.total_cost", ""),
    ("cost", ""),
    ("total_cost", ""),
    ("usage.credits_used", "credits"),
    ("usage.credits", "credits"),
    ("credits_cost", "credits"),
    ("quota", "quota"),
)
"""Where sums stand, the plainest first, and in which unit where nothing says so."""
_CONSUMED = 2
"""The kind of a line of new-api's log that is about something which was paid for."""
_BEFORE, _AFTER = timedelta(seconds=30), timedelta(seconds=120)


def read_amount(value: Any) -> tuple[Decimal, str] | None:
    """A sum of zero or more, and its unit where one stands beside it ("" else); None for what is none.

    Negative, endless and absurd numbers are no sums: nobody pays for a clip in billions, except in the smallest units.
    """
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    if isinstance(value, int) and abs(value) >= _LARGEST:
        return None
    text = value.strip() if isinstance(value, str) else str(value)
    found = _AMOUNT.fullmatch(text) if len(text) <= _LONGEST else None
    if found is None:
        return None
    dollar, number, word = found.groups()
    try:
        amount = Decimal(number)
    except InvalidOperation:
        return None
    if not amount < _LARGEST:
        return None
    amount = amount.quantize(_SMALLEST).normalize() if amount else Decimal(0)
    return amount, "USD" if dollar else _unit(word)


def of_headers(headers: Mapping[str, str]) -> Settlement | None:
    """What the answer to a submission says in its headers (lower-case names)."""
    found = read_amount(headers.get(COST_HEADER))
    return Settlement(found[0], "USD", ChargeSource.HEADER, COST_HEADER) if found else None


def of_job(job: Any, document: Any) -> Settlement | None:
    """What an answer about a job that is done says: in the object that speaks of it, or in what is around that."""
    inner = document.get("data") if isinstance(document, Mapping) else None
    objects = [each for each in (job, document, inner) if isinstance(each, Mapping)]
    found = (told for place in _PLACES for each in objects if (told := _told_at(each, *place)))
    return next(found, None)


def _told_at(value: Mapping[str, Any], place: str, unit: str) -> Settlement | None:
    around: Any = value
    *outer, name = place.split(".")
    for each in outer:
        around = around.get(each)
        if not isinstance(around, Mapping):
            return None
    told, beside = around.get(name), around.get("currency")
    if isinstance(told, Mapping):
        told, beside = told.get("amount", told.get("value", told.get("total"))), told.get("currency")
    found = read_amount(told)
    if found is None:
        return None
    source = ChargeSource.TASK if name == "quota" else ChargeSource.ANSWER
    return Settlement(found[0], found[1] or unit or _unit(beside), source, place)


def _unit(word: Any) -> str:
    """A code in capitals, or a word of the service's own; "" for what is neither."""
    if not isinstance(word, str) or not _UNIT.fullmatch(word):
        return ""
    return word.upper() if len(word) == 3 else word.lower()


def of_log(document: Any, remote_id: str, model: str, sent: tuple[datetime, datetime]) -> Settlement | None:
    """What a log says of one job: the line that names its id, else the one line of its model at the time when it was
    `sent` (from, until). None where several lines may be it: a sum of another job is worse than none.
    """
    lines = [line for line in _lines(document) if line.get("type") == _CONSUMED and read_amount(line.get("quota"))]
    named = [line for line in lines if remote_id and any(remote_id in text for text in _texts(line))]
    near = [line for line in lines if line.get("model_name") == model and _is_near(line, sent)]
    found = named or near
    amount = read_amount(found[0]["quota"]) if len(found) == 1 else None
    return Settlement(amount[0], "quota", ChargeSource.LOG, "quota") if amount else None


def _lines(document: Any) -> Iterator[Mapping[str, Any]]:
    data = document.get("data") if isinstance(document, Mapping) else document
    inner = data.get("items") if isinstance(data, Mapping) else data
    yield from (line for line in inner if isinstance(line, Mapping)) if isinstance(inner, list) else ()


def _texts(line: Mapping[str, Any]) -> list[str]:
    return [value for value in line.values() if isinstance(value, str)]


def _is_near(line: Mapping[str, Any], sent: tuple[datetime, datetime]) -> bool:
    moment = read_timestamp(line.get("created_at"))
    return moment is not None and sent[0] - _BEFORE <= moment <= sent[1] + _AFTER
