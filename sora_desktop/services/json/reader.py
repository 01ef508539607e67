"""JSON of strangers, read strictly and with bounds: `read_json` answers with plain values or raises JsonError.

What a service may do and still be understood: a byte order mark; NaN and infinities (read as null, as a job's id
beside them must not be lost); whole numbers beyond 64 bits (kept as their digits); half surrogate pairs (replaced); a
name twice in one object (the last one counts that says something).
"""

import json
import math
from typing import TypeAlias

BYTE_LIMIT = 8 * 1024 * 1024
DEPTH_LIMIT = 64
_INT_DIGITS = 18

Json: TypeAlias = "JsonObject | list[Json] | str | int | float | None"
JsonObject: TypeAlias = dict[str, Json]
"""A stranger's: no more than that is known of it, and whoever reads it looks at each part."""


class JsonError(ValueError):
    """Not JSON, too large, or nested too deeply."""


def read_json(body: bytes) -> Json:
    """The value in `body` (UTF-8). Raises JsonError, and nothing else, whatever the bytes are."""
    if len(body) > BYTE_LIMIT:
        raise JsonError("too large")
    try:
        value = json.loads(
            body.decode("utf-8-sig"),
            parse_int=whole_number,
            parse_float=finite,
            parse_constant=lambda _: None,
            object_pairs_hook=of_pairs,
        )
    except (ValueError, RecursionError) as error:
        raise JsonError("not JSON") from error
    return _clean(value, 0)


def read_object(body: bytes) -> JsonObject:
    """As `read_json`, for an answer that must be an object; JsonError where it is anything else."""
    value = read_json(body)
    if not isinstance(value, dict):
        raise JsonError("not an object")
    return value


def of_pairs(pairs: list[tuple[str, Json]]) -> JsonObject:
    """An object. Of a name that stands in it twice the last value counts that says something: `"id": null` takes no id away."""
    value = dict(pairs)
    if len(value) < len(pairs):
        value.update((name, each) for name, each in pairs if _says_something(each))
    return value


def _says_something(value: Json) -> bool:
    return bool(value.strip()) if isinstance(value, str) else value not in (None, [], {})


def whole_number(digits: str) -> int | str:
    """Beyond 64 bits it stays as its digits."""
    return int(digits) if len(digits) <= _INT_DIGITS else digits


def finite(digits: str) -> float | None:
    """None for what is too large to be a number here."""
    number = float(digits)
    return number if math.isfinite(number) else None


def _clean(value: Json, depth: int) -> Json:
    if depth > DEPTH_LIMIT:
        raise JsonError("nested too deeply")
    if isinstance(value, str):
        return whole_text(value)
    if isinstance(value, list):
        return [_clean(each, depth + 1) for each in value]
    if isinstance(value, dict):
        return {whole_text(key): _clean(each, depth + 1) for key, each in value.items()}
    return value


def whole_text(text: str) -> str:
    """`text` without half surrogate pairs, which neither UTF-8 nor SQLite can hold."""
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
