"""One strict reader for JSON bodies: no NaN, no doubled keys, no depth or numbers that break the reader."""

import json
from typing import NoReturn

from sora_desktop.engine.http_errors import RequestError, shown


def read_object(body: bytes) -> dict[str, object]:
    """The JSON object in `body`; RequestError where it is anything else."""
    try:
        value = json.loads(body.decode("utf-8"), parse_constant=_refuse_constant, object_pairs_hook=_unique)
    except UnicodeDecodeError as error:
        raise _not_json("it is not UTF-8") from error
    except RecursionError as error:
        raise _not_json("it is nested too deeply") from error
    except ValueError as error:
        raise _not_json(str(error)) from error
    if not isinstance(value, dict):
        raise _not_json("it is not an object")
    return value


def _not_json(why: str) -> RequestError:
    return RequestError("invalid_json", f"The body cannot be read as JSON: {why}.")


def _refuse_constant(word: str) -> NoReturn:
    raise ValueError(f"{word} is not a JSON number")


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        doubled = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the key {shown(doubled)} stands twice")
    return found
